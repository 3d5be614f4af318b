import type { Warning } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import { quoted } from './faults.ts';

/** Warns about times with offsets: an offset does not say which zone's days, sessions and clock changes apply. */
export function warnOfUnknownZone(example: string, warnings: Warnings): void {
  warnings.add(
    'time_zone_unknown',
    `Times such as ${quoted(example)} have an offset but no time zone. They were converted to UTC: days begin at midnight UTC, and forecasts are in UTC. Set time_zone (for example America/New_York) to use a zone.`,
  );
}

/** Number of warnings of one kind that are kept: similar series have the same warnings. */
const keptPerCode = 10;

/** Collects the warnings of a dataset: the first ones of each kind, and the number of the others. */
export class Warnings {
  private readonly byCode = new Map<Warning['code'], { kept: Warning[]; count: number }>();

  add(
    code: Warning['code'],
    message: string,
    { series_id = null, line = null, alternatives = [] }: Partial<Warning> = {},
  ): void {
    const group = this.byCode.get(code) ?? { kept: [], count: 0 };
    this.byCode.set(code, group);
    group.count++;
    if (group.kept.length >= keptPerCode) return;
    group.kept.push({
      ...{ code, message, series_id, line },
      ...(alternatives.length > 0 ? { alternatives: alternatives.slice(0, limits.alternativesMax) } : {}),
    });
  }

  list(): Warning[] {
    const all = [...this.byCode].flatMap(([code, { kept, count }]) => {
      const unlisted = count - kept.length;
      if (unlisted === 0) return kept;
      const message = `The same is true for ${unlisted} more series.`;
      return [...kept, { code, message, series_id: null, line: null }];
    });
    return all.slice(0, limits.warningsMax);
  }
}
