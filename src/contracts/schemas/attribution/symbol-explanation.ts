/** What can be seen inside a model of symbols; how far it looks back is a `Memory`, as of a model of series. */
import { z } from 'zod';
import { modelIdSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';
import { layerTraceSchema, statesSchema } from './explanation.ts';
import { contextSchema, nextKindSchema } from './symbol-next.ts';

export const symbolExplanationSchema = z
  .object({
    symbol: z.string().nullable().meta({
      description:
        'The symbol that is explained: the most likely one after the context; null for the others.',
    }),
    kind: nextKindSchema,
    forecast: z.number().meta({
      description:
        'The log₂ of its probability: its surprise with a minus. `baseline` and all `contributions` sum to it.',
    }),
    baseline: z.number().meta({
      description:
        'The same for a neutral context of that length: the mean of the vectors of all symbols in the place of each.',
    }),
    contributions: z
      .array(
        z
          .object({
            position: z.int().meta({ description: 'Place in the context, from 0.' }),
            symbol: z.string().meta({ description: 'The symbol there.' }),
            value: z.number().meta({
              description: 'What it adds, in bits: above 0 where it makes the next symbol likelier.',
            }),
          })
          .meta({ id: 'SymbolContribution', description: 'What one symbol of the context adds.' }),
      )
      .meta({ description: 'In the order of the context.' }),
  })
  .meta({
    id: 'SymbolExplanation',
    description:
      'What each symbol adds to the log-probability of the most likely next one, by integrated gradients from the neutral context (Sundararajan, Taly & Yan 2017).',
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
      .meta({ description: 'Only so many of the last steps; default: all.' }),
  })
  .meta({
    id: 'SymbolTraceIn',
    description: 'What to trace of a model of symbols.',
    example: { context: 'TRI' },
  });
export type SymbolTraceIn = z.output<typeof symbolTraceInSchema>;

export const symbolTraceSchema = z
  .object({
    model_id: modelIdSchema,
    cell: z.string().meta({ description: 'The recurrent cell.' }),
    symbols: z.array(z.string().nullable()).meta({
      description: 'What each step reads; null is the beginning of the sequence.',
    }),
    inputs: statesSchema.meta({
      description: 'The vector that stood for the symbol at each step. [steps][inputs]',
    }),
    layers: z.array(layerTraceSchema).meta({ description: 'From the first layer, which reads the inputs.' }),
  })
  .meta({
    id: 'SymbolTrace',
    description: 'States and gates of a network as it reads a sequence of symbols.',
  });
export type SymbolTrace = z.infer<typeof symbolTraceSchema>;
