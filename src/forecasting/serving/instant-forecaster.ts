import type { Piscina } from 'piscina';
import type {
  ComparisonTask,
  InstantAnswers,
  InstantForecaster,
  InstantTask,
  MethodErrors,
} from '../../contracts/ports/index.ts';
import { instantContributionsMax } from '../attribution/index.ts';
import { decimated } from '../statistics/index.ts';
import { instantTailPoints } from './instant.ts';
import { comparedSeriesMax } from './method-comparison.ts';
import { inParts, seriesAtOnce } from './series-parts.ts';

/** Series that the season of a call with many series is found in. */
const seasonSeriesMax = 100;

/** Forecasts without a model, in a pool of threads with the tasks of `thread.ts`.
 *  @param threadsOfCall number of threads over which the series of one call are spread */
export function createInstantForecaster(
  threads: Pick<Piscina, 'run'>,
  threadsOfCall: number,
): InstantForecaster {
  const run = <Answer>(task: object, name: string): Promise<Answer> => threads.run(task, { name });
  const part = (task: InstantTask) => run<InstantAnswers>(task, 'instant');

  return {
    async forecast(task) {
      const { series, header, spec, horizon } = task;
      if (series.length <= seriesAtOnce) return part(task);
      // All parts have the season of the whole call.
      const some: ComparisonTask = { header, spec, horizon, series: [...decimated(series, seasonSeriesMax)] };
      const season = task.season ?? (await run<number>(some, 'season'));
      const parts = await inParts({ ...task, season }, threadsOfCall, part);
      return { season, answers: parts.flatMap(({ answers }) => answers) };
    },
    compare: (task) =>
      run<MethodErrors | null>(
        { ...task, series: [...decimated(task.series, comparedSeriesMax)] },
        'comparison',
      ),
    tailPoints: instantTailPoints,
    contributionsMax: instantContributionsMax,
  };
}
