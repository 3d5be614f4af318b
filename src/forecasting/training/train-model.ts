import { lookBackPoints } from '../../attribution/index.ts';
import type { TrainOutcome, TrainTask } from '../../contracts/ports/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { type Supervision, scoringProgress, stoppedBy } from '../../training/index.ts';
import { lastWindows, lookBackOf } from '../attribution/index.ts';
import { encodeWeights, rebuildMembers } from '../ensemble/index.ts';
import { type Evaluation, prepareBacktest, writeCard } from '../evaluation/index.ts';
import { type TrainedEnsemble, trainEnsemble } from './train-ensemble.ts';

/** Runs a training job: trains the networks, scores them, and writes the card. The weights depend only on the task's
 *  data, spec and kernel: not on the clock, the number of cores, the checkpoints or any interruption. */
export async function train(task: TrainTask, supervision: Supervision): Promise<TrainOutcome> {
  try {
    return await trainEnsemble(task, supervision, (training) => scored(training, supervision));
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

/** Scores the networks, and writes the card. */
function scored(training: TrainedEnsemble, supervision: Supervision): TrainOutcome {
  const { spec, members, heldOutModel, first, kernel } = training;
  const progressAt = scoringProgress(supervision, training.position);
  const backtest =
    heldOutModel === null
      ? null
      : scoreBacktest(heldOutModel, training, (share) => {
          supervision.progress(() => progressAt('backtest', share), share === 0);
          return supervision.order() === 'run';
        });
  // A job that is stopped here continues from the last checkpoint of the training: the backtest has none.
  if (supervision.order() !== 'run') return stoppedBy(supervision);

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
    memberWindows: training.memberWindows,
  });
  return {
    status: 'succeeded',
    spec,
    parameterCount: members.reduce((sum, { network }) => sum + network.parameters.values.length, 0),
    card,
    weights: encodeWeights(training),
  };
}

/** Scores the model on the held-out parts; the threads of the training forecast. */
function scoreBacktest(
  { model, mixture }: NonNullable<TrainedEnsemble['heldOutModel']>,
  { withoutHeldOut, kernel, kept, computeParts }: TrainedEnsemble,
  proceed: (share: number) => boolean,
): Evaluation | null {
  const backtest = prepareBacktest(model, withoutHeldOut, kernel.name, kept.inputs);
  if (backtest === null) return null;
  const parts = { count: backtest.count, compute: backtest.forecastsOf };
  return backtest.evaluate(computeParts({ name: 'backtest', mixture }, parts), proceed);
}
