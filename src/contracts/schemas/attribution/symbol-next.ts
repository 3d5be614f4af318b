import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { symbolSchema } from '../datasets/symbols.ts';

export const contextSchema = z
  .union([
    z
      .string()
      .min(1)
      .max(limits.contextSymbolsMax * 8),
    z.array(symbolSchema).min(1),
  ])
  .meta({
    description:
      'The sequence so far, from its beginning: a text, which is split like the texts of the dataset, or a list of symbols. A text of several symbols is refused if the model has symbols that a text would split, such as words with spaces.',
    example: 'TRI',
  });

export const nextKindSchema = z
  .enum(['symbol', 'end', 'unknown'])
  .meta({ description: 'A symbol of the vocabulary, the end of the sequence, or any other symbol.' });

export const nextSchema = z
  .object({
    symbol: z.string().nullable().meta({ description: 'The symbol; null for `end` and `unknown`.' }),
    kind: nextKindSchema,
    probability: z
      .number()
      .meta({ description: 'Its probability. The probabilities of all symbols sum to 1.' }),
  })
  .meta({ id: 'NextSymbol', description: 'A possible next symbol.' });
export type NextSymbol = z.infer<typeof nextSchema>;
