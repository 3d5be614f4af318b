/** Weights of the mixture and calibration of a model, fitted on windows that the held-out networks were not trained on. */

import type { Kernel } from '../../engine/index.ts';
import { familyOf, type ResolvedSpec } from '../families/index.ts';
import type { ForecastWindow } from '../history/index.ts';
import { type PreparedSeries, separateWindows } from '../sampling/index.ts';
import { constantStart, decimated, insampleError, quantileGrid } from '../statistics/index.ts';
import { horizonPart, type Outcome, type WidthFactors, widthFactors } from './calibration.ts';
import { candidatesFor } from './candidate-forecasts.ts';
import { earlyWindows, observationsOfWidth } from './early-windows.ts';
import type { Member } from './member.ts';
import { type Ingredients, ingredientsOf, methodIngredients, mixed } from './mixture.ts';
import { fitMixture, type MixtureWindow, withCandidates } from './mixture-fit.ts';
import { type MixtureWeights, networkOnly, withoutNetwork } from './mixture-weights.ts';
import { zeroShares } from './rare-demand.ts';
import type { Group } from './weights-file.ts';

/** Most windows of a part that are compared. */
const windowsMax: Record<ResolvedSpec['preset'], number> = { fast: 1_200, balanced: 2_000, accurate: 3_000 };
/** Most quantiles that are kept in memory, of eight bytes each: a long horizon has fewer windows. */
const quantilesMax = 40_000_000;
/** Windows that are forecast between two checks of the orders. */
const windowsAtOnce = 64;
/** Largest weight of the networks with which the width of the fan is measured without them. */
const earlyNetworkMax = 0.5;

export interface FittedWeights {
  ensembleWeights: Record<Group, MixtureWeights>;
  calibration: Record<Group, WidthFactors>;
}

/** Fits the weights of the mixture and the calibration. Those of the held-out networks, which the card describes, are
 *  fitted to the validation windows alone. Those of the members are fitted to the backtest windows too.
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
  const whole = series.map(({ raw }) => raw).filter(({ length }) => length > 0);
  const fittedParts = series
    .map(({ raw, split }) => raw.subarray(0, split.fitEnd))
    .filter(({ length }) => length > 0);
  if (heldOut.length === 0) {
    const noWindows = { fitted: trained, validation: 0, network: 1, areOfAllTimes: false };
    const calibration = widthFactors([], grid, noWindows);
    const candidates = candidatesFor(spec, whole, 0);
    const counts = { separate: 0, trained: fitted };
    return {
      ensembleWeights: {
        members: fitMixture({ spec, candidates, windows: [], early: [], counts }),
        heldOut: networkOnly,
      },
      calibration: { members: calibration, heldOut: calibration },
    };
  }
  const ensemble = { spec, members: heldOut, kernel, batchMax: spec.batch_size };
  const early = earlyWindows(series, spec);
  const originsOf = (split: PreparedSeries['split']) =>
    split.validationOrigins.length + split.backtestOrigins.length;
  const planned = series.reduce((sum, { split }) => sum + originsOf(split), early.length);
  const forecasts = Math.min(2 * windowsMax[spec.preset], planned);
  // The card describes networks and methods that saw nothing of the backtest.
  const ofHeldOut = candidatesFor(spec, fittedParts, forecasts);
  const candidates = [...new Set([...ofHeldOut, ...candidatesFor(spec, whole, forecasts)])];
  const comparedMax = comparedWindowsMax(spec, candidates.length);
  const validation = windowsOf(series, ({ split }) => split.validationOrigins, comparedMax);
  const backtest = windowsOf(series, ({ split }) => split.backtestOrigins, comparedMax);
  // Series of a market move together: their windows of one time count once.
  const dependentSeries = familyOf(spec).seriesMoveTogether ? Math.max(1, series.length) : 1;
  const separate = separateWindows(series, heldOut[0].layout, comparedMax) / dependentSeries;
  const isWhole = familyOf(spec).fixedMedian;
  const beforeFit = forecastsOf(early, (part) =>
    isWhole ? ingredientsOf(ensemble, candidates, part) : methodIngredients(ensemble, candidates, part),
  );
  const validated = forecastsOf(validation, (part) => ingredientsOf(ensemble, candidates, part));
  const backtested = forecastsOf(backtest, (part) => ingredientsOf(ensemble, candidates, part));
  if (beforeFit === null || validated === null || backtested === null) return null;
  const compare = (parts: readonly ForecastPart[]) => parts.flatMap((part) => comparedIn(part, spec));
  const compared = compare(validated);
  const comparedEarly = compare(beforeFit);
  const ensembleWeights = {
    heldOut: fitMixture({
      ...{ spec, candidates: ofHeldOut, counts: { separate, trained: fitted } },
      windows: withCandidates(compared, candidates, ofHeldOut),
      early: withCandidates(comparedEarly, candidates, ofHeldOut),
    }),
    members: fitMixture({
      ...{ spec, candidates, early: comparedEarly },
      windows: [...compared, ...compare(backtested)],
      counts: { separate: 2 * separate, trained: fitted },
    }),
  };
  return {
    ensembleWeights,
    calibration: {
      heldOut: calibrated(validated, ensembleWeights.heldOut, separate),
      members: calibrated([...validated, ...backtested], ensembleWeights.members, 2 * separate),
    },
  };

  function calibrated(
    parts: readonly ForecastPart[],
    weights: MixtureWeights,
    windows: number,
  ): WidthFactors {
    const network = weights.overall.network ?? 0;
    // Early windows have no forecasts of networks that were trained on them.
    const earlyWeights = isWhole ? weights : network <= earlyNetworkMax ? withoutNetwork(weights) : null;
    const separateEarly = earlyWeights === null ? 0 : early.length / 2;
    // The width of prices follows the volatility of the last days, not the length of the history.
    const areOfAllTimes = separateEarly > 0 && !isWhole;
    const importance = areOfAllTimes ? importanceByHistory : () => 1;
    const outcomes =
      dependentSeries > 1
        ? []
        : [
            ...(earlyWeights === null ? [] : beforeFit!).flatMap((part) =>
              outcomesIn(part, earlyWeights!, spec, importance),
            ),
            ...parts.flatMap((part) => outcomesIn(part, weights, spec, importance)),
          ];
    return widthFactors(outcomes, grid, {
      fitted: trained,
      validation: windows + separateEarly,
      network,
      areOfAllTimes,
    });
  }

  /** Forecasts of windows; null if the work was stopped. */
  function forecastsOf(
    windows: readonly ForecastWindow[],
    forecast: (windows: readonly ForecastWindow[]) => Ingredients,
  ): ForecastPart[] | null {
    const parts: ForecastPart[] = [];
    for (let first = 0; first < windows.length; first += windowsAtOnce) {
      if (!proceed()) return null;
      const part = windows.slice(first, first + windowsAtOnce);
      parts.push({ windows: part, ingredients: forecast(part) });
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

function comparedIn({ windows, ingredients }: ForecastPart, spec: ResolvedSpec): MixtureWindow[] {
  const { horizon, season_length: season, quantiles: levels } = spec;
  const { usable, network, statistical, series } = ingredients;
  const names = Object.keys(statistical);
  const rows = [network, ...Object.values(statistical)];
  const rowLength = horizon * levels.length;
  return windows.flatMap(({ series: { raw }, origin }, w) => {
    const unit = usable[w] ? insampleError(raw, origin, season) : null;
    if (unit === null) return [];
    const quantiles = rows.map((all) => all.subarray(w * rowLength, (w + 1) * rowLength));
    const { zeroLimit, asleep, ...one } = series[w];
    return [
      {
        ...one,
        quantiles,
        zeroShares: zeroLimit > 0 ? quantiles.map((row) => zeroShares(row, levels, zeroLimit)) : null,
        actual: Float64Array.from({ length: horizon }, (_, h) => raw[origin + h] ?? Number.NaN),
        unit,
        origin,
        asleep: asleep.map((name) => 1 + names.indexOf(name)),
        block: blockOf(one.id, raw.length - origin, spec),
      },
    ];
  });
}

/** Windows that overlap, and windows of the same time of series that move together, are of one block. */
function blockOf(id: string, stepsToEnd: number, spec: ResolvedSpec): string {
  const period = String(Math.ceil(stepsToEnd / spec.horizon));
  return familyOf(spec).seriesMoveTogether ? period : `${period} ${id}`;
}

/** Importance of a window among windows of all times. The fan of a short history is another one than that of the whole series: what its width
 *  was there says little about the next forecast. */
function importanceByHistory({ series: { raw }, origin }: ForecastWindow): number {
  return (origin / raw.length) ** 2;
}

/** Observations beside the quantiles of the mixture. */
function outcomesIn(
  { windows, ingredients }: ForecastPart,
  weights: MixtureWeights,
  spec: ResolvedSpec,
  importance: (window: ForecastWindow) => number,
): Outcome[] {
  const { usable, isLog, quantiles, series } = mixed(ingredients, weights, spec.quantiles);
  const rowLength = quantiles.length / windows.length;
  const stepLength = rowLength / spec.horizon;
  return windows.flatMap((window, w) => {
    const {
      series: { raw },
      origin,
    } = window;
    // The fan of intermittent demand is not calibrated, and a constant start has no errors.
    const isMoving = origin >= constantStart(raw) + observationsOfWidth;
    if (!usable[w] || !isMoving || series[w].zeroLimit > 0) return [];
    const weight = importance(window);
    return Array.from({ length: spec.horizon }, (_, h) => {
      const y = raw[origin + h];
      const target = isLog[w] ? Math.log(y) : y;
      return {
        ...{ quantiles, offset: w * rowLength + h * stepLength, target },
        ...{ kind: series[w].kind, part: horizonPart(h, spec.horizon), weight },
      };
    }).filter(({ target }) => Number.isFinite(target));
  });
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
