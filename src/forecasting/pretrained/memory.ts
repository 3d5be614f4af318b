const memoryMax = 0.995;

/** Coefficient of an autoregression of order 1, between 0 and .995, corrected for the bias of short series. The values have
 *  mean 0. Source: Kendall (1954). */
export function memoryOf(valueAt: (t: number) => number, count: number): number {
  let product = 0;
  let square = 0;
  let before = valueAt(0);
  for (let t = 1; t < count; t++) {
    const value = valueAt(t);
    product += value * before;
    square += before * before;
    before = value;
  }
  return memoryFrom(product, square, count);
}

/** The same from the sum of the products of neighbouring values, and that of the squares of all but the last one. */
export function memoryFrom(product: number, square: number, count: number): number {
  const memory = product / square;
  if (!Number.isFinite(memory)) return 0;
  return Math.max(0, Math.min(memoryMax, memory + (1 + 3 * memory) / count));
}
