import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { pageQuerySchema } from '../primitives/page.ts';
import { writtenNumber } from '../primitives/written-number.ts';

const symbolUnits = ['character', 'word'] as const;
export type SymbolUnit = (typeof symbolUnits)[number];

export const unitSchema = z.enum(symbolUnits).meta({
  description:
    'Unit of a text that is one symbol: a `character` (a Unicode code point), or a `word` between white space.',
});
export const symbolSchema = z.string().min(1).max(limits.symbolLengthMax);

/** Codes of symbols in stored sequences and in networks. Two reserved codes come before the vocabulary. */
export const codes = {
  /** Marks the beginning and the end of a sequence. */
  boundary: 0,
  /** Replaces each symbol that is not in the vocabulary. */
  unknown: 1,
  /** Code of the first symbol of the vocabulary. */
  first: 2,
} as const;

/** A text with line feeds only: files of Windows and bodies of forms have a carriage return before each. */
export function withLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** Symbols of a text, in an upload or a context; a list of symbols is returned unchanged. */
export function symbolsOf(text: string | string[], unit: SymbolUnit): string[] {
  if (typeof text !== 'string') return text;
  if (unit === 'character') return Array.from(withLineFeeds(text));
  return text.split(/\s+/u).filter((word) => word !== '');
}

const sequenceIdSchema = z
  .string()
  .trim()
  .min(1)
  .max(limits.seriesIdLengthMax)
  .optional()
  .meta({ description: 'Default: its position: `sequence_0`, `sequence_1` …' });

const sequenceInSchema = z
  .strictObject({
    id: sequenceIdSchema,
    text: z
      .string()
      .optional()
      .meta({ description: 'A text, which is split into symbols by `unit`. Not together with `symbols`.' }),
    symbols: z
      .array(symbolSchema)
      .optional()
      .meta({ description: 'A list of symbols. Not together with `text`.' }),
  })
  .refine(({ text, symbols }) => (text === undefined) !== (symbols === undefined), {
    error: 'must have either `text` or `symbols`',
  })
  .meta({ id: 'SequenceIn', description: 'One sequence of symbols.' });
export type SequenceIn = z.infer<typeof sequenceInSchema>;

const vocabularySizeSchema = z
  .int()
  .min(1)
  .max(limits.vocabularyMax)
  .optional()
  .meta({
    description: `Keeps only this many of the most frequent symbols; the others become the unknown symbol. By default all symbols are kept, and more than ${limits.vocabularyMax} are refused.`,
  });

export const symbolsInSchema = z
  .strictObject({
    kind: z.literal('symbols').meta({ description: 'Sequences of symbols.' }),
    name: z
      .string()
      .trim()
      .min(1)
      .max(limits.nameLengthMax)
      .optional()
      .meta({ description: 'Name for people; default: a generated name.', example: 'words' }),
    unit: unitSchema.optional().meta({
      description:
        'How texts are split into symbols. Default: `character` if a sequence has a `text`, else `word`.',
    }),
    vocabulary_size: vocabularySizeSchema,
    sequences: z
      .array(sequenceInSchema)
      .min(1)
      .max(limits.seriesPerDatasetMax)
      .meta({ description: 'The sequences; each has a different id.' }),
  })
  .meta({
    id: 'SymbolsIn',
    description: 'Sequences of symbols to store.',
    example: { kind: 'symbols', name: 'words', sequences: [{ text: 'TRIANGLE' }, { text: 'INTEGRAL' }] },
  });
export type SymbolsIn = z.infer<typeof symbolsInSchema>;

/** Query parameters of an upload for sequences of symbols, in addition to those for tables. */
export const symbolsQueryFields = {
  kind: z.enum(['numeric', 'symbols']).optional().meta({
    description:
      'Content of a CSV table: numeric series, or an event log of `symbols`. A plain text always has symbols.',
  }),
  unit: unitSchema.optional(),
  split: z.enum(['lines', 'none']).optional().meta({
    description: 'For a text: each line is a sequence (default), or the whole text is one sequence.',
  }),
  vocabulary_size: writtenNumber(z.int().min(1).max(limits.vocabularyMax)).optional().meta({
    description: 'Keeps only this many of the most frequent symbols; the others become the unknown symbol.',
  }),
  sequence_column: z
    .string()
    .optional()
    .meta({ description: 'For an event log: the column with the ids of the sequences.' }),
  symbol_column: z
    .string()
    .optional()
    .meta({ description: 'For an event log: the column with the symbols.' }),
};

/** Options of an upload of symbols that is not JSON. */
export interface SymbolOptions {
  name?: string;
  unit?: SymbolUnit;
  split?: 'lines' | 'none';
  vocabulary_size?: number;
  sequence_column?: string;
  time_column?: string;
  time_format?: string;
  date_order?: 'auto' | 'ymd' | 'mdy' | 'dmy';
  symbol_column?: string;
}

export const symbolsInfoSchema = z
  .object({
    unit: unitSchema,
    vocabulary_size: z.int().meta({
      description: 'Number of different symbols, without the unknown symbol. `…/vocabulary` lists them.',
    }),
    unknown_count: z
      .int()
      .meta({ description: 'Number of symbols in the sequences that are not in the vocabulary.' }),
  })
  .meta({ id: 'SymbolsInfo', description: 'Information about the symbols of a dataset.' });
export type SymbolsInfo = z.infer<typeof symbolsInfoSchema>;

export const vocabularySchema = z
  .object({
    dataset_id: z.string().meta({ description: 'Id of the dataset.' }),
    unit: unitSchema,
    unknown_count: z
      .int()
      .meta({ description: 'Number of symbols in the sequences that are not in the vocabulary.' }),
    symbols: z
      .array(
        z
          .object({
            symbol: z.string().meta({ description: 'The symbol.' }),
            count: z.int().meta({ description: 'How often it occurs in the sequences.' }),
          })
          .meta({ id: 'VocabularyEntry', description: 'A symbol and its count.' }),
      )
      .meta({ description: 'The symbols, the most frequent first.' }),
  })
  .meta({ id: 'Vocabulary', description: 'The different symbols of a dataset.' });
export type VocabularyAnswer = z.infer<typeof vocabularySchema>;

export const sequenceQuerySchema = pageQuerySchema.extend({
  limit: writtenNumber(z.int().min(1).max(limits.pointsPageSizeMax))
    .prefault(1_000)
    .meta({ description: 'Maximum number of symbols in the page.' }),
});
export type SequenceQuery = z.output<typeof sequenceQuerySchema>;

export const sequencePageSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the sequence in its dataset.' }),
    start: z.int().meta({ description: 'Position of the first symbol of the page in the sequence, from 0.' }),
    symbols: z
      .array(z.string().nullable())
      .meta({ description: 'The symbols in order; null is a symbol that is not in the vocabulary.' }),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Pass it as `cursor` to get the next page; null on the last page.' }),
  })
  .meta({ id: 'SequencePage', description: 'A page of the symbols of a sequence.' });
export type SequencePage = z.infer<typeof sequencePageSchema>;

/** A vocabulary. The symbol with the code `codes.first + i` is `symbols[i]`. */
export interface Vocabulary {
  symbols: string[];
  counts: number[];
}

/** One sequence in memory, without boundaries. */
export interface SequenceData {
  id: string;
  codes: Uint16Array; // [n], n ≥ 1
}
