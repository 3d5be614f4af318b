import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { jobSchema, prioritySchema } from '../jobs/job.ts';
import {
  backtestSeriesSchema,
  backtestStepSchema,
  backtestSummarySchema,
  comparisonsSchema,
  leadSkillsSchema,
  methodsSchema,
  skillSchema,
} from '../models/backtest-scores.ts';
import { symbolSkillSchema } from '../models/symbol-model.ts';
import {
  backtestIdSchema,
  datasetIdSchema,
  jobIdSchema,
  modelIdSchema,
  modelRefSchema,
} from '../primitives/ids.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import {
  symbolBacktestPlanSchema,
  symbolBacktestReportSchema,
  symbolBacktestSummarySchema,
  symbolBacktestWindowSchema,
} from './symbol-backtest.ts';

const windowsSchema = z.int().min(1).max(limits.backtestWindowsMax);
const stepSchema = z.int().min(1).max(limits.horizonMax);
const horizonSchema = z.int().min(1).max(limits.horizonMax);
const refitSchema = z.boolean().meta({
  description:
    '`false` tests the weights of the model, on data that were not used for training. `true` tests its settings: before an origin, a new network is trained on the data known at that time, and settings that depend on the data are decided again.',
});
const refitEverySchema = z
  .int()
  .min(1)
  .max(limits.backtestWindowsMax)
  .meta({ description: 'Number of origins per training, if `refit` is true.', example: 4 });

const testedModelSchema = modelRefSchema.meta({
  description: 'The model to test: an id or an alias.',
});

/** A backtest of a model of numeric series. */
export const numericBacktestInSchema = z.strictObject({
  model_id: testedModelSchema,
  windows: windowsSchema.optional().meta({
    description:
      'Maximum number of forecast origins per series, counted from the end. Default: as in the backtest of the training. Without `refit`, origins in the training data are skipped; with `refit`, origins with too little data before them. If there are many series, fewer are tested, at even distances.',
    example: 20,
  }),
  step: stepSchema.optional().meta({
    description: 'Number of observations between origins. Default: as in the backtest of the training.',
    example: 1,
  }),
  horizon: horizonSchema.optional().meta({
    description: 'Number of steps ahead. Default and maximum: the horizon of the model.',
    example: 5,
  }),
  refit: refitSchema.default(false),
  refit_every: refitEverySchema.default(1),
  priority: prioritySchema.default('normal'),
});

/** A backtest of a model of symbols. */
export const symbolBacktestInSchema = z.strictObject({
  model_id: testedModelSchema,
  dataset_id: datasetIdSchema.optional().meta({
    description:
      'For models of symbols: another dataset to test. Default: the held-out part of its own dataset.',
  }),
  priority: prioritySchema.default('normal'),
});

/** The fields of both kinds: the body is validated before the kind of its model is known. */
export const backtestInSchema = z
  .strictObject({
    ...numericBacktestInSchema.shape,
    dataset_id: symbolBacktestInSchema.shape.dataset_id,
  })
  .meta({
    id: 'BacktestIn',
    description: 'The backtest to run; `model_id` is enough.',
    example: { model_id: 'mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70', windows: 2 },
  });
export type BacktestIn = z.output<typeof backtestInSchema>;

const backtestPlanSchema = z
  .object({
    windows: windowsSchema.meta({ description: 'Maximum number of forecast origins per series.' }),
    step: stepSchema.meta({ description: 'Number of observations between origins.' }),
    horizon: horizonSchema.meta({ description: 'Number of steps ahead.' }),
    refit: refitSchema,
    refit_every: refitEverySchema.optional(),
  })
  .meta({ id: 'BacktestPlan', description: 'The options of the backtest, including defaults.' });
export type BacktestPlan = z.infer<typeof backtestPlanSchema>;

const backtestReportSchema = z
  .object({
    summary: backtestSummarySchema,
    season_length: z.int().min(1).optional().meta({
      description:
        'Season of MASE and of the seasonal baselines: that of the model; 1: no season. With `refit` it is that of the first training where the typical series has less than two seasons before its first origin. Reports of earlier versions do not have it.',
    }),
    skill: skillSchema.nullable().meta({ description: 'Null if there are too few windows.' }),
    leads: leadSkillsSchema.optional(),
    metrics: methodsSchema,
    comparisons: comparisonsSchema.optional(),
    series: z.array(backtestSeriesSchema).meta({
      description: `Metrics by series, the largest MASE first, at most ${limits.backtestSeriesListed} series. The windows have all series.`,
    }),
    steps: z.array(backtestStepSchema).meta({ description: 'Metrics by step of the horizon.' }),
  })
  .meta({
    id: 'BacktestReport',
    description: 'Result of a backtest: metrics in total, by series and by step.',
  });
export type BacktestReport = z.infer<typeof backtestReportSchema>;

const backtestStatuses = ['running', 'ready', 'failed', 'cancelled'] as const;
export const backtestSchema = z
  .object({
    id: backtestIdSchema,
    status: z
      .enum(backtestStatuses)
      .meta({ description: '`running` until its job has ended. The job has the progress.' }),
    model_id: modelIdSchema,
    dataset_id: datasetIdSchema,
    dataset_version: z.int().meta({ description: 'Version of the dataset when the backtest was created.' }),
    job_id: jobIdSchema,
    plan: z.union([symbolBacktestPlanSchema, backtestPlanSchema]),
    report: z
      .union([symbolBacktestReportSchema, backtestReportSchema, z.null()])
      .meta({ description: 'Null until the backtest is ready.' }),
    error: problemSchema.nullable().meta({ description: 'Reason why it failed.' }),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
    ready_at: z.iso.datetime().nullable().meta({ description: 'When it became ready; null before that.' }),
  })
  .meta({ id: 'Backtest', description: 'A test of a model on data that were not used for training.' });
export type Backtest = z.infer<typeof backtestSchema>;

/** A backtest in a list: without the tables of its report. */
const backtestOverviewSchema = backtestSchema
  .omit({ report: true })
  .extend({
    summary: z
      .union([symbolBacktestSummarySchema, backtestSummarySchema, z.null()])
      .meta({ description: 'Null until the backtest is ready.' }),
    skill: z
      .union([symbolSkillSchema, skillSchema, z.null()])
      .meta({ description: 'Null until the backtest is ready, or if there are too few windows.' }),
  })
  .meta({ id: 'BacktestOverview', description: 'A backtest without the tables of its report.' });
export type BacktestOverview = z.infer<typeof backtestOverviewSchema>;
export const backtestPageSchema = pageOf(backtestOverviewSchema, 'BacktestPage');

export const backtestsQuerySchema = pageQuerySchema.extend({
  model_id: modelRefSchema
    .optional()
    .meta({ description: 'Only backtests of this model: an id or an alias.' }),
  status: z.enum(backtestStatuses).optional().meta({ description: 'Only backtests in this status.' }),
});
export type BacktestsQuery = z.output<typeof backtestsQuerySchema>;

export const backtestCreatedSchema = z
  .object({ backtest: backtestSchema, job: jobSchema })
  .meta({ id: 'BacktestCreated', description: 'The new backtest, and the job that runs it.' });

const timeSchema = z.union([z.string(), z.number()]);
const valuesSchema = z.array(z.number());
const backtestWindowSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    origin: timeSchema.meta({ description: 'Last time before the forecast. Its value may be missing.' }),
    times: z.array(timeSchema).meta({ description: 'Forecast times.' }),
    actual: z.array(z.number().nullable()).meta({ description: 'Observed values; null is a missing value.' }),
    median: valuesSchema.meta({ description: 'Medians of the model.' }),
    quantiles: z
      .record(z.string(), valuesSchema)
      .meta({ description: 'Quantiles of the model by level: 0.025, 0.1, 0.9 and 0.975.' }),
    baselines: z.record(z.string(), valuesSchema).meta({ description: 'Point forecasts of each baseline.' }),
  })
  .meta({ id: 'BacktestWindow', description: 'One forecast with the observed values.' });
export type BacktestWindow = z.infer<typeof backtestWindowSchema>;
export const backtestWindowPageSchema = pageOf(
  z.union([symbolBacktestWindowSchema, backtestWindowSchema]),
  'BacktestWindowPage',
);
