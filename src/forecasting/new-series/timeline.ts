/** Places of times in the calendar of a panel, so that series of different lengths are compared at the same phase. */
import type { PanelSeries } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { nextTimes, stepsByClock, timesOfPanel } from '../../series/index.ts';

/** Most steps of the panel that no tail has, such as holidays: some milliseconds of work, and 55 years of days. */
const missingStepsMax = 20_000;

export interface Timeline {
  /** First time that has a place. Values before it are too far from the newest ones. */
  begin: number;
  /** Place of the first time of the panel that is not before `time`; times after its end continue in its calendar. An
   *  hour of the day keeps its place in the season over a clock change, and both passes of an hour that clocks repeat
   *  have the same places. */
  placeOf(time: number): number;
}

/** The steps of the panel, also those that no tail has. Without them a series before a closed day would be at
 *  another phase of the season.
 *  @param header has the calendar of the steps
 *  @param aheadMax places after the end of the panel; later times have the last of them
 *  @param season places of a season, 1 without one */
export function createTimeline(
  panel: readonly PanelSeries[],
  header: DatasetHeader,
  aheadMax: number,
  season: number,
): Timeline {
  const distinct = new Set<number>();
  for (const { tail } of panel) for (const time of tail.times) distinct.add(time);
  const known = timesOfPanel(Float64Array.from(distinct).sort(), header, missingStepsMax);
  const times = new Float64Array(known.length + aheadMax);
  times.set(known);
  const ahead = nextTimes(header, known[known.length - 1], aheadMax, known[known.length - 2]);
  times.set(ahead, known.length);
  const end = known.length + ahead.length;
  const steps = season > 1 ? stepsByClock(times.subarray(0, end), header) : null;
  return {
    begin: known[0],
    placeOf(time) {
      let [low, high] = [0, end - 1];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (times[middle] < time) low = middle + 1;
        else high = middle;
      }
      return steps === null ? low : steps[low];
    },
  };
}
