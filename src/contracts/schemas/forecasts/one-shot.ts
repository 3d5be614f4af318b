import { z } from 'zod';
import { limits, listedNames } from '../../values/index.ts';
import { boundsInSchema, covariatesInSchema, timeFeaturesSchema } from '../datasets/covariates.ts';
import {
  datasetInSchema,
  observationSchema,
  seriesInSchema,
  tableOptionsSchema,
  timeSchema,
} from '../datasets/dataset.ts';
import {
  numericFamilySchema,
  quantilesSchema,
  seasonLengthInSchema,
  seasonListSchema,
} from '../models/settings.ts';
import { formulasSchema } from '../primitives/formulas.ts';
import { datasetIdSchema, modelRefSchema } from '../primitives/ids.ts';
import { pageQuerySchema } from '../primitives/page.ts';
import { writtenNumber } from '../primitives/written-number.ts';
import { forecastInSchema, forecastOptions, levelsSchema } from './forecast.ts';
import { defaultOneShotMethod, type OneShotMethod, oneShotMethods } from './method-choice.ts';

/** Tag of the models that one-shot forecasts train. */
export const oneShotTag = 'one-shot';

const horizonSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Number of steps ahead.', example: 12 });
const modelSchema = modelRefSchema.optional().meta({
  description: 'The model to use: an id or an alias. Default: none, and `method` says how to forecast.',
});
const methodSchema = z.enum(oneShotMethods).optional().meta({
  description:
    '`instant`, the default: a forecast without training. `train`: a small model is trained on the series of the call. `auto`: `instant`, unless its error on the last observations is larger than that of a baseline; then `train`. Not together with `model`.',
});
const familySchema = numericFamilySchema.optional().meta({
  description:
    'Family of the model that `train` or `auto` trains: `seasonal`, `prices`, `short`, or `auto`, the default: chosen from the data.',
});
const seasonDescription =
  'Number of observations in a season, such as 12 for months or 24 for hours; 1: no season. Default: found in the data. A list has several: an instant forecast is the mean of the forecasts with each, and a training takes the one with the smallest error. Not together with `model`.';
const storeDescription =
  'Whether the forecast is stored, to be read again by its id. Default: false for an instant forecast, whose series are not stored, and true for the forecast of a model.';
const timeoutSchema = z
  .number()
  .min(0)
  .max(limits.oneShotSecondsMax)
  .default(limits.oneShotSecondsDefault)
  .meta({ description: 'Maximum seconds to wait for the training. After that the response is the job.' });

const freqSchema = z.string().max(32).optional().meta({
  description:
    'Step between the times, if there is only a `start`: an ISO 8601 duration such as `PT1H`, or an alias of pandas: `D`, `B` (Monday to Friday), `W`, `M`, `Q`, `Y`, `h`, `min`, `s`, `ms`. `MS` are months, `ms` milliseconds.',
  example: 'P1D',
});

const oneShotSeriesSchema = seriesInSchema
  .extend({
    timestamps: seriesInSchema.shape.times.meta({ description: 'Alias of `times`.' }),
    freq: freqSchema,
  })
  .meta({ id: 'OneShotSeries', description: 'One series: values and their times.' });

const recordSchema = z
  .strictObject({
    unique_id: z
      .union([z.string().trim().min(1).max(limits.seriesIdLengthMax), z.int()])
      .optional()
      .meta({
        description: 'Id of the series; default: all records are one series.',
      }),
    ds: timeSchema,
    y: observationSchema.meta({ description: 'The value; null is a missing value.' }),
  })
  .meta({ id: 'ObservationRecord', description: 'One observation.' });

/** Fields that do not belong beside the source of the series, each with the reason. */
function faultsOfSource(body: {
  dataset_id?: string;
  series_ids?: unknown;
  cursor?: unknown;
  model?: string;
  method?: OneShotMethod;
  name?: string;
  time_zone: string | null;
  frequency: string;
}): [field: string, error: string][] {
  const isGiven = (field: 'series_ids' | 'cursor') => body[field] !== undefined;
  if (body.dataset_id === undefined)
    return (['series_ids', 'cursor'] as const)
      .filter(isGiven)
      .map((field) => [field, 'is for a call with `dataset_id`']);
  const own = { name: body.name !== undefined, time_zone: body.time_zone !== null };
  const faults = Object.entries({ ...own, frequency: body.frequency !== 'auto' })
    .filter(([, isThere]) => isThere)
    .map(([field]): [string, string] => [field, 'is for series of the call; a dataset has its own']);
  if (isGiven('series_ids') && isGiven('cursor'))
    faults.push(['cursor', 'excludes `series_ids`: it continues a call for all series of a dataset']);
  if (body.model !== undefined)
    faults.push([
      'model',
      'excludes `dataset_id`: POST /v1/models/:model_id/forecasts forecasts stored series with a model',
    ]);
  if (body.method === 'train' || body.method === 'auto')
    faults.push([
      'method',
      'must be `instant` beside `dataset_id`: POST /v1/models trains a model on a dataset',
    ]);
  return faults;
}

/** Whether a family is named, but no model is trained that could have it. */
export function needsTraining({ family = 'auto', method = defaultOneShotMethod }: FamilyOptions): boolean {
  return family !== 'auto' && method === 'instant';
}
interface FamilyOptions {
  family?: z.output<typeof familySchema>;
  method?: OneShotMethod;
}
export const trainingAccepted =
  '`method` `train` or `auto` beside it, because an instant forecast has no family';

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
      .meta({ description: 'Series as records, one per observation; instead of `series`.' }),
    dataset_id: datasetIdSchema.optional().meta({
      description:
        'A dataset whose stored series are forecast; instead of `series`. The method is `instant`.',
    }),
    series_ids: forecastInSchema.shape.series_ids,
    cursor: pageQuerySchema.shape.cursor.meta({
      description:
        '`next_cursor` of the previous answer, for the next series of a dataset that has more than one answer holds.',
    }),
    horizon: horizonSchema,
    model: modelSchema,
    method: methodSchema,
    store: z.boolean().optional().meta({ description: storeDescription }),
    frequency: datasetInSchema.shape.frequency,
    time_zone: datasetInSchema.shape.time_zone,
    name: datasetInSchema.shape.name.meta({
      description: 'Name of the dataset that is stored if a model is trained.',
    }),
    timeout_seconds: timeoutSchema,
    covariates: covariatesInSchema.optional().meta({
      description:
        'Covariates to read; default: the covariates of `future_covariates`, as known in advance. An instant forecast reads those that are known in advance.',
    }),
    bounds: boundsInSchema.optional(),
    family: familySchema,
    season_length: seasonLengthInSchema.optional().meta({ description: seasonDescription, example: 12 }),
    ...forecastOptions,
  })
  .refine(
    ({ series, records, dataset_id }) =>
      [series, records, dataset_id].filter((source) => source !== undefined).length === 1,
    { path: ['series'], error: 'either `series`, `records` or `dataset_id` is needed, and only one of them' },
  )
  .superRefine((body, context) => {
    for (const [field, error] of faultsOfSource(body))
      context.addIssue({ code: 'custom', path: [field], message: error });
  })
  .refine((body) => body.model === undefined || body.covariates === undefined, {
    path: ['covariates'],
    error: 'is for a new model, but `model` names an existing one',
  })
  .refine((body) => body.model === undefined || body.bounds === undefined, {
    path: ['bounds'],
    error: 'is for a new model, but `model` names an existing one',
  })
  .refine((body) => body.model === undefined || body.season_length === undefined, {
    path: ['season_length'],
    error: 'is for a call without `model`, which has its own season',
  })
  .refine((body) => body.model === undefined || body.family === undefined, {
    path: ['family'],
    error: 'is for a new model, but `model` names an existing one',
  })
  .refine((body) => body.model !== undefined || !needsTraining(body), {
    path: ['family'],
    params: { accepted: trainingAccepted },
  })
  .refine(({ model, method }) => model === undefined || method === undefined, {
    path: ['method'],
    error: 'is for a call without `model`',
  })
  .meta({
    id: 'OneShotIn',
    description: 'Series to forecast. `horizon` and either `series`, `records` or `dataset_id` are enough.',
    example: {
      series: [{ values: [3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8, 10, 9, 11, 10, 12, 11, 13, 12, 14] }],
      horizon: 2,
    },
  });
export type OneShotIn = z.output<typeof oneShotInSchema>;
export type OneShotOptions = Pick<
  OneShotIn,
  | 'horizon'
  | 'model'
  | 'method'
  | 'store'
  | 'timeout_seconds'
  | 'covariates'
  | 'bounds'
  | 'family'
  | 'season_length'
  | keyof typeof forecastOptions
>;

/** Numbers, separated by commas. */
function listSchema<T extends z.ZodType<number[], number[]>>(numbers: T) {
  return z
    .string()
    .regex(/^[\d.,\s]+$/)
    .transform((text) => text.split(',').map(Number))
    .pipe(numbers)
    .optional();
}

const columnsSchema = z.string().transform(listedNames);

/** The options as a query, for a table in the body. */
export const oneShotQuerySchema = tableOptionsSchema.extend({
  horizon: writtenNumber(z.int().min(1).max(limits.horizonMax))
    .optional()
    .meta({ description: 'Number of steps ahead; required with a table.' }),
  formulas: formulasSchema,
  model: modelSchema,
  method: methodSchema,
  store: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: storeDescription }),
  timeout_seconds: writtenNumber(z.number().min(0).max(limits.oneShotSecondsMax)).optional().meta({
    description: 'Maximum seconds to wait for the training. After that the response is the job.',
  }),
  covariates_past: columnsSchema.optional().meta({
    description:
      'Covariates that are known up to the last observation: columns, separated by commas. A name with a comma stands in quotes. An instant forecast does not read them.',
    example: 'visitors',
  }),
  covariates_future: columnsSchema.optional().meta({
    description:
      'Covariates that are known in advance: columns, separated by commas. A name with a comma stands in quotes. The table continues over the horizon with their values, and the target is empty there.',
    example: 'promotion,holiday',
  }),
  time_features: columnsSchema.pipe(timeFeaturesSchema).optional().meta({
    description: 'Time features to read, separated by commas.',
    example: 'day_of_week,is_month_end',
  }),
  family: familySchema,
  season_length: listSchema(seasonListSchema).meta({
    description: `${seasonDescription} Several are separated by commas.`,
    example: '24,168',
  }),
  quantiles: listSchema(quantilesSchema).meta({
    description: 'Quantiles, separated by commas.',
    example: '0.1,0.5,0.9',
  }),
  levels: listSchema(levelsSchema).meta({
    description: 'Central intervals in percent, separated by commas.',
    example: '80,95',
  }),
  samples: writtenNumber(z.int().min(0).max(limits.samplesMax))
    .optional()
    .meta({ description: 'Number of sample paths per series.' }),
  num_samples: writtenNumber(z.int().min(0).max(limits.samplesMax))
    .optional()
    .meta({ description: 'Alias of `samples`. If both are given, `num_samples` is used.' }),
  seed: writtenNumber(
    z
      .int()
      .min(0)
      .max(2 ** 32 - 1),
  )
    .optional()
    .meta({ description: 'Random seed of the sample paths.' }),
  as_of: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'Forecasts as if this were the time of the last observation.' }),
  fitted: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Whether to add one-step forecasts of the last observations.' }),
  explain: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Whether to add the contribution of each observation to the forecast.' }),
});
export type OneShotQuery = z.output<typeof oneShotQuerySchema>;
