import { deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { nelderMead } from './fitting/nelder-mead.ts';
import { perSeries } from './method.ts';
import { thetaDeviations } from './theta.ts';
import { degreesOfFreedomOf, deviationsAround, errorSize, studentTForecast } from './uncertainty.ts';

interface Parameters {
  level: number; // before the first observation
  alpha: number;
  theta: number;
}

/** Bounds and start of the search. Source: the R package forecTheta, function `dotm`. */
const alphaMin = 0.1;
const alphaMax = 0.99;
const start = { alpha: 0.5, theta: 2 };
const evaluationsMax = 160;
/** First observation with two before it, which a line needs. */
const lineFrom = 2;
/** Number of fitted parameters: level, smoothing and θ. */
const parameterCount = 3;

/** The dynamic optimised Theta model (DOTM) on the seasonally adjusted series: θ ≥ 1, the curvature of the
 *  second line, is fitted, and the straight line is fitted anew at each observation. With t from 1:
 *
 *      ŷ(t+1) = l + (1 - 1/θ)·((1-α)^t·A + (1 - (1-α)^(t+1))/α·B),  l' = αy + (1-α)l
 *
 *  A and B are intercept and slope of the least squares line through y(1) … y(t), computed by recursion. Beyond
 *  the end forecasts take the place of observations. Quantiles are those of Theta.
 *  Source: Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), eqs. 15-20. */
export const dotm = perSeries((history, { horizon, levels, season }) => {
  const { values: adjusted, index, kind } = deseasonalised(history, season);
  const parameters = fitDotm(adjusted);
  const before = new Float64Array(adjusted.length);
  filter(adjusted, parameters, 0, before);
  const size = errorSize(adjusted, before, lineFrom);
  const estimated = { observations: history.length, parameterCount, index };
  const degreesOfFreedom = degreesOfFreedomOf(estimated);
  const deviations = thetaDeviations(
    Math.sqrt(size.squares / degreesOfFreedom),
    parameters.alpha,
    horizon,
    estimated,
  );
  return (later) => {
    const { values } = withoutSeason(later, index, kind);
    const { point } = filter(values, parameters, horizon);
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

function fitDotm(values: Float64Array): Parameters {
  const unpacked = ([level, alpha, theta]: Float64Array): Parameters => ({ level, alpha, theta });
  const cost = (x: Float64Array) => {
    const { alpha, theta } = unpacked(x);
    if (alpha < alphaMin || alpha > alphaMax || theta < 1) return Number.POSITIVE_INFINITY;
    // The logarithm makes the search end at the same place for any unit of the values.
    return values.length * Math.log(filter(values, unpacked(x), 0).squares + Number.MIN_VALUE);
  };
  const level = values[0] / 2;
  const steps = [Math.abs(level) / 2 || 1, 0.2, 1];
  const first = nelderMead(cost, [level, start.alpha, start.theta], steps, { evaluationsMax });
  const again = steps.map((step) => step / -4);
  return unpacked(nelderMead(cost, first.at, again, { evaluationsMax }).at);
}

/** Sum of the squared one-step errors from the third observation on, and the path after the last one. [K] */
function filter(
  values: Float64Array,
  { level: first, alpha, theta }: Parameters,
  horizon: number,
  forecasts?: Float64Array, // [n], written where given
): { squares: number; point: Float64Array } {
  const point = new Float64Array(horizon);
  const n = values.length;
  let level = first;
  let [mean, slope, intercept, kept, squares] = [0, 0, 0, 1, 0]; // kept is (1-α)^t
  for (let t = 0; t < n + horizon; t++) {
    const next = kept * (1 - alpha);
    const forecast =
      t === 0 ? level : level + (1 - 1 / theta) * (kept * intercept + ((1 - next) / alpha) * slope);
    const y = t < n ? values[t] : forecast;
    if (t < n && forecasts !== undefined) forecasts[t] = forecast;
    if (t < n && t >= lineFrom) squares += (y - forecast) ** 2;
    if (t >= n) point[t - n] = forecast;
    level = alpha * y + (1 - alpha) * level;
    if (t > 0) slope = ((t - 1) * slope + (6 * (y - mean)) / (t + 1)) / (t + 2);
    mean = (t * mean + y) / (t + 1);
    intercept = mean - ((t + 2) / 2) * slope;
    kept = next;
  }
  return { squares, point };
}
