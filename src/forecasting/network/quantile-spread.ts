/** Layer from widths to quantiles that cannot cross.
 *
 *  B windows, K horizon steps, Q quantiles; row-major, in scaled units (residuals from the base path). The
 *  median is that of the base; outward from it quantiles are cumulative:
 *
 *      gap(h, k) = baseGap(h, k) · exp(bend(d_k + g_h))
 *
 *  d has one number per gap between neighbouring quantiles, g one per step. All numbers start at zero, so that
 *  an untrained layer gives the base quantiles. */
export interface QuantileSpread {
  /** Numbers of the input per window: g [K], d. */
  readonly outputs: number;
  /** Sets the quantiles for numbers of zero. [K, Q] */
  setBase(quantiles: Float32Array): void;
  /** Quantiles [B, K, Q] from `numbers` [B, outputs]: a view, valid until the next call. */
  forward(numbers: ArrayLike<number>, batch: number): Float32Array;
  /** Gradient of the numbers [B, outputs], from dY [B, K, Q] of the last `forward`. */
  backward(dY: Float32Array): Float32Array;
}

/** Gaps are at most e² = 7.4 times wider or narrower than those of the base, so that no exponential explodes. */
export const bendMax = 2;

function bend(a: number): number {
  return bendMax * Math.tanh(a / bendMax);
}
function bendSlope(bent: number): number {
  return 1 - (bent / bendMax) ** 2;
}

export interface QuantileSpreadShape {
  horizon: number;
  quantiles: number;
  median: number;
}

export function createQuantileSpread(
  { horizon: K, quantiles: Q, median }: QuantileSpreadShape,
  batchMax: number,
): QuantileSpread {
  const outputs = K + Q - 1;
  const baseMedian = new Float32Array(K);
  const baseGaps = new Float32Array(K * (Q - 1));
  const all = {
    y: new Float32Array(batchMax * K * Q),
    gaps: new Float32Array(batchMax * K * (Q - 1)), // widths, kept for backward
    slopes: new Float32Array(batchMax * K * (Q - 1)), // derivatives of bend
    dNumbers: new Float32Array(batchMax * outputs),
  };
  let batch = 0;

  return {
    outputs,

    setBase(quantiles) {
      for (let h = 0; h < K; h++) {
        baseMedian[h] = quantiles[h * Q + median];
        for (let j = 0; j < Q - 1; j++)
          baseGaps[h * (Q - 1) + j] = quantiles[h * Q + j + 1] - quantiles[h * Q + j];
      }
    },

    forward(numbers, size) {
      batch = size;
      const { y, gaps, slopes } = all;
      for (let b = 0; b < size; b++) {
        const g = b * outputs;
        const d = g + K;
        for (let h = 0; h < K; h++) {
          const row = b * K + h;
          for (let j = 0; j < Q - 1; j++) {
            const bent = bend(numbers[d + j] + numbers[g + h]);
            gaps[row * (Q - 1) + j] = baseGaps[h * (Q - 1) + j] * Math.exp(bent);
            slopes[row * (Q - 1) + j] = bendSlope(bent);
          }
          y[row * Q + median] = baseMedian[h];
          for (let k = median + 1; k < Q; k++)
            y[row * Q + k] = y[row * Q + k - 1] + gaps[row * (Q - 1) + k - 1];
          for (let k = median - 1; k >= 0; k--) y[row * Q + k] = y[row * Q + k + 1] - gaps[row * (Q - 1) + k];
        }
      }
      return y.subarray(0, size * K * Q);
    },

    backward(dY) {
      const { gaps, slopes } = all;
      const dNumbers = all.dNumbers.subarray(0, batch * outputs).fill(0);
      for (let b = 0; b < batch; b++) {
        const g = b * outputs;
        const d = g + K;
        for (let h = 0; h < K; h++) {
          const row = b * K + h;
          // A gap moves all quantiles outside of it: sums run from the outermost quantile inward.
          let above = 0;
          for (let k = Q - 1; k > median; k--) {
            above += dY[row * Q + k];
            addGap(k - 1, above);
          }
          let below = 0;
          for (let k = 0; k < median; k++) {
            below += dY[row * Q + k];
            addGap(k, -below);
          }

          function addGap(j: number, dGap: number): void {
            const da = dGap * gaps[row * (Q - 1) + j] * slopes[row * (Q - 1) + j];
            dNumbers[d + j] += da;
            dNumbers[g + h] += da;
          }
        }
      }
      return dNumbers;
    },
  };
}
