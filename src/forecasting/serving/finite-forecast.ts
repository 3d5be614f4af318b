import type { SeriesForecast } from '../../contracts/schemas/index.ts';
import { isFiniteAnswer } from '../../training/index.ts';
import { areFinite } from '../statistics/index.ts';

type Numbers = Pick<SeriesForecast, 'mean' | 'median' | 'quantiles' | 'intervals' | 'samples' | 'fitted'> & {
  explanation?: object;
};

/** Whether a forecast has finite numbers only. JSON has no others: it would turn them into null. */
export function isFiniteForecast({
  mean,
  median,
  quantiles,
  intervals,
  samples = [],
  fitted,
  explanation,
}: Numbers): boolean {
  const bounds = Object.values(intervals).flatMap(({ lower, upper }) => [lower, upper]);
  const paths = [mean, median, ...Object.values(quantiles), ...bounds, ...samples];
  // A fitted value may be missing, which is null.
  return paths.every(areFinite) && isFiniteAnswer(fitted?.median) && isFiniteAnswer(explanation);
}
