import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AnomalyWatches, DeliveryOutbox, ErrandQueue, ScheduleTicks } from '../contracts/ports/index.ts';

const deliveriesEveryMs = 1_000;
const deliveriesPerRoundMax = 100;
const watchesEveryMs = 1_000;
const watchesPerRoundMax = 100;
const schedulesEveryMs = 30_000;
const schedulesMax = 100_000;

export interface ErrandKeeper {
  stop(): Promise<void>;
}

/** Keeps the queue as the rows say: deliveries and looks that are due are queued, schedules are planned, those that are gone are
 *  not. Any number of processes may run one. */
export function startErrandKeeper(deps: {
  errands: ErrandQueue;
  outbox: DeliveryOutbox;
  ticks: Pick<ScheduleTicks, 'enabled'>;
  watches: Pick<AnomalyWatches, 'due'>;
  log: Logger;
}): ErrandKeeper {
  const { errands, log } = deps;
  const stopping = new AbortController();

  const queueDeliveries = async () => {
    for (const due of await deps.outbox.due(deliveriesPerRoundMax)) await errands.deliver(due);
  };
  const queueWatches = async () => {
    for (const due of await deps.watches.due(watchesPerRoundMax)) await errands.watch(due);
  };
  const planSchedules = async () => {
    await errands.planCleaning();
    const planned = await errands.planned();
    const enabled = await deps.ticks.enabled(schedulesMax);
    for (const schedule of enabled) {
      if (planned.get(schedule.id) === schedule.revision) continue;
      await errands.plan(schedule);
      log.info({ schedule_id: schedule.id }, 'a schedule was not planned: planned');
    }
    const wanted = new Set(enabled.map(({ id }) => id));
    for (const id of planned.keys()) if (!wanted.has(id)) await errands.unplan(id);
  };
  const keep = async (round: () => Promise<void>, everyMs: number) => {
    while (!stopping.signal.aborted) {
      await round().catch((err: unknown) => log.warn({ err }, 'keeping errands failed; it is tried again'));
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const keeping = Promise.all([
    keep(queueDeliveries, deliveriesEveryMs),
    keep(queueWatches, watchesEveryMs),
    keep(planSchedules, schedulesEveryMs),
  ]);
  return {
    async stop() {
      stopping.abort();
      await keeping;
    },
  };
}
