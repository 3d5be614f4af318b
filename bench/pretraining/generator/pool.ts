import { families } from './families/index.ts';
import type { Family, FamilyName, Frame } from './frame.ts';
import { disturbPath, observe, record } from './perturbations.ts';
import { drawHistory, drawPlan, type PoolPlan } from './plan.ts';
import { Random, seedOf } from './random.ts';

const priceHistoryMin = 50;
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
  const { season, horizon } = plan;
  const able = families.filter((one) => one.weight(season) > 0 && !options.without?.includes(one.name));
  if (able.length === 0) throw new RangeError(`No family is left that makes a season of ${season}.`);
  const weights = able.map((family) => family.weight(season));
  const series = Array.from({ length: size }, () => makeSeries(random, plan, able[random.weighted(weights)]));
  return { season, horizon, series };
}

function makeSeries(random: Random, plan: PoolPlan, family: Family): MadeUpSeries {
  const origin = drawHistory(random, plan, family.name === 'prices' ? priceHistoryMin : undefined);
  const { season, longSeason, horizon } = plan;
  const frame: Frame = { random, season, longSeason, length: origin + horizon, origin };
  const values = family.make(frame);
  if (!family.isObserved) {
    if (random.chance(mixedShare)) {
      const share = random.between(0.2, 1);
      const other = family.make(frame);
      for (let t = 0; t < values.length; t++) values[t] += share * other[t];
    }
    disturbPath(frame, values);
    observe(random, values);
  }
  record(frame, values, family.name === 'counts');
  return { values, historyLength: origin, family: family.name };
}
