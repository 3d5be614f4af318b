import { limits } from '../contracts/limits.ts';
import type { TrainOutcome, TrainTask } from '../contracts/ports.ts';
import { selectKernel } from '../engine/index.ts';
import { AppError } from '../errors.ts';
import { type Clock, createSupervision } from '../training/supervision.ts';
import { runBacktest } from './backtest.ts';
import { writeCard } from './card.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import type { SeriesHistory } from './fitted-model.ts';
import { lastWindows, lookBackOf, lookBackPoints } from './inside/look-back.ts';
import type { ResolvedSpec } from './layout.ts';
import { createNetworkModel } from './network-model.ts';
import type { PreparedSeries } from './sampling.ts';
import { resolveSpec } from './spec.ts';
import { splitSeries } from './split.ts';
import { historyOf, transformed } from './target.ts';
import { runTraining, trainingShare } from './training.ts';
import { decodeMembers, decodeTensors, encodeWeights } from './weights-file.ts';

/** A whole training job: decide the spec, train, backtest, write the card. Weights depend on the task's data, spec
 *  and kernel only, not on the clock, on checkpoints taken, or on where it was cut and resumed. */
export function train(task: TrainTask, clock: Clock = () => performance.now()): TrainOutcome {
  try {
    return trainOrThrow(task, clock);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

function trainOrThrow(task: TrainTask, clock: Clock): TrainOutcome {
  const supervision = createSupervision(task, clock);
  const kernel = selectKernel(task.kernel ?? undefined);
  const resumed = task.checkpoint === null ? null : decodeCheckpoint(task.checkpoint);
  const histories = task.series.map((series) => historyOf(series, task.spec, task.header));
  const { spec, notes } = resumed ?? resolveSpec(task.spec, histories, task.header);
  const series = prepare(histories, spec);

  const initial = task.initialWeights === null ? null : decodeTensors(task.initialWeights);
  const training = runTraining({ kernel, spec, notes, series, resumed, initial, supervision });
  if (training.status !== 'finished') return training;
  const { network, layout, history } = training;

  const last = history.at(-1);
  const trainedSeconds = supervision.attemptSeconds();
  const progressAt = (phase: 'backtest' | 'publishing', share: number) => ({
    fraction: trainingShare + (1 - trainingShare) * share,
    phase,
    epoch: (training.steps * spec.batch_size) / Math.max(1, training.windows),
    step: training.steps,
    steps: spec.steps,
    loss: last?.loss ?? null,
    validation_loss: last?.validation_loss ?? null,
    elapsed_seconds: supervision.elapsedSeconds(),
    eta_seconds: share === 0 ? null : ((supervision.attemptSeconds() - trainedSeconds) * (1 - share)) / share,
  });
  const backtest = runBacktest(
    createNetworkModel(network, layout, spec, spec.batch_size),
    series,
    (share) => {
      supervision.progress(() => progressAt('backtest', share), share === 0);
      return supervision.order() === 'run';
    },
  );
  // The training's last checkpoint is the place to go on from: the backtest itself keeps nothing.
  const order = supervision.order();
  if (order !== 'run') return { status: order === 'cancel' ? 'cancelled' : 'suspended' };

  supervision.progress(() => progressAt('publishing', 1), true);
  const weights = encodeWeights([{ network, layout, spec }]);
  const opened = decodeMembers(weights.bytes, kernel, lookBackPoints, 'gradients');
  const windows = lastWindows(
    series.map(({ values }) => values),
    layout,
    limits.memoryWindowsMax,
  );
  const card = writeCard({
    spec,
    backtest,
    lookBack: lookBackOf(opened, windows),
    notes,
    training: {
      seconds: supervision.elapsedSeconds(),
      steps: training.steps,
      best_step: training.bestStep,
      windows: training.windows,
      kernel: kernel.name,
      loss: history,
    },
  });
  return {
    status: 'succeeded',
    spec,
    parameterCount: network.parameters.values.length,
    card,
    weights,
  };
}

function prepare(histories: readonly SeriesHistory[], spec: ResolvedSpec): PreparedSeries[] {
  const plan = { horizon: spec.horizon, ...spec.validation };
  return histories.map((history) => ({
    ...history,
    values: transformed(history.raw, spec.transform),
    split: splitSeries(history.raw.length, plan),
  }));
}
