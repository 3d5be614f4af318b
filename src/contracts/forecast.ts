import { z } from 'zod';
import { seriesInSchema, timeSchema } from './dataset.ts';
import { datasetIdSchema, modelIdSchema } from './ids.ts';
import { limits } from './limits.ts';
import { quantilesSchema } from './model.ts';
import { problemSchema } from './problem.ts';

export const forecastInSchema = z
  .strictObject({
    series_ids: z
      .array(z.string())
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
    quantiles: quantilesSchema.optional(),
    levels: z
      .array(z.number().gt(0).lt(100))
      .min(1)
      .max(20)
      .optional()
      .meta({ description: 'Central intervals in percent.', example: [80, 95] }),
  })
  .meta({ id: 'ForecastIn' });
export type ForecastIn = z.output<typeof forecastInSchema>;

export const seriesForecastSchema = z
  .object({
    series_id: z.string(),
    times: z.array(timeSchema),
    mean: z.array(z.number()),
    median: z.array(z.number()),
    quantiles: z.record(z.string(), z.array(z.number())).meta({ description: 'By level; they never cross.' }),
    intervals: z
      .record(z.string(), z.object({ lower: z.array(z.number()), upper: z.array(z.number()) }))
      .meta({ description: 'Central intervals by percent.' }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'SeriesForecast' });
export type SeriesForecast = z.infer<typeof seriesForecastSchema>;

export const forecastSchema = z
  .object({
    model_id: modelIdSchema,
    dataset_id: datasetIdSchema,
    dataset_version: z.int(),
    horizon: z.int(),
    forecasts: z.array(seriesForecastSchema),
    errors: z.array(z.object({ series_id: z.string(), problem: problemSchema })),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Forecast' });
export type Forecast = z.infer<typeof forecastSchema>;
