import type { Floats, Parameters, Tensor } from '../engine/index.ts';
import type { Layout } from './layout.ts';

/** From the head's numbers to quantiles that cannot cross.
 *
 *  B windows, K horizon steps, Q quantiles, L lags; row-major, in scaled units (residuals from the base path).
 *  The median is base + location (where it is learnt) + lags; outward from it quantiles are cumulative:
 *      gap(h, k) = baseGap(h, k) · exp(bend(d_k + g_h))
 *  d has one number per gap between neighbouring quantiles, g one per step, and all start at zero, so an untrained
 *  fan is the base quantiles. Source: RECIPE B. */
export interface Fan {
  /** Numbers that the head gives per window: g [K], d, and location [K] where it is learnt. */
  readonly outputs: number;
  /** The quantiles that an untrained fan gives. [K, Q] */
  setBase(quantiles: Float32Array): void;
  /** Gives [B, K, Q], a view, valid until the next call. */
  forward(head: Floats, lags: Float32Array, batch: number): Float32Array;
  /** Of the last `forward`, from dY [B, K, Q]: gives dHead [B, outputs] and adds to the gradient of the lag weights. */
  backward(dY: Float32Array): Float32Array;
  /** Gradient of the lags [B, K, L] of the last `backward`. */
  readonly dLags: Float32Array;
}

/** Gaps are at most e² = 7.4 times wider or narrower than the base's: no exponent runs away. */
const bendMax = 2;

function bend(a: number): number {
  return bendMax * Math.tanh(a / bendMax);
}
function bendSlope(bent: number): number {
  return 1 - (bent / bendMax) ** 2;
}

export function createFan(layout: Layout, parameters: Parameters, batchMax: number): Fan {
  const { horizon: K, quantiles: Q, median, lags: L, learnsLocation } = layout;
  const outputs = K + Q - 1 + (learnsLocation ? K : 0);
  const locationAt = K + Q - 1;
  // Shared over the horizon: how far the median follows each earlier season instead of the last one.
  const lagWeights: Tensor | null = learnsLocation && L > 0 ? parameters.add('head.lags', [L]) : null;

  const baseMedian = new Float32Array(K);
  const baseGaps = new Float32Array(K * (Q - 1));
  const all = {
    y: new Float32Array(batchMax * K * Q),
    gaps: new Float32Array(batchMax * K * (Q - 1)), // widths, kept for backward
    slopes: new Float32Array(batchMax * K * (Q - 1)), // of bend
    dHead: new Float32Array(batchMax * outputs),
    dLags: new Float32Array(batchMax * K * L),
  };
  let lagsSeen: Float32Array = new Float32Array(0);
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

    forward(head, lags, size) {
      batch = size;
      lagsSeen = lags;
      const { y, gaps, slopes } = all;
      for (let b = 0; b < size; b++) {
        const g = b * outputs;
        const d = g + K;
        for (let h = 0; h < K; h++) {
          const row = b * K + h;
          for (let j = 0; j < Q - 1; j++) {
            const bent = bend(head[d + j] + head[g + h]);
            gaps[row * (Q - 1) + j] = baseGaps[h * (Q - 1) + j] * Math.exp(bent);
            slopes[row * (Q - 1) + j] = bendSlope(bent);
          }
          let location = baseMedian[h];
          if (learnsLocation) location += head[g + locationAt + h];
          if (lagWeights) for (let l = 0; l < L; l++) location += lagWeights.value[l] * lags[row * L + l];
          y[row * Q + median] = location;
          for (let k = median + 1; k < Q; k++)
            y[row * Q + k] = y[row * Q + k - 1] + gaps[row * (Q - 1) + k - 1];
          for (let k = median - 1; k >= 0; k--) y[row * Q + k] = y[row * Q + k + 1] - gaps[row * (Q - 1) + k];
        }
      }
      return y.subarray(0, size * K * Q);
    },

    backward(dY) {
      const { gaps, slopes } = all;
      const dHead = all.dHead.subarray(0, batch * outputs).fill(0);
      for (let b = 0; b < batch; b++) {
        const g = b * outputs;
        const d = g + K;
        for (let h = 0; h < K; h++) {
          const row = b * K + h;
          // A gap moves every quantile outside of it: sums run from the outermost quantile inward.
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
          const dLocation = above + below + dY[row * Q + median];
          if (learnsLocation) dHead[g + locationAt + h] = dLocation;
          if (lagWeights)
            for (let l = 0; l < L; l++) {
              lagWeights.gradient[l] += dLocation * lagsSeen[row * L + l];
              all.dLags[row * L + l] = dLocation * lagWeights.value[l];
            }

          function addGap(j: number, dGap: number): void {
            const da = dGap * gaps[row * (Q - 1) + j] * slopes[row * (Q - 1) + j];
            dHead[d + j] += da;
            dHead[g + h] += da;
          }
        }
      }
      return dHead;
    },
    get dLags() {
      return all.dLags.subarray(0, batch * K * L);
    },
  };
}
