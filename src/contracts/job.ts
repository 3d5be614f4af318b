import { z } from 'zod';
import { jobIdSchema } from './ids.ts';
import { pageOf, pageQuerySchema } from './page.ts';
import { problemSchema } from './problem.ts';

export const jobKinds = ['train'] as const;
export type JobKind = (typeof jobKinds)[number];
export const jobStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];
export const jobPhases = ['preparing', 'training', 'backtest', 'publishing'] as const;

export const jobProgressSchema = z
  .object({
    fraction: z.number().min(0).max(1),
    phase: z.enum(jobPhases),
    epoch: z.number().meta({ description: 'Training windows seen over training windows in the data.' }),
    step: z.int(),
    steps: z.int(),
    loss: z.number().nullable().meta({ description: 'Smoothed training loss.' }),
    validation_loss: z.number().nullable(),
    elapsed_seconds: z.number().meta({ description: 'Of work, over all attempts.' }),
    eta_seconds: z.number().nullable(),
  })
  .meta({ id: 'JobProgress' });
export type JobProgress = z.infer<typeof jobProgressSchema>;

const jobSubjectSchema = z
  .object({ type: z.enum(['model']), id: z.string() })
  .meta({ id: 'JobSubject', description: 'What the job works on.' });
const jobLinksSchema = z
  .object({ self: z.string(), subject: z.string() })
  .meta({ id: 'JobLinks', description: 'Paths of the job and of what it works on.' });

export const jobSchema = z
  .object({
    id: jobIdSchema,
    kind: z.enum(jobKinds),
    status: z.enum(jobStatuses),
    attempt: z
      .int()
      .meta({ description: 'Times that a worker has started it; it goes on from its last checkpoint.' }),
    cancel_requested: z.boolean(),
    subject: jobSubjectSchema,
    progress: jobProgressSchema.nullable(),
    queue_position: z.int().nullable().meta({ description: '1 is next; null unless queued.' }),
    error: problemSchema.nullable(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    links: jobLinksSchema,
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof jobSchema>;
export const jobPageSchema = pageOf(jobSchema, 'JobPage');

export const jobsQuerySchema = pageQuerySchema.extend({
  status: z.enum(jobStatuses).optional(),
  kind: z.enum(jobKinds).optional(),
});
export type JobsQuery = z.output<typeof jobsQuerySchema>;

/** What travels through the queue: ids only. Parsed on both ends. */
export const jobPayloadSchema = z.strictObject({
  job_id: jobIdSchema,
  request_id: z.string().nullable(),
});
export type JobPayload = z.infer<typeof jobPayloadSchema>;
