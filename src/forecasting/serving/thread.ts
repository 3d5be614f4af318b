/** Tasks of the thread pools for models of series; `src/processes/compute-thread.ts` is their entry. */
import type {
  AccuracyTask,
  AnomalyTask,
  ComparisonTask,
  ForecastSpan,
  ForecastTask,
  ForecastText,
  InspectTask,
  InstantDecision,
  InstantTextTask,
  MemoryTask,
  MethodErrors,
  TextTask,
  TraceTask,
  Weights,
} from '../../contracts/ports/index.ts';
import { type Kernel, selectKernel } from '../../engine/index.ts';
import { AppError, type Problem } from '../../errors.ts';
import { requireFinite } from '../../training/index.ts';
import { explainForecast, memoryOf, traceNetwork } from '../attribution/index.ts';
import { exportNetworks, type FittedModel, type ModelParts } from '../ensemble/index.ts';
import { findAnomalies, type SeriesAnomalies, scoreForecast, spansOfForecast } from '../evaluation/index.ts';
import { historyOf } from '../history/index.ts';
import { forecastBatch } from '../network/index.ts';
import { forecastSeries, forecastTogether, type SeriesAnswer } from './forecast.ts';
import { textOf, textWithEmptyCells } from './forecast-text.ts';
import { inspectModel } from './inspect.ts';
import { decide, forecastInstantly } from './instant-tasks.ts';
import { compareMethods } from './method-comparison.ts';
import type { Computed, Outcome } from './micro-batches.ts';
import { createModelCache } from './model-cache.ts';
import { historyRefusal } from './series/history-needs.ts';

/** Models that stay built in a thread. */
const modelsMax = 8;
const models = createModelCache(modelsMax);

/** `kernel` null or absent: the fastest one of this machine. */
type OnKernel<Task> = Task & { kernel?: string | null };

export async function forecast(task: OnKernel<ForecastTask>): Promise<SeriesAnswer[]> {
  const model = modelFor(task);
  if (!task.explain) return forecastSeries(task, model, forecastBatch);
  const { parts } = gradientsFor(task);
  return forecastSeries(task, model, forecastBatch, (histories, steps) =>
    histories.map((history) => () => explainForecast(parts, history, task.header, steps)),
  );
}

/** Several tasks. Those for the same model are computed together. A failing task does not affect the others. */
export async function forecastTexts({
  tasks,
  kernel,
}: OnKernel<{ tasks: TextTask[] }>): Promise<Outcome<ForecastText>[]> {
  const byModel = Map.groupBy(tasks, ({ weights }) => weights.sha256);
  const outcomes = new Map<TextTask, Outcome<ForecastText>>();
  for (const group of byModel.values()) {
    const together = group.filter(({ explain }) => !explain);
    for (const [i, outcome] of outcomesOf(together, kernel).entries()) outcomes.set(together[i], outcome);
    for (const task of group) if (task.explain) outcomes.set(task, await explained({ ...task, kernel }));
  }
  return tasks.map((task) => outcomes.get(task)!);
}

async function explained(task: OnKernel<TextTask>): Promise<Outcome<ForecastText>> {
  const started = performance.now();
  try {
    return { answer: textOf(await forecast(task), task), ms: performance.now() - started };
  } catch (error) {
    return { error };
  }
}

/** @param tasks for the same model, without explanations */
function outcomesOf(tasks: readonly TextTask[], kernel: OnKernel<object>['kernel']): Outcome<ForecastText>[] {
  if (tasks.length === 0) return [];
  const started = performance.now();
  try {
    const answers = forecastTogether(tasks, modelFor({ ...tasks[0], kernel }), forecastBatch);
    const texts = tasks.map((task, i) => textOf(answers[i], task));
    const ms = (performance.now() - started) / tasks.length;
    return texts.map((answer) => ({ answer, ms }));
  } catch (error) {
    return tasks.length === 1 ? [{ error }] : tasks.flatMap((task) => outcomesOf([task], kernel));
  }
}

export async function instantTexts(task: InstantTextTask): Promise<Computed<ForecastText>> {
  const started = performance.now();
  const answer = textOf(forecastInstantly(task).answers, task);
  return { answer, ms: performance.now() - started };
}

/** The text of a part in an answer with errors. */
export async function emptyCells({ text }: { text: Uint8Array }): Promise<Pick<ForecastText, 'text'>> {
  return { text: textWithEmptyCells(text) };
}

export async function decision(task: ComparisonTask): Promise<InstantDecision> {
  return decide(task);
}

export async function comparison(task: ComparisonTask): Promise<MethodErrors | null> {
  return compareMethods(task);
}

export async function anomalies(task: OnKernel<AnomalyTask>): Promise<SeriesAnomalies[]> {
  return findAnomalies(task, modelFor(task), forecastBatch);
}

export async function memory(
  task: OnKernel<MemoryTask>,
): Promise<ReturnType<typeof memoryOf> | { problem: Problem }> {
  const { parts, kernel } = gradientsFor(task);
  return finite(memoryOf(parts, kernel, task));
}

export async function trace(task: OnKernel<TraceTask>): Promise<ReturnType<typeof traceNetwork>> {
  const { parts, kernel } = gradientsFor(task);
  const history = historyOf(task.series, task.spec, task.header);
  const refused = historyRefusal(history, modelFor(task), true);
  if (refused !== null) return { problem: refused.toProblem() };
  return finite(traceNetwork(parts.members, kernel, history, task));
}

export async function inspect(task: OnKernel<InspectTask>): Promise<string | null> {
  return inspectModel(task, selectKernel(task.kernel ?? undefined));
}

export async function accuracy(
  task: AccuracyTask,
): Promise<ReturnType<typeof scoreForecast> | { problem: Problem }> {
  return finite(scoreForecast(task));
}

export async function spansOf(task: Pick<AccuracyTask, 'contents' | 'header'>): Promise<ForecastSpan[]> {
  return spansOfForecast(task);
}

export async function onnx(weights: Weights): Promise<Uint8Array> {
  return exportNetworks(weights);
}

/** An error loses its class on its way out of a thread. */
function finite<Answer>(answer: Answer): Answer | { problem: Problem } {
  try {
    return requireFinite(answer);
  } catch (error) {
    if (error instanceof AppError) return { problem: error.toProblem() };
    throw error;
  }
}

function modelFor({ weights, kernel }: OnKernel<{ weights: Weights }>): FittedModel {
  return models.model(weights, kernel ?? undefined);
}

function gradientsFor({ weights, kernel }: OnKernel<{ weights: Weights }>): {
  parts: ModelParts;
  kernel: Kernel;
} {
  return models.gradients(weights, kernel ?? undefined);
}
