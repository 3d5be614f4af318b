/** Statistical methods that a model is compared with. */
import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { type ForecastWindow, limitedTo, restored } from '../history/index.ts';
import { instantLimits, instantReach, methodFits } from '../method-fits/index.ts';
import {
  applies,
  decideInstant,
  instantBy,
  type KeptInputs,
  type MethodForecast,
  type MethodName,
  methods,
  passesOfCurve,
} from '../methods/index.ts';
import { scoredLevels } from './metrics.ts';

const medianAt = scoredLevels.indexOf(0.5);

/** In the order of cards and reports. */
const candidates = [
  'naive',
  'seasonal_naive',
  'mean',
  'seasonal_mean',
  'naive2',
  'rw_empirical',
  'theta',
  'ets',
  'ar',
  'mstl',
  'logistic',
  'level_shift',
  'ewma',
  'tsb',
  'instant',
] as const satisfies MethodName[];
export type BaselineName = (typeof candidates)[number];

/** Baselines that repeat or average past values: skill is measured against the best of them. */
export const naiveBaselines = [
  'naive',
  'seasonal_naive',
  'mean',
  'seasonal_mean',
  'rw_empirical',
] as const satisfies BaselineName[];
export type NaiveBaseline = (typeof naiveBaselines)[number];

/** Passes over the observations that a fit of a slow method makes. A baseline is left out if its fits would make more
 *  than `passesMax` passes times observations, so that a backtest stays short compared with the training. The bound is
 *  on work, not on time, so that the same job has the same card. 10⁸ take about a second. */
const passesOfFit: Partial<Record<BaselineName, (length: number) => number>> = {
  theta: () => 400,
  ets: () => 4_000,
  mstl: () => 400,
  logistic: passesOfCurve,
  level_shift: () => 1_000,
};
const passesMax: Record<ModelSpec['preset'], number> = { fast: 1e8, balanced: 4e8, accurate: 1e9 };
/** Values of covariates from which effects are learnt in a millisecond. They count as a window of the network. */
const effectsEach = 240;
/** Most windows for the pre-trained network, which takes up to a millisecond for each. */
const instantWindowsMax: Record<ModelSpec['preset'], number> = {
  fast: 4_000,
  balanced: 16_000,
  accurate: 40_000,
};

export interface BaselineTask {
  horizon: number;
  season: number;
  /** All seasons, if there are several. */
  seasons?: readonly number[] | null;
  /** Steps of a year, if it may have a course. */
  year?: number | null;
  preset: ModelSpec['preset'];
  /** Bounds of a forecast; the baselines are limited to them too. */
  bounds: ModelSpec['bounds'];
  /** Name of the kernel on which a network runs. */
  kernel: string;
  /** Inputs of a network that were written before; absent: none. */
  inputs?: KeptInputs;
}

/** Baselines for such series.
 *  @param historiesByFit observations that each fit reads, by series
 *  @param windows number of windows that each baseline forecasts
 *  @param effects values of covariates from which `instant` learns their effects */
export function baselinesFor(
  historiesByFit: readonly (readonly Float64Array[])[],
  { windows, effects }: { windows: number; effects: number },
  { horizon, season, seasons, preset }: Pick<BaselineTask, 'horizon' | 'season' | 'seasons' | 'preset'>,
): BaselineName[] {
  const fitted = historiesByFit.flat();
  const observations = fitted.reduce((sum, { length }) => sum + length, 0);
  const meanLength = observations / Math.max(1, fitted.length);
  const histories = historiesByFit.find((members) => members.length > 0) ?? [];
  return candidates.filter(
    (name) =>
      (passesOfFit[name]?.(meanLength) ?? 1) * observations <= passesMax[preset] &&
      (name !== 'instant' || windows + effects / effectsEach <= instantWindowsMax[preset]) &&
      applies(name, histories, { season, seasons: seasons ?? undefined, horizon }),
  );
}

/** Forecasts with a fitted method from the observations that are known at an origin. */
export type FittedBaseline = (known: Float64Array) => MethodForecast;

/** Returns the fitted method of each series by its index. Methods that learn from all series are fitted here,
 *  others when they are requested. A history has at least one observation. */
export function fitBaseline(
  name: BaselineName,
  histories: readonly Float64Array[],
  { horizon, season, seasons, year, kernel, inputs }: BaselineTask,
): (index: number) => FittedBaseline {
  const task = { horizon, season, seasons: seasons ?? undefined, year, levels: scoredLevels, kernel, inputs };
  if (!methods[name].pools) return (index) => methods[name].fit([histories[index]], task)[0];
  const fitted = methods[name].fit(histories, task);
  return (index) => fitted[index];
}

/** Forecasts `instant` from the origins of windows as the service does: it reads the covariates that are known in
 *  advance, forecasts the steps of a gap before an origin too, and has the same limits.
 *  @param histories observations by which the seasons and the kind of all series are decided
 *  @returns forecasts of windows with an observation before their origin. [N] */
export function fitInstant(
  histories: readonly Float64Array[],
  { horizon, season, seasons, year, bounds, kernel, inputs }: BaselineTask,
): (windows: readonly ForecastWindow[]) => MethodForecast[] {
  const levels = scoredLevels;
  const task = { horizon, season, seasons: seasons ?? undefined, year, levels };
  const decision = decideInstant(histories, task);
  const reach = instantReach(decision, { horizon, levels, network: { kernel, inputs } });
  const fits = methodFits(instantBy(decision), reach);
  return (windows) =>
    fits.forecasts(windows).map((found, w) => {
      const { quantiles: made, hasEffects } = found!;
      const { series, origin } = windows[w];
      const read = series.raw.subarray(Math.max(0, origin - reach.tail), origin);
      const { range, isZero } = instantLimits(read, { bounds, seasons: decision.seasons, hasEffects });
      const quantiles = limitedTo(range, made).map((value, i) =>
        isZero?.(Math.floor(i / levels.length)) ? restored(0, 'identity', range) : value,
      );
      const point = new Float64Array(horizon);
      for (let h = 0; h < horizon; h++) point[h] = quantiles[h * levels.length + medianAt];
      return { point, quantiles };
    });
}
