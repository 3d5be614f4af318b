import type { Piscina } from 'piscina';
import type { Forecaster, ForecastTask } from '../../contracts/ports/index.ts';
import { runsOfWeights } from '../../training/index.ts';
import { weightsKind } from '../ensemble/index.ts';
import { readsOtherSeries, tailPoints } from '../families/index.ts';
import type { SeriesAnswer } from './forecast.ts';

/** Series that a thread takes at a time. A call for few series waits at most this long behind a call for many. */
const seriesAtOnce = 256;

/** Forecasts in a pool of threads with the tasks of `thread.ts`.
 *  @param kernel null: the fastest one of this machine
 *  @param threadsOfCall number of threads over which the series of one call are spread */
export function createForecaster(
  threads: Pick<Piscina, 'run'>,
  kernel: string | null,
  threadsOfCall = 1,
): Forecaster {
  const { requireReadable, run, ofWeights, inspect } = runsOfWeights(threads, kernel, weightsKind);
  const forecast = run<ForecastTask>('forecast');
  return {
    forecast: (task) => inParts(task, threadsOfCall, forecast),
    anomalies: run('anomalies'),
    memory: run('memory'),
    trace: run('trace'),
    inspect: inspect('inspect'),
    onnx: ofWeights('onnx'),
    requireReadable,
    accuracy: (tasks) => threads.run(tasks, { name: 'accuracy' }),
    tailPoints,
  };
}

/** The answers for all series, in their order. A family that reads other series too gets all series in one part. */
async function inParts(
  task: ForecastTask,
  atOnce: number,
  run: (part: ForecastTask) => Promise<SeriesAnswer[]>,
): Promise<SeriesAnswer[]> {
  const { series, future, spec } = task;
  if (readsOtherSeries(spec) || series.length <= seriesAtOnce) return run(task);
  const answers: SeriesAnswer[][] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < series.length) {
      const from = next;
      next += seriesAtOnce;
      const part = { ...task, series: series.slice(from, next), future: future?.slice(from, next) };
      answers[from / seriesAtOnce] = await run(part);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers.flat();
}
