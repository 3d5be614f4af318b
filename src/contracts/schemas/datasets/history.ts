import type { DatasetHeader, SeriesData } from './dataset.ts';

/** A column of a series by name, which may be the target; undefined if there is no such column. */
export function columnOf(series: SeriesData, name: string, header: DatasetHeader): Float64Array | undefined {
  if (name === header.target) return series.values;
  return Object.hasOwn(series.covariates, name) ? series.covariates[name] : undefined;
}

/** Number of rows in which the target has a value. */
export function observationsOf(series: SeriesData, target: string, header: DatasetHeader): number {
  let count = 0;
  for (const value of columnOf(series, target, header) ?? []) if (!Number.isNaN(value)) count++;
  return count;
}

/** Number of rows up to the present. Rows at the end in which the target is missing but another column has a value are
 *  the future, with covariates that are known in advance. Missing values at the end without any
 *  other value are a gap. */
export function historyLength(series: SeriesData, target: string, header: DatasetHeader): number {
  const values = columnOf(series, target, header);
  if (values === undefined) return series.times.length;
  const others = [series.values, ...Object.values(series.covariates)].filter((column) => column !== values);
  let end = values.length;
  while (end > 0 && Number.isNaN(values[end - 1])) end--;
  const isFuture = others.some((column) => column.subarray(end).some((value) => !Number.isNaN(value)));
  return end > 0 && isFuture ? end : values.length;
}
