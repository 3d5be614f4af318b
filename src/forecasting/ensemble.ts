import { tailBefore } from './batch.ts';
import { calibrate, factorsByQuantile } from './calibration.ts';
import type { Fans, FittedModel, ForecastWindow } from './fitted-model.ts';
import { observedNeeded } from './layout.ts';
import { type Ensemble, ingredientsOf, mixed } from './mixture.ts';
import { meanScores, type Place, placeOf, quantileGrid, quantileIn, weightsOf } from './quantiles.ts';
import type { PathCorrelation } from './sample-paths.ts';
import { type Shares, statisticalMembers } from './shares.ts';
import { rangeFor, restored } from './target.ts';

export interface EnsembleOptions extends Ensemble {
  /** Of the networks and of statistical methods. */
  shares: Shares;
  /** Factors of the widths, inner and outer. */
  calibration: Float32Array; // [2]
  paths: PathCorrelation | null;
}

/** Networks and methods as one model: the mean of their quantiles, in the units of the series, calibrated and bounded. */
export function createEnsemble(options: EnsembleOptions): FittedModel {
  const { spec, members, shares, calibration, paths } = options;
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
  const others = statisticalMembers(shares).map(({ name }) => name);

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
    const { usable, isLog, quantiles } = mixed(ingredientsOf(options, others, windows), shares);
    const row = new Float64Array(Q);
    for (let at = 0; at < quantiles.length; at += Q) {
      calibrate(row, quantiles, at, factors, median);
      quantiles.set(row, at);
    }
    const ranges = windows.map(({ series: { raw }, origin }) =>
      rangeFor(spec, tailBefore(raw, origin, tail)),
    );
    const valueIn = (place: Place, window: number, h: number) =>
      restored(
        quantileIn(place, quantiles, (window * horizon + h) * Q),
        isLog[window] ? 'log' : 'identity',
        ranges[window],
      );
    /** Whether the quantiles of a step come back as they are: then their mean is one of the trained ones. */
    const isPlain = (window: number, h: number) => {
      const { lower, upper, isWhole } = ranges[window];
      if (isLog[window] || isWhole) return false;
      const at = (window * horizon + h) * Q;
      const least = quantileIn(meanPlaces[0], quantiles, at);
      const most = quantileIn(meanPlaces[meanPlaces.length - 1], quantiles, at);
      return least >= lower && most <= upper;
    };
    const meanAt = (window: number, h: number) => {
      let sum = 0;
      if (isPlain(window, h)) {
        const at = (window * horizon + h) * Q;
        for (let k = 0; k < Q; k++) sum += meanWeights[k] * quantiles[at + k];
        return sum;
      }
      for (const place of meanPlaces) sum += valueIn(place, window, h);
      return sum / meanPlaces.length;
    };
    return {
      usable,
      at: (window, h, score) => valueIn(placeOf(grid, score), window, h),
      path(window, score, steps) {
        const place = placeOf(grid, score);
        return Array.from({ length: steps }, (_, h) => valueIn(place, window, h));
      },
      mean: (window, steps) => Array.from({ length: steps }, (_, h) => meanAt(window, h)),
    };
  }
}
