/** Weights of the mixture and calibration of a model, fitted on windows that the held-out
 *  networks were not trained on. */

import assert from 'node:assert/strict';
import type { Kernel } from '../../engine/index.ts';
import { familyOf, type ResolvedSpec } from '../families/index.ts';
import { type ForecastWindow, observedCount } from '../history/index.ts';
import { forecastBatch } from '../network/index.ts';
import { type PreparedSeries, separateWindows } from '../sampling/index.ts';
import { constantStart, decimated, insampleError, quantileGrid } from '../statistics/index.ts';
import { horizonPart, type Outcome, type WidthFactors, widthFactors } from './calibration.ts';
import { candidatesFor } from './candidate-forecasts.ts';
import { earlyWindows, observationsOfWidth } from './early-windows.ts';
import { fitMixture, type MixtureWindow, withCandidates } from './fit-mixture.ts';
import type { KeptForecasts } from './kept-forecasts.ts';
import { knownLosses } from './known-losses.ts';
import type { Member } from './member.ts';
import { type Ingredients, ingredientsOf, keepIngredients, methodIngredients, mixed } from './mixture.ts';
import { type CandidateName, type MixtureWeights, networkOnly, withoutNetwork } from './mixture-weights.ts';
import { zeroShares } from './rare-demand.ts';
import type { Group } from './weights-file.ts';

/** Most windows of a part that are compared. */
const windowsMax: Record<ResolvedSpec['preset'], number> = { fast: 1_200, balanced: 2_000, accurate: 3_000 };
/** Most quantiles that are kept in memory, of eight bytes each: a long horizon has fewer windows. */
const quantilesMax = 40_000_000;
/** Windows of a part. */
const windowsAtOnce = 64;
/** Largest weight of the networks with which the width of the fan is measured without them. */
const earlyNetworkMax = 0.5;

export interface FittedWeights {
  ensembleWeights: Record<Group, MixtureWeights>;
  calibration: Record<Group, WidthFactors>;
}

/** The data and networks that weights are fitted with. */
export interface WeightsTask {
  spec: ResolvedSpec;
  heldOut: readonly Member[];
  kernel: Kernel;
  series: readonly PreparedSeries[];
  kept: KeptForecasts;
}

/** The forecasts that weights are fitted to, in parts that do not depend on each other, and the fit. */
export interface WeightsFit {
  /** Number of parts. */
  count: number;
  ingredientsOf(part: number): Ingredients;
  /** Fits the weights of the mixture and the calibration. Those of the held-out networks, which the card describes, are
   *  fitted to the validation windows alone. Those of the members are fitted to the backtest windows too.
   *  @param ingredientsOf result of the method of that name, computed anywhere; asked for in order, null ends the work
   *  @returns null if the work was ended */
  fit(ingredientsOf: (part: number) => Ingredients | null): FittedWeights | null;
}

export function prepareWeightsFit(task: WeightsTask): WeightsFit {
  const { spec, heldOut, kernel, kept } = task;
  if (heldOut.length === 0)
    return {
      count: 0,
      ingredientsOf: () => assert.fail('without held-out networks there are no parts'),
      fit: () => weightsWithoutFit(task),
    };
  const plan = planOf(task);
  const ensemble = { spec, members: heldOut, kernel, batchMax: forecastBatch };
  return {
    count: plan.parts.length,
    ingredientsOf(part) {
      const { windows, group } = plan.parts[part];
      // Early windows are forecast once.
      const own = group === 'early' ? ensemble : { ...ensemble, kept };
      const hasNetworks = group !== 'early' || familyOf(spec).networksForecastEarlyWindows;
      return hasNetworks
        ? ingredientsOf(own, plan.candidates, windows)
        : methodIngredients(own, plan.candidates, windows);
    },
    fit: (ingredientsOf) => fitWeights(task, plan, ingredientsOf),
  };
}

type WindowGroup = 'early' | 'validation' | 'backtest';

/** The methods that take part, and the windows that they are compared in. */
interface FitPlan {
  ofHeldOut: CandidateName[];
  candidates: CandidateName[];
  early: readonly ForecastWindow[];
  comparedMax: number;
  parts: { group: WindowGroup; windows: readonly ForecastWindow[] }[];
}

function planOf({ spec, series }: WeightsTask): FitPlan {
  const early = earlyWindows(series, spec);
  const originsOf = (split: PreparedSeries['split']) =>
    split.validationOrigins.length + split.backtestOrigins.length;
  const planned = series.reduce((sum, { split }) => sum + originsOf(split), early.length);
  const forecasts = Math.min(2 * windowsMax[spec.preset], planned);
  const { whole, fittedParts } = histories(series);
  // The card describes networks and methods that saw nothing of the backtest.
  const ofHeldOut = candidatesFor(spec, fittedParts, forecasts);
  const candidates = [...new Set([...ofHeldOut, ...candidatesFor(spec, whole, forecasts)])];
  const comparedMax = comparedWindowsMax(spec, candidates.length);
  const groups: [WindowGroup, readonly ForecastWindow[]][] = [
    ['early', early],
    ['validation', windowsOf(series, ({ split }) => split.validationOrigins, comparedMax)],
    ['backtest', windowsOf(series, ({ split }) => split.backtestOrigins, comparedMax)],
  ];
  const parts = groups.flatMap(([group, windows]) =>
    Array.from({ length: Math.ceil(windows.length / windowsAtOnce) }, (_, n) => ({
      group,
      windows: windows.slice(n * windowsAtOnce, (n + 1) * windowsAtOnce),
    })),
  );
  return { ofHeldOut, candidates, early, comparedMax, parts };
}

/** Histories that methods are chosen by. Without an observation a history has no shape: a series may begin after the
 *  fit, or lack the target. */
function histories(series: readonly PreparedSeries[]) {
  const isObserved = (history: Float64Array) => observedCount(history) > 0;
  return {
    whole: series.map(({ raw }) => raw).filter(isObserved),
    fittedParts: series.map(({ raw, split }) => raw.subarray(0, split.fitEnd)).filter(isObserved),
  };
}

/** Weights of a model of which nothing is held out: the priors. */
function weightsWithoutFit({ spec, series }: WeightsTask): FittedWeights {
  const { fitted, trained } = observationsFitted(spec, series);
  const counts = { fitted: trained, validation: 0, network: 1, areOfAllTimes: false };
  const calibration = widthFactors([], quantileGrid(spec.quantiles), counts);
  const candidates = candidatesFor(spec, histories(series).whole, 0);
  const unseen = { separate: 0, trained: fitted };
  return {
    ensembleWeights: {
      members: fitMixture({ spec, candidates, windows: [], early: [], counts: unseen }),
      heldOut: networkOnly,
    },
    calibration: { members: calibration, heldOut: calibration },
  };
}

/** Origins that held-out networks are trained on, and how many horizons these are. */
function observationsFitted({ horizon }: ResolvedSpec, series: readonly PreparedSeries[]) {
  const fitted = series.reduce((sum, { split }) => sum + Math.max(0, split.fitEnd - horizon), 0);
  return { fitted, trained: fitted / horizon };
}

function fitWeights(
  { spec, heldOut, series, kept }: WeightsTask,
  { ofHeldOut, candidates, early, comparedMax, parts }: FitPlan,
  ingredientsOf: (part: number) => Ingredients | null,
): FittedWeights | null {
  const { fitted, trained } = observationsFitted(spec, series);
  const grid = quantileGrid(spec.quantiles);
  // Series of a market move together: their windows of one time count once.
  const { seriesMoveTogether, networksForecastEarlyWindows, widthDependsOnLength } = familyOf(spec);
  const dependentSeries = seriesMoveTogether ? Math.max(1, series.length) : 1;
  const separate = separateWindows(series, heldOut[0].layout, comparedMax) / dependentSeries;
  const made: Record<WindowGroup, ForecastPart[]> = { early: [], validation: [], backtest: [] };
  for (const [p, { group, windows }] of parts.entries()) {
    const ingredients = ingredientsOf(p);
    if (ingredients === null) return null;
    if (group !== 'early') keepIngredients(kept, heldOut, windows, ingredients, spec.horizon);
    made[group].push({ windows, ingredients });
  }
  const { early: beforeFit, validation: validated, backtest: backtested } = made;
  const compare = (parts: readonly ForecastPart[]) => parts.flatMap((part) => comparedIn(part, spec));
  const compared = compare(validated);
  const comparedEarly = compare(beforeFit);
  const ofMembers = [...compared, ...compare(backtested)];
  const known = knownLosses([...comparedEarly, ...ofMembers]);
  const ensembleWeights = {
    heldOut: fitMixture({
      spec,
      candidates: ofHeldOut,
      counts: { separate, trained: fitted },
      known,
      windows: withCandidates(compared, candidates, ofHeldOut),
      early: withCandidates(comparedEarly, candidates, ofHeldOut),
    }),
    members: fitMixture({
      spec,
      candidates,
      early: comparedEarly,
      known,
      windows: ofMembers,
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
    const methodWeights = network <= earlyNetworkMax ? withoutNetwork(weights) : null;
    const earlyWeights = networksForecastEarlyWindows ? weights : methodWeights;
    const separateEarly = earlyWeights === null ? 0 : early.length / 2;
    const areOfAllTimes = separateEarly > 0 && widthDependsOnLength;
    const importance = areOfAllTimes ? importanceByHistory : () => 1;
    const outcomes =
      dependentSeries > 1
        ? []
        : [
            ...(earlyWeights === null ? [] : beforeFit).flatMap((part) =>
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

/** Importance of a window among windows of all times. The fan of a short history is another one than that of the whole
 *  series: what its width was there says little about the next forecast. */
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
  const outcomes: Outcome[] = [];
  for (let w = 0; w < windows.length; w++) {
    const window = windows[w];
    const { origin } = window;
    const { raw } = window.series;
    const { kind, zeroLimit } = series[w];
    // The fan of intermittent demand is not calibrated, and a constant start has no errors.
    const isMoving = origin >= constantStart(raw) + observationsOfWidth;
    if (!usable[w] || !isMoving || zeroLimit > 0) continue;
    const weight = importance(window);
    for (let h = 0; h < spec.horizon; h++) {
      const y = raw[origin + h];
      const target = isLog[w] ? Math.log(y) : y;
      if (!Number.isFinite(target)) continue;
      const offset = w * rowLength + h * stepLength;
      outcomes.push({ quantiles, offset, target, kind, part: horizonPart(h, spec.horizon), weight });
    }
  }
  return outcomes;
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
