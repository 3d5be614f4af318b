import { type Truth, truths } from './truths.ts';

/** A training on some series of one truth. */
export interface Cell {
  truth: Truth;
  series: number;
  points: number;
  /** Windows of the horizon after the training that are forecast. */
  windows: number;
  seed: number;
}

interface Size {
  series: number;
  points: number;
  /** Forecasts of one series say little: it has more windows and more draws. */
  windows: number;
  seeds: number;
}

const sizes: readonly Size[] = [
  { series: 10, points: 100, windows: 5, seeds: 2 },
  { series: 1, points: 200, windows: 10, seeds: 6 },
  { series: 200, points: 60, windows: 1, seeds: 1 },
  { series: 1, points: 20, windows: 10, seeds: 3 },
  { series: 10, points: 400, windows: 5, seeds: 1 },
  { series: 1, points: 2_000, windows: 10, seeds: 3 },
  { series: 200, points: 150, windows: 1, seeds: 1 },
];
/** Coverage of one series has a standard deviation of .09 between seeds, since walks and autoregressions stay outside
 *  for long: of two seeds, a perfect fan would miss .75–.85 in every third truth. */
const quickSizes: readonly Size[] = [
  { series: 10, points: 100, windows: 5, seeds: 2 },
  { series: 1, points: 200, windows: 10, seeds: 6 },
];
/** Seasons that a history needs: nobody can know a week that was not seen twice. */
const seasonsMin = 2;
/** Share of the points that the horizon is at most: of 20 points, 6. */
const horizonShareMax = 0.3;
/** A truth of a long season has sizes of its own: so many of it. */
const longSeason = 100;
const longSizes = (season: number, isQuick: boolean): Size[] => [
  { series: 1, points: 4 * season, windows: 5, seeds: isQuick ? 1 : 2 },
];

function longestOf({ season, proposed }: Truth): number {
  return Math.max(season, ...proposed);
}

/** Cells in the order in which they run: all truths at one size, then the next, so that a run that is cut
 *  short has seen all truths.
 *  @param draws first seed, and how many times as many seeds as planned: choices are made on other seeds
 *  than those of the goals */
export function cellsOf(
  isQuick: boolean,
  wanted?: readonly string[],
  draws: { firstSeed?: number; repeats?: number } = {},
): Cell[] {
  const { firstSeed = 1, repeats = 1 } = draws;
  const chosen = truths.filter(({ name }) => wanted?.includes(name) ?? true);
  const cells = (truth: Truth, { series, points, windows, seeds }: Size): Cell[] =>
    Array.from({ length: repeats * seeds }, (_, i) => ({
      truth: { ...truth, horizon: Math.min(truth.horizon, Math.floor(horizonShareMax * points)) },
      series,
      points,
      windows,
      seed: firstSeed + i,
    }));
  return [
    ...(isQuick ? quickSizes : sizes).flatMap((size) =>
      chosen
        .filter((truth) => size.points >= seasonsMin * longestOf(truth))
        .flatMap((truth) => cells(truth, size)),
    ),
    ...chosen
      .filter((truth) => longestOf(truth) >= longSeason)
      .flatMap((truth) => longSizes(longestOf(truth), isQuick).flatMap((size) => cells(truth, size))),
  ];
}
