import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { lookBackSchema } from '../attribution/explanation.ts';
import {
  backtestSeriesSchema,
  backtestStepSchema,
  backtestSummarySchema,
  comparisonsSchema,
  leadSkillsSchema,
  methodsSchema,
  skillSchema,
} from './backtest-scores.ts';
import { cardPartsShape } from './card-sentences.ts';
import { trainingSummarySchema } from './network.ts';

const weightsSchema = z.record(z.string(), z.number());
const seriesWeightsSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    weights: weightsSchema.meta({ description: 'Weight of each method.' }),
  })
  .meta({ id: 'SeriesWeights', description: 'Weights of one series.' });
const mixtureSchema = z
  .object({
    overall: weightsSchema.meta({
      description:
        'Mean weights over all series, for each method: `network` is all networks together, `instant` the pre-trained network.',
      example: { network: 0.4, instant: 0.35, ets: 0.25 },
    }),
    kinds: z.record(z.string(), weightsSchema).meta({
      description:
        'Weights of the series of one kind: `seasonal`, `walk` (moves like a random walk), `intermittent` (many zeros) and `level` (others). Empty if all series are of one kind.',
    }),
    series: z.array(seriesWeightsSchema).meta({
      description: `Weights of single series: the ${limits.cardSeriesListed} that differ most from \`overall\`, the largest difference first.`,
    }),
    series_count: z.int().meta({ description: 'Number of series with weights of their own.' }),
  })
  .meta({
    id: 'Mixture',
    description:
      'Weights of the methods in a forecast, chosen by validation; they sum to 1. A series has its own, or those of its kind, or those of all series.',
  });
export type Mixture = z.infer<typeof mixtureSchema>;

export const modelCardSchema = z
  .object({
    summary: z.string().meta({
      description: 'What to expect of the model, in one sentence.',
      example: '9 % better than the last value (6–12 %)',
    }),
    has_skill: z.boolean().meta({
      description:
        'Whether the model is at least 1 % better than each naive baseline, and beyond chance: on all steps of the horizon, or on its first ones. `leads` says on which.',
    }),
    skill: skillSchema.nullable().meta({ description: 'Null if there is no backtest, or too few windows.' }),
    leads: leadSkillsSchema.optional(),
    backtest: backtestSummarySchema.nullable(),
    look_back: lookBackSchema.nullable().default(null).meta({
      description: 'How far back the network looks; null if it adds nothing to the base path.',
    }),
    metrics: methodsSchema,
    comparisons: comparisonsSchema.optional(),
    steps: z
      .array(backtestStepSchema)
      .optional()
      .meta({
        description: `Metrics by step of the horizon: all steps, or ${limits.cardStepsListed} steps at even distances if there are more. A backtest has all steps.`,
      }),
    series: z
      .array(backtestSeriesSchema)
      .optional()
      .meta({
        description: `Metrics of the ${limits.cardSeriesListed} series with the largest MASE, the largest first. A backtest has every window as CSV.`,
      }),
    mixture: mixtureSchema.optional(),
    training: trainingSummarySchema,
    notes: z.array(z.string()).meta({ description: 'Remarks on the numbers.' }),
    ...cardPartsShape,
  })
  .meta({
    id: 'ModelCard',
    description: 'Performance of the model, measured on data that were not used for training.',
  });
export type ModelCard = z.infer<typeof modelCardSchema>;
