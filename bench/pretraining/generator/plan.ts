import { leastTrainedHorizon } from '../../../src/forecasting/pretrained/index.ts';
import type { Random } from './random.ts';

/** Share of the pools by season. */
const seasonWeights: readonly (readonly [season: number, weight: number])[] = [
  [24, 0.24],
  [1, 0.22],
  [12, 0.19],
  [4, 0.13],
  [7, 0.1],
  [52, 0.035],
  [5, 0.015],
  [48, 0.015],
  [96, 0.01],
  [288, 0.01],
  ...[2, 3, 6, 8, 10, 13, 30].map((season) => [season, 0.005] as const),
];

const dailyLongHistory = 800;
const horizonMax = 96;
const historyMin = 8;

/** Terms that the series of a pool share. */
export interface PoolPlan {
  season: number;
  longSeason: number;
  horizon: number;
  historyMax: number;
}

/** Longest history that is made for a season, in steps. */
export function historyMax(season: number): number {
  return season === 7 ? dailyLongHistory : usualHistory(season);
}

export function drawPlan(random: Random, wanted?: number): PoolPlan {
  const drawn = seasonWeights[random.weighted(seasonWeights.map(([, weight]) => weight))][0];
  const season = wanted ?? drawn;
  const isLongDaily = random.chance(0.2) && season === 7;
  return {
    season,
    longSeason: isLongDaily
      ? random.pick([364, 365])
      : season >= 24 && season !== 52 && season !== 30
        ? 7 * season
        : 0,
    horizon: drawHorizon(random, season),
    historyMax: isLongDaily ? dailyLongHistory : usualHistory(season),
  };
}

/** Steps of one history: 35 % the longest (25 % without a season), the others log-uniform from 8 or 1.3 seasons. */
export function drawHistory(random: Random, { season, historyMax: longest }: PoolPlan): number {
  const shortest = Math.min(longest, Math.max(historyMin, Math.ceil(1.3 * season)));
  return random.chance(season === 1 ? 0.25 : 0.35)
    ? longest
    : Math.floor(random.logBetween(shortest, longest + 1));
}

function usualHistory(season: number): number {
  if (season === 1) return 200;
  if (season <= 3) return 32 * season;
  if (season === 4 || season === 24) return (season === 4 ? 24 : 28) * season;
  if (season <= 13) return 20 * season;
  if (season === 52 || season >= 96) return 8 * season;
  return 16 * season;
}

function drawHorizon(random: Random, season: number): number {
  const least = leastTrainedHorizon(season);
  switch (season) {
    case 1:
      return random.chance(0.75) ? random.integer(least, 14) : random.integer(least, 24);
    case 4:
      return random.integer(least, 12);
    case 7:
      return random.integer(least, 28);
    case 12:
      return random.integer(least, 24);
    case 24:
      return random.chance(0.4) ? 48 : random.integer(least, 72);
    case 52:
      return random.integer(least, 26);
    default:
      return Math.min(horizonMax, random.integer(least, 2 * season));
  }
}
