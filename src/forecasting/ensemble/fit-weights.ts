/** Ensemble weights and calibration of a model, fitted on windows that the held-out networks were not trained on. */

import type { Kernel } from '../../engine/index.ts';
import { familyOf, type ResolvedSpec } from '../families/index.ts';
import type { ForecastWindow } from '../history/index.ts';
import { type PreparedSeries, separateWindows } from '../sampling/index.ts';
import { decimated, insampleError, quantileGrid } from '../statistics/index.ts';
import { calibrationOf, type Outcome } from './calibration.ts';
import {
  type ComparedWindow,
  candidatesFor,
  chooseEnsembleWeights,
  type EnsembleWeights,
  networkOnly,
} from './ensemble-weights.ts';
import type { Member } from './member.ts';
import { type Ingredients, ingredientsOf, mixed } from './mixture.ts';
import type { Group } from './weights-file.ts';

/** Most windows that are compared. */
const windowsMax: Record<ResolvedSpec['preset'], number> = { fast: 600, balanced: 1_500, accurate: 3_000 };
/** Most quantiles that are kept in memory, of eight bytes each: a long horizon has fewer windows. */
const quantilesMax = 40_000_000;
/** Windows that are forecast between two checks of the orders. */
const windowsAtOnce = 64;

export interface FittedWeights {
  ensembleWeights: Record<Group, EnsembleWeights>;
  calibration: Float32Array; // [2]
}

/** Fits the ensemble weights and the calibration. The weights of the held-out networks, which the card describes, are fitted
 *  to the validation windows alone. The weights of the members are fitted to the backtest windows too.
 *  @param proceed called between batches of windows; false stops the work
 *  @returns null if it was stopped */
export function fitEnsembleWeights(options: {
  spec: ResolvedSpec;
  heldOut: readonly Member[];
  kernel: Kernel;
  series: readonly PreparedSeries[];
  proceed: () => boolean;
}): FittedWeights | null {
  const { spec, heldOut, kernel, series, proceed } = options;
  const fitted = series.reduce((sum, { split }) => sum + Math.max(0, split.fitEnd - spec.horizon), 0);
  const trained = fitted / spec.horizon;
  const grid = quantileGrid(spec.quantiles);
  if (heldOut.length === 0) {
    const calibration = calibrationOf([], grid, { fitted: trained, validation: 0 });
    const counts = { separate: 0, trained: fitted };
    const ensembleWeights = chooseEnsembleWeights(candidatesOf(spec, series), [], counts, spec);
    return {
      ensembleWeights: { members: ensembleWeights, heldOut: networkOnly },
      calibration: Float32Array.from(calibration),
    };
  }
  const candidates = candidatesOf(spec, series);
  const comparedMax = comparedWindowsMax(spec, candidates.length);
  const validation = windowsOf(series, ({ split }) => split.validationOrigins, comparedMax);
  const backtest = windowsOf(series, ({ split }) => split.backtestOrigins, comparedMax);
  // Series of a market move together: their windows of one time count once.
  const dependentSeries = familyOf(spec).seriesMoveTogether ? Math.max(1, series.length) : 1;
  const separate = separateWindows(series, heldOut[0].layout, comparedMax) / dependentSeries;
  const validated = forecastsOf(validation);
  if (validated === null) return null;
  const backtested = forecastsOf(backtest);
  if (backtested === null) return null;
  const compared = validated.flatMap((part) => comparedIn(part, spec));
  const ensembleWeights = {
    heldOut: chooseEnsembleWeights(candidates, compared, { separate, trained: fitted }, spec),
    members: chooseEnsembleWeights(
      candidates,
      [...compared, ...backtested.flatMap((part) => comparedIn(part, spec))],
      { separate: 2 * separate, trained: fitted },
      spec,
    ),
  };
  const outcomes =
    dependentSeries > 1 ? [] : validated.flatMap((part) => outcomesIn(part, ensembleWeights.heldOut, spec));
  const calibration = calibrationOf(outcomes, grid, { fitted: trained, validation: separate });
  return { ensembleWeights, calibration: Float32Array.from(calibration) };

  /** Forecasts of the networks and of each candidate; null if the work was stopped. */
  function forecastsOf(windows: readonly ForecastWindow[]): ForecastPart[] | null {
    const parts: ForecastPart[] = [];
    for (let first = 0; first < windows.length; first += windowsAtOnce) {
      if (!proceed()) return null;
      const part = windows.slice(first, first + windowsAtOnce);
      const ensemble = { spec, members: heldOut, kernel, batchMax: spec.batch_size };
      parts.push({ windows: part, ingredients: ingredientsOf(ensemble, candidates, part) });
    }
    return parts;
  }
}

/** Most windows of a held-out part that are compared. */
export function comparedWindowsMax(
  { preset, horizon, quantiles }: Pick<ResolvedSpec, 'preset' | 'horizon' | 'quantiles'>,
  candidates: number,
): number {
  const quantilesOfWindow = horizon * quantiles.length * (1 + candidates);
  return Math.max(1, Math.min(windowsMax[preset], Math.floor(quantilesMax / quantilesOfWindow)));
}

/** Windows with the forecasts of the networks and of each candidate. */
interface ForecastPart {
  windows: readonly ForecastWindow[];
  ingredients: Ingredients;
}

function comparedIn({ windows, ingredients }: ForecastPart, spec: ResolvedSpec): ComparedWindow[] {
  const { horizon, season_length: season } = spec;
  const { usable, network, statistical } = ingredients;
  const rowLength = network.length / windows.length;
  return windows.flatMap(({ series: { raw }, origin }, w) => {
    const unit = usable[w] ? insampleError(raw, origin, season) : null;
    if (unit === null) return [];
    const rowOf = (rows: Float64Array) => rows.subarray(w * rowLength, (w + 1) * rowLength);
    const actual = Float64Array.from({ length: horizon }, (_, h) => raw[origin + h] ?? Number.NaN);
    return [{ quantiles: [network, ...Object.values(statistical)].map(rowOf), actual, unit }];
  });
}

/** Observations beside the quantiles of the mixture. */
function outcomesIn(
  { windows, ingredients }: ForecastPart,
  ensembleWeights: EnsembleWeights,
  spec: ResolvedSpec,
): Outcome[] {
  const { usable, isLog, quantiles } = mixed(ingredients, ensembleWeights);
  const rowLength = quantiles.length / windows.length;
  const stepLength = rowLength / spec.horizon;
  return windows.flatMap(({ series: { raw }, origin }, w) => {
    if (!usable[w]) return [];
    return Array.from({ length: spec.horizon }, (_, h) => {
      const y = raw[origin + h];
      const target = isLog[w] ? Math.log(y) : y;
      return { quantiles, offset: w * rowLength + h * stepLength, target };
    }).filter(({ target }) => Number.isFinite(target));
  });
}

function candidatesOf(spec: ResolvedSpec, series: readonly PreparedSeries[]) {
  return candidatesFor(
    spec,
    series.map(({ raw, split }) => raw.subarray(0, split.fitEnd)).filter(({ length }) => length > 0),
  );
}

function windowsOf(
  series: readonly PreparedSeries[],
  originsOf: (series: PreparedSeries) => readonly number[],
  max: number,
): readonly ForecastWindow[] {
  return decimated(
    series.flatMap((one) => originsOf(one).map((origin) => ({ series: one, origin }))),
    max,
  );
}
