import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { seriesInSchema, timeSchema } from '../datasets/dataset.ts';
import { modelIdSchema } from '../primitives/ids.ts';
import { levelSchema } from '../primitives/levels.ts';
import { seriesErrorSchema } from './forecast.ts';

export const anomaliesInSchema = z
  .strictObject({
    series_ids: z
      .array(z.string().max(limits.seriesIdLengthMax))
      .min(1)
      .max(limits.forecastSeriesMax)
      .optional()
      .meta({
        description: `Ids of stored series; default: all series of the dataset, or those of a model that is for some, such as a model of a fleet; up to ${limits.forecastSeriesMax}.`,
      }),
    series: z
      .array(seriesInSchema)
      .min(1)
      .max(limits.forecastSeriesMax)
      .optional()
      .meta({ description: 'Inline series instead.' }),
    level: levelSchema.default(99).meta({
      description: 'Central interval in percent. An observation outside of it is an anomaly.',
      example: 99,
    }),
    from: timeSchema.optional().meta({
      description: `First time to check; default: the last ${limits.anomalySeriesPointsDefault} observations of each series, fewer if there are many series or each observation costs the model much.`,
    }),
    to: timeSchema.optional().meta({ description: 'Last time that is looked at; default: the last.' }),
  })
  .refine((body) => body.series === undefined || body.series_ids === undefined, {
    path: ['series'],
    error: 'stands beside `series_ids`: give stored series or inline ones',
  })
  .meta({
    id: 'AnomaliesIn',
    description: 'The observations to check for anomalies; `{}` is enough.',
    example: { level: 99 },
  });
export type AnomaliesIn = z.output<typeof anomaliesInSchema>;

export const anomalySchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    time: timeSchema,
    value: z.number().meta({ description: 'The observed value.' }),
    lower: z.number().meta({ description: 'Lower end of the interval of the one-step forecast.' }),
    upper: z.number().meta({ description: 'Upper end of the interval.' }),
    score: z.number().meta({
      description:
        'Distance from the median, divided by the distance of the interval’s end on the same side: 1 is on the end, 2 is twice as far.',
    }),
  })
  .meta({ id: 'Anomaly', description: 'An observation outside of its forecast interval.' });
export type Anomaly = z.infer<typeof anomalySchema>;

export const anomaliesSchema = z
  .object({
    model_id: modelIdSchema,
    level: z.number().meta({ description: 'The central interval in percent.' }),
    tested: z.int().meta({
      description: 'Number of checked observations. At level 99, one in a hundred is outside by chance.',
    }),
    anomalies: z.array(anomalySchema).meta({ description: 'The anomalies by series, in the order of time.' }),
    errors: z.array(seriesErrorSchema).meta({ description: 'Series that could not be checked.' }),
  })
  .meta({ id: 'Anomalies', description: 'Anomalies: observations that the model did not expect.' });
export type Anomalies = z.infer<typeof anomaliesSchema>;
