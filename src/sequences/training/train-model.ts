import type { SymbolTrainOutcome, SymbolTrainTask } from '../../contracts/ports/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { type Supervision, scoringProgress, stoppedBy } from '../../training/index.ts';
import { gradientNetwork, symbolLookBack } from '../attribution/index.ts';
import { compareWithChains, fitChains, segmentsOf, writeSymbolCard } from '../evaluation/index.ts';
import {
  averageUnseen,
  codesSeen,
  decodeSymbolCheckpoint,
  encodeSymbolWeights,
  resolveSymbolSpec,
  splitSequences,
} from '../network/index.ts';
import { trainSymbolNetwork } from './train-network.ts';

/** Threads of the kernel; only benches use more. */
const threadsDefault = 1;
/** Bound on the symbols that are scored for the card: the first ones of the part. */
const scoredSymbolsMax = 200_000;

/** Runs a training job: trains the network, compares it with Markov chains, and writes the card. The weights depend
 *  only on the task's data, spec and kernel: not on the clock, the checkpoints or any interruption. */
export async function trainSymbols(
  task: SymbolTrainTask,
  supervision: Supervision,
  { threads = threadsDefault }: { threads?: number } = {},
): Promise<SymbolTrainOutcome> {
  try {
    return await trainOrThrow(task, supervision, threads);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

async function trainOrThrow(
  task: SymbolTrainTask,
  supervision: Supervision,
  threads: number,
): Promise<SymbolTrainOutcome> {
  const { sequences, vocabulary } = task;
  const kernel = selectKernel(task.kernel ?? undefined, { threads });
  const resumed = task.checkpoint === null ? null : decodeSymbolCheckpoint(task.checkpoint);
  const split = splitSequences(sequences);
  const spec = resumed?.spec ?? resolveSymbolSpec(task.spec, vocabulary, sequences, split);

  const training = await trainSymbolNetwork(
    { kernel, spec, sequences, split, resumed, initial: task.initialWeights },
    supervision,
  );
  if (training.status !== 'finished') return training;
  const { network, position } = training;
  averageUnseen(network, spec, codesSeen(sequences, split.train));

  const progressAt = scoringProgress(supervision, position);
  const isHeldOut = split.test.length > 0;
  const scored = isHeldOut ? split.test : split.train;
  const segments = segmentsOf(sequences, scored, spec.boundary, scoredSymbolsMax);
  const comparison = compareWithChains(
    {
      network,
      segments,
      batch: { rows: spec.batch_size, steps: spec.context_length },
      chainsFrom: (proceed) =>
        fitChains(
          {
            codeCount: network.codeCount,
            sequences,
            split,
            scored: segments,
            areCounted: !isHeldOut,
          },
          proceed,
        ),
    },
    (share) => {
      supervision.progress(() => progressAt('backtest', share), share === 0);
      return supervision.order() === 'run';
    },
  );
  // A job that is stopped here continues from the last checkpoint of the training: the comparison has none.
  if (comparison === null) return stoppedBy(supervision);

  const lookBack = symbolLookBack(gradientNetwork({ network, spec, kernel }), spec, sequences, scored);
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
        steps: position.step,
        best_step: training.bestStep,
        windows: training.windows,
        kernel: kernel.name,
        loss: position.history,
      },
    }),
    weights: encodeSymbolWeights(network, spec, vocabulary.symbols),
  };
}
