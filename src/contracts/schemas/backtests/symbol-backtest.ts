import { z } from 'zod';
import { chainNames, symbolMetricsSchema, symbolSkillSchema } from '../models/symbol-model.ts';
import { datasetIdSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';

export const symbolBacktestPlanSchema = z
  .object({
    dataset_id: datasetIdSchema.meta({ description: 'The dataset whose sequences are tested.' }),
  })
  .meta({ id: 'SymbolBacktestPlan', description: 'What a model of symbols is tested on.' });
export type SymbolBacktestPlan = z.infer<typeof symbolBacktestPlanSchema>;

export const symbolBacktestSummarySchema = z
  .object({
    on: z.enum(['held_out', 'in_sample', 'dataset']).meta({
      description:
        'What was tested: the part of its own dataset that was kept from training (`held_out`), all of it where there was too little to keep (`in_sample`), or another dataset (`dataset`).',
    }),
    sequences: z.int().meta({ description: 'Sequences, or ends of sequences, that took part.' }),
    symbols: z.int().meta({ description: 'Symbols that were compared.' }),
    unknown: z
      .int()
      .meta({ description: 'Those of them that are not in the vocabulary: right only as the unknown one.' }),
    left_out: z.int().meta({
      description: `Symbols at the end that were not compared: the first ${limits.backtestSymbolsMax} are, in the order of the sequences.`,
    }),
  })
  .meta({ id: 'SymbolBacktestSummary', description: 'What a model of symbols was tested on.' });
export type SymbolBacktestSummary = z.infer<typeof symbolBacktestSummarySchema>;

const symbolMethodsSchema = z.record(z.string(), symbolMetricsSchema).meta({
  description: 'By method: `auto` is the model, beside `uniform`, `unigram`, `markov_1` … `markov_5`.',
});

export const symbolComparisonSchema = z
  .object({
    baseline: z.enum(chainNames).meta({ description: 'The chain that the model is compared with.' }),
    skill: z
      .number()
      .nullable()
      .meta({ description: '1 − bits / bits of the chain; null where the chain makes no error.' }),
    lower: z
      .number()
      .nullable()
      .meta({ description: 'Lower end of its 90 % interval; null where there is too little to tell.' }),
    upper: z.number().nullable().meta({ description: 'Upper end of that interval.' }),
  })
  .meta({
    id: 'SymbolComparison',
    description: 'A model of symbols against one chain, on the same symbols.',
  });
export type SymbolComparison = z.infer<typeof symbolComparisonSchema>;

const sequenceScoreSchema = z
  .object({
    series_id: z.string().meta({ description: 'The sequence.' }),
    symbols: z.int().meta({ description: 'Symbols compared.' }),
    metrics: symbolMethodsSchema,
  })
  .meta({ id: 'SymbolBacktestSeries', description: 'Metrics of one sequence.' });
export type SequenceScore = z.infer<typeof sequenceScoreSchema>;

export const symbolBacktestReportSchema = z
  .object({
    summary: symbolBacktestSummarySchema,
    skill: symbolSkillSchema.nullable().meta({
      description: 'Against the best chain; null in-sample, and where there is too little to tell.',
    }),
    metrics: symbolMethodsSchema,
    comparisons: z
      .array(symbolComparisonSchema)
      .meta({ description: 'The model against each chain alone; none in-sample.' }),
    series: z.array(sequenceScoreSchema).meta({
      description: `The same for each sequence alone, the one with the most bits per symbol first, at most ${limits.backtestSeriesListed}; the windows have all.`,
    }),
  })
  .meta({
    id: 'SymbolBacktestReport',
    description: 'What came of a backtest of a model of symbols: metrics in total and by sequence.',
  });
export type SymbolBacktestReport = z.infer<typeof symbolBacktestReportSchema>;

export const symbolBacktestWindowSchema = z
  .object({
    series_id: z.string().meta({ description: 'The sequence.' }),
    start: z.int().meta({ description: 'Position of the first symbol in its sequence, from 0.' }),
    symbols: z
      .array(z.string().nullable())
      .meta({ description: 'What came; null is a symbol that the model does not know.' }),
    bits: z.array(z.number()).meta({
      description: 'The surprise of each to the model, given those before it: its anomaly score.',
    }),
    baselines: z
      .record(z.string(), z.array(z.number()))
      .meta({ description: 'The same to the best chain.', example: { markov_3: [2.1, 0.4] } }),
  })
  .meta({
    id: 'SymbolBacktestWindow',
    description: `A stretch of a sequence, of ${limits.backtestWindowSymbols} symbols at most.`,
  });
export type SymbolBacktestWindow = z.infer<typeof symbolBacktestWindowSchema>;
