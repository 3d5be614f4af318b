import { observedNeeded, tailBefore } from '../families/index.ts';
import { everyNumber, exponentMax, type ForecastWindow, rangeFor, restored } from '../history/index.ts';
import { meanScores, type Place, placeOf, quantileGrid, quantileIn, weightsOf } from '../statistics/index.ts';
import { calibrate, factorsByQuantile } from './calibration.ts';
import { type EnsembleWeights, statisticalMembers } from './ensemble-weights.ts';
import type { Fans, FittedModel } from './fitted-model.ts';
import { type Ensemble, ingredientsOf, mixed } from './mixture.ts';
import type { PathCorrelation } from './sample-paths.ts';

export interface EnsembleOptions extends Ensemble {
  /** Of the networks and of statistical methods. */
  ensembleWeights: EnsembleWeights;
  /** Factors of the widths, inner and outer. */
  calibration: Float32Array; // [2]
  paths: PathCorrelation | null;
}

/** Networks and methods as one model: the mean of their quantiles, in the units of the series, calibrated and bounded. */
export function createEnsemble(options: EnsembleOptions): FittedModel {
  const { spec, members, ensembleWeights, calibration, paths } = options;
  const grid = quantileGrid(spec.quantiles);
  const Q = grid.levels.length;
  const { horizon } = spec;
  const median = grid.levels.indexOf(0.5);
  const meanPlaces = Array.from(meanScores, (score) => placeOf(grid, score));
  const meanWeights = weightsOf(grid, meanPlaces);
  const context = Math.max(...members.map(({ layout }) => layout.context));
  const tail = Math.max(...members.map(({ layout }) => layout.tail));
  const factors = factorsByQuantile(grid, calibration);
  const first = members[0].layout;
  const others = statisticalMembers(ensembleWeights).map(({ name }) => name);

  return {
    spec,
    horizon,
    levels: grid.levels,
    context,
    tail,
    season: spec.base === 'naive' ? 1 : spec.season_length,
    paths,
    parameterCount: members.reduce((sum, { network }) => sum + network.parameters.values.length, 0),
    observedNeeded: (length) => observedNeeded(first, length),
    forecast: (windows) => fansOf(windows),
  };

  function fansOf(windows: readonly ForecastWindow[]): Fans {
    const { usable, isLog, quantiles } = mixed(ingredientsOf(options, others, windows), ensembleWeights);
    const row = new Float64Array(Q);
    for (let at = 0; at < quantiles.length; at += Q) {
      calibrate(row, quantiles, at, factors, median);
      quantiles.set(row, at);
    }
    const ranges = windows.map(({ series: { raw }, origin }) =>
      rangeFor(spec, tailBefore(raw, origin, tail)),
    );
    const transformOf = (window: number) => (isLog[window] ? 'log' : 'identity');
    const valueIn = (place: Place, window: number, h: number) =>
      restored(quantileIn(place, quantiles, (window * horizon + h) * Q), transformOf(window), ranges[window]);
    const pathIn = (place: Place, window: number, steps: number) => {
      const path = new Array<number>(steps);
      for (let h = 0; h < steps; h++) path[h] = valueIn(place, window, h);
      return path;
    };
    /** Whether the range changes nothing in the quantiles of a step, their tails included. */
    const isInside = (window: number, at: number) => {
      const { lower, upper, isWhole } = ranges[window];
      if (isWhole) return false;
      const within = (place: Place) => {
        const value = restored(quantileIn(place, quantiles, at), transformOf(window), everyNumber);
        return value >= lower && value <= upper;
      };
      return within(meanPlaces[0]) && within(meanPlaces[meanPlaces.length - 1]);
    };
    const meanAt = (window: number, h: number) => {
      const at = (window * horizon + h) * Q;
      let sum = 0;
      if (!isInside(window, at)) {
        for (const place of meanPlaces) sum += valueIn(place, window, h);
        return sum / meanPlaces.length;
      }
      if (isLog[window]) return meanOfExponentials(quantiles, at);
      // Then it is one of the trained ones.
      for (let k = 0; k < Q; k++) sum += meanWeights[k] * quantiles[at + k];
      return sum;
    };
    return {
      usable,
      at: (window, h, score) => valueIn(placeOf(grid, score), window, h),
      path: (window, score, steps) => pathIn(placeOf(grid, score), window, steps),
      mean(window, steps) {
        const path = new Array<number>(steps);
        for (let h = 0; h < steps; h++) path[h] = meanAt(window, h);
        return path;
      },
    };
  }

  /** Of logarithms: the mean of what is at the places. */
  function meanOfExponentials(quantiles: Float64Array, at: number): number {
    let sum = 0;
    for (const place of meanPlaces) sum += Math.exp(Math.min(exponentMax, quantileIn(place, quantiles, at)));
    return sum / meanPlaces.length;
  }
}
