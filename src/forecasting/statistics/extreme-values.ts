/** Exponents of two between which values are used as they are: fourth powers of their differences, and the inverses
 *  of those, are finite. */
const exponentMax = 199;
const exponentMin = -1_000;

/** The power of two in which extreme values are read, close to the largest of them; 1 for all other values. Division by
 *  it is exact. */
export function extremeUnit(values: Float64Array): number {
  let size = 0;
  for (let t = 0; t < values.length; t++) if (Math.abs(values[t]) > size) size = Math.abs(values[t]);
  if (size === 0) return 1;
  const exponent = Math.floor(Math.log2(size));
  return Math.abs(exponent) <= exponentMax ? 1 : 2 ** Math.max(exponentMin, exponent);
}

/** Values in another unit; the same array if the unit is 1. */
export function inUnit(values: Float64Array, unit: number): Float64Array {
  return unit === 1 ? values : values.map((value) => value / unit);
}
