/** Least squares line y ≈ intercept + slope·t over t = 1, 2 …; the slope of a single value is 0. */
export function straightLine(values: Float64Array): { intercept: number; slope: number } {
  const n = values.length;
  let mean = 0;
  for (let t = 0; t < n; t++) mean += values[t] / n;
  const slope = lineSlope(values, n);
  return { intercept: mean - slope * ((n + 1) / 2), slope };
}

/** Slope of the least squares line through the first `n` values; 0 for a single value. */
export function lineSlope(values: Float64Array, n: number): number {
  const middle = (n - 1) / 2;
  let products = 0;
  let squares = 0;
  for (let t = 0; t < n; t++) {
    products += (t - middle) * values[t];
    squares += (t - middle) ** 2;
  }
  return squares === 0 ? 0 : products / squares;
}
