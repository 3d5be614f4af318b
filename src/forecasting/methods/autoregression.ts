import { meanOf } from '../statistics/index.ts';
import { burgFit, continued, responses } from './fitting/burg.ts';
import { deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { perSeries } from './method.ts';
import { degreesOfFreedomOf, seasonVariance, studentTForecast } from './uncertainty.ts';

/** Autoregression around the mean of the seasonally adjusted series: ŷ(n+1) = μ + Σ φ(i)·(y(n+1−i) − μ). It returns to
 *  the mean as fast as the past did. The coefficients are those of Burg's method, so that the process is stationary;
 *  the order has the least AICc. Quantiles are Student's t with the variance σ²(1 + Σ ψ²) and that of the season.
 *  Source: Burg (1975); Brockwell & Davis (1991), ch. 8.2 and 9.3. */
export const autoregression = perSeries((history, { horizon, levels, season }) => {
  const { values: adjusted, index, kind } = deseasonalised(history, season);
  const mean = meanOf(adjusted);
  const { coefficients, variance } = burgFit(around(mean, adjusted));
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
      index,
      kind,
      from: values.length,
      Q: levels.length,
    });
  };
});

/** The values less their mean. */
function around(mean: number, values: Float64Array): Float64Array {
  const apart = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) apart[t] = values[t] - mean;
  return apart;
}
