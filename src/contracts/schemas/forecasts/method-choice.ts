import { z } from 'zod';

/** Methods of a one-shot call, and the default. */
export const oneShotMethods = ['instant', 'train', 'auto'] as const;
export type OneShotMethod = (typeof oneShotMethods)[number];
export const defaultOneShotMethod = 'instant' satisfies OneShotMethod;

/** The choice that `auto` made. */
export const methodChoiceSchema = z
  .object({
    method: z.enum(['instant', 'train']).meta({ description: 'The method that was taken.' }),
    reason: z.string().meta({
      description: 'Why it was taken.',
      example:
        'On the last 3 steps of 1 series the instant forecast has the error 0.71, and the best baseline, theta, 0.71.',
    }),
    errors: z
      .record(z.string(), z.number())
      .nullable()
      .meta({
        description:
          'Mean absolute scaled errors on the last observations, by method: `instant`, `naive`, `seasonal_naive`, `theta`. Null if nothing was compared.',
        example: { instant: 0.71, naive: 0.9, theta: 0.71 },
      }),
  })
  .meta({ id: 'MethodChoice', description: 'The method that `auto` chose, and the reason.' });
export type MethodChoice = z.infer<typeof methodChoiceSchema>;
