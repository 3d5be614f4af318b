import { z } from 'zod';
import { backtestSummarySchema, metricsSchema, skillSchema } from './backtest.ts';
import { calendarInSchema } from './frequency.ts';
import { datasetIdSchema, jobIdSchema, modelIdSchema } from './ids.ts';
import { jobSchema } from './job.ts';
import { limits } from './limits.ts';
import { pageOf, pageQuerySchema } from './page.ts';
import { problemSchema } from './problem.ts';

export const cellNames = ['rnn', 'lstm', 'gru'] as const;
export const presetNames = ['fast', 'balanced', 'accurate'] as const;

const horizonSchema = z
  .int()
  .min(1)
  .max(limits.horizonMax)
  .meta({ description: 'Steps ahead that the model forecasts.', example: 20 });
const contextLengthSchema = z.int().min(limits.contextLengthMin).max(limits.contextLengthMax);
const layersSchema = z.int().min(1).max(limits.layersMax);
const hiddenSizeSchema = z.int().min(1).max(limits.hiddenSizeMax);
const stepsSchema = z.int().min(1).max(limits.stepsMax);
const learningRateSchema = z.number().gt(0).max(1);
const seedSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);
export const quantileSchema = z.number().gt(0).lt(1);
export const quantilesSchema = z.array(quantileSchema).min(1).max(limits.quantilesMax);
const windowsSchema = z.int().min(1).max(limits.backtestWindowsMax);
const windowStepSchema = z.int().min(1).max(limits.horizonMax);

export const defaultQuantiles = [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975];

const validationInSchema = z
  .strictObject({ windows: windowsSchema.optional(), step: windowStepSchema.optional() })
  .meta({ id: 'ValidationIn' });

/** What a caller asks for. `dataset_id` and `horizon` are enough. */
export const modelInSchema = z
  .strictObject({
    dataset_id: datasetIdSchema,
    horizon: horizonSchema,
    target: z
      .string()
      .max(limits.nameLengthMax)
      .optional()
      .meta({ description: 'Column to forecast; default: the target of the dataset.' }),
    name: z.string().trim().min(1).max(limits.nameLengthMax).optional(),
    tags: z.array(z.string().min(1).max(64)).max(limits.tagsMax).default([]),
    cell: z.enum(cellNames).default('gru'),
    preset: z
      .enum(presetNames)
      .default('balanced')
      .meta({ description: 'Sizes and steps where they are not given.' }),
    context_length: contextLengthSchema
      .optional()
      .meta({ description: 'Observations that the network reads before it forecasts.' }),
    layers: layersSchema.optional(),
    hidden_size: hiddenSizeSchema.optional(),
    steps: stepsSchema.optional().meta({
      description: 'Training steps at most; training ends earlier when validation no longer improves.',
    }),
    learning_rate: learningRateSchema.optional(),
    quantiles: quantilesSchema
      .optional()
      .meta({ description: 'Quantiles that are trained; 0.5 is always among them.' }),
    calendar: calendarInSchema.optional(),
    seed: seedSchema.default(1).meta({ description: 'The same seed gives the same weights.' }),
    validation: validationInSchema.optional().meta({
      description: 'Rolling-origin windows of the backtest, and observations between their origins.',
    }),
  })
  .meta({ id: 'ModelIn' });
export type ModelIn = z.output<typeof modelInSchema>;

const validationSchema = z
  .object({ windows: windowsSchema.nullable(), step: windowStepSchema.nullable() })
  .meta({ id: 'Validation' });

/** Every setting as used. Those that depend on the data are null until training has begun. */
export const modelSpecSchema = z
  .object({
    target: z.string(),
    horizon: horizonSchema,
    cell: z.enum(cellNames),
    preset: z.enum(presetNames),
    context_length: contextLengthSchema.nullable(),
    layers: layersSchema.nullable(),
    hidden_size: hiddenSizeSchema.nullable(),
    dropout: z.number().min(0).lt(1).nullable(),
    steps: stepsSchema.nullable(),
    batch_size: z.int().min(1).nullable(),
    learning_rate: learningRateSchema.nullable(),
    weight_decay: z.number().min(0).nullable(),
    quantiles: quantilesSchema,
    seed: seedSchema,
    validation: validationSchema,
    transform: z
      .enum(['log', 'identity'])
      .nullable()
      .meta({ description: '`log` where all training values are positive and do not move by multiples.' }),
    base: z
      .enum(['naive', 'seasonal_naive'])
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
    location: z.enum(['fixed', 'learnt']).nullish().meta({
      description:
        'Whether the median may leave the base path; `fixed` where the data move like a random walk, as prices do.',
    }),
  })
  .meta({ id: 'ModelSpec' });
export type ModelSpec = z.infer<typeof modelSpecSchema>;

const lossPointSchema = z
  .object({ step: z.int(), loss: z.number(), validation_loss: z.number().nullable() })
  .meta({ id: 'LossPoint' });

const trainingSummarySchema = z
  .object({
    seconds: z.number(),
    steps: z.int(),
    best_step: z.int().meta({ description: 'The step whose weights were kept.' }),
    windows: z.int().meta({ description: 'Training windows in the data.' }),
    kernel: z.string(),
    loss: z.array(lossPointSchema),
  })
  .meta({ id: 'TrainingSummary' });

export const modelCardSchema = z
  .object({
    summary: z.string().meta({
      description: 'What to expect, in one plain sentence.',
      example: '9 % better than the last value (6–12 %)',
    }),
    has_skill: z.boolean().meta({ description: 'Whether the 90 % interval of the skill lies above zero.' }),
    skill: skillSchema.nullable().meta({ description: 'Null where the data are too short for a backtest.' }),
    backtest: backtestSummarySchema.nullable(),
    metrics: z
      .record(z.string(), metricsSchema)
      .meta({ description: 'By method: `auto` is the model, beside its baselines.' }),
    training: trainingSummarySchema,
    notes: z.array(z.string()).meta({ description: 'What a reader should know beside the figures.' }),
  })
  .meta({ id: 'ModelCard' });
export type ModelCard = z.infer<typeof modelCardSchema>;

const weightsInfoSchema = z.object({ bytes: z.int(), sha256: z.string() }).meta({ id: 'WeightsInfo' });

export const modelStatuses = ['training', 'ready', 'failed', 'cancelled'] as const;

export const modelSchema = z
  .object({
    id: modelIdSchema,
    name: z.string(),
    tags: z.array(z.string()),
    status: z.enum(modelStatuses),
    dataset_id: datasetIdSchema,
    dataset_version: z.int(),
    job_id: jobIdSchema,
    spec: modelSpecSchema,
    parameter_count: z.int().nullable(),
    card: modelCardSchema.nullable(),
    weights: weightsInfoSchema.nullable(),
    error: problemSchema.nullable(),
    created_at: z.iso.datetime(),
    ready_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof modelSchema>;

export const modelCreatedSchema = z
  .object({ model: modelSchema, job: jobSchema })
  .meta({ id: 'ModelCreated', description: 'The model to come and the job that trains it.' });
export const modelPageSchema = pageOf(modelSchema, 'ModelPage');

export const modelsQuerySchema = pageQuerySchema.extend({
  dataset_id: datasetIdSchema.optional(),
  tag: z.string().optional(),
  status: z.enum(modelStatuses).optional(),
});
export type ModelsQuery = z.output<typeof modelsQuerySchema>;

/** Observations that training needs in at least one series: context, one window to learn from, one held out. */
export function pointsNeeded(spec: { horizon: number; context_length?: number | null }): number {
  return (spec.context_length ?? limits.contextLengthMin) + 2 * spec.horizon;
}
