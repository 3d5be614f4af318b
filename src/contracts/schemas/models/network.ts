import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { lossPointSchema } from '../primitives/loss-point.ts';

/** Settings and training results of networks of all families. */
export const cellNames = ['rnn', 'lstm', 'gru'] as const;
export const presetNames = ['fast', 'balanced', 'accurate'] as const;
export const layersSchema = z
  .int()
  .min(1)
  .max(limits.layersMax)
  .meta({ description: 'Number of recurrent layers.' });
export const hiddenSizeSchema = z
  .int()
  .min(1)
  .max(limits.hiddenSizeMax)
  .meta({ description: 'Units per layer.' });
export const stepsSchema = z
  .int()
  .min(1)
  .max(limits.stepsMax)
  .meta({ description: 'Maximum number of training steps.' });
export const learningRateSchema = z
  .number()
  .gt(0)
  .max(1)
  .meta({ description: 'Maximum learning rate of the optimizer.' });
export const dropoutSchema = z
  .number()
  .min(0)
  .lt(1)
  .meta({ description: 'Dropout: share of units that a training step ignores.', example: 0.1 });
export const batchSizeSchema = z
  .int()
  .min(1)
  .max(limits.batchSizeMax)
  .meta({ description: 'Windows per training step.', example: 64 });
export const weightDecaySchema = z
  .number()
  .min(0)
  .max(1)
  .meta({ description: 'Weight decay: pulls the weights towards zero.', example: 0.01 });
export const epochsSchema = z.number().gt(0).max(limits.epochsMax).meta({
  description: 'Maximum number of passes over the training windows, instead of `steps`.',
  example: 20,
});
export const lossNames = ['quantile'] as const;
export const lossSchema = z.enum(lossNames).meta({
  description: 'Loss that training minimises. `quantile` is the mean pinball loss over the quantiles.',
});
export const seedSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
  .meta({ description: 'Random seed. The same seed gives the same weights.' });
export const cellSchema = z.enum(cellNames).meta({ description: 'The recurrent cell.' });
export const presetSchema = z.enum(presetNames).meta({ description: 'Defaults for sizes and steps.' });

export const trainingSummarySchema = z
  .object({
    seconds: z.number().meta({ description: 'Seconds of work, over all attempts.' }),
    steps: z.int().meta({ description: 'Training steps of the first network.' }),
    best_step: z.int().meta({ description: 'Step of the weights that were kept.' }),
    windows: z.int().meta({ description: 'Number of training windows in the data.' }),
    kernel: z.string().meta({ description: 'Name of the engine’s kernel that was used.' }),
    loss: z.array(lossPointSchema).meta({ description: 'Losses of the first network over its steps.' }),
  })
  .meta({ id: 'TrainingSummary', description: 'Summary of the training.' });
