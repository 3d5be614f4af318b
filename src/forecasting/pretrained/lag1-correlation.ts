const correlationMax = 0.995;

/** Correlation of neighbouring values with mean 0, between 0 and .995. It is the coefficient of an autoregression of
 *  order 1, corrected for the bias of short series. Source: Kendall (1954). */
export function lag1CorrelationOf(valueAt: (t: number) => number, count: number): number {
  let product = 0;
  let square = 0;
  let before = valueAt(0);
  for (let t = 1; t < count; t++) {
    const value = valueAt(t);
    product += value * before;
    square += before * before;
    before = value;
  }
  return lag1CorrelationFrom(product, square, count);
}

/** The same from the sum of the products of neighbouring values, and that of the squares of all but the last one. */
export function lag1CorrelationFrom(product: number, square: number, count: number): number {
  const correlation = product / square;
  if (!Number.isFinite(correlation)) return 0;
  return Math.max(0, Math.min(correlationMax, correlation + (1 + 3 * correlation) / count));
}
