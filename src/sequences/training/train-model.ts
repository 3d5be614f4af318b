import type { SymbolTrainOutcome, SymbolTrainTask } from '../../contracts/ports/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import type { Supervision } from '../../training/index.ts';
import { symbolLookBack, takeApart } from '../attribution/index.ts';
import { compareWithChains, fitChains, stretchesOf, writeSymbolCard } from '../evaluation/index.ts';
import {
  decodeSymbolCheckpoint,
  encodeSymbolWeights,
  resolveSymbolSpec,
  seenIn,
  settleUnseen,
  splitSequences,
} from '../network/index.ts';
import { runSymbolTraining, trainingShare } from './train-network.ts';

/** Threads of a training; more are for benches. */
const threadsDefault = 1;
/** Symbols that are scored for the card, so that the work is bounded; the first ones of the part. */
const scoredSymbolsMax = 200_000;

/** A whole training job: decide the spec, train, compare with chains, write the card. Weights depend on the task's
 *  data, spec and kernel only, not on the clock, on checkpoints taken, or on where it was cut and resumed. */
export function trainSymbols(
  task: SymbolTrainTask,
  supervision: Supervision,
  { threads = threadsDefault }: { threads?: number } = {},
): SymbolTrainOutcome {
  try {
    return trainOrThrow(task, supervision, threads);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

function trainOrThrow(task: SymbolTrainTask, supervision: Supervision, threads: number): SymbolTrainOutcome {
  const { sequences, vocabulary } = task;
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
  settleUnseen(network, spec, seenIn(sequences, split.train));

  const last = history.at(-1);
  const progressAt = (phase: 'backtest' | 'publishing', share: number) => ({
    fraction: trainingShare + (1 - trainingShare) * share,
    phase,
    epoch: training.epochs,
    step: training.steps,
    steps: spec.steps,
    loss: last?.loss ?? null,
    validation_loss: last?.validation_loss ?? null,
    elapsed_seconds: supervision.elapsedSeconds(),
    eta_seconds: null,
  });
  const isHeldOut = split.test.length > 0;
  const lookedAt = isHeldOut ? split.test : split.train;
  const stretches = stretchesOf(sequences, lookedAt, spec.boundary, scoredSymbolsMax);
  const comparison = compareWithChains(
    {
      network,
      stretches,
      room: { rows: spec.batch_size, steps: spec.context_length },
      chainsFrom: (proceed) =>
        fitChains({ codeCount: network.codeCount, sequences, split, scored: stretches }, proceed),
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
        windows: training.windows,
        kernel: kernel.name,
        loss: history,
      },
    }),
    weights: encodeSymbolWeights(network, spec, vocabulary.symbols),
  };
}
