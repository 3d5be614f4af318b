import type { FutureOfSeries } from '../../contracts/ports/index.ts';
import {
  type DatasetHeader,
  formatTime,
  futureColumns,
  type KnownFuture,
  limits,
  type ModelSpec,
} from '../../contracts/schemas/index.ts';
import { type Fault, refuse } from '../../errors.ts';
import type { SeriesHistory } from './series-history.ts';

/** Times that a message lists. */
const timesShownMax = 3;
/** Fewer values of a covariate show no range. */
const rangeValuesMin = 8;
/** A value is far outside of a range if it is beyond it by this share of its width. */
const farShareMin = 0.5;

/** Known-future covariates over the K steps of the forecast, in the order of `names`. [K] each, NaN is missing.
 *  A value that the request gives is taken, also if it is missing there. A missing value in stored rows counts
 *  as not yet known.
 *  @throws AppError covariates_missing */
export function knownFuture(
  seriesId: string,
  names: readonly string[],
  { given, stored }: FutureOfSeries,
  times: Float64Array, // [K]
  header: DatasetHeader,
): Float64Array[] {
  const storedRows = stored.map((known) => indexed(known));
  const givenRows = given.map((known) => indexed(known));
  const faults: Fault[] = [];
  const columns = names.map((name) => {
    const missing: number[] = [];
    const column = times.map((time, h) => {
      for (const { known, rowAt } of givenRows) {
        const row = rowAt(time, h);
        if (row !== undefined && Object.hasOwn(known.covariates, name)) return known.covariates[name][row];
      }
      for (const { known, rowAt } of storedRows) {
        const row = rowAt(time, h);
        const value =
          row !== undefined && Object.hasOwn(known.covariates, name)
            ? known.covariates[name][row]
            : Number.NaN;
        if (!Number.isNaN(value)) return value;
      }
      missing.push(time);
      return Number.NaN;
    });
    if (missing.length > 0) faults.push(fault(seriesId, name, missing, times.length, header));
    return column;
  });
  if (faults.length === 0) return columns;
  refuse(
    'covariates_missing',
    faults.slice(0, limits.faultsMax),
    `Series "${seriesId}" ${faults.map(({ message }) => message).join(', and ')}; accepted: ${faults[0].accepted}`,
  );
}

/** Warns about times of given covariates that are none of the K times of the forecast. Callers send whole tables: there
 *  is no warning if each covariate has a given value at each step, and times before and after the horizon
 *  are not told if others fit.
 *  @param given the groups of the request that have values of the series */
export function unmatchedWarnings(
  given: readonly KnownFuture[],
  times: Float64Array, // [K]
  header: DatasetHeader,
): string[] {
  if (givesAllSteps(given, times)) return [];
  const sent = new Set(given.flatMap((known) => [...(known.times ?? [])]));
  if (sent.size === 0) return [];
  const steps = new Set(times);
  const unmatched = [...sent].filter((time) => !steps.has(time)).sort((a, b) => a - b);
  const told =
    unmatched.length === sent.size
      ? unmatched
      : unmatched.filter((time) => time > times[0] && time < times[times.length - 1]);
  if (told.length === 0) return [];
  const written = (time: number) => formatTime(time, header.time_kind, header.time_zone);
  const shown = told.slice(0, timesShownMax).map(written).join(', ');
  return [
    `${told.length} of ${sent.size} times in \`future_covariates\` ${told.length === 1 ? 'is' : 'are'} no step of the forecast, and had no effect: ${shown}${told.length > timesShownMax ? ' …' : ''}. The steps are ${[...times.subarray(0, timesShownMax)].map(written).join(', ')}${times.length > timesShownMax ? ` … ${written(times[times.length - 1])}` : ''}.`,
  ];
}

/** Whether each of the given covariates has a given value at each of the K times, which may be null. */
function givesAllSteps(given: readonly KnownFuture[], times: Float64Array): boolean {
  const names = new Set(given.flatMap(({ covariates }) => Object.keys(covariates)));
  const rows = given.map((known) => indexed(known));
  return [...names].every((name) => {
    const having = rows.filter(({ known }) => Object.hasOwn(known.covariates, name));
    return times.every((time, h) => having.some(({ rowAt }) => rowAt(time, h) !== undefined));
  });
}

/** Warnings about covariates of a forecast that are missing or unknown to the model.
 *  @param context number of observations that a network reads */
export function covariateWarnings(
  { raw, covariates }: SeriesHistory,
  { covariates: names, encoding }: Pick<ModelSpec, 'covariates' | 'encoding'>,
  context: number,
): string[] {
  if (!names) return [];
  const isMissing = (column: Float64Array) =>
    column.subarray(Math.max(0, raw.length - context), raw.length).every(Number.isNaN);
  const columns = [...names.past, ...futureColumns(names)];
  const missing = [...covariates.past, ...covariates.future].flatMap((column, i) =>
    isMissing(column) ? [`The covariate \`${columns[i]}\` is missing in all that the model reads.`] : [],
  );
  const unseen = names.static.flatMap((name, i) => {
    const value = covariates.static[i];
    if (value === null) return [`The series has no attribute \`${name}\`.`];
    const classes = encoding?.static[i]?.classes ?? null;
    return classes === null || classes.includes(String(value))
      ? []
      : [`The attribute \`${name}\` is ${JSON.stringify(value)}, which training never saw.`];
  });
  return [
    ...missing,
    ...unseen,
    ...names.future.flatMap((name, i) =>
      distant(name, covariates.future[i], { count: raw.length, hasMore: raw.length >= context }),
    ),
  ];
}

/** Warns if a covariate goes far outside of the values that are read: they do not show its effect there, or its unit
 *  changed. A flag of a rare event, such as of a holiday, is not told where earlier observations may have it.
 *  @param column history and horizon
 *  @param count observations of the history that are read
 *  @param hasMore whether there may be earlier ones */
function distant(
  name: string,
  column: Float64Array,
  { count, hasMore }: { count: number; hasMore: boolean },
): string[] {
  let [lowest, highest, present] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let t = 0; t < count; t++) {
    if (Number.isNaN(column[t])) continue;
    present++;
    if (column[t] < lowest) lowest = column[t];
    if (column[t] > highest) highest = column[t];
  }
  if (present < rangeValuesMin) return [];
  const margin = farShareMin * (highest - lowest);
  const far = column.subarray(count).filter((value) => value < lowest - margin || value > highest + margin);
  if (far.length === 0) return [];
  if (hasMore && column.every((value) => value === 0 || value === 1 || Number.isNaN(value))) return [];
  const beyond = (value: number) => Math.max(lowest - value, value - highest);
  const farthest = far.reduce((a, b) => (beyond(b) > beyond(a) ? b : a));
  const past = lowest === highest ? `always ${lowest}` : `from ${lowest} to ${highest}`;
  return [
    `The covariate \`${name}\` was ${past} in the ${count} observations that are read, and is ${farthest} over the horizon: they do not show its effect there. Check its unit and its values.`,
  ];
}

function indexed(known: KnownFuture) {
  const rows = known.times === null ? null : rowsByTime(known.times);
  return {
    known,
    rowAt: (time: number, h: number): number | undefined => (rows === null ? h : rows.get(time)),
  };
}

/** Rows of the tables of a call, which all of its series share. */
const rowsOfTables = new WeakMap<Float64Array, Map<number, number>>();

function rowsByTime(times: Float64Array): Map<number, number> {
  const known = rowsOfTables.get(times);
  if (known !== undefined) return known;
  const rows = new Map(Array.from(times, (time, row) => [time, row]));
  rowsOfTables.set(times, rows);
  return rows;
}

function fault(
  seriesId: string,
  name: string,
  missing: number[],
  steps: number,
  header: DatasetHeader,
): Fault {
  const shown = missing
    .slice(0, timesShownMax)
    .map((time) => formatTime(time, header.time_kind, header.time_zone));
  const more = missing.length > shown.length ? ' …' : '';
  return {
    path: '/future_covariates',
    series_id: seriesId,
    message: `lacks the covariate \`${name}\` at ${missing.length} of ${steps} steps: ${shown.join(', ')}${more}`,
    accepted:
      'in `future_covariates` a value for each step (null where it is not known), or rows of the dataset or the inline series at these times',
  };
}
