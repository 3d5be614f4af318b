import { z } from 'zod';
import { deliveryIdSchema, modelIdSchema, type StoredSchedule, scheduleIdSchema } from '../schemas/index.ts';
import type { DueWatch } from './anomaly-watch.ts';
import type { DueDelivery } from './webhooks.ts';

/** Payload of a background task: short work that is no job. Producer and consumer parse it. The discriminator is
 *  called `errand` because queues of earlier releases hold such payloads. */
export const backgroundTaskSchema = z.discriminatedUnion('errand', [
  /** One attempt to deliver to a webhook. */
  z.strictObject({
    errand: z.literal('deliver'),
    delivery_id: deliveryIdSchema,
    attempt: z.int().min(1),
  }),
  /** One run of a schedule, at its time. */
  z.strictObject({ errand: z.literal('tick'), schedule_id: scheduleIdSchema, revision: z.int() }),
  /** Search for anomalies in the observations that were added to the dataset of a model. */
  z.strictObject({ errand: z.literal('watch'), model_id: modelIdSchema, version: z.int() }),
  /** Deletion of rows that are past their time. */
  z.strictObject({ errand: z.literal('clean') }),
]);
export type BackgroundTask = z.infer<typeof backgroundTaskSchema>;

/** Whether there may be background tasks that are to be queued. */
export interface DueTasks {
  any(): Promise<{ deliveries: boolean; watches: boolean }>;
}

export interface PlannedSchedule {
  revision: number;
  nextMs: number;
}

export interface BackgroundTaskQueue {
  /** Idempotent for each attempt. @throws AppError queue_unavailable */
  deliver(due: DueDelivery): Promise<void>;
  /** Idempotent for each model: its task searches up to the newest version of the dataset. @returns whether
   *  the queue did not hold it
   *  @throws AppError queue_unavailable */
  watch(due: DueWatch): Promise<boolean>;
  /** Plans the ticks of a schedule, and replaces those planned before. @throws AppError queue_unavailable */
  plan(schedule: StoredSchedule): Promise<void>;
  /** Queues the first run of a schedule that was due and did not take place. Idempotent for each run. Does
   *  nothing when there is none.
   *  @throws AppError queue_unavailable */
  catchUp(schedule: StoredSchedule): Promise<void>;
  /** Does nothing when the schedule is not planned. @throws AppError queue_unavailable */
  unplan(scheduleId: string): Promise<void>;
  /** Planned revision of each planned schedule and the time of its next run in milliseconds since 1970, by id.
   *  @param stopping once it is aborted, what has been read so far is the answer */
  planned(stopping?: AbortSignal): Promise<Map<string, PlannedSchedule>>;
  /** Ids of the schedules with a tick that is due, and that waits, runs or is tried again. */
  ticking(): Promise<Set<string>>;
  /** Plans the hourly cleaning unless it is planned already.
   *  @returns the time in milliseconds since 1970 at which it was planned by a clock that is
   *  ahead; null if it was not */
  planCleaning(): Promise<number | null>;
  close(): Promise<void>;
}
