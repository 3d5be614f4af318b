import type {
  BackgroundTask,
  Cleaner,
  DeliveryOutbox,
  DeliveryResult,
  DueDelivery,
  OutgoingDelivery,
} from '../src/contracts/ports/index.ts';
import type { TaskMetrics } from '../src/observability/index.ts';
import type { OutageLog } from '../src/outage-log.ts';
import { dueMsOf, type HandledTask } from '../src/queue/index.ts';
import type { PastOutages } from './outages.ts';
import { retryUntilDatabaseReturns } from './retry-until-database-returns.ts';
import { handleTick, type TickDeps } from './tick.ts';
import { handleWatch, type WatchDeps } from './watch.ts';

export interface BackgroundTaskDeps extends TickDeps, WatchDeps {
  calls: TickDeps['calls'] & WatchDeps['calls'];
  outbox: DeliveryOutbox;
  cleaner: Cleaner;
  pastOutages: PastOutages;
  /** Aborted when the worker is to end. */
  stopping: AbortSignal;
  /** Aborted some time after `stopping`: the worker no longer waits for the database, and a message that has no answer
   *  by then is posted again by another worker. */
  leaving: AbortSignal;
  metrics: TaskMetrics;
  /** Log of results of posts that cannot be stored. */
  resultLog: OutageLog;
  /** Whether the log of this process has told that a secret cannot be decrypted: one warning for the operator, not
   *  one for each delivery. */
  lostSecret: { isTold: boolean };
  /** Posts once. Never throws: the result says what failed. Null if the attempt did not begin.
   *  @param leaving ends the attempt */
  send(delivery: OutgoingDelivery, leaving: AbortSignal): Promise<DeliveryResult | null>;
}

/** Handles one background task. It is `deferred` if its tenant has enough tasks at work or waiting, or if this worker
 *  stops. A delivery that cannot be loaded does not wait for the end of an outage: its row is due again after a minute.
 *  @param id the same in every try
 *  @param isLastTry whether the task is not tried again after an error */
export async function handleBackgroundTask(
  deps: BackgroundTaskDeps,
  task: BackgroundTask,
  id: string,
  isLastTry: boolean,
): Promise<HandledTask> {
  const { log, leaving } = deps;
  if (deps.stopping.aborted) return 'deferred';
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
      const result = await deps.send(delivery, leaving);
      if (result === null || (leaving.aborted && result.responseStatus === null)) return 'deferred';
      deps.metrics.attempted(result.isDelivered ? 'delivered' : 'failed');
      const isRecorded = await recordResult(deps, due, result);
      log.info(
        {
          tenant: delivery.tenant,
          delivery_id: due.id,
          attempt: due.attempt,
          status: result.responseStatus,
          reason: result.error,
        },
        result.isDelivered ? 'webhook delivered' : 'webhook not delivered',
      );
      return isRecorded ? 'ended' : 'skipped';
    }
    case 'tick':
      return deps.pastOutages({ id, subject: task.schedule_id }, () =>
        handleTick(
          deps,
          { scheduleId: task.schedule_id, revision: task.revision, tickId: id, dueMs: dueMsOf(id) },
          isLastTry,
        ),
      );
    case 'watch':
      return deps.pastOutages({ id, subject: task.model_id }, () =>
        handleWatch(deps, { modelId: task.model_id, version: task.version }),
      );
    case 'clean':
      return deps.pastOutages({ id, subject: task.errand }, async () => {
        const cleaned = await deps.cleaner.clean(deps.stopping);
        log.info({ ...cleaned }, 'old rows were deleted');
        const { failed_deliveries: messages } = cleaned;
        if (messages === 0) return 'ended';
        deps.metrics.dropped(messages);
        log.warn({ messages }, 'messages to webhooks were dropped: too many of one webhook waited');
        return 'ended';
      });
  }
}

/** Stores the result of a post, as soon as the database takes it. An error would let the queue run the task again
 *  within seconds, and the task would post again. While this task waits, the queue does not accept another one for the
 *  attempt. @returns whether the result is stored; if not, the delivery is due again a minute after it was queued */
async function recordResult(
  { outbox, leaving, resultLog }: Pick<BackgroundTaskDeps, 'outbox' | 'leaving' | 'resultLog'>,
  due: DueDelivery,
  result: DeliveryResult,
): Promise<boolean> {
  const record = async () => {
    try {
      await outbox.record(due, result);
      resultLog.works();
    } catch (error) {
      resultLog.failed(error, 1, { delivery_id: due.id });
      throw error;
    }
  };
  return retryUntilDatabaseReturns(record, { signal: leaving }).then(
    () => true,
    () => false,
  );
}
