/** The times up to which the held-out networks have seen each series, for fitting or for a validation. A
 *  backtest begins after them. */
import { groupedBySize } from '../../contracts/values/index.ts';
import type { SeriesHistory } from '../history/index.ts';
import type { PreparedSeries } from './sampling.ts';

export interface TrainedUntil {
  /** Time of the last observation that was seen of any series. */
  latest: number;
  /** Ids of series that were seen up to an earlier time, with that time. */
  earlier: readonly (readonly [string, number])[];
}

/** Bytes of the series that are named: the header of the weights file has them, as JSON within JSON. The others count
 *  as seen up to the latest time. */
const namedBytesMax = 256 * 1024;

type Seen = Pick<SeriesHistory, 'id' | 'times'> & { split: Pick<PreparedSeries['split'], 'trainEnd'> };

/** @returns null if no series has an observation */
export function trainedUntil(series: readonly Seen[]): TrainedUntil | null {
  const ends = series
    .filter(({ split }) => split.trainEnd > 0)
    .map(({ id, times, split }) => [id, times[split.trainEnd - 1]] as const);
  if (ends.length === 0) return null;
  const latest = ends.reduce((max, [, end]) => Math.max(max, end), Number.NEGATIVE_INFINITY);
  const earlier = ends.filter(([, end]) => end < latest);
  const [named = []] = groupedBySize(earlier, writtenBytes, { sizeMax: namedBytesMax });
  return { latest, earlier: named };
}

function writtenBytes(named: readonly [string, number]): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(named)));
}

/** @returns reader of the number of observations of a series that are not later than what was seen. All series are
 *  known together, so one that was not seen begins with the latest of the others. */
export function seenObservations({ latest, earlier }: TrainedUntil) {
  const ends = new Map(earlier);
  return ({ id, times }: Pick<SeriesHistory, 'id' | 'times'>): number => {
    const end = ends.get(id) ?? latest;
    return times.findLastIndex((time) => time <= end) + 1;
  };
}
