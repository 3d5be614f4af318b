import { z } from 'zod';

export const metricsSchema = z
  .object({
    smape: z
      .number()
      .nullable()
      .meta({ description: 'Mean of 200·|y−f|/(|y|+|f|) of the median, in percent.' }),
    mase: z.number().nullable().meta({
      description:
        'Mean absolute error of the median over the in-sample error of the seasonal naive forecast.',
    }),
    wql: z
      .number()
      .nullable()
      .meta({ description: 'Weighted quantile loss: 2·Σ pinball / Σ|y|, mean over the quantiles.' }),
    coverage: z
      .record(z.string(), z.number())
      .meta({ description: 'Share of observations inside each central interval.', example: { '0.8': 0.79 } }),
  })
  .meta({ id: 'Metrics', description: 'Losses of a method over all windows of a backtest.' });
export type Metrics = z.infer<typeof metricsSchema>;

export const skillSchema = z
  .object({
    value: z.number().meta({ description: '1 − loss / loss of the baseline: 0.09 is 9 % better.' }),
    lower: z
      .number()
      .meta({ description: 'Lower end of its 90 % interval (block bootstrap over origins and series).' }),
    upper: z.number().describe('Upper end of that interval.'),
    metric: z.enum(['wql', 'mase']).describe('The loss that is compared.'),
    baseline: z
      .enum(['naive', 'seasonal_naive'])
      .meta({ description: 'The better of the naive baselines in the same backtest.' }),
  })
  .meta({ id: 'Skill', description: 'How much better the model is than the better naive forecast.' });
export type Skill = z.infer<typeof skillSchema>;

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
