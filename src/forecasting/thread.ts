/** Entry of both thread pools: of the worker's for jobs, of the API's for forecasts. */
import type { BacktestOutcome, BacktestTask } from '../contracts/backtest-port.ts';
import type {
  AccuracyTask,
  AnomalyTask,
  ForecastTask,
  InspectTask,
  TrainOutcome,
  TrainTask,
  Weights,
} from '../contracts/ports.ts';
import { selectKernel } from '../engine/index.ts';
import { scoreForecasts } from './accuracy.ts';
import { findAnomalies, type SeriesAnomalies } from './anomalies.ts';
import type { FittedModel } from './fitted-model.ts';
import { forecastSeries, type SeriesAnswer } from './forecast.ts';
import { inspectModel } from './inspect.ts';
import { exportNetworks } from './onnx.ts';
import { rollingBacktest } from './rolling-backtest.ts';
import { train as runTrain } from './train.ts';
import { decodeWeights } from './weights-file.ts';

/** Models that stay built in a thread, the last used ones. */
const modelsMax = 8;
const batchMax = 64;
const models = new Map<string, FittedModel>();

export async function train(task: TrainTask): Promise<TrainOutcome> {
  return runTrain(task);
}

export async function backtest(task: BacktestTask): Promise<BacktestOutcome> {
  return rollingBacktest(task);
}

/** `kernel` null or absent: the fastest that this machine has. */
export async function forecast(task: ForecastTask & { kernel?: string | null }): Promise<SeriesAnswer[]> {
  return forecastSeries(task, modelOf(task, task.kernel ?? undefined), batchMax);
}

export async function anomalies(task: AnomalyTask & { kernel?: string | null }): Promise<SeriesAnomalies[]> {
  return findAnomalies(task, modelOf(task, task.kernel ?? undefined), batchMax);
}

export async function inspect(task: InspectTask & { kernel?: string | null }): Promise<string | null> {
  return inspectModel(task, selectKernel(task.kernel ?? undefined));
}

export async function accuracy(tasks: AccuracyTask[]): Promise<ReturnType<typeof scoreForecasts>> {
  return scoreForecasts(tasks);
}

function modelOf({ weights }: Pick<ForecastTask, 'weights'>, kernel: string | undefined): FittedModel {
  const model = models.get(weights.sha256) ?? decodeWeights(weights.bytes, selectKernel(kernel), batchMax);
  models.delete(weights.sha256);
  models.set(weights.sha256, model); // the newest is last
  if (models.size > modelsMax) models.delete(models.keys().next().value!);
  return model;
}

export async function onnx(weights: Weights): Promise<Uint8Array> {
  return exportNetworks(weights);
}
