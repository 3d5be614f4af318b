import type uPlot from 'uplot';

/** Places of values between missing ones, which no line shows. */
export function lonePoints(
  values: ArrayLike<number | null | undefined>,
  first = 0,
  last = values.length - 1,
): number[] {
  const found: number[] = [];
  for (let i = first; i <= last; i++)
    if (values[i] != null && values[i - 1] == null && values[i + 1] == null) found.push(i);
  return found;
}

/** Draws lone values of a line as points, in addition to a line without points. */
export const loneFilter: uPlot.Series.Points.Filter = (own, series, hasPoints) => {
  if (hasPoints) return null;
  const [first, last] = own.series[0]?.idxs ?? [];
  return lonePoints(own.data[series] ?? [], first, last);
};
