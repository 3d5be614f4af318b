import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { SpanKind } from '@opentelemetry/api';
import type { Logger } from 'pino';
import {
  type Claim,
  control,
  type JobLeases,
  type JobLogStore,
  type LeaseAnswer,
  type Supervised,
  type SupervisionChannel,
  type TrainMessage,
  type WorkOutcome,
} from '../src/contracts/ports/index.ts';
import type { JobPayload, JobProgress } from '../src/contracts/schemas/index.ts';
import { AppError } from '../src/errors.ts';
import {
  inSpan,
  type JobMetrics,
  type JobOutcome,
  type RunningJobMetrics,
} from '../src/observability/index.ts';
import { startPolling } from '../src/polling.ts';
import type { Handled } from '../src/queue/index.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import { retryUntilDatabaseReturns } from './retry-until-database-returns.ts';

/** Pause between heartbeats, which write progress and read requests to cancel. A cancel takes effect within 2 s. */
const heartbeatMs = 400;
/** How long a thread has to obey an order before it is terminated. It reads orders between two steps; a step of a very
 *  large network may take longer. */
const cancelMsMax = 1_000;
const suspendMsMax = 8_000;

export interface WorkDeps {
  leases: JobLeases;
  jobLogs: JobLogStore;
  metrics: JobMetrics;
  workerId: string;
  log: Logger;
  /** Aborted when this process is asked to end: each job writes a last checkpoint and is released. */
  stopping: AbortSignal;
}

/** The part of handling a job that depends on its kind. */
export interface Work<Task extends object, Result extends object> {
  /** For the log. */
  name: string;
  /** Number of training steps; 0 if it is not known yet. */
  steps(claim: Claim): number;
  /** Reads the input of the thread. */
  prepare(claim: Claim): Promise<Task>;
  /** Runs the numeric work in a new thread, which an abort ends; the channel's port is transferred. */
  run(claim: Claim, job: Supervised<Task>, signal: AbortSignal): Promise<WorkOutcome<Result>>;
  /** Writes the result and ends the job in one transaction. */
  publish(claim: Claim, result: Result): Promise<LeaseAnswer>;
  /** Fields of a result for the log. */
  describe(result: Result): object;
}

/** Handles one delivery of a job: claims it, runs it, publishes the result. The numeric work runs in another thread. */
export async function handleJob<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  payload: JobPayload,
): Promise<Handled> {
  if (deps.stopping.aborted) return 'released';
  const claim = await retryUntilDatabaseReturns(() => deps.leases.claim(payload.job_id, deps.workerId));
  if (claim === null) return 'ended';
  if (claim === 'held') {
    deps.log.info({ job_id: payload.job_id }, 'another worker holds the job: tried again later');
    return 'held';
  }
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
      const { handled, outcome } = await handleClaim(deps, work, payload, claim);
      span.setAttribute('gatecast.job.outcome', outcome);
      return handled;
    },
  );
}

interface Ended {
  handled: Handled;
  outcome: JobOutcome;
}

async function handleClaim<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  payload: JobPayload,
  claim: Claim,
): Promise<Ended> {
  const child = deps.log.child({
    job_id: claim.job.id,
    attempt: claim.job.attempt,
    model_id: claim.model.id,
    request_id: payload.request_id ?? undefined,
  });
  const log = createJobLog(child, deps.jobLogs, claim);
  log.info({ from_step: claim.checkpoint?.step ?? 0 }, `${work.name} starts`);
  const metrics = deps.metrics.began(claim.job);
  const outcome = await runThread(deps, work, claim, log, metrics).catch(
    (error: unknown): WorkOutcome<Result> => {
      log.error({ err: error }, `${work.name} threw`);
      const known =
        error instanceof AppError
          ? error
          : new AppError('internal', {
              detail: `The ${work.name} failed in the service itself. The worker's log has details under ${claim.job.id}.`,
            });
      return { status: 'failed', problem: known.toProblem() };
    },
  );
  let ended: Ended = { handled: 'ended', outcome: 'failed' };
  try {
    ended = await inSpan('publish', {}, () => publish(deps, work, claim, outcome, log));
  } finally {
    metrics.ended(ended.outcome);
  }
  await log.flush();
  return ended;
}

async function publish<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  outcome: WorkOutcome<Result>,
  log: JobLog,
): Promise<Ended> {
  const { leases } = deps;
  switch (outcome.status) {
    case 'succeeded': {
      const answer = await retryUntilDatabaseReturns(() => work.publish(claim, outcome));
      if (answer === 'cancel') return publish(deps, work, claim, { status: 'cancelled' }, log);
      log.info({ answer, ...work.describe(outcome) }, `${work.name} succeeded`);
      return { handled: 'ended', outcome: answer === 'lost' ? 'lost' : 'succeeded' };
    }
    case 'failed': {
      const answer = await retryUntilDatabaseReturns(() => leases.fail(claim, outcome.problem));
      log.warn({ answer, code: outcome.problem.code, detail: outcome.problem.detail }, `${work.name} failed`);
      return { handled: 'ended', outcome: answer === 'lost' ? 'lost' : 'failed' };
    }
    case 'cancelled': {
      const answer = await retryUntilDatabaseReturns(() => leases.cancelled(claim));
      log.info({ answer }, answer === 'lost' ? 'another attempt holds the job' : `${work.name} cancelled`);
      return { handled: 'ended', outcome: answer === 'lost' ? 'lost' : 'cancelled' };
    }
    case 'suspended': {
      const answer = await retryUntilDatabaseReturns(() => leases.release(claim));
      log.info({ answer }, `${work.name} released`);
      return answer === 'lost'
        ? { handled: 'ended', outcome: 'lost' }
        : { handled: 'released', outcome: 'released' };
    }
  }
}

/** Runs the work in its thread. Meanwhile writes heartbeats, progress and checkpoints, and passes orders on. */
async function runThread<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  log: JobLog,
  metrics: RunningJobMetrics,
): Promise<WorkOutcome<Result>> {
  const prepared = await inSpan('prepare', {}, () => work.prepare(claim));

  const ending = new AbortController();
  const words = new Int32Array(new SharedArrayBuffer(control.words * Int32Array.BYTES_PER_ELEMENT));
  const ordered = () => Atomics.load(words, control.command);
  const order = (value: number, msMax: number) => {
    if (ordered() === value) return;
    Atomics.store(words, control.command, value);
    Atomics.notify(words, control.checkpointsSaved);
    setTimeout(() => ending.abort(), msMax).unref();
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

  let progress: JobProgress | null = claim.checkpoint === null ? preparing(work.steps(claim)) : null;
  let saved = Promise.resolve();
  let saveError: unknown;
  const save = async (checkpoint: { bytes: Uint8Array; step: number }) => {
    obey(await retryUntilDatabaseReturns(() => deps.leases.saveCheckpoint(claim, checkpoint)));
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
  port1.on('message', receive);

  const heartbeats = startPolling({
    everyMs: heartbeatMs,
    run: async () => obey(await deps.leases.heartbeat(claim, progress)),
    onError: (err) => log.warn({ err }, 'the heartbeat could not be written; tried again'),
  });
  try {
    const channel: SupervisionChannel = {
      elapsedSeconds: claim.elapsedSeconds,
      control: words.buffer as SharedArrayBuffer,
      port: port2,
    };
    const outcome = await inSpan('run', {}, () =>
      work.run(claim, { task: prepared, channel }, ending.signal),
    ).catch((error: unknown): WorkOutcome<Result> => {
      if (!ending.signal.aborted) throw error;
      return { status: ordered() === control.cancel ? 'cancelled' : 'suspended' };
    });
    // The outcome comes by another way than the messages before it, and may have overtaken them.
    for (let late = receiveMessageOnPort(port1); late !== undefined; late = receiveMessageOnPort(port1)) {
      receive(late.message);
    }
    await saved;
    if (saveError !== undefined) throw saveError;
    await heartbeats.stop();
    await retryUntilDatabaseReturns(() => deps.leases.heartbeat(claim, progress)); // the last progress stays with the ended job
    return outcome;
  } finally {
    await heartbeats.stop();
    deps.stopping.removeEventListener('abort', suspend);
    port1.close();
  }
}

/** Progress of a job before its thread reports any. */
function preparing(steps: number): JobProgress {
  return {
    fraction: 0,
    phase: 'preparing',
    epoch: 0,
    step: 0,
    steps,
    loss: null,
    validation_loss: null,
    elapsed_seconds: 0,
    eta_seconds: null,
  };
}
