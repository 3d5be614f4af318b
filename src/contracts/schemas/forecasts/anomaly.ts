import { z } from 'zod';
import { seriesInSchema, timeSchema } from '../datasets/dataset.ts';
import { modelIdSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';
import { seriesErrorSchema } from './forecast.ts';

export const anomaliesInSchema = z
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
      .meta({ description: 'Inline observations instead.' }),
    level: z.number().gt(0).lt(100).default(99).meta({
      description: 'Central interval in percent outside which an observation is an anomaly.',
      example: 99,
    }),
    from: timeSchema.optional().meta({
      description: `First time that is looked at; default: the last ${limits.anomalySeriesPointsDefault} observations of each series, fewer where there are many series.`,
    }),
    to: timeSchema.optional().meta({ description: 'Last time that is looked at; default: the last.' }),
  })
  .refine((body) => body.series === undefined || body.series_ids === undefined, {
    path: ['series'],
    error: 'stands beside `series_ids`: give stored series or inline ones',
  })
  .meta({
    id: 'AnomaliesIn',
    description: 'Where to look for anomalies; `{}` is enough.',
    example: { level: 99 },
  });
export type AnomaliesIn = z.output<typeof anomaliesInSchema>;

export const anomalySchema = z
  .object({
    series_id: z.string().meta({ description: 'The series.' }),
    time: timeSchema,
    value: z.number().meta({ description: 'What was observed.' }),
    lower: z
      .number()
      .meta({ description: 'Lower end of the interval of the one-step forecast made just before.' }),
    upper: z.number().meta({ description: 'Upper end of it.' }),
    score: z.number().meta({
      description:
        'Distance from the median of that forecast, in units of the distance of the bound on that side: 1 is on the bound, 2 twice as far.',
    }),
  })
  .meta({ id: 'Anomaly', description: 'An observation outside the interval that was expected of it.' });
export type Anomaly = z.infer<typeof anomalySchema>;

export const anomaliesSchema = z
  .object({
    model_id: modelIdSchema,
    level: z.number().meta({ description: 'The interval in percent.' }),
    tested: z.int().meta({
      description: 'Observations that were compared; at level 99 one in a hundred is outside by chance.',
    }),
    anomalies: z.array(anomalySchema).meta({ description: 'Series by series, in the order of time.' }),
    errors: z.array(seriesErrorSchema).meta({ description: 'Series that could not be looked at.' }),
  })
  .meta({ id: 'Anomalies', description: 'Observations that the model did not expect.' });
export type Anomalies = z.infer<typeof anomaliesSchema>;
