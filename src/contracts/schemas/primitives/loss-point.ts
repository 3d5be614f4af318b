import { z } from 'zod';

export const lossPointSchema = z
  .object({
    step: z.int().meta({ description: 'Number of training steps so far.' }),
    loss: z.number().meta({ description: 'Loss on training windows.' }),
    validation_loss: z.number().nullable().meta({ description: 'Loss on held-out windows.' }),
  })
  .meta({ id: 'LossPoint', description: 'The losses at one step of the training.' });
