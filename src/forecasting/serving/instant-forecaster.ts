import type { Piscina } from 'piscina';
import type {
  ComparisonTask,
  InstantAnswers,
  InstantDecision,
  InstantForecaster,
  InstantTask,
  MethodErrors,
} from '../../contracts/ports/index.ts';
import { instantContributionsMax } from '../attribution/index.ts';
import { decimated } from '../statistics/index.ts';
import { instantTailPoints } from './instant.ts';
import { comparedSeriesMax } from './method-comparison.ts';
import { inParts, seriesAtOnce } from './series-parts.ts';

/** Series that the decisions of a call with many series are made from. */
const decisionSeriesMax = 100;

/** Forecasts without a model, in a pool of threads with the tasks of `thread.ts`.
 *  @param threadsOfCall number of threads over which the series of one call are spread */
export function createInstantForecaster(
  threads: Pick<Piscina, 'run'>,
  threadsOfCall: number,
): InstantForecaster {
  const run = <Answer>(task: object, name: string): Promise<Answer> => threads.run(task, { name });
  const decide = (task: ComparisonTask) => run<InstantDecision>(task, 'decision');
  const part = (task: InstantTask) => run<InstantAnswers>(task, 'instant');

  return {
    async forecast(task) {
      const { series, header, spec, horizon } = task;
      if (series.length <= seriesAtOnce) return part(task);
      // All parts have the decisions of the whole call.
      const decision =
        task.decision ??
        (await decide({ header, spec, horizon, series: [...decimated(series, decisionSeriesMax)] }));
      const parts = await inParts({ ...task, decision }, threadsOfCall, part);
      return { decision, answers: parts.flatMap(({ answers }) => answers) };
    },
    decide,
    decisionPlaces: (count) => decimated([...Array(count).keys()], decisionSeriesMax),
    compare: (task) =>
      run<MethodErrors | null>(
        { ...task, series: [...decimated(task.series, comparedSeriesMax)] },
        'comparison',
      ),
    tailPoints: instantTailPoints,
    contributionsMax: instantContributionsMax,
  };
}
