/** Fits of a method to the observations before the origins of windows. K horizon steps, Q levels. */
import type { InstantDecision } from '../../contracts/ports/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import { type ForecastWindow, type SeriesHistory, trailingGap } from '../history/index.ts';
import {
  boundFewWidths,
  chanceOf,
  type Fitted,
  instantTail,
  type Method,
  type MethodTask,
  methods,
  stepsOf,
} from '../methods/index.ts';
import { areFinite, extremeUnit, inUnit, observedMean, sinceLaunch } from '../statistics/index.ts';
import {
  addEffects,
  differencesMax,
  type KnownEffects,
  knownEffects,
  withoutEffects,
} from './known-effects.ts';

/** Windows of one series share the effects of covariates, and with equal gaps a fit, while the later ones have at most
 *  this many times the observations of the first. */
const sharedGrowthMax = 1.25;

/** Observations that a model reads, and steps that it forecasts. */
export interface Reach {
  /** Observations before the origin that are read at most. */
  tail: number;
  season: number;
  horizon: number; // K
  levels: readonly number[]; // [Q]
  /** Whether the demand of a history has probably ended. */
  hasEnded(history: Float64Array): boolean;
  /** Kernel and kept inputs of a method that runs a network. */
  network?: Pick<MethodTask, 'kernel' | 'inputs'>;
}

/** Observations that an instant forecast reads. */
export function instantReach(
  decision: InstantDecision,
  task: Pick<Reach, 'horizon' | 'levels' | 'network'>,
): Reach {
  return {
    ...task,
    tail: instantTail(Math.max(...decision.seasons)),
    season: decision.seasons[0],
    hasEnded: (history) => chanceOf(history, decision, stepsOf(history, decision)) < 1,
  };
}

/** Effects of the known covariates on a series, and the place from which on they stand. */
interface EffectsFrom {
  effects: KnownEffects;
  /** Whether forecasts have them. Those of a demand that has probably ended do not. */
  areAdded: boolean;
  /** The first observation that is read, without the zeros before a launch. */
  from: number;
  /** Unit of the values that the effects are learnt from. */
  unit: number;
}

/** Observations that a fit reads, and the windows that it forecasts. */
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
  /** Effects of the known covariates, from `from` on; null if there are none. */
  known: KnownEffects | null;
  windows: FitWindow[];
}

interface FitWindow {
  /** Place among all windows. */
  w: number;
  /** End of the observations that it reads. */
  end: number;
  origin: number;
}

/** History that the method reads of a window, and the way back to the units of the series. */
export interface FitReading {
  history: Float64Array;
  /** Observations of the series up to the end of the history. */
  end: number;
  /** Missing values between the history and the origin. */
  gap: number;
  /** Unit of the history. */
  unit: number;
  /** The value that all observations have; null if they differ. */
  constant: number | null;
  /** Adds the effects of known covariates to values [K] in the unit of the history; null if there are none. */
  withCovariates: ((values: Float64Array) => Float64Array) | null;
}

export interface FitForecast {
  /** In the units of the series. [K, Q] */
  quantiles: Float64Array;
  /** Whether effects of known covariates are added. */
  hasEffects: boolean;
}

export interface MethodFits {
  /** Forecasts of all windows; null without an observation before the origin. [N]
   *  @param horizon K of these windows; default: the one of the reach */
  forecasts(windows: readonly ForecastWindow[], horizon?: number): (FitForecast | null)[];
  /** Histories of windows of different series, each with an observation before the origin. [N] */
  readings(windows: readonly ForecastWindow[]): FitReading[];
  /** Effects of the known covariates on a whole series; null if no covariate has an effect. */
  effects(series: SeriesHistory): Pick<EffectsFrom, 'effects' | 'areAdded'> | null;
}

/** Forecasts windows by a method. The steps of a gap before the origin are forecast too, so that the fan is wider after
 *  it. */
export function methodFits(method: Method, reach: Reach): MethodFits {
  const { tail, season, levels, hasEnded, network } = reach;
  const Q = levels.length;
  /** By the values of the series. */
  const ofWhole = new WeakMap<Float64Array, EffectsFrom | null>();

  function effectsBefore(series: SeriesHistory, end: number): EffectsFrom | null {
    const { raw } = series;
    if (series.covariates.future.length === 0) return null;
    const isWhole = end + trailingGap(raw) === raw.length;
    const found = isWhole ? ofWhole.get(raw) : undefined;
    if (found !== undefined) return found;
    const made = learnEffects(series, end);
    if (isWhole) ofWhole.set(raw, made);
    return made;
  }

  /** Null if no covariate has an effect. Zeros before a launch show none. Effects on a demand that has ended are not
   *  added, unless they explain its zeros. */
  function learnEffects({ raw, covariates: { future } }: SeriesHistory, end: number): EffectsFrom | null {
    const read = raw.subarray(Math.max(0, end - tail), end);
    const launched = sinceLaunch(read);
    const from = end - launched.length;
    const unit = extremeUnit(launched);
    const values = inUnit(launched, unit);
    const columns = future.map((column) => column.subarray(from));
    const effects = knownEffects(values, columns, season);
    if (effects === null) return null;
    return { effects, areAdded: !hasEnded(read) || explainsZeros(effects, values), from, unit };
  }

  /** One fit for each window, or for consecutive windows of a series that grows little between them. They share a fit
   *  if their gaps are equal, and the effects of covariates in any case. */
  function fitsOf(windows: readonly ForecastWindow[]): Fit[] {
    const fits: Fit[] = [];
    let learnt: { series: SeriesHistory; end: number; effects: EffectsFrom | null } | null = null;
    for (const [w, { series, origin }] of windows.entries()) {
      const missing = trailingGap(series.raw.subarray(0, origin));
      if (missing === origin) continue;
      const end = origin - missing;
      const gap = Math.min(missing, limits.horizonMax);
      const last = fits.at(-1);
      if (last?.gap === gap && serves(last, series, end)) {
        last.windows.push({ w, end, origin });
        continue;
      }
      if (learnt === null || !serves(learnt, series, end))
        learnt = { series, end, effects: effectsBefore(series, end) };
      const found = learnt.effects?.areAdded ? learnt.effects : null;
      const from = found?.from ?? Math.max(0, end - tail);
      const scale = found?.unit ?? extremeUnit(series.raw.subarray(from, end));
      fits.push({
        series,
        from,
        end,
        gap,
        scale,
        known: found?.effects ?? null,
        windows: [{ w, end, origin }],
      });
    }
    return fits;
  }

  /** Observations of a fit before `end`, as the method reads them. */
  function historyBefore({ series, from, scale, known }: Fit, end: number): Float64Array {
    const read = inUnit(series.raw.subarray(from, end), scale);
    return known === null ? read : withoutEffects(read, known);
  }

  /** Quantiles of the K steps after the gap, in the units of the series. [K, Q] */
  function quantilesOf(
    fitted: Fitted,
    history: Float64Array,
    { gap, scale, known, from }: Fit,
    { origin, horizon }: { origin: number; horizon: number },
  ): Float64Array {
    const quantiles = quantilesAfter(history, fitted, gap + horizon).slice(gap * Q);
    if (known !== null) addEffects(quantiles, known, origin - from, Q);
    return scale === 1 ? quantiles : quantiles.map((value) => value * scale);
  }

  /** Quantiles of all steps from the end of the history. A constant is continued exactly, unless few observations show
   *  it. Where a method gives numbers that are not finite, the last value is forecast. */
  function quantilesAfter(history: Float64Array, fitted: Fitted, steps: number): Float64Array {
    const constant = constantOf(history);
    if (constant !== null) {
      const quantiles = new Float64Array(steps * Q).fill(constant);
      boundFewWidths(new Float64Array(steps).fill(constant), quantiles, levels, history);
      return quantiles;
    }
    const { quantiles } = fitted(history);
    if (areFinite(quantiles)) return quantiles;
    return methods.naive.fit([history], { horizon: steps, season: 1, levels })[0](history).quantiles;
  }

  return {
    forecasts(windows, horizon = reach.horizon) {
      const forecasts = windows.map((): FitForecast | null => null);
      for (const [gap, fits] of Map.groupBy(fitsOf(windows), (fit) => fit.gap)) {
        const histories = fits.map((fit) => historyBefore(fit, fit.end));
        const fitted = method.fit(histories, { ...network, horizon: gap + horizon, season, levels });
        for (const [f, fit] of fits.entries())
          for (const { w, end, origin } of fit.windows) {
            const history = end === fit.end ? histories[f] : historyBefore(fit, end);
            const quantiles = quantilesOf(fitted[f], history, fit, { origin, horizon });
            forecasts[w] = { quantiles, hasEffects: fit.known !== null };
          }
      }
      return forecasts;
    },
    readings: (windows) =>
      fitsOf(windows).map((fit) => {
        const { end, gap, scale: unit, known, from } = fit;
        const [{ origin }] = fit.windows;
        const history = historyBefore(fit, end);
        const withCovariates = (values: Float64Array) => addEffects(values.slice(), known!, origin - from, 1);
        return {
          history,
          end,
          gap,
          unit,
          constant: constantOf(history),
          withCovariates: known === null ? null : withCovariates,
        };
      }),
    effects: (series) => effectsBefore(series, series.raw.length - trailingGap(series.raw)),
  };
}

/** Whether what is fitted to the observations of a series before `first.end` serves those before `end`. */
function serves(first: { series: SeriesHistory; end: number }, series: SeriesHistory, end: number): boolean {
  return first.series === series && end >= first.end && end <= sharedGrowthMax * first.end;
}

/** Values of covariates that are read to learn their effects for forecasts of a series, about.
 *  @param origins of the windows, ascending, each after an observation */
export function effectsWork({ covariates: { future } }: SeriesHistory, origins: readonly number[]): number {
  if (origins.length === 0) return 0;
  const last = origins[origins.length - 1];
  const growths = Math.floor(Math.log(last / origins[0]) / Math.log(sharedGrowthMax));
  return Math.min(origins.length, 1 + growths) * Math.min(last, differencesMax) * future.length;
}

/** Smallest level of zeros without the effects, as a share of the level before, where the effects explain the zeros. */
const explainedShareMin = 1 / 2;

/** Whether the zeros at the end of a demand come from its covariates, such as that of a shop that
 *  is closed for a while. */
function explainsZeros(effects: KnownEffects, values: Float64Array): boolean {
  const zerosFrom = 1 + values.findLastIndex((value) => value > 0);
  const rest = withoutEffects(values, effects);
  const before = observedMean(rest.subarray(0, zerosFrom));
  return observedMean(rest.subarray(zerosFrom)) >= explainedShareMin * before;
}

/** The value that all observations have; null if they differ. */
function constantOf(history: Float64Array): number | null {
  let constant = Number.NaN;
  for (const value of history) {
    if (Number.isNaN(value) || value === constant) continue;
    if (!Number.isNaN(constant)) return null;
    constant = value;
  }
  return constant;
}
