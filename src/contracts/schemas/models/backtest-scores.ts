import { z } from 'zod';

export const metricsSchema = z
  .object({
    smape: z.number().nullable().meta({
      description:
        'Mean of 200·|y−f|/(|y|+|f|) for the median, in percent. Over several series: the mean of their means.',
    }),
    mase: z.number().nullable().meta({
      description:
        'Mean absolute error of the median, divided by the in-sample error of the seasonal naive forecast.',
    }),
    owa: z.number().nullish().meta({
      description:
        'Mean of sMAPE and MASE, each divided by that of `naive2` in the same windows; below 1 is better than Naive2. Null if Naive2 makes no error.',
    }),
    wql: z
      .number()
      .nullable()
      .meta({ description: 'Weighted quantile loss: 2·Σ pinball / Σ|y|, averaged over the quantiles.' }),
    msis: z.number().nullish().meta({
      description:
        'Mean scaled interval score: width of the 95 % interval, plus 40 times the distance of observations outside of it, divided by the in-sample error.',
    }),
    bias: z
      .number()
      .nullish()
      .meta({ description: 'Σ(f−y) / Σ|y| for the median; 0.02 means 2 % too high in total.' }),
    coverage: z
      .record(z.string(), z.number())
      .meta({ description: 'Share of observations inside each central interval.', example: { '0.8': 0.79 } }),
    pit: z
      .array(z.number())
      .nullish()
      .meta({
        description:
          'Share of observations in each tenth of the forecast distribution, the lowest first. Each share is 0.1 if the distribution is right. The first and last are larger if it is too narrow. Only over all windows.',
        example: [0.12, 0.1, 0.09, 0.1, 0.09, 0.1, 0.1, 0.09, 0.1, 0.11],
      }),
  })
  .meta({ id: 'Metrics', description: 'Metrics of a method over the windows of a backtest.' });
export type Metrics = z.infer<typeof metricsSchema>;

export const methodsSchema = z.record(z.string(), metricsSchema).meta({
  description: 'Metrics by method: `auto` is the model; the others are baselines.',
});

/** Names of the naive baselines. */
const naiveBaselineSchema = z.enum(['naive', 'seasonal_naive', 'mean', 'seasonal_mean', 'rw_empirical']);

export const skillSchema = z
  .object({
    value: z.number().meta({ description: '1 − loss / loss of the baseline; 0.09 means 9 % better.' }),
    lower: z.number().meta({
      description:
        'Lower end of the 90 % interval: block bootstrap over origins and series; Student’s t over separate stretches of time with fewer than eight series.',
    }),
    upper: z.number().describe('Upper end of the interval.'),
    metric: z.enum(['wql', 'mase']).describe('The compared loss.'),
    baseline: naiveBaselineSchema.meta({
      description:
        'The naive baseline with the smallest loss before the backtest: the last value, the last season, the mean, the mean of the last ten seasons, or the last value with the distribution of past changes.',
    }),
  })
  .meta({ id: 'Skill', description: 'How much better the model is than the best naive forecast.' });
export type Skill = z.infer<typeof skillSchema>;

const leadSkillSchema = z
  .object({
    steps: z.int().meta({ description: 'The first steps of the horizon, from 1 to this one.', example: 5 }),
    baseline: naiveBaselineSchema.meta({
      description: 'The naive baseline with the smallest loss on these steps in the backtest.',
    }),
    skill: z.number().meta({ description: '1 − loss / loss of the baseline on these steps.' }),
    lower: z.number().meta({ description: 'Lower end of the 90 % interval.' }),
    upper: z.number().meta({ description: 'Upper end of the interval.' }),
    has_skill: z.boolean().meta({
      description:
        'Whether the skill is at least 1 %, and beyond chance over every naive baseline, at 5 % for all leads together.',
    }),
  })
  .meta({ id: 'LeadSkill', description: 'Skill on the first steps of the horizon.' });
export type LeadSkill = z.infer<typeof leadSkillSchema>;
export const leadSkillsSchema = z.array(leadSkillSchema).meta({
  description:
    'Skill on the first quarter, the first half and all of the horizon, over the naive baseline that is hardest to beat there. Empty if there are too few windows.',
});

const dieboldMarianoSchema = z
  .object({
    statistic: z
      .number()
      .meta({ description: 'Test statistic; negative if the model has the smaller loss.' }),
    p_value: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Two-sided p-value: probability of a difference at least this large by chance.' }),
    degrees_of_freedom: z
      .int()
      .meta({ description: 'Degrees of freedom of the Student’s t distribution of the test.' }),
    over: z.enum(['origins', 'series']).meta({
      description:
        '`origins`: one mean loss per origin, corrected for correlation within the horizon. `series`: one mean loss per series, used if there are few origins and more series.',
    }),
  })
  .meta({
    id: 'DieboldMariano',
    description:
      'Diebold–Mariano test of equal loss, with the small-sample correction of Harvey, Leybourne and Newbold (1997).',
  });
export type DieboldMariano = z.infer<typeof dieboldMarianoSchema>;

const comparisonSchema = z
  .object({
    baseline: z.string().meta({ description: 'The baseline.' }),
    skill: z
      .number()
      .nullable()
      .meta({ description: '1 − loss / loss of the baseline (`wql`); null if the baseline has no loss.' }),
    lower: z
      .number()
      .nullable()
      .meta({ description: 'Lower end of the 90 % interval; null if there are too few windows.' }),
    upper: z.number().nullable().meta({ description: 'Upper end of the interval.' }),
    diebold_mariano: dieboldMarianoSchema
      .nullable()
      .meta({ description: 'Null if there are too few origins and series, or if there is no difference.' }),
  })
  .meta({ id: 'Comparison', description: 'Comparison of the model with one baseline, on the same windows.' });
export type Comparison = z.infer<typeof comparisonSchema>;
export const comparisonsSchema = z
  .array(comparisonSchema)
  .meta({ description: 'Comparison of the model with each baseline.' });

const comparedPointsSchema = z.int().meta({
  description:
    'Number of forecast values that are compared with an observation. Windows may overlap: an observation counts once for each of them.',
});

export const backtestSummarySchema = z
  .object({
    windows: z.int().meta({ description: 'Number of forecast origins.' }),
    step: z.int().meta({ description: 'Observations between origins.' }),
    horizon: z.int().describe('Number of steps ahead.'),
    series: z.int().meta({ description: 'Number of tested series.' }),
    points: comparedPointsSchema,
  })
  .meta({
    id: 'BacktestSummary',
    description: 'Rolling-origin evaluation on data that were not used for training.',
  });
export type BacktestSummary = z.infer<typeof backtestSummarySchema>;

export const backtestSeriesSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    windows: z.int().meta({ description: 'Number of forecast origins in the series.' }),
    points: comparedPointsSchema,
    metrics: methodsSchema,
  })
  .meta({ id: 'BacktestSeries', description: 'Metrics of one series.' });
export type BacktestSeries = z.infer<typeof backtestSeriesSchema>;

export const backtestStepSchema = z
  .object({
    step: z.int().meta({ description: 'Step ahead, from 1.' }),
    points: comparedPointsSchema,
    metrics: methodsSchema,
  })
  .meta({ id: 'BacktestStep', description: 'Metrics of one step ahead.' });
export type BacktestStep = z.infer<typeof backtestStepSchema>;
