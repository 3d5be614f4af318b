/** Tasks of both thread pools: the worker's for jobs, whose entry this is, and the API's for forecasts. */
import { flushCompileCache } from 'node:module';
import { unpackShared } from '../chunks/index.ts';
import type {
  AnswerJson,
  Headed,
  SeriesPart,
  Supervised,
  WithPackedSeries,
} from '../contracts/ports/index.ts';
import type { DatasetHeader, SeriesData } from '../contracts/schemas/index.ts';
import { givingBack } from '../engine/index.ts';
import {
  anomalies as anomaliesTask,
  comparison as comparisonTask,
  decision as decisionTask,
  emptyCells as emptyCellsTask,
  forecastTexts as forecastTextsTask,
  inspect as inspectTask,
  instantTexts as instantTextsTask,
  memory as memoryTask,
  onnx as onnxTask,
  rollingBacktest,
  trace as traceTask,
  train as trainSeries,
} from '../forecasting/index.ts';
import { movedAnswer } from '../moved-answer.ts';
import {
  forecastSymbols as forecastSymbolsTask,
  symbolInspect as symbolInspectTask,
  symbolMemory as symbolMemoryTask,
  symbolOnnx as symbolOnnxTask,
  symbolTrace as symbolTraceTask,
  backtestSymbols as testSequences,
  trainSymbols as trainSequences,
} from '../sequences/index.ts';
import { type Supervision, supervisionThrough } from '../training/index.ts';
import { ownBuffersOf } from '../transfer.ts';
import { yieldToOthers } from './priority.ts';

export { accuracy, spansOf } from '../forecasting/index.ts';
export { picture, storedSeries } from '../pictures/index.ts';
export const anomalies = givingBack(anomaliesTask);
export const comparison = givingBack(comparisonTask);
export const decision = givingBack(decisionTask);
export const emptyCells = givingBack(moved(emptyCellsTask));
export const forecastTexts = givingBack(moved(forecastTextsTask));
export const inspect = givingBack(inspectTask);
export const instantTexts = givingBack(moved(instantTextsTask));
export const memory = givingBack(memoryTask);
export const onnx = givingBack(onnxTask);
export const trace = givingBack(written(traceTask));
export const forecastSymbols = givingBack(written(forecastSymbolsTask));
export const symbolInspect = givingBack(symbolInspectTask);
export const symbolMemory = givingBack(symbolMemoryTask);
export const symbolOnnx = givingBack(symbolOnnxTask);
export const symbolTrace = givingBack(written(symbolTraceTask));

export const train = supervised(withSeries(trainSeries));
export const backtest = supervised(withSeries(rollingBacktest));
export const trainSymbols = supervised(trainSequences);
export const backtestSymbols = supervised(testSequences);

/** Does nothing: a thread that answers has its code. */
export function ready(): void {}

/** Work whose answer is for a caller and may be long: it leaves the thread as JSON. As an object it would pass through
 *  the main thread, value by value, and once more to the thread that writes the JSON. */
function written<Task, Answer extends object>(work: (task: Task) => Promise<Answer>) {
  return async ({ head, ...task }: Headed<Task>): Promise<AnswerJson | Answer> => {
    const answer = await work(task as Task);
    return 'problem' in answer ? answer : new TextEncoder().encode(JSON.stringify({ ...head, ...answer }));
  };
}

/** Work whose answer has long texts as bytes, which are moved out of the thread. */
function moved<Task, Answer extends object>(work: (task: Task) => Promise<Answer>) {
  return async (task: Task): Promise<Answer> => {
    const answer = await work(task);
    const buffers = ownBuffersOf(answer);
    return buffers.length === 0 ? answer : movedAnswer(answer, buffers);
  };
}

/** Work on series that come packed: an unpacked copy would pass through the main thread. */
function withSeries<Task extends { header: DatasetHeader; series: SeriesData[] }, Outcome>(
  work: (task: Task, supervision: Supervision) => Outcome,
) {
  return (task: WithPackedSeries<Task>, supervision: Supervision): Outcome => {
    const unpacked = (parts: SeriesPart[]) => unpackShared(parts, task.header.covariates);
    const series = unpacked(task.series);
    const { trainedOn } = task;
    return work({ ...task, series, trainedOn: trainedOn && unpacked(trainedOn) } as never, supervision);
  };
}

/** Work whose supervision goes through the channel that its worker has sent along. It takes minutes, so it leaves the
 *  cores to forecasts, which take milliseconds. */
function supervised<Task, Outcome>(
  work: (task: Task, supervision: Supervision) => Outcome | Promise<Outcome>,
) {
  return givingBack(({ task, channel, niceness = 0 }: Supervised<Task>): Outcome | Promise<Outcome> => {
    yieldToOthers(niceness);
    return work(task, supervisionThrough(channel));
  });
}

flushCompileCache();
