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
import type { JobKind, JobPayload, JobProgress } from '../src/contracts/schemas/index.ts';
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
import { startPolling } from '../src/polling.ts';
import type { Handled } from '../src/queue/index.ts';
import { BrokenThreads, inCall } from '../src/sharing/index.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import { JobLeft, retryUntilDatabaseReturns } from './retry-until-database-returns.ts';

/** Pause between heartbeats, which write progress and read requests to cancel. A cancel takes effect within 2 s. */
const heartbeatMs = 400;
/** How long a thread has to obey an order before it is terminated. It reads orders between two steps; a step of a very
 *  large network may take longer. */
const cancelMsMax = 1_000;
const suspendMsMax = 8_000;
const watchdogMs = 500;
const timedOutCode: ErrorCode = 'job_timed_out';

export interface JobLimits {
  /** Seconds of work of a job, over all attempts; null: any time. */
  secondsMax: number | null;
  /** Seconds without a sign of life after which the thread of a job is hung. Longer than a step of the largest network. */
  silentSecondsMax: number;
}

export interface WorkDeps {
  leases: JobLeases;
  queue: Pick<JobQueue, 'enqueue'>;
  /** Running jobs of a kind that a tenant may have; null: any number. */
  tenantRunningMax: number | null;
  jobLogs: JobLogStore;
  /** Logs of the heartbeats and of the stored log lines of all jobs. */
  outages: { heartbeats: OutageLog; jobLogs: OutageLog };
  metrics: JobMetrics;
  limits: JobLimits;
  workerId: string;
  log: Logger;
  /** Starts a thread for a job, unless one waits, while the input of the job is read. */
  startThread(): void;
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
  if (deps.stopping.aborted) return 'released';
  const next = { kind: work.kind, ticket: payload.job_id, runningMax: deps.tenantRunningMax };
  const claim = await retryUntilDatabaseReturns(() => deps.leases.claimNext(next, deps.workerId), {
    leaving: deps.stopping,
  }).catch(leftOnly);
  if (claim instanceof JobLeft) return 'released';
  if (claim === null) return 'ended';
  if (claim === 'held') {
    deps.log.info(
      { ticket: payload.job_id },
      'another worker holds the job of this entry: tried again later',
    );
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
  log.info({ from_step: claim.checkpoint?.step ?? 0 }, `${work.name} starts`);
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
    if (id !== null) await queue.enqueue({ kind, job_id: id, request_id: null });
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
  const written = <Answer>(write: () => Promise<Answer>): Promise<Answer> =>
    retryUntilDatabaseReturns(write, {
      leaving: deps.leaving,
      meanwhile: () => leases.heartbeat(claim, null),
    });
  switch (outcome.status) {
    case 'succeeded': {
      const answer = await written(() => work.publish(claim, outcome)).catch(refusedOnly);
      if (answer instanceof AppError)
        return publish(deps, work, claim, { status: 'failed', problem: answer.toProblem() }, log);
      if (answer === 'cancel') return publish(deps, work, claim, { status: 'cancelled' }, log);
      faultPoint('published', claim.job.id);
      log.info({ answer, ...work.describe(outcome) }, `${work.name} succeeded`);
      return answer === 'lost' ? lost : { handled: 'ended', outcome: 'succeeded' };
    }
    case 'failed': {
      const answer = await written(() => leases.fail(claim, outcome.problem));
      log.warn({ answer, ...loggedReason(outcome.problem) }, `${work.name} failed`);
      return answer === 'lost' ? lost : { handled: 'ended', outcome: 'failed', fault: outcome.problem.code };
    }
    case 'cancelled': {
      const answer = await written(() => leases.cancelled(claim));
      log.info({ answer }, answer === 'lost' ? 'another attempt holds the job' : `${work.name} cancelled`);
      return answer === 'lost' ? lost : { handled: 'ended', outcome: 'cancelled' };
    }
    case 'suspended': {
      const answer = await written(() => leases.release(claim));
      log.info({ answer }, `${work.name} released`);
      return answer === 'lost' ? lost : { handled: 'released', outcome: 'released' };
    }
    case 'hung': {
      const answer = await written(() => leases.abandon(claim));
      log.error({ answer }, `${work.name} gave no sign of life and was stopped`);
      return answer === 'lost' ? lost : { handled: 'released', outcome: 'hung', fault: 'hung' };
    }
    case 'left':
      throw outcome.error;
    case 'unstarted': {
      const answer = await written(() => leases.release(claim));
      log.error({ answer }, `the thread of the ${work.name} did not start: tried again`);
      return answer === 'lost' ? lost : { handled: 'held', outcome: 'released' };
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
  const { secondsMax, silentSecondsMax } = deps.limits;
  if (secondsMax !== null && claim.elapsedSeconds >= secondsMax)
    return { status: 'failed', problem: usedUp(work.name, claim, secondsMax).toProblem() };
  deps.startThread();
  const ending = new AbortController();
  let isInThread = false;
  const words = new Int32Array(new SharedArrayBuffer(control.words * Int32Array.BYTES_PER_ELEMENT));
  const ordered = () => Atomics.load(words, control.command);
  const order = (value: number, msMax: number) => {
    if (ordered() === value) return;
    Atomics.store(words, control.command, value);
    Atomics.notify(words, control.checkpointsSaved);
    if (isInThread) setTimeout(() => ending.abort(), msMax).unref();
    else ending.abort();
  };
  const cancel = () => order(control.cancel, cancelMsMax);
  const obey = (answer: LeaseAnswer) => {
    if (answer !== 'held') cancel();
  };
  const suspend = () => {
    if (ordered() === control.run) order(control.suspend, suspendMsMax);
  };
  deps.stopping.addEventListener('abort', suspend);
  if (deps.stopping.aborted) suspend();

  let progress: JobProgress | null =
    claim.checkpoint === null ? preparing(work.steps(claim), claim.elapsedSeconds) : null;
  let saved = Promise.resolve();
  let saveError: unknown;
  const save = async (checkpoint: { bytes: Uint8Array; step: number }) => {
    obey(await retryUntilDatabaseReturns(() => deps.leases.saveCheckpoint(claim, checkpoint), deps));
    Atomics.add(words, control.checkpointsSaved, 1);
    Atomics.notify(words, control.checkpointsSaved);
  };
  const receive = (message: TrainMessage) => {
    if (message.type === 'progress') {
      if (progress?.phase !== message.progress.phase) {
        log.info({ step: message.progress.step, steps: message.progress.steps }, message.progress.phase);
      }
      progress = message.progress;
      metrics.reached(message.progress);
    } else if (message.type === 'warning') {
      log.warn({ err: message.cause }, message.message);
    } else {
      saved = saved
        .then(() => save(message))
        .catch((error: unknown) => {
          saveError ??= error;
          cancel();
        });
    }
  };
  const { port1, port2 } = new MessageChannel();
  let lastSignAt = performance.now();
  port1.on('message', (message: TrainMessage) => {
    lastSignAt = performance.now();
    receive(message);
  });

  const endsAt = secondsMax === null ? null : performance.now() + (secondsMax - claim.elapsedSeconds) * 1_000;
  let isLate = false;
  let isHung = false;
  let ordersRead = 0;
  const watchdog = setInterval(() => {
    const read = Atomics.load(words, control.ordersRead);
    if (read !== ordersRead) lastSignAt = performance.now();
    ordersRead = read;
    if (endsAt !== null && performance.now() > endsAt && !isLate && ordered() === control.run) {
      isLate = true;
      cancel();
    }
    // An interval that comes late itself, because this process was paused, says nothing about the thread.
    if (performance.now() - lastCheckedAt > 4 * watchdogMs) lastSignAt = performance.now();
    lastCheckedAt = performance.now();
    if (isInThread && performance.now() - lastSignAt > silentSecondsMax * 1_000 && !isHung) {
      isHung = true;
      ending.abort();
    }
  }, watchdogMs);
  let lastCheckedAt = performance.now();

  const heartbeats = startPolling({
    everyMs: heartbeatMs,
    async run() {
      obey(await deps.leases.heartbeat(claim, progress));
      deps.outages.heartbeats.works();
    },
    onError: (error) => deps.outages.heartbeats.failed(error, 1, { job_id: claim.job.id }),
  });
  try {
    const channel: SupervisionChannel = {
      elapsedSeconds: claim.elapsedSeconds,
      control: words.buffer as SharedArrayBuffer,
      port: port2,
    };
    const endedBy = (error: unknown): ThreadOutcome<Result> => {
      if (error instanceof BrokenThreads) return { status: 'unstarted' };
      if (!ending.signal.aborted) throw error;
      if (isHung) return { status: 'hung' };
      return { status: ordered() === control.cancel ? 'cancelled' : 'suspended' };
    };
    const read = () =>
      unlessAborted(ending.signal, work.prepare(claim, ending.signal)).then(
        (task) => ({ task, status: 'read' as const }),
        endedBy,
      );
    const run = (task: Task) =>
      inSpan('run', {}, async (span) => {
        isInThread = true;
        lastSignAt = performance.now();
        const ended = await work.run(claim, { task, channel }, ending.signal).catch(endedBy);
        const fault = isLate && ended.status === 'cancelled' ? timedOutCode : faultOf(ended);
        if (fault !== null) failSpan(span, fault);
        return ended;
      });
    const prepared = await inSpan('prepare', {}, read);
    const outcome = prepared.status === 'read' ? await run(prepared.task) : prepared;
    // The outcome comes by another way than the messages before it, and may have overtaken them.
    for (let late = receiveMessageOnPort(port1); late !== undefined; late = receiveMessageOnPort(port1)) {
      receive(late.message);
    }
    await saved;
    if (saveError !== undefined) throw saveError;
    await heartbeats.stop();
    // A retry counts from here. The thread has reported less, or nothing.
    if (isLate && progress !== null)
      progress = { ...progress, elapsed_seconds: Math.max(progress.elapsed_seconds, secondsMax!) };
    const last = await retryUntilDatabaseReturns(() => deps.leases.heartbeat(claim, progress), deps); // it stays with the ended job
    deps.outages.heartbeats.works();
    if (isLate && outcome.status === 'cancelled' && last === 'held')
      return { status: 'failed', problem: timedOut(work.name, secondsMax!).toProblem() };
    return outcome;
  } finally {
    clearInterval(watchdog);
    await heartbeats.stop();
    deps.stopping.removeEventListener('abort', suspend);
    port1.close();
  }
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

/** Why the tenant may not store the result. A retry continues from the last checkpoint. @throws other errors */
function refusedOnly(error: unknown): AppError {
  if (error instanceof AppError && error.code === 'quota_exceeded') return error;
  throw error;
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
