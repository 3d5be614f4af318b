import { z } from 'zod';
import { symbolExplanationSchema } from '../attribution/symbol-explanation.ts';
import { contextSchema, nextKindSchema } from '../attribution/symbol-next.ts';
import { datasetIdSchema, modelIdSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';

export const symbolForecastInSchema = z
  .strictObject({
    context: contextSchema,
    top: z
      .int()
      .min(1)
      .max(limits.vocabularyMax)
      .default(10)
      .meta({ description: 'How many of the most likely next symbols to list.' }),
    length: z.int().min(0).max(limits.continuationLengthMax).default(0).meta({
      description:
        'Symbols of the continuation and of each sample at most; they end earlier where the sequence is expected to end.',
      example: 8,
    }),
    beams: z.int().min(1).max(limits.beamsMax).default(8).meta({
      description:
        'Continuations that are followed side by side in search of the most likely one; 1 takes the most likely symbol each time.',
    }),
    samples: z
      .int()
      .min(0)
      .max(limits.samplesMax)
      .default(0)
      .meta({ description: 'Continuations that are drawn.', example: 2 }),
    temperature: z.number().min(0.01).max(10).default(1).meta({
      description: 'Of the samples: below 1 they are more cautious, above 1 more adventurous.',
    }),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(1)
      .meta({ description: 'Of the samples: the same seed draws the same.' }),
    explain: z.boolean().default(false).meta({
      description:
        'Whether to say what each symbol of the context adds to the log-probability of the most likely next one.',
    }),
  })
  .refine(({ samples, length }) => samples === 0 || length > 0, {
    path: ['samples'],
    message: 'need a `length`: symbols that each has at most',
  })
  .meta({
    id: 'SymbolForecastIn',
    description: 'What to forecast of a sequence of symbols; `context` is enough.',
    example: { context: 'TRI', top: 3, length: 8 },
  });
export type SymbolForecastIn = z.output<typeof symbolForecastInSchema>;

const nextSchema = z
  .object({
    symbol: z.string().nullable().meta({ description: 'The symbol; null for `end` and `unknown`.' }),
    kind: nextKindSchema,
    probability: z.number().meta({ description: 'Its probability; those of all add up to 1.' }),
  })
  .meta({ id: 'NextSymbol', description: 'What may come next.' });
export type NextSymbol = z.infer<typeof nextSchema>;

const continuationSchema = z
  .object({
    text: z.string().meta({ description: 'The symbols as a text: joined, words with a space between.' }),
    symbols: z.array(z.string()).meta({ description: 'The symbols one by one.' }),
    ended: z.boolean().meta({ description: 'Whether the sequence ends there; else the length was used up.' }),
    bits: z.number().meta({ description: 'Its surprise: −log₂ of its probability given the context.' }),
  })
  .meta({ id: 'Continuation', description: 'How the sequence may go on.' });
export type Continuation = z.infer<typeof continuationSchema>;

const unknownSymbolSchema = z
  .object({
    position: z.int().meta({ description: 'Place in the context, from 0.' }),
    symbol: z.string().meta({ description: 'The symbol as it was given.' }),
  })
  .meta({ id: 'UnknownSymbol', description: 'A symbol that the model has never seen.' });

export const symbolForecastSchema = z
  .object({
    model_id: modelIdSchema,
    dataset_id: datasetIdSchema,
    dataset_version: z.int().meta({ description: 'Version of the data that the model was trained on.' }),
    context: z.array(z.string()).meta({ description: 'The symbols that were read.' }),
    unknown: z
      .array(unknownSymbolSchema)
      .meta({ description: 'Symbols of the context that are read as the unknown one.' }),
    next: z.array(nextSchema).meta({ description: 'The most likely first.' }),
    continuation: continuationSchema.nullable().meta({
      description: 'The most likely continuation that a beam search found; null where `length` is 0.',
    }),
    samples: z.array(continuationSchema).meta({ description: 'Continuations that were drawn.' }),
    bits: z.array(z.number()).meta({
      description:
        'The surprise of each symbol of the context, given those before it: high where something is unusual.',
    }),
    bits_per_symbol: z.number().meta({ description: 'Their mean.' }),
    explanation: symbolExplanationSchema.optional(),
  })
  .meta({
    id: 'SymbolForecast',
    description: 'What a model expects of a sequence of symbols. It is not kept.',
  });
export type SymbolForecast = z.infer<typeof symbolForecastSchema>;
