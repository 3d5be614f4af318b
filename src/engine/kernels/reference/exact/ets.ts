import {
  type EtsForm,
  type EtsParameters,
  type EtsRun,
  type EtsSearchShape,
  etsBounds,
  etsParametersOf,
} from '../../contract/ets.ts';
import { nelderMead } from './nelder-mead.ts';

/** Memory for runs over `n` observations with a season of `m`. A fit makes hundreds of runs in the same memory. */
export function emptyRun(n: number, m: number): EtsRun {
  const [seasons, forecasts] = [new Float64Array(m), new Float64Array(n)];
  return { level: 0, slope: 0, seasons, forecasts, squares: 0, logScale: 0 };
}

/** Runs the recursion over the history. If a model of multiplicative errors has a forecast that is not
 *  positive, `squares` is infinite.
 *  @param run is written and returned */
export function runEts(
  form: EtsForm,
  parameters: EtsParameters,
  history: Float64Array,
  run: EtsRun = emptyRun(history.length, parameters.seasons.length),
): EtsRun {
  run.seasons.set(parameters.seasons);
  recursions[form.season](parameters, history, run);
  if (form.error === 'multiplicative') divideErrors(history, run);
  return run;
}

/** One loop for each kind of season: a loop that asks at each step which kind it is takes up to twice as long. */
const recursions = {
  none({ level, slope, alpha, beta, phi }: EtsParameters, history: Float64Array, run: EtsRun): void {
    const { forecasts } = run;
    let squares = 0;
    for (let t = 0; t < history.length; t++) {
      const damped = phi * slope;
      const q = level + damped;
      const error = history[t] - q;
      forecasts[t] = q;
      squares += error * error;
      level = q + alpha * error;
      slope = damped + beta * error;
    }
    finish(run, level, slope, squares);
  },

  additive(
    { level, slope, alpha, beta, gamma, phi }: EtsParameters,
    history: Float64Array,
    run: EtsRun,
  ): void {
    const { forecasts, seasons } = run;
    const m = seasons.length;
    let squares = 0;
    for (let t = 0, at = 0; t < history.length; t++) {
      const s = seasons[at];
      const damped = phi * slope;
      const q = level + damped;
      const error = history[t] - q - s;
      forecasts[t] = q + s;
      squares += error * error;
      level = q + alpha * error;
      slope = damped + beta * error;
      seasons[at] = s + gamma * error;
      if (++at === m) at = 0;
    }
    finish(run, level, slope, squares);
  },

  multiplicative(
    { level, slope, alpha, beta, gamma, phi }: EtsParameters,
    history: Float64Array,
    run: EtsRun,
  ): void {
    const { forecasts, seasons } = run;
    const m = seasons.length;
    let squares = 0;
    for (let t = 0, at = 0; t < history.length; t++) {
      const y = history[t];
      const s = seasons[at];
      const damped = phi * slope;
      const q = level + damped;
      const forecast = q * s;
      const change = y / s - q;
      forecasts[t] = forecast;
      squares += (y - forecast) * (y - forecast);
      level = q + alpha * change;
      slope = damped + beta * change;
      seasons[at] = s + gamma * (y / q - s);
      if (++at === m) at = 0;
    }
    finish(run, level, slope, squares);
  },
} satisfies Record<EtsForm['season'], unknown>;

function finish(run: EtsRun, level: number, slope: number, squares: number): void {
  run.level = level;
  run.slope = slope;
  run.squares = squares;
  run.logScale = 0;
}

/** Range in which products of forecasts stay. A product needs one logarithm where a sum needs one for each forecast. */
const [productMin, productMax] = [1e-200, 1e200];

/** Makes the errors of a run relative to its forecasts. */
function divideErrors(history: Float64Array, run: EtsRun): void {
  let squares = 0;
  let logs = 0;
  let product = 1;
  for (let t = 0; t < history.length; t++) {
    const forecast = run.forecasts[t];
    if (!(forecast > 0)) {
      run.squares = Number.POSITIVE_INFINITY;
      return;
    }
    const error = (history[t] - forecast) / forecast;
    squares += error * error;
    const next = product * forecast;
    if (next > productMin && next < productMax) product = next;
    else {
      logs += Math.log(product) + Math.log(forecast);
      product = 1;
    }
  }
  run.squares = squares;
  run.logScale = 2 * (logs + Math.log(product));
}

/** See `searchEts` of the contract. */
export function searchEts(
  { form, season, searches, evaluationsMax }: EtsSearchShape,
  values: Float64Array,
  histories: Int32Array,
  seasons: Float64Array,
  points: Float64Array,
  steps: Float64Array,
  costs: Float64Array,
): void {
  const names = etsParametersOf(form);
  const P = names.length;
  for (let f = 0; f < searches; f++) {
    const [first, n] = histories.subarray(2 * f);
    const history = values.subarray(first, first + n);
    const tried: EtsParameters = {
      alpha: 0,
      beta: 0,
      gamma: 0,
      phi: 1,
      level: 0,
      slope: 0,
      seasons: seasons.subarray(f * season, (f + 1) * season),
    };
    const memory = emptyRun(n, season);
    const cost = (x: Float64Array): number => {
      for (let p = 0; p < P; p++) tried[names[p]] = x[p];
      if (!isAdmissible(form, tried)) return Number.POSITIVE_INFINITY;
      return costOfRun(runEts(form, tried, history, memory), n);
    };
    const own = points.subarray(f * P, (f + 1) * P);
    const { at, value } = nelderMead(cost, own, steps.subarray(f * P, (f + 1) * P), { evaluationsMax });
    own.set(at);
    costs[f] = value;
  }
}

/** Minus twice the log likelihood of a run over n observations, but for a constant. */
export function costOfRun({ squares, logScale }: EtsRun, n: number): number {
  return n * Math.log(squares + Number.MIN_VALUE) + logScale;
}

/** Whether the parameters are within `etsBounds`. */
export function isAdmissible(form: EtsForm, { alpha, beta, gamma, phi }: EtsParameters): boolean {
  const { alphaMin, alphaMax, phiMin, phiMax } = etsBounds;
  return (
    alpha >= alphaMin &&
    alpha <= alphaMax &&
    (form.trend === 'none' || (beta >= alphaMin && beta <= alpha)) &&
    (form.trend !== 'damped' || (phi >= phiMin && phi <= phiMax)) &&
    (form.season === 'none' || (gamma >= alphaMin && gamma <= 1 - alpha))
  );
}
