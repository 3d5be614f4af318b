import { deseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { perSeries } from './method.ts';
import { reseasonalised } from './reseasonalised.ts';
import { degreesOfFreedomOf, seasonVariance, studentTForecast } from './uncertainty.ts';

/** Largest order, and the observations that each coefficient needs. */
const orderMax = 8;
const observationsPerCoefficient = 10;

/** Autoregression around the mean of the seasonally adjusted series: ŷ(n+1) = μ + Σ φ(i)·(y(n+1−i) − μ). It returns to the mean as fast as
 *  the past did. The coefficients are those of Burg's method, so that the process is stationary; the order has the least AICc. Quantiles
 *  are Student's t with the variance σ²(1 + Σ ψ²) and that of the season.
 *  Source: Burg (1975); Brockwell & Davis (1991), ch. 8.2 and 9.3. */
export const autoregression = perSeries((history, { horizon, levels, season }) => {
  const { values: adjusted, index, kind } = deseasonalised(history, season);
  const mean = adjusted.reduce((sum, value) => sum + value, 0) / adjusted.length;
  const { coefficients, variance } = bestFit(adjusted.map((value) => value - mean));
  const estimated = { observations: adjusted.length, parameterCount: coefficients.length + 1, index };
  const freedom = degreesOfFreedomOf(estimated);
  const sigma2 = (variance * adjusted.length) / freedom;
  // The mean is estimated too.
  const sumOfCoefficients = coefficients.reduce((sum, phi) => sum + phi, 0);
  const ofMean = 1 / adjusted.length;
  const psi = responses(coefficients, horizon);
  let squares = 0;
  const deviations = psi.map((response, h) => {
    squares += response * response;
    const distance = Math.min(1, ((h + 1) * (1 - sumOfCoefficients)) ** 2);
    return Math.sqrt(sigma2 * (squares + distance * ofMean + seasonVariance(estimated)));
  });
  return (later) => {
    const { values } = withoutSeason(later, index, kind);
    const point = continued(values, mean, coefficients, horizon);
    return reseasonalised(studentTForecast(point, deviations, levels, freedom), {
      ...{ index, kind, from: values.length, Q: levels.length },
    });
  };
});

interface Fit {
  coefficients: Float64Array;
  /** Mean square of the errors one step ahead. */
  variance: number;
}

/** Fits all orders by Burg's recursion, and returns the one with the least AICc. */
function bestFit(x: Float64Array): Fit {
  const n = x.length;
  const most = Math.min(orderMax, Math.floor(n / observationsPerCoefficient));
  let variance = x.reduce((sum, value) => sum + value * value, 0) / n;
  let coefficients = new Float64Array(0);
  let best: Fit = { coefficients, variance };
  let least = criterion(variance, 0, n);
  const forward = x.slice();
  const backward = x.slice();
  for (let order = 1; order <= most && variance > 0; order++) {
    let [products, squares] = [0, 0];
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
function responses(coefficients: Float64Array, horizon: number): Float64Array {
  const psi = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++)
    psi[h] = h === 0 ? 1 : coefficients.reduce((sum, phi, i) => sum + (h > i ? phi * psi[h - 1 - i] : 0), 0);
  return psi;
}

function continued(
  values: Float64Array,
  mean: number,
  coefficients: Float64Array,
  horizon: number,
): Float64Array {
  const order = coefficients.length;
  const path = new Float64Array(order + horizon);
  for (let i = 0; i < order; i++) path[i] = (values[values.length - order + i] ?? mean) - mean;
  for (let t = order; t < path.length; t++)
    path[t] = coefficients.reduce((sum, phi, i) => sum + phi * path[t - 1 - i], 0);
  return path.subarray(order).map((value) => mean + value);
}
