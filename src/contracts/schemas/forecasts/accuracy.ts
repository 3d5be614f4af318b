import { z } from 'zod';
import { metricsSchema } from '../models/backtest-scores.ts';
import { forecastIdSchema } from '../primitives/ids.ts';

const seriesAccuracySchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    known_steps: z.int().meta({ description: 'Number of steps of the horizon that are observed by now.' }),
    metrics: metricsSchema.nullable().meta({ description: 'Null if no step is observed yet.' }),
  })
  .meta({ id: 'SeriesAccuracy', description: 'Accuracy of the forecast of one series.' });
export type SeriesAccuracy = z.infer<typeof seriesAccuracySchema>;

export const accuracySchema = z
  .object({
    forecast_id: forecastIdSchema,
    dataset_version: z
      .int()
      .meta({ description: 'Version of the data with which the forecast was compared.' }),
    horizon: z.int().meta({ description: 'Number of forecast steps per series.' }),
    known_steps: z.int().meta({ description: 'Number of observed steps, over all series.' }),
    metrics: metricsSchema.nullable().meta({
      description:
        'Metrics over all series. The weighted quantile loss uses the quantiles of the forecast, and coverage its intervals. MASE divides by the error of the seasonal naive forecast on the observations before the forecast. They are read from `dataset_version`, with later revisions.',
    }),
    series: z
      .array(seriesAccuracySchema)
      .meta({ description: 'Accuracy by series, in the order of the forecast.' }),
  })
  .meta({ id: 'Accuracy', description: 'Comparison of a stored forecast with the observations since.' });
export type Accuracy = z.infer<typeof accuracySchema>;
