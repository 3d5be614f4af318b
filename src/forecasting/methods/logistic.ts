import { findLevels } from '../statistics/index.ts';
import { dampedTrend } from './ets.ts';
import { deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { solvedPositive } from './fitting/ets-initial-states.ts';
import { fitGrowthCurve, type GrowthCurve, growthAt } from './fitting/growth-curve.ts';
import { perSeries } from './method.ts';
import { degreesOfFreedomOf, studentTForecast } from './uncertainty.ts';

/** Base, size, middle, width, and autocorrelation of the residuals. */
const parameterCount = 5;
/** Steps of the numeric derivatives, as shares of the width. */
const derivativeStep = 0.01;

/** Growth that saturates: a logistic curve through the seasonally adjusted series by least squares, and an
 *  autoregression of order 1 of what is left. Quantiles are Student's t; their variance has the uncertainty of the
 *  curve, by the delta method. A series that does not show such a curve, with its middle behind it, is
 *  forecast by a damped trend.
 *  Source: Verhulst (1838); Meade & Islam (2006), Modelling and forecasting the diffusion of innovation. */
export const logistic = perSeries((history, task) => {
  const { horizon, levels, season } = task;
  const { values: adjusted, index, kind } = deseasonalised(history, season);
  const curve = fitGrowthCurve(adjusted);
  if (curve === null) return dampedTrend.fit([history], task)[0];
  const freedom = degreesOfFreedomOf({ observations: adjusted.length, parameterCount, index });
  const sigma2 = curve.squares / freedom;
  const uncertainty = curveVariance(curve, adjusted.length, horizon);
  // Correlated residuals say less about the curve.
  const repeated = (1 + curve.autocorrelation) / (1 - curve.autocorrelation);
  const deviations = uncertainty.map((own, h) => {
    const ofRemainder = 1 - curve.autocorrelation ** (2 * (h + 1));
    return Math.sqrt(sigma2 * (ofRemainder + repeated * own));
  });
  return (later) => {
    const { values } = withoutSeason(later, index, kind);
    const n = values.length;
    const last = values[n - 1] - growthAt(curve, n - 1);
    const point = Float64Array.from(
      { length: horizon },
      (_, h) => growthAt(curve, n + h) + curve.autocorrelation ** (h + 1) * last,
    );
    return reseasonalised(studentTForecast(point, deviations, levels, freedom), {
      index,
      kind,
      from: n,
      Q: levels.length,
    });
  };
});

/** Whether a history shows growth that saturates. A shift of the level is no growth, though a steep curve fits it. */
export function showsGrowthCurve(history: Float64Array, season: number): boolean {
  const { values } = deseasonalised(history, season);
  return fitGrowthCurve(values) !== null && findLevels(values) === null;
}

/** Variance of the curve after `n` observations, in units of the variance of the residuals. It depends on
 *  neither base nor size. [K] */
function curveVariance({ middle, width }: GrowthCurve, n: number, horizon: number): Float64Array {
  const curve: GrowthCurve = { base: 0, size: 1, middle, width, squares: 0, autocorrelation: 0 };
  const step = derivativeStep * curve.width;
  const gradientAt = (t: number): number[] => {
    const moved = (change: Partial<GrowthCurve>, by: number) =>
      (growthAt({ ...curve, ...change }, t) - growthAt(curve, t)) / by;
    return [
      1,
      growthAt(curve, t),
      moved({ middle: curve.middle + step }, step),
      moved({ width: curve.width + step }, step),
    ];
  };
  const size = 4;
  const information = Array.from({ length: size }, () => new Float64Array(size));
  for (let t = 0; t < n; t++) {
    const gradient = gradientAt(t);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) information[i][j] += gradient[i] * gradient[j];
  }
  return Float64Array.from({ length: horizon }, (_, h) => {
    const gradient = gradientAt(n + h);
    const copy = information.map((row) => row.slice());
    const solved = solvedPositive(copy, [...gradient]);
    return gradient.reduce((sum, value, i) => sum + value * (solved?.[i] ?? 0), 0);
  });
}
