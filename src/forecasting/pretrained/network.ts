/** The pre-trained network: which of the bank's forecasts to believe at each step, what to correct, and how wide to be. */
import {
  activation,
  type CellName,
  createParameters,
  type Floats,
  type Kernel,
  linear,
  type Parameters,
  type Rng,
  recurrent,
} from '../../engine/index.ts';
import {
  backtestSize,
  backtestsMax,
  contextAt,
  contextSize,
  encoderSize,
  encoderStepsMax,
  errorAt,
  type InputBatch,
  logStepAt,
  stepSize,
} from './input-sizes.ts';
import { memberAt, memberCount } from './member-names.ts';

/** Quantile levels of the network, ascending. */
export const levels = [0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975] as const;
export const levelCount = levels.length;
const medianAt = levels.indexOf(0.5);
const side = medianAt;
const outputs = memberCount + 1 + 2 * side + 1;
/** Places of the outputs after the logits: the correction, the increments, and the trust in past errors. */
const incrementsAt = memberCount + 1;
const trustAt = incrementsAt + 2 * side;

/** Sizes of a network, stored with its weights. */
export interface NetworkShape {
  cell: CellName;
  /** Hidden units of the encoder of seasons, and of the encoder of backtests. */
  hidden: number;
  backtestHidden: number;
  /** Units of the layers after the encoders. */
  width: number;
}

export interface PretrainedNetwork {
  readonly parameters: Parameters;
  readonly shape: NetworkShape;
  initialise(rng: Rng): void;
  freeze(): void;
  /** Quantiles in scales from the level: a view, valid until the next call. [B, K, Q] */
  forward(batch: InputBatch, training: boolean): Floats;
  /** Adds to the gradients of the parameters. `dY` is the gradient of the last output. [B, K, Q]
   *  @returns gradients of the inputs, valid until the next call; null unless the network was built for them */
  backward(dY: Floats): InputGradients | null;
  /** Weights of the members of the bank in the last output. [B, K, memberCount] */
  readonly weights: Float32Array;
}

/** Gradients of the inputs of a batch, in their places. The growth by the step counts as a constant. */
export type InputGradients = Record<'encoder' | 'backtests' | 'context' | 'steps' | 'members', Floats>;

export interface NetworkOptions {
  kernel: Kernel;
  shape: NetworkShape;
  batchMax: number;
  /** Largest number of rows of a batch, which are series times steps. */
  rowsMax: number;
  /** Whether `backward` computes the gradients of the inputs. Default: false. */
  inputGradients?: boolean;
}

/** B series, K steps of each, S seasons, J backtests, M members of the bank, W width.
 *
 *      c  = [GRU(linear(seasons)), GRU(backtests), constants]
 *      u  = SiLU(linear(c)),  u = u + SiLU(linear(u))                         [B, W]
 *      v  = SiLU(linear(u) + linear(step inputs)),  v = v + SiLU(linear(v))   [B, K, W]
 *      o  = linear(v): M logits, a correction, 5 + 5 increments, trust        [B, K, M + 12]
 *      weights = softmax(logits − softplus(trust)·log past errors of the members)
 *      median = Σ weights·members + h^¼·correction, bounded by past errors; each increment h^¼·exp(·) leads outwards to the
 *               next quantile
 *
 *  so that quantiles never cross. With the weights of the last layer at zero the median is near Theta and the quantiles are
 *  those of a normal distribution. */
export function createPretrainedNetwork({
  kernel,
  shape,
  batchMax,
  rowsMax,
  inputGradients = false,
}: NetworkOptions): PretrainedNetwork {
  const { cell, hidden, backtestHidden, width: W } = shape;
  const parameters = createParameters('float32', kernel.allocate);
  const shared = { kernel, parameters };
  const seasonWidth = 40;
  const seasons = linear({
    ...shared,
    prefix: 'seasons.',
    inputSize: encoderSize,
    outputSize: seasonWidth,
    rowsMax: batchMax * encoderStepsMax,
    inputGradient: inputGradients,
  });
  const precision = 'float32';
  const silu = (rows: number) => activation({ kernel, precision, name: 'silu', lengthMax: rows });
  const seasonsActive = silu(batchMax * encoderStepsMax * seasonWidth);
  const encoder = recurrent({
    ...shared,
    prefix: 'encoder.',
    cell,
    inputSize: seasonWidth,
    hiddenSize: hidden,
    layers: 1,
    batchMax,
    stepsMax: encoderStepsMax,
  });
  const backtestEncoder = recurrent({
    ...shared,
    prefix: 'backtests.',
    cell,
    inputSize: backtestSize,
    hiddenSize: backtestHidden,
    layers: 1,
    batchMax,
    stepsMax: backtestsMax,
    inputGradient: inputGradients,
  });
  const joinedSize = hidden + backtestHidden + contextSize;
  const contextIn = linear({
    ...shared,
    prefix: 'context.in.',
    inputSize: joinedSize,
    outputSize: W,
    rowsMax: batchMax,
  });
  const contextMix = linear({
    ...shared,
    prefix: 'context.mix.',
    inputSize: W,
    outputSize: W,
    rowsMax: batchMax,
  });
  const contextOut = linear({
    ...shared,
    prefix: 'context.out.',
    inputSize: W,
    outputSize: W,
    rowsMax: batchMax,
  });
  const stepIn = linear({
    ...shared,
    prefix: 'step.in.',
    inputSize: stepSize,
    outputSize: W,
    rowsMax,
    inputGradient: inputGradients,
  });
  const stepMix = linear({ ...shared, prefix: 'step.mix.', inputSize: W, outputSize: W, rowsMax });
  const out = linear({ ...shared, prefix: 'out.', inputSize: W, outputSize: outputs, rowsMax });
  const contextActive = [silu(batchMax * W), silu(batchMax * W)];
  const stepActive = [silu(rowsMax * W), silu(rowsMax * W)];
  const layers = [seasons, contextIn, contextMix, contextOut, stepIn, stepMix, out];
  parameters.seal();

  const all = {
    joined: kernel.allocate(precision, batchMax * joinedSize),
    u: kernel.allocate(precision, batchMax * W),
    du: kernel.allocate(precision, batchMax * W),
    v: kernel.allocate(precision, rowsMax * W),
    dv: kernel.allocate(precision, rowsMax * W),
    before: kernel.allocate(precision, rowsMax * W),
    dContext: kernel.allocate(precision, batchMax * W),
    y: kernel.allocate(precision, rowsMax * levelCount),
    dOut: kernel.allocate(precision, rowsMax * outputs),
    dHidden: kernel.allocate(precision, batchMax * hidden),
    dBacktest: kernel.allocate(precision, batchMax * backtestHidden),
    dConstants: kernel.allocate(precision, inputGradients ? batchMax * contextSize : 0),
    dMembers: kernel.allocate(precision, inputGradients ? rowsMax * memberCount : 0),
  };
  const weightsOf = new Float32Array(rowsMax * memberCount);
  const widths = new Float32Array(rowsMax * 2 * side);
  const growths = new Float32Array(rowsMax);
  const bends = new Float32Array(rowsMax);
  const trusts = new Float32Array(rowsMax);
  const dMedians = new Float32Array(rowsMax);
  const logits = new Float64Array(memberCount);
  let batch: InputBatch | null = null;

  return {
    parameters,
    shape,
    weights: weightsOf,

    initialise(rng) {
      for (const layer of [seasons, contextIn, contextMix, contextOut, stepIn, stepMix])
        layer.initialise(rng);
      encoder.initialise(rng);
      backtestEncoder.initialise(rng);
      const bias = out.bias.value;
      bias[trustAt] = trustStart;
      bias[memberAt.theta] = 1;
      bias[memberAt.smoothing] = 0.5;
      bias[memberAt.damped_trend] = 0.5;
      for (let k = 0; k < side; k++) {
        bias[incrementsAt + k] = Math.log(normalIncrements[k]);
        bias[incrementsAt + side + k] = Math.log(normalIncrements[k]);
      }
    },

    freeze() {
      encoder.freeze();
      backtestEncoder.freeze();
      for (const layer of layers) layer.freeze();
    },

    forward(given, training) {
      batch = given;
      const { size: B, stepCount: K, encoderSteps } = given;
      const rows = B * K;
      const read = seasons.forward(given.encoder.subarray(0, encoderSteps * B * encoderSize));
      const sequence = encoder.forward(seasonsActive.forward(read), {
        steps: encoderSteps,
        batch: B,
        training,
      });
      const scores = backtestEncoder.forward(given.backtests.subarray(0, backtestsMax * B * backtestSize), {
        steps: backtestsMax,
        batch: B,
        training,
      });
      const joined = all.joined.subarray(0, B * joinedSize);
      for (let b = 0; b < B; b++) {
        const at = b * joinedSize;
        joined.set(sequence.hn.subarray(b * hidden, (b + 1) * hidden), at);
        joined.set(scores.hn.subarray(b * backtestHidden, (b + 1) * backtestHidden), at + hidden);
        joined.set(
          given.context.subarray(b * contextSize, (b + 1) * contextSize),
          at + hidden + backtestHidden,
        );
      }
      const first = contextActive[0].forward(contextIn.forward(joined));
      const u = added(all.u.subarray(0, B * W), first, contextActive[1].forward(contextMix.forward(first)));
      const shift = contextOut.forward(u);
      const ofStep = stepIn.forward(given.steps.subarray(0, rows * stepSize));
      const before = all.before.subarray(0, rows * W);
      for (let b = 0; b < B; b++) {
        const [at, end] = [b * K * W, (b + 1) * K * W];
        const own = ofStep.subarray(at, end);
        kernel.outerSum(before.subarray(at, end), own, shift.subarray(b * W, (b + 1) * W), 1, K, W);
      }
      const active = stepActive[0].forward(before);
      const v = all.v.subarray(0, rows * W);
      kernel.outerSum(v, active, stepActive[1].forward(stepMix.forward(active)), 1, 1, rows * W);
      const o = out.forward(v);
      const y = all.y.subarray(0, rows * levelCount);
      writeQuantiles(y, o, rows);
      return y;
    },

    backward(dY) {
      const { size: B, stepCount: K } = batch!;
      const rows = B * K;
      const dOut = all.dOut.subarray(0, rows * outputs);
      quantilesBackward(dOut, dY, rows);
      const dv = out.backward(dOut);
      const dActive = added(all.dv.subarray(0, rows * W), dv, stepMix.backward(stepActive[1].backward(dv)));
      const dBefore = stepActive[0].backward(dActive);
      const steps = stepIn.backward(dBefore);
      const dShift = all.dContext.subarray(0, B * W);
      dShift.fill(0);
      for (let b = 0; b < B; b++)
        for (let k = 0; k < K; k++) {
          const at = (b * K + k) * W;
          for (let i = 0; i < W; i++) dShift[b * W + i] += dBefore[at + i];
        }
      const du = contextOut.backward(dShift);
      const dFirst = added(all.du.subarray(0, B * W), du, contextMix.backward(contextActive[1].backward(du)));
      const dJoined = contextIn.backward(contextActive[0].backward(dFirst));
      const dHidden = all.dHidden.subarray(0, B * hidden);
      const dBacktest = all.dBacktest.subarray(0, B * backtestHidden);
      for (let b = 0; b < B; b++) {
        const at = b * joinedSize;
        dHidden.set(dJoined.subarray(at, at + hidden), b * hidden);
        dBacktest.set(dJoined.subarray(at + hidden, at + hidden + backtestHidden), b * backtestHidden);
      }
      const { dx } = encoder.backward({ dHn: dHidden });
      const dSeasons = seasons.backward(seasonsActive.backward(dx!));
      const { dx: dBacktests } = backtestEncoder.backward({ dHn: dBacktest });
      if (!inputGradients) return null;
      const dConstants = all.dConstants.subarray(0, B * contextSize);
      for (let b = 0; b < B; b++)
        dConstants.set(
          dJoined.subarray((b + 1) * joinedSize - contextSize, (b + 1) * joinedSize),
          b * contextSize,
        );
      addPastErrorGradients(dConstants, dOut, rows);
      const members = membersBackward(rows);
      return { encoder: dSeasons, backtests: dBacktests!, context: dConstants, steps, members };
    },
  };

  function writeQuantiles(y: Floats, o: Floats, rows: number): void {
    const { members, steps, context, stepCount } = batch!;
    for (let row = 0; row < rows; row++) {
      const from = row * outputs;
      const weightAt = row * memberCount;
      const trust = Math.log1p(Math.exp(Math.min(trustMax, o[from + trustAt])));
      const errorsAt = Math.floor(row / stepCount) * contextSize + contextAt.errors;
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < memberCount; i++) {
        const logit = o[from + i] - trust * pastError(context, errorsAt, i);
        logits[i] = logit;
        if (logit > largest) largest = logit;
      }
      trusts[row] = o[from + trustAt];
      let sum = 0;
      for (let i = 0; i < memberCount; i++) {
        const weight = Math.exp(logits[i] - largest);
        weightsOf[weightAt + i] = weight;
        sum += weight;
      }
      let median = 0;
      for (let i = 0; i < memberCount; i++) {
        weightsOf[weightAt + i] /= sum;
        median += weightsOf[weightAt + i] * members[weightAt + i];
      }
      const growth = Math.exp(steps[row * stepSize + logStepAt] / 4);
      const bound =
        growth * correctionMax * Math.min(errorMax, Math.exp(context[errorsAt + errorAt.worstOfBest]));
      const bent = Math.tanh((growth * o[from + memberCount]) / bound);
      growths[row] = growth;
      bends[row] = bent;
      median += bound * bent;
      const at = row * levelCount;
      y[at + medianAt] = median;
      for (let s = 0; s < 2; s++) {
        let value = median;
        for (let k = 0; k < side; k++) {
          const i = s * side + k;
          const logWidth = Math.min(incrementLogMax, o[from + incrementsAt + i]);
          const width = growth * Math.exp(logWidth);
          widths[row * 2 * side + i] = width;
          value += s === 0 ? width : -width;
          y[at + medianAt + (s === 0 ? k + 1 : -k - 1)] = value;
        }
      }
    }
  }

  function quantilesBackward(dOut: Floats, dY: Floats, rows: number): void {
    const { members, context, stepCount } = batch!;
    for (let row = 0; row < rows; row++) {
      const to = row * outputs;
      const at = row * levelCount;
      let dMedian = dY[at + medianAt];
      for (let s = 0; s < 2; s++) {
        let dBeyond = 0;
        for (let k = side - 1; k >= 0; k--) {
          dBeyond += dY[at + medianAt + (s === 0 ? k + 1 : -k - 1)];
          const i = s * side + k;
          dOut[to + incrementsAt + i] = (s === 0 ? dBeyond : -dBeyond) * widths[row * 2 * side + i];
        }
        dMedian += dBeyond;
      }
      dMedians[row] = dMedian;
      dOut[to + memberCount] = dMedian * growths[row] * (1 - bends[row] * bends[row]);
      const weightAt = row * memberCount;
      let mean = 0;
      for (let i = 0; i < memberCount; i++) mean += weightsOf[weightAt + i] * members[weightAt + i];
      const errorsAt = Math.floor(row / stepCount) * contextSize + contextAt.errors;
      let dTrust = 0;
      for (let i = 0; i < memberCount; i++) {
        const dLogit = dMedian * weightsOf[weightAt + i] * (members[weightAt + i] - mean);
        dOut[to + i] = dLogit;
        dTrust -= dLogit * pastError(context, errorsAt, i);
      }
      dOut[to + trustAt] = trusts[row] < trustMax ? dTrust / (1 + Math.exp(-trusts[row])) : 0;
    }
  }

  /** Gradient of the bank's forecasts. */
  function membersBackward(rows: number): Floats {
    const dMembers = all.dMembers.subarray(0, rows * memberCount);
    for (let row = 0; row < rows; row++) {
      const at = row * memberCount;
      for (let i = 0; i < memberCount; i++) dMembers[at + i] = dMedians[row] * weightsOf[at + i];
    }
    return dMembers;
  }

  /** Adds the gradients of the past errors that the weights and the bound of the correction read. */
  function addPastErrorGradients(dConstants: Floats, dOut: Floats, rows: number): void {
    const { context, stepCount } = batch!;
    for (let row = 0; row < rows; row++) {
      const errorsAt = Math.floor(row / stepCount) * contextSize + contextAt.errors;
      const trust = Math.log1p(Math.exp(Math.min(trustMax, trusts[row])));
      for (let i = 0; i < memberCount; i++) {
        const dPast = -0.5 * trust * dOut[row * outputs + i];
        dConstants[errorsAt + errorAt.mean + i] += dPast;
        dConstants[errorsAt + errorAt.newest + i] += dPast;
      }
      const error = Math.exp(context[errorsAt + errorAt.worstOfBest]);
      if (error >= errorMax) continue;
      const bent = bends[row];
      const slope = bent - Math.atanh(bent) * (1 - bent * bent);
      if (Math.abs(bent) < 1)
        dConstants[errorsAt + errorAt.worstOfBest] +=
          dMedians[row] * growths[row] * correctionMax * error * slope;
    }
  }
}

/** Logarithm of a member's past errors relative to the best member's: the mean of the newest backtest and of all.
 *  @param errorsAt place of the errors of the series */
function pastError(context: Float32Array, errorsAt: number, member: number): number {
  const mean = context[errorsAt + errorAt.mean + member];
  const newest = context[errorsAt + errorAt.newest + member];
  return 0.5 * (mean + newest);
}

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

function added(to: Floats, a: Floats, b: Floats): Floats {
  for (let i = 0; i < to.length; i++) to[i] = a[i] + b[i];
  return to;
}
