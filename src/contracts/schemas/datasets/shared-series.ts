import type { SeriesData } from './dataset.ts';

/** Copies series into memory that threads share. */
export function sharedSeries(series: readonly SeriesData[]): SeriesData[] {
  return series.map((one) => ({
    ...one,
    times: shared(one.times),
    values: shared(one.values),
    covariates: Object.fromEntries(
      Object.entries(one.covariates).map(([name, values]) => [name, shared(values)]),
    ),
  }));
}

function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
