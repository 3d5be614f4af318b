import type {
  Cleaner,
  DeliveryOutbox,
  DeliveryResult,
  Errand,
  OutgoingDelivery,
} from '../src/contracts/ports/index.ts';
import { handleTick, type TickDeps } from './tick.ts';
import { handleWatch, type WatchDeps } from './watch.ts';

export interface ErrandDeps extends TickDeps, WatchDeps {
  calls: TickDeps['calls'] & WatchDeps['calls'];
  outbox: DeliveryOutbox;
  cleaner: Cleaner;
  /** Posts once; whatever goes wrong is the result. */
  send(delivery: OutgoingDelivery): Promise<DeliveryResult>;
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
    case 'tick':
      return handleTick(deps, { scheduleId: errand.schedule_id, revision: errand.revision, tickId: id });
    case 'watch':
      return handleWatch(deps, { modelId: errand.model_id, version: errand.version });
    case 'clean': {
      const cleaned = await deps.cleaner.clean();
      log.info({ ...cleaned }, 'old rows were deleted');
      return;
    }
  }
}
