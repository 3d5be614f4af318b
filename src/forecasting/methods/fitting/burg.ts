/** Autoregression by Burg's method. Source: Burg (1975); Brockwell & Davis (1991), ch. 8.2 and 9.3. K horizon steps. */

/** Largest order, and the observations that each coefficient needs. */
const orderMax = 8;
const observationsPerCoefficient = 10;

export interface BurgFit {
  coefficients: Float64Array;
  /** Mean square of the errors one step ahead. */
  variance: number;
}

/** Fits all orders by Burg's recursion, and returns the one with the least AICc. The values have mean 0. */
export function burgFit(x: Float64Array): BurgFit {
  const n = x.length;
  const most = Math.min(orderMax, Math.floor(n / observationsPerCoefficient));
  let variance = 0;
  for (let t = 0; t < n; t++) variance += x[t] * x[t];
  variance /= n;
  let coefficients = new Float64Array(0);
  let best: BurgFit = { coefficients, variance };
  let least = criterion(variance, 0, n);
  const forward = x.slice();
  const backward = x.slice();
  for (let order = 1; order <= most && variance > 0; order++) {
    let products = 0;
    let squares = 0;
    for (let t = order; t < n; t++) {
      products += forward[t] * backward[t - 1];
      squares += forward[t] ** 2 + backward[t - 1] ** 2;
    }
    if (squares === 0) break;
    const reflection = (2 * products) / squares;
    const before = coefficients;
    coefficients = Float64Array.from({ length: order }, (_, i) =>
      i === order - 1 ? reflection : before[i] - reflection * before[order - 2 - i],
    );
    for (let t = n - 1; t >= order; t--) {
      const ahead = forward[t];
      forward[t] = ahead - reflection * backward[t - 1];
      backward[t] = backward[t - 1] - reflection * ahead;
    }
    variance *= 1 - reflection ** 2;
    const value = criterion(variance, order, n);
    if (value < least) [least, best] = [value, { coefficients, variance }];
  }
  return best;
}

/** AICc of an autoregression with a mean. */
function criterion(variance: number, order: number, n: number): number {
  const parameters = order + 2;
  return n * Math.log(variance) + (2 * parameters * n) / Math.max(1, n - parameters - 1);
}

/** Responses ψ to an error, from the step at which it happens. [K] */
export function responses(coefficients: Float64Array, horizon: number): Float64Array {
  const psi = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    let sum = h === 0 ? 1 : 0;
    for (let i = 0; i < Math.min(h, coefficients.length); i++) sum += coefficients[i] * psi[h - 1 - i];
    psi[h] = sum;
  }
  return psi;
}

/** Path of the autoregression after the last values, around a mean. [K] */
export function continued(
  values: Float64Array,
  mean: number,
  coefficients: Float64Array,
  horizon: number,
): Float64Array {
  const order = coefficients.length;
  const path = new Float64Array(order + horizon);
  for (let i = 0; i < order; i++) path[i] = (values[values.length - order + i] ?? mean) - mean;
  for (let t = order; t < path.length; t++) {
    let sum = 0;
    for (let i = 0; i < order; i++) sum += coefficients[i] * path[t - 1 - i];
    path[t] = sum;
  }
  return path.subarray(order).map((value) => mean + value);
}
