import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Logger } from 'pino';
import {
  type Claim,
  control,
  type JobLeases,
  type JobLogStore,
  type LeaseAnswer,
  type Supervised,
  type TrainMessage,
  type WorkOutcome,
} from '../src/contracts/ports/index.ts';
import type { JobPayload, JobProgress } from '../src/contracts/schemas/index.ts';
import { AppError } from '../src/errors.ts';
import type { Handled } from '../src/queue/index.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import { patiently } from './patience.ts';

/** Progress, signs of life and requests to cancel: so often that a cancel is seen well within its 2 s. */
const heartbeatMs = 400;
/** A thread looks for orders between two steps. A step of a very large network may take longer than a caller waits:
 *  then the thread is ended. */
const cancelMsMax = 1_000;
const suspendMsMax = 8_000;

export interface WorkDeps {
  leases: JobLeases;
  jobLogs: JobLogStore;
  workerId: string;
  log: Logger;
  /** Aborted when this process is to end: work writes a last checkpoint and is given back. */
  stopping: AbortSignal;
}

/** What one kind of job does between its claim and its end. */
export interface Work<Task extends object, Result extends object> {
  /** As the log calls it. */
  name: string;
  /** Steps that the claim is known to take; 0 where that is not known yet. */
  steps(claim: Claim): number;
  /** Reads what the thread needs. */
  prepare(claim: Claim): Promise<Task>;
  /** Runs the numeric work in a thread of its own, which an abort ends; `task.port` is transferred. */
  run(claim: Claim, task: Task & Supervised, signal: AbortSignal): Promise<WorkOutcome<Result>>;
  /** Writes the result and ends the job in one transaction. */
  publish(claim: Claim, result: Result): Promise<LeaseAnswer>;
  /** What the log says of a result. */
  describe(result: Result): object;
}

/** Handles one delivery of a job: claim, work, publish. This thread only watches; it never computes. */
export async function handleJob<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  payload: JobPayload,
): Promise<Handled> {
  if (deps.stopping.aborted) return 'released';
  const claim = await patiently(() => deps.leases.claim(payload.job_id, deps.workerId));
  if (claim === null) return 'ended';
  const child = deps.log.child({
    job_id: claim.job.id,
    attempt: claim.job.attempt,
    model_id: claim.model.id,
    request_id: payload.request_id ?? undefined,
  });
  const log = createJobLog(child, deps.jobLogs, claim);
  log.info({ from_step: claim.checkpoint?.step ?? 0 }, `${work.name} starts`);
  const outcome = await runThread(deps, work, claim, log).catch((error: unknown): WorkOutcome<Result> => {
    log.error({ err: error }, `${work.name} threw`);
    const known =
      error instanceof AppError
        ? error
        : new AppError('internal', {
            detail: `The ${work.name} failed in the service itself. The worker's log tells more under ${claim.job.id}.`,
          });
    return { status: 'failed', problem: known.toProblem() };
  });
  const handled = await publish(deps, work, claim, outcome, log);
  await log.flush();
  return handled;
}

async function publish<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  outcome: WorkOutcome<Result>,
  log: JobLog,
): Promise<Handled> {
  const { leases } = deps;
  switch (outcome.status) {
    case 'succeeded': {
      const answer = await patiently(() => work.publish(claim, outcome));
      if (answer === 'cancel') return publish(deps, work, claim, { status: 'cancelled' }, log);
      log.info({ answer, ...work.describe(outcome) }, `${work.name} succeeded`);
      return 'ended';
    }
    case 'failed': {
      const answer = await patiently(() => leases.fail(claim, outcome.problem));
      log.warn({ answer, code: outcome.problem.code, detail: outcome.problem.detail }, `${work.name} failed`);
      return 'ended';
    }
    case 'cancelled': {
      const answer = await patiently(() => leases.cancelled(claim));
      log.info({ answer }, answer === 'lost' ? 'another attempt holds the job' : `${work.name} cancelled`);
      return 'ended';
    }
    case 'suspended': {
      const answer = await patiently(() => leases.release(claim));
      log.info({ answer }, `${work.name} given back`);
      return answer === 'lost' ? 'ended' : 'released';
    }
  }
}

/** Runs the work in its thread and keeps the job row up to date meanwhile. */
async function runThread<Task extends object, Result extends object>(
  deps: WorkDeps,
  work: Work<Task, Result>,
  claim: Claim,
  log: JobLog,
): Promise<WorkOutcome<Result>> {
  const prepared = await work.prepare(claim);

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
    obey(await patiently(() => deps.leases.saveCheckpoint(claim, checkpoint)));
    Atomics.add(words, control.checkpointsSaved, 1);
    Atomics.notify(words, control.checkpointsSaved);
  };
  const receive = (message: TrainMessage) => {
    if (message.type === 'progress') {
      if (progress?.phase !== message.progress.phase) {
        log.info({ step: message.progress.step, steps: message.progress.steps }, message.progress.phase);
      }
      progress = message.progress;
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

  const heart = beat(async () => obey(await deps.leases.heartbeat(claim, progress)), log);
  try {
    const task: Task & Supervised = {
      ...prepared,
      elapsedSeconds: claim.elapsedSeconds,
      control: words.buffer as SharedArrayBuffer,
      port: port2,
    };
    const outcome = await work
      .run(claim, task, ending.signal)
      .catch((error: unknown): WorkOutcome<Result> => {
        if (!ending.signal.aborted) throw error;
        return { status: ordered() === control.cancel ? 'cancelled' : 'suspended' };
      });
    // The outcome comes by another way than the messages before it, and may have overtaken them.
    for (let late = receiveMessageOnPort(port1); late !== undefined; late = receiveMessageOnPort(port1)) {
      receive(late.message);
    }
    await saved;
    if (saveError !== undefined) throw saveError;
    await heart.stop();
    await patiently(() => deps.leases.heartbeat(claim, progress)); // what the job shows when it has ended
    return outcome;
  } finally {
    await heart.stop();
    deps.stopping.removeEventListener('abort', suspend);
    port1.close();
  }
}

/** What a job shows until its thread has something to say. */
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

/** Calls `pulse` again and again, one call at a time, until it is stopped. A failed one is followed by the next. */
function beat(pulse: () => Promise<void>, log: JobLog): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const beating = (async () => {
    while (!stopping.signal.aborted) {
      await pulse().catch((error: unknown) =>
        log.warn({ err: error }, 'no sign of life could be written; it is tried again'),
      );
      await sleep(heartbeatMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await beating;
    },
  };
}
