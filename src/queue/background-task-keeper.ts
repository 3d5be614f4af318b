import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type {
  AnomalyWatches,
  BackgroundTaskQueue,
  DeliveryOutbox,
  DueDelivery,
  DueTasks,
  DueWatch,
  PlannedSchedule,
  ScheduleTicks,
} from '../contracts/ports/index.ts';
import {
  isPlannedTooLate,
  lastEventMs,
  runAfterLast,
  type StoredSchedule,
} from '../contracts/schemas/index.ts';
import { createOutageLog } from '../outage-log.ts';
import { startPolling } from '../polling.ts';
import { createLatePlansLog, type LatePlans } from './late-plans-log.ts';

const dueEveryMs = 1_000;
/** Pause after a round with deliveries: few of a webhook are in the queue at a time, and most are posted at once. */
const moreDueAfterMs = 200;
const deliveriesPerRoundMax = 100;
const watchesPerRoundMax = 100;
/** Tasks that are queued at the same time. */
const queuedAtOnce = 10;
/** How long a delivery that could not be queued is tried again. After that the outbox names it again. */
const retriedForMs = 60_000;
const schedulesEveryMs = 30_000;
const schedulesMax = 100_000;
/** A run that is due for so long is looked for in the queue. */
const lateMs = 30_000;
/** Times of runs that are computed before other work gets its turn. */
const runsAtOnce = 10;
/** Pause after the second try, in milliseconds. Each further pause is twice as long. */
const pauseMsMin = 10_000;
const pauseMsMax = 3_600_000;

export interface BackgroundTaskKeeper {
  /** Ends the rounds at work after their present calls. Resolves when they have ended. */
  stop(): Promise<void>;
}

/** Makes the queue agree with the rows: queues the deliveries and anomaly watches that are due, plans the schedules
 *  that are enabled, and removes plans of others. A schedule makes up for the first run that did not take place, because the queue lost its
 *  plan, or came back with older entries. Runs that a clock that was ahead has planned too late are planned again. Any number of processes may run a keeper. */
export function startBackgroundTaskKeeper(deps: {
  backgroundTasks: BackgroundTaskQueue;
  dueTasks: DueTasks;
  outbox: Pick<DeliveryOutbox, 'due'>;
  ticks: Pick<ScheduleTicks, 'enabled'>;
  watches: Pick<AnomalyWatches, 'due'>;
  log: Logger;
}): BackgroundTaskKeeper {
  const { backgroundTasks, log } = deps;
  const tasks = createOutageLog(log, {
    failing: 'background tasks could not be queued; tried again',
    again: 'background tasks are queued again',
  });
  /** Without Redis nothing is planned, while a round without due tasks works. Where both fail, the tasks tell it. */
  const plans = createOutageLog(log, {
    failing: 'schedules could not be planned; tried again',
    again: 'schedules are planned again',
  });

  /** Deliveries that the outbox takes for queued, while the queue has not taken them. */
  let unqueued: { due: DueDelivery; untilMs: number }[] = [];
  const queueDeliveries = async (stopping: AbortSignal) => {
    const nowMs = performance.now();
    unqueued = unqueued.filter(({ untilMs }) => untilMs > nowMs);
    const room = deliveriesPerRoundMax - unqueued.length;
    const named = room > 0 ? await deps.outbox.due(room) : [];
    const tasks = [...named.map((due) => ({ due, untilMs: nowMs + retriedForMs })), ...unqueued];
    const { left, failure } = await queueAll(tasks, stopping, ({ due }) => backgroundTasks.deliver(due));
    unqueued = left;
    if (failure !== null) throw failure.reason;
    return named.length > 0;
  };
  const pauses = createWatchPauses();
  const queueWatches = async (stopping: AbortSignal) => {
    const due = await deps.watches.due(watchesPerRoundMax, pauses.paused());
    const { failure } = await queueAll(due, stopping, async (one) => {
      if (await backgroundTasks.watch(one)) pauses.queued(one);
    });
    if (failure !== null) throw failure.reason;
  };
  const queueDue = async (stopping: AbortSignal) => {
    const { deliveries, watches } = await deps.dueTasks.any();
    const queued = await Promise.allSettled([
      deliveries || unqueued.length > 0 ? queueDeliveries(stopping) : false,
      watches ? queueWatches(stopping) : undefined,
    ]);
    const failed = queued.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    tasks.works();
    return queued[0].status === 'fulfilled' && queued[0].value ? 'more' : undefined;
  };
  const dueTimes = createDueTimes();
  /** Time of the last run that this keeper has made up for, by schedule. A run that failed in each try is begun anew once. */
  const madeUpFor = new Map<string, number>();
  /** Queues late runs that the queue does not hold. The queue is read before the rows: a run that ends in between is known by its row. */
  const catchUpLate = async (enabled: readonly StoredSchedule[], stopping: AbortSignal) => {
    const until = Date.now() - lateMs;
    if (![...(await dueTimes(enabled, stopping)).values()].some((due) => due <= until)) return;
    const ticking = await backgroundTasks.ticking();
    const now = await deps.ticks.enabled(schedulesMax);
    const times = await dueTimes(now, stopping);
    for (const schedule of now) {
      if (stopping.aborted) return;
      const due = times.get(schedule.id)!;
      if (due > until || ticking.has(schedule.id) || madeUpFor.get(schedule.id) === due) continue;
      await backgroundTasks.catchUp(schedule);
      madeUpFor.set(schedule.id, due);
      log.warn(
        { schedule_id: schedule.id, due_at: new Date(due).toISOString() },
        'a scheduled run was missing in the queue: queued',
      );
    }
    for (const id of madeUpFor.keys()) if (!times.has(id)) madeUpFor.delete(id);
  };
  const latePlans = createLatePlansLog(log);
  const findTooLate = createLatePlans();
  /** With 10,000 schedules a run takes long, for instance when Redis has lost its data. It ends early with the keeper: the next one does the rest. */
  const planSchedules = async (stopping: AbortSignal) => {
    const cleaningMs = await backgroundTasks.planCleaning();
    const tooLate: LatePlans[] = cleaningMs === null ? [] : [{ runs: 1, plannedMs: cleaningMs }];
    const planned = await backgroundTasks.planned(stopping);
    if (stopping.aborted) return;
    const enabled = await deps.ticks.enabled(schedulesMax);
    const late = await findTooLate(enabled, planned, stopping);
    if (stopping.aborted) return;
    if (late.size > 0) {
      const [[schedule_id, plannedMs]] = late;
      tooLate.push({ runs: late.size, schedule_id, plannedMs });
    }
    latePlans.round(tooLate);
    let failure: { error: unknown } | null = null;
    for (const schedule of enabled) {
      if (stopping.aborted) return;
      const isPlanned = planned.get(schedule.id)?.revision === schedule.revision;
      if (isPlanned && !late.has(schedule.id)) continue;
      try {
        await backgroundTasks.catchUp(schedule); // before it counts as planned
        await backgroundTasks.plan(schedule);
      } catch (error) {
        failure = { error }; // of one schedule, which holds up no others
        continue;
      }
      if (!isPlanned) log.info({ schedule_id: schedule.id }, 'a schedule was not planned: planned');
    }
    const wanted = new Set(enabled.map(({ id }) => id));
    for (const id of planned.keys()) {
      if (stopping.aborted) return;
      if (!wanted.has(id)) await backgroundTasks.unplan(id);
    }
    await catchUpLate(enabled, stopping);
    if (stopping.aborted) return;
    if (failure !== null) throw failure.error;
    plans.works();
  };
  const loops = [
    startPolling({ everyMs: dueEveryMs, moreAfterMs: moreDueAfterMs, run: queueDue, onError: tasks.failed }),
    startPolling({
      everyMs: schedulesEveryMs,
      run: planSchedules,
      onError: (error) => (tasks.isDown ? tasks : plans).failed(error),
    }),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** @returns a function that tells the planned times of schedules whose next run is planned later than it is due. Plans that were found
 *  right stay right and are not compared again, since times of cron expressions take long to compute. */
function createLatePlans(): (
  schedules: readonly StoredSchedule[],
  plans: ReadonlyMap<string, PlannedSchedule>,
  stopping: AbortSignal,
) => Promise<Map<string, number>> {
  let right = new Map<string, number>();
  return async (schedules, plans, stopping) => {
    const found: typeof right = new Map();
    const late = new Map<string, number>();
    let computed = 0;
    for (const schedule of schedules) {
      if (stopping.aborted) break;
      const plan = plans.get(schedule.id);
      if (plan === undefined || plan.revision !== schedule.revision) continue;
      const isKnown = right.get(schedule.id) === plan.nextMs;
      if (!isKnown && ++computed % runsAtOnce === 0) await setImmediate();
      const isRight = isKnown || !isPlannedTooLate(schedule, plan.nextMs, Date.now());
      (isRight ? found : late).set(schedule.id, plan.nextMs);
    }
    right = found;
    return late;
  };
}

/** @returns a function that tells the first run of each schedule after its last one. Times that are known are kept, since those of cron
 *  expressions take long to compute. Those after a time in the future change, and are not kept. */
function createDueTimes(): (
  schedules: readonly StoredSchedule[],
  stopping: AbortSignal,
) => Promise<Map<string, number>> {
  let known = new Map<string, { since: string; due: number }>();
  return async (schedules, stopping) => {
    const found: typeof known = new Map();
    let computed = 0;
    for (const schedule of schedules) {
      if (stopping.aborted) break;
      const since = `${schedule.changed_at} ${schedule.revision} ${schedule.last_run?.at}`;
      const before = known.get(schedule.id);
      if (before?.since === since) {
        found.set(schedule.id, before);
        continue;
      }
      if (++computed % runsAtOnce === 0) await setImmediate();
      const now = Date.now();
      found.set(schedule.id, {
        since: lastEventMs(schedule) > now ? '' : since,
        due: runAfterLast(schedule, now),
      });
    }
    known = found;
    return new Map(Array.from(found, ([id, { due }]) => [id, due]));
  };
}

/** A watch that is due again for the same version, after the queue has forgotten it, has failed. Its next tries come after growing pauses,
 *  so that it neither takes the time of others nor their places among those that are named. */
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

/** Queues tasks. One that cannot be queued holds up no others. When none of some tasks can be, the queue does not answer, and the rest
 *  is not tried: each call would wait for an answer. Nothing further is tried when the keeper stops.
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
