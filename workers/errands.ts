import type { Logger } from 'pino';
import type { Errand } from '../src/contracts/errand.ts';
import type { JobQueue } from '../src/contracts/ports.ts';
import type { Cleaner } from '../src/contracts/retention.ts';
import type { ScheduleTicks } from '../src/contracts/schedule.ts';
import type { DeliveryOutbox, DeliveryResult, OutgoingDelivery } from '../src/contracts/webhook.ts';

export interface ErrandDeps {
  outbox: DeliveryOutbox;
  ticks: ScheduleTicks;
  cleaner: Cleaner;
  queue: JobQueue;
  /** Posts once; whatever goes wrong is the result. */
  send(delivery: OutgoingDelivery): Promise<DeliveryResult>;
  log: Logger;
}

/** Does one errand; `id` is the same in every try of it. */
export async function handleErrand(deps: ErrandDeps, errand: Errand, id: string): Promise<void> {
  const { log } = deps;
  switch (errand.errand) {
    case 'deliver': {
      const due = { id: errand.delivery_id, attempt: errand.attempt };
      const delivery = await deps.outbox.load(due);
      if (delivery === null) return;
      const result = await deps.send(delivery);
      await deps.outbox.record(due, result);
      log.info(
        { delivery_id: due.id, attempt: due.attempt, status: result.responseStatus, reason: result.error },
        result.isDelivered ? 'webhook delivered' : 'webhook not delivered',
      );
      return;
    }
    case 'tick': {
      const { schedule_id, revision } = errand;
      const job = await deps.ticks.run({ scheduleId: schedule_id, revision, tickId: id });
      log.info(
        { schedule_id, job_id: job?.job_id ?? null },
        job === null ? 'nothing to run' : 'schedule ran',
      );
      if (job === null) return;
      await deps.queue
        .enqueue(job)
        .catch((err: unknown) =>
          log.warn({ err, job_id: job.job_id }, 'not queued yet: the reconciler will do it'),
        );
      return;
    }
    case 'clean': {
      const cleaned = await deps.cleaner.clean();
      log.info({ ...cleaned }, 'old rows were deleted');
      return;
    }
  }
}
