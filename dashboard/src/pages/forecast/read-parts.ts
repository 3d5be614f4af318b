import type { SeriesPoints } from '../../api/index.ts';

type ReadPoints = Pick<SeriesPoints, 'times' | 'values'>;

/** The observations that a fan was made with, and those after it. A later read of the series may begin at another
 *  observation, so both are of the read that the fan belongs to.
 *  @param origin index of the last observation that the forecast reads; -1 if all are later
 *  @param drawnMax observations that are drawn before the last one of `points`, at most */
export function partsAt(
  points: ReadPoints,
  origin: number,
  drawnMax: number,
): { history: ReadPoints; actual: ReadPoints } {
  const first = Math.max(0, points.times.length - 1 - drawnMax);
  const part = (from: number, to?: number) => ({
    times: points.times.slice(from, to),
    values: points.values.slice(from, to),
  });
  return { history: part(first, origin + 1), actual: part(origin + 1) };
}
