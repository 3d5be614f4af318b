import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Logger } from 'pino';
import {
  type Claim,
  control,
  type JobLeases,
  type JobLogStore,
  type JobQueue,
  type LeaseAnswer,
  type Supervised,
  type SupervisionChannel,
  type TrainMessage,
  type WorkOutcome,
} from '../src/contracts/ports/index.ts';
import type { JobKind, JobPayload, JobProgress, JobStatus } from '../src/contracts/schemas/index.ts';
import { AppError, type ErrorCode, loggedReason } from '../src/errors.ts';
import { faultPoint } from '../src/fault-points.ts';
import {
  failSpan,
  inSpan,
  type JobMetrics,
  type JobOutcome,
  type RunningJobMetrics,
  SpanKind,
} from '../src/observability/index.ts';
import type { OutageLog } from '../src/outage-log.ts';
import { type PollingLoop, startPolling } from '../src/polling.ts';
import type { Handled } from '../src/queue/index.ts';
import { BrokenThreads, inCall } from '../src/sharing/index.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import { JobLeft, retryUntilDatabaseReturns } from './retry-until-database-returns.ts';
import type { ThreadStarts } from './thread-starts.ts';
import { ThreadOrders, ThreadReports, Watchdog } from './thread-supervision.ts';

/** Pause between heartbeats, which write progress and read requests to cancel. A cancel takes effect within 2 s. */
const heartbeatMs = 400;
const timedOutCode: ErrorCode = 'job_timed_out';

export interface JobLimits {
  /** Seconds of work of a job, over all attempts; null: any time. */
  secondsMax: number | null;
  /** Seconds without a sign of life after which the thread of a job is hung. Longer than a step of the largest network. */
  silentSecondsMax: number;
}

export interface WorkDeps {
  leases: JobLeases;
  queue: Pick<JobQueue, 'requeue'>;
  /** Running jobs of a kind that a tenant may have; null: any number. */
  tenantRunningMax: number | null;
  jobLogs: JobLogStore;
  /** Logs of the heartbeats and of the stored log lines of all jobs. */
  outages: { heartbeats: OutageLog; jobLogs: OutageLog };
  metrics: JobMetrics;
  limits: JobLimits;
  workerId: string;
  log: Logger;
  /** Starts a thread for a job, unless one waits, while the input of the job is read. Resolves when the thread answers, or cannot: a job that
   *  did not wait for it would start another one. The signal ends a thread that still loads. */
  startThread(signal: AbortSignal): Promise<void>;
  /** Pause of this worker after threads that did not start. */
  starts: ThreadStarts;
  /** Aborted when this process is asked to end: each job writes a last checkpoint and is released. */
  stopping: AbortSignal;
  /** Aborted some time after `stopping`: jobs wait no longer for a database that is away, and are left to other workers. */
  leaving: AbortSignal;
}

/** The part of handling a job that depends on its kind. */
export interface Work<Task extends object, Result extends object> {
  kind: JobKind;
  /** For the log. */
  name: string;
  /** Number of training steps; 0 if it is not known yet. */
  steps(claim: Claim): number;
  /** Reads the input of the thread. @param leaving aborted when nobody waits for it any longer */
  prepare(claim: Claim, leaving: AbortSignal): Promise<Task>;
  /** Runs the numeric work in a new thread, which an abort ends; the channel's port is transferred. */
  run(claim: Claim, job: Supervised<Task>, signal: AbortSignal): Promise<WorkOutcome<Result>>;
  /** Writes the result and ends the job in one transaction. */
  publish(claim: Claim, result: Result): Promise<LeaseAnswer>;
  /** Fields of a result for the log. */
  describe(result: Result): object;
}

/** Handles one delivery: claims the job whose turn it is, runs it, publishes the result. The numeric work runs in another
 *  thread. */
export async function handleJob<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  payload: JobPayload,
): Promise<Handled> {
  const { waitMs } = deps.starts;
  if (waitMs > 0) await sleep(waitMs, undefined, { signal: deps.stopping }).catch(() => {}); // a stop ends the pause
  if (deps.stopping.aborted) return 'released';
  const next = { kind: work.kind, ticket: payload.job_id, runningMax: deps.tenantRunningMax };
  const onNotBegun = (jobId: string, err: unknown, hasFailed: boolean) =>
    deps.log.error(
      { err, job_id: jobId },
      hasFailed ? 'a job could not begin, and failed' : 'a job could not begin: others come first',
    );
  const claim = await retryUntilDatabaseReturns(
    () => deps.leases.claimNext(next, deps.workerId, onNotBegun),
    { leaving: deps.stopping },
  ).catch(leftOnly);
  if (claim instanceof JobLeft) return 'released';
  if (claim === null) return 'ended';
  if (claim === 'held') {
    deps.log.info({ ticket: payload.job_id }, 'the job of this entry cannot begin yet: tried again later');
    return 'held';
  }
  faultPoint('claimed', claim.job.id);
  return inSpan(
    `job ${claim.job.kind}`,
    {
      traceparent: claim.job.traceparent,
      kind: SpanKind.CONSUMER,
      attributes: {
        'gatecast.job.id': claim.job.id,
        'gatecast.job.attempt': claim.job.attempt,
        'gatecast.model.id': claim.model.id,
      },
    },
    async (span) => {
      const { handled, outcome, fault } = await inCall({ tenant: claim.job.tenant, signal: null }, () =>
        handleClaim(deps, work, claim),
      );
      span.setAttribute('gatecast.job.outcome', outcome);
      if (fault !== undefined) failSpan(span, fault);
      if (handled === 'ended') await queueNext(deps, work.kind);
      return handled;
    },
  );
}

interface Ended {
  handled: Handled;
  outcome: JobOutcome;
  /** Why the attempt failed: the code of its problem, or its outcome. */
  fault?: string;
}

/** Another attempt holds the job. */
const lost: Ended = { handled: 'ended', outcome: 'lost', fault: 'lost' };

async function handleClaim<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
): Promise<Ended> {
  const child = deps.log.child({
    job_id: claim.job.id,
    attempt: claim.job.attempt,
    model_id: claim.model.id,
    tenant: claim.job.tenant,
    request_id: claim.job.requestId ?? undefined,
  });
  const log = createJobLog(child, deps.jobLogs, claim, deps.outages.jobLogs);
  log.info({ from_step: claim.checkpointStep ?? 0 }, `${work.name} starts`);
  const metrics = deps.metrics.began(claim.job);
  const outcome = await runThread(deps, work, claim, log, metrics).catch(
    (error: unknown): ThreadOutcome<Result> => {
      if (error instanceof JobLeft) return { status: 'left', error };
      log.error({ err: error }, `${work.name} threw`);
      return { status: 'failed', problem: knownError(error, work.name, claim).toProblem() };
    },
  );
  let ended: Ended = { handled: 'ended', outcome: 'failed' };
  try {
    ended = await inSpan('publish', {}, () => publish(deps, work, claim, outcome, log)).catch(
      (error: unknown) => left(leftOnly(error), log),
    );
  } finally {
    metrics.ended(ended.outcome);
  }
  await log.flush();
  return ended;
}

/** A job that could not begin, because its tenant had all its places, has no entry in the queue. It gets one when a place
 *  is free. */
async function queueNext({ leases, queue, tenantRunningMax, log }: WorkDeps, kind: JobKind): Promise<void> {
  if (tenantRunningMax === null) return;
  try {
    const id = await leases.nextTurn({ kind, runningMax: tenantRunningMax });
    if (id !== null) await queue.requeue({ kind, job_id: id, request_id: null });
  } catch (err) {
    log.warn({ err }, 'the next job was not queued: the reconciler will queue it');
  }
}

/** The job keeps its lease, which no heartbeat renews. Its entry goes back, for the worker that takes the job over. */
function left({ cause }: JobLeft, log: JobLog): Ended {
  log.warn({ err: cause }, 'the database is away and the worker stops: the job is left to another worker');
  return { handled: 'released', outcome: 'released' };
}

/** @throws other errors */
function leftOnly(error: unknown): JobLeft {
  if (error instanceof JobLeft) return error;
  throw error;
}

/** Error type of the span of a thread; null if it was not at fault: a caller or an operator may end it. */
function faultOf(outcome: ThreadOutcome<unknown>): string | null {
  if (outcome.status === 'failed') return outcome.problem.code;
  return outcome.status === 'hung' || outcome.status === 'unstarted' ? outcome.status : null;
}

/** How a thread ended, that it was given up, that it did not start, or that its state could not be kept. */
type ThreadOutcome<Result> =
  | WorkOutcome<Result>
  | { status: 'hung' | 'unstarted' }
  | { status: 'left'; error: JobLeft };

async function publish<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  outcome: ThreadOutcome<Result>,
  log: JobLog,
): Promise<Ended> {
  const { leases } = deps;
  // A write that fails takes its heartbeat back. On a full disk small writes may succeed meanwhile, so without others the job would count as lost.
  const retried = <Answer>(call: () => Promise<Answer>): Promise<Answer> =>
    retryUntilDatabaseReturns(call, {
      leaving: deps.leaving,
      meanwhile: () => leases.heartbeat(claim, null),
    });
  /** @param end status of the job after the write: a try whose answer was lost may have been committed */
  const written = async (end: JobStatus, write: () => Promise<LeaseAnswer>): Promise<LeaseAnswer> => {
    let tries = 0;
    const answer = await retried(() => {
      tries++;
      return write();
    });
    if (answer !== 'lost' || tries === 1) return answer;
    return (await retried(() => leases.statusOf(claim))) === end ? 'held' : 'lost';
  };
  switch (outcome.status) {
    case 'succeeded': {
      const answer = await written('succeeded', () => work.publish(claim, outcome)).catch((error: unknown) =>
        refusalOf(error, work.name, claim, log),
      );
      if (answer instanceof AppError)
        return publish(deps, work, claim, { status: 'failed', problem: answer.toProblem() }, log);
      if (answer === 'cancel') return publish(deps, work, claim, { status: 'cancelled' }, log);
      faultPoint('published', claim.job.id);
      log.info({ answer, ...work.describe(outcome) }, `${work.name} succeeded`);
      return answer === 'lost' ? lost : { handled: 'ended', outcome: 'succeeded' };
    }
    case 'failed': {
      const answer = await written('failed', () => leases.fail(claim, outcome.problem));
      log.warn({ answer, ...loggedReason(outcome.problem) }, `${work.name} failed`);
      return answer === 'lost' ? lost : { handled: 'ended', outcome: 'failed', fault: outcome.problem.code };
    }
    case 'cancelled': {
      const answer = await written('cancelled', () => leases.cancelled(claim));
      log.info({ answer }, answer === 'lost' ? 'another attempt holds the job' : `${work.name} cancelled`);
      return answer === 'lost' ? lost : { handled: 'ended', outcome: 'cancelled' };
    }
    case 'suspended': {
      const answer = await written('queued', () => leases.release(claim));
      log.info({ answer }, `${work.name} released`);
      return answer === 'lost' ? lost : { handled: 'released', outcome: 'released' };
    }
    case 'hung': {
      const answer = await written('running', () => leases.abandon(claim));
      log.error({ answer }, `${work.name} gave no sign of life and was stopped`);
      return answer === 'lost' ? lost : { handled: 'released', outcome: 'hung', fault: 'hung' };
    }
    case 'left':
      throw outcome.error;
    case 'unstarted': {
      const answer = await written('queued', () => leases.release(claim));
      const pauseSeconds = Math.round(deps.starts.waitMs / 1_000);
      log.error(
        { answer, pause_seconds: pauseSeconds },
        `the thread of the ${work.name} did not start: tried again`,
      );
      return answer === 'lost' ? lost : { handled: 'held', outcome: 'unstarted', fault: 'unstarted' };
    }
  }
}

/** Reads the input of the work and runs it in its thread. Meanwhile writes heartbeats, progress and checkpoints, and passes orders on. */
async function runThread<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  log: JobLog,
  metrics: RunningJobMetrics,
): Promise<ThreadOutcome<Result>> {
  const { elapsedSeconds } = claim;
  const { secondsMax, silentSecondsMax } = deps.limits;
  if (secondsMax !== null && elapsedSeconds >= secondsMax)
    return { status: 'failed', problem: usedUp(work.name, claim, secondsMax).toProblem() };
  const orders = new ThreadOrders();
  const started = deps.startThread(orders.endingSignal);
  const suspend = () => orders.suspend();
  deps.stopping.addEventListener('abort', suspend);
  if (deps.stopping.aborted) suspend();
  const reports = new ThreadReports({
    progress: claim.checkpointStep === null ? preparing(work.steps(claim), elapsedSeconds) : null,
    orders,
    save: (checkpoint) =>
      retryUntilDatabaseReturns(() => deps.leases.saveCheckpoint(claim, checkpoint), deps),
    log,
    metrics,
  });
  const secondsLeft = secondsMax === null ? null : secondsMax - elapsedSeconds;
  const watchdog = new Watchdog(orders, { secondsLeft, silentSecondsMax });
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (message: TrainMessage) => {
    watchdog.sign();
    reports.receive(message);
  });
  const heartbeats = startHeartbeats(deps, claim, orders, reports);
  try {
    const channel: SupervisionChannel = { elapsedSeconds, control: orders.shared, port: port2 };
    const outcome = await prepareAndRun(work, claim, channel, { orders, watchdog, started });
    if (outcome.status === 'unstarted') deps.starts.failed();
    if (outcome.status === 'succeeded' || outcome.status === 'failed') deps.starts.succeeded();
    // The outcome comes by another way than the messages before it, and may have overtaken them.
    for (let late = receiveMessageOnPort(port1); late !== undefined; late = receiveMessageOnPort(port1)) {
      reports.receive(late.message);
    }
    await reports.saved();
    await heartbeats.stop();
    if (watchdog.isLate) reports.countAtLeast(secondsMax!); // a retry counts from here
    const last = await retryUntilDatabaseReturns(() => deps.leases.heartbeat(claim, reports.progress), deps); // it stays with the ended job
    deps.outages.heartbeats.works();
    if (watchdog.isLate && outcome.status === 'cancelled' && last === 'held')
      return { status: 'failed', problem: timedOut(work.name, secondsMax!).toProblem() };
    return outcome;
  } finally {
    watchdog.stop();
    await heartbeats.stop();
    deps.stopping.removeEventListener('abort', suspend);
    port1.close();
  }
}

/** Writes progress, and cancels the work when the lease asks for it. */
function startHeartbeats(
  { leases, outages }: WorkDeps,
  claim: Claim,
  orders: ThreadOrders,
  reports: ThreadReports,
): PollingLoop {
  return startPolling({
    everyMs: heartbeatMs,
    async run() {
      orders.obey(await leases.heartbeat(claim, reports.progress));
      outages.heartbeats.works();
    },
    onError: (error) => outages.heartbeats.failed(error, 1, { job_id: claim.job.id }),
  });
}

interface ThreadControl {
  orders: ThreadOrders;
  watchdog: Watchdog;
  /** Resolves when the thread has loaded its code, or cannot. */
  started: Promise<void>;
}

/** Reads the input of the work, and then runs it in its thread. */
async function prepareAndRun<Task extends object, Result extends object>(
  work: Work<Task, Result>,
  claim: Claim,
  channel: SupervisionChannel,
  { orders, watchdog, started }: ThreadControl,
): Promise<ThreadOutcome<Result>> {
  const signal = orders.endingSignal;
  const endedBy = (error: unknown) => outcomeOfError(error, { orders, watchdog });
  const prepared = await inSpan('prepare', {}, () =>
    unlessAborted(signal, work.prepare(claim, signal)).then(
      (task) => ({ task, status: 'read' as const }),
      endedBy,
    ),
  );
  if (prepared.status !== 'read') return prepared;
  return inSpan('run', {}, async (span) => {
    watchdog.watchThread();
    const run = async () => {
      await unlessAborted(signal, started); // a thread that loads reads no orders
      orders.threadBegins();
      watchdog.sign();
      return work.run(claim, { task: prepared.task, channel }, signal);
    };
    const ended = await run().catch(endedBy);
    const fault = watchdog.isLate && ended.status === 'cancelled' ? timedOutCode : faultOf(ended);
    if (fault !== null) failSpan(span, fault);
    return ended;
  });
}

/** How work ended that threw. @throws errors that are no end of its thread */
function outcomeOfError(
  error: unknown,
  { orders, watchdog }: Omit<ThreadControl, 'started'>,
): { status: 'hung' | 'unstarted' | 'cancelled' | 'suspended' } {
  if (error instanceof BrokenThreads) return { status: 'unstarted' };
  if (!orders.endingSignal.aborted) throw error;
  if (watchdog.isHung) return { status: 'hung' };
  return { status: orders.command === control.cancel ? 'cancelled' : 'suspended' };
}

/** @throws the reason of the signal as soon as it is aborted: the work goes on, and nobody waits for it */
async function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Why a result cannot be stored: the tenant has no room for it, or the service is at fault. No retry of the write helps then: recovered jobs
 *  would compute the result again and meet the same error. A retry of the job continues from the last checkpoint.
 *  @throws JobLeft */
function refusalOf(error: unknown, name: string, claim: Claim, log: JobLog): AppError {
  if (error instanceof JobLeft) throw error;
  if (!(error instanceof AppError))
    log.error({ err: error }, `the result of the ${name} could not be stored`);
  return knownError(error, name, claim);
}

/** The error that the caller gets. */
function knownError(error: unknown, name: string, { job }: Claim): AppError {
  if (error instanceof AppError) return error;
  const isMemory =
    (error as { code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY' ||
    (error instanceof RangeError && error.message.includes('allocation failed'));
  if (isMemory) {
    return new AppError('job_out_of_memory', {
      detail: `The ${name} needed more memory than its thread may use; use smaller settings, or fewer series.`,
    });
  }
  return new AppError('internal', {
    detail: `The ${name} failed in the service itself. The worker's log has details under ${job.id}.`,
  });
}

function timedOut(name: string, secondsMax: number): AppError {
  return new AppError(timedOutCode, {
    detail: `The ${name} was stopped, since it worked longer than ${secondsMax} seconds, which is the limit; use fewer steps, smaller settings or fewer windows.`,
  });
}

/** Refuses an attempt for which earlier ones have left no time. */
function usedUp(name: string, { elapsedSeconds }: Claim, secondsMax: number): AppError {
  return new AppError(timedOutCode, {
    detail: `The ${name} did not begin again: earlier attempts worked ${Math.round(elapsedSeconds)} seconds, and the limit of all attempts is ${secondsMax}; use fewer steps, smaller settings or fewer windows.`,
  });
}

/** Progress of a job before its thread reports any. */
function preparing(steps: number, elapsedSeconds: number): JobProgress {
  return {
    fraction: 0,
    phase: 'preparing',
    epoch: 0,
    step: 0,
    steps,
    loss: null,
    validation_loss: null,
    elapsed_seconds: elapsedSeconds,
    eta_seconds: null,
  };
}
