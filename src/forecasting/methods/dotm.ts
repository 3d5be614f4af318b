import { nelderMead } from '../../engine/index.ts';
import { deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { spreadOf } from './fitting/ets-fit.ts';
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
/** Smallest share of the line that counts. The next ones would be subnormal numbers, which some processors
 *  compute 50 times slower. */
const keptMin = 1e-300;
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
  const size = errorSize(adjusted, oneStepForecasts(adjusted, parameters), lineFrom);
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
    const point = pathAfter(values, parameters, horizon);
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
  const lines = linesThrough(values);
  const tried = { level: 0, ...start };
  const end = emptyEnd();
  const unpack = (x: Float64Array): Parameters => {
    const [deviation, alpha, theta] = x;
    tried.level = values[0] / theta + deviation;
    tried.alpha = alpha;
    tried.theta = theta;
    return tried;
  };
  const cost = (x: Float64Array) => {
    const { alpha, theta } = unpack(x);
    if (alpha < alphaMin || alpha > alphaMax || theta < 1) return Number.POSITIVE_INFINITY;
    follow(values, lines, tried, end);
    // The logarithm makes the search end at the same place for any unit of the values.
    return values.length * Math.log(end.squares + Number.MIN_VALUE);
  };
  // The level is searched around the first value over θ, where the first forecasts are close to the values, in units of
  // the changes. So the search ends at the same place for any unit and any level of the values.
  const steps = [spreadOf(values) || 1, 0.2, 1];
  const first = nelderMead(cost, [0, start.alpha, start.theta], steps, { evaluationsMax });
  const again = steps.map((step) => step / -4);
  return unpack(nelderMead(cost, first.at, again, { evaluationsMax }).at);
}

/** The least squares line through the first t values. */
interface Line {
  mean: number;
  slope: number;
  intercept: number;
}

/** Adds value y number t, from 0, to a line. */
function extend(line: Line, t: number, y: number): void {
  if (t > 0) line.slope = ((t - 1) * line.slope + (6 * (y - line.mean)) / (t + 1)) / (t + 2);
  line.mean = (t * line.mean + y) / (t + 1);
  line.intercept = line.mean - ((t + 2) / 2) * line.slope;
}

/** Intercepts and slopes of the lines through the values before each one, and the line through all. They do not
 *  depend on the parameters. */
interface Lines {
  intercepts: Float64Array; // [n]
  slopes: Float64Array; // [n]
  last: Line;
}

function linesThrough(values: Float64Array): Lines {
  const line: Line = { mean: 0, slope: 0, intercept: 0 };
  const [intercepts, slopes] = [new Float64Array(values.length), new Float64Array(values.length)];
  for (let t = 0; t < values.length; t++) {
    intercepts[t] = line.intercept;
    slopes[t] = line.slope;
    extend(line, t, values[t]);
  }
  return { intercepts, slopes, last: line };
}

/** State after the last observation. */
interface End {
  level: number;
  kept: number; // (1-α)^n
  /** Sum of the squared one-step errors from the third observation on. */
  squares: number;
}

function emptyEnd(): End {
  return { level: 0, kept: 0, squares: 0 };
}

/** Runs the recursion over n observations. @param end is written @param forecasts [n], written where given */
function follow(
  values: Float64Array,
  { intercepts, slopes }: Lines,
  { level: first, alpha, theta }: Parameters,
  end: End,
  forecasts?: Float64Array,
): void {
  const [share, remaining] = [1 - 1 / theta, 1 - alpha];
  let level = first;
  let [kept, squares] = [1, 0];
  for (let t = 0; t < values.length; t++) {
    const y = values[t];
    const next = kept * remaining;
    // Both coefficients are 0 before the first observation.
    const forecast = level + share * (kept * intercepts[t] + ((1 - next) / alpha) * slopes[t]);
    if (forecasts !== undefined) forecasts[t] = forecast;
    const error = y - forecast;
    if (t >= lineFrom) squares += error * error;
    level = alpha * y + remaining * level;
    kept = next < keptMin ? 0 : next;
  }
  end.level = level;
  end.kept = kept;
  end.squares = squares;
}

/** One-step forecasts of n observations. [n] */
function oneStepForecasts(values: Float64Array, parameters: Parameters): Float64Array {
  const forecasts = new Float64Array(values.length);
  follow(values, linesThrough(values), parameters, emptyEnd(), forecasts);
  return forecasts;
}

/** The path after the last observation. [K] */
function pathAfter(values: Float64Array, parameters: Parameters, horizon: number): Float64Array {
  const { alpha, theta } = parameters;
  const lines = linesThrough(values);
  const line = lines.last;
  const end = emptyEnd();
  follow(values, lines, parameters, end);
  let { level, kept } = end;
  return Float64Array.from({ length: horizon }, (_, h) => {
    const next = kept * (1 - alpha);
    const forecast = level + (1 - 1 / theta) * (kept * line.intercept + ((1 - next) / alpha) * line.slope);
    level = alpha * forecast + (1 - alpha) * level;
    extend(line, values.length + h, forecast);
    kept = next < keptMin ? 0 : next;
    return forecast;
  });
}
