/** Entry of both thread pools: of the worker's for jobs, of the API's for forecasts. */
import type {
  AccuracyTask,
  AnomalyTask,
  ForecastTask,
  InspectTask,
  MemoryTask,
  TraceTask,
  Weights,
} from '../../contracts/ports/index.ts';
import { type Kernel, selectKernel } from '../../engine/index.ts';
import { explainForecast, memoryOf, traceNetwork } from '../attribution/index.ts';
import {
  decodeParts,
  decodeWeights,
  exportNetworks,
  type FittedModel,
  type ModelParts,
} from '../ensemble/index.ts';
import { findAnomalies, type SeriesAnomalies, scoreForecasts } from '../evaluation/index.ts';
import { historyOf } from '../history/index.ts';
import { forecastBatch } from '../network/index.ts';
import { forecastSeries, historyRefusal, type SeriesAnswer } from './forecast.ts';
import { inspectModel } from './inspect.ts';

/** Models that stay built in a thread, the last used ones. */
const modelsMax = 8;
const models = new Map<string, FittedModel>();

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
  const refused = historyRefusal(history, modelOf(task, task.kernel ?? undefined));
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
