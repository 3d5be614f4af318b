/** Explanations and traces of models of symbols. How far back they look is a `Memory`, as for models of series. */
import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { modelIdSchema } from '../primitives/ids.ts';
import { layerTraceSchema, statesSchema } from './explanation.ts';
import { stepGradientsSchema, traceGradientsSchema } from './step-gradients.ts';
import { contextSchema, nextKindSchema, nextSchema } from './symbol-next.ts';

export const symbolExplanationSchema = z
  .object({
    symbol: z.string().nullable().meta({
      description:
        'The explained symbol, the most likely one after the context; null for `end` and `unknown`.',
    }),
    kind: nextKindSchema,
    forecast: z.number().meta({
      description: 'The log₂ of its probability. It is the sum of `baseline` and all `contributions`.',
    }),
    baseline: z.number().meta({
      description:
        'The same for a neutral context of the same length, in which the mean vector of all symbols replaces each symbol.',
    }),
    contributions: z
      .array(
        z
          .object({
            position: z.int().meta({ description: 'Position in the context, from 0.' }),
            symbol: z.string().meta({ description: 'The symbol at this position.' }),
            value: z.number().meta({
              description: 'Its contribution in bits; positive if it makes the next symbol more likely.',
            }),
          })
          .meta({ id: 'SymbolContribution', description: 'Contribution of one symbol of the context.' }),
      )
      .meta({ description: 'The contributions, in the order of the context.' }),
  })
  .meta({
    id: 'SymbolExplanation',
    description:
      'Contribution of each symbol to the log-probability of the most likely next symbol, by integrated gradients from a neutral context (Sundararajan, Taly & Yan 2017).',
  });
export type SymbolExplanation = z.infer<typeof symbolExplanationSchema>;

export const symbolTraceInSchema = z
  .strictObject({
    context: contextSchema,
    last_steps: z
      .int()
      .min(1)
      .max(limits.contextSymbolsMax)
      .optional()
      .meta({ description: 'Number of steps to return, counted from the end; default: all.' }),
    top: z
      .int()
      .min(1)
      .max(limits.traceTopMax)
      .optional()
      .meta({ description: 'Number of most likely next symbols to list at each step; default: none.' }),
    gradients: traceGradientsSchema.optional(),
    ends: z.boolean().optional().meta({
      description:
        'Whether the sequence ends after the context. Then the end is what the last step has to predict, as in training. Otherwise the last step has no loss. Only beside `gradients`, and for models with `boundary: true` in their `spec`.',
    }),
  })
  .refine(({ ends, gradients }) => ends !== true || gradients !== undefined, {
    path: ['ends'],
    error: 'changes the losses, and only `gradients` shows them: give both or neither',
  })
  .meta({
    id: 'SymbolTraceIn',
    description: 'The sequence to trace, for a model of symbols.',
    example: { context: 'TRI' },
  });
export type SymbolTraceIn = z.output<typeof symbolTraceInSchema>;

export const symbolTraceSchema = z
  .object({
    model_id: modelIdSchema,
    cell: z.string().meta({ description: 'The recurrent cell.' }),
    symbols: z.array(z.string().nullable()).meta({
      description: 'The symbol that each step reads; null is the beginning of the sequence.',
    }),
    inputs: statesSchema.meta({
      description: 'Input vector of the symbol at each step. [steps][inputs]',
    }),
    layers: z
      .array(layerTraceSchema)
      .meta({ description: 'The recurrent layers; the first one reads the inputs.' }),
    next: z.array(z.array(nextSchema)).optional().meta({
      description: 'The most likely next symbols after each step, if `top` was given. [steps][top]',
    }),
    gradients: stepGradientsSchema.optional(),
  })
  .meta({
    id: 'SymbolTrace',
    description: 'States and gates of a network while it reads a sequence of symbols.',
  });
export type SymbolTrace = z.infer<typeof symbolTraceSchema>;
