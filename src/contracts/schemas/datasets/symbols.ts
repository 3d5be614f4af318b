import { z } from 'zod';
import { limits } from '../primitives/limits.ts';
import { pageQuerySchema } from '../primitives/page.ts';

export const symbolUnits = ['character', 'word'] as const;
export type SymbolUnit = (typeof symbolUnits)[number];

export const unitSchema = z.enum(symbolUnits).meta({
  description:
    'What a symbol of a text is: a `character` (a Unicode code point), or a `word` between white space.',
});
export const symbolSchema = z.string().min(1).max(limits.symbolLengthMax);

/** Codes of symbols in stored sequences and in networks: two of our own come before the vocabulary. */
export const codes = {
  /** Stands before and after a sequence. */
  boundary: 0,
  /** In the place of every symbol that is not in the vocabulary. */
  unknown: 1,
  /** Of the first symbol of the vocabulary. */
  first: 2,
} as const;

const sequenceIdSchema = z
  .string()
  .min(1)
  .max(limits.seriesIdLengthMax)
  .optional()
  .meta({ description: 'Default: its position, `sequence_0`, `sequence_1` …' });

export const sequenceInSchema = z
  .strictObject({
    id: sequenceIdSchema,
    text: z
      .string()
      .optional()
      .meta({ description: 'A text, cut into symbols by `unit`. Excludes `symbols`.' }),
    symbols: z
      .array(symbolSchema)
      .optional()
      .meta({ description: 'The symbols themselves. Excludes `text`.' }),
  })
  .refine(({ text, symbols }) => (text === undefined) !== (symbols === undefined), {
    error: 'has to have either `text` or `symbols`',
  })
  .meta({ id: 'SequenceIn', description: 'One sequence of symbols.' });
export type SequenceIn = z.infer<typeof sequenceInSchema>;

const vocabularySizeSchema = z
  .int()
  .min(1)
  .max(limits.vocabularyMax)
  .optional()
  .meta({
    description: `Keeps so many of the most frequent symbols; the others become the unknown one. Without it all are kept, and more than ${limits.vocabularyMax} are refused.`,
  });

export const symbolsInSchema = z
  .strictObject({
    kind: z.literal('symbols').meta({ description: 'These are sequences of symbols.' }),
    name: z
      .string()
      .trim()
      .min(1)
      .max(limits.nameLengthMax)
      .optional()
      .meta({ description: 'For people; default: one that is made up.', example: 'words' }),
    unit: unitSchema.optional().meta({
      description:
        'How texts are cut into symbols; default: `character` where a sequence has a `text`, else `word`.',
    }),
    vocabulary_size: vocabularySizeSchema,
    sequences: z
      .array(sequenceInSchema)
      .min(1)
      .max(limits.seriesPerDatasetMax)
      .meta({ description: 'Each with an id of its own.' }),
  })
  .meta({
    id: 'SymbolsIn',
    description: 'Sequences of symbols to store.',
    example: { kind: 'symbols', name: 'words', sequences: [{ text: 'TRIANGLE' }, { text: 'INTEGRAL' }] },
  });
export type SymbolsIn = z.infer<typeof symbolsInSchema>;

/** What the query of an upload says about sequences, beside what it says about tables. */
export const symbolsQueryFields = {
  kind: z.enum(['numeric', 'symbols']).optional().meta({
    description: 'What a CSV table holds: `symbols` is an event log. A text is always symbols.',
  }),
  unit: unitSchema.optional(),
  split: z.enum(['lines', 'none']).optional().meta({
    description: 'Of a text: each line is a sequence (default), or the whole of it is one.',
  }),
  vocabulary_size: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.vocabularyMax)
    .optional()
    .meta({ description: 'Keeps so many of the most frequent symbols; the others become the unknown one.' }),
  sequence_column: z
    .string()
    .optional()
    .meta({ description: 'Of an event log: the column with the ids of the sequences.' }),
  symbol_column: z.string().optional().meta({ description: 'Of an event log: the column with the symbols.' }),
};

/** How an upload that is no JSON is to be read. */
export interface SymbolOptions {
  name?: string;
  unit?: SymbolUnit;
  split?: 'lines' | 'none';
  vocabulary_size?: number;
  sequence_column?: string;
  time_column?: string;
  symbol_column?: string;
}

export const symbolsInfoSchema = z
  .object({
    unit: unitSchema,
    vocabulary_size: z
      .int()
      .meta({ description: 'Different symbols, without the unknown one; `…/vocabulary` lists them.' }),
    unknown_count: z.int().meta({ description: 'Symbols of the sequences that are not in the vocabulary.' }),
  })
  .meta({ id: 'SymbolsInfo', description: 'What is known of the symbols of a dataset.' });
export type SymbolsInfo = z.infer<typeof symbolsInfoSchema>;

export const vocabularySchema = z
  .object({
    dataset_id: z.string().meta({ description: 'The dataset.' }),
    unit: unitSchema,
    unknown_count: z.int().meta({ description: 'Symbols of the sequences that are not in the vocabulary.' }),
    symbols: z
      .array(
        z
          .object({
            symbol: z.string().meta({ description: 'The symbol.' }),
            count: z.int().meta({ description: 'How often the sequences have it.' }),
          })
          .meta({ id: 'VocabularyEntry', description: 'A symbol.' }),
      )
      .meta({ description: 'The most frequent first.' }),
  })
  .meta({ id: 'Vocabulary', description: 'The symbols that a dataset was found to have.' });
export type VocabularyAnswer = z.infer<typeof vocabularySchema>;

export const sequenceQuerySchema = pageQuerySchema.extend({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.pointsPageSizeMax)
    .default(1_000)
    .meta({ description: 'Symbols in a page.' }),
});
export type SequenceQuery = z.output<typeof sequenceQuerySchema>;

export const sequencePageSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the sequence in its dataset.' }),
    start: z.int().meta({ description: 'Position of the first symbol of the page, from 0.' }),
    symbols: z
      .array(z.string().nullable())
      .meta({ description: 'The symbols in order; null is one that is not in the vocabulary.' }),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Pass it as `cursor` for the next page; null on the last one.' }),
  })
  .meta({ id: 'SequencePage', description: 'A page of the symbols of a sequence.' });
export type SequencePage = z.infer<typeof sequencePageSchema>;

/** A vocabulary as it was learnt: the symbol with the code `codes.first + i` is `symbols[i]`. */
export interface Vocabulary {
  symbols: string[];
  counts: number[];
}

/** One sequence in memory, without boundaries. */
export interface SequenceData {
  id: string;
  codes: Uint16Array; // [n], n ≥ 1
}
