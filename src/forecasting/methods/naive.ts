import { type Fitted, type MethodTask, perSeries } from './method.ts';
import { aroundPath, naiveErrors } from './past-errors.ts';

/** The last value again: ŷ(n+h) = y(n). Quantiles are symmetric, from the sizes of its own past errors h steps ahead,
 *  or from their shares of the level where they have grown with it.
 *  Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, ch. 5.2. */
export const naive = perSeries((history, task) => repeating(history, 1, task));

/** The last season again: ŷ(n+h) = y(n+h-m·k), k the least that makes it known; the last value where there is not yet
 *  a whole season. Quantiles as for the last value. */
export const seasonalNaive = perSeries((history, task) =>
  repeating(history, history.length < task.season ? 1 : task.season, task),
);

function repeating(history: Float64Array, season: number, task: MethodTask): Fitted {
  const errors = naiveErrors(history, season, task);
  return (values) => {
    const point = Float64Array.from(
      { length: task.horizon },
      (_, h) => values[values.length - season + (h % season)],
    );
    return { point, quantiles: aroundPath(point, errors, task.levels.length) };
  };
}
