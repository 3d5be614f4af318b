import { z } from 'zod';
import { deliveryIdSchema, modelIdSchema, type Schedule, scheduleIdSchema } from '../schemas/index.ts';
import type { DueWatch } from './anomaly-watch.ts';
import type { DueDelivery } from './webhooks.ts';

/** Small work beside the jobs, which only moves rows and calls others. Parsed on both ends of the queue. */
export const errandSchema = z.discriminatedUnion('errand', [
  /** One attempt to deliver to a webhook. */
  z.strictObject({
    errand: z.literal('deliver'),
    delivery_id: deliveryIdSchema,
    attempt: z.int().min(1),
  }),
  /** The time of a schedule has come. */
  z.strictObject({ errand: z.literal('tick'), schedule_id: scheduleIdSchema, revision: z.int() }),
  /** A model is to look at what has been added to its data. */
  z.strictObject({ errand: z.literal('watch'), model_id: modelIdSchema, version: z.int() }),
  /** Old rows are to be deleted. */
  z.strictObject({ errand: z.literal('clean') }),
]);
export type Errand = z.infer<typeof errandSchema>;

export interface ErrandQueue {
  /** Idempotent for each attempt. @throws AppError queue_unavailable */
  deliver(due: DueDelivery): Promise<void>;
  /** Idempotent for each version of the data. @throws AppError queue_unavailable */
  watch(due: DueWatch): Promise<void>;
  /** Plans the ticks of a schedule, or plans them anew. @throws AppError queue_unavailable */
  plan(schedule: Schedule): Promise<void>;
  /** Nothing happens when it is not planned. @throws AppError queue_unavailable */
  unplan(scheduleId: string): Promise<void>;
  /** Revision of each schedule that is planned. */
  planned(): Promise<Map<string, number>>;
  /** The cleaner comes regularly from now on. */
  planCleaning(): Promise<void>;
  close(): Promise<void>;
}
