/** A job scheduler of BullMQ, which is how the queue keeps a plan. */
export interface SchedulerEntry {
  key: string;
  /** Time of the next run, in milliseconds since 1970. */
  next: number;
  /** Payload of its runs. */
  data: unknown;
  /** Whether a Redis that evicts has deleted the plan, but for its key. */
  isLost: boolean;
}
