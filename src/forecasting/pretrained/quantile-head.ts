/** Quantiles of the pre-trained network, from the outputs of its last layer. */
import type { Floats, Kernel } from '../../engine/index.ts';
import { contextAt, contextSize, errorAt, type InputBatch, logStepAt, stepSize } from './input-sizes.ts';
import { memberAt, memberCount } from './member-names.ts';
import { placesOf } from './places.ts';

/** Quantile levels of the network, ascending. */
export const levels = [0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975] as const;
export const levelCount = levels.length;
const medianAt = levels.indexOf(0.5);
/** Quantiles on each side of the median. */
const side = medianAt;

/** Outputs of the last layer for a step. */
const outputs = placesOf({
  /** Logits of the weights of the members. */
  logits: memberCount,
  /** Correction of the median. */
  correction: 1,
  /** Logarithms of the distances from a quantile to the next one outwards: those above the median, then those below. */
  increments: 2 * side,
  /** Trust in past errors, before softplus. */
  trust: 1,
});
const outputAt = outputs.places;
export const outputCount = outputs.count;

/** Largest correction, in errors of the best member in the backtest where it was worst; and the largest such error, in
 *  scales. */
const correctionMax = 2;
const errorMax = 20;
/** Bias and largest value of the output that softplus makes the trust of. */
const trustStart = 0.5;
const trustMax = 20;
/** Logarithm of the largest increment, in scales. */
const incrementLogMax = 6;
/** Differences between the normal quantiles at the levels above the median. */
const normalIncrements = [0.2533, 0.2711, 0.3172, 0.4399, 0.6784];

/** Writes the bias of the last layer before training. While its weights are zero, the median is near Theta, and the
 *  quantiles are those of a normal distribution. */
export function writeFirstBias(bias: Floats): void {
  bias[outputAt.trust] = trustStart;
  bias[outputAt.logits + memberAt.theta] = 1;
  bias[outputAt.logits + memberAt.smoothing] = 0.5;
  bias[outputAt.logits + memberAt.damped_trend] = 0.5;
  for (let k = 0; k < side; k++) {
    bias[outputAt.increments + k] = Math.log(normalIncrements[k]);
    bias[outputAt.increments + side + k] = Math.log(normalIncrements[k]);
  }
}

export interface QuantileHead {
  /** Weights of the members of the bank in the last output. [B, K, memberCount] */
  readonly weights: Float32Array;
  /** Keeps references to `o` and `batch`: do not change them before `backward`.
   *  @param o outputs of the last layer [B, K, outputCount]
   *  @returns quantiles in scales from the level: a view, valid until the next call [B, K, Q] */
  forward(o: Floats, batch: InputBatch): Floats;
  /** @param dY gradient of the last output [B, K, Q]
   *  @returns gradient of `o`, valid until the next call [B, K, outputCount] */
  backward(dY: Floats): Floats;
  /** @returns gradient of the bank's forecasts after `backward`, valid until the next call [B, K, memberCount] */
  membersBackward(): Floats;
  /** Adds the gradients of the past errors that the weights and the bound of the correction read, after `backward`.
   *  @param dContext gradient of the context [B, contextSize] */
  pastErrorsBackward(dContext: Floats): void;
}

/** h step, B series, K steps of each, Q quantiles.
 *
 *      weights = softmax(logits − softplus(trust)·log past errors of the members)
 *      median  = Σ weights·members + bound·tanh(h^¼·correction / bound),  bound = h^¼·2·worst error of the best member
 *
 *  Each increment h^¼·exp(·) leads outwards to the next quantile, so that quantiles never cross.
 *  @param rowsMax largest number of rows of a batch, which are series times steps
 *  @param inputGradients whether `membersBackward` is called */
export function quantileHead(kernel: Kernel, rowsMax: number, inputGradients: boolean): QuantileHead {
  const all = {
    y: kernel.allocate('float32', rowsMax * levelCount),
    dO: kernel.allocate('float32', rowsMax * outputCount),
    dMembers: kernel.allocate('float32', inputGradients ? rowsMax * memberCount : 0),
  };
  const weights = new Float32Array(rowsMax * memberCount);
  const logits = new Float64Array(memberCount);
  const increments = new Float32Array(rowsMax * 2 * side);
  const growths = new Float32Array(rowsMax); // h^¼
  const relativeCorrections = new Float32Array(rowsMax); // over their bounds
  const dMedians = new Float32Array(rowsMax);
  let o: Floats;
  let batch: InputBatch;

  return {
    weights,

    forward(lastLayer, inputs) {
      o = lastLayer;
      batch = inputs;
      const rows = batch.size * batch.stepCount;
      const y = all.y.subarray(0, rows * levelCount);
      for (let row = 0; row < rows; row++) {
        const growth = Math.exp(batch.steps[row * stepSize + logStepAt] / 4);
        growths[row] = growth;
        const median = weightedMean(row) + boundedCorrection(row, growth);
        writeQuantiles(y, row, median, growth);
      }
      return y;
    },

    backward(dY) {
      const rows = batch.size * batch.stepCount;
      const dO = all.dO.subarray(0, rows * outputCount);
      for (let row = 0; row < rows; row++) {
        const dMedian = quantilesBackward(dO, dY, row);
        dMedians[row] = dMedian;
        correctionBackward(dO, row, dMedian);
        meanBackward(dO, row, dMedian);
      }
      return dO;
    },

    membersBackward() {
      const rows = batch.size * batch.stepCount;
      const dMembers = all.dMembers.subarray(0, rows * memberCount);
      for (let row = 0; row < rows; row++) {
        const at = row * memberCount;
        for (let i = 0; i < memberCount; i++) dMembers[at + i] = dMedians[row] * weights[at + i];
      }
      return dMembers;
    },

    pastErrorsBackward(dContext) {
      const rows = batch.size * batch.stepCount;
      for (let row = 0; row < rows; row++) {
        weightErrorsBackward(dContext, row);
        boundBackward(dContext, row);
      }
    },
  };

  /** Weights the members of a row. @returns their weighted mean */
  function weightedMean(row: number): number {
    const { members, context } = batch;
    const from = row * outputCount + outputAt.logits;
    const errorsAt = errorsOf(row);
    const trust = trustOf(row);
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < memberCount; i++) {
      const logit = o[from + i] - trust * pastError(context, errorsAt, i);
      logits[i] = logit;
      if (logit > largest) largest = logit;
    }
    const at = row * memberCount;
    let sum = 0;
    for (let i = 0; i < memberCount; i++) {
      const weight = Math.exp(logits[i] - largest);
      weights[at + i] = weight;
      sum += weight;
    }
    let mean = 0;
    for (let i = 0; i < memberCount; i++) {
      weights[at + i] /= sum;
      mean += weights[at + i] * members[at + i];
    }
    return mean;
  }

  function meanBackward(dO: Floats, row: number, dMean: number): void {
    const { members, context } = batch;
    const at = row * memberCount;
    let mean = 0;
    for (let i = 0; i < memberCount; i++) mean += weights[at + i] * members[at + i];
    const to = row * outputCount;
    const errorsAt = errorsOf(row);
    let dTrust = 0;
    for (let i = 0; i < memberCount; i++) {
      const dLogit = dMean * weights[at + i] * (members[at + i] - mean);
      dO[to + outputAt.logits + i] = dLogit;
      dTrust -= dLogit * pastError(context, errorsAt, i);
    }
    const beforeSoftplus = o[to + outputAt.trust];
    dO[to + outputAt.trust] = beforeSoftplus < trustMax ? dTrust / (1 + Math.exp(-beforeSoftplus)) : 0;
  }

  /** Adds the gradients of the errors that the weights of a row read. */
  function weightErrorsBackward(dContext: Floats, row: number): void {
    const from = row * outputCount + outputAt.logits;
    const errorsAt = errorsOf(row);
    const trust = trustOf(row);
    for (let i = 0; i < memberCount; i++) {
      const dPast = -0.5 * trust * all.dO[from + i];
      dContext[errorsAt + errorAt.mean + i] += dPast;
      dContext[errorsAt + errorAt.newest + i] += dPast;
    }
  }

  function boundedCorrection(row: number, growth: number): number {
    const error = Math.exp(batch.context[errorsOf(row) + errorAt.worstOfBest]);
    const bound = growth * correctionMax * Math.min(errorMax, error);
    const relative = Math.tanh((growth * o[row * outputCount + outputAt.correction]) / bound);
    relativeCorrections[row] = relative;
    return bound * relative;
  }

  function correctionBackward(dO: Floats, row: number, dCorrection: number): void {
    const relative = relativeCorrections[row];
    dO[row * outputCount + outputAt.correction] = dCorrection * growths[row] * (1 - relative * relative);
  }

  /** Adds the gradient of the error that bounds the correction of a row. */
  function boundBackward(dContext: Floats, row: number): void {
    const at = errorsOf(row) + errorAt.worstOfBest;
    const error = Math.exp(batch.context[at]);
    const relative = relativeCorrections[row];
    if (error >= errorMax || !(Math.abs(relative) < 1)) return;
    const slope = relative - Math.atanh(relative) * (1 - relative * relative);
    dContext[at] += dMedians[row] * growths[row] * correctionMax * error * slope;
  }

  function writeQuantiles(y: Floats, row: number, median: number, growth: number): void {
    const from = row * outputCount + outputAt.increments;
    const at = row * levelCount + medianAt;
    y[at] = median;
    for (let s = 0; s < 2; s++) {
      let value = median;
      for (let k = 0; k < side; k++) {
        const i = s * side + k;
        const increment = growth * Math.exp(Math.min(incrementLogMax, o[from + i]));
        increments[row * 2 * side + i] = increment;
        value += s === 0 ? increment : -increment;
        y[at + (s === 0 ? k + 1 : -k - 1)] = value;
      }
    }
  }

  /** @returns gradient of the median */
  function quantilesBackward(dO: Floats, dY: Floats, row: number): number {
    const to = row * outputCount + outputAt.increments;
    const at = row * levelCount + medianAt;
    let dMedian = dY[at];
    for (let s = 0; s < 2; s++) {
      let dBeyond = 0;
      for (let k = side - 1; k >= 0; k--) {
        dBeyond += dY[at + (s === 0 ? k + 1 : -k - 1)];
        const i = s * side + k;
        dO[to + i] = (s === 0 ? dBeyond : -dBeyond) * increments[row * 2 * side + i];
      }
      dMedian += dBeyond;
    }
    return dMedian;
  }

  /** Place in the context of the errors of a row's series. */
  function errorsOf(row: number): number {
    return Math.floor(row / batch.stepCount) * contextSize + contextAt.errors;
  }

  function trustOf(row: number): number {
    return Math.log1p(Math.exp(Math.min(trustMax, o[row * outputCount + outputAt.trust])));
  }
}

/** Logarithm of a member's past errors relative to the best member's: the mean of the newest backtest and of all.
 *  @param errorsAt place of the errors of the series */
function pastError(context: Float32Array, errorsAt: number, member: number): number {
  const mean = context[errorsAt + errorAt.mean + member];
  const newest = context[errorsAt + errorAt.newest + member];
  return 0.5 * (mean + newest);
}
