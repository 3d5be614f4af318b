import type { SequenceData } from '../../contracts/schemas/index.ts';
import { createRng, crossEntropy, type Kernel, type Rng } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import {
  diverged,
  type LoopProgress,
  runTrainingLoop,
  type Stopped,
  type Supervision,
  stoppedBy,
  type TrainingPosition,
  trainingProgress,
} from '../../training/index.ts';
import { scoreNetwork, segmentsOf } from '../evaluation/index.ts';
import {
  createStreams,
  createSymbolNetwork,
  encodeSymbolCheckpoint,
  loadWeights,
  type ResolvedSymbolSpec,
  type Split,
  type State,
  type Streams,
  type SymbolNetwork,
  type SymbolTrainingState,
} from '../network/index.ts';

/** Symbols of the validation part that a validation check scores. */
const validationSymbolsMax = 20_000;
/** Validation checks in a training of full length. */
const validationChecks = 40;
const patience = 10;

export interface TrainedSymbolNetwork {
  status: 'finished';
  network: SymbolNetwork;
  bestStep: number;
  /** Number of training windows. */
  windows: number;
  /** End of the training. */
  position: TrainingPosition;
}

export interface SymbolNetworkTask {
  kernel: Kernel;
  spec: ResolvedSymbolSpec;
  sequences: readonly SequenceData[];
  split: Split;
  resumed: SymbolTrainingState | null;
  /** A weights file that a new training begins with. */
  initial: Uint8Array | null;
}

/** Trains by truncated backpropagation with carried state until the steps are done or early stopping ends it, and
 *  leaves the best weights in the network. @throws AppError training_diverged */
export async function trainSymbolNetwork(
  task: SymbolNetworkTask,
  supervision: Supervision,
): Promise<TrainedSymbolNetwork | Stopped> {
  const { kernel, spec, resumed } = task;
  const rng = createRng(spec.seed);
  const training = createSymbolTraining(task, rng);
  const { network, streams } = training;
  const validationLoss = validationLossOf(network, task);
  const progressAt = trainingProgress(supervision, resumed?.step ?? 0);
  const encode = (progress: LoopProgress) => () =>
    encodeSymbolCheckpoint({ ...progress.state(), spec, position: streams.position(), ...training.state() });

  const trained = await runTrainingLoop({
    kernel,
    parameters: network.parameters,
    rng,
    settings: spec,
    addGradients: training.addGradients,
    // In nats for each symbol. A training that starts from weights must not end with worse ones, so their validation
    // loss counts before the first step, when there is no training loss.
    losses: () => ({ training: training.takeLoss(), validation: validationLoss?.() ?? null }),
    checkEvery: Math.max(1, Math.round(spec.steps / validationChecks)),
    patience: validationLoss === null ? null : patience,
    resumed,
    notFinite: (step) => (step === 0 ? unusableStart() : diverged(step)),
    restarted: training.forget,
    proceed(progress) {
      const order = supervision.order();
      if (order === 'suspend') supervision.lastCheckpoint(encode(progress), progress.step);
      if (order !== 'run') return false;
      supervision.progress(() => progressAt(positionOf(progress, spec, streams)));
      return true;
    },
    stepped(progress) {
      // The end is saved too, so that a job that is stopped during the scoring does not train again.
      if ((progress.finished || supervision.checkpointDue()) && supervision.order() === 'run')
        supervision.checkpoint(encode(progress), progress.step);
    },
  });
  if (trained === null) return stoppedBy(supervision);
  const { steps, bestStep, history } = trained;
  return {
    status: 'finished',
    network,
    bestStep,
    windows: streams.windows,
    position: positionOf({ step: steps, finished: true, history }, spec, streams),
  };
}

/** A loss or gradient that is not finite before the first step comes from the weights, since symbols have no size. */
function unusableStart(): AppError {
  return new AppError('training_diverged', {
    detail:
      'The loss is not a finite number before the first step: the weights that the training begins with are too large; train again with `mode` `scratch`.',
  });
}

/** A network with the streams that it reads and the state that it carries from one batch to the next. */
interface SymbolTraining {
  network: SymbolNetwork;
  streams: Streams;
  /** Runs the next batch forward and backward: adds to the gradients. @returns its loss */
  addGradients(): number;
  /** Mean loss since the last call; null if there was no batch. */
  takeLoss(): number | null;
  /** Forgets the carried state and the losses. */
  forget(): void;
  /** The part of a checkpoint that is not in the loop. */
  state(): Pick<SymbolTrainingState, 'carried' | 'recent'>;
}

/** Builds the network and the streams, or restores them from a checkpoint. */
function createSymbolTraining(
  { kernel, spec, sequences, split, resumed, initial }: SymbolNetworkTask,
  rng: Rng,
): SymbolTraining {
  const { batch_size: rows, context_length: contextLength, boundary } = spec;
  const network = createSymbolNetwork({ kernel, spec, batchMax: rows, stepsMax: contextLength, rng });
  const { codeCount } = network;
  if (initial !== null) loadWeights(network, initial);
  const streams = createStreams({ sequences, parts: split.train, boundary, rows, contextLength, rng });
  const loss = crossEntropy({ kernel, symbolCount: codeCount });
  const dLogits = new Float32Array(rows * contextLength * codeCount);
  let carried = network.zeroState(rows);
  /** Training losses since the last validation check. */
  let recent = { sum: 0, count: 0 };
  if (resumed !== null) {
    carried = { h: Float32Array.from(resumed.carried.h), c: Float32Array.from(resumed.carried.c) };
    recent = { ...resumed.recent };
    streams.restore(resumed.position);
  }

  return {
    network,
    streams,
    state: () => ({ carried, recent }),
    addGradients() {
      const batch = streams.next();
      const length = batch.steps * rows;
      for (let row = 0; row < rows; row++) if (batch.fresh[row] === 1) forgetRow(carried, row, rows, spec);
      const inputs = batch.inputs.subarray(0, length);
      const logits = network.forward(inputs, { steps: batch.steps, batch: rows, training: true }, carried);
      const gradient = dLogits.subarray(0, length * codeCount);
      const value = loss(gradient, logits, batch.targets.subarray(0, length), batch.mask.subarray(0, length));
      network.backward(gradient);
      recent.sum += value;
      recent.count++;
      return value;
    },
    takeLoss() {
      const mean = recent.count === 0 ? null : recent.sum / recent.count;
      recent = { sum: 0, count: 0 };
      return mean;
    },
    forget() {
      carried = network.zeroState(rows);
      recent = { sum: 0, count: 0 };
    },
  };
}

/** @returns the loss in nats for each symbol of the validation part; null if that has no symbol to score */
function validationLossOf(
  network: SymbolNetwork,
  { spec, sequences, split }: SymbolNetworkTask,
): (() => number) | null {
  const { batch_size: rows, context_length: steps, boundary } = spec;
  const segments = segmentsOf(sequences, split.validation, boundary, validationSymbolsMax);
  if (!segments.some(({ read, from }) => read.length > from)) return null;
  return () => {
    let nats = 0;
    let count = 0;
    scoreNetwork(network, segments, { rows, steps }, (_, value) => {
      nats += value;
      count++;
    });
    return nats / Math.max(1, count);
  };
}

function positionOf(
  { step, finished, history }: Omit<LoopProgress, 'state'>,
  spec: ResolvedSymbolSpec,
  streams: Streams,
): TrainingPosition {
  const share = finished ? 1 : step / spec.steps;
  return {
    step,
    steps: spec.steps,
    share,
    epoch: streams.epochs(),
    history,
    first: { history, forecast: null },
  };
}

/** Zeroes the state of one row, in all layers. */
function forgetRow(
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
