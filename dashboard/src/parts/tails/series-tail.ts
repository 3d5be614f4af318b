import {
  answered,
  client,
  type Dataset,
  type SeriesPoints,
  type SeriesSummary,
  type Time,
} from '../../api/index.ts';
import { secondsOf } from '../charts/clock.ts';
import { most, observedOf, tailFrom } from './tail-search.ts';

/** The end of one column of a series, about so many observations up to its last observed value. The API reads from a
 *  time on: the first one expects even distances, and later ones halve the time between a place that is too early and
 *  one that is too late. A short series is read as a whole.
 *  @param column the column that becomes `values` */
export async function readSeriesTail(
  { dataset_id, column }: { dataset_id: string; column: string },
  { id, start, end, point_count }: Pick<SeriesSummary, 'id' | 'start' | 'end' | 'point_count'>,
  wanted: number,
  signal: AbortSignal,
): Promise<SeriesPoints> {
  const path = { dataset_id, series_id: id };
  const limit = Math.ceil(most * wanted);
  const read = (from?: number) => {
    const query = { limit, ...(from === undefined ? {} : { from: timeAt(from, end) }) };
    return answered(
      client.GET('/v1/datasets/{dataset_id}/series/{series_id}', { params: { path, query }, signal }),
    );
  };
  const whole = point_count <= wanted ? await read() : null;
  if (whole?.next_cursor === null) return observedOf(whole, column);
  const found = await tailFrom(read, {
    first: secondsOf(start),
    last: secondsOf(end),
    // The count of an unlisted series is a guess. A series that no answer holds has more than `most` times
    // as many points as wanted.
    share: whole === null ? wanted / point_count : 1 / most,
    wanted,
  });
  return observedOf(found, column);
}

/** A series that is not among the listed ones: about as long as all of them together. Null if the
 *  dataset has no times. */
export function unlistedSeries(
  { start, end, point_count, series_count }: Dataset,
  id: string,
): SeriesSummary | null {
  if (start === null || end === null) return null;
  const count = Math.ceil(point_count / Math.max(1, series_count));
  return { id, start, end, point_count: count, missing_count: 0, static: {} };
}

/** A time as the API reads it, in the notation of another one of the series. */
function timeAt(seconds: number, like: Time | null): string {
  if (typeof like === 'number') return String(Math.floor(seconds));
  const text = new Date(seconds * 1_000).toISOString();
  return String(like).includes('T') ? text : text.slice(0, 10);
}
