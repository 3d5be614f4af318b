import type { SequenceData } from '../../contracts/schemas/index.ts';
import { createRng, crossEntropy, type Kernel } from '../../engine/index.ts';
import {
  type LoopProgress,
  runTrainingLoop,
  type Supervision,
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

/** Trains by truncated backpropagation with carried state until the steps are done or early stopping ends it, and leaves
 *  the best weights in the network. @throws AppError training_diverged */
export async function trainSymbolNetwork(
  task: SymbolNetworkTask,
  supervision: Supervision,
): Promise<TrainedSymbolNetwork | { status: 'cancelled' | 'suspended' }> {
  const { kernel, spec, sequences, split, resumed, initial } = task;
  const { batch_size: rows, context_length: contextLength, boundary } = spec;
  const rng = createRng(spec.seed);
  const network = createSymbolNetwork({ kernel, spec, batchMax: rows, stepsMax: contextLength, rng });
  const { parameters, codeCount } = network;
  if (initial !== null) loadWeights(network, initial);
  const streams = createStreams({ sequences, parts: split.train, boundary, rows, contextLength, rng });
  const loss = crossEntropy({ kernel, symbolCount: codeCount });
  const dLogits = new Float32Array(rows * contextLength * codeCount);
  const validation = segmentsOf(sequences, split.validation, boundary, validationSymbolsMax);
  const isValidated = validation.some(({ read, from }) => read.length > from);
  let carried = network.zeroState(rows);
  /** Training losses since the last validation check. */
  let recent = { sum: 0, count: 0 };
  if (resumed !== null) {
    carried = { h: Float32Array.from(resumed.carried.h), c: Float32Array.from(resumed.carried.c) };
    recent = { ...resumed.recent };
    streams.restore(resumed.position);
  }
  const progressAt = trainingProgress(supervision, resumed?.step ?? 0);
  const encode = (progress: LoopProgress) => () =>
    encodeSymbolCheckpoint({ ...progress.state(), spec, position: streams.position(), carried, recent });

  const trained = await runTrainingLoop({
    kernel,
    parameters,
    rng,
    settings: spec,
    addGradients,
    // In nats for each symbol. A training that starts from weights must not end with worse ones, so their validation loss
    // counts before the first step, when there is no training loss.
    losses() {
      const training = recent.count === 0 ? null : recent.sum / recent.count;
      recent = { sum: 0, count: 0 };
      return { training, validation: isValidated ? validationLoss() : null };
    },
    checkEvery: Math.max(1, Math.round(spec.steps / validationChecks)),
    patience: isValidated ? patience : null,
    resumed,
    restarted() {
      carried = network.zeroState(rows);
      recent = { sum: 0, count: 0 };
    },
    proceed(progress) {
      const order = supervision.order();
      if (order === 'suspend') supervision.lastCheckpoint(encode(progress), progress.step);
      if (order !== 'run') return false;
      supervision.progress(() => progressAt(positionOf(progress)));
      return true;
    },
    stepped(progress) {
      // The end is saved too, so that a job that is stopped during the scoring does not train again.
      if ((progress.finished || supervision.checkpointDue()) && supervision.order() === 'run')
        supervision.checkpoint(encode(progress), progress.step);
    },
  });
  if (trained === null) return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };
  const { steps, bestStep, history } = trained;
  return {
    status: 'finished',
    network,
    bestStep,
    windows: streams.windows,
    position: positionOf({ step: steps, finished: true, history }),
  };

  function addGradients(): number {
    const batch = streams.next();
    const length = batch.steps * rows;
    for (let row = 0; row < rows; row++) if (batch.fresh[row] === 1) forget(carried, row, rows, spec);
    const inputs = batch.inputs.subarray(0, length);
    const logits = network.forward(inputs, { steps: batch.steps, batch: rows, training: true }, carried);
    const gradient = dLogits.subarray(0, length * codeCount);
    const value = loss(gradient, logits, batch.targets.subarray(0, length), batch.mask.subarray(0, length));
    network.backward(gradient);
    recent.sum += value;
    recent.count++;
    return value;
  }

  function validationLoss(): number {
    let nats = 0;
    let count = 0;
    scoreNetwork(network, validation, { rows, steps: contextLength }, (_, value) => {
      nats += value;
      count++;
    });
    return nats / Math.max(1, count);
  }

  function positionOf({ step, finished, history }: Omit<LoopProgress, 'state'>): TrainingPosition {
    const share = finished ? 1 : step / spec.steps;
    return {
      ...{ step, steps: spec.steps, share, epoch: streams.epochs(), history },
      first: { history, forecast: null },
    };
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
