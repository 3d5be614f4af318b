import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { symbolExplanationSchema } from '../attribution/symbol-explanation.ts';
import { contextSchema, nextSchema } from '../attribution/symbol-next.ts';
import { datasetIdSchema, modelIdSchema } from '../primitives/ids.ts';

export const symbolForecastInSchema = z
  .strictObject({
    context: contextSchema,
    top: z
      .int()
      .min(1)
      .max(limits.vocabularyMax)
      .default(10)
      .meta({ description: 'Number of most likely next symbols to list.' }),
    length: z.int().min(0).max(limits.continuationLengthMax).default(0).meta({
      description:
        'Maximum number of symbols in the continuation and in each sample. They are shorter if the sequence is expected to end.',
      example: 8,
    }),
    beams: z.int().min(1).max(limits.beamsMax).default(8).meta({
      description:
        'Width of the beam search for the most likely continuation; 1 takes the most likely symbol at each step.',
    }),
    samples: z
      .int()
      .min(0)
      .max(limits.samplesMax)
      .default(0)
      .meta({ description: 'Number of random continuations.', example: 2 }),
    temperature: z.number().min(0.01).max(10).default(1).meta({
      description: 'Temperature of the samples: below 1 they prefer likely symbols more, above 1 less.',
    }),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(1)
      .meta({ description: 'Random seed of the samples. The same seed gives the same samples.' }),
    explain: z.boolean().default(false).meta({
      description:
        'Whether to add the contribution of each symbol of the context to the log-probability of the most likely next symbol.',
    }),
  })
  .refine(({ samples, length }) => samples === 0 || length > 0, {
    path: ['samples'],
    message: 'need `length`, the maximum number of symbols of a sample',
  })
  .meta({
    id: 'SymbolForecastIn',
    description: 'The sequence of symbols to continue; `context` is enough.',
    example: { context: 'TRI', top: 3, length: 8 },
  });
export type SymbolForecastIn = z.output<typeof symbolForecastInSchema>;

const continuationSchema = z
  .object({
    text: z.string().nullable().meta({
      description:
        'The symbols as a text. Words are separated by spaces. Null if the model has symbols that a text would split, such as words with spaces.',
    }),
    symbols: z.array(z.string()).meta({ description: 'The symbols as a list.' }),
    ended: z.boolean().meta({
      description: 'Whether the sequence ends after these symbols; if not, the maximum length was reached.',
    }),
    bits: z
      .number()
      .meta({ description: 'Its surprise in bits: −log₂ of its probability, given the context.' }),
  })
  .meta({ id: 'Continuation', description: 'A possible continuation of the sequence.' });
export type Continuation = z.infer<typeof continuationSchema>;

const unknownSymbolSchema = z
  .object({
    position: z.int().meta({ description: 'Position in the context, from 0.' }),
    symbol: z.string().meta({ description: 'The symbol in the request.' }),
  })
  .meta({ id: 'UnknownSymbol', description: 'A symbol that is not in the vocabulary of the model.' });

export const symbolForecastSchema = z
  .object({
    model_id: modelIdSchema,
    dataset_id: datasetIdSchema,
    dataset_version: z.int().meta({ description: 'Version of the data on which the model was trained.' }),
    context: z.array(z.string()).meta({ description: 'The symbols of the context.' }),
    unknown: z
      .array(unknownSymbolSchema)
      .meta({ description: 'Symbols of the context that are read as the unknown symbol.' }),
    next: z.array(nextSchema).meta({ description: 'Possible next symbols, the most likely first.' }),
    continuation: continuationSchema.nullable().meta({
      description: 'The most likely continuation that the beam search found; null if `length` is 0.',
    }),
    samples: z.array(continuationSchema).meta({ description: 'Random continuations.' }),
    bits: z.array(z.number()).meta({
      description:
        'Surprise of each symbol of the context in bits, given the earlier symbols. It is high for unusual symbols.',
    }),
    bits_per_symbol: z.number().meta({ description: 'Mean of `bits`.' }),
    explanation: symbolExplanationSchema.optional(),
  })
  .meta({
    id: 'SymbolForecast',
    description: 'Forecast of a sequence of symbols. It is not stored.',
  });
export type SymbolForecast = z.infer<typeof symbolForecastSchema>;
