/** The pre-trained network: which of the bank's forecasts to believe at each step, what to
 *  correct, and how wide to be. */
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
  contextSize,
  encoderSize,
  encoderStepsMax,
  type InputBatch,
  stepSize,
} from './input-sizes.ts';
import { outputCount, quantileHead, writeFirstBias } from './quantile-head.ts';

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

const precision = 'float32';
/** Numbers that the encoder of seasons reads of each season. */
const seasonWidth = 40;

/** B series, K steps of each, W width.
 *
 *      c  = [encoded seasons, encoded backtests, context]
 *      u  = SiLU(linear(c)),  u = u + SiLU(linear(u))                         [B, W]
 *      v  = SiLU(linear(u) + linear(step inputs)),  v = v + SiLU(linear(v))   [B, K, W]
 *      o  = linear(v)                                                         [B, K, outputCount]
 *
 *  The head makes quantiles of o: see quantile-head.ts. */
export function createPretrainedNetwork(options: NetworkOptions): PretrainedNetwork {
  const { kernel, shape, batchMax, rowsMax, inputGradients = false } = options;
  const W = shape.width;
  const parameters = createParameters(precision, kernel.allocate);
  const shared = { kernel, parameters };
  const encoders = createEncoders(parameters, options);
  const contextIn = linear({
    ...shared,
    prefix: 'context.in.',
    inputSize: encoders.outputSize,
    outputSize: W,
    rowsMax: batchMax,
  });
  const contextMix = residual({ ...shared, prefix: 'context.mix.', width: W, rowsMax: batchMax });
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
  const stepMix = residual({ ...shared, prefix: 'step.mix.', width: W, rowsMax });
  const out = linear({ ...shared, prefix: 'out.', inputSize: W, outputSize: outputCount, rowsMax });
  parameters.seal();
  const hiddenLayers = [encoders.seasonsIn, contextIn, contextMix.layer, contextOut, stepIn, stepMix.layer];
  const head = quantileHead(kernel, rowsMax, inputGradients);
  const all = {
    shifted: kernel.allocate(precision, rowsMax * W),
    dShifts: kernel.allocate(precision, batchMax * W),
  };
  let batch: InputBatch | null = null;

  return {
    parameters,
    shape,
    weights: head.weights,

    initialise(rng) {
      for (const layer of hiddenLayers) layer.initialise(rng);
      for (const encoder of encoders.recurrent) encoder.initialise(rng);
      writeFirstBias(out.bias.value);
    },

    freeze() {
      for (const layer of [...hiddenLayers, ...encoders.recurrent, out]) layer.freeze();
    },

    forward(given, training) {
      batch = given;
      const { size: B, stepCount: K, steps } = given;
      const rows = B * K;
      const u = contextMix.forward(contextIn.forward(encoders.forward(given, training)));
      const shifts = contextOut.forward(u);
      const ofSteps = stepIn.forward(steps.subarray(0, rows * stepSize));
      const shifted = all.shifted.subarray(0, rows * W);
      for (let b = 0; b < B; b++) {
        const [at, end] = [b * K * W, (b + 1) * K * W];
        const shift = shifts.subarray(b * W, (b + 1) * W);
        kernel.outerSum(shifted.subarray(at, end), ofSteps.subarray(at, end), shift, 1, K, W);
      }
      return head.forward(out.forward(stepMix.forward(shifted)), given);
    },

    backward(dY) {
      const { size: B, stepCount: K } = batch!;
      const dShifted = stepMix.backward(out.backward(head.backward(dY)));
      const steps = stepIn.backward(dShifted);
      const dShifts = all.dShifts.subarray(0, B * W);
      dShifts.fill(0);
      for (let b = 0; b < B; b++)
        for (let k = 0; k < K; k++) {
          const at = (b * K + k) * W;
          for (let i = 0; i < W; i++) dShifts[b * W + i] += dShifted[at + i];
        }
      const dJoined = contextIn.backward(contextMix.backward(contextOut.backward(dShifts)));
      const ofSeries = encoders.backward(dJoined);
      if (ofSeries === null) return null;
      head.pastErrorsBackward(ofSeries.context);
      return { ...ofSeries, steps, members: head.membersBackward() };
    },
  };
}

/** The inputs of a series in one row: [GRU(SiLU(linear(seasons))), GRU(backtests), context]. [B, outputSize] */
function createEncoders(parameters: Parameters, options: NetworkOptions) {
  const { kernel, shape, batchMax, inputGradients = false } = options;
  const { cell, hidden, backtestHidden } = shape;
  const shared = { kernel, parameters };
  const seasonsIn = linear({
    ...shared,
    prefix: 'seasons.',
    inputSize: encoderSize,
    outputSize: seasonWidth,
    rowsMax: batchMax * encoderStepsMax,
    inputGradient: inputGradients,
  });
  const seasonsActive = silu(kernel, batchMax * encoderStepsMax * seasonWidth);
  const seasons = recurrent({
    ...shared,
    prefix: 'encoder.',
    cell,
    inputSize: seasonWidth,
    hiddenSize: hidden,
    layers: 1,
    batchMax,
    stepsMax: encoderStepsMax,
  });
  const backtests = recurrent({
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
  const encodedSize = hidden + backtestHidden;
  const outputSize = encodedSize + contextSize;
  const all = {
    joined: kernel.allocate(precision, batchMax * outputSize),
    dSeasons: kernel.allocate(precision, batchMax * hidden),
    dBacktests: kernel.allocate(precision, batchMax * backtestHidden),
    dContext: kernel.allocate(precision, inputGradients ? batchMax * contextSize : 0),
  };

  return {
    outputSize,
    seasonsIn,
    recurrent: [seasons, backtests],

    forward(given: InputBatch, training: boolean): Floats {
      const { size: B, encoderSteps } = given;
      const read = seasonsIn.forward(given.encoder.subarray(0, encoderSteps * B * encoderSize));
      const ofSeasons = seasons.forward(seasonsActive.forward(read), {
        steps: encoderSteps,
        batch: B,
        training,
      });
      const scores = given.backtests.subarray(0, backtestsMax * B * backtestSize);
      const ofBacktests = backtests.forward(scores, { steps: backtestsMax, batch: B, training });
      const joined = all.joined.subarray(0, B * outputSize);
      for (let b = 0; b < B; b++) {
        const row = joined.subarray(b * outputSize, (b + 1) * outputSize);
        row.set(ofSeasons.hn.subarray(b * hidden, (b + 1) * hidden));
        row.set(ofBacktests.hn.subarray(b * backtestHidden, (b + 1) * backtestHidden), hidden);
        row.set(given.context.subarray(b * contextSize, (b + 1) * contextSize), encodedSize);
      }
      return joined;
    },

    /** @returns gradients of the inputs; null unless the network was built for them */
    backward(dJoined: Floats): Pick<InputGradients, 'encoder' | 'backtests' | 'context'> | null {
      const B = dJoined.length / outputSize;
      const dSeasons = all.dSeasons.subarray(0, B * hidden);
      const dBacktests = all.dBacktests.subarray(0, B * backtestHidden);
      const dContext = all.dContext.subarray(0, inputGradients ? B * contextSize : 0);
      for (let b = 0; b < B; b++) {
        const row = dJoined.subarray(b * outputSize, (b + 1) * outputSize);
        dSeasons.set(row.subarray(0, hidden), b * hidden);
        dBacktests.set(row.subarray(hidden, encodedSize), b * backtestHidden);
        if (inputGradients) dContext.set(row.subarray(encodedSize), b * contextSize);
      }
      const ofSeasons = seasons.backward({ dHn: dSeasons });
      const encoder = seasonsIn.backward(seasonsActive.backward(ofSeasons.dx!));
      const ofBacktests = backtests.backward({ dHn: dBacktests });
      return inputGradients ? { encoder, backtests: ofBacktests.dx!, context: dContext } : null;
    },
  };
}

interface ResidualOptions {
  kernel: Kernel;
  parameters: Parameters;
  prefix: string;
  width: number;
  rowsMax: number;
}

/** y = a + SiLU(linear(a)) with a = SiLU(x). [N, width] */
function residual({ kernel, parameters, prefix, width, rowsMax }: ResidualOptions) {
  const layer = linear({ kernel, parameters, prefix, inputSize: width, outputSize: width, rowsMax });
  const active = silu(kernel, rowsMax * width);
  const mixed = silu(kernel, rowsMax * width);
  const all = {
    y: kernel.allocate(precision, rowsMax * width),
    da: kernel.allocate(precision, rowsMax * width),
  };
  return {
    layer,
    /** @returns a view, valid until the next call, as that of `backward` is */
    forward(x: Floats): Floats {
      const a = active.forward(x);
      return added(all.y.subarray(0, x.length), a, mixed.forward(layer.forward(a)));
    },
    backward(dy: Floats): Floats {
      const da = added(all.da.subarray(0, dy.length), dy, layer.backward(mixed.backward(dy)));
      return active.backward(da);
    },
  };

  function added(to: Floats, a: Floats, b: Floats): Floats {
    kernel.outerSum(to, a, b, 1, 1, to.length);
    return to;
  }
}

function silu(kernel: Kernel, lengthMax: number) {
  return activation({ kernel, precision, name: 'silu', lengthMax });
}
