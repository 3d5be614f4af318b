/** A plan as the queue has it. */
export interface KeptPlan {
  key: string;
  /** Time of the next run, in milliseconds since 1970. */
  next: number;
  /** Payload of its runs. */
  data: unknown;
  /** Whether a Redis that evicts has deleted the plan, but for its key. */
  isLost: boolean;
}
