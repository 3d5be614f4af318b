/** Gradients that flow back through the steps of a trace. */
import { z } from 'zod';
import { limits } from '../../values/index.ts';

export const traceGradientsSchema = z.enum(['norms', 'parts']).meta({
  description: `Adds how the gradient flows back through the steps. \`norms\`: its size at each step, and the size of the part of each step in the gradient of each shared weight. \`parts\`: those parts themselves too. Default: none. For symbols, at most ${limits.traceGradientStepsMax} steps.`,
  example: 'norms',
});
export type TraceGradients = z.infer<typeof traceGradientsSchema>;

const perStep = z.array(z.number());

const gradientSourceSchema = z
  .object({
    step: z.int().meta({ description: 'The step of the trace at which it arises, from 0.' }),
    loss: z.number().nullable().meta({
      description: 'Loss at this step, in nats; null if the gradient is that of the forecast.',
    }),
    states: perStep.meta({
      description:
        'Norm of its gradient with respect to the hidden state after each step; 0 after the step at which it arises. [steps]',
    }),
    cells: perStep.nullable().meta({
      description:
        'The same with respect to the cell state of an LSTM, as the next step reads it; null for other cells.',
    }),
  })
  .meta({
    id: 'GradientSource',
    description: 'A value whose gradient flows back through its own and all earlier steps.',
  });

const stepPartsSchema = z
  .object({
    name: z
      .string()
      .meta({ description: 'Name of the tensor in the weights file.', example: 'encoder.weight_hh_l0' }),
    shape: z.array(z.int()).meta({ description: 'Sizes of the tensor: rows and columns.' }),
    norm: z.number().meta({ description: 'Norm of its gradient, which is the sum over the steps.' }),
    norms: perStep.meta({ description: 'Norm of the part of each step. [steps]' }),
    sums: perStep.meta({
      description:
        'Norm of the sum of the parts from each step to the last one: how the sum grows while the gradient flows back. The first one is `norm`. [steps]',
    }),
    shares: perStep.meta({
      description:
        'Share of each step in the gradient. The shares sum to 1; one is negative if the step has the opposite direction. [steps]',
    }),
    parts: z.array(perStep).optional().meta({
      description:
        'Part of each step, row by row. The gradient is their sum. Absent unless `parts` were requested. [steps][rows · columns]',
    }),
  })
  .meta({ id: 'StepParts', description: 'Parts of the steps in the gradient of a shared weight tensor.' });

export const stepGradientsSchema = z
  .object({
    of: z.enum(['loss', 'forecast']).meta({
      description:
        '`loss`: the sum of the losses at the steps, as in training. `forecast`: the mean forecast over the horizon, which is read from the last step.',
    }),
    loss: z.number().nullable().meta({ description: 'Sum of the losses, in nats; null for `forecast`.' }),
    sources: z.array(gradientSourceSchema).meta({
      description: 'Where the gradient arises. The gradients of all sources add up.',
    }),
    states: perStep.meta({
      description: 'Norm of the sum of these gradients with respect to the hidden state after each step.',
    }),
    cells: perStep
      .nullable()
      .meta({ description: 'The same for the cell state of an LSTM; null for other cells.' }),
    weights: z
      .array(stepPartsSchema)
      .meta({ description: 'The weight tensors of the recurrent layers, which all steps share.' }),
  })
  .meta({
    id: 'StepGradients',
    description:
      'Backpropagation through time, step by step. For symbols it reaches back to the first step of the trace, for series to the first step that the network reads.',
  });
export type StepGradients = z.infer<typeof stepGradientsSchema>;
