import { z } from 'zod';
import { jobIdSchema } from '../primitives/ids.ts';
import { pageOf } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import { jobProgressSchema, jobStatuses } from './job.ts';

export const jobEventTypes = [
  'queued',
  'started',
  'progress',
  'checkpoint',
  'cancel_requested',
  'succeeded',
  'failed',
  'cancelled',
] as const;

export const jobEventSchema = z
  .object({
    job_id: jobIdSchema,
    sequence: z
      .int()
      .meta({ description: 'Counts the events of the job from 1; the `id` of the event in a stream.' }),
    type: z.enum(jobEventTypes).meta({ description: 'What happened; the `event` field in a stream.' }),
    status: z.enum(jobStatuses).meta({ description: 'Of the job after the event.' }),
    attempt: z.int().meta({ description: 'Of the job after the event.' }),
    progress: jobProgressSchema.nullable().meta({ description: 'As it then was.' }),
    error: problemSchema.nullable().meta({ description: 'Why the job failed.' }),
    created_at: z.iso.datetime().meta({ description: 'When it happened.' }),
  })
  .meta({
    id: 'JobEvent',
    description: 'Something that happened to a job. `progress` comes at most once a second.',
  });
export type JobEvent = z.infer<typeof jobEventSchema>;

export const logLevels = ['info', 'warn', 'error'] as const;

export const jobLogLineSchema = z
  .object({
    sequence: z.int().meta({ description: 'Grows from line to line, with gaps.' }),
    level: z.enum(logLevels).meta({ description: 'How much it matters.' }),
    attempt: z.int().meta({ description: 'The attempt that wrote it.' }),
    message: z.string().meta({ description: 'What the handler has to say.' }),
    fields: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .meta({ description: 'Figures and names that belong to the message.' }),
    created_at: z.iso.datetime().meta({ description: 'When it was written.' }),
  })
  .meta({ id: 'JobLogLine', description: 'A line that the handler of a job wrote.' });
export type JobLogLine = z.infer<typeof jobLogLineSchema>;
export const jobLogPageSchema = pageOf(jobLogLineSchema, 'JobLogPage');
