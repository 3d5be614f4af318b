/** Settings of a new model, as a request gives them. */
import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { boundsInSchema, covariatesInSchema } from '../datasets/covariates.ts';
import { prioritySchema } from '../jobs/job.ts';
import { calendarInSchema } from '../primitives/frequency.ts';
import { datasetIdSchema } from '../primitives/ids.ts';
import { quantileSchema } from '../primitives/levels.ts';
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
  weightDecaySchema,
} from './network.ts';
import { embeddingSizeSchema, inputSchema } from './symbol-model.ts';

export const familyNames = ['seasonal', 'prices', 'short'] as const;
/** Families that need a season. */
export const seasonalFamilies: readonly string[] = ['seasonal'];
/** Families whose values move from one open day to the next, so that closed days are no steps. */
export const openDayFamilies: readonly string[] = ['prices'];

export const numericFamilySchema = z.enum(['auto', ...familyNames]);

export const horizonSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Number of steps ahead that the model forecasts.', example: 20 });
export const contextLengthSchema = z
  .int()
  .min(limits.contextLengthMin)
  .max(limits.contextLengthMax)
  .meta({ description: 'Number of observations that the network reads.' });
const listedQuantilesSchema = z.array(quantileSchema).min(1);
export const quantilesSchema = listedQuantilesSchema
  .max(limits.quantilesMax)
  .meta({ description: 'Quantiles that the network is trained for.' });
/** Models of earlier releases have one quantile more: 0.5 was added to a full list. */
export const trainedQuantilesSchema = listedQuantilesSchema
  .max(limits.quantilesMax + 1)
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
export const windowsSchema = z.int().min(0).max(limits.backtestWindowsMax).meta({
  description:
    'Number of forecast origins of the backtest. With 0 there is none: the training takes a part of the time, and the card does not say how good the forecasts are.',
});
export const windowStepSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Number of observations between forecast origins.' });
export const membersSchema = z
  .int()
  .min(1)
  .max(limits.membersMax)
  .meta({ description: 'Number of networks whose forecasts are averaged.' });
export const decoderSizeSchema = z
  .int()
  .min(1)
  .max(limits.hiddenSizeMax)
  .meta({ description: 'Units of the decoder, which computes quantiles from the hidden state.' });
export const medianWeightSchema = z
  .number()
  .min(0.1)
  .max(100)
  .meta({ description: 'Weight of the median in the loss. The other quantiles have weight 1.' });
export const nameSchema = z.string().trim().min(1).max(limits.nameLengthMax).meta({
  description: 'Name for people; default: the names of the dataset and the cell.',
  example: 'shop gru',
});
export const tagsSchema = z
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
    description:
      'Maximum number of training steps. Models of the family `seasonal` and models of symbols end earlier if validation no longer improves.',
  }),
  epochs: epochsSchema.optional(),
  learning_rate: learningRateSchema.optional(),
  decoder_size: decoderSizeSchema.optional(),
  dropout: dropoutSchema.optional(),
  batch_size: batchSizeSchema.optional(),
  weight_decay: weightDecaySchema.optional(),
  median_weight: medianWeightSchema.optional(),
  loss: lossSchema.default('quantile'),
  quantiles: quantilesSchema.optional().meta({
    description: `Quantiles that the network is trained for; 0.5 is always added. With it they are at most ${limits.quantilesMax}.`,
  }),
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
