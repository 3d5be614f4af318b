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
    fraction: z.number().min(0).max(1).meta({ description: 'Share of the work that is done.' }),
    phase: z.enum(jobPhases).meta({ description: 'What is being done.' }),
    epoch: z.number().meta({ description: 'Training windows seen over training windows in the data.' }),
    step: z.int().meta({ description: 'Training steps done.' }),
    steps: z.int().meta({ description: 'Training steps at most.' }),
    loss: z.number().nullable().meta({ description: 'Smoothed training loss.' }),
    validation_loss: z.number().nullable().meta({ description: 'Loss on data that are held out.' }),
    elapsed_seconds: z.number().meta({ description: 'Of work, over all attempts.' }),
    eta_seconds: z.number().nullable().meta({ description: 'Seconds that it still needs.' }),
  })
  .meta({ id: 'JobProgress', description: 'How far a job is.' });
export type JobProgress = z.infer<typeof jobProgressSchema>;

const jobSubjectSchema = z
  .object({
    type: z.enum(['model']).meta({ description: 'What kind of thing.' }),
    id: z.string().meta({ description: 'Its id.' }),
  })
  .meta({ id: 'JobSubject', description: 'What the job works on.' });
const jobLinksSchema = z
  .object({
    self: z.string().meta({ description: 'Path of the job.' }),
    subject: z.string().meta({ description: 'Path of what it works on.' }),
  })
  .meta({ id: 'JobLinks', description: 'Paths of the job and of what it works on.' });

export const jobSchema = z
  .object({
    id: jobIdSchema,
    kind: z.enum(jobKinds).meta({ description: 'What it does.' }),
    status: z.enum(jobStatuses).meta({ description: 'Where it is; the last three are its end.' }),
    attempt: z
      .int()
      .meta({ description: 'Times that a worker has started it; it goes on from its last checkpoint.' }),
    cancel_requested: z.boolean().meta({ description: 'Whether somebody has asked to cancel it.' }),
    subject: jobSubjectSchema,
    progress: jobProgressSchema.nullable(),
    queue_position: z.int().nullable().meta({ description: '1 is next; null unless queued.' }),
    error: problemSchema.nullable(),
    created_at: z.iso.datetime().meta({ description: 'When it was asked for.' }),
    started_at: z.iso.datetime().nullable().meta({ description: 'When a worker first took it.' }),
    finished_at: z.iso.datetime().nullable().meta({ description: 'When it ended.' }),
    links: jobLinksSchema,
  })
  .meta({ id: 'Job', description: 'Work in the background.' });
export type Job = z.infer<typeof jobSchema>;
export const jobPageSchema = pageOf(jobSchema, 'JobPage');

export const jobsQuerySchema = pageQuerySchema.extend({
  status: z.enum(jobStatuses).optional().meta({ description: 'Only jobs with this status.' }),
  kind: z.enum(jobKinds).optional().meta({ description: 'Only jobs of this kind.' }),
});
export type JobsQuery = z.output<typeof jobsQuerySchema>;

/** What travels through the queue: ids only. Parsed on both ends. */
export const jobPayloadSchema = z.strictObject({
  job_id: jobIdSchema,
  request_id: z.string().nullable(),
});
export type JobPayload = z.infer<typeof jobPayloadSchema>;
