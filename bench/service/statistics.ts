/** @param sorted ascending */
export function quantileOf(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new Error('no value was measured');
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** Exponent b of cost = a · size^b, by least squares of the logarithms. */
export function exponentOf(points: readonly { size: number; cost: number }[]): number {
  const x = points.map(({ size }) => Math.log(size));
  const y = points.map(({ cost }) => Math.log(cost));
  const [meanX, meanY] = [x, y].map(mean);
  let [covariance, variance] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    covariance += (x[i] - meanX) * (y[i] - meanY);
    variance += (x[i] - meanX) ** 2;
  }
  return covariance / variance;
}

/** Rounded to significant digits, for the report. */
export function rounded(value: number, digits = 4): number {
  return Number(value.toPrecision(digits));
}
