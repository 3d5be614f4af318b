import type {
  AnomalyWatches,
  BackgroundTaskQueue,
  DeliveryOutbox,
  DueDelivery,
  DueTasks,
  DueWatch,
} from '../../contracts/ports/index.ts';

const deliveriesPerRoundMax = 100;
const watchesPerRoundMax = 100;
/** Tasks that are queued at the same time. */
const queuedAtOnce = 10;
/** How long a delivery that could not be queued is tried again. After that the outbox names it again. */
const retriedForMs = 60_000;
/** Pause after the second try, in milliseconds. Each further pause is twice as long. */
const pauseMsMin = 10_000;
const pauseMsMax = 3_600_000;

/** @returns a function that queues the deliveries and anomaly watches that are due, and tells whether further
 *  deliveries may be due. It throws an error of a task that could not be queued, after it has tried the others. */
export function createDueTaskQueuer({
  backgroundTasks,
  dueTasks,
  outbox,
  watches,
}: {
  backgroundTasks: Pick<BackgroundTaskQueue, 'deliver' | 'watch'>;
  dueTasks: DueTasks;
  outbox: Pick<DeliveryOutbox, 'due'>;
  watches: Pick<AnomalyWatches, 'due'>;
}): (stopping: AbortSignal) => Promise<boolean> {
  /** Deliveries that the outbox takes for queued, while the queue has not taken them. */
  let unqueued: { due: DueDelivery; untilMs: number }[] = [];
  const queueDeliveries = async (stopping: AbortSignal) => {
    const nowMs = performance.now();
    unqueued = unqueued.filter(({ untilMs }) => untilMs > nowMs);
    const room = deliveriesPerRoundMax - unqueued.length;
    const named = room > 0 ? await outbox.due(room) : [];
    const tasks = [...named.map((due) => ({ due, untilMs: nowMs + retriedForMs })), ...unqueued];
    const { left, failure } = await queueAll(tasks, stopping, ({ due }) => backgroundTasks.deliver(due));
    unqueued = left;
    if (failure !== null) throw failure.reason;
    return named.length > 0;
  };
  const pauses = createWatchPauses();
  const queueWatches = async (stopping: AbortSignal) => {
    const due = await watches.due(watchesPerRoundMax, pauses.paused());
    const { failure } = await queueAll(due, stopping, async (one) => {
      if (await backgroundTasks.watch(one)) pauses.queued(one);
    });
    if (failure !== null) throw failure.reason;
  };
  return async (stopping) => {
    const areDue = await dueTasks.any();
    const queued = await Promise.allSettled([
      areDue.deliveries || unqueued.length > 0 ? queueDeliveries(stopping) : false,
      areDue.watches ? queueWatches(stopping) : undefined,
    ]);
    const failed = queued.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return queued[0].status === 'fulfilled' && queued[0].value;
  };
}

/** A watch that is due again for the same version, after the queue has forgotten it, has failed: the queue keeps it
 *  while its search runs or waits. Its next tries come after growing pauses, so that it neither takes the time of
 *  others nor their places among those that are named. */
function createWatchPauses() {
  const now = () => performance.now();
  const tried = new Map<string, { version: number; tries: number; untilMs: number }>();
  return {
    /** The watches that are in a pause. */
    paused(): DueWatch[] {
      const at = now();
      const paused: DueWatch[] = [];
      for (const [modelId, { version, untilMs }] of tried) {
        if (untilMs > at) paused.push({ modelId, version });
        else if (at - untilMs > 2 * pauseMsMax) tried.delete(modelId); // it has been done
      }
      return paused;
    },
    /** The watch was put into the queue, which did not hold it. */
    queued({ modelId, version }: DueWatch): void {
      const before = tried.get(modelId);
      const tries = before?.version === version ? before.tries + 1 : 1;
      const pauseMs = tries === 1 ? 0 : Math.min(pauseMsMax, pauseMsMin * 2 ** (tries - 2));
      tried.set(modelId, { version, tries, untilMs: now() + pauseMs });
    },
  };
}

/** Queues tasks. One that cannot be queued holds up no others. When none of some tasks can be, the queue does not
 *  answer, and the rest is not tried: each call would wait for an answer. Nothing further is
 *  tried when the keeper stops.
 *  @returns the tasks that are not queued, and an error of one */
async function queueAll<T>(
  tasks: readonly T[],
  stopping: AbortSignal,
  queue: (task: T) => Promise<void>,
): Promise<{ left: T[]; failure: PromiseRejectedResult | null }> {
  const left: T[] = [];
  let failure: PromiseRejectedResult | null = null;
  for (let i = 0; i < tasks.length; i += queuedAtOnce) {
    const some = tasks.slice(i, i + queuedAtOnce);
    const queued = await Promise.allSettled(some.map(queue));
    left.push(...some.filter((_, n) => queued[n].status === 'rejected'));
    failure = queued.find((one) => one.status === 'rejected') ?? failure;
    if (stopping.aborted || queued.every((one) => one.status === 'rejected')) {
      left.push(...tasks.slice(i + queuedAtOnce));
      break;
    }
  }
  return { left, failure };
}
