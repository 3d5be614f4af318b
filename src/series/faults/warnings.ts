import { limits, type Warning } from '../../contracts/schemas/index.ts';
import { quoted } from './faults.ts';

/** Times with offsets tell instants, not the zone whose days, sessions and clock changes they follow. */
export function warnOfUnknownZone(example: string, warnings: Warnings): void {
  warnings.add(
    'time_zone_unknown',
    `Times such as ${quoted(example)} have an offset, which names no time zone; they were converted to UTC, days begin at midnight there, and forecasts are in UTC. The parameter time_zone (such as America/New_York) says the zone.`,
  );
}

/** Warnings of one kind that are kept in full: a thousand series of the same kind have the same warnings. */
const keptPerCode = 10;

/** Warnings with a dataset: the first ones of each kind, then how many more there were. */
export class Warnings {
  private readonly byCode = new Map<Warning['code'], { kept: Warning[]; count: number }>();

  add(
    code: Warning['code'],
    message: string,
    { series_id = null, line = null }: Partial<Warning> = {},
  ): void {
    const group = this.byCode.get(code) ?? { kept: [], count: 0 };
    this.byCode.set(code, group);
    group.count++;
    if (group.kept.length < keptPerCode) group.kept.push({ code, message, series_id, line });
  }

  list(): Warning[] {
    const all = [...this.byCode].flatMap(([code, { kept, count }]) => {
      const unlisted = count - kept.length;
      if (unlisted === 0) return kept;
      const message = `The same holds for ${unlisted} more series.`;
      return [...kept, { code, message, series_id: null, line: null }];
    });
    return all.slice(0, limits.warningsMax);
  }
}
