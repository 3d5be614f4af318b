import { aroundPath, naiveErrors, spacedNaiveErrors } from './fitting/past-errors.ts';
import { type Fitted, type MethodTask, perSeries } from './method.ts';

/** Naive forecast, the last value: ŷ(n+h) = y(n). Quantiles are symmetric, from the sizes of its past errors h
 *  steps ahead, relative to the level if the errors have grown with it.
 *  Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, ch. 5.2. */
export const naive = perSeries((history, task) => repeating(history, 1, task));

/** The naive forecast in less time, with errors of a few steps. */
export const spacedNaive = perSeries((history, task) =>
  repeating(history, 1, task, spacedNaiveErrors(history, task)),
);

/** Seasonal naive forecast, the last season: ŷ(n+h) = y(n+h-m·k), with the smallest k for which it is observed. With
 *  less than one season, the last value. Quantiles as for the naive forecast. */
export const seasonalNaive = perSeries((history, task) =>
  repeating(history, history.length < task.season ? 1 : task.season, task),
);

function repeating(
  history: Float64Array,
  season: number,
  task: MethodTask,
  errors = naiveErrors(history, season, task),
): Fitted {
  return (values) => {
    const point = Float64Array.from(
      { length: task.horizon },
      (_, h) => values[values.length - season + (h % season)],
    );
    return { point, quantiles: aroundPath(point, errors, task.levels.length) };
  };
}
