import type { SeriesForecast } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { areFinite } from '../statistics/index.ts';

type Numbers = Pick<SeriesForecast, 'mean' | 'median' | 'quantiles' | 'intervals' | 'samples'>;

/** Whether a forecast has finite numbers only. JSON has no others: it would turn them into null. */
export function hasNumbersOnly({ mean, median, quantiles, intervals, samples = [] }: Numbers): boolean {
  const bounds = Object.values(intervals).flatMap(({ lower, upper }) => [lower, upper]);
  const paths = [mean, median, ...Object.values(quantiles), ...bounds, ...samples];
  return paths.every(areFinite);
}

/** The error of a series whose forecast has other numbers. */
export function notFinite(id: string): AppError {
  return new AppError('forecast_not_finite', {
    detail: `The forecast of series "${id}" is not a finite number: the weights of the model or the values of the series are too large. Train the model again, with values divided by a power of ten.`,
    faults: [{ series_id: id, message: 'has a forecast that is not a finite number' }],
  });
}
