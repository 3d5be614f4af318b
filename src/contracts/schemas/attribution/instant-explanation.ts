/** Explanations of instant forecasts. */
import { z } from 'zod';
import { timeSchema } from '../datasets/dataset.ts';

const steps = z.array(z.number());

const bankMemberSchema = z
  .object({
    name: z.string().meta({ description: 'Name of the statistical forecast.', example: 'seasonal_naive' }),
    weights: steps.meta({
      description: 'Its weight at each step. The weights of all members sum to 1 at each step.',
    }),
    path: steps.meta({ description: 'Its own forecast, step by step, in the units of the series.' }),
  })
  .meta({ id: 'BankMember', description: 'A statistical forecast that the network can believe.' });

const instantContributionSchema = z
  .object({
    source: z.enum(['lag', 'season', 'statistics', 'past_errors', 'step', 'bank']).meta({
      description:
        '`lag`: one of the last observations; `season`: one of the last seasons; `statistics`: numbers about the whole series, such as its trend; `past_errors`: errors of the statistical forecasts from earlier origins; `step`: what is known about the step, such as how far the statistical forecasts are apart; `bank`: the statistical forecasts in their weighted mean.',
    }),
    lag: z.int().nullable().meta({
      description: 'Lag of the observation or season; 1 is the last one. Null for other sources.',
    }),
    time: timeSchema
      .nullable()
      .meta({ description: 'Time of the observation, or of the last one of the season; null elsewhere.' }),
    values: steps.meta({ description: 'Contribution to each step, in the units of the series.' }),
  })
  .meta({
    id: 'InstantContribution',
    description: 'Contribution of some inputs of the network to its median, step by step.',
  });

const shareSchema = z
  .number()
  .meta({ description: 'Share of this part in the forecast. All shares sum to 1.' });
const medianSchema = steps.meta({ description: 'Median of this part, step by step.' });

const networkPartSchema = z
  .object({
    method: z.literal('network').meta({ description: 'The pre-trained network.' }),
    share: shareSchema,
    median: medianSchema,
    season_length: z.int().meta({ description: 'Observations in the season with which it read; 1: none.' }),
    second_season_length: z
      .int()
      .nullable()
      .meta({ description: 'Observations in a longer season, such as a week of hours; null: none.' }),
    mean: z.enum(['arithmetic', 'geometric']).meta({
      description:
        'How the members are averaged. `geometric`: the network reads logarithms, because all values are positive.',
    }),
    members: z.array(bankMemberSchema).meta({ description: 'The statistical forecasts and their weights.' }),
    weighted_mean: steps.meta({ description: 'Mean of the paths of the members by their weights.' }),
    correction: steps.meta({ description: 'What the network adds to it: `median` − `weighted_mean`.' }),
    baseline: steps.meta({
      description:
        'Its median for a constant series of the same length, season and missing values, at the level of the series.',
    }),
    contributions: z
      .array(instantContributionSchema)
      .meta({ description: 'Their sum is `median` − `baseline`, by integrated gradients.' }),
  })
  .meta({ id: 'NetworkPart', description: 'A forecast of the pre-trained network, and how it came about.' });

const otherPartSchema = z
  .object({
    method: z.literal('last_value').meta({
      description: 'The last value, which continues equal values, and is the median of prices.',
    }),
    share: shareSchema,
    median: medianSchema,
  })
  .meta({ id: 'StatisticalPart', description: 'A forecast without the network.' });

export const instantExplanationSchema = z
  .object({
    summary: z.string().meta({
      description: 'The same as a sentence.',
      example: 'Mostly seasonal_mean (41 %), theta (22 %) and drift (11 %).',
    }),
    forecast: steps.meta({
      description:
        'The median of the forecast, step by step, before bounds, rounding and phases that are always zero: the sum over `parts` of `share` · `median`, `year` and `covariates`.',
    }),
    parts: z
      .array(z.discriminatedUnion('method', [networkPartSchema, otherPartSchema]))
      .min(1)
      .meta({
        description: 'The forecasts that are averaged: two if two seasons are about equally likely.',
      }),
    year: steps.nullable().meta({
      description:
        'Effect of the course of the year at each step, which harmonics describe and the network does not read; null if the years of the series show none.',
    }),
    covariates: steps.nullable().meta({
      description: 'Effect of the known-future covariates at each step; null if none is used.',
    }),
  })
  .meta({
    id: 'InstantExplanation',
    description:
      'How an instant forecast came about: weights of the statistical forecasts, the correction of the network, and the contributions of its inputs by integrated gradients (Sundararajan, Taly & Yan 2017).',
  });
export type InstantExplanation = z.infer<typeof instantExplanationSchema>;
