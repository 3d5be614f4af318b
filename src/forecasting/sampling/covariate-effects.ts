import { createBatch, type Layout, writeContext, writeTargets } from '../families/index.ts';
import { decimated } from '../statistics/index.ts';
import type { SampledWindow } from './sampling.ts';

/** Strength of the ridge penalty, as a number of targets of mean size. A covariate with little
 *  variation has no effect. */
const ridge = 10;

/** Bound on the multiply-adds of the products, about 2 s of one core. With many covariates fewer windows are read, and
 *  beyond that fewer of their steps. */
const operationsMax = 2e9;
const windowsMin = 256;

/** Effects of known-future covariates on the base path, by ridge regression of the scaled residuals on the differences
 *  of the covariates. They are initial weights of a network, which would need many steps to learn their size.
 *  @returns [skips], zero if there is nothing to learn from */
export function covariateEffects(windows: readonly SampledWindow[], layout: Layout): Float32Array {
  const { horizon, stepInputs } = layout;
  const { skips: n, decoderAt } = layout.exogenous;
  const effects = new Float32Array(n);
  if (n === 0) return effects;
  const batch = createBatch(layout, 1);
  const products = new Float64Array(n * n);
  const moments = new Float64Array(n);
  let count = 0;
  const operations = (horizon * n * (n + 1)) / 2; // of a window
  const read = decimated(windows, Math.max(windowsMin, Math.ceil(operationsMax / operations)));
  const stepEvery = Math.ceil((read.length * operations) / operationsMax);
  for (const { source, origin, end } of read) {
    if (!writeContext(batch, 0, source, origin, layout) || batch.moves[0] === 0) continue;
    writeTargets(batch, 0, source, origin, end, layout);
    for (let h = 0; h < horizon; h += stepEvery) {
      if (batch.mask[h] === 0) continue;
      count++;
      const at = h * stepInputs + decoderAt;
      for (let i = 0; i < n; i++) {
        const x = batch.stepInputs[at + i];
        moments[i] += x * batch.targets[h];
        for (let j = 0; j <= i; j++) products[i * n + j] += x * batch.stepInputs[at + j];
      }
    }
  }
  if (count === 0) return effects;
  for (let i = 0; i < n; i++) products[i * n + i] += ridge;
  effects.set(solved(products, moments, n));
  return effects;
}

/** x of A·x = b for a positive definite A, of which the lower triangle is given and overwritten. By Cholesky. */
function solved(a: Float64Array, b: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j];
    }
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= a[i * n + k] * x[k];
    x[i] /= a[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= a[k * n + i] * x[k];
    x[i] /= a[i * n + i];
  }
  return x;
}
