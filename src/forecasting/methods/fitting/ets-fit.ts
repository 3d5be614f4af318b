import {
  costOfRun,
  type EtsForm,
  type EtsParameters,
  type EtsRun,
  etsBounds,
  etsParametersOf,
  exact,
  isAdmissible,
  runEts,
} from '../../../engine/index.ts';
import { hasNonPositive, straightLine } from '../../statistics/index.ts';
import { seasonalIndex } from './decomposition.ts';
import { refinedInitialStates } from './ets-initial-states.ts';

export interface EtsFit {
  form: EtsForm;
  parameters: EtsParameters;
  run: EtsRun;
  /** Number of estimated parameters and initial states, those of the season included. */
  parameterCount: number;
  /** Infinite if there are too few observations for the number of parameters. */
  aicc: number;
}

/** Observations from which the initial level and slope are estimated, at least. */
const startMin = 10;
const evaluationsPerParameter = 40;

/** Maximum likelihood fits of smoothing, damping, initial level and slope, all at once, one for each history. The
 *  initial season is that of classical decomposition, but counts as m-1 parameters. Null if the form is not admissible
 *  for a series. Fits of many histories in one call take less time than one by one, and have the same bytes. */
export function fitEts(form: EtsForm, histories: readonly Float64Array[], season: number): (EtsFit | null)[] {
  const m = form.season === 'none' ? 1 : season;
  const started = histories.map((history) =>
    isFor(form, history, season) ? startOf(form, history, m) : null,
  );
  const starts = started.filter((start) => start !== null);
  search(form, m, starts);
  if (form.season !== 'none') for (const start of starts) refineStates(form, start);
  // A second search from its end frees a simplex that has collapsed.
  for (const { free } of starts) for (const one of free) one.step /= -4;
  search(form, m, starts);
  return started.map((start) => (start === null ? null : fitFrom(form, start)));
}

function isFor(form: EtsForm, history: Float64Array, season: number): boolean {
  if (form.season !== 'none' && (season < 2 || history.length < 2 * season + 1)) return false;
  const hasRatios = form.error === 'multiplicative' || form.season === 'multiplicative';
  return !(hasRatios && hasNonPositive(history));
}

/** A fit that goes on. */
interface Search {
  history: Float64Array;
  seasons: Float64Array; // [m]
  /** Parameters that are searched, where the search begins or has ended. */
  free: FreeParameter[];
  spread: number;
  cost: number;
}

/** Moves each search to its minimum. */
function search(form: EtsForm, season: number, searches: readonly Search[]): void {
  const P = etsParametersOf(form).length;
  const F = searches.length;
  const values = new Float64Array(searches.reduce((sum, { history }) => sum + history.length, 0));
  const histories = new Int32Array(2 * F);
  const [seasons, points, steps] = [season, P, P].map((size) => new Float64Array(F * size));
  let first = 0;
  for (const [f, { history, seasons: own, free }] of searches.entries()) {
    values.set(history, first);
    histories.set([first, history.length], 2 * f);
    first += history.length;
    seasons.set(own, f * season);
    for (const [p, { value, step }] of free.entries()) {
      points[f * P + p] = value;
      steps[f * P + p] = step;
    }
  }
  const costs = new Float64Array(F);
  const shape = { form, season, searches: F, evaluationsMax: evaluationsPerParameter * P };
  exact.searchEts(shape, values, histories, seasons, points, steps, costs);
  for (const [f, one] of searches.entries()) {
    one.cost = costs[f];
    for (const [p, parameter] of one.free.entries()) parameter.value = points[f * P + p];
  }
}

/** Takes better initial states, if there are any. */
function refineStates(form: EtsForm, search: Search): void {
  const { history, spread, free } = search;
  const refined = refinedInitialStates(form, parametersOf(search), history, spread);
  if (refined === null || !isAdmissible(form, refined)) return;
  const cost = costOfRun(runEts(form, refined, history), history.length);
  if (!(cost < search.cost)) return;
  search.cost = cost;
  search.seasons = refined.seasons;
  for (const one of free) one.value = refined[one.name];
}

function parametersOf({ free, seasons }: Search): EtsParameters {
  const parameters = { alpha: 0, beta: 0, gamma: 0, phi: 1, level: 0, slope: 0, seasons };
  for (const { name, value } of free) parameters[name] = value;
  return parameters;
}

function fitFrom(form: EtsForm, search: Search): EtsFit | null {
  const { history, free, seasons, cost } = search;
  const parameters = parametersOf(search);
  const run = runEts(form, parameters, history);
  if (!Number.isFinite(run.squares)) return null;
  const parameterCount = free.length + (form.season === 'none' ? 0 : seasons.length - 1);
  const count = parameterCount + 1;
  const spare = history.length - count - 1;
  return {
    form,
    parameters,
    run,
    parameterCount,
    aicc: spare > 0 ? cost + 2 * count + (2 * count * (count + 1)) / spare : Number.POSITIVE_INFINITY,
  };
}

interface FreeParameter {
  name: Exclude<keyof EtsParameters, 'seasons'>;
  value: number;
  step: number;
}

/** Start of the search and its first steps. A long season starts with less smoothing. */
function startOf(form: EtsForm, history: Float64Array, m: number): Search {
  const seasons = form.season === 'none' ? new Float64Array(1) : seasonalIndex(history, m, form.season);
  const { level, slope } = firstStates(form, history, seasons);
  const spread = spreadOf(history);
  const alpha = etsBounds.alphaMin + (0.5 * (etsBounds.alphaMax - etsBounds.alphaMin)) / Math.sqrt(m);
  const all: Record<FreeParameter['name'], Omit<FreeParameter, 'name'>> = {
    alpha: { value: alpha, step: -alpha / 2 },
    level: { value: level, step: spread / 2 },
    beta: { value: 0.1 * alpha, step: 0.2 * alpha },
    slope: { value: slope, step: spread / 10 },
    phi: { value: 0.97, step: -0.05 },
    gamma: { value: 0.05, step: 0.2 * (1 - alpha) },
  };
  const free = etsParametersOf(form).map((name) => ({ name, ...all[name] }));
  return { history, seasons, free, spread, cost: Number.POSITIVE_INFINITY };
}

/** Initial level and slope: a straight line through the first observations without their season; their mean
 *  without a trend. Source: R's `initstate`. */
function firstStates(
  form: EtsForm,
  history: Float64Array,
  seasons: Float64Array,
): { level: number; slope: number } {
  const m = seasons.length;
  const length = Math.min(history.length, Math.max(startMin, 2 * m));
  const first = history.slice(0, length).map((value, t) => {
    if (form.season === 'none') return value;
    return form.season === 'additive' ? value - seasons[t % m] : value / seasons[t % m];
  });
  const mean = first.reduce((sum, value) => sum + value, 0) / length;
  if (form.trend === 'none' || length < 2) return { level: mean, slope: 0 };
  const { intercept, slope } = straightLine(first);
  const safe = form.error === 'multiplicative' || form.season === 'multiplicative';
  return safe && intercept <= 0 ? { level: mean, slope: 0 } : { level: intercept, slope };
}

/** Root mean square of one-step changes. */
export function spreadOf(history: Float64Array): number {
  let sum = 0;
  for (let t = 1; t < history.length; t++) sum += (history[t] - history[t - 1]) ** 2;
  return Math.sqrt(sum / Math.max(1, history.length - 1));
}
