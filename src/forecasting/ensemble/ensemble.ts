import { observedNeeded, tailBefore } from '../families/index.ts';
import { type ForecastWindow, observedCount, rangeFor } from '../history/index.ts';
import { calibrate, factorsByQuantile } from './calibration.ts';
import {
  type EnsembleWeights,
  mixesInstant,
  observationsRead,
  statisticalMembers,
} from './ensemble-weights.ts';
import { type Fan, fanBuilder } from './fan.ts';
import type { FittedModel } from './fitted-model.ts';
import { type Ensemble, ingredientsOf, instantIngredients, type MixedQuantiles, mixed } from './mixture.ts';
import type { PathCorrelation } from './sample-paths.ts';

export interface EnsembleOptions extends Ensemble {
  /** Weights of the networks and of statistical methods. */
  ensembleWeights: EnsembleWeights;
  /** Factors of the widths, inner and outer. */
  calibration: Float32Array; // [2]
  paths: PathCorrelation | null;
}

/** Combines networks and methods to one model: the mean of their quantiles in the units of the series, calibrated and
 *  bounded. */
export function createEnsemble(options: EnsembleOptions): FittedModel {
  const { spec, members, ensembleWeights, calibration, paths } = options;
  const fans = fanBuilder(spec.quantiles);
  const { levels } = fans.grid;
  const Q = levels.length;
  const { horizon } = spec;
  const median = levels.indexOf(0.5);
  const context = Math.max(...members.map(({ layout }) => layout.context));
  const tail = observationsRead(members, ensembleWeights);
  const factors = factorsByQuantile(fans.grid, calibration);
  const first = members[0].layout;
  const methodNames = statisticalMembers(ensembleWeights).map(({ name }) => name);

  return {
    spec,
    horizon,
    levels,
    context,
    tail,
    season: spec.base === 'naive' ? 1 : spec.season_length,
    paths,
    parameterCount: members.reduce((sum, { network }) => sum + network.parameters.values.length, 0),
    observedNeeded: (length) => observedNeeded(first, length),
    warnings({ raw }) {
      const have = observedCount(raw.subarray(-context));
      if (have >= context) return [];
      return [
        `The network reads ${context} observations, but only ${have} are present; the others count as missing.`,
      ];
    },
    forecast(windows, steps = horizon) {
      const made = mixed(ingredientsOf(options, methodNames, windows, steps), ensembleWeights);
      const calibrated = new Float64Array(Q);
      for (let at = 0; at < made.quantiles.length; at += Q) {
        calibrate(calibrated, made.quantiles, at, factors, median);
        made.quantiles.set(calibrated, at);
      }
      return fansOf(windows, made);
    },
    forecastNew: mixesInstant(spec)
      ? (windows) => fansOf(windows, mixed(instantIngredients(options, windows), { instant: 1 }))
      : null,
  };

  function fansOf(
    windows: readonly ForecastWindow[],
    { usable, isLog, quantiles }: MixedQuantiles,
  ): (Fan | null)[] {
    const length = quantiles.length / Math.max(1, windows.length);
    return windows.map(({ series: { raw }, origin }, w) => {
      if (!usable[w]) return null;
      const range = rangeFor(spec, tailBefore(raw, origin, tail));
      const ofWindow = quantiles.subarray(w * length, (w + 1) * length);
      return fans.build({ quantiles: ofWindow, isLog: isLog[w], range });
    });
  }
}
