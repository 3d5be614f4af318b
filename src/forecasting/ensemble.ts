import { tailBefore } from './batch.ts';
import { calibrate, factorsByQuantile } from './calibration.ts';
import type { Fans, FittedModel, ForecastWindow } from './fitted-model.ts';
import { observedNeeded } from './layout.ts';
import { type Ensemble, ingredientsOf, mixed } from './mixture.ts';
import { quantileAt, quantileGrid } from './quantiles.ts';
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
    return {
      usable,
      at: (window, h, score) =>
        restored(
          quantileAt(grid, quantiles, (window * horizon + h) * Q, score),
          isLog[window] ? 'log' : 'identity',
          ranges[window],
        ),
    };
  }
}
