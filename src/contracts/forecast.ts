import { z } from 'zod';
import { seriesInSchema, timeSchema } from './dataset.ts';
import { datasetIdSchema, modelIdSchema } from './ids.ts';
import { limits } from './limits.ts';
import { quantilesSchema } from './model.ts';
import { problemSchema } from './problem.ts';

export const defaultForecastQuantiles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
export const defaultLevels = [80, 95];

export const forecastInSchema = z
  .strictObject({
    series_ids: z
      .array(z.string().max(limits.seriesIdLengthMax))
      .min(1)
      .max(limits.forecastSeriesMax)
      .optional()
      .meta({
        description: `Stored series; default: all of the dataset, up to ${limits.forecastSeriesMax}.`,
      }),
    series: z
      .array(seriesInSchema)
      .min(1)
      .max(limits.forecastSeriesMax)
      .optional()
      .meta({ description: 'Inline history instead, also of series that the model has never seen.' }),
    horizon: z
      .int()
      .min(1)
      .max(limits.horizonMax)
      .optional()
      .meta({ description: 'At most, and by default, the horizon of the model.' }),
    quantiles: quantilesSchema
      .default(defaultForecastQuantiles)
      .meta({ description: 'Quantiles in the answer.', example: [0.1, 0.5, 0.9] }),
    levels: z
      .array(z.number().gt(0).lt(100))
      .min(1)
      .max(20)
      .default(defaultLevels)
      .meta({ description: 'Central intervals in percent.', example: [80, 95] }),
  })
  .refine((body) => body.series === undefined || body.series_ids === undefined, {
    path: ['series'],
    error: 'stands beside `series_ids`: give stored series or inline ones',
  })
  .meta({ id: 'ForecastIn' });
export type ForecastIn = z.output<typeof forecastInSchema>;

const intervalSchema = z
  .object({ lower: z.array(z.number()), upper: z.array(z.number()) })
  .meta({ id: 'Interval', description: 'Bounds per step.' });

export const seriesForecastSchema = z
  .object({
    series_id: z.string(),
    times: z.array(timeSchema),
    mean: z.array(z.number()),
    median: z.array(z.number()),
    quantiles: z.record(z.string(), z.array(z.number())).meta({ description: 'By level; they never cross.' }),
    intervals: z.record(z.string(), intervalSchema).meta({ description: 'Central intervals by percent.' }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'SeriesForecast' });
export type SeriesForecast = z.infer<typeof seriesForecastSchema>;

export const seriesErrorSchema = z
  .object({ series_id: z.string(), problem: problemSchema })
  .meta({ id: 'SeriesError', description: 'A series that could not be forecast, and why.' });
export type SeriesError = z.infer<typeof seriesErrorSchema>;

export const forecastSchema = z
  .object({
    model_id: modelIdSchema,
    dataset_id: datasetIdSchema,
    dataset_version: z.int(),
    horizon: z.int(),
    forecasts: z.array(seriesForecastSchema),
    errors: z.array(seriesErrorSchema),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Forecast' });
export type Forecast = z.infer<typeof forecastSchema>;
