/** Entry of both thread pools: of the worker's for jobs, of the API's for forecasts. */
import type { BacktestOutcome, BacktestTask } from '../contracts/backtest-port.ts';
import type {
  AccuracyTask,
  AnomalyTask,
  ForecastTask,
  InspectTask,
  MemoryTask,
  TraceTask,
  TrainOutcome,
  TrainTask,
  Weights,
} from '../contracts/ports.ts';
import { type Kernel, selectKernel } from '../engine/index.ts';
import { scoreForecasts } from './accuracy.ts';
import { findAnomalies, type SeriesAnomalies } from './anomalies.ts';
import type { FittedModel } from './fitted-model.ts';
import { forecastSeries, refusal, type SeriesAnswer } from './forecast.ts';
import { explainForecast } from './inside/explain.ts';
import { memoryOf } from './inside/memory.ts';
import { traceNetwork } from './inside/trace.ts';
import { inspectModel } from './inspect.ts';
import { exportNetworks } from './onnx.ts';
import { rollingBacktest } from './rolling-backtest.ts';
import { forecastBatch } from './room.ts';
import { historyOf } from './target.ts';
import { train as runTrain } from './train.ts';
import { decodeParts, decodeWeights, type ModelParts } from './weights-file.ts';

/** Models that stay built in a thread, the last used ones. */
const modelsMax = 8;
const models = new Map<string, FittedModel>();

export async function train(task: TrainTask): Promise<TrainOutcome> {
  return runTrain(task);
}

export async function backtest(task: BacktestTask): Promise<BacktestOutcome> {
  return rollingBacktest(task);
}

/** `kernel` null or absent: the fastest that this machine has. */
export async function forecast(task: ForecastTask & { kernel?: string | null }): Promise<SeriesAnswer[]> {
  const model = modelOf(task, task.kernel ?? undefined);
  if (!task.explain) return forecastSeries(task, model, forecastBatch);
  const { parts } = openedOf(task, task.kernel ?? undefined);
  return forecastSeries(task, model, forecastBatch, (history) =>
    explainForecast(parts, history, task.header, task.horizon),
  );
}

export async function anomalies(task: AnomalyTask & { kernel?: string | null }): Promise<SeriesAnomalies[]> {
  return findAnomalies(task, modelOf(task, task.kernel ?? undefined), forecastBatch);
}

export async function memory(
  task: MemoryTask & { kernel?: string | null },
): Promise<ReturnType<typeof memoryOf>> {
  const { parts, kernel } = openedOf(task, task.kernel ?? undefined);
  return memoryOf(parts, kernel, task);
}

export async function trace(
  task: TraceTask & { kernel?: string | null },
): Promise<ReturnType<typeof traceNetwork>> {
  const { parts, kernel } = openedOf(task, task.kernel ?? undefined);
  const history = historyOf(task.series, task.spec, task.header);
  const refused = refusal(history, modelOf(task, task.kernel ?? undefined));
  if (refused !== null) return { problem: refused.toProblem() };
  return traceNetwork(parts.members, kernel, history, task);
}

export async function inspect(task: InspectTask & { kernel?: string | null }): Promise<string | null> {
  return inspectModel(task, selectKernel(task.kernel ?? undefined));
}

export async function accuracy(tasks: AccuracyTask[]): Promise<ReturnType<typeof scoreForecasts>> {
  return scoreForecasts(tasks);
}

function modelOf({ weights }: Pick<ForecastTask, 'weights'>, kernel: string | undefined): FittedModel {
  const model =
    models.get(weights.sha256) ?? decodeWeights(weights.bytes, selectKernel(kernel), forecastBatch);
  models.delete(weights.sha256);
  models.set(weights.sha256, model); // the newest is last
  if (models.size > modelsMax) models.delete(models.keys().next().value!);
  return model;
}

/** The networks for gradients: of one model, since they take more memory. */
let opened: { sha256: string; kernel: Kernel; parts: ModelParts } | null = null;

function openedOf({ weights }: Pick<ForecastTask, 'weights'>, kernelName: string | undefined) {
  if (opened?.sha256 === weights.sha256) return opened;
  const kernel = selectKernel(kernelName);
  const parts = decodeParts(weights.bytes, ['members'], kernel, forecastBatch, 'gradients');
  opened = { sha256: weights.sha256, kernel, parts };
  return opened;
}

export async function onnx(weights: Weights): Promise<Uint8Array> {
  return exportNetworks(weights);
}
