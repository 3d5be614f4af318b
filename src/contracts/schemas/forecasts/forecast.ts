import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { explanationSchema } from '../attribution/explanation.ts';
import { futureCovariatesSchema } from '../datasets/covariates.ts';
import { forecastSeriesInSchema, timeSchema, warningSchema } from '../datasets/dataset.ts';
import { quantilesSchema } from '../models/settings.ts';
import { datasetIdSchema, forecastIdSchema, modelIdSchema, modelRefSchema } from '../primitives/ids.ts';
import { givenLevelSchema, levelSchema } from '../primitives/levels.ts';
import { pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import { methodChoiceSchema } from './method-choice.ts';

export const defaultForecastQuantiles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
export const defaultLevels = [80, 95];

const levelsMax = 20;
export const levelsSchema = z.array(levelSchema).min(1).max(levelsMax);
const samplesSchema = z.int().min(0).max(limits.samplesMax);
const samplingSeedSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** Options of every forecast call, with stored or inline history. */
export const forecastOptions = {
  quantiles: quantilesSchema
    .default(defaultForecastQuantiles)
    .meta({ description: 'Quantiles in the response.', example: [0.1, 0.5, 0.9] }),
  levels: levelsSchema
    .default(defaultLevels)
    .meta({ description: 'Central intervals in percent.', example: [80, 95] }),
  samples: samplesSchema.default(0).meta({
    description:
      'Number of sample paths per series. A path is one possible future over the whole horizon. At each step, the paths have the quantiles of the forecast.',
    example: 100,
  }),
  num_samples: samplesSchema
    .optional()
    .meta({ description: 'Alias of `samples`. If both are given, `num_samples` is used.' }),
  seed: samplingSeedSchema
    .default(1)
    .meta({ description: 'Random seed of the sample paths. The same seed gives the same paths.' }),
  future_covariates: futureCovariatesSchema.optional(),
  as_of: timeSchema.optional().meta({
    description:
      'Forecasts as if this were the time of the last observation. Later data are not used, except known-future covariates. The weights do not change: if they must not know the later data either, train on older data.',
  }),
  fitted: z
    .boolean()
    .default(false)
    .meta({
      description: `Whether to add the medians of one-step forecasts of the last observations (up to ${limits.fittedStepsMax} per series, fewer for many series or a slow model). Each uses only earlier observations.`,
    }),
  explain: z.boolean().default(false).meta({
    description:
      'Whether to add the contribution of each observation and covariate to each step of the horizon, by integrated gradients. An instant forecast also has the weights of the statistical forecasts that it consists of.',
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
        description: `Ids of stored series; default: all series of the dataset, or those of a model that is for some, such as a model of a fleet; up to ${limits.forecastSeriesMax}.`,
      }),
    series: z
      .array(forecastSeriesInSchema)
      .min(1)
      .max(limits.forecastSeriesMax)
      .optional()
      .meta({
        description: `Inline series instead. The model may never have seen them. One with at most ${limits.fewObservationsMax} observations is forecast from the series of the dataset that are like it, by its \`static\` attributes.`,
      }),
    horizon: z
      .int()
      .min(1)
      .max(limits.horizonMax)
      .optional()
      .meta({ description: 'Number of steps ahead; default and maximum: the horizon of the model.' }),
    while_training: z.enum(['refuse', 'instant']).default('refuse').meta({
      description:
        'What a call gets while the model is in training. `refuse`: the error `model_not_ready`. `instant`: the instant forecast of the same series, with the target, covariates and bounds of the model. It is not stored.',
    }),
    store: z.boolean().default(true).meta({
      description:
        'Whether the forecast is stored, to be read again by its id. Without it the answer is the same, `id` is null, and nothing is written.',
    }),
    ...forecastOptions,
  })
  .refine((body) => body.series === undefined || body.series_ids === undefined, {
    path: ['series'],
    error: 'excludes `series_ids`: give either stored or inline series',
  })
  .meta({
    id: 'ForecastIn',
    description: 'The series to forecast, and options; `{}` is enough.',
    example: { horizon: 3, levels: [80] },
  });
export type ForecastIn = z.output<typeof forecastInSchema>;

/** Number of sample paths of a request, which has two names. */
export function samplesOf({ samples, num_samples }: Pick<ForecastIn, 'samples' | 'num_samples'>): number {
  return num_samples ?? samples;
}

const intervalSchema = z
  .object({
    lower: z.array(z.number()).meta({ description: 'Lower end, step by step.' }),
    upper: z.array(z.number()).meta({ description: 'Upper end, step by step.' }),
  })
  .meta({ id: 'Interval', description: 'Lower and upper end of an interval, step by step.' });

const fittedSchema = z
  .object({
    times: z.array(timeSchema).meta({ description: 'Times of the observations.' }),
    values: z.array(z.number().nullable()).meta({ description: 'The observed values.' }),
    median: z
      .array(z.number().nullable())
      .meta({ description: 'Medians of the one-step forecasts; null if too few observations were known.' }),
  })
  .meta({ id: 'Fitted', description: 'One-step forecasts of past observations.' });
export type Fitted = z.infer<typeof fittedSchema>;

export const seriesForecastSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    times: z.array(timeSchema).meta({ description: 'The next times of the series, step by step.' }),
    mean: z.array(z.number()).meta({ description: 'Mean of the forecast distribution, step by step.' }),
    median: z
      .array(z.number())
      .meta({ description: 'Median of the forecast distribution, step by step: the point forecast.' }),
    quantiles: z
      .record(z.string(), z.array(z.number()))
      .meta({ description: 'Quantiles by level. They never cross.' }),
    intervals: z
      .record(z.string(), intervalSchema)
      .meta({ description: 'Central intervals by level in percent.' }),
    samples: z
      .array(z.array(z.number()))
      .optional()
      .meta({ description: 'Sample paths with one value per step, if the call requested them.' }),
    fitted: fittedSchema.optional(),
    explanation: explanationSchema.optional(),
    future_covariates: z.record(z.string(), z.array(z.number().nullable())).optional().meta({
      description:
        'Known-future covariates as they were used, step by step; null is a missing value. Absent if the model has none.',
    }),
    warnings: z.array(z.string()).meta({ description: 'Remarks on the forecast.' }),
  })
  .meta({ id: 'SeriesForecast', description: 'The forecast of one series.' });
export type SeriesForecast = z.infer<typeof seriesForecastSchema>;

export const seriesErrorSchema = z
  .object({ series_id: z.string().meta({ description: 'Id of the series.' }), problem: problemSchema })
  .meta({ id: 'SeriesError', description: 'A series that could not be forecast, and the reason.' });
export type SeriesError = z.infer<typeof seriesErrorSchema>;

export const forecastRequestSchema = z
  .object({
    history: z
      .enum(['stored', 'inline'])
      .meta({ description: '`stored`: series of the dataset; `inline`: series of the call.' }),
    quantiles: quantilesSchema.meta({ description: 'Quantiles, ascending.' }),
    levels: z
      .array(givenLevelSchema)
      .min(1)
      .max(levelsMax)
      .meta({ description: 'Central intervals in percent, ascending.' }),
    samples: samplesSchema.meta({ description: 'Number of sample paths per series.' }),
    seed: samplingSeedSchema.meta({ description: 'Random seed of the sample paths.' }),
    as_of: timeSchema
      .nullable()
      .meta({ description: 'Time after which no observation was used; null: all were used.' }),
    fitted: z
      .boolean()
      .meta({ description: 'Whether one-step forecasts of past observations were requested.' }),
    explain: z.boolean().default(false).meta({ description: 'Whether explanations were requested.' }),
    choice: methodChoiceSchema
      .optional()
      .meta({ description: 'The choice of the service, if the method of the call was `auto`.' }),
  })
  .meta({ id: 'ForecastRequest', description: 'The options of the forecast, including defaults.' });

const forecastHead = {
  method: z.literal('trained').meta({ description: 'A trained model made the forecast.' }),
  model_id: modelIdSchema,
  dataset_id: datasetIdSchema,
  dataset_version: z.int().meta({ description: 'Version of the data that the forecast used.' }),
  horizon: z.int().meta({ description: 'Number of steps ahead.' }),
  request: forecastRequestSchema,
  created_at: z.iso.datetime().meta({ description: 'When it was made.' }),
};

export const forecastSchema = z
  .object({
    id: forecastIdSchema
      .nullable()
      .meta({ description: 'Id of the stored forecast; null if it was not stored.' }),
    ...forecastHead,
    forecasts: z.array(seriesForecastSchema).meta({ description: 'Forecasts by series.' }),
    errors: z.array(seriesErrorSchema).meta({ description: 'Series that could not be forecast.' }),
    warnings: z
      .array(warningSchema)
      .optional()
      .meta({ description: 'Warnings about the data of the call. Absent if the series are stored ones.' }),
  })
  .meta({ id: 'Forecast', description: 'The forecasts of a model for one or more series.' });
export type Forecast = z.infer<typeof forecastSchema>;

export const forecastSummarySchema = z
  .object({
    id: forecastIdSchema,
    ...forecastHead,
    series_count: z.int().meta({ description: 'Number of forecast series.' }),
  })
  .meta({ id: 'ForecastSummary', description: 'A stored forecast without its numbers.' });
export type ForecastSummary = z.infer<typeof forecastSummarySchema>;

export const forecastsQuerySchema = pageQuerySchema.extend({
  model_id: modelRefSchema
    .optional()
    .meta({ description: 'Only forecasts of this model: an id or an alias.' }),
});
export type ForecastsQuery = z.output<typeof forecastsQuerySchema>;
