/** Statistical methods: baselines of the networks, starts of their forecasts, and members of the ensemble. */
import { confirmedSeasons, movesLikeRandomWalk } from '../statistics/index.ts';
import { dotm } from './dotm.ts';
import { drift } from './drift.ts';
import { dampedTrend, ets, holt, ses } from './ets.ts';
import { ewma } from './ewma.ts';
import { garch } from './garch.ts';
import { instant } from './instant.ts';
import type { Method, MethodTask } from './method.ts';
import { naive, seasonalNaive } from './naive.ts';
import { naive2 } from './naive2.ts';
import { rwEmpirical } from './rw-empirical.ts';
import { theta } from './theta.ts';
import { tsb } from './tsb.ts';

export const methodNames = [
  'naive',
  'seasonal_naive',
  'drift',
  'naive2',
  'ses',
  'holt',
  'damped',
  'theta',
  'dotm',
  'ets',
  'rw_empirical',
  'ewma',
  'garch',
  'tsb',
  'instant',
] as const;
export type MethodName = (typeof methodNames)[number];

export const methods = {
  naive,
  seasonal_naive: seasonalNaive,
  drift,
  naive2,
  ses,
  holt,
  damped: dampedTrend,
  theta,
  dotm,
  ets,
  rw_empirical: rwEmpirical,
  ewma,
  garch,
  tsb,
  instant,
} satisfies Record<MethodName, Method>;

/** Last observations that the named methods read, other than those of any method; other names are ignored. */
export function methodTail(names: readonly string[], season: number): number {
  const named = methodNames.filter((name) => names.includes(name)).map((name): Method => methods[name]);
  return Math.max(0, ...named.map(({ reads }) => reads?.(season) ?? 0));
}

/** Observations that most series need before a changing variance can be estimated. */
const volatilityObservationsMin = 250;
/** Share of zeros from which demand counts as intermittent. */
const intermittentShare = 0.3;

/** Whether a method can be better than a simpler one on such series. */
export function applies(
  name: MethodName,
  histories: readonly Float64Array[],
  { season, horizon }: Pick<MethodTask, 'season' | 'horizon'>,
): boolean {
  switch (name) {
    case 'seasonal_naive':
      return season > 1;
    case 'ewma':
    case 'garch':
      return (
        histories.filter(({ length }) => length >= volatilityObservationsMin).length * 2 > histories.length &&
        !isIntermittent(histories) &&
        isWalk(histories.map(logsWherePositive), season, horizon)
      );
    case 'tsb':
      return isIntermittent(histories);
    default:
      return true;
  }
}

function isWalk(histories: readonly Float64Array[], season: number, horizon: number): boolean {
  const seasonal = season > 1 && confirmedSeasons(histories, [season]).length > 0;
  return !seasonal && movesLikeRandomWalk(histories, horizon);
}

function logsWherePositive(history: Float64Array): Float64Array {
  return history.every((value) => !(value <= 0)) ? history.map(Math.log) : history;
}

function isIntermittent(histories: readonly Float64Array[]): boolean {
  let [zeros, observed] = [0, 0];
  for (const history of histories)
    for (const value of history) {
      if (Number.isNaN(value)) continue;
      if (value < 0) return false;
      observed++;
      if (value === 0) zeros++;
    }
  return zeros >= intermittentShare * observed;
}

export { isCorrelatedAt, runningSeasonalIndex, seasonsMin } from './decomposition.ts';
export { type Fitted, forecastWith, type Method, type MethodForecast } from './method.ts';
export { interpolate } from './missing-values.ts';
export { type SmoothingPass, smooth } from './simple-smoothing.ts';
export { lineSlope } from './straight-line.ts';
