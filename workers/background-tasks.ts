import type {
  BackgroundTask,
  Cleaner,
  DeliveryOutbox,
  DeliveryResult,
  OutgoingDelivery,
} from '../src/contracts/ports/index.ts';
import type { TaskMetrics } from '../src/observability/index.ts';
import type { HandledTask } from '../src/queue/index.ts';
import type { PastOutages } from './outages.ts';
import { handleTick, type TickDeps } from './tick.ts';
import { handleWatch, type WatchDeps } from './watch.ts';

export interface BackgroundTaskDeps extends TickDeps, WatchDeps {
  calls: TickDeps['calls'] & WatchDeps['calls'];
  outbox: DeliveryOutbox;
  cleaner: Cleaner;
  pastOutages: PastOutages;
  /** Aborted when the worker is to end. */
  stopping: AbortSignal;
  metrics: TaskMetrics;
  /** Whether the log of this process has told that a secret cannot be decrypted: one warning for the operator, not one for each delivery. */
  lostSecret: { isTold: boolean };
  /** Posts once. Never throws: the result says what failed. */
  send(delivery: OutgoingDelivery): Promise<DeliveryResult>;
}

/** Handles one background task. It is `held` if its tenant has enough tasks at work or waiting. Deliveries do not wait for the end of an
 *  outage: their rows are due again after a minute, and what was posted is not to be posted again. @param id the same in every try */
export async function handleBackgroundTask(
  deps: BackgroundTaskDeps,
  task: BackgroundTask,
  id: string,
): Promise<HandledTask> {
  const { log } = deps;
  switch (task.errand) {
    case 'deliver': {
      const due = { id: task.delivery_id, attempt: task.attempt };
      const delivery = await deps.outbox.load(due);
      if (delivery === null) return 'ended';
      if (delivery.secret === null && !deps.lostSecret.isTold) {
        deps.lostSecret.isTold = true;
        log.warn(
          { tenant: delivery.tenant, delivery_id: due.id },
          'the secret of a webhook cannot be decrypted, and its deliveries fail: add the key that encrypted it to GATECAST_SECRET_KEY of every worker',
        );
      }
      const result = await deps.send(delivery);
      deps.metrics.attempted(result.isDelivered ? 'delivered' : 'failed');
      await deps.outbox.record(due, result);
      log.info(
        {
          ...{ tenant: delivery.tenant, delivery_id: due.id, attempt: due.attempt },
          ...{ status: result.responseStatus, reason: result.error },
        },
        result.isDelivered ? 'webhook delivered' : 'webhook not delivered',
      );
      return 'ended';
    }
    case 'tick':
      return deps.pastOutages({ id, subject: task.schedule_id }, () =>
        handleTick(deps, { scheduleId: task.schedule_id, revision: task.revision, tickId: id }),
      );
    case 'watch':
      return deps.pastOutages({ id, subject: task.model_id }, () =>
        handleWatch(deps, { modelId: task.model_id, version: task.version }),
      );
    case 'clean':
      return deps.pastOutages({ id, subject: task.errand }, async () => {
        const cleaned = await deps.cleaner.clean(deps.stopping);
        log.info({ ...cleaned }, 'old rows were deleted');
        return 'ended';
      });
  }
}
