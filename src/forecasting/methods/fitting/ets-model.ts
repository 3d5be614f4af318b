/** Exponential smoothing as a state space model.
 *  l level, b slope, s season; α, β, γ smoothing, φ damping; n observations, m season, K horizon steps.
 *
 *      q = l + φb,  ŷ = q (+ s | · s),  p = y (- s | / s)
 *      l' = q + α(p - q),  b' = φb + β(p - q),  s' = s + γ(y (- q | / q) - s)
 *
 *  Source: Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, table 2.2-2.3, in the form of
 *  R's forecast package, where additive and multiplicative errors share the recursion. */

export interface EtsForm {
  error: 'additive' | 'multiplicative';
  trend: 'none' | 'additive' | 'damped';
  season: 'none' | 'additive' | 'multiplicative';
}

export interface EtsParameters {
  alpha: number;
  beta: number; // 0 without a trend
  gamma: number; // 0 without a season
  phi: number; // 1 unless damped
  level: number; // before the first observation
  slope: number; // 0 without a trend
  seasons: Float64Array; // [m], by position from the first observation; [1] without a season
}

export interface EtsRun {
  level: number; // after the last observation
  slope: number;
  seasons: Float64Array; // [m], by position from the first observation
  forecasts: Float64Array; // [n], ŷ of each observation
  squares: number; // Σe², relative errors where they are multiplicative
  logScale: number; // 2·Σ log|ŷ| of multiplicative errors, else 0
}

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
      squares += (y - forecast) ** 2;
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

/** Means and variances of the K steps after a run over `n` observations. `sigma2` is the variance of the
 *  errors. Exact for additive errors, and for multiplicative errors with additive parts (classes 1 and 2). With
 *  a multiplicative season (class 3) exact to first order in γσ, with an error that moves level and season
 *  together.
 *  Source: Hyndman et al. (2008), table 6.2 and section 6.4. */
export function etsMoments(
  form: EtsForm,
  parameters: EtsParameters,
  run: EtsRun,
  options: { observations: number; sigma2: number; horizon: number },
): { mean: Float64Array; variance: Float64Array } {
  const { horizon: K, sigma2, observations } = options;
  const { alpha, beta, gamma, phi } = parameters;
  const m = run.seasons.length;
  const scaled = form.season === 'multiplicative';
  const relative = form.error === 'multiplicative';
  const mean = new Float64Array(K);
  const variance = new Float64Array(K);
  const weights = new Float64Array(K); // c_j, effect of an error on the forecast j steps later
  const inner = new Float64Array(K); // mean before a multiplicative season
  const theta = new Float64Array(K);
  let damping = 0; // φ + φ² + … + φ^h
  let squaredWeights = 0;
  for (let h = 0; h < K; h++) {
    // In the recursion β acts on the slope itself, so j steps later by φ + … + φ^j.
    weights[h] = alpha + beta * damping + (form.season === 'additive' && h > 0 && h % m === 0 ? gamma : 0);
    damping += phi ** (h + 1);
    const season = run.seasons[(observations + h) % m];
    inner[h] = run.level + damping * run.slope + (form.season === 'additive' ? season : 0);
    mean[h] = scaled ? inner[h] * season : inner[h];
    if (h > 0) squaredWeights += weights[h] ** 2;
    if (!relative) {
      variance[h] = sigma2 * (1 + squaredWeights) * (scaled ? season ** 2 : 1);
      continue;
    }
    theta[h] = inner[h] ** 2;
    for (let j = 1; j <= h; j++) {
      const onSeason = scaled && j % m === 0 ? gamma * inner[h] : 0;
      theta[h] += sigma2 * (weights[j] * Math.sqrt(theta[h - j]) + onSeason) ** 2;
    }
    variance[h] = Math.max(0, (1 + sigma2) * theta[h] - inner[h] ** 2) * (scaled ? season ** 2 : 1);
  }
  return { mean, variance };
}
