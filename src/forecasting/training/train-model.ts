import { lookBackPoints } from '../../attribution/index.ts';
import type { TrainOutcome, TrainTask } from '../../contracts/ports/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import type { Supervision } from '../../training/index.ts';
import { lastWindows, lookBackOf } from '../attribution/index.ts';
import { decodeParts, encodeWeights } from '../ensemble/index.ts';
import { runBacktest, writeCard } from '../evaluation/index.ts';
import { resolveSpec } from '../families/index.ts';
import { historiesOf } from '../history/index.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import { runTraining, trainingShare } from './train-ensemble.ts';

/** A whole training job: decide the spec, train, backtest, write the card. Weights depend on the task's data, spec
 *  and kernel only, not on the clock, on checkpoints taken, or on where it was cut and resumed. */
export async function train(task: TrainTask, supervision: Supervision): Promise<TrainOutcome> {
  try {
    return await trainOrThrow(task, supervision);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

async function trainOrThrow(task: TrainTask, supervision: Supervision): Promise<TrainOutcome> {
  const kernel = selectKernel(task.kernel ?? undefined);
  const resumed = task.checkpoint === null ? null : decodeCheckpoint(task.checkpoint);
  const histories = historiesOf(task.series, task.spec, task.header);
  const { spec, notes } = resumed ?? resolveSpec(task.spec, histories, task.header);
  const training = await runTraining({
    ...{ kernel, spec, notes, histories, resumed, supervision },
    initialWeights: task.initialWeights,
  });
  if (training.status !== 'finished') return training;
  const { first, heldOut } = training;

  const last = first.history.at(-1);
  const trainedSeconds = supervision.attemptSeconds();
  const progressAt = (phase: 'backtest' | 'publishing', share: number) => ({
    fraction: trainingShare + (1 - trainingShare) * share,
    phase,
    epoch: (training.steps * spec.batch_size) / Math.max(1, first.windows),
    step: training.steps,
    steps: training.steps,
    loss: last?.loss ?? null,
    validation_loss: last?.validation_loss ?? null,
    elapsed_seconds: supervision.elapsedSeconds(),
    eta_seconds: share === 0 ? null : ((supervision.attemptSeconds() - trainedSeconds) * (1 - share)) / share,
  });
  const backtest =
    heldOut === null
      ? null
      : runBacktest(heldOut, training.fitted, (share) => {
          supervision.progress(() => progressAt('backtest', share), share === 0);
          return supervision.order() === 'run';
        });
  // The training's last checkpoint is the place to go on from: the backtest itself keeps nothing.
  const order = supervision.order();
  if (order !== 'run') return { status: order === 'cancel' ? 'cancelled' : 'suspended' };

  supervision.progress(() => progressAt('publishing', 1), true);
  const weights = encodeWeights(training);
  const { members } = decodeParts(weights.bytes, ['members'], kernel, lookBackPoints, 'gradients');
  const windows = lastWindows(histories, spec.horizon, limits.memoryWindowsMax);
  const card = writeCard({
    spec: training.spec,
    backtest,
    lookBack: lookBackOf(members, windows),
    notes,
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
    spec: training.spec,
    parameterCount: training.members.reduce((sum, { network }) => sum + network.parameters.values.length, 0),
    card,
    weights,
  };
}
