/** Entry of a worker of the training pool: trains one network after another, as they are assigned, and then computes parts of
 *  what the training does after that. */
import assert from 'node:assert/strict';
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { control } from '../../contracts/ports/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { decodeInitial } from '../ensemble/index.ts';
import type { MemberState } from './checkpoint.ts';
import { createTrainer } from './member-trainer.ts';
import {
  type MessageFromWorker,
  type MessageToWorker,
  orders,
  type PartsRequest,
  type PoolTask,
} from './pool-messages.ts';
import type { Assignment, NetworkReport } from './schedule.ts';
import { memoryOf, partsOf } from './scoring.ts';
import { sendParts } from './shared-parts.ts';
import type { MemberProgress } from './train-member.ts';

const reportEveryMs = 250;
/** Longest sleep on hold before the job's orders are read again. */
const holdMs = 50;

flushCompileCache();
assert(parentPort !== null, 'runs in a thread of its own');
const port = parentPort;
const task: PoolTask = workerData;
const poolWords = new Int32Array(task.orders);
const jobWords = new Int32Array(task.control);
const kernel = selectKernel(task.kernel);
const trainer = createTrainer({
  kernel,
  spec: task.spec,
  histories: task.histories,
  initial: task.initialWeights === null ? null : decodeInitial(task.initialWeights),
});
let statesSent = 0;

port.on('message', (message: MessageToWorker) => {
  if (message === 'exit') {
    port.close();
    return;
  }
  if ('question' in message) {
    computeParts(message);
    return;
  }
  train(message).then(post, (error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    const { cause: _, ...details } = error.details;
    post({ type: 'failed', code: error.code, details: { ...details, detail: error.message } });
  });
});

async function train(assignment: Assignment): Promise<MessageFromWorker> {
  let lastReport = performance.now();
  let stopped: MessageFromWorker | null = null;
  const trained = await trainer.train(assignment, {
    proceed(progress) {
      if (mayProceed()) return true;
      stopped = { type: 'stopped', state: copyOf(progress.state()) };
      return false;
    },
    stepped(progress) {
      const requested = Atomics.load(poolWords, orders.statesRequested);
      const now = performance.now();
      if (requested === statesSent && now - lastReport < reportEveryMs) return;
      const state = requested === statesSent ? null : copyOf(progress.state());
      statesSent = requested;
      lastReport = now;
      post({ type: 'progress', report: reportOf(progress), state });
    },
  });
  if (trained !== null) return { type: 'done', trained };
  assert(stopped !== null, 'only an order stops a training early');
  return stopped;
}

function computeParts({ question, counter, port: reader }: PartsRequest): void {
  const data = { spec: task.spec, kernel, fitted: trainer.fitted() };
  sendParts(partsOf(question, data), { counter, port: reader, memoryOf, proceed: mayProceed });
}

/** Reads the orders, and sleeps during the order to hold. @returns false if the work must stop */
function mayProceed(): boolean {
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

/** Copies the views: a message would copy the whole buffer of each. */
function copyOf(state: MemberState): MemberState {
  const { adam, parameters, base } = state;
  return {
    ...state,
    parameters: parameters.slice(),
    base: base.slice(),
    adam: { m: adam.m.slice(), v: adam.v.slice(), step: adam.step },
  };
}

function reportOf({ step, windows, history, forecast }: MemberProgress): NetworkReport {
  return { step, windows, history, forecast };
}
