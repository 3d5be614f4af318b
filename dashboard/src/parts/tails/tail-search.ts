import type { SeriesPoints, Time } from '../../api/index.ts';
import { secondsOf } from '../charts/clock.ts';

/** Shares of the wanted observations that are accepted. */
const fewest = 0.5;
export const most = 4;
/** Each probe halves the time in which the tail may begin: so many reach a second in a million years. */
const probesMax = 48;

/** The tail of a series: at least half of the wanted observations if it has so many, else all of it.
 *  @param read reads from a time on, in seconds
 *  @param range.first no observation is earlier
 *  @param range.share expected share of the time in the tail */
export async function tailFrom<Found extends Pick<SeriesPoints, 'times' | 'next_cursor'>>(
  read: (from: number) => Promise<Found>,
  { first, last, share, wanted }: { first: number; last: number; share: number; wanted: number },
): Promise<Found> {
  let [early, late] = [first, last];
  let from = last - (last - first) * share;
  let found = await read(from);
  let tail: Found | null = null;
  for (let probe = 1; probe < probesMax; probe++) {
    const isCut = found.next_cursor !== null;
    if (!isCut) tail = found;
    if (!isCut && (from === first || found.times.length >= fewest * wanted)) return found;
    // A cut answer has more rows after it: so many before its end are early enough.
    if (isCut) early = Math.max(from, secondsOf(found.times.at(-wanted) ?? from));
    else late = from;
    // Too few at the first place: the series may be short, and is then read as a whole.
    const isWhole = probe === 1 && !isCut;
    const middle = (early + late) / 2;
    if (!isWhole && (middle === early || middle === late)) break;
    from = isWhole ? first : middle;
    found = await read(from);
  }
  return tail ?? found;
}

/** One column of the points as their values, up to its last observed value: rows after it hold only values of other
 *  columns, such as covariates that are known in advance. Points without any observed value keep their rows.
 *  @param column the target of a model or of the dataset; the API has the target of the dataset in `values` */
export function observedOf<Found extends Pick<SeriesPoints, 'times' | 'values' | 'covariates'>>(
  points: Found,
  column: string,
): Found {
  const values = points.covariates[column] ?? points.values;
  const end = values.findLastIndex((value) => value !== null) + 1;
  if (end === 0) return { ...points, values, covariates: {} };
  return { ...points, times: points.times.slice(0, end), values: values.slice(0, end), covariates: {} };
}

/** A time as the API takes it if all observations of a series that were read are later; else null.
 *  @param time as it stands in an address */
export function earlyTime(points: Pick<SeriesPoints, 'times'>, time: string | number | null): Time | null {
  if (time === null || points.times.length === 0 || indexUntil(points, time) >= 0) return null;
  return typeof points.times[0] === 'number' ? Number(time) : time;
}

/** Index of the last observation up to a time: the last one without a time, -1 if all are later. */
export function indexUntil({ times }: Pick<SeriesPoints, 'times'>, time: string | number | null): number {
  if (time === null) return times.length - 1;
  const until = typeof times[0] === 'number' ? Number(time) : secondsOf(time);
  return times.findLastIndex((one) => secondsOf(one) <= until);
}

/** The points up to a time, such as the last one of a fan. */
export function pointsUntil(
  { times, values }: Pick<SeriesPoints, 'times' | 'values'>,
  time: Time,
): Pick<SeriesPoints, 'times' | 'values'> {
  const end = indexUntil({ times }, time) + 1;
  return { times: times.slice(0, end), values: values.slice(0, end) };
}
