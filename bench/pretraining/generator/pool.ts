import { families } from './families/index.ts';
import type { Family, FamilyName, Frame } from './frame.ts';
import { disturbPath, observe, record } from './perturbations.ts';
import { drawHistory, drawPlan, type PoolPlan } from './plan.ts';
import { Random, seedOf } from './random.ts';

const mixedShare = 0.12;

export interface MadeUpSeries {
  /** History and then future; NaN is missing. */
  values: Float64Array;
  /** The future has `values.length - historyLength` values, the horizon of the pool. */
  historyLength: number;
  family: FamilyName;
}

export interface Pool {
  /** Steps of the season, 1 = none. */
  season: number;
  horizon: number;
  series: MadeUpSeries[];
}

export interface PoolOptions {
  /** Families that are left out. */
  without?: readonly FamilyName[];
  /** Season of the pool; drawn where it is left out. */
  season?: number;
}

/** Makes a pool of `size` series of one season and horizon. It depends only on its arguments.
 *  @throws RangeError if every family that makes this season is left out */
export function makePool(seed: number, index: number, size: number, options: PoolOptions = {}): Pool {
  const random = new Random(seedOf(seed, index));
  const plan = drawPlan(random, options.season);
  const able = families.filter(({ name }) => !options.without?.includes(name));
  const series = Array.from({ length: size }, () => makeSeries(random, plan, able));
  return { season: plan.season, horizon: plan.horizon, series };
}

function makeSeries(random: Random, plan: PoolPlan, able: readonly Family[]): MadeUpSeries {
  const { season, longSeason, horizon } = plan;
  const origin = drawHistory(random, plan);
  const [family, ownSeason] = drawFamily(random, able, season, origin);
  const frame: Frame = { random, season: ownSeason, longSeason, length: origin + horizon, origin };
  const values = family.make(frame);
  if (!family.isObserved) {
    if (random.chance(mixedShare)) mix(random, values, family.make(frame));
    disturbPath(frame, values);
    observe(frame, values);
  }
  record(frame, values, family.name === 'counts' || family.name === 'intermittent');
  return { values, historyLength: origin, family: family.name };
}

/** Draws a family, and the season that the series has. It is another than that of the pool for 6 % without and 3 % with
 *  a season: a caller's season may be wrong. */
function drawFamily(
  random: Random,
  able: readonly Family[],
  season: number,
  origin: number,
): [Family, number] {
  const weightsOf = (one: number) => able.map(({ weight }) => weight(one, origin));
  const isOther = random.chance(season === 1 ? 0.06 : 0.03);
  const other = isOther ? otherSeason(random, season, origin) : season;
  const weights = weightsOf(other);
  if (weights.some((weight) => weight > 0)) return [able[random.weighted(weights)], other];
  const own = weightsOf(season);
  if (!own.some((weight) => weight > 0)) throw new RangeError(`No family is left for a season of ${season}.`);
  return [able[random.weighted(own)], season];
}

function otherSeason(random: Random, season: number, origin: number): number {
  const candidates =
    season === 1
      ? [4, 5, 6, 7, 12, 13, 24, 52]
      : [1, 2 * season, Math.round(season / 2), season - 1, season + 1, 7 * season];
  const possible = candidates.filter((one) => one >= 1 && 2 * one <= origin);
  return possible.length === 0 ? season : random.pick(possible);
}

function mix(random: Random, values: Float64Array, other: Float64Array): void {
  const share = random.between(0.2, 1);
  for (let t = 0; t < values.length; t++) values[t] += share * other[t];
}
