/** Exponential smoothing as a state space model.
 *  l level, b slope, s season; α, β, γ smoothing, φ damping; n observations, m season, K horizon steps.
 *
 *      q = l + φb,  ŷ = q (+ s | · s),  p = y (- s | / s)
 *      l' = q + α(p - q),  b' = φb + β/α·(l' - q),  s' = s + γ(y (- q | / q) - s)
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
  squares: number; // Σe², relative errors where they are multiplicative
  logScale: number; // 2·Σ log|ŷ| of multiplicative errors, else 0
}

/** Memory that a run writes, where it is given. */
export interface EtsMemory {
  forecasts?: Float64Array; // [n]
  /** Seasons of the run; without it, the run allocates them. A fit makes hundreds of runs. */
  seasons?: Float64Array; // [m]
}

/** Runs the recursion over the history. If a model of multiplicative errors has a forecast that is not
 *  positive, the run ends and `squares` is infinite. */
export function runEts(
  form: EtsForm,
  parameters: EtsParameters,
  history: Float64Array,
  { forecasts, seasons: memory }: EtsMemory = {},
): EtsRun {
  const seasons = memory ?? new Float64Array(parameters.seasons.length);
  seasons.set(parameters.seasons);
  if (isSimple(form) && forecasts === undefined) return runSimple(parameters, history, seasons);
  const { alpha, gamma, phi } = parameters;
  const carry = parameters.beta / alpha;
  const relative = form.error === 'multiplicative';
  const added = form.season === 'additive';
  const scaled = form.season === 'multiplicative';
  const m = seasons.length;
  let { level, slope } = parameters;
  let squares = 0;
  let logScale = 0;
  let at = 0;
  for (let t = 0; t < history.length; t++) {
    const y = history[t];
    const s = seasons[at];
    const q = level + phi * slope;
    const forecast = added ? q + s : scaled ? q * s : q;
    if (forecasts !== undefined) forecasts[t] = forecast;
    let error = y - forecast;
    if (relative) {
      if (!(forecast > 0)) return { level, slope, seasons, squares: Number.POSITIVE_INFINITY, logScale };
      error /= forecast;
      logScale += Math.log(forecast);
    }
    squares += error * error;
    const p = added ? y - s : scaled ? y / s : y;
    level = q + alpha * (p - q);
    slope = phi * slope + carry * (level - q);
    if (added) seasons[at] = s + gamma * (y - q - s);
    else if (scaled) seasons[at] = s + gamma * (y / q - s);
    if (++at === m) at = 0;
  }
  return { level, slope, seasons, squares, logScale: 2 * logScale };
}

function isSimple({ error, trend, season }: EtsForm): boolean {
  return error === 'additive' && trend === 'none' && season === 'none';
}

/** Fast path of the model with a level only, which most runs are. */
function runSimple(
  { alpha, level: first, slope }: EtsParameters,
  history: Float64Array,
  seasons: Float64Array,
): EtsRun {
  let level = first;
  let squares = 0;
  for (let t = 0; t < history.length; t++) {
    const error = history[t] - level;
    squares += error * error;
    level += alpha * error;
  }
  return { level, slope, seasons, squares, logScale: 0 };
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
