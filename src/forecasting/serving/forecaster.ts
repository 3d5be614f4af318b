import type { AnomalyTask, Forecaster, ForecastText, TextTask } from '../../contracts/ports/index.ts';
import { jsonInlineBytesMax } from '../../json-size.ts';
import { runsOfWeights, type TaskThreads } from '../../training/index.ts';
import { weightsKind } from '../ensemble/index.ts';
import { readsOtherSeries, tailPoints } from '../families/index.ts';
import { textWithEmptyCells } from './forecast-text.ts';
import { refusingOverload } from './full-queue.ts';
import { createInstantForecaster } from './instant-forecaster.ts';
import { methodOperations } from './method-operations.ts';
import { computedOrThrow, type Outcome } from './micro-batches.ts';
import { inParts, seriesAtOnce } from './series-parts.ts';
import { createSingleForecasts } from './single-forecasts.ts';

/** Milliseconds up to which a call is short. */
const shortMsDefault = 10;

/** Parts of a call for anomalies, if it has so many series. Each observation is a forecast: a part takes long
 *  even with few series. */
const anomalyPartsMin = 16;

interface ForecasterOptions {
  /** Threads over which the series of one call are spread; default: 1. */
  threadsOfCall?: number;
  /** Duration up to which a forecast of one series may be computed in the calling thread; default: 0, none is. */
  hereMsMax?: number;
  /** Duration up to which a call does not wait behind long ones of its tenant; default: 10. */
  shortMsMax?: number;
}

/** Forecasts in a pool of threads with the tasks of `thread.ts`.
 *  @param kernel null: the fastest one of this machine */
export function createForecaster(
  pool: TaskThreads,
  kernel: string | null,
  { threadsOfCall = 1, hereMsMax = 0, shortMsMax = shortMsDefault }: ForecasterOptions = {},
): Forecaster {
  const threads = refusingOverload(pool);
  const { requireReadable, run, ofWeights, inspect } = runsOfWeights(threads, kernel, weightsKind);
  const anomalies = run<AnomalyTask>('anomalies');
  const textsOf = (tasks: TextTask[]): Promise<Outcome<ForecastText>[]> =>
    threads.run({ tasks, kernel }, { name: 'forecastTexts' });
  const single = createSingleForecasts({
    inThread: textsOf,
    threads: threadsOfCall,
    kernel,
    hereMsMax,
    shortMsMax,
  });
  const longerRows = async (text: string | Uint8Array): Promise<string | Uint8Array> => {
    if (text.length <= jsonInlineBytesMax) return textWithEmptyCells(text);
    const made = await threads.run({ text: Buffer.from(text) }, { name: 'emptyCells' });
    return (made as Pick<ForecastText, 'text'>).text;
  };
  return {
    async forecastTexts(task): Promise<ForecastText[]> {
      requireReadable(task.weights);
      if (task.series.length === 1 && !task.explain) return [await single(task)];
      const whole = async (part: TextTask) => computedOrThrow((await textsOf([part]))[0]).answer;
      // A family that reads other series too gets all series in one part.
      if (readsOtherSeries(task.spec) || task.series.length <= seriesAtOnce) return [await whole(task)];
      return inParts(task, threadsOfCall, whole);
    },
    withEmptyCells: (parts) =>
      Promise.all(parts.map(async (part) => ({ ...part, text: await longerRows(part.text) }))),
    async anomalies(task) {
      if (readsOtherSeries(task.spec)) return anomalies(task);
      const size = Math.min(seriesAtOnce, Math.ceil(task.series.length / anomalyPartsMin));
      return (await inParts(task, threadsOfCall, anomalies, size)).flat();
    },
    memory: run('memory'),
    trace: run('trace'),
    inspect: inspect('inspect'),
    onnx: ofWeights('onnx'),
    requireReadable,
    accuracy: (task) => threads.run(task, { name: 'accuracy' }),
    spansOf: (task) => threads.run(task, { name: 'spansOf' }),
    tailPoints,
    methodOperations,
    instant: createInstantForecaster(threads, threadsOfCall, shortMsMax),
  };
}
