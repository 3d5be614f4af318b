/** Loops over whole histories that leave no garbage. V8 allocates each number that it passes to a callback, an
 *  iterator, `Math.min` or `Number.isNaN`, at least until its slowest compiler has compiled the loop. What runs once
 *  for a series may never come so far. It also allocates the result of a conditional expression one of whose values is
 *  an imported constant. */

export function isMissing(value: number): boolean {
  // biome-ignore lint/suspicious/noSelfCompare: only NaN differs from itself, and no call is needed
  return value !== value;
}

/** The values without the missing ones. */
export function observedOf(values: Float64Array): Float64Array {
  const observed = new Float64Array(values.length);
  let count = 0;
  for (let t = 0; t < values.length; t++) if (!isMissing(values[t])) observed[count++] = values[t];
  return observed.subarray(0, count);
}

/** e^value, of at most e^most. */
export function boundedExp(value: number, most: number): number {
  return value > most ? Math.exp(most) : Math.exp(value);
}

/** Sum of the values, from the first to the last. */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += values[t];
  return sum;
}

/** NaN without a value, and if one is missing. */
export function meanOf(values: Float64Array): number {
  return sumOf(values) / values.length;
}

/** Mean without missing values; NaN without a value. */
export function observedMean(values: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    if (isMissing(values[t])) continue;
    sum += values[t];
    count++;
  }
  return sum / count;
}

/** Sum of the squares of the differences from `mean`. */
export function squaresAround(values: Float64Array, mean: number): number {
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += (values[t] - mean) ** 2;
  return sum;
}

export function areFinite(values: ArrayLike<number>): boolean {
  for (let t = 0; t < values.length; t++) if (!(Math.abs(values[t]) < Number.POSITIVE_INFINITY)) return false;
  return true;
}

/** Whether all values are positive. A missing one is not. */
export function arePositive(values: Float64Array): boolean {
  for (let t = 0; t < values.length; t++) if (!(values[t] > 0)) return false;
  return true;
}

/** Whether a value is zero or negative. A missing value is neither. */
export function hasNonPositive(values: Float64Array): boolean {
  for (let t = 0; t < values.length; t++) if (values[t] <= 0) return true;
  return false;
}

export function logsOf(values: Float64Array): Float64Array {
  const logs = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) logs[t] = Math.log(values[t]);
  return logs;
}
