import type { EtsForm, EtsParameters, EtsRun } from '../../../engine/index.ts';

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
  const theta = new Float64Array(K); // mean of the square before a multiplicative season
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
    let spread = 0; // variance from the errors of earlier steps
    for (let j = 1; j <= h; j++) {
      const onSeason = scaled && j % m === 0 ? gamma * inner[h] : 0;
      spread += sigma2 * (weights[j] * Math.sqrt(theta[h - j]) + onSeason) ** 2;
    }
    theta[h] = inner[h] ** 2 + spread;
    // Equals (1 + σ²)·θ − inner², which rounds to 0 where the level is large beside the errors.
    variance[h] = (spread + sigma2 * theta[h]) * (scaled ? season ** 2 : 1);
  }
  return { mean, variance };
}
