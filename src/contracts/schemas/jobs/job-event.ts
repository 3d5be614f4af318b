import { z } from 'zod';
import { jobIdSchema } from '../primitives/ids.ts';
import { pageOf } from '../primitives/page.ts';
import { problemSchema } from '../primitives/problem.ts';
import { jobProgressSchema, jobStatuses } from './job.ts';

const jobEventTypes = [
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
    sequence: z.int().meta({
      description: 'Number of the event within the job, from 1. In a stream it is the `id` of the event.',
    }),
    type: z
      .enum(jobEventTypes)
      .meta({ description: 'Type of the event. In a stream it is the `event` field.' }),
    status: z.enum(jobStatuses).meta({ description: 'Status of the job after the event.' }),
    attempt: z.int().meta({ description: 'Attempt of the job after the event.' }),
    progress: jobProgressSchema.nullable().meta({ description: 'Progress of the job at that time.' }),
    error: problemSchema.nullable().meta({ description: 'Why the job failed.' }),
    created_at: z.iso.datetime().meta({ description: 'When it happened.' }),
  })
  .meta({
    id: 'JobEvent',
    description: 'An event of a job. `progress` events are sent at most once per second.',
  });
export type JobEvent = z.infer<typeof jobEventSchema>;

const logLevels = ['info', 'warn', 'error'] as const;

const jobLogLineSchema = z
  .object({
    sequence: z.int().meta({ description: 'Increases from line to line, with gaps.' }),
    level: z.enum(logLevels).meta({ description: 'Severity.' }),
    attempt: z.int().meta({ description: 'The attempt that wrote it.' }),
    message: z.string().meta({ description: 'Text of the line.' }),
    fields: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .meta({ description: 'Values that belong to the message.' }),
    created_at: z.iso.datetime().meta({ description: 'When it was written.' }),
  })
  .meta({ id: 'JobLogLine', description: 'A log line of a job.' });
export type JobLogLine = z.infer<typeof jobLogLineSchema>;
export const jobLogPageSchema = pageOf(jobLogLineSchema, 'JobLogPage');
