import { everyNumber, exponentMax, type Range, restored } from '../history/index.ts';
import {
  boundedExp,
  type GridPosition,
  gridPosition,
  meanScores,
  type QuantileGrid,
  quantileAtPosition,
  quantileGrid,
  weightsOfMean,
} from '../statistics/index.ts';

/** Forecast distribution of one window at each of K horizon steps, in the units of the series. Steps count from 0. */
export interface Fan {
  /** Quantile of step `h` at a normal score; monotone in the score. */
  quantileAt(h: number, score: number): number;
  /** Quantiles of the first steps at one normal score. [steps] */
  path(score: number, steps: number): number[];
  /** Means of the first steps, by the midpoint rule over `meanScores`. [steps] */
  mean(steps: number): number[];
}

/** Calibrated quantiles of one window, Q of each step. */
export interface FanQuantiles {
  quantiles: Float64Array; // [K, Q], ascending in Q
  /** Whether the quantiles are logarithms. */
  isLog: boolean;
  /** Range of the values that a forecast may take. */
  range: Range;
  /** Whether a step, from 0, can only be zero, limited to the range; null or absent: none is known to be. */
  isZero?: ((h: number) => boolean) | null;
}

/** Makes fans of the quantiles at the given levels. */
export function fanBuilder(levels: readonly number[]): {
  grid: QuantileGrid;
  build(window: FanQuantiles): Fan;
} {
  const grid = quantileGrid(levels);
  const Q = grid.levels.length;
  const meanPlaces = Array.from(meanScores, (score) => gridPosition(grid, score));
  const meanWeights = weightsOfMean(grid, meanPlaces);

  function build({ quantiles, isLog, range, isZero = null }: FanQuantiles): Fan {
    const transform = isLog ? 'log' : 'identity';
    const nearestToZero = restored(0, 'identity', range);
    const valueIn = (place: GridPosition, h: number) =>
      isZero?.(h) ? nearestToZero : restored(quantileAtPosition(place, quantiles, h * Q), transform, range);
    return {
      quantileAt: (h, score) => valueIn(gridPosition(grid, score), h),
      path(score, steps) {
        const place = gridPosition(grid, score);
        const path = new Array<number>(steps);
        for (let h = 0; h < steps; h++) path[h] = valueIn(place, h);
        return path;
      },
      mean(steps) {
        const path = new Array<number>(steps);
        for (let h = 0; h < steps; h++) path[h] = meanAt(h);
        return path;
      },
    };

    function meanAt(h: number): number {
      if (isZero?.(h)) return nearestToZero;
      let sum = 0;
      if (!isWithinRange(h)) {
        for (const place of meanPlaces) sum += valueIn(place, h);
        return sum / meanPlaces.length;
      }
      if (isLog) return meanOfExponentials(h);
      // Linear in the quantiles: their weights are known.
      for (let k = 0; k < Q; k++) sum += meanWeights[k] * quantiles[h * Q + k];
      return sum;
    }

    /** Whether the range changes no quantile of a step, its tails included. */
    function isWithinRange(h: number): boolean {
      const { lower, upper, isWhole, zeroBelow } = range;
      if (isWhole || zeroBelow !== undefined) return false;
      const within = (place: GridPosition) => {
        const value = restored(quantileAtPosition(place, quantiles, h * Q), transform, everyNumber);
        return value >= lower && value <= upper;
      };
      return within(meanPlaces[0]) && within(meanPlaces[meanPlaces.length - 1]);
    }

    function meanOfExponentials(h: number): number {
      let sum = 0;
      for (const place of meanPlaces)
        sum += boundedExp(quantileAtPosition(place, quantiles, h * Q), exponentMax);
      return sum / meanPlaces.length;
    }
  }

  return { grid, build };
}
