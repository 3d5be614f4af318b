import type { DatasetHeader, SeriesData } from '../contracts/dataset.ts';
import { limits } from '../contracts/limits.ts';
import type { ModelSpec } from '../contracts/model.ts';
import { AppError } from '../errors.ts';
import type { SeriesHistory } from './fitted-model.ts';

type Transform = NonNullable<ModelSpec['transform']>;

/** The column to forecast of a series, up to its last time, NaN is missing.
 *  @throws AppError target_unknown */
export function targetValues(series: SeriesData, target: string, header: DatasetHeader): Float64Array {
  if (target === header.target) return series.values;
  const column = Object.hasOwn(series.covariates, target) ? series.covariates[target] : undefined;
  if (column === undefined)
    throw new AppError('target_unknown', {
      detail: `There is no column "${target}"; the columns are ${[header.target, ...header.covariates].join(', ')}.`,
    });
  return column;
}

/** @throws AppError target_unknown */
export function historyOf(series: SeriesData, target: string, header: DatasetHeader): SeriesHistory {
  return { id: series.id, times: series.times, raw: targetValues(series, target, header) };
}

/** What the network sees. A value that has no logarithm counts as missing. */
export function transformed(values: Float64Array, transform: Transform): Float64Array {
  if (transform === 'identity') return values;
  return values.map((value) => (value > 0 ? Math.log(value) : Number.NaN));
}

/** A fan may leave the range of what is accepted by half as many digits again; squares of it are still numbers. */
const exponentMax = 1.5 * Math.log(limits.valueMagnitudeMax);

/** Back to the units of the series; monotone, so that quantiles stay quantiles. */
export function restored(value: number, transform: Transform, lowerBound: number | null): number {
  const size = transform === 'identity' ? value : Math.exp(Math.min(exponentMax, value));
  return lowerBound === null ? size : Math.max(lowerBound, size);
}

/** The bound of the model, unless what the forecast reads has left it. `context` is raw. */
export function lowerBoundFor(bound: ModelSpec['lower_bound'], context: Float64Array): number | null {
  if (bound === null || bound === undefined) return null;
  return context.some((value) => value < bound) ? null : bound;
}

/** Values that are missing at the end. */
export function trailingGap(values: Float64Array): number {
  let gap = 0;
  while (gap < values.length && Number.isNaN(values[values.length - 1 - gap])) gap++;
  return gap;
}

export function observedCount(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count++;
  return count;
}
