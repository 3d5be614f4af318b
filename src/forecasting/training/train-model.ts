import { lookBackPoints } from '../../attribution/index.ts';
import type { TrainOutcome, TrainTask } from '../../contracts/ports/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { type Supervision, scoringProgress } from '../../training/index.ts';
import { lastWindows, lookBackOf } from '../attribution/index.ts';
import { encodeWeights, rebuildMembers } from '../ensemble/index.ts';
import { runBacktest, writeCard } from '../evaluation/index.ts';
import { trainEnsemble } from './train-ensemble.ts';

/** Runs a training job: trains the networks, scores them, and writes the card. The weights depend only on the task's
 *  data, spec and kernel: not on the clock, the number of cores, the checkpoints or any interruption. */
export async function train(task: TrainTask, supervision: Supervision): Promise<TrainOutcome> {
  try {
    return await trainOrThrow(task, supervision);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

async function trainOrThrow(task: TrainTask, supervision: Supervision): Promise<TrainOutcome> {
  const training = await trainEnsemble(task, supervision);
  if (training.status !== 'finished') return training;
  const { spec, members, heldOutModel, first, kernel } = training;
  const progressAt = scoringProgress(supervision, training.position);
  const backtest =
    heldOutModel === null
      ? null
      : runBacktest(heldOutModel, training.fitted, kernel.name, (share) => {
          supervision.progress(() => progressAt('backtest', share), share === 0);
          return supervision.order() === 'run';
        });
  // A job that is stopped here continues from the last checkpoint of the training: the backtest has none.
  const order = supervision.order();
  if (order !== 'run') return { status: order === 'cancel' ? 'cancelled' : 'suspended' };

  supervision.progress(() => progressAt('publishing', 1), true);
  const forGradients = rebuildMembers(members, { kernel, batchMax: lookBackPoints, use: 'gradients' });
  const windows = lastWindows(training.histories, spec.horizon, limits.memoryWindowsMax);
  const card = writeCard({
    spec,
    backtest,
    lookBack: lookBackOf(forGradients, windows),
    notes: training.notes,
    mixture: training.ensembleWeights.members,
    training: {
      seconds: supervision.elapsedSeconds(),
      steps: first.steps,
      best_step: first.bestStep,
      windows: first.windows,
      kernel: kernel.name,
      loss: first.history,
    },
  });
  return {
    status: 'succeeded',
    spec,
    parameterCount: members.reduce((sum, { network }) => sum + network.parameters.values.length, 0),
    card,
    weights: encodeWeights(training),
  };
}
