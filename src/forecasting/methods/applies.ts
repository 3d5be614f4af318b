/** Which methods can be of use for which series. */
import {
  confirmedSeasons,
  constantStart,
  decimated,
  hasNonPositive,
  isMissing,
  logsOf,
  movesLikeRandomWalk,
} from '../statistics/index.ts';
import { showsLevelShifts } from './level-shift.ts';
import { showsGrowthCurve } from './logistic.ts';
import type { MethodTask } from './method.ts';
import { completed } from './missing-values.ts';

/** Observations that most series need before a changing variance can be estimated. */
const volatilityObservationsMin = 250;
/** Exponential smoothing and the autoregression model no season beyond this. */
const longSeason = 24;
/** Series that are tested for a growth curve or shifts of the level, and the share that has to show them. */
const testedSeriesMax = 30;
const showingShareMin = 1 / 3;
/** Share of zeros from which demand counts as intermittent. */
const intermittentShare = 0.3;

/** Methods for series of one shape. Other series are forecast without them. */
const specialists = ['logistic', 'level_shift'] as const;
export type Specialist = (typeof specialists)[number];

const shows: Record<Specialist, (history: Float64Array, season: number) => boolean> = {
  logistic: showsGrowthCurve,
  level_shift: (history, season) => !isIntermittent([history]) && showsLevelShifts(history, season),
};

export function isSpecialist(name: string): name is Specialist {
  return (specialists as readonly string[]).includes(name);
}

/** Whether a history has the shape that a specialist is for. Without it the specialist forecasts as
 *  a general method does. */
export function isFor(name: Specialist, history: Float64Array, season: number): boolean {
  const whole = completed(history);
  return shows[name](whole.subarray(constantStart(whole)), season);
}

/** Whether a method can be better than a simpler one on such series. */
export function applies(
  name: string,
  histories: readonly Float64Array[],
  { season, seasons = [season], horizon }: Pick<MethodTask, 'season' | 'seasons' | 'horizon'>,
): boolean {
  switch (name) {
    case 'seasonal_naive':
    case 'seasonal_mean':
      return season > 1;
    case 'mstl':
      return holdsSeveralSeasons(histories, seasons);
    case 'logistic':
    case 'level_shift':
      return areShown(name, histories, season);
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
  return hasNonPositive(history) ? history : logsOf(history);
}

/** Whether most series hold two of several seasons, or of a season that is too long for other methods. */
function holdsSeveralSeasons(histories: readonly Float64Array[], seasons: readonly number[]): boolean {
  const held = seasons.filter(
    (season) => histories.filter(({ length }) => length >= 2 * season).length * 2 > histories.length,
  );
  return held.length > 1 || held.some((season) => season > longSeason);
}

/** Whether enough of the series have the shape that a method is for. */
function areShown(name: Specialist, histories: readonly Float64Array[], season: number): boolean {
  const tested = decimated(histories, testedSeriesMax);
  const showing = tested.filter((history) => isFor(name, history, season));
  return showing.length > 0 && showing.length >= showingShareMin * tested.length;
}

/** Whether a good part of the demand is zero. */
export function isIntermittent(histories: readonly Float64Array[]): boolean {
  let zeros = 0;
  let observed = 0;
  for (const history of histories)
    for (let t = 0; t < history.length; t++) {
      const value = history[t];
      if (isMissing(value)) continue;
      if (value < 0) return false;
      observed++;
      if (value === 0) zeros++;
    }
  return zeros >= intermittentShare * observed;
}
