import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { lookBackSchema } from '../attribution/explanation.ts';
import {
  boundsInSchema,
  boundsSchema,
  covariateEncodingSchema,
  covariatesInSchema,
  covariatesSchema,
} from '../datasets/covariates.ts';
import { jobSchema, prioritySchema } from '../jobs/job.ts';
import { calendarInSchema } from '../primitives/frequency.ts';
import { datasetIdSchema, fleetIdSchema, jobIdSchema, modelIdSchema } from '../primitives/ids.ts';
import { givenLevelSchema, levelSchema, quantileSchema } from '../primitives/levels.ts';
import { nameFilterField, pageOf, pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import {
  backtestSeriesSchema,
  backtestStepSchema,
  backtestSummarySchema,
  comparisonsSchema,
  leadSkillsSchema,
  methodsSchema,
  skillSchema,
} from './backtest-scores.ts';
import { cardPartsShape } from './card-sentences.ts';
import {
  batchSizeSchema,
  cellSchema,
  dropoutSchema,
  epochsSchema,
  hiddenSizeSchema,
  layersSchema,
  learningRateSchema,
  lossSchema,
  presetNames,
  presetSchema,
  seedSchema,
  stepsSchema,
  trainingSummarySchema,
  weightDecaySchema,
} from './network.ts';
import {
  embeddingSizeSchema,
  inputSchema,
  symbolCardSchema,
  symbolSkillSchema,
  symbolSpecSchema,
} from './symbol-model.ts';

export const familyNames = ['seasonal', 'prices', 'short'] as const;

export const numericFamilySchema = z.enum(['auto', ...familyNames]);

const horizonSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Number of steps ahead that the model forecasts.', example: 20 });
const contextLengthSchema = z
  .int()
  .min(limits.contextLengthMin)
  .max(limits.contextLengthMax)
  .meta({ description: 'Number of observations that the network reads.' });
export const quantilesSchema = z
  .array(quantileSchema)
  .min(1)
  .max(limits.quantilesMax)
  .meta({ description: 'Quantiles that the network is trained for.' });
const seasonSchema = z.int().min(1).max(limits.seasonLengthMax);
export const seasonListSchema = z
  .array(seasonSchema)
  .min(1)
  .max(limits.seasonLengthsMax)
  .refine((seasons) => new Set(seasons).size === seasons.length, {
    params: { accepted: 'each season once' },
  });
/** Season of the data as a request names it: one number, or a list of candidates. */
export const seasonLengthInSchema = z.union([seasonSchema, seasonListSchema]);

/** The seasons that a request names; null: none. */
export function seasonsOf(named: number | readonly number[] | undefined): number[] | null {
  return named === undefined ? null : [named].flat();
}
const windowsSchema = z.int().min(0).max(limits.backtestWindowsMax).meta({
  description:
    'Number of forecast origins of the backtest. With 0 there is none: the training takes a part of the time, and the card does not say how good the forecasts are.',
});
const windowStepSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Number of observations between forecast origins.' });
const membersSchema = z
  .int()
  .min(1)
  .max(limits.membersMax)
  .meta({ description: 'Number of networks whose forecasts are averaged.' });
const decoderSizeSchema = z
  .int()
  .min(1)
  .max(limits.hiddenSizeMax)
  .meta({ description: 'Units of the decoder, which computes quantiles from the hidden state.' });
const medianWeightSchema = z
  .number()
  .min(0.1)
  .max(100)
  .meta({ description: 'Weight of the median in the loss. The other quantiles have weight 1.' });
const nameSchema = z.string().trim().min(1).max(limits.nameLengthMax).meta({
  description: 'Name for people; default: the names of the dataset and the cell.',
  example: 'shop gru',
});
const tagsSchema = z
  .array(z.string().min(1).max(64))
  .max(limits.tagsMax)
  .meta({ description: 'Tags, to find models.', example: ['nightly'] });

export const defaultQuantiles = [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975];

const validationInSchema = z
  .strictObject({ windows: windowsSchema.optional(), step: windowStepSchema.optional() })
  .meta({ id: 'ValidationIn', description: 'Forecast origins of the backtest.' });

/** Settings of a new model of numeric series. */
export const numericSettingsSchema = z.strictObject({
  horizon: horizonSchema,
  family: numericFamilySchema.default('auto'),
  season_length: seasonLengthInSchema.optional().meta({
    description:
      'Number of observations in a season, such as 12 for months or 24 for hours; 1: no season. A list has candidates: training takes the one with the smallest error of the last season on past observations. Default: found in the data.',
    example: 12,
  }),
  target: z
    .string()
    .max(limits.nameLengthMax)
    .optional()
    .meta({ description: 'Column to forecast; default: the target of the dataset.' }),
  name: nameSchema.optional(),
  tags: tagsSchema.default([]),
  cell: cellSchema.default('gru'),
  preset: presetSchema.default('balanced'),
  members: membersSchema.optional(),
  context_length: contextLengthSchema.optional(),
  layers: layersSchema.optional(),
  hidden_size: hiddenSizeSchema.optional(),
  steps: stepsSchema.optional().meta({
    description: 'Maximum number of training steps. Training ends earlier if validation no longer improves.',
  }),
  epochs: epochsSchema.optional(),
  learning_rate: learningRateSchema.optional(),
  decoder_size: decoderSizeSchema.optional(),
  dropout: dropoutSchema.optional(),
  batch_size: batchSizeSchema.optional(),
  weight_decay: weightDecaySchema.optional(),
  median_weight: medianWeightSchema.optional(),
  loss: lossSchema.default('quantile'),
  quantiles: quantilesSchema
    .optional()
    .meta({ description: 'Quantiles that the network is trained for; 0.5 is always added.' }),
  covariates: covariatesInSchema.optional(),
  bounds: boundsInSchema.optional(),
  calendar: calendarInSchema.optional(),
  seed: seedSchema.default(1),
  validation: validationInSchema.optional().meta({
    description: 'Number of forecast origins of the backtest, and of observations between them.',
  }),
});
export type NumericSettings = z.output<typeof numericSettingsSchema>;

const { horizon: _horizon, family: _family, ...numericRest } = numericSettingsSchema.shape;

/** Settings of a new model of symbols. */
export const symbolSettingsSchema = z.strictObject({
  family: z.enum(['auto', 'symbols']).default('auto'),
  name: numericRest.name,
  tags: numericRest.tags,
  cell: numericRest.cell,
  preset: numericRest.preset,
  context_length: numericRest.context_length,
  layers: numericRest.layers,
  hidden_size: numericRest.hidden_size,
  input: inputSchema.optional().meta({
    description: 'For models of symbols: encoding of a symbol. Default: `embedding`.',
  }),
  embedding_size: embeddingSizeSchema.optional().meta({
    description: 'For models of symbols: size of the vector of a symbol.',
  }),
  steps: numericRest.steps,
  learning_rate: numericRest.learning_rate,
  seed: numericRest.seed,
});
export type SymbolSettings = z.output<typeof symbolSettingsSchema>;

/** The settings of both kinds: the body is validated before the kind of its dataset is known. */
const settingsFields = {
  horizon: horizonSchema.optional().meta({
    description: 'Number of steps ahead that the model forecasts. Required for numeric series.',
    example: 20,
  }),
  family: z
    .enum(['auto', ...familyNames, 'symbols'])
    .default('auto')
    .meta({
      description:
        'Family of the model. `seasonal` starts from the same phase of earlier seasons, `prices` from the last value and volatility, `short` from the Theta path of a few observations. `symbols` is for datasets of symbols. `auto`: chosen from the data.',
    }),
  input: symbolSettingsSchema.shape.input,
  embedding_size: symbolSettingsSchema.shape.embedding_size,
  ...numericRest,
};

/** `dataset_id` and `horizon` are enough. */
export const modelInSchema = z
  .strictObject({
    dataset_id: datasetIdSchema,
    priority: prioritySchema.default('normal'),
    ...settingsFields,
  })
  .refine(({ steps, epochs }) => steps === undefined || epochs === undefined, {
    path: ['epochs'],
    params: { accepted: 'either `steps` or `epochs`' },
  })
  .meta({
    id: 'ModelIn',
    description:
      'The model to train. `dataset_id` and `horizon` are enough; for a dataset of symbols `dataset_id` alone.',
    example: {
      dataset_id: 'ds_019353f7c4a87d0c9d2b6a3f5e1c8b70',
      horizon: 3,
      cell: 'gru',
      preset: 'fast',
      steps: 20,
    },
  });
export type ModelIn = z.output<typeof modelInSchema>;

export const modelChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    tags: tagsSchema.optional(),
    anomaly_level: levelSchema.nullable().optional().meta({
      description:
        'Starts the anomaly watch of new observations: webhooks get `anomaly.detected` for each observation outside of this central interval, in percent, of its one-step forecast. Each anomaly is reported once. Null ends the watch.',
      example: 99,
    }),
  })
  .meta({
    id: 'ModelChange',
    description: 'The fields to change; omitted fields stay the same.',
    example: { name: 'shop, nightly', tags: ['nightly'] },
  });
export type ModelChange = z.output<typeof modelChangeSchema>;

export const retrainModes = ['warm', 'scratch'] as const;
export const retrainSchema = z
  .strictObject({
    mode: z.enum(retrainModes).default('warm').meta({
      description:
        '`warm` continues from the weights, with the same settings. `scratch` starts with random weights, and decides the settings that depend on the data again.',
    }),
    priority: prioritySchema.default('normal'),
  })
  .meta({ id: 'Retrain', description: 'How to train again.', example: { mode: 'warm' } });

const validationSchema = z
  .object({ windows: windowsSchema.nullable(), step: windowStepSchema.nullable() })
  .meta({ id: 'Validation', description: 'Forecast origins of the backtest.' });

/** All settings as used. Settings that depend on the data are null until the training begins. */
export const modelSpecSchema = z
  .object({
    target: z.string().meta({ description: 'Column to forecast.' }),
    horizon: horizonSchema,
    cell: cellSchema,
    preset: presetSchema,
    context_length: contextLengthSchema.nullable(),
    layers: layersSchema.nullable(),
    hidden_size: hiddenSizeSchema.nullable(),
    dropout: dropoutSchema.nullable(),
    steps: stepsSchema.nullable(),
    epochs: epochsSchema.nullish().meta({
      description: 'Requested passes over the data, from which `steps` was computed; null: not requested.',
    }),
    batch_size: batchSizeSchema.nullable(),
    learning_rate: learningRateSchema.nullable(),
    weight_decay: weightDecaySchema.nullable(),
    family: z.enum(familyNames).nullish().meta({ description: 'Family of the model; see `ModelIn`.' }),
    members: membersSchema.nullish(),
    shares: z.record(z.string(), z.number()).nullish().meta({
      description:
        'Ensemble weights, chosen by validation: the weight of the `network`, for all members together, of `instant`, the pre-trained network, and of statistical methods.',
    }),
    decoder_size: decoderSizeSchema.nullish(),
    median_weight: medianWeightSchema.nullish(),
    loss: lossSchema.nullish().meta({ description: 'Loss that training minimises; absent: `quantile`.' }),
    quantiles: quantilesSchema,
    seed: seedSchema,
    validation: validationSchema,
    transform: z.enum(['log', 'identity']).nullable().meta({
      description:
        '`log`: values are transformed to logarithms if all values in the context are positive; `identity`: never.',
    }),
    base: z
      .enum(['naive', 'seasonal_naive', 'theta'])
      .nullable()
      .meta({ description: 'The base path. The network forecasts the difference from it.' }),
    season_length: z
      .int()
      .min(1)
      .nullable()
      .meta({ description: 'Number of observations in a season; 1: no season.' }),
    season_lengths: z.array(z.int().min(1)).nullish().meta({
      description:
        'Seasons that the request named, from which `season_length` is chosen; null: it is found in the data.',
    }),
    seasons: z.array(z.int().min(2)).nullish().meta({
      description:
        'All seasons of the series, ascending, such as a day and a week of hours. Methods that read several seasons use them; absent: `season_length` alone.',
    }),
    year_length: z.number().gt(2).max(366).nullish().meta({
      description:
        'Steps of a year, where steps are days or weeks: the instant forecast takes out the course of the year of series that show one. Null: it does not.',
    }),
    lower_bound: z.literal(0).nullish().meta({
      description:
        '0 if no training value is negative: then no quantile, mean or interval is negative. Null: no bound.',
    }),
    calendar: calendarInSchema.nullish().meta({
      description: 'Calendar of closed days for the forecasts; null: the calendar of the dataset.',
    }),
    covariates: covariatesSchema.nullish(),
    encoding: covariateEncodingSchema.nullish(),
    bounds: boundsSchema.nullish(),
    location: z.enum(['fixed', 'learnt']).nullish().meta({
      description:
        'Whether the median may differ from the base path. `fixed`: it may not, because the data move like a random walk, as prices do.',
    }),
  })
  .meta({
    id: 'ModelSpec',
    description: 'All settings as used. Settings that depend on the data are null until the training begins.',
  });
export type ModelSpec = z.infer<typeof modelSpecSchema>;

const weightsSchema = z.record(z.string(), z.number());
const seriesWeightsSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    weights: weightsSchema.meta({ description: 'Weight of each method.' }),
  })
  .meta({ id: 'SeriesWeights', description: 'Weights of one series.' });
const mixtureSchema = z
  .object({
    overall: weightsSchema.meta({
      description:
        'Mean weights over all series, for each method: `network` is all networks together, `instant` the pre-trained network.',
      example: { network: 0.4, instant: 0.35, ets: 0.25 },
    }),
    kinds: z.record(z.string(), weightsSchema).meta({
      description:
        'Weights of the series of one kind: `seasonal`, `walk` (moves like a random walk), `intermittent` (many zeros) and `level` (others). Empty if all series are of one kind.',
    }),
    series: z.array(seriesWeightsSchema).meta({
      description: `Weights of single series: the ${limits.cardSeriesListed} that differ most from \`overall\`, the largest difference first.`,
    }),
    series_count: z.int().meta({ description: 'Number of series with weights of their own.' }),
  })
  .meta({
    id: 'Mixture',
    description:
      'Weights of the methods in a forecast, chosen by validation; they sum to 1. A series has its own, or those of its kind, or those of all series.',
  });
export type Mixture = z.infer<typeof mixtureSchema>;

export const modelCardSchema = z
  .object({
    summary: z.string().meta({
      description: 'What to expect of the model, in one sentence.',
      example: '9 % better than the last value (6–12 %)',
    }),
    has_skill: z.boolean().meta({
      description:
        'Whether the model is at least 1 % better than each naive baseline, and beyond chance: on all steps of the horizon, or on its first ones. `leads` says on which.',
    }),
    skill: skillSchema.nullable().meta({ description: 'Null if there is no backtest, or too few windows.' }),
    leads: leadSkillsSchema.optional(),
    backtest: backtestSummarySchema.nullable(),
    look_back: lookBackSchema.nullable().default(null).meta({
      description: 'How far back the network looks; null if it adds nothing to the base path.',
    }),
    metrics: methodsSchema,
    comparisons: comparisonsSchema.optional(),
    steps: z
      .array(backtestStepSchema)
      .optional()
      .meta({
        description: `Metrics by step of the horizon: all steps, or ${limits.cardStepsListed} steps at even distances if there are more. A backtest has all steps.`,
      }),
    series: z
      .array(backtestSeriesSchema)
      .optional()
      .meta({
        description: `Metrics of the ${limits.cardSeriesListed} series with the largest MASE, the largest first. A backtest has every window as CSV.`,
      }),
    mixture: mixtureSchema.optional(),
    training: trainingSummarySchema,
    notes: z.array(z.string()).meta({ description: 'Remarks on the numbers.' }),
    ...cardPartsShape,
  })
  .meta({
    id: 'ModelCard',
    description: 'Performance of the model, measured on data that were not used for training.',
  });
export type ModelCard = z.infer<typeof modelCardSchema>;

const weightsInfoSchema = z
  .object({
    bytes: z.int().meta({ description: 'Size of the file in bytes.' }),
    sha256: z.string().meta({ description: 'SHA-256 of the file, in hexadecimal.' }),
  })
  .meta({ id: 'WeightsInfo', description: 'Size and hash of the weights file.' });

export const modelStatuses = ['training', 'ready', 'failed', 'cancelled'] as const;

export const modelSchema = z
  .object({
    id: modelIdSchema,
    name: z.string().meta({ description: 'Name for people.' }),
    tags: z.array(z.string()).meta({ description: 'Tags, to find models.' }),
    status: z.enum(modelStatuses).meta({ description: 'Status. Only a `ready` model can forecast.' }),
    dataset_id: datasetIdSchema,
    dataset_version: z.int().meta({
      description: 'Version of the dataset on which it was trained; 0 if it was imported.',
    }),
    job_id: jobIdSchema.nullable().meta({ description: 'The job that trained it; null if it was imported.' }),
    parent_id: modelIdSchema
      .nullable()
      .meta({ description: 'The model from which it was trained again, while that model exists.' }),
    spec: z.union([symbolSpecSchema, modelSpecSchema]),
    parameter_count: z.int().nullable().meta({ description: 'Number of trained parameters.' }),
    card: z.union([symbolCardSchema, modelCardSchema, z.null()]),
    weights: weightsInfoSchema.nullable(),
    error: problemSchema.nullable(),
    anomaly_level: givenLevelSchema.nullable().meta({
      description:
        'Central interval of the anomaly watch, in percent: webhooks get new observations outside of it. Null: no watch.',
    }),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
    ready_at: z.iso.datetime().nullable().meta({ description: 'When it became ready; null before that.' }),
  })
  .meta({ id: 'Model', description: 'A model that is trained on a dataset.' });
export type Model = z.infer<typeof modelSchema>;

export const modelCreatedSchema = z
  .object({ model: modelSchema, job: jobSchema })
  .meta({ id: 'ModelCreated', description: 'The new model, and the job that trains it.' });

export const trainingEstimateSchema = z
  .object({
    presets: z
      .array(
        z
          .object({
            preset: z
              .enum(presetNames)
              .meta({ description: 'The preset, with the other settings of the request.' }),
            seconds: z.number().meta({ description: 'Estimated seconds of the training, without waiting.' }),
          })
          .meta({ id: 'PresetEstimate', description: 'Estimate for one preset.' }),
      )
      .meta({ description: 'All presets, from the fastest.' }),
    based_on: z.enum(['same_dataset', 'other_datasets', 'plan']).meta({
      description:
        'Where the pace of the workers comes from: trainings on this dataset, trainings on others, or, without any, a usual core.',
    }),
  })
  .meta({ id: 'TrainingEstimate', description: 'How long trainings take, by preset.' });
export type TrainingEstimate = z.infer<typeof trainingEstimateSchema>;

/** A model in a list: without its settings and the tables of its card. */
export const modelSummarySchema = modelSchema
  .omit({ spec: true, card: true, weights: true })
  .extend({
    kind: z.enum(['numeric', 'symbols']).meta({ description: 'Kind of the data that it forecasts.' }),
    cell: cellSchema,
    horizon: horizonSchema.nullable().meta({ description: 'Steps ahead; null for a model of symbols.' }),
    summary: z
      .string()
      .nullable()
      .meta({ description: 'What to expect of the model, in one sentence; null until it is ready.' }),
    has_skill: z.boolean().nullable().meta({
      description:
        'Whether the model is better than each naive baseline, at least on its first steps; null until it is ready.',
    }),
    skill: z
      .union([symbolSkillSchema, skillSchema, z.null()])
      .meta({ description: 'Null until it is ready, or if there are too few data for a backtest.' }),
  })
  .meta({
    id: 'ModelSummary',
    description: 'A model without its settings and its card. `GET /v1/models/{model_id}` has them.',
  });
export type ModelSummary = z.infer<typeof modelSummarySchema>;
export const modelPageSchema = pageOf(modelSummarySchema, 'ModelPage');

export const modelsQuerySchema = pageQuerySchema.extend({
  ...nameFilterField,
  dataset_id: datasetIdSchema.optional(),
  fleet_id: fleetIdSchema.optional().meta({
    description: 'Only models of this fleet. Without it the list has no models of fleets.',
  }),
  tag: z.string().optional().meta({ description: 'Only models with this tag.' }),
  status: z.enum(modelStatuses).optional().meta({ description: 'Only models with this status.' }),
});
export type ModelsQuery = z.output<typeof modelsQuerySchema>;

/** Number of observations that training needs in at least one series: a context, one training window, one held-out window. */
export function pointsNeeded(spec: { horizon: number; context_length?: number | null }): number {
  return (spec.context_length ?? limits.contextLengthMin) + 2 * spec.horizon;
}
