/** Rows of another thing, such as another ward, do not replace the observations of a series. Neither does a day without
 *  a time of day replace that of an hour. */
import type { AppendTarget, SeriesSpan } from '../../contracts/ports/index.ts';
import type { OtherThing, SeriesObservations } from '../../contracts/schemas/index.ts';
import { Faults, type Warnings } from '../faults/index.ts';
import { isAmong } from './places.ts';

/** Stored times that are compared with those sent at once. */
const storedAtOnce = 4_096;

/** Refuses rows that may belong to another series, or to a whole day, if they replace stored ones, and else warns of
 *  them. A value that changes within the table, such as that of a promotion, is no other series.
 *  @param spans those of the series that are stored
 *  @throws AppError cell_invalid */
export async function checkThings(
  things: readonly OtherThing[],
  series: readonly SeriesObservations[],
  target: Pick<AppendTarget, 'timesOf'>,
  spans: ReadonlyMap<string, SeriesSpan>,
  warnings: Warnings,
): Promise<void> {
  const refusable = things.filter(({ isEverywhere }) => isEverywhere);
  if (refusable.length > 0 && (await replacesAny(series, target, spans))) {
    const faults = new Faults('cell_invalid');
    for (const { fault } of refusable) faults.add(fault);
    faults.throwIfAny();
  }
  for (const { fault, warning } of things)
    warnings.add('values_suspected', warning, { line: fault.line ?? null, alternatives: fault.alternatives });
}

async function replacesAny(
  series: readonly SeriesObservations[],
  { timesOf }: Pick<AppendTarget, 'timesOf'>,
  spans: ReadonlyMap<string, SeriesSpan>,
): Promise<boolean> {
  for (const { id, times } of series) {
    const span = spans.get(id);
    if (span === undefined) continue;
    const inside = times.filter((time) => time >= span.start && time <= span.end);
    for (let rest = inside; rest.length > 0; ) {
      const stored = await timesOf(id, rest[0], rest[rest.length - 1], storedAtOnce);
      if (stored.some((time) => isAmong(time, rest))) return true;
      const last = stored.length < storedAtOnce ? Number.POSITIVE_INFINITY : stored[stored.length - 1];
      rest = rest.filter((time) => time > last);
    }
  }
  return false;
}
