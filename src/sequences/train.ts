import type { SymbolTrainOutcome, SymbolTrainTask } from '../contracts/symbol-ports.ts';
import { codes } from '../contracts/symbols.ts';
import { selectKernel } from '../engine/index.ts';
import { AppError } from '../errors.ts';
import { type Clock, createSupervision } from '../training/supervision.ts';
import { writeSymbolCard } from './card.ts';
import { decodeSymbolCheckpoint } from './checkpoint.ts';
import { compareWithChains } from './comparison.ts';
import { fitChains, stretchesOf } from './evaluation.ts';
import { takeApart } from './inside/apart.ts';
import { symbolLookBack } from './inside/look-back.ts';
import { resolveSymbolSpec } from './spec.ts';
import { splitSequences } from './split.ts';
import { runSymbolTraining, settleUnknown, trainingShare } from './training.ts';
import { encodeSymbolWeights } from './weights-file.ts';

/** Threads of a training; more are for benches. */
const threadsDefault = 1;
/** Symbols that are scored for the card, so that the work is bounded; the first ones of the part. */
const scoredSymbolsMax = 200_000;

/** A whole training job: decide the spec, train, compare with chains, write the card. Weights depend on the task's
 *  data, spec and kernel only, not on the clock, on checkpoints taken, or on where it was cut and resumed. */
export function trainSymbols(
  task: SymbolTrainTask,
  { clock = () => performance.now(), threads = threadsDefault }: { clock?: Clock; threads?: number } = {},
): SymbolTrainOutcome {
  try {
    return trainOrThrow(task, clock, threads);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

function trainOrThrow(task: SymbolTrainTask, clock: Clock, threads: number): SymbolTrainOutcome {
  const { sequences, vocabulary } = task;
  const supervision = createSupervision(task, clock);
  const kernel = selectKernel(task.kernel ?? undefined, { threads });
  const resumed = task.checkpoint === null ? null : decodeSymbolCheckpoint(task.checkpoint);
  const split = splitSequences(sequences);
  const spec = resumed?.spec ?? resolveSymbolSpec(task.spec, vocabulary, sequences, split);

  const training = runSymbolTraining({
    ...{ kernel, spec, sequences, split, resumed, supervision },
    initial: task.initialWeights,
  });
  if (training.status !== 'finished') return training;
  const { network, history } = training;
  if (!sequences.some((sequence) => sequence.codes.includes(codes.unknown))) settleUnknown(network, spec);

  const last = history.at(-1);
  const progressAt = (phase: 'backtest' | 'publishing', share: number) => ({
    fraction: trainingShare + (1 - trainingShare) * share,
    phase,
    epoch: (training.steps * spec.batch_size * spec.context_length) / Math.max(1, training.symbols),
    step: training.steps,
    steps: spec.steps,
    loss: last?.loss ?? null,
    validation_loss: last?.validation_loss ?? null,
    elapsed_seconds: supervision.elapsedSeconds(),
    eta_seconds: null,
  });
  const isHeldOut = split.test.length > 0;
  const lookedAt = isHeldOut ? split.test : split.train;
  const comparison = compareWithChains(
    {
      network,
      stretches: stretchesOf(sequences, lookedAt, spec.boundary, scoredSymbolsMax),
      room: { rows: spec.batch_size, steps: spec.context_length },
      chainsOf: () => fitChains(network.codeCount, sequences, split),
    },
    (share) => {
      supervision.progress(() => progressAt('backtest', share), share === 0);
      return supervision.order() === 'run';
    },
  );
  // The training's last checkpoint is the place to go on from: the comparison itself keeps nothing.
  if (comparison === null) return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };

  const lookBack = symbolLookBack(takeApart({ network, spec, kernel }), spec, sequences, lookedAt);
  supervision.progress(() => progressAt('publishing', 1), true);
  return {
    status: 'succeeded',
    spec,
    parameterCount: network.parameters.values.length,
    card: writeSymbolCard(comparison, spec, {
      on: isHeldOut ? 'held_out' : 'in_sample',
      look_back: lookBack,
      training: {
        seconds: supervision.elapsedSeconds(),
        steps: training.steps,
        best_step: training.bestStep,
        windows: Math.ceil(training.symbols / spec.context_length),
        kernel: kernel.name,
        loss: history,
      },
    }),
    weights: encodeSymbolWeights(network, spec, vocabulary.symbols),
  };
}
