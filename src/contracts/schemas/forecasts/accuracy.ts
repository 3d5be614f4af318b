import { z } from 'zod';
import { metricsSchema } from '../models/backtest-scores.ts';
import { forecastIdSchema } from '../primitives/ids.ts';

export const seriesAccuracySchema = z
  .object({
    series_id: z.string().meta({ description: 'The series.' }),
    known_steps: z.int().meta({ description: 'Steps of the horizon whose observation is there by now.' }),
    metrics: metricsSchema.nullable().meta({ description: 'Null while nothing is known.' }),
  })
  .meta({ id: 'SeriesAccuracy', description: 'Scores of one series of a forecast.' });
export type SeriesAccuracy = z.infer<typeof seriesAccuracySchema>;

export const accuracySchema = z
  .object({
    forecast_id: forecastIdSchema,
    dataset_version: z.int().meta({ description: 'Version of the data that it was compared with.' }),
    horizon: z.int().meta({ description: 'Steps that were forecast of each series.' }),
    known_steps: z.int().meta({ description: 'Of all series together.' }),
    metrics: metricsSchema.nullable().meta({
      description:
        'Over all series. The weighted quantile loss is over the quantiles that the forecast has, coverage over its intervals; MASE divides by the error of the seasonal naive forecast before the forecast was made.',
    }),
    series: z
      .array(seriesAccuracySchema)
      .meta({ description: 'Series by series, in the order of the forecast.' }),
  })
  .meta({ id: 'Accuracy', description: 'A stored forecast against what was observed since.' });
export type Accuracy = z.infer<typeof accuracySchema>;
