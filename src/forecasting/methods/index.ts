/** Statistical methods: baselines of the networks, starts of their forecasts, and members of the ensemble. */
import { autoregression } from './autoregression.ts';
import { dotm } from './dotm.ts';
import { drift } from './drift.ts';
import { dampedTrend, ets, holt, ses } from './ets.ts';
import { ewma } from './ewma.ts';
import { garch } from './garch.ts';
import { instant } from './instant.ts';
import { levelShift } from './level-shift.ts';
import { logistic } from './logistic.ts';
import { mean, seasonalMean } from './mean.ts';
import type { Method } from './method.ts';
import { mstl } from './mstl.ts';
import { naive, seasonalNaive } from './naive.ts';
import { naive2 } from './naive2.ts';
import { rwEmpirical } from './rw-empirical.ts';
import { theta } from './theta.ts';
import { tsb } from './tsb.ts';

export const methodNames = [
  'naive',
  'seasonal_naive',
  'mean',
  'seasonal_mean',
  'drift',
  'naive2',
  'ses',
  'holt',
  'damped',
  'theta',
  'dotm',
  'ets',
  'ar',
  'mstl',
  'logistic',
  'level_shift',
  'rw_empirical',
  'ewma',
  'garch',
  'tsb',
  'instant',
] as const;
export type MethodName = (typeof methodNames)[number];

/** All methods. `drift`, `holt` and `garch` are references of `npm run bench:accuracy` and of the realism check: no
 *  forecast of the service has them. */
export const methods = {
  naive,
  seasonal_naive: seasonalNaive,
  mean,
  seasonal_mean: seasonalMean,
  drift,
  naive2,
  ses,
  holt,
  damped: dampedTrend,
  theta,
  dotm,
  ets,
  ar: autoregression,
  mstl,
  logistic,
  level_shift: levelShift,
  rw_empirical: rwEmpirical,
  ewma,
  garch,
  tsb,
  instant,
} satisfies Record<MethodName, Method>;

export { type KeptInputs, keepInputs } from '../pretrained/index.ts';
export { applies, isFor, isIntermittent, isSpecialist, type Specialist } from './applies.ts';
export { isCorrelatedAt, runningSeasonalIndex, seasonsMin } from './fitting/decomposition.ts';
export { boundFewWidths, fewObservations } from './fitting/few-values.ts';
export { passesOfCurve } from './fitting/growth-curve.ts';
export { stayingValue } from './fitting/step-values.ts';
export {
  chanceOf,
  decideInstant,
  instantBy,
  instantTail,
  lastOf,
  readInstantly,
  stepsOf,
  yearBeside,
} from './instant.ts';
export { errorsWithSeason, pastWindows } from './likely-seasons.ts';
export {
  type Fitted,
  forecastsWith,
  forecastWith,
  type Method,
  type MethodForecast,
  type MethodTask,
} from './method.ts';
export { type HistoryOfYears, networkSeasonMax, readEnd, yearOf } from './network-forecasts.ts';

/** Last observations that the named methods read, other than those of any method; other names are ignored. */
export function methodTail(
  names: readonly string[],
  { season_length, seasons, year_length }: SeasonsOfModel,
): number {
  const named = methodNames.filter((name) => names.includes(name)).map((name): Method => methods[name]);
  return Math.max(
    0,
    ...named.map(({ reads }) => reads?.(season_length, seasons ?? undefined, year_length) ?? 0),
  );
}

/** Seasons of a model, as its settings have them. */
export interface SeasonsOfModel {
  season_length: number;
  seasons?: readonly number[] | null;
  year_length?: number | null;
}

export { type SmoothingPass, smooth } from './fitting/simple-smoothing.ts';
export { interpolate } from './missing-values.ts';
