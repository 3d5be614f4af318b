import { runEts } from '../../engine/index.ts';
import { straightLine } from '../statistics/index.ts';
import { deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { fitSimpleSmoothing } from './fitting/simple-smoothing.ts';
import { perSeries } from './method.ts';
import {
  degreesOfFreedomOf,
  deviationsAround,
  type Estimated,
  errorSize,
  halfSlopeVariance,
  seasonVariance,
  studentTForecast,
} from './uncertainty.ts';

/** Number of fitted parameters: level, smoothing and slope. */
const parameterCount = 3;
const form = { error: 'additive', trend: 'none', season: 'none' } as const;

/** Theta: the mean of two lines through the seasonally adjusted series. One is straight (θ = 0). The other has
 *  twice the curvature (θ = 2, 2y minus the straight one) and is continued by simple exponential smoothing.
 *  Theta is smoothing with a drift, so that quantiles are Student's t with variance σ²(1 + (h-1)α² + h²v + w).
 *  σ² is that of the one-step errors or relative errors, v and w are the variances of the estimated drift and
 *  season.
 *  Source: Assimakopoulos & Nikolopoulos (2000); `Theta.classic` of the M4 organisers; Hyndman & Billah (2003). */
export const theta = perSeries((history, { horizon, levels, season }) => {
  const { values: adjusted, index, kind } = deseasonalised(history, season);
  const { intercept, slope } = straightLine(adjusted);
  const straight = (t: number) => intercept + slope * (t + 1);
  const bent = (values: Float64Array) => values.map((value, t) => 2 * value - straight(t));
  const fitted = fitSimpleSmoothing(bent(adjusted));
  const parameters = { ...fitted, beta: 0, gamma: 0, phi: 1, slope: 0, seasons: new Float64Array(1) };
  const { forecasts: before } = runEts(form, parameters, bent(adjusted));
  const size = errorSize(
    adjusted,
    before.map((level, t) => (level + straight(t)) / 2),
  );
  const estimated = { observations: history.length, parameterCount, index };
  const degreesOfFreedom = degreesOfFreedomOf(estimated);
  const deviation = Math.sqrt(size.squares / degreesOfFreedom);
  const deviations = thetaDeviations(deviation, parameters.alpha, horizon, estimated);
  return (later) => {
    const { values } = withoutSeason(later, index, kind);
    const { level } = runEts(form, parameters, bent(values));
    const point = Float64Array.from({ length: horizon }, (_, h) => (level + straight(values.length + h)) / 2);
    return reseasonalised(
      studentTForecast(point, deviationsAround(point, deviations, size), levels, degreesOfFreedom),
      {
        index,
        kind,
        from: values.length,
        Q: levels.length,
      },
    );
  };
});

/** Standard deviations of smoothing with half the slope of a line, from the one of the one-step errors. [K] */
export function thetaDeviations(
  deviation: number,
  alpha: number,
  horizon: number,
  estimated: Estimated,
): Float64Array {
  const slope = halfSlopeVariance(alpha, estimated.observations);
  const season = seasonVariance(estimated);
  return Float64Array.from(
    { length: horizon },
    (_, h) => deviation * Math.sqrt(1 + h * alpha ** 2 + (h + 1) ** 2 * slope + season),
  );
}
