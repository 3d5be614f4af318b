import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { jobIdSchema } from '../primitives/ids.ts';
import { lossPointSchema } from '../primitives/loss-point.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import { writtenNumber } from '../primitives/written-number.ts';

export const jobKinds = ['train', 'backtest'] as const;
export type JobKind = (typeof jobKinds)[number];
export const jobStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];
/** From the first to the last. */
export const priorityNames = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorityNames)[number];
export const prioritySchema = z.enum(priorityNames).meta({
  description:
    'Jobs of a tenant with a higher priority begin before its other jobs. Tenants take turns whatever their priorities.',
});

const jobPhases = ['preparing', 'training', 'backtest', 'publishing'] as const;

const valuesSchema = z.array(z.number().nullable()).max(limits.validationForecastPoints);
const earlierForecastSchema = z
  .object({
    step: z.int().meta({ description: 'Training step after which the network made the forecast.' }),
    median: valuesSchema.meta({ description: 'Median of the network.' }),
  })
  .meta({ id: 'EarlierForecast', description: 'Median of a validation forecast at an earlier check.' });
const validationForecastSchema = z
  .object({
    series_id: z.string().meta({ description: 'Id of the series.' }),
    step: z.int().meta({ description: 'Training step after which the network made the forecast.' }),
    context: valuesSchema.meta({ description: 'Last observations before the forecast; null is missing.' }),
    actual: valuesSchema.meta({ description: 'Observations that the network had to forecast.' }),
    median: valuesSchema.meta({ description: 'Median of the network.' }),
    lower: valuesSchema.meta({ description: 'Lower end of the interval.' }),
    upper: valuesSchema.meta({ description: 'Upper end of the interval.' }),
    level: z.number().meta({ description: 'Level of the interval, in percent.', example: 80 }),
    earlier: z
      .array(earlierForecastSchema)
      .max(limits.earlierForecasts)
      .meta({ description: `Medians at earlier checks, at most ${limits.earlierForecasts} of them.` }),
  })
  .meta({
    id: 'ValidationForecast',
    description: `Forecast of one validation window by the network in training: at most ${limits.validationForecastPoints} steps.`,
  });
export type ValidationForecast = z.infer<typeof validationForecastSchema>;

export const jobProgressSchema = z
  .object({
    fraction: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Share of the work that is done, from 0 to 1.', example: 0.42 }),
    phase: z.enum(jobPhases).meta({ description: 'Current phase of the work.' }),
    epoch: z.number().meta({
      description: 'Passes over the training windows, as a mean over all networks of the model.',
    }),
    step: z.int().meta({ description: 'Training steps done; for a backtest, series tested.' }),
    steps: z.int().meta({ description: 'Maximum number of steps; for a backtest, number of series.' }),
    loss: z.number().nullable().meta({ description: 'Smoothed training loss.' }),
    validation_loss: z.number().nullable().meta({ description: 'Loss on the validation data.' }),
    losses: z
      .array(lossPointSchema)
      .optional()
      .meta({
        description: `Losses of the first network over its steps so far, at most ${limits.reportedLosses}. Lists of jobs do not have them.`,
      }),
    forecast: validationForecastSchema.nullish().meta({
      description:
        'Forecast of the first network at its last validation check; null without a validation part. Lists of jobs do not have it.',
    }),
    elapsed_seconds: z.number().meta({ description: 'Seconds of work, over all attempts.' }),
    eta_seconds: z
      .number()
      .nullable()
      .meta({ description: 'Seconds of work that are left; null if unknown.' }),
  })
  .meta({ id: 'JobProgress', description: 'Progress of a job.' });
export type JobProgress = z.infer<typeof jobProgressSchema>;

const jobSubjectSchema = z
  .object({
    type: z.enum(['model', 'backtest']).meta({ description: 'Type of the resource.' }),
    id: z.string().meta({ description: 'Id of the resource.' }),
  })
  .meta({ id: 'JobSubject', description: 'The resource that the job works on.' });
const jobModelSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the model.' }),
    name: z.string().meta({ description: 'Its name now.' }),
  })
  .meta({ id: 'JobModel', description: 'The model that the job trains or tests.' });
const jobLinksSchema = z
  .object({
    self: z.string().meta({ description: 'Path of the job.' }),
    subject: z.string().meta({ description: 'Path of the resource that it works on.' }),
    events: z.string().meta({ description: 'Path of its events, as a stream.' }),
    logs: z.string().meta({ description: 'Path of its log lines.' }),
  })
  .meta({ id: 'JobLinks', description: 'Paths of the job and of related resources.' });

export const jobSchema = z
  .object({
    id: jobIdSchema,
    kind: z.enum(jobKinds).meta({ description: 'Kind of work.' }),
    status: z.enum(jobStatuses).meta({
      description:
        '`succeeded`, `failed` and `cancelled` are final, but a failed or cancelled job can be retried.',
    }),
    priority: prioritySchema,
    attempt: z.int().meta({
      description:
        'How many times a worker has started the job. Each attempt continues from the last checkpoint.',
    }),
    cancel_requested: z
      .boolean()
      .meta({ description: 'Whether a caller asked to cancel the job. Its worker ends it within seconds.' }),
    subject: jobSubjectSchema,
    model: jobModelSchema,
    progress: jobProgressSchema.nullable(),
    queue_position: z.int().nullable().meta({
      description:
        'Position in the queue; 1 is next. Tenants take turns, so it counts as many jobs of each other tenant as would begin before. Null unless the job is queued.',
    }),
    eta_seconds: z.number().nullable().meta({
      description:
        'Estimated seconds until the job ends. While it runs, the estimate uses its progress. While it waits, it counts the rest of the running jobs, the jobs before it in the queue, and its own duration; typical durations are those of recent jobs of the same kind and preset. Null if unknown.',
    }),
    error: problemSchema.nullable(),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
    started_at: z.iso.datetime().nullable().meta({
      description: 'When a worker first started it since its creation or its last retry; null before that.',
    }),
    finished_at: z.iso.datetime().nullable().meta({ description: 'When it ended; null before that.' }),
    links: jobLinksSchema,
  })
  .meta({ id: 'Job', description: 'A training or a backtest that runs in the background.' });
export type Job = z.infer<typeof jobSchema>;
export const jobPageSchema = pageOf(jobSchema, 'JobPage');

export const jobsQuerySchema = pageQuerySchema.extend({
  status: z.enum(jobStatuses).optional().meta({ description: 'Only jobs in this status.' }),
  kind: z.enum(jobKinds).optional().meta({ description: 'Only jobs of this kind.' }),
});
export type JobsQuery = z.output<typeof jobsQuerySchema>;

export const queueSchema = z
  .object({
    kinds: z
      .array(
        z
          .object({
            kind: z.enum(jobKinds).meta({ description: 'Kind of work.' }),
            queued: z.int().meta({ description: 'Jobs that wait for a worker.' }),
            running: z.int().meta({ description: 'Jobs that a worker runs.' }),
            oldest_seconds: z
              .number()
              .nullable()
              .meta({ description: 'How long the oldest queued job has waited; null if none waits.' }),
          })
          .meta({ id: 'QueueOfKind', description: 'Jobs of one kind.' }),
      )
      .meta({ description: 'One entry for each kind of work.' }),
    workers: z.int().meta({
      description:
        'Worker processes that run these jobs now. A worker without a job is not counted; `live_workers` has it.',
    }),
    live_workers: z
      .array(
        z
          .object({
            id: z.string().meta({
              description: 'Names the process as long as it runs. It says nothing about its machine.',
            }),
            job_ids: z
              .array(jobIdSchema)
              .meta({ description: 'Jobs of the tenant that it runs; empty if it runs none of them.' }),
          })
          .meta({ id: 'LiveWorker', description: 'A worker process that is connected to the queue.' }),
      )
      .nullable()
      .meta({
        description:
          'All worker processes that are connected to the queue and take jobs of every tenant, idle ones too. Null if the queue cannot say it now.',
      }),
  })
  .meta({ id: 'Queue', description: 'Jobs of the tenant that wait or run.' });
export type Queue = z.infer<typeof queueSchema>;

export const jobQuerySchema = z.strictObject({
  wait: writtenNumber(z.int().min(0).max(limits.waitSecondsMax)).prefault(0).meta({
    description:
      'Maximum seconds to wait for a change of the status, or, with `If-None-Match`, for any change in the response. For a job that has ended, the response comes at once.',
  }),
});

/** Data of an entry of the queue: only ids. Producer and consumer both parse it. `job_id` is the ticket of the entry
 *  (see `QueueEntry`); versions that run beside this one know it by that name. */
export const jobPayloadSchema = z.strictObject({
  job_id: jobIdSchema,
  request_id: z.string().nullable(),
});
export type JobPayload = z.infer<typeof jobPayloadSchema>;
