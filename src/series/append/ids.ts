/** Ids of observations that are added. */
import type { SeriesObservations } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import { refuse } from '../faults/index.ts';

/** The series without blanks at the ends of their ids, as tables are read. An id that the dataset has is kept as it is.
 *  @throws AppError series_duplicate, request_invalid */
export function withoutBlanks(
  series: SeriesObservations[],
  isStored: (id: string) => boolean,
): SeriesObservations[] {
  const hasBlanks = ({ id }: SeriesObservations) => id !== id.trim() && !isStored(id);
  if (!series.some(hasBlanks)) return series;
  const trimmed = series.map((one) => (hasBlanks(one) ? { ...one, id: one.id.trim() } : one));
  const seen = new Set<string>();
  for (const { id, path } of trimmed) {
    const place = path === undefined ? {} : { path: `${path}/id` };
    if (id === '')
      refuse('request_invalid', {
        ...place,
        message: 'the id has blanks only',
        accepted: `an id of 1 to ${limits.seriesIdLengthMax} characters`,
      });
    if (seen.has(id))
      refuse('series_duplicate', {
        ...place,
        series_id: id,
        message: `the id ${JSON.stringify(id)} appears twice: blanks at the ends of ids do not count`,
        accepted: 'a different id for each series',
      });
    seen.add(id);
  }
  return trimmed;
}
