import { z } from 'zod';
import { jobIdSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';

export const jobKinds = ['train', 'backtest'] as const;
export type JobKind = (typeof jobKinds)[number];
export const jobStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];
export const jobPhases = ['preparing', 'training', 'backtest', 'publishing'] as const;

export const jobProgressSchema = z
  .object({
    fraction: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Share of the work that is done.', example: 0.42 }),
    phase: z.enum(jobPhases).meta({ description: 'What is being done.' }),
    epoch: z.number().meta({ description: 'Training windows seen over training windows in the data.' }),
    step: z.int().meta({ description: 'Training steps made; of a backtest, series tested.' }),
    steps: z.int().meta({ description: 'Of how many at most.' }),
    loss: z.number().nullable().meta({ description: 'Smoothed training loss.' }),
    validation_loss: z.number().nullable().meta({ description: 'Loss on the validation part.' }),
    elapsed_seconds: z.number().meta({ description: 'Of work, over all attempts.' }),
    eta_seconds: z
      .number()
      .nullable()
      .meta({ description: 'Seconds of work that are left; null where not known.' }),
  })
  .meta({ id: 'JobProgress', description: 'How far a job is.' });
export type JobProgress = z.infer<typeof jobProgressSchema>;

const jobSubjectSchema = z
  .object({
    type: z.enum(['model', 'backtest']).meta({ description: 'What kind of thing.' }),
    id: z.string().meta({ description: 'Its id.' }),
  })
  .meta({ id: 'JobSubject', description: 'What the job works on.' });
const jobLinksSchema = z
  .object({
    self: z.string().meta({ description: 'The job.' }),
    subject: z.string().meta({ description: 'What it works on.' }),
    events: z.string().meta({ description: 'Its events as a stream.' }),
    logs: z.string().meta({ description: 'What its handler wrote.' }),
  })
  .meta({ id: 'JobLinks', description: 'Paths of the job, of what it works on, and of what it tells.' });

export const jobSchema = z
  .object({
    id: jobIdSchema,
    kind: z.enum(jobKinds).meta({ description: 'What it does.' }),
    status: z
      .enum(jobStatuses)
      .meta({ description: '`succeeded`, `failed` and `cancelled` are ends; a retry begins anew.' }),
    attempt: z
      .int()
      .meta({ description: 'Times that a worker has started it; it goes on from its last checkpoint.' }),
    cancel_requested: z
      .boolean()
      .meta({ description: 'Whether it is to be cancelled, or was; its worker ends it within seconds.' }),
    subject: jobSubjectSchema,
    progress: jobProgressSchema.nullable(),
    queue_position: z.int().nullable().meta({ description: '1 is next; null unless queued.' }),
    eta_seconds: z.number().nullable().meta({
      description:
        'Seconds until the job has ended: by the durations of recent jobs of its kind while it waits, by its progress while it runs. Null where that is not known.',
    }),
    error: problemSchema.nullable(),
    created_at: z.iso.datetime().meta({ description: 'When it was asked for.' }),
    started_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When a worker first took it; null while it has only waited.' }),
    finished_at: z.iso.datetime().nullable().meta({ description: 'When it ended; null until then.' }),
    links: jobLinksSchema,
  })
  .meta({ id: 'Job', description: 'Work in the background.' });
export type Job = z.infer<typeof jobSchema>;
export const jobPageSchema = pageOf(jobSchema, 'JobPage');

export const jobsQuerySchema = pageQuerySchema.extend({
  status: z.enum(jobStatuses).optional().meta({ description: 'Only jobs in this status.' }),
  kind: z.enum(jobKinds).optional().meta({ description: 'Only jobs of this kind.' }),
});
export type JobsQuery = z.output<typeof jobsQuerySchema>;

export const jobQuerySchema = z.strictObject({
  wait: z.coerce.number().int().min(0).max(limits.waitSecondsMax).default(0).meta({
    description:
      'Seconds to wait for news: until the status changes, or with `If-None-Match` until anything in the answer does. A job that has ended is answered at once.',
  }),
});

/** What travels through the queue: ids only. Parsed on both ends. */
export const jobPayloadSchema = z.strictObject({
  job_id: jobIdSchema,
  request_id: z.string().nullable(),
});
export type JobPayload = z.infer<typeof jobPayloadSchema>;
