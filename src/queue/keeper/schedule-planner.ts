import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { BackgroundTaskQueue, PlannedSchedule, ScheduleTicks } from '../../contracts/ports/index.ts';
import {
  isPlannedTooLate,
  lastEventMs,
  runAfterLast,
  type StoredSchedule,
} from '../../contracts/schemas/index.ts';
import { createLatePlansLog, type LatePlans } from './late-plans-log.ts';

const schedulesPerRead = 10_000;
/** A run that is due for so long is looked for in the queue. */
const lateMs = 30_000;
/** Times of runs that are computed before other work gets its turn. */
const runsAtOnce = 10;

interface PlannerDeps {
  backgroundTasks: Pick<
    BackgroundTaskQueue,
    'plan' | 'catchUp' | 'unplan' | 'planned' | 'ticking' | 'planCleaning'
  >;
  ticks: Pick<ScheduleTicks, 'enabled'>;
  log: Logger;
}

/** @returns a function that plans the schedules that are enabled and the cleaning, removes plans of others, and queues
 *  late runs. It throws an error of a schedule that could not be planned, after it has planned the others. With 10,000
 *  schedules a run takes long, for instance when Redis has lost its data. It ends early with the keeper: the
 *  next one does the rest. */
export function createSchedulePlanner(deps: PlannerDeps): (stopping: AbortSignal) => Promise<void> {
  const { backgroundTasks, ticks, log } = deps;
  const queueLateRuns = createLateRunQueuer(deps);
  const latePlans = createLatePlansLog(log);
  const findTooLate = createLatePlans();
  return async (stopping) => {
    const cleaningMs = await backgroundTasks.planCleaning();
    const tooLate: LatePlans[] = cleaningMs === null ? [] : [{ runs: 1, plannedMs: cleaningMs }];
    const planned = await backgroundTasks.planned(stopping);
    if (stopping.aborted) return;
    const enabled = await allEnabled(ticks, stopping);
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
    await queueLateRuns(enabled, stopping);
    if (stopping.aborted) return;
    if (failure !== null) throw failure.error;
  };
}

/** Enabled schedules of all tenants, read some at a time. @param stopping once it is aborted, those read
 *  so far are the answer */
async function allEnabled(ticks: PlannerDeps['ticks'], stopping: AbortSignal): Promise<StoredSchedule[]> {
  const enabled: StoredSchedule[] = [];
  for (;;) {
    const read = await ticks.enabled(schedulesPerRead, enabled.at(-1)?.id);
    for (const schedule of read) enabled.push(schedule);
    if (read.length < schedulesPerRead || stopping.aborted) return enabled;
  }
}

/** @returns a function that queues late runs that the queue does not hold. The queue is read before the rows: a run
 *  that ends in between is known by its row. */
function createLateRunQueuer({
  backgroundTasks,
  ticks,
  log,
}: PlannerDeps): (enabled: readonly StoredSchedule[], stopping: AbortSignal) => Promise<void> {
  const dueTimes = createDueTimes();
  /** The run that this keeper has queued last, by schedule: when it was due, and when the schedule ran last. A run that
   *  failed in each try is begun anew once. The next one that fails changes the last run, while the
   *  first of them stays due. */
  const madeUpFor = new Map<string, string>();
  return async (enabled, stopping) => {
    const until = Date.now() - lateMs;
    if (![...(await dueTimes(enabled, stopping)).values()].some((due) => due <= until)) return;
    const ticking = await backgroundTasks.ticking();
    const now = await allEnabled(ticks, stopping);
    const times = await dueTimes(now, stopping);
    for (const schedule of now) {
      if (stopping.aborted) return;
      const due = times.get(schedule.id)!;
      const missed = `${due} ${schedule.last_run?.at}`;
      if (due > until || ticking.has(schedule.id) || madeUpFor.get(schedule.id) === missed) continue;
      await backgroundTasks.catchUp(schedule);
      madeUpFor.set(schedule.id, missed);
      log.warn(
        { schedule_id: schedule.id, due_at: new Date(due).toISOString() },
        'a scheduled run was missing in the queue: queued',
      );
    }
    for (const id of madeUpFor.keys()) if (!times.has(id)) madeUpFor.delete(id);
  };
}

/** @returns a function that tells the planned times of schedules whose next run is planned later than it is due. Plans
 *  that were found right stay right and are not compared again, since times of cron expressions
 *  take long to compute. */
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

/** @returns a function that tells the first run of each schedule after its last one. Times that are known are kept,
 *  since those of cron expressions take long to compute. Those after a time in the future change, and are not kept. */
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
