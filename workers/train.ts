import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { JobPayload, JobProgress } from '../src/contracts/job.ts';
import type { ModelSpec } from '../src/contracts/model.ts';
import {
  type Claim,
  control,
  type DatasetStore,
  type JobLeases,
  type LeaseAnswer,
  type TrainMessage,
  type TrainOutcome,
  type TrainTask,
} from '../src/contracts/ports.ts';
import { AppError } from '../src/errors.ts';
import type { Handled } from '../src/queue/consumer.ts';

/** Progress, signs of life and requests to cancel: so often that a cancel is seen well within its 2 s. */
const heartbeatMs = 400;
/** A thread looks for orders between two steps. A step of a very large network may take longer than a caller waits:
 *  then the thread is ended. */
const cancelMsMax = 1_000;
const suspendMsMax = 8_000;
/** Between tries to reach a database that is away. There is no last try: the work is only in this process. */
const retryMs = 250;

export interface TrainDeps {
  leases: JobLeases;
  datasets: Pick<DatasetStore, 'get' | 'read'>;
  /** Runs the numeric work in a thread of its own, which an abort ends; `task.port` is transferred. */
  train(task: TrainTask, signal: AbortSignal): Promise<TrainOutcome>;
  kernel: string | null;
  workerId: string;
  log: Logger;
  /** Aborted when this process is to end: trainings write a last checkpoint and are given back. */
  stopping: AbortSignal;
}

/** Handles one delivery of a training job: claim, train, publish. This thread only watches; it never computes. */
export async function handleTrain(deps: TrainDeps, payload: JobPayload): Promise<Handled> {
  if (deps.stopping.aborted) return 'released';
  const claim = await patiently(() => deps.leases.claim(payload.job_id, deps.workerId));
  if (claim === null) return 'ended';
  const log = deps.log.child({
    job_id: claim.job.id,
    attempt: claim.job.attempt,
    model_id: claim.model.id,
    request_id: payload.request_id ?? undefined,
  });
  log.info({ from_step: claim.checkpoint?.step ?? 0 }, 'training starts');
  const outcome = await runThread(deps, claim, log).catch((error: unknown): TrainOutcome => {
    log.error({ err: error }, 'training threw');
    const known =
      error instanceof AppError
        ? error
        : new AppError('internal', {
            detail: `The training failed in the service itself. The worker's log tells more under ${claim.job.id}.`,
          });
    return { status: 'failed', problem: known.toProblem() };
  });
  return publish(deps, claim, outcome, log);
}

async function publish(deps: TrainDeps, claim: Claim, outcome: TrainOutcome, log: Logger): Promise<Handled> {
  const { leases } = deps;
  switch (outcome.status) {
    case 'succeeded': {
      const { status: _, ...result } = outcome;
      const answer = await patiently(() => leases.succeed(claim, result));
      if (answer === 'cancel') return publish(deps, claim, { status: 'cancelled' }, log);
      log.info({ answer, summary: result.card.summary, sha256: result.weights.sha256 }, 'training succeeded');
      return 'ended';
    }
    case 'failed': {
      const answer = await patiently(() => leases.fail(claim, outcome.problem));
      log.warn({ answer, code: outcome.problem.code, detail: outcome.problem.detail }, 'training failed');
      return 'ended';
    }
    case 'cancelled': {
      const answer = await patiently(() => leases.cancelled(claim));
      log.info({ answer }, answer === 'lost' ? 'another attempt holds the job' : 'training cancelled');
      return 'ended';
    }
    case 'suspended': {
      const answer = await patiently(() => leases.release(claim));
      log.info({ answer }, 'training given back');
      return answer === 'lost' ? 'ended' : 'released';
    }
  }
}

/** Runs the training in its thread and keeps the job row up to date meanwhile. */
async function runThread(deps: TrainDeps, claim: Claim, log: Logger): Promise<TrainOutcome> {
  const { tenant } = claim.job;
  const { datasetId, datasetVersion, spec } = claim.model;
  const header = await patiently(() => deps.datasets.get(tenant, datasetId));
  const series = await patiently(() => deps.datasets.read(tenant, datasetId, { version: datasetVersion }));

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

  let progress: JobProgress | null = claim.checkpoint === null ? preparing(spec) : null;
  let saved = Promise.resolve();
  let saveError: unknown;
  const save = async (checkpoint: { bytes: Uint8Array; step: number }) => {
    obey(await patiently(() => deps.leases.saveCheckpoint(claim, checkpoint)));
    Atomics.add(words, control.checkpointsSaved, 1);
    Atomics.notify(words, control.checkpointsSaved);
  };
  const receive = (message: TrainMessage) => {
    if (message.type === 'progress') {
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
    const task: TrainTask = {
      spec,
      header,
      series,
      checkpoint: claim.checkpoint?.bytes ?? null,
      elapsedSeconds: claim.elapsedSeconds,
      kernel: deps.kernel,
      control: words.buffer as SharedArrayBuffer,
      port: port2,
    };
    const outcome = await deps.train(task, ending.signal).catch((error: unknown): TrainOutcome => {
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
function preparing({ steps }: ModelSpec): JobProgress {
  return {
    fraction: 0,
    phase: 'preparing',
    epoch: 0,
    step: 0,
    steps: steps ?? 0,
    loss: null,
    validation_loss: null,
    elapsed_seconds: 0,
    eta_seconds: null,
  };
}

/** Calls `pulse` again and again, one call at a time, until it is stopped. A failed one is followed by the next. */
function beat(pulse: () => Promise<void>, log: Logger): { stop(): Promise<void> } {
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

/** Waits for a database that is away. Work is bounded all the same: the thread stops when its checkpoints are not
 *  saved, and when the database is back the lease says whether it is still ours. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'database_unavailable')) throw error;
      await sleep(retryMs);
    }
  }
}
