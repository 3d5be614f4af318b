/** Rows of a series: times, target and covariates. NaN is missing. */
interface Rows {
  times: Float64Array; // [T]
  values: Float64Array; // [T]
  covariates: Record<string, Float64Array>; // [T] each
}

/** Number of missing values of the target. Rows of the future, at the end, are not missing. */
export function missingValues({ values, covariates }: Pick<Rows, 'values' | 'covariates'>): number {
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

/** The longest distance of neighbouring times; 0 if there is none. @param times ascending */
export function longestGap(times: Float64Array): number {
  let longest = 0;
  for (let i = 1; i < times.length; i++) longest = Math.max(longest, times[i] - times[i - 1]);
  return longest;
}

/** Rows `from` … `to − 1`. */
export function rowsOf<T extends Rows>(series: T, from: number, to: number): T {
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

/** The rows up to a time, and those after it. */
export function rowsUntil<T extends Rows>(series: T, until: number): { before: T; after: T } {
  const first = series.times.findIndex((time) => time > until);
  const end = first < 0 ? series.times.length : first;
  return { before: rowsOf(series, 0, end), after: rowsOf(series, end, series.times.length) };
}

/** Values as JSON has them: null for a missing one. */
export function orNull(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
