import {
  columnOf,
  type DatasetHeader,
  historyLength,
  limits,
  type ModelSpec,
  type SeriesData,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { boundedExp, isMissing } from '../statistics/index.ts';
import { completeRows, withExpectedRows } from './expected-rows.ts';
import type { SeriesHistory } from './series-history.ts';
import { timeFeaturesAt } from './time-features.ts';

type Transform = NonNullable<ModelSpec['transform']>;

/** Target column of a series up to its last time; NaN is missing.
 *  @throws AppError target_unknown */
export function targetValues(series: SeriesData, target: string, header: DatasetHeader): Float64Array {
  const column = columnOf(series, target, header);
  if (column === undefined)
    throw new AppError('target_unknown', {
      detail: `There is no column "${target}"; the columns are ${[header.target, ...header.covariates].join(', ')}.`,
    });
  return column;
}

/** History of a series up to the last observation of its target; later rows hold known-future covariates only. It has a
 *  row for each time of the calendar. A column that an inline series does not have is missing throughout.
 *  @throws AppError target_unknown */
export function historyOf(
  stored: SeriesData,
  spec: Pick<ModelSpec, 'target' | 'covariates' | 'calendar' | 'family'>,
  header: DatasetHeader,
): SeriesHistory {
  const { target, covariates } = spec;
  const series = withExpectedRows(stored, spec, header);
  const raw = targetValues(series, target, header);
  const end = historyLength(series, target, header);
  const column = (name: string) =>
    columnOf(series, name, header) ?? new Float64Array(raw.length).fill(Number.NaN);
  return {
    id: series.id,
    times: series.times.subarray(0, end),
    raw: raw.subarray(0, end),
    covariates: {
      past: (covariates?.past ?? []).map((name) => column(name).subarray(0, end)),
      future: [...(covariates?.future ?? []).map(column), ...timeFeaturesAt(series.times, spec, header)],
      static: (covariates?.static ?? []).map((name) =>
        Object.hasOwn(series.static, name) ? series.static[name] : null,
      ),
    },
  };
}

/** Series from the first observation of their target on, with a row for each time of the calendar. Rows before it, such
 *  as those of the weather before a shop opened, hold nothing to learn, and are not a part of the lengths from which
 *  held-out parts and windows follow. A series without observations stays as it is. */
export function sinceObserved(
  series: readonly SeriesData[],
  spec: Pick<ModelSpec, 'target' | 'calendar' | 'family'>,
  header: DatasetHeader,
): SeriesData[] {
  const { target } = spec;
  return series.map((stored) => {
    const one = withExpectedRows(stored, spec, header);
    const first = targetValues(one, target, header).findIndex((value) => !isMissing(value));
    return first > 0 ? completeRows(one, first) : one;
  });
}

/** Number of rows of a series in a training: from its first observation up to the present.
 *  @throws AppError target_unknown */
export function rowsInTraining(
  series: SeriesData,
  spec: Pick<ModelSpec, 'target' | 'calendar' | 'family'>,
  header: DatasetHeader,
): number {
  const [since] = sinceObserved([series], spec, header);
  return historyLength(since, spec.target, header);
}

/** Histories of all series, each with all of them as companions. @throws AppError target_unknown */
export function historiesOf(
  series: readonly SeriesData[],
  spec: Pick<ModelSpec, 'target' | 'covariates' | 'calendar' | 'family'>,
  header: DatasetHeader,
): SeriesHistory[] {
  return withCompanions(series.map((one) => historyOf(one, spec, header)));
}

export function withCompanions(histories: readonly SeriesHistory[]): SeriesHistory[] {
  const companions: SeriesHistory[] = [];
  for (const history of histories) companions.push({ ...history, companions });
  return companions;
}

/** Values as the network reads them. With `log`, values that have no logarithm become missing. */
export function transformed(values: Float64Array, transform: Transform): Float64Array {
  if (transform === 'identity') return values;
  const logs = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) logs[t] = values[t] > 0 ? Math.log(values[t]) : Number.NaN;
  return logs;
}

/** Largest logarithm of a forecast: half as many digits again as an uploaded value may have, so that its square
 *  is finite. */
export const exponentMax = 1.5 * Math.log(limits.valueMagnitudeMax);

/** Values that a forecast may take. If `isWhole`, only integers, and the limits are integers. */
export interface Range {
  lower: number;
  upper: number;
  isWhole: boolean;
  /** Size below which a value is 0; absent: there is none. */
  zeroBelow?: number;
}

export const everyNumber: Range = {
  lower: Number.NEGATIVE_INFINITY,
  upper: Number.POSITIVE_INFINITY,
  isWhole: false,
};

/** Inverse of `transformed`, limited to the range. Monotone, so that quantiles stay quantiles. */
export function restored(
  value: number,
  transform: Transform,
  { lower, upper, isWhole, zeroBelow = 0 }: Range,
): number {
  const size = transform === 'identity' ? value : boundedExp(value, exponentMax);
  const limited = Math.max(lower, Math.min(upper, Math.abs(size) < zeroBelow ? 0 : size));
  return isWhole ? Math.round(limited) + 0 : limited; // no negative zero
}

/** Values limited to the range; the same array if every number is in it. */
export function limitedTo(range: Range, values: Float64Array): Float64Array {
  const { lower, upper, isWhole, zeroBelow } = range;
  const hasAll = lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY && !isWhole;
  if (hasAll && zeroBelow === undefined) return values;
  return values.map((value) => restored(value, 'identity', range));
}

/** Range of a forecast: the bounds of the spec. Without a lower bound, the smallest value of training is the bound,
 *  unless an observation that the forecast reads is below it.
 *  @param context observations that the forecast reads, in the units of the series */
export function rangeFor(
  { bounds, lower_bound }: Pick<ModelSpec, 'bounds' | 'lower_bound'>,
  context: Float64Array,
): Range {
  const seen = hasLeft(lower_bound, context) ? null : lower_bound;
  const lower = bounds?.lower ?? seen ?? Number.NEGATIVE_INFINITY;
  const upper = bounds?.upper ?? Number.POSITIVE_INFINITY;
  if (!bounds?.integer) return { lower, upper, isWhole: false };
  return { lower: Math.ceil(lower), upper: Math.floor(upper), isWhole: true };
}

/** Range by the bounds of the spec alone. */
export function statedRange({ bounds }: Pick<ModelSpec, 'bounds'>): Range {
  return rangeFor({ bounds, lower_bound: null }, new Float64Array(0));
}

/** Lower bound that follows from training values: 0 if none is negative. */
export function lowerBoundOf(series: readonly Float64Array[]): 0 | null {
  return series.some((values) => hasLeft(0, values)) ? null : 0;
}

/** Whether any value is below the lower bound that training found. */
export function hasLeft(bound: ModelSpec['lower_bound'], context: Float64Array): boolean {
  if (typeof bound !== 'number') return false;
  for (let t = 0; t < context.length; t++) if (context[t] < bound) return true;
  return false;
}

/** Number of missing values at the end. */
export function trailingGap(values: Float64Array): number {
  let gap = 0;
  while (gap < values.length && Number.isNaN(values[values.length - 1 - gap])) gap++;
  return gap;
}

export function observedCount(values: Float64Array): number {
  let count = 0;
  for (let t = 0; t < values.length; t++) if (!isMissing(values[t])) count++;
  return count;
}
