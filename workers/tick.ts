import type { Logger } from 'pino';
import type {
  ForecastCalls,
  JobQueue,
  ModelStore,
  ScheduleTicks,
  Tick,
} from '../src/contracts/ports/index.ts';
import { forecastInSchema } from '../src/contracts/schemas/index.ts';
import { AppError, loggedReason, type Problem } from '../src/errors.ts';
import type { TaskMetrics } from '../src/observability/index.ts';
import type { OutageLog } from '../src/outage-log.ts';
import { isOutage } from '../src/store/index.ts';
import type { Turns } from './turn.ts';

export interface TickDeps {
  ticks: ScheduleTicks;
  models: Pick<ModelStore, 'get'>;
  calls: Pick<ForecastCalls, 'computePacked'>;
  queue: Pick<JobQueue, 'enqueue'>;
  /** Log of the jobs that cannot be queued, which the worker has in common. */
  unqueuedJobs: OutageLog;
  metrics: Pick<TaskMetrics, 'ran'>;
  log: Logger;
  /** Shares the runs among tenants. */
  inTurn: Turns;
  /** Aborted when the worker is to end: a computation that it cuts off is no refusal. */
  stopping: AbortSignal;
}

/** Runs a schedule once: trains or forecasts.
 *  @param isLastTry whether the tick is not tried again after an error */
export async function handleTick(deps: TickDeps, tick: Tick, isLastTry: boolean): ReturnType<Turns> {
  const log = deps.log.child({ schedule_id: tick.scheduleId });
  const due = await deps.ticks.find(tick);
  if (due === null) {
    log.info('nothing to run');
    return 'ended';
  }
  const task = { id: tick.tickId, tenant: due.tenant, subject: tick.scheduleId };
  return deps.inTurn(task, () => runDue(deps, tick, due, isLastTry, log.child({ tenant: due.tenant })));
}

type DueTick = NonNullable<Awaited<ReturnType<ScheduleTicks['find']>>>;

/** An error of the request (4xx) is stored as the result of the run, and a full queue (429) in the last try only, since
 *  it may have room soon. Other errors are thrown, and the tick is retried; that of the last try is stored too. */
async function runDue(
  deps: TickDeps,
  tick: Tick,
  due: DueTick,
  isLastTry: boolean,
  log: Logger,
): Promise<void> {
  try {
    const outcome = await (due.kind === 'retrain'
      ? retrain(deps, tick, log)
      : forecast(deps, tick, due, log));
    if (outcome !== null) deps.metrics.ran(due.kind, outcome);
  } catch (error) {
    if (deps.stopping.aborted || isOutage(error)) throw error;
    if (!(error instanceof AppError) || error.status >= 500) {
      if (isLastTry) {
        const isRecorded = await deps.ticks.record(tick, 'failed', failureOf(error, tick));
        if (isRecorded) deps.metrics.ran(due.kind, 'failed');
      }
      throw error;
    }
    if (error.status === 429 && !isLastTry) throw error;
    const problem = error.toProblem();
    if (!(await deps.ticks.record(tick, 'refused', problem))) return;
    deps.metrics.ran(due.kind, 'refused');
    if (due.lastRefusal !== null && reasonOf(due.lastRefusal) === reasonOf(problem.detail)) return;
    const { remedy } = problem;
    log.warn({ model_id: due.model_id, ...loggedReason(problem), remedy }, 'schedule could not run');
  }
}

/** Failure as the owner of the schedule is told it. The log of the worker has the error, with the id of the tick. */
function failureOf(error: unknown, { tickId }: Tick): Pick<Problem, 'detail'> {
  if (error instanceof AppError) return error.toProblem();
  return {
    detail: `The run failed in the service itself. The operator finds details in the worker's log under ${tickId}.`,
  };
}

/** Two refusals that differ in numbers alone, such as in what is stored, have the same reason. */
function reasonOf(detail: string): string {
  return detail.replaceAll(/\d+/g, '0');
}

/** @returns null if there was nothing to run any more */
async function retrain(
  { ticks, queue, unqueuedJobs }: TickDeps,
  tick: Tick,
  log: Logger,
): Promise<'ran' | 'skipped' | null> {
  const run = await ticks.retrain(tick);
  if (run === null) {
    log.info('nothing to run');
    return null;
  }
  if ('unfinished' in run) {
    log.info({ job_id: run.unfinished }, 'schedule skipped');
    return 'skipped';
  }
  const { job } = run;
  log.info({ job_id: job.job_id }, 'schedule ran');
  try {
    await queue.enqueue(job);
    unqueuedJobs.works();
  } catch (error) {
    unqueuedJobs.failed(error, 1, { schedule_id: tick.scheduleId, job_id: job.job_id });
  }
  return 'ran';
}

/** Forecasts the stored series over the model's horizon, like an API call without a body, and publishes the result.
 *  @returns null if it was no longer asked for */
async function forecast(
  { ticks, models, calls }: TickDeps,
  tick: Tick,
  due: DueTick,
  log: Logger,
): Promise<'ran' | null> {
  const model = await models.get(due.tenant, due.model_id);
  const made = await calls.computePacked(due.tenant, model, forecastInSchema.parse({}));
  const forecastId = await ticks.publish(tick, made);
  log.info({ forecast_id: forecastId }, forecastId === null ? 'nothing to run' : 'schedule ran');
  return forecastId === null ? null : 'ran';
}
