import { z } from 'zod';

export const metricsSchema = z
  .object({
    smape: z.number().nullable().meta({
      description:
        'Mean of 200·|y−f|/(|y|+|f|) of the median, in percent; over several series the mean of their means.',
    }),
    mase: z.number().nullable().meta({
      description:
        'Mean absolute error of the median over the in-sample error of the seasonal naive forecast.',
    }),
    owa: z.number().nullish().meta({
      description:
        'Mean of sMAPE and MASE, each over that of `naive2` in the same windows: below 1 is better than Naive2. Null where Naive2 makes no error.',
    }),
    wql: z
      .number()
      .nullable()
      .meta({ description: 'Weighted quantile loss: 2·Σ pinball / Σ|y|, mean over the quantiles.' }),
    msis: z.number().nullish().meta({
      description:
        'Mean scaled interval score: width of the 95 % interval and 40 times what lies outside, over the in-sample error.',
    }),
    bias: z
      .number()
      .nullish()
      .meta({ description: 'Σ(f−y) / Σ|y| of the median: 0.02 is 2 % too high on the whole.' }),
    coverage: z
      .record(z.string(), z.number())
      .meta({ description: 'Share of observations inside each central interval.', example: { '0.8': 0.79 } }),
    pit: z
      .array(z.number())
      .nullish()
      .meta({
        description:
          'Share of observations in each tenth of the forecast distribution, from the lowest: 0.1 each where it is right, more at both ends where it is too narrow. Only over all windows.',
        example: [0.12, 0.1, 0.09, 0.1, 0.09, 0.1, 0.1, 0.09, 0.1, 0.11],
      }),
  })
  .meta({ id: 'Metrics', description: 'Losses of a method over the windows of a backtest.' });
export type Metrics = z.infer<typeof metricsSchema>;

export const methodsSchema = z.record(z.string(), metricsSchema).meta({
  description: 'By method: `auto` is the model, beside its baselines.',
});

export const skillSchema = z
  .object({
    value: z.number().meta({ description: '1 − loss / loss of the baseline: 0.09 is 9 % better.' }),
    lower: z
      .number()
      .meta({ description: 'Lower end of its 90 % interval (block bootstrap over origins and series).' }),
    upper: z.number().describe('Upper end of that interval.'),
    metric: z.enum(['wql', 'mase']).describe('The loss that is compared.'),
    baseline: z.enum(['naive', 'seasonal_naive', 'rw_empirical']).meta({
      description:
        'The best of the naive baselines in the same backtest: the last value, the last season, or the last value with the past changes of the series around it.',
    }),
  })
  .meta({ id: 'Skill', description: 'How much better the model is than the best naive forecast.' });
export type Skill = z.infer<typeof skillSchema>;

const dieboldMarianoSchema = z
  .object({
    statistic: z.number().meta({ description: 'Negative where the model has the smaller loss.' }),
    p_value: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Two-sided: how often chance alone gives a difference as large.' }),
    degrees_of_freedom: z.int().meta({ description: 'Of Student’s t distribution that it is read from.' }),
    over: z.enum(['origins', 'series']).meta({
      description:
        '`origins`: means over the series, origin by origin, whose correlation over one horizon is allowed for. `series`: means over the origins of each series, where there are few origins and more series.',
    }),
  })
  .meta({
    id: 'DieboldMariano',
    description:
      'Test of equal loss, with the small-sample correction of Harvey, Leybourne and Newbold (1997).',
  });
export type DieboldMariano = z.infer<typeof dieboldMarianoSchema>;

export const comparisonSchema = z
  .object({
    baseline: z.string().meta({ description: 'The method that the model is compared with.' }),
    skill: z
      .number()
      .nullable()
      .meta({ description: '1 − loss / loss of the baseline (`wql`); null where the baseline makes none.' }),
    lower: z
      .number()
      .nullable()
      .meta({ description: 'Lower end of its 90 % interval; null where there are too few windows.' }),
    upper: z.number().nullable().meta({ description: 'Upper end of that interval.' }),
    diebold_mariano: dieboldMarianoSchema
      .nullable()
      .meta({ description: 'Null where there are too few origins and series, or no difference at all.' }),
  })
  .meta({ id: 'Comparison', description: 'The model against one baseline, on the same windows.' });
export type Comparison = z.infer<typeof comparisonSchema>;
export const comparisonsSchema = z
  .array(comparisonSchema)
  .meta({ description: 'The model against each baseline alone.' });

export const backtestSummarySchema = z
  .object({
    windows: z.int().meta({ description: 'Forecast origins.' }),
    step: z.int().meta({ description: 'Observations between origins.' }),
    horizon: z.int().describe('Steps ahead that were compared.'),
    series: z.int().meta({ description: 'Series that took part.' }),
    points: z.int().meta({ description: 'Observations compared.' }),
  })
  .meta({
    id: 'BacktestSummary',
    description: 'Rolling-origin evaluation on data that training did not see.',
  });
export type BacktestSummary = z.infer<typeof backtestSummarySchema>;

export const backtestSeriesSchema = z
  .object({
    series_id: z.string().meta({ description: 'The series.' }),
    windows: z.int().meta({ description: 'Forecast origins in it.' }),
    points: z.int().meta({ description: 'Observations compared.' }),
    metrics: methodsSchema,
  })
  .meta({ id: 'BacktestSeries', description: 'Metrics of one series.' });
export type BacktestSeries = z.infer<typeof backtestSeriesSchema>;

export const backtestStepSchema = z
  .object({
    step: z.int().meta({ description: 'Steps ahead, from 1.' }),
    points: z.int().meta({ description: 'Observations compared.' }),
    metrics: methodsSchema,
  })
  .meta({ id: 'BacktestStep', description: 'Metrics of one step ahead.' });
export type BacktestStep = z.infer<typeof backtestStepSchema>;
