import type { Kernel } from '../kernel.ts';

export const pinball: Kernel['pinball'] = (dYHat, yHat, y, mask, quantiles, weights, rows, lossOut) => {
  const Q = quantiles.length;
  let seen = 0;
  for (let row = 0; row < rows; row++) if (mask === null || mask[row] !== 0) seen++;
  let weightSum = 0;
  for (let q = 0; q < Q; q++) weightSum += weights[q];
  const scale = seen === 0 ? 0 : 1 / (seen * weightSum);

  let loss = 0;
  for (let row = 0; row < rows; row++) {
    for (let q = 0; q < Q; q++) {
      const at = row * Q + q;
      if (mask !== null && mask[row] === 0) {
        dYHat[at] = 0;
        continue;
      }
      const error = y[row] - yHat[at];
      // At an error of exactly 0 every slope in between is right: 0 keeps a perfect forecast where it is.
      const slope = error > 0 ? quantiles[q] : error < 0 ? quantiles[q] - 1 : error;
      loss += weights[q] * slope * error;
      dYHat[at] = -scale * weights[q] * slope;
    }
  }
  lossOut[0] = loss * scale;
};

export const meanSquaredError: Kernel['meanSquaredError'] = (dYHat, yHat, y, mask, length, lossOut) => {
  let seen = 0;
  for (let i = 0; i < length; i++) if (mask === null || mask[i] !== 0) seen++;
  const scale = seen === 0 ? 0 : 1 / seen;

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
