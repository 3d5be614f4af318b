import { z } from 'zod';
import { limits } from '../primitives/limits.ts';

/** Settings and findings that all networks have, whatever their family. */
export const cellNames = ['rnn', 'lstm', 'gru'] as const;
export const presetNames = ['fast', 'balanced', 'accurate'] as const;
export const layersSchema = z.int().min(1).max(limits.layersMax).meta({ description: 'Recurrent layers.' });
export const hiddenSizeSchema = z
  .int()
  .min(1)
  .max(limits.hiddenSizeMax)
  .meta({ description: 'Units of a layer.' });
export const stepsSchema = z
  .int()
  .min(1)
  .max(limits.stepsMax)
  .meta({ description: 'Training steps at most.' });
export const learningRateSchema = z
  .number()
  .gt(0)
  .max(1)
  .meta({ description: 'Highest step size of the optimizer.' });
export const dropoutSchema = z
  .number()
  .min(0)
  .lt(1)
  .meta({ description: 'Share of units left out in a training step.', example: 0.1 });
export const batchSizeSchema = z
  .int()
  .min(1)
  .max(limits.batchSizeMax)
  .meta({ description: 'Windows in a training step.', example: 64 });
export const weightDecaySchema = z
  .number()
  .min(0)
  .max(1)
  .meta({ description: 'Pull of the weights towards zero.', example: 0.01 });
export const epochsSchema = z.number().gt(0).max(limits.epochsMax).meta({
  description: 'Passes over the training windows at most, in the place of `steps`.',
  example: 20,
});
export const lossNames = ['quantile'] as const;
export const lossSchema = z.enum(lossNames).meta({
  description: 'What training makes small: `quantile` is the mean pinball loss over the quantiles.',
});
export const seedSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
  .meta({ description: 'The same seed gives the same weights.' });
export const cellSchema = z.enum(cellNames).meta({ description: 'The recurrent cell.' });
export const presetSchema = z
  .enum(presetNames)
  .meta({ description: 'Sizes and steps where they are not given.' });

export const lossPointSchema = z
  .object({
    step: z.int().meta({ description: 'Training steps done.' }),
    loss: z.number().meta({ description: 'Loss on training windows.' }),
    validation_loss: z.number().nullable().meta({ description: 'Loss on windows that are held out.' }),
  })
  .meta({ id: 'LossPoint', description: 'A look at the losses during training.' });

export const trainingSummarySchema = z
  .object({
    seconds: z.number().meta({ description: 'Of work, over all attempts.' }),
    steps: z.int().meta({ description: 'Steps that the first network made.' }),
    best_step: z.int().meta({ description: 'The step whose weights were kept.' }),
    windows: z.int().meta({ description: 'Training windows in the data.' }),
    kernel: z.string().meta({ description: 'Which implementation of the engine was used.' }),
    loss: z.array(lossPointSchema).meta({ description: 'Losses of the first network over its steps.' }),
  })
  .meta({ id: 'TrainingSummary', description: 'How the training went.' });
