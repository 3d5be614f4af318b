import { z } from 'zod';
import { boundsInSchema, covariatesInSchema } from '../datasets/covariates.ts';
import { csvOptionsSchema, datasetInSchema, seriesInSchema, timeSchema } from '../datasets/dataset.ts';
import { timeFeaturesSchema } from '../datasets/time-features.ts';
import { quantilesSchema } from '../models/model.ts';
import { modelRefSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';
import { forecastOptions, levelsSchema } from './forecast.ts';

/** Of the models that one-shot forecasts train. */
export const oneShotTag = 'one-shot';

const horizonSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Steps ahead.', example: 12 });
const modelSchema = modelRefSchema.optional().meta({
  description:
    'A model to forecast with, by its id or an alias; default: a small one is trained on the series of the call.',
});
const timeoutSchema = z
  .number()
  .min(0)
  .max(limits.oneShotSecondsMax)
  .default(limits.oneShotSecondsDefault)
  .meta({ description: 'How long to wait for the training; then the answer is the job.' });

const freqSchema = z.string().max(32).optional().meta({
  description:
    'Step between times where there is only a `start`: an ISO 8601 duration such as `PT1H`, or a letter as pandas has them: `D`, `B`, `W`, `M`, `Q`, `Y`, `h`, `min`.',
  example: 'P1D',
});

const oneShotSeriesSchema = seriesInSchema
  .extend({
    timestamps: seriesInSchema.shape.times.meta({ description: 'Another name of `times`.' }),
    freq: freqSchema,
  })
  .meta({ id: 'OneShotSeries', description: 'One series: its values, and their times.' });

export const recordSchema = z
  .strictObject({
    unique_id: z
      .union([z.string().min(1).max(limits.seriesIdLengthMax), z.int()])
      .optional()
      .meta({
        description: 'Id of the series; default: all records are one.',
      }),
    ds: timeSchema,
    y: z.number().nullable().meta({ description: 'The value; null is missing.' }),
  })
  .meta({ id: 'Record', description: 'One observation.' });

export const oneShotInSchema = z
  .strictObject({
    series: z
      .array(oneShotSeriesSchema)
      .min(1)
      .max(limits.forecastSeriesMax)
      .optional()
      .meta({ description: 'Series as arrays.', example: [{ values: [3, 5, 4, 6, 5, 7, 6, 8] }] }),
    records: z
      .array(recordSchema)
      .min(1)
      .max(limits.inlinePointsMax)
      .optional()
      .meta({ description: 'Or observation by observation.' }),
    horizon: horizonSchema,
    model: modelSchema,
    frequency: datasetInSchema.shape.frequency,
    time_zone: datasetInSchema.shape.time_zone,
    name: datasetInSchema.shape.name.meta({ description: 'Of the dataset that is kept.' }),
    timeout_seconds: timeoutSchema,
    covariates: covariatesInSchema.optional().meta({
      description:
        'What the trained model reads beside the target; default: the covariates of `future_covariates`, as known in advance.',
    }),
    bounds: boundsInSchema.optional(),
    ...forecastOptions,
  })
  .refine((body) => (body.series === undefined) !== (body.records === undefined), {
    path: ['series'],
    error: 'either `series` or `records` is needed, and not both',
  })
  .refine((body) => body.model === undefined || body.covariates === undefined, {
    path: ['covariates'],
    error: 'says what a new model reads, and `model` names one',
  })
  .refine((body) => body.model === undefined || body.bounds === undefined, {
    path: ['bounds'],
    error: 'says what a new model forecasts, and `model` names one',
  })
  .meta({
    id: 'OneShotIn',
    description: 'Series to forecast; `series` or `records`, and `horizon`, are enough.',
    example: {
      series: [{ values: [3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8, 10, 9, 11, 10, 12, 11, 13, 12, 14] }],
      horizon: 2,
    },
  });
export type OneShotIn = z.output<typeof oneShotInSchema>;
export type OneShotOptions = Pick<
  OneShotIn,
  'horizon' | 'model' | 'timeout_seconds' | 'covariates' | 'bounds' | keyof typeof forecastOptions
>;

/** Numbers with commas between them. */
function listSchema<T extends z.ZodType<number[], number[]>>(numbers: T) {
  return z
    .string()
    .regex(/^[\d.,\s]+$/)
    .transform((text) => text.split(',').map(Number))
    .pipe(numbers)
    .optional();
}

/** Names with commas between them. */
const columnsSchema = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
);

/** The same options as a query, beside a table in the body. */
export const oneShotQuerySchema = csvOptionsSchema.extend({
  horizon: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.horizonMax)
    .optional()
    .meta({ description: 'Steps ahead; needed with a table.' }),
  model: modelSchema,
  timeout_seconds: z.coerce.number().min(0).max(limits.oneShotSecondsMax).optional().meta({
    description: 'How long to wait for the training; then the answer is the job.',
  }),
  covariates_past: columnsSchema.optional().meta({
    description:
      'Columns that the trained model reads, known up to the last observation; with commas between.',
    example: 'visitors',
  }),
  covariates_future: columnsSchema.optional().meta({
    description:
      'Columns that the trained model reads, known in advance: the table goes on over the horizon with them, and the target is empty there. With commas between.',
    example: 'promotion,holiday',
  }),
  time_features: columnsSchema.pipe(timeFeaturesSchema).optional().meta({
    description: 'What the trained model reads off the times; with commas between.',
    example: 'day_of_week,is_month_end',
  }),
  quantiles: listSchema(quantilesSchema).meta({
    description: 'Quantiles, with commas between.',
    example: '0.1,0.5,0.9',
  }),
  levels: listSchema(levelsSchema).meta({
    description: 'Central intervals in percent, with commas between.',
    example: '80,95',
  }),
  samples: z.coerce
    .number()
    .int()
    .min(0)
    .max(limits.samplesMax)
    .optional()
    .meta({ description: 'Sample paths for each series.' }),
  num_samples: z.coerce
    .number()
    .int()
    .min(0)
    .max(limits.samplesMax)
    .optional()
    .meta({ description: 'Another name of `samples`; it counts where both are there.' }),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .meta({ description: 'Of the sample paths.' }),
  as_of: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'Forecasts as if this were the time of the last observation.' }),
  fitted: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Also one-step forecasts of the last observations.' }),
  explain: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Also what each observation adds to the forecast.' }),
});
export type OneShotQuery = z.output<typeof oneShotQuerySchema>;
