import { z } from 'zod';
import { lookBackSchema } from '../attribution/explanation.ts';
import { unitSchema } from '../datasets/symbols.ts';
import { limits } from '../primitives/limits.ts';
import {
  cellSchema,
  hiddenSizeSchema,
  layersSchema,
  learningRateSchema,
  presetSchema,
  seedSchema,
  stepsSchema,
  trainingSummarySchema,
} from './network.ts';

export const inputNames = ['embedding', 'one_hot'] as const;
export const inputSchema = z.enum(inputNames).meta({
  description:
    'How a network reads a symbol: as a learnt vector (`embedding`), or as an input of its own (`one_hot`).',
});
export const embeddingSizeSchema = z
  .int()
  .min(1)
  .max(limits.embeddingSizeMax)
  .meta({ description: 'Numbers that stand for a symbol.' });

/** Every setting as used. Those that depend on the data are null until training has begun. */
export const symbolSpecSchema = z
  .object({
    family: z.literal('symbols').meta({ description: 'A model of symbols.' }),
    unit: unitSchema,
    cell: cellSchema,
    preset: presetSchema,
    input: inputSchema,
    embedding_size: embeddingSizeSchema.nullable(),
    context_length: z
      .int()
      .min(1)
      .max(limits.contextLengthMax)
      .nullable()
      .meta({ description: 'Symbols that a gradient goes back over; the state is carried on beyond.' }),
    layers: layersSchema.nullable(),
    hidden_size: hiddenSizeSchema.nullable(),
    dropout: z
      .number()
      .min(0)
      .lt(1)
      .nullable()
      .meta({ description: 'Share of units left out in a training step.' }),
    steps: stepsSchema.nullable(),
    batch_size: z
      .int()
      .min(1)
      .max(limits.batchSizeMax)
      .nullable()
      .meta({ description: 'Sequences read side by side.' }),
    learning_rate: learningRateSchema.nullable(),
    weight_decay: z.number().min(0).nullable().meta({ description: 'Pull of the weights towards zero.' }),
    seed: seedSchema,
    vocabulary_size: z
      .int()
      .nullable()
      .meta({ description: 'Symbols that it can tell apart, beside the unknown one.' }),
    boundary: z.boolean().nullable().meta({
      description: 'Whether it was told where sequences begin and end; not so with a single long text.',
    }),
  })
  .meta({
    id: 'SymbolSpec',
    description:
      'Every setting of a model of symbols as used; those that depend on the data are null until training has begun.',
  });
export type SymbolSpec = z.infer<typeof symbolSpecSchema>;

/** `markov_3` is a chain whose next symbol depends on the last three. */
export const chainNames = [
  'uniform',
  'unigram',
  'markov_1',
  'markov_2',
  'markov_3',
  'markov_4',
  'markov_5',
] as const;
export type ChainName = (typeof chainNames)[number];

export const symbolMetricsSchema = z
  .object({
    bits_per_symbol: z
      .number()
      .meta({ description: 'Mean surprise: −log₂ of the probability that a symbol had.' }),
    perplexity: z.number().meta({ description: '2 to the power of that: as many symbols, equally likely.' }),
    top1_accuracy: z.number().meta({ description: 'Share of symbols that were the most likely one.' }),
  })
  .meta({ id: 'SymbolMetrics', description: 'How well a method knew the next symbol.' });
export type SymbolMetrics = z.infer<typeof symbolMetricsSchema>;

export const symbolSkillSchema = z
  .object({
    value: z.number().meta({ description: '1 − bits / bits of the baseline: 0.09 is 9 % better.' }),
    lower: z.number().meta({
      description: 'Lower end of its 90 % interval (block bootstrap over the sequences).',
    }),
    upper: z.number().meta({ description: 'Upper end of that interval.' }),
    metric: z.literal('bits_per_symbol').meta({ description: 'What is compared.' }),
    baseline: z.enum(chainNames).meta({ description: 'The best of the chains on the same symbols.' }),
  })
  .meta({ id: 'SymbolSkill', description: 'How much better the model is than the best chain.' });
export type SymbolSkill = z.infer<typeof symbolSkillSchema>;

export const evaluationSchema = z
  .object({
    on: z.enum(['held_out', 'in_sample']).meta({
      description:
        'Whether the symbols were kept from training, or (where there were too few) are those that it saw.',
    }),
    sequences: z.int().meta({ description: 'Sequences, or ends of sequences, that took part.' }),
    symbols: z.int().meta({ description: 'Symbols that were compared.' }),
  })
  .meta({ id: 'SymbolEvaluation', description: 'What the figures of the card were measured on.' });
export type SymbolEvaluation = z.infer<typeof evaluationSchema>;

export const symbolCardSchema = z
  .object({
    summary: z.string().meta({
      description: 'What to expect, in one plain sentence.',
      example: '12 % fewer bits than a chain of order 5 (11–13 %)',
    }),
    has_skill: z.boolean().meta({
      description:
        'Whether the 90 % interval of the skill lies above zero, on symbols that training did not see.',
    }),
    skill: symbolSkillSchema
      .nullable()
      .meta({ description: 'Null where too few symbols are held out to tell.' }),
    evaluation: evaluationSchema,
    look_back: lookBackSchema.nullable().default(null).meta({
      description: 'How far back the network looks; null where no symbol adds anything to the next.',
    }),
    metrics: z.record(z.string(), symbolMetricsSchema).meta({
      description: 'By method: `auto` is the model, beside `uniform`, `unigram`, `markov_1` … `markov_5`.',
    }),
    training: trainingSummarySchema,
    notes: z.array(z.string()).meta({ description: 'What a reader should know beside the figures.' }),
  })
  .meta({ id: 'SymbolCard', description: 'What a model of symbols can do, beside chains.' });
export type SymbolCard = z.infer<typeof symbolCardSchema>;
