import { z } from 'zod';
import { lookBackSchema } from '../attribution/explanation.ts';
import {
  boundsInSchema,
  boundsSchema,
  covariateEncodingSchema,
  covariatesInSchema,
  covariatesSchema,
} from '../datasets/covariates.ts';
import { jobSchema } from '../jobs/job.ts';
import { calendarInSchema } from '../primitives/frequency.ts';
import { datasetIdSchema, jobIdSchema, modelIdSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import {
  backtestSeriesSchema,
  backtestStepSchema,
  backtestSummarySchema,
  comparisonsSchema,
  methodsSchema,
  skillSchema,
} from './backtest-scores.ts';
import {
  batchSizeSchema,
  cellSchema,
  dropoutSchema,
  epochsSchema,
  hiddenSizeSchema,
  layersSchema,
  learningRateSchema,
  lossSchema,
  presetSchema,
  seedSchema,
  stepsSchema,
  trainingSummarySchema,
  weightDecaySchema,
} from './network.ts';
import { embeddingSizeSchema, inputSchema, symbolCardSchema, symbolSpecSchema } from './symbol-model.ts';

export const familyNames = ['seasonal', 'prices', 'short'] as const;

const horizonSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Steps ahead that the model forecasts.', example: 20 });
const contextLengthSchema = z
  .int()
  .min(limits.contextLengthMin)
  .max(limits.contextLengthMax)
  .meta({ description: 'Observations that the network reads before it forecasts.' });
export const quantileSchema = z.number().gt(0).lt(1);
export const quantilesSchema = z
  .array(quantileSchema)
  .min(1)
  .max(limits.quantilesMax)
  .meta({ description: 'Quantiles that are trained.' });
const windowsSchema = z
  .int()
  .min(1)
  .max(limits.backtestWindowsMax)
  .meta({ description: 'Forecast origins of the backtest.' });
const windowStepSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Observations between origins.' });
const membersSchema = z
  .int()
  .min(1)
  .max(limits.membersMax)
  .meta({ description: 'Networks whose forecasts are averaged.' });
const decoderSizeSchema = z
  .int()
  .min(1)
  .max(limits.hiddenSizeMax)
  .meta({ description: 'Units of the decoder, which makes quantiles of the hidden state.' });
const medianWeightSchema = z
  .number()
  .min(0.1)
  .max(100)
  .meta({ description: 'Weight of the median in the loss, beside 1 for the other quantiles.' });
const nameSchema = z.string().trim().min(1).max(limits.nameLengthMax).meta({
  description: 'For people; default: made of the dataset and the cell.',
  example: 'shop gru',
});
const tagsSchema = z
  .array(z.string().min(1).max(64))
  .max(limits.tagsMax)
  .meta({ description: 'Words to find models by.', example: ['nightly'] });

export const defaultQuantiles = [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975];

const validationInSchema = z
  .strictObject({ windows: windowsSchema.optional(), step: windowStepSchema.optional() })
  .meta({ id: 'ValidationIn', description: 'How the backtest moves over the data.' });

/** What a caller asks for beside a dataset of numeric series. */
export const numericSettingsSchema = z.strictObject({
  horizon: horizonSchema,
  family: z.enum(['auto', ...familyNames]).default('auto'),
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
    description: 'Training steps at most; training ends earlier when validation no longer improves.',
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
    .meta({ description: 'Quantiles that are trained; 0.5 is always among them.' }),
  covariates: covariatesInSchema.optional(),
  bounds: boundsInSchema.optional(),
  calendar: calendarInSchema.optional(),
  seed: seedSchema.default(1),
  validation: validationInSchema.optional().meta({
    description: 'Rolling-origin windows of the backtest, and observations between their origins.',
  }),
});
export type NumericSettings = z.output<typeof numericSettingsSchema>;

const { horizon: _horizon, family: _family, ...numericRest } = numericSettingsSchema.shape;

/** What a caller asks for beside a dataset of symbols. */
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
    description: 'Of a model of symbols: how it reads a symbol; default: `embedding`.',
  }),
  embedding_size: embeddingSizeSchema.optional().meta({
    description: 'Of a model of symbols: numbers that stand for a symbol.',
  }),
  steps: numericRest.steps,
  learning_rate: numericRest.learning_rate,
  seed: numericRest.seed,
});
export type SymbolSettings = z.output<typeof symbolSettingsSchema>;

/** The settings of both kinds: the body is validated before it is known which kind its dataset is of. */
const settingsFields = {
  horizon: horizonSchema.optional().meta({
    description: 'Steps ahead that the model forecasts; needed unless the dataset has symbols.',
    example: 20,
  }),
  family: z
    .enum(['auto', ...familyNames, 'symbols'])
    .default('auto')
    .meta({
      description:
        'What kind of model. `seasonal` starts from the same phase of earlier seasons, `prices` from the last value and volatility, `short` from the Theta path of a few observations; `symbols` is for datasets of symbols. `auto`: chosen from the data.',
    }),
  input: symbolSettingsSchema.shape.input,
  embedding_size: symbolSettingsSchema.shape.embedding_size,
  ...numericRest,
};

/** `dataset_id` and `horizon` are enough. */
export const modelInSchema = z
  .strictObject({ dataset_id: datasetIdSchema, ...settingsFields })
  .refine(({ steps, epochs }) => steps === undefined || epochs === undefined, {
    path: ['epochs'],
    params: { accepted: 'either `steps` or `epochs`' },
  })
  .meta({
    id: 'ModelIn',
    description:
      'What to train; `dataset_id` and `horizon` are enough, or `dataset_id` alone where it has symbols.',
    example: {
      dataset_id: 'ds_019353f7c4a87d0c9d2b6a3f5e1c8b70',
      horizon: 3,
      cell: 'gru',
      preset: 'fast',
      steps: 20,
    },
  });
export type ModelIn = z.output<typeof modelInSchema>;

const anomalyLevelSchema = z.number().gt(0).lt(100);

export const modelChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    tags: tagsSchema.optional(),
    anomaly_level: anomalyLevelSchema.nullable().optional().meta({
      description:
        'Watches what is added to the dataset from now on: observations outside this central interval in percent of the one-step forecast are told to webhooks as `anomaly.detected`, each once. Null ends it.',
      example: 99,
    }),
  })
  .meta({
    id: 'ModelChange',
    description: 'What to change; what is left out stays.',
    example: { name: 'shop, nightly', tags: ['nightly'] },
  });
export type ModelChange = z.output<typeof modelChangeSchema>;

export const retrainModes = ['warm', 'scratch'] as const;
export const retrainSchema = z
  .strictObject({
    mode: z.enum(retrainModes).default('warm').meta({
      description:
        '`warm` goes on from the weights, with all settings as they were used; `scratch` starts anew, and decides again what depends on the data.',
    }),
  })
  .meta({ id: 'Retrain', description: 'How to train again.', example: { mode: 'warm' } });

const validationSchema = z
  .object({ windows: windowsSchema.nullable(), step: windowStepSchema.nullable() })
  .meta({ id: 'Validation', description: 'How the backtest moves over the data.' });

/** Every setting as used. Those that depend on the data are null until training has begun. */
export const modelSpecSchema = z
  .object({
    target: z.string().meta({ description: 'Column that is forecast.' }),
    horizon: horizonSchema,
    cell: cellSchema,
    preset: presetSchema,
    context_length: contextLengthSchema.nullable(),
    layers: layersSchema.nullable(),
    hidden_size: hiddenSizeSchema.nullable(),
    dropout: dropoutSchema.nullable(),
    steps: stepsSchema.nullable(),
    epochs: epochsSchema
      .nullish()
      .meta({ description: 'Passes that were asked for, of which `steps` was made; null: none were.' }),
    batch_size: batchSizeSchema.nullable(),
    learning_rate: learningRateSchema.nullable(),
    weight_decay: weightDecaySchema.nullable(),
    family: z
      .enum(familyNames)
      .nullish()
      .meta({ description: 'What the network starts from and reads; see `ModelIn`.' }),
    members: membersSchema.nullish(),
    shares: z.record(z.string(), z.number()).nullish().meta({
      description:
        'Shares of the forecast, chosen by validation: that of the `network`, all members together, and those of statistical methods.',
    }),
    decoder_size: decoderSizeSchema.nullish(),
    median_weight: medianWeightSchema.nullish(),
    loss: lossSchema.nullish().meta({ description: 'What training makes small; absent: `quantile`.' }),
    quantiles: quantilesSchema,
    seed: seedSchema,
    validation: validationSchema,
    transform: z.enum(['log', 'identity']).nullable().meta({
      description:
        '`log`: what is read is taken in logarithms where all of it is positive; `identity`: never.',
    }),
    base: z
      .enum(['naive', 'seasonal_naive', 'theta'])
      .nullable()
      .meta({ description: 'The path whose residual the network forecasts.' }),
    season_length: z
      .int()
      .min(1)
      .nullable()
      .meta({ description: 'Observations in a season; 1 where there is none.' }),
    lower_bound: z.literal(0).nullish().meta({
      description:
        '0 where no training value is below it: then no quantile, mean or interval is either. Null where there is no bound.',
    }),
    calendar: calendarInSchema.nullish().meta({
      description:
        'Closed days of its forecasts in the place of those of the dataset; null: those of the dataset.',
    }),
    covariates: covariatesSchema.nullish(),
    encoding: covariateEncodingSchema.nullish(),
    bounds: boundsSchema.nullish(),
    location: z.enum(['fixed', 'learnt']).nullish().meta({
      description:
        'Whether the median may leave the base path; `fixed` where the data move like a random walk, as prices do.',
    }),
  })
  .meta({
    id: 'ModelSpec',
    description: 'Every setting as used; those that depend on the data are null until training has begun.',
  });
export type ModelSpec = z.infer<typeof modelSpecSchema>;

export const modelCardSchema = z
  .object({
    summary: z.string().meta({
      description: 'What to expect, in one plain sentence.',
      example: '9 % better than the last value (6–12 %)',
    }),
    has_skill: z.boolean().meta({ description: 'Whether the 90 % interval of the skill lies above zero.' }),
    skill: skillSchema.nullable().meta({ description: 'Null where the data are too short for a backtest.' }),
    backtest: backtestSummarySchema.nullable(),
    look_back: lookBackSchema.nullable().default(null).meta({
      description: 'How far back the network looks; null where it adds nothing to the base path.',
    }),
    metrics: methodsSchema,
    comparisons: comparisonsSchema.optional(),
    steps: z
      .array(backtestStepSchema)
      .optional()
      .meta({
        description: `The same for steps of the horizon: all up to ${limits.cardStepsListed}, else so many evenly spread. A backtest has all.`,
      }),
    series: z
      .array(backtestSeriesSchema)
      .optional()
      .meta({
        description: `The same for the ${limits.cardSeriesListed} series that are forecast worst by MASE, the worst first. A backtest tells every window as CSV.`,
      }),
    training: trainingSummarySchema,
    notes: z.array(z.string()).meta({ description: 'What a reader should know beside the figures.' }),
  })
  .meta({
    id: 'ModelCard',
    description: 'What the model can do, measured on data that it was not trained on.',
  });
export type ModelCard = z.infer<typeof modelCardSchema>;

const weightsInfoSchema = z
  .object({
    bytes: z.int().meta({ description: 'Size of the file.' }),
    sha256: z.string().meta({ description: 'SHA-256 of the file, in hexadecimal.' }),
  })
  .meta({ id: 'WeightsInfo', description: 'The file with the weights.' });

export const modelStatuses = ['training', 'ready', 'failed', 'cancelled'] as const;

export const modelSchema = z
  .object({
    id: modelIdSchema,
    name: z.string().meta({ description: 'For people.' }),
    tags: z.array(z.string()).meta({ description: 'Words to find models by.' }),
    status: z.enum(modelStatuses).meta({ description: 'Only a `ready` model forecasts.' }),
    dataset_id: datasetIdSchema,
    dataset_version: z.int().meta({
      description:
        'Version of the dataset that it was trained on; 0 where it was imported, and trained on data that are elsewhere.',
    }),
    job_id: jobIdSchema
      .nullable()
      .meta({ description: 'The job that trained it; null where it was imported.' }),
    parent_id: modelIdSchema
      .nullable()
      .meta({ description: 'The model that it was trained again from, while that one exists.' }),
    spec: z.union([symbolSpecSchema, modelSpecSchema]),
    parameter_count: z.int().nullable().meta({ description: 'Trained numbers in the network.' }),
    card: z.union([symbolCardSchema, modelCardSchema, z.null()]),
    weights: weightsInfoSchema.nullable(),
    error: problemSchema.nullable(),
    anomaly_level: anomalyLevelSchema.nullable().meta({
      description: 'Interval in percent outside which new observations are told to webhooks; null: none are.',
    }),
    created_at: z.iso.datetime().meta({ description: 'When it was asked for.' }),
    ready_at: z.iso.datetime().nullable().meta({ description: 'When it could first be used.' }),
  })
  .meta({ id: 'Model', description: 'A network that is trained on a dataset.' });
export type Model = z.infer<typeof modelSchema>;

export const modelCreatedSchema = z
  .object({ model: modelSchema, job: jobSchema })
  .meta({ id: 'ModelCreated', description: 'The model to come and the job that trains it.' });
export const modelPageSchema = pageOf(modelSchema, 'ModelPage');

export const modelsQuerySchema = pageQuerySchema.extend({
  dataset_id: datasetIdSchema.optional(),
  tag: z.string().optional().meta({ description: 'Only models with this tag.' }),
  status: z.enum(modelStatuses).optional().meta({ description: 'Only models with this status.' }),
});
export type ModelsQuery = z.output<typeof modelsQuerySchema>;

/** Observations that training needs in at least one series: context, one window to learn from, one held out. */
export function pointsNeeded(spec: { horizon: number; context_length?: number | null }): number {
  return (spec.context_length ?? limits.contextLengthMin) + 2 * spec.horizon;
}
