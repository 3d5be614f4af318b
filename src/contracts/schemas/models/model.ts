import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { boundsSchema, covariateEncodingSchema, covariatesSchema } from '../datasets/covariates.ts';
import { jobSchema, prioritySchema } from '../jobs/job.ts';
import { calendarInSchema } from '../primitives/frequency.ts';
import { datasetIdSchema, fleetIdSchema, jobIdSchema, modelIdSchema } from '../primitives/ids.ts';
import { givenLevelSchema, levelSchema } from '../primitives/levels.ts';
import { nameFilterField, pageOf, pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import { skillSchema } from './backtest-scores.ts';
import { modelCardSchema } from './card.ts';
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
  weightDecaySchema,
} from './network.ts';
import {
  contextLengthSchema,
  decoderSizeSchema,
  familyNames,
  horizonSchema,
  medianWeightSchema,
  membersSchema,
  nameSchema,
  tagsSchema,
  trainedQuantilesSchema,
  windowStepSchema,
  windowsSchema,
} from './settings.ts';
import { symbolCardSchema, symbolSkillSchema, symbolSpecSchema } from './symbol-model.ts';

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

const retrainModes = ['warm', 'scratch'] as const;
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
    quantiles: trainedQuantilesSchema,
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
const modelSummarySchema = modelSchema
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

/** Number of observations that training needs in at least one series: a context, one training
 *  window, one held-out window. */
export function pointsNeeded(spec: { horizon: number; context_length?: number | null }): number {
  return (spec.context_length ?? limits.contextLengthMin) + 2 * spec.horizon;
}
