import type { Piscina } from 'piscina';
import type {
  ComparisonTask,
  ForecastText,
  InstantDecision,
  InstantForecaster,
  InstantTask,
  InstantTextTask,
  MethodErrors,
} from '../../contracts/ports/index.ts';
import { inCallWith } from '../../sharing/index.ts';
import { instantContributionsMax } from '../attribution/index.ts';
import { rowsInTraining } from '../history/index.ts';
import { decimated } from '../statistics/index.ts';
import { instantTailPoints } from './instant.ts';
import { createKnownDurations, effortOf } from './known-durations.ts';
import { comparedSeriesMax } from './method-comparison.ts';
import type { Computed } from './micro-batches.ts';
import { inParts, seriesAtOnce } from './series-parts.ts';

/** Series that the decisions of a call with many series are made from. */
const decisionSeriesMax = 100;

/** Forecasts without a model, in a pool of threads with the tasks of `thread.ts`.
 *  @param threadsOfCall number of threads over which the series of one call are spread
 *  @param shortMsMax milliseconds up to which a call is short: it does not wait behind long ones of the same tenant */
export function createInstantForecaster(
  threads: Pick<Piscina, 'run'>,
  threadsOfCall: number,
  shortMsMax: number,
): InstantForecaster {
  const run = <Answer>(task: object, name: string): Promise<Answer> => threads.run(task, { name });
  const decide = (task: ComparisonTask) => run<InstantDecision>(task, 'decision');
  const durations = createKnownDurations();
  const part = async (task: InstantTextTask): Promise<ForecastText> => {
    const kind = kindOf(task);
    const lastMs = durations.of(kind);
    const isShort = lastMs !== null && lastMs <= shortMsMax;
    const { answer, ms } = await inCallWith({ isShort }, () =>
      run<Computed<ForecastText>>(task, 'instantTexts'),
    );
    durations.remember(kind, ms);
    return answer;
  };

  return {
    async forecastTexts(task) {
      const { series, header, spec, horizon } = task;
      if (series.length <= seriesAtOnce) return [await part(task)];
      // All parts have the decisions of the whole call.
      const decision =
        task.decision ??
        (await decide({ header, spec, horizon, series: [...decimated(series, decisionSeriesMax)] }));
      return inParts({ ...task, decision }, threadsOfCall, part);
    },
    decide,
    decisionPlaces: (count) => decimated([...Array(count).keys()], decisionSeriesMax),
    compare: (task) =>
      run<MethodErrors | null>(
        { ...task, series: [...decimated(task.series, comparedSeriesMax)] },
        'comparison',
      ),
    tailPoints: instantTailPoints,
    rowsInTraining,
    contributionsMax: instantContributionsMax,
  };
}

/** Calls that take about as long. */
function kindOf(task: InstantTask): string {
  const points = task.series.reduce((sum, { times }) => sum + times.length, 0);
  return [effortOf(task, points), task.explain, task.decision === null].join(' ');
}
