import type { DatasetHeader, SeriesData } from './dataset.ts';

/** A column of a series by name, which may be the target; undefined if there is no such column. */
export function columnOf(series: SeriesData, name: string, header: DatasetHeader): Float64Array | undefined {
  if (name === header.target) return series.values;
  return Object.hasOwn(series.covariates, name) ? series.covariates[name] : undefined;
}

/** Number of rows up to the present. Rows at the end in which the target is missing but another column has a value are the
 *  future, with covariates that are known in advance. Missing values at the end without any other value are a gap. */
export function historyLength(series: SeriesData, target: string, header: DatasetHeader): number {
  const values = columnOf(series, target, header);
  if (values === undefined) return series.times.length;
  const others = [series.values, ...Object.values(series.covariates)].filter((column) => column !== values);
  let end = values.length;
  while (end > 0 && Number.isNaN(values[end - 1])) end--;
  const isFuture = others.some((column) => column.subarray(end).some((value) => !Number.isNaN(value)));
  return end > 0 && isFuture ? end : values.length;
}

/** Number of missing values of the target. Rows of the future, at the end, are not missing. */
export function missingValues({ values, covariates }: Pick<SeriesData, 'values' | 'covariates'>): number {
  let end = values.length;
  while (end > 0 && Number.isNaN(values[end - 1])) end--;
  const isFuture = Object.values(covariates).some((column) => {
    for (let i = end; i < column.length; i++) if (!Number.isNaN(column[i])) return true;
    return false;
  });
  let missing = end > 0 && isFuture ? 0 : values.length - end;
  for (let i = 0; i < end; i++) if (Number.isNaN(values[i])) missing++;
  return missing;
}

/** Rows `from` … `to − 1`. */
export function rowsOf<T extends Pick<SeriesData, 'times' | 'values' | 'covariates'>>(
  series: T,
  from: number,
  to: number,
): T {
  if (from === 0 && to === series.times.length) return series;
  return {
    ...series,
    times: series.times.slice(from, to),
    values: series.values.slice(from, to),
    covariates: Object.fromEntries(
      Object.entries(series.covariates).map(([name, column]) => [name, column.slice(from, to)]),
    ),
  };
}
