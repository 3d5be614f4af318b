/** Which statistical methods a model is compared with, and how they are fitted in a backtest. */
import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { applies, type MethodForecast, type MethodName, methods } from '../methods/index.ts';
import { scoredLevels } from './metrics.ts';

/** In this order on cards and in reports. */
const candidates = [
  'naive',
  'seasonal_naive',
  'naive2',
  'rw_empirical',
  'theta',
  'ets',
  'ewma',
  'tsb',
] as const satisfies MethodName[];
export type BaselineName = (typeof candidates)[number];

/** Those that repeat what was: skill is measured against the best of them. */
export const naiveBaselines = ['naive', 'seasonal_naive', 'rw_empirical'] as const satisfies BaselineName[];
export type NaiveBaseline = (typeof naiveBaselines)[number];

/** About how often a fit looks at each observation, where that is much; and how often all rivals together may look at
 *  observations: a rival that would take more is left out, so that a backtest stays short beside the training. The
 *  bound does not depend on the clock: the same job gives the same card. 10⁸ looks take about a second. */
const passesOfFit: Partial<Record<BaselineName, number>> = { theta: 400, ets: 4_000 };
const passesMax: Record<ModelSpec['preset'], number> = { fast: 1e8, balanced: 4e8, accurate: 1e9 };

export interface BaselineTask {
  horizon: number;
  season: number;
  preset: ModelSpec['preset'];
}

/** The rivals for such series. `seen` is what each fit sees of each series. */
export function baselinesFor(
  historiesByFit: readonly (readonly Float64Array[])[],
  { horizon, season, preset }: BaselineTask,
): BaselineName[] {
  const observations = historiesByFit.flat().reduce((sum, { length }) => sum + length, 0);
  const histories = historiesByFit.find((members) => members.length > 0) ?? [];
  return candidates.filter(
    (name) =>
      (passesOfFit[name] ?? 1) * observations <= passesMax[preset] &&
      applies(name, histories, { season, horizon }),
  );
}

/** Forecasts from what is known at an origin, by a method that was fitted before. */
export type FittedBaseline = (known: Float64Array) => MethodForecast;

/** A way to the fitted method of each series. Methods that learn from all series are fitted here, the others when they
 *  are asked for. A history has at least one observation. */
export function fitBaseline(
  name: BaselineName,
  histories: readonly Float64Array[],
  { horizon, season }: BaselineTask,
): (index: number) => FittedBaseline {
  const task = { horizon, season, levels: scoredLevels };
  if (!methods[name].pools) return (index) => methods[name].fit([histories[index]], task)[0];
  const fitted = methods[name].fit(histories, task);
  return (index) => fitted[index];
}
