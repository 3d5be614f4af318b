import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { lookBackSchema } from '../attribution/explanation.ts';
import { unitSchema } from '../datasets/symbols.ts';
import { cardPartsShape } from './card-sentences.ts';
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

const inputNames = ['embedding', 'one_hot'] as const;
export const inputSchema = z.enum(inputNames).meta({
  description:
    'Encoding of a symbol for the network: a learnt vector (`embedding`), or one input per symbol (`one_hot`).',
});
export const embeddingSizeSchema = z
  .int()
  .min(1)
  .max(limits.embeddingSizeMax)
  .meta({ description: 'Size of the vector of a symbol.' });

/** All settings as used. Settings that depend on the data are null until the training begins. */
export const symbolSpecSchema = z
  .object({
    family: z.literal('symbols').meta({ description: 'The model is one of symbols.' }),
    unit: unitSchema,
    cell: cellSchema,
    preset: presetSchema,
    input: inputSchema,
    embedding_size: embeddingSizeSchema.nullable(),
    context_length: z.int().min(1).max(limits.contextLengthMax).nullable().meta({
      description: 'Number of symbols through which gradients flow back. The hidden state continues beyond.',
    }),
    layers: layersSchema.nullable(),
    hidden_size: hiddenSizeSchema.nullable(),
    dropout: z
      .number()
      .min(0)
      .lt(1)
      .nullable()
      .meta({ description: 'Dropout: share of units that a training step ignores.' }),
    steps: stepsSchema.nullable(),
    batch_size: z
      .int()
      .min(1)
      .max(limits.batchSizeMax)
      .nullable()
      .meta({ description: 'Sequences per training step.' }),
    learning_rate: learningRateSchema.nullable(),
    weight_decay: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'Weight decay: pulls the weights towards zero.' }),
    seed: seedSchema,
    vocabulary_size: z
      .int()
      .nullable()
      .meta({ description: 'Number of different symbols, without the unknown symbol.' }),
    boundary: z.boolean().nullable().meta({
      description:
        'Whether the model was trained with the beginnings and ends of sequences. It is not for a single long text.',
    }),
  })
  .meta({
    id: 'SymbolSpec',
    description:
      'All settings of a model of symbols, as used. Settings that depend on the data are null until the training begins.',
  });
export type SymbolSpec = z.infer<typeof symbolSpecSchema>;

/** Baselines. `markov_3` is a Markov chain: its next symbol depends on the last three. */
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
      .meta({ description: 'Mean surprise: −log₂ of the predicted probability of the observed symbol.' }),
    perplexity: z.number().meta({
      description: '2 to the power of `bits_per_symbol`: the equivalent number of equally likely symbols.',
    }),
    top1_accuracy: z
      .number()
      .meta({ description: 'Share of positions at which the most likely symbol was observed.' }),
  })
  .meta({ id: 'SymbolMetrics', description: 'How well a method predicts the next symbol.' });
export type SymbolMetrics = z.infer<typeof symbolMetricsSchema>;

export const symbolSkillSchema = z
  .object({
    value: z.number().meta({ description: '1 − bits / bits of the baseline; 0.09 means 9 % better.' }),
    lower: z.number().meta({
      description: 'Lower end of the 90 % interval (block bootstrap over the sequences).',
    }),
    upper: z.number().meta({ description: 'Upper end of the interval.' }),
    metric: z.literal('bits_per_symbol').meta({ description: 'The compared metric.' }),
    baseline: z.enum(chainNames).meta({ description: 'The best Markov chain on the same symbols.' }),
  })
  .meta({ id: 'SymbolSkill', description: 'How much better the model is than the best Markov chain.' });
export type SymbolSkill = z.infer<typeof symbolSkillSchema>;

export const evaluationSchema = z
  .object({
    on: z.enum(['held_out', 'in_sample']).meta({
      description:
        '`held_out`: symbols that were not used for training. `in_sample`: training symbols, because there were too few to hold out.',
    }),
    sequences: z.int().meta({ description: 'Number of sequences, or ends of sequences.' }),
    symbols: z.int().meta({ description: 'Number of compared symbols.' }),
  })
  .meta({
    id: 'SymbolEvaluation',
    description: 'The symbols on which the metrics of the card were measured.',
  });
export type SymbolEvaluation = z.infer<typeof evaluationSchema>;

export const symbolCardSchema = z
  .object({
    summary: z.string().meta({
      description: 'What to expect of the model, in one sentence.',
      example: '12 % fewer bits than a chain of order 5 (11–13 %)',
    }),
    has_skill: z.boolean().meta({
      description:
        'Whether the 90 % interval of the skill is above zero, on symbols that were not used for training.',
    }),
    skill: symbolSkillSchema.nullable().meta({ description: 'Null if too few symbols are held out.' }),
    evaluation: evaluationSchema,
    look_back: lookBackSchema.nullable().default(null).meta({
      description: 'How far back the network looks; null if no symbol contributes to the next one.',
    }),
    metrics: z.record(z.string(), symbolMetricsSchema).meta({
      description:
        'Metrics by method: `auto` is the model; the baselines are `uniform`, `unigram`, `markov_1` … `markov_5`.',
    }),
    training: trainingSummarySchema,
    notes: z.array(z.string()).meta({ description: 'Remarks on the numbers.' }),
    ...cardPartsShape,
  })
  .meta({ id: 'SymbolCard', description: 'Performance of a model of symbols, compared with Markov chains.' });
export type SymbolCard = z.infer<typeof symbolCardSchema>;
