/** Weights of the mixture and calibration of a model, fitted on windows that the held-out networks were not trained on. */

import type { Kernel } from '../../engine/index.ts';
import { familyOf, type ResolvedSpec } from '../families/index.ts';
import type { ForecastWindow } from '../history/index.ts';
import { type PreparedSeries, separateWindows } from '../sampling/index.ts';
import { constantStart, decimated, insampleError, quantileGrid } from '../statistics/index.ts';
import { horizonPart, type Outcome, type WidthFactors, widthFactors } from './calibration.ts';
import { candidatesFor } from './candidate-forecasts.ts';
import { chooseEnsembleWeights } from './ensemble-weights.ts';
import type { Member } from './member.ts';
import { type Ingredients, ingredientsOf, methodIngredients, mixed } from './mixture.ts';
import { fitMixture, type MixtureWindow } from './mixture-fit.ts';
import { forAll, type MixtureWeights, networkOnly } from './mixture-weights.ts';
import { zeroShares } from './rare-demand.ts';
import type { Group } from './weights-file.ts';

/** Most windows of a part that are compared. */
const windowsMax: Record<ResolvedSpec['preset'], number> = { fast: 1_200, balanced: 2_000, accurate: 3_000 };
/** Most quantiles that are kept in memory, of eight bytes each: a long horizon has fewer windows. */
const quantilesMax = 40_000_000;
/** Windows that are forecast between two checks of the orders. */
const windowsAtOnce = 64;
/** With fewer separate validation windows, methods are compared in earlier windows too: in so many at most, of all series and of
 *  each. They begin after a share of the series. */
const separateOfFew = 12;
const earlyWindowsMax = 48;
const earlyWindowsOfSeries = 24;
const earlyFrom = 0.3;
const earlySeasonsMin = 3;
const earlyObservationsMin = 10;

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
  // Which methods are compared depends on all observations, their weights on the windows alone.
  const histories = series.map(({ raw }) => raw).filter(({ length }) => length > 0);
  if (heldOut.length === 0) {
    const calibration = widthFactors([], grid, { fitted: trained, validation: 0 });
    const candidates = candidatesFor(spec, histories, 0);
    const { weights } = chooseEnsembleWeights(candidates, [], { separate: 0, trained: fitted }, spec);
    return {
      ensembleWeights: { members: forAll(weights), heldOut: networkOnly },
      calibration: { members: calibration, heldOut: calibration },
    };
  }
  const ensemble = { spec, members: heldOut, kernel, batchMax: spec.batch_size };
  const early = earlyWindows(series, spec);
  const originsOf = (split: PreparedSeries['split']) =>
    split.validationOrigins.length + split.backtestOrigins.length;
  const planned = series.reduce((sum, { split }) => sum + originsOf(split), early.length);
  const candidates = candidatesFor(spec, histories, Math.min(2 * windowsMax[spec.preset], planned));
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
  // Early windows tell the width where they have forecasts of all parts of the mixture.
  const whole = isWhole ? beforeFit : [];
  const separateBefore = isWhole ? early.length / 2 : 0;
  const compare = (parts: readonly ForecastPart[]) => parts.flatMap((part) => comparedIn(part, spec));
  const compared = compare(validated);
  const task = { spec, candidates, early: compare(beforeFit) };
  const ensembleWeights = {
    heldOut: fitMixture({ ...task, windows: compared, counts: { separate, trained: fitted } }),
    members: fitMixture({
      ...task,
      windows: [...compared, ...compare(backtested)],
      counts: { separate: 2 * separate, trained: fitted },
    }),
  };
  return {
    ensembleWeights,
    calibration: {
      heldOut: calibrated([...whole, ...validated], ensembleWeights.heldOut, separate + separateBefore),
      members: calibrated(
        [...whole, ...validated, ...backtested],
        ensembleWeights.members,
        2 * separate + separateBefore,
      ),
    },
  };

  function calibrated(
    parts: readonly ForecastPart[],
    weights: MixtureWeights,
    windows: number,
  ): WidthFactors {
    const outcomes = dependentSeries > 1 ? [] : parts.flatMap((part) => outcomesIn(part, weights, spec));
    return widthFactors(outcomes, grid, { fitted: trained, validation: windows });
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
  const rows = [network, ...Object.values(statistical)];
  const rowLength = horizon * levels.length;
  return windows.flatMap(({ series: { raw }, origin }, w) => {
    const unit = usable[w] ? insampleError(raw, origin, season) : null;
    if (unit === null) return [];
    const quantiles = rows.map((all) => all.subarray(w * rowLength, (w + 1) * rowLength));
    const { zeroLimit, ...one } = series[w];
    return [
      {
        ...one,
        quantiles,
        zeroShares: zeroLimit > 0 ? quantiles.map((row) => zeroShares(row, levels, zeroLimit)) : null,
        actual: Float64Array.from({ length: horizon }, (_, h) => raw[origin + h] ?? Number.NaN),
        unit,
        origin,
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

/** Windows before the validation part of few series; none of many. */
function earlyWindows(
  series: readonly PreparedSeries[],
  { horizon, season_length: season }: ResolvedSpec,
): ForecastWindow[] {
  const origins = series.map(({ split: { validationOrigins } }) => validationOrigins);
  const separate = origins.reduce((sum, own) => {
    return sum + (own.length === 0 ? 0 : 1 + (own[own.length - 1] - own[0]) / horizon);
  }, 0);
  if (separate >= separateOfFew) return [];
  const windowsEach = Math.min(earlyWindowsOfSeries, Math.floor(earlyWindowsMax / series.length));
  const step = Math.max(1, Math.round(horizon / 2));
  return series.flatMap((one) => {
    const { fitEnd } = one.split;
    const begin = constantStart(one.raw.subarray(0, fitEnd));
    const first = Math.max(
      earlySeasonsMin * season,
      horizon,
      earlyObservationsMin,
      begin + Math.floor(earlyFrom * (fitEnd - begin)),
    );
    const count = Math.min(windowsEach, Math.max(0, Math.floor((fitEnd - horizon - first) / step) + 1));
    return Array.from({ length: count }, (_, k) => ({
      series: one,
      origin: fitEnd - horizon - (count - 1 - k) * step,
    }));
  });
}

/** Observations beside the quantiles of the mixture. */
function outcomesIn(
  { windows, ingredients }: ForecastPart,
  weights: MixtureWeights,
  spec: ResolvedSpec,
): Outcome[] {
  const { usable, isLog, quantiles, series } = mixed(ingredients, weights, spec.quantiles);
  const rowLength = quantiles.length / windows.length;
  const stepLength = rowLength / spec.horizon;
  return windows.flatMap(({ series: { raw }, origin }, w) => {
    // The fan of intermittent demand is not calibrated, and a constant start has no errors.
    const isMoving = origin >= constantStart(raw) + earlyObservationsMin;
    if (!usable[w] || !isMoving || series[w].zeroLimit > 0) return [];
    return Array.from({ length: spec.horizon }, (_, h) => {
      const y = raw[origin + h];
      const target = isLog[w] ? Math.log(y) : y;
      return {
        ...{ quantiles, offset: w * rowLength + h * stepLength, target },
        ...{ kind: series[w].kind, part: horizonPart(h, spec.horizon) },
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
