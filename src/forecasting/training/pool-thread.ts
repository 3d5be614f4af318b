/** Entry of a worker of the training pool: trains one network after another, as they are assigned, and then computes
 *  parts of what the training does after that. The next training may have other data and settings. */
import assert from 'node:assert/strict';
import { flushCompileCache } from 'node:module';
import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { control } from '../../contracts/ports/index.ts';
import { type Kernel, selectKernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { freeMemory } from '../../free-memory.ts';
import { decodeInitial, type KeptForecasts, keepForecasts } from '../ensemble/index.ts';
import { copyOfState } from './checkpoint.ts';
import { createTrainer, type Trainer } from './member-trainer.ts';
import {
  type MessageFromWorker,
  type MessageToWorker,
  orders,
  type PartsRequest,
  type PoolTask,
  rested,
} from './pool-messages.ts';
import type { Assignment, NetworkReport } from './schedule.ts';
import { memoryOf, partsOf } from './scoring.ts';
import { sendParts } from './shared-parts.ts';
import type { MemberProgress } from './train-member.ts';

const reportEveryMs = 250;
/** Memory outside of the heap that a waiting thread may hold. */
const restingBytesMax = 64 * 2 ** 20;
/** Longest sleep on hold before the job's orders are read again. */
const holdMs = 50;

flushCompileCache();
assert(parentPort !== null, 'runs in a thread of its own');
const port = parentPort;

/** The training that this thread takes part in. */
interface Part {
  task: PoolTask;
  poolWords: Int32Array;
  jobWords: Int32Array;
  kernel: Kernel;
  trainer: Trainer;
  kept: KeptForecasts;
  statesSent: number;
}
let part: Part | null = null;

port.on('message', (message: MessageToWorker) => {
  if (message === 'exit') port.close();
  else if (message === 'rest') {
    part = null;
    // V8 collects when memory is allocated, and a thread at rest allocates nothing.
    if (getHeapStatistics().external_memory > restingBytesMax) freeMemory(); // needs no file handle, as memoryUsage does
    port.postMessage(rested);
  } else if ('training' in message) part = begin(message.training);
  else {
    assert(part !== null, 'a thread gets its training first');
    if ('question' in message) computeParts(part, message);
    else train(part, message).then(post, (error: unknown) => fail(error));
  }
});

function begin(task: PoolTask): Part {
  const kernel = selectKernel(task.kernel);
  return {
    task,
    poolWords: new Int32Array(task.orders),
    jobWords: new Int32Array(task.control),
    kernel,
    trainer: createTrainer({
      kernel,
      spec: task.spec,
      histories: task.histories,
      initial: task.initialWeights === null ? null : decodeInitial(task.initialWeights),
    }),
    kept: keepForecasts(),
    statesSent: 0,
  };
}

function fail(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
  const { cause: _, ...details } = error.details;
  post({ type: 'failed', code: error.code, details: { ...details, detail: error.message } });
}

async function train(own: Part, assignment: Assignment): Promise<MessageFromWorker> {
  let lastReport = performance.now();
  let stopped: MessageFromWorker | null = null;
  const trained = await own.trainer.train(assignment, {
    proceed(progress) {
      if (mayProceed(own)) return true;
      // A message would copy the whole buffer of each view.
      stopped = { type: 'stopped', state: copyOfState(progress.state()) };
      return false;
    },
    stepped(progress) {
      const requested = Atomics.load(own.poolWords, orders.statesRequested);
      const now = performance.now();
      if (requested === own.statesSent && now - lastReport < reportEveryMs) return;
      const state = requested === own.statesSent ? null : copyOfState(progress.state());
      own.statesSent = requested;
      lastReport = now;
      post({ type: 'progress', report: reportOf(progress), state });
    },
  });
  if (trained !== null) return { type: 'done', trained };
  assert(stopped !== null, 'only an order stops a training early');
  return stopped;
}

function computeParts(own: Part, { question, counter, port: reader }: PartsRequest): void {
  const { task, kernel, trainer, kept } = own;
  const data = { spec: task.spec, kernel, withoutHeldOut: trainer.withoutHeldOut(), kept };
  const closeScope = kernel.openScope();
  try {
    sendParts(partsOf(question, data), { counter, port: reader, memoryOf, proceed: () => mayProceed(own) });
  } finally {
    closeScope();
  }
}

/** Reads the orders, and sleeps during the order to hold. @returns false if the work must stop */
function mayProceed({ jobWords, poolWords }: Part): boolean {
  for (;;) {
    if (Atomics.load(jobWords, control.command) !== control.run) return false;
    const command = Atomics.load(poolWords, orders.command);
    if (command !== orders.hold) return command === orders.work;
    Atomics.wait(poolWords, orders.command, orders.hold, holdMs);
  }
}

function post(message: MessageFromWorker): void {
  port.postMessage(message);
}

function reportOf({ step, windows, history, forecast }: MemberProgress): NetworkReport {
  return { step, windows, history, forecast };
}
