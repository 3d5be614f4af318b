/** Forecasts without training: a method that is ready for any series takes the place of a trained model.
 *  K horizon steps, Q levels, m season. */
import type { InstantSpec } from '../../contracts/ports/index.ts';
import { type DatasetHeader, limits } from '../../contracts/schemas/index.ts';
import { type Fan, type FittedModel, fanBuilder, type ServedSpec } from '../ensemble/index.ts';
import {
  type ForecastWindow,
  observedCount,
  rangeFor,
  type SeriesHistory,
  trailingGap,
} from '../history/index.ts';
import { type Fitted, type Method, type MethodForecast, methods } from '../methods/index.ts';
import { normalQuantile, withoutDisturbances } from '../statistics/index.ts';

/** The method that forecasts. */
const instantMethod: Method = methods.theta;

/** Levels that the method computes. Other quantiles are interpolated. */
const levels = [0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975];
const Q = levels.length;
const scores = levels.map(normalQuantile);

/** Observations that are read: this many, or this many seasons if those are more. */
const observationsMin = 4_096;
const seasonsRead = 20;
/** Longest season that is found without a proposal of the frequency. */
const unproposedSeasonMax = 400;
/** Windows of one series share a fit while the later ones have at most this many times the observations of the first. */
const sharedGrowthMax = 1.25;

/** With fewer observations the past errors do not tell how wide a fan has to be. */
const fewObservations = 8;
/** Standard deviation of the first step after one observation, as a share of the size of the values. */
const singleDeviation = 0.5;

/** Maximum number of observations before the origin that a forecast reads. */
export function instantTail(season: number): number {
  return Math.max(observationsMin, seasonsRead * season);
}

/** Maximum number of observations of a series that a forecast reads before its season is known. */
export function instantTailPoints({ frequency }: Pick<DatasetHeader, 'frequency'>): number {
  return instantTail(Math.max(unproposedSeasonMax, ...frequency.season_lengths));
}

/** A model that needs no training. Forecasts, samples and one-step forecasts read it as they read a trained one. */
export function instantModel(
  requested: InstantSpec,
  season: number,
  horizon: number,
): FittedModel<ServedSpec> {
  const fans = fanBuilder(levels);
  const tail = instantTail(season);
  const spec: ServedSpec = {
    target: requested.target,
    covariates: null,
    encoding: null,
    calendar: requested.calendar,
    transform: 'identity',
    lower_bound: null,
    bounds: requested.bounds,
  };

  return {
    spec,
    horizon,
    levels: fans.grid.levels,
    ...{ context: tail, tail, season },
    paths: null,
    parameterCount: 0,
    observedNeeded: () => 1,
    warnings: (history) => warningsOf(history, horizon),
    forecast(windows) {
      const forecasts = methodForecasts(windows, { tail, season, horizon });
      return windows.map(({ series: { raw }, origin }, w): Fan | null => {
        const forecast = forecasts[w];
        if (forecast === null) return null;
        const read = raw.subarray(Math.max(0, origin - tail), origin);
        widen(forecast.quantiles, read);
        // A forecast of values that were never negative is not negative.
        const range = rangeFor({ bounds: spec.bounds, lower_bound: 0 }, read);
        return fans.build({ quantiles: forecast.quantiles, isLog: false, range });
      });
    },
  };
}

interface Reach {
  tail: number;
  season: number;
  horizon: number; // K
}

/** A fit of the method, and the windows that it forecasts. */
interface Fit {
  series: SeriesHistory;
  /** First observation that is read. */
  from: number;
  /** End of the observations that the method is fitted to. */
  end: number;
  /** Missing values between `end` and the origin, at most `limits.horizonMax`. */
  gap: number;
  /** Power of two that brings extreme values close to 1. */
  scale: number;
  /** Places of the windows, and the end of the observations that each reads. */
  windows: { w: number; end: number }[];
}

/** Forecasts of all windows; null without an observation before the origin. [N]
 *  A gap before the origin is forecast too, so that the fan is wider after it. */
function methodForecasts(
  windows: readonly ForecastWindow[],
  reach: Reach,
): (Pick<MethodForecast, 'quantiles'> | null)[] {
  const forecasts = windows.map((): Pick<MethodForecast, 'quantiles'> | null => null);
  for (const [gap, fits] of Map.groupBy(fitsOf(windows, reach), (fit) => fit.gap)) {
    const task = { horizon: gap + reach.horizon, season: reach.season, levels };
    const histories = fits.map((fit) => historyBefore(fit, fit.end, reach));
    const fitted = instantMethod.fit(histories, task);
    for (const [f, fit] of fits.entries())
      for (const { w, end } of fit.windows) {
        const history = end === fit.end ? histories[f] : historyBefore(fit, end, reach);
        forecasts[w] = { quantiles: quantilesOf(fitted[f], history, fit, task.horizon) };
      }
  }
  return forecasts;
}

/** Plans the fits: one for each window, or for consecutive windows of a series that grows little between them. */
function fitsOf(windows: readonly ForecastWindow[], { tail }: Reach): Fit[] {
  const fits: Fit[] = [];
  for (const [w, { series, origin }] of windows.entries()) {
    const missing = trailingGap(series.raw.subarray(0, origin));
    if (missing === origin) continue;
    const end = origin - missing;
    const gap = Math.min(missing, limits.horizonMax);
    const last = fits.at(-1);
    const isShared =
      last?.series === series && last.gap === gap && end >= last.end && end <= sharedGrowthMax * last.end;
    if (isShared) {
      last.windows.push({ w, end });
      continue;
    }
    const from = Math.max(0, end - tail);
    const scale = scaleOf(series.raw.subarray(from, end));
    fits.push({ series, from, end, gap, scale, windows: [{ w, end }] });
  }
  return fits;
}

/** Observations of a fit before `end`, as the method reads them. */
function historyBefore({ series, from, scale }: Fit, end: number, { season }: Reach): Float64Array {
  const read = series.raw.subarray(from, end);
  return withoutDisturbances(scale === 1 ? read : read.map((value) => value / scale), season);
}

/** Quantiles of the K steps after the gap, in the units of the series. [K, Q] */
function quantilesOf(
  fitted: Fitted,
  history: Float64Array,
  { gap, scale }: Fit,
  steps: number,
): Float64Array {
  const quantiles = fitted(history).quantiles.slice(gap * Q, steps * Q);
  if (scale !== 1) for (let i = 0; i < quantiles.length; i++) quantiles[i] *= scale;
  return quantiles;
}

/** Exponents between which values are passed to the method as they are. */
const exponentMax = 100;

/** The power of two closest to the size of the values; 1 unless squares of their differences could leave the range of
 *  float64. Multiplication by it is exact. */
function scaleOf(values: Float64Array): number {
  let size = 0;
  for (const value of values) if (Math.abs(value) > size) size = Math.abs(value);
  if (size === 0) return 1;
  const exponent = Math.floor(Math.log2(size));
  return Math.abs(exponent) <= exponentMax ? 1 : 2 ** Math.max(-1_000, exponent);
}

/** Makes the fan of a few observations at least as wide as their size suggests, in place: with one observation nothing is
 *  known about changes. */
function widen(quantiles: Float64Array, read: Float64Array): void {
  const observed = observedCount(read);
  if (observed >= fewObservations) return;
  let size = 0;
  for (const value of read) if (!Number.isNaN(value)) size += Math.abs(value) / observed;
  const deviation = (singleDeviation * (size || 1)) / observed ** 2;
  const median = levels.indexOf(0.5);
  for (let at = 0, h = 1; at < quantiles.length; at += Q, h++) {
    const middle = quantiles[at + median];
    for (let k = 0; k < Q; k++) {
      const least = middle + deviation * Math.sqrt(h) * scores[k];
      quantiles[at + k] = (k < median ? Math.min : Math.max)(quantiles[at + k], least);
    }
  }
}

function warningsOf({ raw }: SeriesHistory, horizon: number): string[] {
  const warnings: string[] = [];
  const observed = observedCount(raw);
  if (observed < fewObservations)
    warnings.push(
      `Only ${observed} observation${observed === 1 ? ' is' : 's are'} present: how far they can change is a guess.`,
    );
  if (horizon > raw.length)
    warnings.push(
      `The forecast looks ${horizon} steps ahead from ${raw.length} steps of history: from step ${raw.length + 1} on it is an extrapolation.`,
    );
  return warnings;
}
