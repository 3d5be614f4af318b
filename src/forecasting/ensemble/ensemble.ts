import { type Layout, observedNeeded, seriesKinds, tailBefore } from '../families/index.ts';
import { type ForecastWindow, observedCount, rangeFor } from '../history/index.ts';
import { zeroPhases } from '../statistics/index.ts';
import { calibrate, stepFactors, type WidthFactors } from './calibration.ts';
import { mixesInstant, readsOf } from './candidate-forecasts.ts';
import { type Fan, fanBuilder } from './fan.ts';
import type { FittedModel, ObservationsNeed } from './fitted-model.ts';
import { type Ensemble, ingredientsOf, type MixedQuantiles, methodIngredients, mixed } from './mixture.ts';
import { forAll, type MixtureWeights, observationsRead, statisticalMembers } from './mixture-weights.ts';
import type { PathCorrelation } from './sample-paths.ts';

export interface EnsembleOptions extends Ensemble {
  /** Weights of the networks and of statistical methods. */
  ensembleWeights: MixtureWeights;
  calibration: WidthFactors;
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
  const tail = observationsRead(members, ensembleWeights, spec);
  const first = members[0].layout;
  const season = spec.base === 'naive' ? 1 : spec.season_length;
  // What is known in advance may open a day that was closed.
  const knowsFuture = (spec.covariates?.future.length ?? 0) > 0;
  const factors = new Map(
    seriesKinds.map((kind) => [kind, stepFactors(calibration, kind, fans.grid, horizon)]),
  );
  const methodNames = statisticalMembers(ensembleWeights).map(({ name }) => name);
  const needsOfParts = [
    ...needsOfTails(members.map(({ layout }) => layout)),
    ...methodNames.map((name) => ({ steps: readsOf(name, spec) ?? tail, observed: 1 })),
  ];

  return {
    spec,
    horizon,
    levels,
    context,
    tail,
    season,
    paths,
    parameterCount: members.reduce((sum, { network }) => sum + network.parameters.values.length, 0),
    needs: (length) => [{ steps: context, observed: observedNeeded(first, length) }, ...needsOfParts],
    warnings({ raw }) {
      const have = observedCount(raw.subarray(-context));
      if (have >= context) return [];
      return [
        `The network reads ${context} observations, but only ${have} are present; the others count as missing.`,
      ];
    },
    forecast(windows, steps = horizon) {
      const made = mixed(ingredientsOf(options, methodNames, windows, steps), ensembleWeights, levels);
      const calibrated = new Float64Array(Q);
      for (const [w, { kind, zeroLimit }] of made.series.entries()) {
        // Other widths would not keep the share of zeros.
        if (zeroLimit > 0) continue;
        const ofSteps = factors.get(kind)!;
        for (let h = 0; h < steps; h++) {
          const at = (w * steps + h) * Q;
          calibrate(calibrated, made.quantiles, at, ofSteps[h], median);
          made.quantiles.set(calibrated, at);
        }
      }
      return fansOf(windows, made);
    },
    forecastNew: mixesInstant(spec)
      ? (windows) =>
          fansOf(
            windows,
            mixed(methodIngredients(options, ['instant'], windows), forAll({ instant: 1 }), levels),
          )
      : null,
  };

  function fansOf(
    windows: readonly ForecastWindow[],
    { usable, isLog, quantiles, series }: MixedQuantiles,
  ): (Fan | null)[] {
    const length = quantiles.length / Math.max(1, windows.length);
    return windows.map(({ series: { raw }, origin }, w) => {
      if (!usable[w]) return null;
      const { zeroLimit } = series[w];
      const read = tailBefore(raw, origin, tail);
      const range = {
        ...rangeFor(spec, read),
        ...(zeroLimit > 0 ? { zeroBelow: zeroLimit } : {}),
      };
      const ofWindow = quantiles.subarray(w * length, (w + 1) * length);
      return fans.build({
        ...{ quantiles: ofWindow, isLog: isLog[w], range },
        isZero: knowsFuture ? null : zeroPhases(read, season),
      });
    });
  }
}

/** Observations that each network needs among the steps that it reads. */
function needsOfTails(layouts: readonly Layout[]): ObservationsNeed[] {
  const byTail = new Map(layouts.map(({ tail, observedMin }) => [tail, observedMin]));
  return [...byTail].map(([steps, observed]) => ({ steps, observed }));
}
