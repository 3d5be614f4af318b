/** Entry of a thread of the crew: trains one network after another, as it is told. */
import assert from 'node:assert/strict';
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { control } from '../../contracts/ports/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { decodeInitial } from '../ensemble/index.ts';
import type { MemberState } from './checkpoint.ts';
import { createTrainer } from './member-trainer.ts';
import { type CrewMessage, type CrewTask, type HandMessage, orders } from './pool-messages.ts';
import type { Assignment, Reported } from './schedule.ts';
import type { MemberProgress } from './train-member.ts';

const reportEveryMs = 250;
/** How long one sleep lasts before the job's orders are looked at again. */
const holdMs = 50;

flushCompileCache();
assert(parentPort !== null, 'a thread of its own');
const port = parentPort;
const task: CrewTask = workerData;
const own = new Int32Array(task.orders);
const job = new Int32Array(task.control);
const trainer = createTrainer({
  kernel: selectKernel(task.kernel),
  spec: task.spec,
  histories: task.histories,
  initial: task.initialWeights === null ? null : decodeInitial(task.initialWeights),
});
let statesGiven = 0;

port.on('message', (message: HandMessage) => {
  if (message === 'end') {
    port.close();
    return;
  }
  work(message).then(post, (error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    const { cause: _, ...details } = error.details;
    post({ type: 'failed', code: error.code, details: { ...details, detail: error.message } });
  });
});

async function work(assignment: Assignment): Promise<CrewMessage> {
  let lastReport = performance.now();
  let stopped: CrewMessage | null = null;
  const trained = await trainer.train(assignment, {
    proceed(progress) {
      if (mayGoOn()) return true;
      stopped = { type: 'stopped', reported: reportedOf(progress), state: copyOf(progress.state()) };
      return false;
    },
    stepped(progress) {
      const asked = Atomics.load(own, orders.statesAsked);
      const now = performance.now();
      if (asked === statesGiven && now - lastReport < reportEveryMs) return;
      const state = asked === statesGiven ? null : copyOf(progress.state());
      statesGiven = asked;
      lastReport = now;
      post({ type: 'progress', reported: reportedOf(progress), state });
    },
  });
  if (trained !== null) return { type: 'done', trained };
  assert(stopped !== null, 'training ends early where it is told to');
  return stopped;
}

/** Looks at the orders; sleeps while they say to hold. */
function mayGoOn(): boolean {
  for (;;) {
    if (Atomics.load(job, control.command) !== control.run) return false;
    const command = Atomics.load(own, orders.command);
    if (command !== orders.hold) return command === orders.work;
    Atomics.wait(own, orders.command, orders.hold, holdMs);
  }
}

function post(message: CrewMessage): void {
  port.postMessage(message);
}

/** A message would take along all of the memory that an array is a view of. */
function copyOf(state: MemberState): MemberState {
  const { adam, parameters, base } = state;
  return {
    ...state,
    parameters: parameters.slice(),
    base: base.slice(),
    adam: { m: adam.m.slice(), v: adam.v.slice(), step: adam.step },
  };
}

function reportedOf({ step, windows, history }: MemberProgress): Reported {
  return { step, windows, history };
}
