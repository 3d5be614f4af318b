import type { JobProgress, SequenceData } from '../../contracts/schemas/index.ts';
import { adamw, clipGlobalNorm, createRng, crossEntropy, type Kernel, oneCycle } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import type { Supervision } from '../../training/index.ts';
import { scoreNetwork, stretchesOf } from '../evaluation/index.ts';
import {
  createStreams,
  createSymbolNetwork,
  encodeSymbolCheckpoint,
  fillFrom,
  type ResolvedSymbolSpec,
  type Split,
  type State,
  type SymbolNetwork,
  type SymbolTrainingState,
} from '../network/index.ts';

/** Symbols of the validation part that are scored at each look. */
const validationSymbolsMax = 20_000;
/** Looks at the losses in a training of full length; training stops after so many without a better one. */
const evaluations = 40;
const patience = 10;
const gradientNormMax = 1;
const warmUpShare = 0.1;
/** Share of the work that is training; the evaluation is the rest. */
export const trainingShare = 0.9;

export interface SymbolTraining {
  status: 'finished';
  network: SymbolNetwork;
  steps: number;
  bestStep: number;
  epochs: number;
  /** Windows to learn from. */
  windows: number;
  history: SymbolTrainingState['history'];
}

export interface SymbolTrainingOptions {
  kernel: Kernel;
  spec: ResolvedSymbolSpec;
  sequences: readonly SequenceData[];
  split: Split;
  resumed: SymbolTrainingState | null;
  /** A weights file that a new training begins with. */
  initial: Uint8Array | null;
  supervision: Supervision;
}

/** Trains by truncated backpropagation with carried state until the steps are done or validation stops it, and leaves
 *  the best weights in the network. @throws AppError training_diverged */
export function runSymbolTraining(
  options: SymbolTrainingOptions,
): SymbolTraining | { status: 'cancelled' | 'suspended' } {
  const { kernel, spec, sequences, split, resumed, initial, supervision } = options;
  const { batch_size: rows, context_length: contextLength } = spec;
  const rng = createRng(spec.seed);
  const network = createSymbolNetwork({ kernel, spec, batchMax: rows, stepsMax: contextLength, rng });
  const { parameters, codeCount } = network;
  if (initial !== null) fillFrom(network, initial);
  const { boundary } = spec;
  const streams = createStreams({ sequences, parts: split.train, boundary, rows, contextLength, rng });
  const optimizer = adamw({ kernel, parameters, weightDecay: spec.weight_decay });
  const schedule = oneCycle({ maximum: spec.learning_rate, steps: spec.steps, warmUp: warmUpShare });
  const loss = crossEntropy({ kernel, symbolCount: codeCount });
  const dLogits = new Float32Array(rows * contextLength * codeCount);
  const validation = stretchesOf(sequences, split.validation, boundary, validationSymbolsMax);
  const validated = validation.some(({ read, from }) => read.length > from);
  const every = Math.max(1, Math.round(spec.steps / evaluations));
  let carried = network.zeroState(rows);

  let step = 0;
  let finished = false;
  let bestStep = 0;
  let bestLoss = Number.POSITIVE_INFINITY;
  const best = Float32Array.from(parameters.values);
  let recent = { sum: 0, count: 0 };
  let history: SymbolTrainingState['history'] = [];
  if (resumed !== null) restore(resumed);
  const firstStep = step;
  // A training that goes on from weights must not end with worse ones.
  if (validated && step === 0) keepIfBest(validationLossNow());

  for (;;) {
    const order = supervision.order();
    if (order === 'cancel') return { status: 'cancelled' };
    if (order === 'suspend') {
      supervision.lastCheckpoint(() => encodeSymbolCheckpoint(state()), step);
      return { status: 'suspended' };
    }
    supervision.progress(progress);
    if (finished) break;
    trainStep();
    if (step % every === 0 || step === spec.steps) evaluate();
    finished = step === spec.steps || (validated && step - bestStep >= patience * every);
    // The end is saved too, so that an evaluation that is cut off starts again at once.
    if ((finished || supervision.checkpointDue()) && supervision.order() === 'run')
      supervision.checkpoint(() => encodeSymbolCheckpoint(state()), step);
  }
  if (validated) parameters.values.set(best);
  else bestStep = step;
  return {
    status: 'finished',
    network,
    steps: step,
    bestStep,
    epochs: streams.epochs(),
    windows: streams.windows,
    history,
  };

  function trainStep(): void {
    const batch = streams.next();
    const length = batch.steps * rows;
    for (let row = 0; row < rows; row++) if (batch.fresh[row] === 1) forget(carried, row, rows, spec);
    parameters.zeroGradients();
    const inputs = batch.inputs.subarray(0, length);
    const logits = network.forward(inputs, { steps: batch.steps, batch: rows, training: true }, carried);
    const gradient = dLogits.subarray(0, length * codeCount);
    const value = loss(gradient, logits, batch.targets.subarray(0, length), batch.mask.subarray(0, length));
    network.backward(gradient);
    const norm = clipGlobalNorm(kernel, parameters, gradientNormMax);
    if (!Number.isFinite(value) || !Number.isFinite(norm)) throw diverged(step);
    optimizer.step(schedule(step));
    recent.sum += value;
    recent.count++;
    step++;
  }

  /** In nats for each symbol: the mean training loss since the last look, and that of the validation part. */
  function evaluate(): void {
    const validationLoss = validated ? validationLossNow() : null;
    history.push({ step, loss: recent.sum / Math.max(1, recent.count), validation_loss: validationLoss });
    recent = { sum: 0, count: 0 };
    if (validationLoss !== null) keepIfBest(validationLoss);
  }

  function validationLossNow(): number {
    let nats = 0;
    let count = 0;
    scoreNetwork(network, validation, { rows, steps: contextLength }, (_, value) => {
      nats += value;
      count++;
    });
    if (!Number.isFinite(nats)) throw diverged(step);
    return nats / Math.max(1, count);
  }

  function keepIfBest(validationLoss: number): void {
    if (validationLoss >= bestLoss) return;
    bestLoss = validationLoss;
    bestStep = step;
    best.set(parameters.values);
  }

  function progress(): JobProgress {
    const last = history.at(-1);
    const done = step - firstStep;
    const rate = done > 0 ? supervision.attemptSeconds() / done : null;
    const share = finished ? 1 : step / spec.steps;
    return {
      fraction: trainingShare * share,
      phase: 'training',
      epoch: streams.epochs(),
      step,
      steps: spec.steps,
      loss: last?.loss ?? null,
      validation_loss: last?.validation_loss ?? null,
      elapsed_seconds: supervision.elapsedSeconds(),
      eta_seconds: rate === null ? null : (rate * (finished ? 0 : spec.steps - step)) / trainingShare,
    };
  }

  function state(): SymbolTrainingState {
    const { m, v, step: adamStep } = optimizer.state();
    return {
      spec,
      step,
      finished,
      rng: rng.state(),
      position: streams.position(),
      carried,
      parameters: parameters.values as Float32Array,
      best,
      bestStep,
      bestLoss,
      adam: { m: m as Float32Array, v: v as Float32Array, step: adamStep },
      recent,
      history,
    };
  }

  function restore(from: SymbolTrainingState): void {
    step = from.step;
    finished = from.finished;
    bestStep = from.bestStep;
    bestLoss = from.bestLoss;
    recent = { ...from.recent };
    history = [...from.history];
    best.set(from.best);
    parameters.values.set(from.parameters);
    optimizer.restore(from.adam);
    carried = { h: Float32Array.from(from.carried.h), c: Float32Array.from(from.carried.c) };
    streams.restore(from.position);
    rng.restore(from.rng);
  }
}

/** Zeroes the state of one row, in all layers. */
function forget(
  { h, c }: State,
  row: number,
  rows: number,
  { layers, hidden_size }: ResolvedSymbolSpec,
): void {
  for (const states of [h, c]) {
    if (states.length === 0) continue;
    for (let layer = 0; layer < layers; layer++) {
      const start = (layer * rows + row) * hidden_size;
      states.fill(0, start, start + hidden_size);
    }
  }
}

function diverged(step: number): AppError {
  return new AppError('training_diverged', {
    detail: `The loss stopped being a finite number at step ${step}; a smaller learning_rate may help.`,
  });
}
