import type { Logger } from 'pino';
import type {
  AnomalyWatches,
  BackgroundTaskQueue,
  DeliveryOutbox,
  DueTasks,
  ScheduleTicks,
} from '../../contracts/ports/index.ts';
import { createOutageLog } from '../../outage-log.ts';
import { startPolling } from '../../polling.ts';
import { createDueTaskQueuer } from './due-tasks.ts';
import { createSchedulePlanner } from './schedule-planner.ts';

const dueEveryMs = 1_000;
/** Pause after a round with deliveries: few of a webhook are in the queue at a time, and most are posted at once. */
const moreDueAfterMs = 200;
const schedulesEveryMs = 30_000;

export interface BackgroundTaskKeeper {
  /** Ends the rounds at work after their present calls. Resolves when they have ended. */
  stop(): Promise<void>;
}

/** Makes the queue agree with the rows: queues the deliveries and anomaly watches that are due, plans the schedules
 *  that are enabled, and removes plans of others. A schedule makes up for the first run that did not take place,
 *  because the queue lost its plan, or came back with older entries. Runs that a clock that was ahead has planned too
 *  late are planned again. Any number of processes may run a keeper. */
export function startBackgroundTaskKeeper(deps: {
  backgroundTasks: BackgroundTaskQueue;
  dueTasks: DueTasks;
  outbox: Pick<DeliveryOutbox, 'due'>;
  ticks: Pick<ScheduleTicks, 'enabled'>;
  watches: Pick<AnomalyWatches, 'due'>;
  log: Logger;
}): BackgroundTaskKeeper {
  const { log } = deps;
  const tasks = createOutageLog(log, {
    failing: 'background tasks could not be queued; tried again',
    again: 'background tasks are queued again',
  });
  /** Without Redis nothing is planned, while a round without due tasks works. Where both fail, the tasks tell it. */
  const plans = createOutageLog(log, {
    failing: 'schedules could not be planned; tried again',
    again: 'schedules are planned again',
  });
  const queueDue = createDueTaskQueuer(deps);
  const planSchedules = createSchedulePlanner(deps);
  const loops = [
    startPolling({
      everyMs: dueEveryMs,
      moreAfterMs: moreDueAfterMs,
      async run(stopping) {
        const mayBeMore = await queueDue(stopping);
        tasks.works();
        return mayBeMore ? 'more' : undefined;
      },
      onError: tasks.failed,
    }),
    startPolling({
      everyMs: schedulesEveryMs,
      async run(stopping) {
        await planSchedules(stopping);
        if (!stopping.aborted) plans.works();
      },
      onError: (error) => (tasks.isDown ? tasks : plans).failed(error),
    }),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
