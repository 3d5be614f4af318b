import { z } from 'zod';
import { explanationSchema } from '../attribution/explanation.ts';
import { futureCovariatesSchema } from '../datasets/covariates.ts';
import { seriesInSchema, timeSchema } from '../datasets/dataset.ts';
import { quantilesSchema } from '../models/model.ts';
import { datasetIdSchema, forecastIdSchema, modelIdSchema, modelRefSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';

export const defaultForecastQuantiles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
export const defaultLevels = [80, 95];

export const levelsSchema = z.array(z.number().gt(0).lt(100)).min(1).max(20);
export const samplesSchema = z.int().min(0).max(limits.samplesMax);
export const samplingSeedSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** What a caller may ask of any forecast, whatever its history is. */
export const forecastOptions = {
  quantiles: quantilesSchema
    .default(defaultForecastQuantiles)
    .meta({ description: 'Quantiles in the answer.', example: [0.1, 0.5, 0.9] }),
  levels: levelsSchema
    .default(defaultLevels)
    .meta({ description: 'Central intervals in percent.', example: [80, 95] }),
  samples: samplesSchema.default(0).meta({
    description:
      'Sample paths for each series: futures that hang together over the horizon and whose values at each step have the quantiles of the forecast.',
    example: 100,
  }),
  num_samples: samplesSchema
    .optional()
    .meta({ description: 'Another name of `samples`; it counts where both are there.' }),
  seed: samplingSeedSchema
    .default(1)
    .meta({ description: 'Of the sample paths: the same seed gives the same paths.' }),
  future_covariates: futureCovariatesSchema.optional(),
  as_of: timeSchema.optional().meta({
    description:
      'Forecasts as if this were the time of the last observation: what is later is not used, but for covariates that the model takes as known in advance. (The weights are what they are: train on older data where they must not know it either.)',
  }),
  fitted: z
    .boolean()
    .default(false)
    .meta({
      description: `Also the medians of one-step forecasts of the last observations (up to ${limits.fittedStepsMax} of a series), each made from what was before it.`,
    }),
  explain: z.boolean().default(false).meta({
    description:
      'Also what each observation and covariate adds to each step of the horizon, by integrated gradients.',
  }),
};

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
    ...forecastOptions,
  })
  .refine((body) => body.series === undefined || body.series_ids === undefined, {
    path: ['series'],
    error: 'stands beside `series_ids`: give stored series or inline ones',
  })
  .meta({
    id: 'ForecastIn',
    description: 'What to forecast; `{}` is enough.',
    example: { horizon: 3, levels: [80] },
  });
export type ForecastIn = z.output<typeof forecastInSchema>;

/** Sample paths that are asked for, by either of their names. */
export function samplesOf({ samples, num_samples }: Pick<ForecastIn, 'samples' | 'num_samples'>): number {
  return num_samples ?? samples;
}

const intervalSchema = z
  .object({
    lower: z.array(z.number()).meta({ description: 'Lower end, step by step.' }),
    upper: z.array(z.number()).meta({ description: 'Upper end, step by step.' }),
  })
  .meta({ id: 'Interval', description: 'Bounds per step.' });

const fittedSchema = z
  .object({
    times: z.array(timeSchema).meta({ description: 'Of the observations.' }),
    values: z.array(z.number().nullable()).meta({ description: 'What was observed.' }),
    median: z
      .array(z.number().nullable())
      .meta({ description: 'What was forecast one step before; null where too little was known.' }),
  })
  .meta({ id: 'Fitted', description: 'One-step forecasts of the past.' });
export type Fitted = z.infer<typeof fittedSchema>;

export const seriesForecastSchema = z
  .object({
    series_id: z.string().meta({ description: 'The series.' }),
    times: z.array(timeSchema).meta({ description: 'The next times of the series, step by step.' }),
    mean: z.array(z.number()).meta({ description: 'Mean of what is expected, step by step.' }),
    median: z.array(z.number()).meta({ description: 'The forecast as one number, step by step.' }),
    quantiles: z.record(z.string(), z.array(z.number())).meta({ description: 'By level; they never cross.' }),
    intervals: z.record(z.string(), intervalSchema).meta({ description: 'Central intervals by percent.' }),
    samples: z
      .array(z.array(z.number()))
      .optional()
      .meta({ description: 'Sample paths, one value per step each; where they were asked for.' }),
    fitted: fittedSchema.optional(),
    explanation: explanationSchema.optional(),
    future_covariates: z.record(z.string(), z.array(z.number().nullable())).optional().meta({
      description:
        'Known-future covariates as they were used, step by step; null is missing. Where the model has any.',
    }),
    warnings: z.array(z.string()).meta({ description: 'What a reader should know beside the figures.' }),
  })
  .meta({ id: 'SeriesForecast', description: 'The forecast of one series.' });
export type SeriesForecast = z.infer<typeof seriesForecastSchema>;

export const seriesErrorSchema = z
  .object({ series_id: z.string().meta({ description: 'The series.' }), problem: problemSchema })
  .meta({ id: 'SeriesError', description: 'A series that could not be forecast, and why.' });
export type SeriesError = z.infer<typeof seriesErrorSchema>;

const forecastRequestSchema = z
  .object({
    history: z
      .enum(['stored', 'inline'])
      .meta({ description: 'Whether the series were those of the dataset or came with the call.' }),
    quantiles: quantilesSchema.meta({ description: 'Quantiles, ascending.' }),
    levels: levelsSchema.meta({ description: 'Central intervals in percent, ascending.' }),
    samples: samplesSchema.meta({ description: 'Sample paths of each series.' }),
    seed: samplingSeedSchema.meta({ description: 'Of the sample paths.' }),
    as_of: timeSchema.nullable().meta({ description: 'Time after which nothing was read; null: all was.' }),
    fitted: z.boolean().meta({ description: 'Whether one-step forecasts of the past were asked for.' }),
    explain: z.boolean().default(false).meta({ description: 'Whether explanations were asked for.' }),
  })
  .meta({ id: 'ForecastRequest', description: 'What was asked for, defaults included.' });

const forecastHead = {
  id: forecastIdSchema,
  model_id: modelIdSchema,
  dataset_id: datasetIdSchema,
  dataset_version: z.int().meta({ description: 'Version of the data that the forecast went on from.' }),
  horizon: z.int().meta({ description: 'Steps ahead.' }),
  request: forecastRequestSchema,
  created_at: z.iso.datetime().meta({ description: 'When it was made.' }),
};

export const forecastSchema = z
  .object({
    ...forecastHead,
    forecasts: z.array(seriesForecastSchema).meta({ description: 'Series by series.' }),
    errors: z.array(seriesErrorSchema).meta({ description: 'Series that could not be forecast.' }),
  })
  .meta({ id: 'Forecast', description: 'What a model expects next, series by series.' });
export type Forecast = z.infer<typeof forecastSchema>;

export const forecastSummarySchema = z
  .object({ ...forecastHead, series_count: z.int().meta({ description: 'Series that were forecast.' }) })
  .meta({ id: 'ForecastSummary', description: 'A stored forecast without its numbers.' });
export type ForecastSummary = z.infer<typeof forecastSummarySchema>;
export const forecastPageSchema = pageOf(forecastSummarySchema, 'ForecastPage');

export const forecastsQuerySchema = pageQuerySchema.extend({
  model_id: modelRefSchema.optional().meta({ description: 'Only those of a model: its id, or an alias.' }),
});
export type ForecastsQuery = z.output<typeof forecastsQuerySchema>;
