import { deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { aroundPath, naiveErrors } from './fitting/past-errors.ts';
import { perSeries } from './method.ts';

/** Naive2: the last value of the seasonally adjusted series, with the season put back; the reference of the M4
 *  competition. Quantiles are those of the naive forecast of the adjusted series, with the season put back.
 *  Source: Makridakis, Spiliotis & Assimakopoulos (2020); the organisers' `Benchmarks and Evaluation.R`. */
export const naive2 = perSeries((history, task) => {
  const { values: adjusted, index, kind } = deseasonalised(history, task.season);
  const errors = naiveErrors(adjusted, 1, task);
  const Q = task.levels.length;
  return (later) => {
    const { values } = withoutSeason(later, index, kind);
    const point = new Float64Array(task.horizon).fill(values[values.length - 1]);
    const quantiles = aroundPath(point, errors, Q);
    return reseasonalised({ point, quantiles }, { index, kind, from: later.length, Q });
  };
});
