import { AppError } from '../../errors.ts';

/** The error of a series whose forecast has numbers that are not finite. */
export function notFinite(id: string): AppError {
  return new AppError('forecast_not_finite', {
    detail: `The forecast of series "${id}" is not a finite number: the weights of the model or the values of the series are too large. Train the model again, with values divided by a power of ten.`,
    faults: [{ series_id: id, message: 'has a forecast that is not a finite number' }],
  });
}
