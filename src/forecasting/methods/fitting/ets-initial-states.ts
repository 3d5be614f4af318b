import { type EtsForm, type EtsParameters, emptyRun, runEts } from '../../../engine/index.ts';

/** Change of a state by which the derivative of the forecasts is estimated, in its own unit. */
const probe = 1e-4;
/** Damping as a share of the curvature: a common change of the level and of all seasons is not determined without
 *  it. */
const damping = 0.1;

/** Improves initial level, slope and season by one damped Gauss-Newton step towards the least Σ((y-ŷ)/w)². The
 *  weight w is the present forecast under multiplicative errors, else 1; smoothing and damping stay. Without a
 *  multiplicative part errors are linear in the initial states, so that one step nearly reaches the minimum. P
 *  states, n observations. Null if the equations have no solution.
 *  @param unit change of a level in one probe
 *  Source: Hyndman et al. (2008), ch. 5.1, on least squares for initial states; Levenberg (1944), Marquardt
 *  (1963). */
export function refinedInitialStates(
  form: EtsForm,
  start: EtsParameters,
  history: Float64Array,
  unit: number,
): EtsParameters | null {
  const n = history.length;
  const sloped = form.trend === 'none' ? 0 : 1;
  const P = 1 + sloped + start.seasons.length;
  const moved = (p: number, by: number): EtsParameters => {
    if (p === 0) return { ...start, level: start.level + by };
    if (p === sloped) return { ...start, slope: start.slope + by };
    const seasons = start.seasons.slice();
    seasons[p - 1 - sloped] += by;
    return { ...start, seasons };
  };
  const present = runEts(form, start, history).forecasts;
  const weights = form.error === 'multiplicative' ? present : new Float64Array(n).fill(1);
  const memory = emptyRun(n, start.seasons.length);
  const jacobian = Array.from({ length: P }, (_, p) => {
    const isFactor = p > sloped && form.season === 'multiplicative';
    const by = isFactor ? probe : probe * unit;
    const { forecasts } = runEts(form, moved(p, by), history, memory);
    const row = new Float64Array(n);
    for (let t = 0; t < n; t++) row[t] = (forecasts[t] - present[t]) / by / weights[t];
    return row;
  });
  const errors = new Float64Array(n);
  for (let t = 0; t < n; t++) errors[t] = (history[t] - present[t]) / weights[t];
  // The triangle that the solution reads.
  const products = jacobian.map((row, p) => {
    const own = new Float64Array(p + 1);
    for (let other = 0; other <= p; other++) own[other] = dot(row, jacobian[other]);
    own[p] *= 1 + damping;
    return own;
  });
  const step = solvedPositive(
    products,
    jacobian.map((row) => dot(row, errors)),
  );
  if (step === null) return null;
  return {
    ...start,
    level: start.level + step[0],
    slope: sloped ? start.slope + step[1] : 0,
    seasons: start.seasons.map((season, i) => season + step[i + 1 + sloped]),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Solves Ax = b in place for a symmetric positive definite A by Cholesky decomposition; null if A is not
 *  positive definite. */
export function solvedPositive(a: Float64Array[] | number[][], b: number[]): number[] | null {
  const n = b.length;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i][j];
      for (let k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
      if (i > j) a[i][j] = sum / a[j][j];
      else if (sum > 0) a[i][i] = Math.sqrt(sum);
      else return null; // also for NaN
    }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= a[k][i] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}
