import { assert } from '../../primitives/assert.ts';
import type { Kernel } from '../contract/kernel.ts';

export const pinball: Kernel['pinball'] = (dYHat, yHat, y, mask, quantiles, weights, rows, lossOut) => {
  const Q = quantiles.length;
  let targets = 0;
  for (let row = 0; row < rows; row++) if (mask === null || mask[row] !== 0) targets++;
  let weightSum = 0;
  for (let q = 0; q < Q; q++) weightSum += weights[q];
  const scale = targets === 0 ? 0 : 1 / (targets * weightSum);

  let loss = 0;
  for (let row = 0; row < rows; row++) {
    for (let q = 0; q < Q; q++) {
      const at = row * Q + q;
      if (mask !== null && mask[row] === 0) {
        dYHat[at] = 0;
        continue;
      }
      const error = y[row] - yHat[at];
      // At an error of 0 any slope between q - 1 and q is a subgradient: 0 does not move a perfect
      // forecast. NaN stays NaN.
      const slope = error > 0 ? quantiles[q] : error < 0 ? quantiles[q] - 1 : error;
      loss += weights[q] * slope * error;
      dYHat[at] = -scale * weights[q] * slope;
    }
  }
  lossOut[0] = loss * scale;
};

export const crossEntropy: Kernel['crossEntropy'] = (
  dLogits,
  logits,
  symbols,
  mask,
  symbolCount,
  nats,
  tops,
) => {
  let targets = 0;
  for (let row = 0; row < symbols.length; row++) if (mask === null || mask[row] !== 0) targets++;
  const weight = targets === 0 ? 0 : 1 / targets;
  for (let row = 0; row < symbols.length; row++) {
    const start = row * symbolCount;
    const end = start + symbolCount;
    if (mask !== null && mask[row] === 0) {
      dLogits?.fill(0, start, end);
      nats[row] = 0;
      if (tops !== null) tops[row] = 0;
      continue;
    }
    assert(symbols[row] < symbolCount, 'a symbol is below symbolCount');
    const target = start + symbols[row];
    // The largest logit is subtracted first, so that no exponential overflows.
    let top = start;
    for (let i = start + 1; i < end; i++) if (logits[i] > logits[top]) top = i;
    const largest = logits[top];
    let sum = 0;
    for (let i = start; i < end; i++) {
      const exponential = Math.exp(logits[i] - largest);
      if (dLogits !== null) dLogits[i] = exponential;
      sum += exponential;
    }
    nats[row] = Math.log(sum) + (largest - logits[target]);
    if (tops !== null) tops[row] = top - start;
    if (dLogits === null) continue;
    const scale = weight / sum;
    for (let i = start; i < end; i++) dLogits[i] *= scale;
    dLogits[target] -= weight;
  }
};

export const meanSquaredError: Kernel['meanSquaredError'] = (dYHat, yHat, y, mask, length, lossOut) => {
  let targets = 0;
  for (let i = 0; i < length; i++) if (mask === null || mask[i] !== 0) targets++;
  const scale = targets === 0 ? 0 : 1 / targets;

  let loss = 0;
  for (let i = 0; i < length; i++) {
    if (mask !== null && mask[i] === 0) {
      dYHat[i] = 0;
      continue;
    }
    const error = yHat[i] - y[i];
    loss += error * error;
    dYHat[i] = 2 * scale * error;
  }
  lossOut[0] = loss * scale;
};
