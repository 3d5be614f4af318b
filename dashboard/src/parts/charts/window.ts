/** The first and the last x of a part of a chart. */
export type Range = readonly [from: number, to: number];

/** The window of a chart after its data have changed. One that showed everything shows everything; one that reached the
 *  end moves with it; another one stays where it is, as far as there are data.
 *  @param before the ends of the data before the change
 *  @param now the ends of the data after it */
export function windowAfter([from, to]: Range, before: Range, now: Range): Range {
  if (from <= before[0] && to >= before[1]) return now;
  const width = Math.min(to - from, now[1] - now[0]);
  const start = to >= before[1] ? now[1] - width : from;
  const placed = Math.max(now[0], Math.min(start, now[1] - width));
  return [placed, placed + width];
}
