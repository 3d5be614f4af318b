import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { chainNames, symbolMetricsSchema, symbolSkillSchema } from '../models/symbol-model.ts';
import { datasetIdSchema } from '../primitives/ids.ts';

export const symbolBacktestPlanSchema = z
  .object({
    dataset_id: datasetIdSchema.meta({ description: 'The dataset to test.' }),
  })
  .meta({ id: 'SymbolBacktestPlan', description: 'The data on which a model of symbols is tested.' });
export type SymbolBacktestPlan = z.infer<typeof symbolBacktestPlanSchema>;

export const symbolBacktestSummarySchema = z
  .object({
    on: z.enum(['held_out', 'in_sample', 'dataset']).meta({
      description:
        'The tested data. `held_out`: the part of its own dataset that was not used for training; `in_sample`: all of its own dataset, because there was too little to hold out; `dataset`: another dataset.',
    }),
    sequences: z.int().meta({ description: 'Number of sequences, or ends of sequences.' }),
    symbols: z.int().meta({ description: 'Number of compared symbols.' }),
    unknown: z.int().meta({
      description:
        'Number of compared symbols that are not in the vocabulary. They count as the unknown symbol.',
    }),
    left_out: z.int().meta({
      description: `Number of symbols at the end that were not compared: only the first ${limits.backtestSymbolsMax} are, in the order of the sequences.`,
    }),
  })
  .meta({ id: 'SymbolBacktestSummary', description: 'The data on which a model of symbols was tested.' });
export type SymbolBacktestSummary = z.infer<typeof symbolBacktestSummarySchema>;

const symbolMethodsSchema = z.record(z.string(), symbolMetricsSchema).meta({
  description:
    'Metrics by method: `auto` is the model; the baselines are `uniform`, `unigram`, `markov_1` … `markov_5`.',
});

const symbolComparisonSchema = z
  .object({
    baseline: z.enum(chainNames).meta({ description: 'The baseline, a Markov chain.' }),
    skill: z
      .number()
      .nullable()
      .meta({ description: '1 − bits / bits of the chain; null if the chain makes no error.' }),
    lower: z
      .number()
      .nullable()
      .meta({ description: 'Lower end of the 90 % interval; null if there are too few symbols.' }),
    upper: z.number().nullable().meta({ description: 'Upper end of the interval.' }),
  })
  .meta({
    id: 'SymbolComparison',
    description: 'Comparison of a model of symbols with one Markov chain, on the same symbols.',
  });
export type SymbolComparison = z.infer<typeof symbolComparisonSchema>;

const sequenceScoreSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the sequence.' }),
    symbols: z.int().meta({ description: 'Number of compared symbols.' }),
    metrics: symbolMethodsSchema,
  })
  .meta({ id: 'SymbolBacktestSeries', description: 'Metrics of one sequence.' });
export type SequenceScore = z.infer<typeof sequenceScoreSchema>;

export const symbolBacktestReportSchema = z
  .object({
    summary: symbolBacktestSummarySchema,
    skill: symbolSkillSchema.nullable().meta({
      description: 'Skill against the best chain; null for `in_sample`, or if there are too few symbols.',
    }),
    metrics: symbolMethodsSchema,
    comparisons: z
      .array(symbolComparisonSchema)
      .meta({ description: 'Comparison of the model with each chain; empty for `in_sample`.' }),
    series: z.array(sequenceScoreSchema).meta({
      description: `Metrics by sequence, the most bits per symbol first, at most ${limits.backtestSeriesListed} sequences. The windows have all sequences.`,
    }),
  })
  .meta({
    id: 'SymbolBacktestReport',
    description: 'Result of a backtest of a model of symbols: metrics in total and by sequence.',
  });
export type SymbolBacktestReport = z.infer<typeof symbolBacktestReportSchema>;

export const symbolBacktestWindowSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the sequence.' }),
    start: z.int().meta({ description: 'Position of the first symbol in the sequence, from 0.' }),
    symbols: z
      .array(z.string().nullable())
      .meta({ description: 'The observed symbols; null is a symbol that is not in the vocabulary.' }),
    bits: z.array(z.number()).meta({
      description: 'Surprise of each symbol in bits, given the earlier symbols: its anomaly score.',
    }),
    baselines: z
      .record(z.string(), z.array(z.number()))
      .meta({ description: 'The same for the best chain.', example: { markov_3: [2.1, 0.4] } }),
  })
  .meta({
    id: 'SymbolBacktestWindow',
    description: `A part of a sequence, at most ${limits.backtestWindowSymbols} symbols.`,
  });
export type SymbolBacktestWindow = z.infer<typeof symbolBacktestWindowSchema>;
