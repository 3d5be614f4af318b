import { hasNonPositive, straightLine } from '../../statistics/index.ts';
import { seasonalIndex } from './decomposition.ts';
import { refinedInitialStates } from './ets-initial-states.ts';
import { type EtsForm, type EtsParameters, type EtsRun, emptyRun, runEts } from './ets-model.ts';
import { nelderMead } from './nelder-mead.ts';

export interface EtsFit {
  form: EtsForm;
  parameters: EtsParameters;
  run: EtsRun;
  /** Number of estimated parameters and initial states, those of the season included. */
  parameterCount: number;
  /** Infinite if there are too few observations for the number of parameters. */
  aicc: number;
}

/** Bounds of the parameters. Source: R's forecast package. */
export const alphaMin = 1e-4;
export const alphaMax = 0.9999;
const phiMin = 0.8;
const phiMax = 0.98;
/** Observations from which the initial level and slope are estimated, at least. */
const startMin = 10;
const evaluationsPerParameter = 40;

/** Maximum likelihood fit of smoothing, damping, initial level and slope, all at once. The initial season is
 *  that of classical decomposition, but counts as m-1 parameters. Null if the form is not admissible for the
 *  series. */
export function fitEts(form: EtsForm, history: Float64Array, season: number): EtsFit | null {
  const n = history.length;
  const seasonal = form.season !== 'none';
  const m = seasonal ? season : 1;
  if (seasonal && (season < 2 || n < 2 * season + 1)) return null;
  const ratios = form.error === 'multiplicative' || form.season === 'multiplicative';
  if (ratios && hasNonPositive(history)) return null;

  let seasons = form.season === 'none' ? new Float64Array(1) : seasonalIndex(history, season, form.season);
  const spread = spreadOf(history);
  const free = freeParameters(form, m, startOf(form, history, seasons), spread);
  const place = (name: FreeParameter['name']) => free.findIndex((one) => one.name === name);
  const [alpha, level, beta, slope] = [place('alpha'), place('level'), place('beta'), place('slope')];
  const [phi, gamma] = [place('phi'), place('gamma')];
  const unpack = (x: Float64Array, into: EtsParameters): EtsParameters => {
    into.alpha = x[alpha];
    into.level = x[level];
    if (beta >= 0) into.beta = x[beta];
    if (gamma >= 0) into.gamma = x[gamma];
    if (phi >= 0) into.phi = x[phi];
    if (slope >= 0) into.slope = x[slope];
    return into;
  };
  const unpacked = (x: Float64Array): EtsParameters =>
    unpack(x, { alpha: 0, beta: 0, gamma: 0, phi: 1, level: 0, slope: 0, seasons });
  // The hundreds of evaluations of a fit allocate nothing.
  const tried = unpacked(Float64Array.from(free, ({ value }) => value));
  const memory = emptyRun(n, seasons.length);
  const cost = (x: Float64Array): number => {
    unpack(x, tried);
    if (!admissible(form, tried)) return Number.POSITIVE_INFINITY;
    const { squares, logScale } = runEts(form, tried, history, memory);
    return n * Math.log(squares + Number.MIN_VALUE) + logScale;
  };
  const options = { evaluationsMax: evaluationsPerParameter * free.length };
  const values = free.map(({ value }) => value);
  const steps = free.map(({ step }) => step);
  const first = nelderMead(cost, values, steps, options);
  const refined = seasonal ? refinedInitialStates(form, unpacked(first.at), history, spread) : null;
  if (refined !== null) {
    const at = Float64Array.from(free, ({ name }) => refined[name]);
    tried.seasons = refined.seasons;
    if (cost(at) < first.value) {
      first.at = at;
      seasons = refined.seasons;
    } else tried.seasons = seasons;
  }
  // A second search from its end frees a simplex that has collapsed.
  const best = nelderMead(
    cost,
    first.at,
    steps.map((step) => step / -4),
    options,
  );

  const parameters = unpacked(best.at);
  const run = runEts(form, parameters, history);
  if (!Number.isFinite(run.squares)) return null;
  const parameterCount = free.length + (seasonal ? m - 1 : 0);
  const count = parameterCount + 1;
  const spare = n - count - 1;
  return {
    form,
    parameters,
    run,
    parameterCount,
    aicc: spare > 0 ? best.value + 2 * count + (2 * count * (count + 1)) / spare : Number.POSITIVE_INFINITY,
  };
}

interface FreeParameter {
  name: Exclude<keyof EtsParameters, 'seasons'>;
  value: number;
  step: number;
}

/** Start of the search and its first steps. A long season starts with less smoothing. */
function freeParameters(
  form: EtsForm,
  m: number,
  start: { level: number; slope: number },
  spread: number,
): FreeParameter[] {
  const alpha = alphaMin + (0.5 * (alphaMax - alphaMin)) / Math.sqrt(m);
  const free: FreeParameter[] = [
    { name: 'alpha', value: alpha, step: -alpha / 2 },
    { name: 'level', value: start.level, step: spread / 2 },
  ];
  if (form.trend !== 'none')
    free.push(
      { name: 'beta', value: 0.1 * alpha, step: 0.2 * alpha },
      { name: 'slope', value: start.slope, step: spread / 10 },
    );
  if (form.trend === 'damped') free.push({ name: 'phi', value: 0.97, step: -0.05 });
  if (form.season !== 'none') free.push({ name: 'gamma', value: 0.05, step: 0.2 * (1 - alpha) });
  return free;
}

function admissible(form: EtsForm, { alpha, beta, gamma, phi }: EtsParameters): boolean {
  return (
    alpha >= alphaMin &&
    alpha <= alphaMax &&
    (form.trend === 'none' || (beta >= alphaMin && beta <= alpha)) &&
    (form.trend !== 'damped' || (phi >= phiMin && phi <= phiMax)) &&
    (form.season === 'none' || (gamma >= alphaMin && gamma <= 1 - alpha))
  );
}

/** Initial level and slope: a straight line through the first observations without their season; their mean
 *  without a trend. Source: R's `initstate`. */
function startOf(
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
function spreadOf(history: Float64Array): number {
  let sum = 0;
  for (let t = 1; t < history.length; t++) sum += (history[t] - history[t - 1]) ** 2;
  return Math.sqrt(sum / Math.max(1, history.length - 1));
}
