/** Places of times in the calendar of a panel, so that series of different lengths are compared at the same phase. */
import type { PanelSeries } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { calendarOf, nextTimes } from '../../series/index.ts';

/** Most steps between the tails of a panel, over all holes: some milliseconds of work, and 55 years of days. */
const holeStepsMax = 20_000;

export interface Timeline {
  /** First time that has a place. Tails that begin before it are too far from the newest ones. */
  begin: number;
  /** Place of the first time of the panel that is not before `time`; times after its end continue in its calendar. */
  placeOf(time: number): number;
}

/** @param aheadMax places after the end of the panel; later times have the last of them */
export function createTimeline(
  panel: readonly PanelSeries[],
  header: DatasetHeader,
  aheadMax: number,
): Timeline {
  const { begin, holes } = holesBetween(panel, header);
  const distinct = new Set(holes);
  for (const { tail } of panel) for (const time of tail.times) if (time >= begin) distinct.add(time);
  const known = Float64Array.from(distinct).sort();
  const times = new Float64Array(known.length + aheadMax);
  times.set(known);
  const ahead = nextTimes(header, known[known.length - 1], aheadMax, known[known.length - 2]);
  times.set(ahead, known.length);
  const end = known.length + ahead.length;
  return {
    begin,
    placeOf(time) {
      let [low, high] = [0, end - 1];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (times[middle] < time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

/** Times of the calendar that no tail covers, such as those since a shop closed. Without them a series before a hole would be at another
 *  phase of the season. */
function holesBetween(
  panel: readonly PanelSeries[],
  header: DatasetHeader,
): { begin: number; holes: number[] } {
  const next = calendarOf(header);
  const tails = panel
    .map(({ tail: { times } }) => ({ first: times[0], last: times[times.length - 1] }))
    .sort((a, b) => a.first - b.first);
  const gaps: { after: number; before: number }[] = [];
  let covered = tails[0].last;
  for (const { first, last } of tails) {
    if (first > covered) gaps.push({ after: covered, before: first });
    covered = Math.max(covered, last);
  }
  const holes: number[] = [];
  for (const { after, before } of gaps.toReversed()) {
    let [earlier, time] = [after, next(after)];
    while (time < before) {
      if (holes.length === holeStepsMax) return { begin: before, holes };
      holes.push(time);
      [earlier, time] = [time, next(time, earlier)];
    }
  }
  return { begin: tails[0].first, holes };
}
