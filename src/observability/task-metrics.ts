import { Counter, type Registry } from 'prom-client';

/** Work of a run of a schedule. */
export type ScheduledWork = (typeof scheduledWorks)[number];
const scheduledWorks = ['retrain', 'forecast'] as const;
const runOutcomes = ['ran', 'skipped', 'refused', 'failed'] as const;
const attemptOutcomes = ['delivered', 'failed'] as const;

export interface TaskMetrics {
  /** Counts an attempt to deliver a message to a webhook. */
  attempted(outcome: (typeof attemptOutcomes)[number]): void;
  /** Counts messages to webhooks that failed because too many waited. */
  dropped(messages: number): void;
  /** Counts a run of a schedule. `skipped`: the training of the previous run has not ended. `refused`: its request
   *  cannot be done. `failed`: no try worked. Its last run says why. */
  ran(kind: ScheduledWork, outcome: (typeof runOutcomes)[number]): void;
}

/** Metrics of the background tasks that a worker process handles. As with jobs, every series is there
 *  from the start, at 0. */
export function createTaskMetrics(registry: Registry): TaskMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: 'gatecast_webhook_attempts_total',
    help: 'Attempts of this worker to deliver messages to webhooks.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const drops = new Counter({
    name: 'gatecast_webhook_messages_dropped_total',
    help: 'Messages to webhooks that this worker dropped because too many of one webhook waited.',
    registers,
  });
  const runs = new Counter({
    name: 'gatecast_schedule_runs_total',
    help: 'Runs of schedules in this worker.',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  for (const outcome of attemptOutcomes) attempts.inc({ outcome }, 0);
  for (const kind of scheduledWorks) for (const outcome of runOutcomes) runs.inc({ kind, outcome }, 0);
  return {
    attempted: (outcome) => attempts.inc({ outcome }),
    dropped: (messages) => drops.inc(messages),
    ran: (kind, outcome) => runs.inc({ kind, outcome }),
  };
}
