import assert from 'node:assert/strict';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { control, type JobMessage } from '../../../src/contracts/ports/index.ts';
import { decodeSafetensors, selectKernel } from '../../../src/engine/index.ts';
import type { ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { memberSpecs } from '../../../src/forecasting/families/members.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainedMember,
} from '../../../src/forecasting/training/checkpoint.ts';
import { createTrainer } from '../../../src/forecasting/training/member-trainer.ts';
import {
  endThread,
  mayStartThread,
  returnThread,
  takeThread,
  threadsWaiting,
} from '../../../src/forecasting/training/pool-threads.ts';
import { runSchedule } from '../../../src/forecasting/training/run-schedule.ts';
import { createTrainingSchedule } from '../../../src/forecasting/training/schedule.ts';
import { createTrainingPool } from '../../../src/forecasting/training/training-pool.ts';
import { createCoreBudget } from '../../../src/training/cores.ts';
import { unsupervised } from '../../../src/training/supervision.ts';
import { soonMs } from '../../support/soon.ts';
import { watched } from '../../support/supervision.ts';
import {
  header,
  type Run,
  randomWalk,
  run,
  seasonalSeries,
  seriesOf,
  specOf,
  succeeded,
} from '../support.ts';

type Asked = Parameters<typeof run>[0];

/** A backtest whose scores threads can share. More windows would only take time. */
const validation = { windows: 4, step: null };
/** Several series, so that threads share the scores; short ones, because most of the CPU time is
 *  that of the baselines. */
const prices: Asked = {
  spec: specOf({ hidden_size: 24, steps: 96, members: 2, validation }),
  series: [1, 2].map((seed) => seriesOf(randomWalk(300, seed), `s${seed}`)),
};
const season: Asked = {
  spec: specOf({ horizon: 12, hidden_size: 48, steps: 96, members: 2, validation }),
  series: [1, 2].map((seed) => seriesOf(seasonalSeries(500, 12, 3, seed), `s${seed}`)),
};

function runOn(cores: number, task: Asked, onMessage?: Parameters<typeof run>[1]): Promise<Run> {
  return createCoreBudget(cores, 1).use((share) => run({ ...task, cores: share }, onMessage));
}

const ofOneCore = new Map<Asked, Promise<Run>>();

/** The undisturbed training on one core, which others are compared with. */
async function undisturbed(task: Asked) {
  const training = ofOneCore.get(task) ?? runOn(1, task);
  ofOneCore.set(task, training);
  return succeeded(await training);
}

/** Delays the thread of a training until a checkpoint has two networks, however fast the machine is. */
function untilTwo(then: (words: Int32Array) => void = () => {}): NonNullable<Parameters<typeof run>[1]> {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let hasTwo = false;
  let waitMs = 250;
  return (message, words) => {
    if (hasTwo || message.type !== 'checkpoint') return;
    // A thread takes seconds to start on a busy machine. While a checkpoint is sent, no thread trains.
    Atomics.wait(never, 0, 0, waitMs);
    waitMs = Math.min(2 * waitMs, 8_000);
    if (decodeCheckpoint(message.bytes)!.current.size < 2) return;
    hasTwo = true;
    then(words);
  };
}

function states(messages: readonly JobMessage[]) {
  return messages
    .filter((message) => message.type === 'checkpoint')
    .map(({ bytes }) => ({ bytes, ...decodeCheckpoint(bytes)! }));
}

for (const [name, task] of Object.entries({ prices, season }))
  test(`${name}: weights and scores are the same on one core and on two, and so from a checkpoint of two networks`, async () => {
    const one = await undisturbed(task);
    const two = await runOn(2, task, untilTwo());
    expect(succeeded(two).weights.sha256).toBe(one.weights.sha256);
    const cardOf = ({ card }: typeof one) => ({ ...card, training: { ...card.training, seconds: 0 } });
    expect(cardOf(succeeded(two))).toEqual(cardOf(one));
    expect(one.card.backtest).not.toBeNull();
    const both = states(two.messages).filter(({ current }) => current.size > 1);
    const middle = both[Math.floor(both.length / 2)];
    for (const cores of [1, 2]) {
      const resumed = succeeded(await runOn(cores, { ...task, checkpoint: middle.bytes }));
      expect(resumed.weights.sha256).toBe(one.weights.sha256);
    }
  });

test('a training suspended while it trains two networks keeps both, and progress never goes back', async () => {
  const whole = await undisturbed(prices);
  const suspended = await runOn(
    2,
    prices,
    untilTwo((words) => {
      words[control.command] = control.suspend;
    }),
  );
  expect(suspended.outcome).toEqual({ status: 'suspended' });
  const last = states(suspended.messages).at(-1)!;
  expect(last.current.size).toBe(2);
  for (const cores of [1, 2]) {
    const resumed = await runOn(cores, { ...prices, checkpoint: last.bytes });
    expect(succeeded(resumed).weights.sha256).toBe(whole.weights.sha256);
    const reports = resumed.messages.filter((message) => message.type === 'progress');
    const fractions = reports.map(({ progress }) => progress.fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(reports[0].progress.step).toBeGreaterThan(0);
  }
});

test('a cancel ends all threads of a training soon', async () => {
  let asked = 0;
  const endless = { ...prices, spec: specOf({ steps: 100_000, members: 2, hidden_size: 24 }) };
  const { outcome } = await runOn(
    2,
    endless,
    untilTwo((words) => {
      asked = performance.now();
      words[control.command] = control.cancel;
    }),
  );
  expect(outcome).toEqual({ status: 'cancelled' });
  expect(performance.now() - asked).toBeLessThan(soonMs);
});

test('a speculative training starts over without its state when the held-out network stops early', async () => {
  // So much to overfit that validation is best early.
  const overfitting: Asked = {
    spec: specOf({
      ...{ family: 'seasonal', season_length: 12, horizon: 6, members: 1 },
      ...{ hidden_size: 64, steps: 1_200, learning_rate: 0.02, dropout: 0, validation },
    }),
    series: [seriesOf(seasonalSeries(240, 12, 8))],
  };
  const one = await runOn(1, overfitting);
  const { weights } = succeeded(one);
  const { metadata } = decodeSafetensors(weights.bytes);
  expect(JSON.parse(metadata['members.0.spec']).steps).toBeLessThan(0.7 * 1_200);
  // As on two cores: the member, which has the same shape, has begun beside the held-out network.
  const early = states(one.messages).find(({ done, current }) => done.size === 0 && current.size === 1)!;
  const speculative = { ...early.current.get(0)!, step: 700 };
  const checkpoint = encodeCheckpoint({ ...early, current: new Map([...early.current, [1, speculative]]) });
  for (const cores of [1, 2])
    expect(succeeded(await runOn(cores, { ...overfitting, checkpoint })).weights.sha256).toBe(weights.sha256);
});

function poolFor(
  { spec: requested, series }: Asked,
  settings: Partial<ResolvedSpec> = {},
  kernelName?: string,
) {
  const histories = historiesOf(series, requested, header);
  const spec = { ...resolveSpec(requested, histories, header).spec, ...settings };
  const kernel = selectKernel();
  const tasks = memberSpecs(spec).map((one, n) => ({ group: 'members' as const, n, spec: one }));
  const schedule = createTrainingSchedule({
    heldOut: [],
    membersAfter: () => tasks,
    isDecided: () => true,
    resumed: null,
  });
  const causes: string[] = [];
  const pool = createTrainingPool(
    {
      spec,
      histories,
      initialWeights: null,
      kernel: kernelName ?? kernel.name,
      control: unsupervised().control,
    },
    schedule,
    (_, cause) => causes.push(String(cause)),
  );
  return {
    pool,
    schedule,
    trainer: createTrainer({ kernel, spec, histories, initial: null }),
    tasks,
    causes,
  };
}

/** A pool that trains two networks. With more steps, if the first network is at its end before the
 *  second thread has started. */
async function twoBegun(steps: number): Promise<ReturnType<typeof poolFor>> {
  const made = poolFor(prices, { steps });
  const { pool, schedule } = made;
  const unfinished = schedule.unfinished();
  pool.fill(2);
  expect(pool.busy()).toBe(2);
  while (schedule.saved().current.size < 2) {
    if (schedule.unfinished() < unfinished) {
      await pool.stop();
      await pool.close();
      return twoBegun(4 * steps);
    }
    pool.requestStates();
    await pool.nextMessage(20);
  }
  return made;
}

test('networks that give their core to another job wait, and continue later in another thread', async () => {
  const { pool, schedule, trainer, tasks } = await twoBegun(320);
  const begun = () => schedule.saved().current;
  pool.fill(0);
  expect(pool.busy()).toBe(0);
  await pool.stop();
  const before = begun().get(1)!.step;
  expect(before).toBeGreaterThan(0);
  pool.fill(1);
  while (schedule.unfinished() > 0) {
    pool.fill(1);
    expect(pool.busy()).toBeLessThanOrEqual(1);
    await pool.nextMessage(50);
  }
  await pool.close();
  const alone: TrainedMember | null = await trainer.train(
    { index: 1, task: tasks[1], state: null },
    { proceed: () => true, stepped() {} },
  );
  expect(schedule.results()[1].trained).toEqual(alone);
});

test('an error of a network in another thread keeps its code', async () => {
  const { pool, schedule } = poolFor(prices, { learning_rate: 1, weight_decay: 1e30 });
  pool.fill(1);
  while (schedule.failure() === null) await pool.nextMessage(50);
  await pool.close();
  expect(schedule.failure()).toMatchObject({
    code: 'training_diverged',
    message: expect.stringContaining('step'),
  });
});

/** A thread first ends its part and collects its garbage. */
const waiting = { timeout: 120_000, interval: 50 };

/** Takes all threads that wait, and returns them. Others may still be at work. */
function waitingThreads(): number[] {
  const threads = Array.from({ length: threadsWaiting() }, () => takeThread()!);
  const ids = threads.map(({ threadId }) => threadId);
  for (const thread of threads) returnThread(thread);
  return ids;
}

test('a thread waits for the next training, whose data and settings are others; one that dies meanwhile is not used', async () => {
  const one = await undisturbed(season);
  succeeded(await runOn(2, prices, untilTwo()));
  await vi.waitUntil(() => threadsWaiting() > 0, waiting);
  const [id] = waitingThreads();
  expect(threadsWaiting()).toBe(0); // a thread that is returned may still be at work
  await vi.waitUntil(() => threadsWaiting() > 0, waiting);
  expect(succeeded(await runOn(2, season, untilTwo())).weights.sha256).toBe(one.weights.sha256);
  await vi.waitUntil(() => waitingThreads().includes(id), waiting);

  await vi.waitUntil(() => threadsWaiting() > 0, waiting);
  const dying = takeThread()!;
  const { threadId } = dying;
  returnThread(dying);
  await dying.terminate();
  expect(waitingThreads()).not.toContain(threadId);
  succeeded(await runOn(2, prices, untilTwo()));
});

test('a thread that is still computing ends its work before it exits', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const thread = new Worker(
    `const { parentPort } = require('node:worker_threads');
    parentPort.once('message', () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      parentPort.postMessage('done');
    });`,
    { eval: true },
  );
  const messages: unknown[] = [];
  thread.on('message', (message) => messages.push(message));
  const ended = endThread(thread);
  vi.advanceTimersByTime(10_000);
  await ended;
  expect(messages).toEqual(['done']);
});

/** Threads that have started since the beginning of the test. */
let threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));

/** Causes of the warnings of a training. */
const causesIn = ({ messages }: Run) =>
  messages.filter((message) => message.type === 'warning').map(({ cause }) => cause.message);
const death = /^The thread ended with code \d\.$/;

describe('a missing thread', () => {
  // No thread waits for the next training.
  beforeEach(async () => {
    await Promise.all(threads.map((thread) => thread.terminate()));
    threads = [];
    await vi.waitFor(() => expect(mayStartThread()).toBe(true), waiting); // the test before has killed threads
  });

  test.each(['prices', 'season'] as const)(
    'leaves its network to the thread of the training: %s have the same bytes',
    async (name) => {
      const task = { prices, season }[name];
      const { weights } = await undisturbed(task);
      const alone = await runOn(
        2,
        task,
        untilTwo(() => void threads[0].terminate()),
      );
      expect(succeeded(alone).weights.sha256).toBe(weights.sha256);
      expect(causesIn(alone)).toEqual([expect.stringMatching(death)]);
    },
  );

  test('does not keep a training from being suspended with both networks', async () => {
    const { weights } = await undisturbed(prices);
    const { outcome, messages } = await runOn(2, prices, orderAtDeath(control.suspend));
    expect(outcome).toEqual({ status: 'suspended' });
    const { bytes, current } = states(messages).at(-1)!;
    expect(current.size).toBe(2);
    const resumed = succeeded(await runOn(1, { ...prices, checkpoint: bytes }));
    expect(resumed.weights.sha256).toBe(weights.sha256);
  });

  test('does not keep a training from being cancelled', async () => {
    const { outcome } = await runOn(2, prices, orderAtDeath(control.cancel));
    expect(outcome).toEqual({ status: 'cancelled' });
  });

  test('has its cause told, and its network goes to no other thread', async () => {
    const { pool, schedule, causes } = poolFor(prices, {}, 'abacus');
    while (causes.length === 0) {
      pool.fill(1);
      await pool.nextMessage(50);
    }
    expect(causes[0]).toContain('abacus');
    expect([pool.busy(), pool.threadsMax()]).toEqual([0, 0]);
    pool.fill(2); // too early
    expect([causes.length, threads.length]).toEqual([1, 1]);
    expect([schedule.take('elsewhere')?.index, schedule.take('elsewhere')]).toEqual([1, null]);
    expect(schedule.take('here')).toMatchObject({ index: 0, state: null });
    await pool.close();
  });

  test('that met an error of its network: the training meets the error too, and ends with it', async () => {
    const fault = 'a bug in the caller';
    const { pool, schedule, trainer, causes } = poolFor(prices, { batch_size: -1 });
    while (causes.length === 0) {
      pool.fill(1);
      await pool.nextMessage(50);
    }
    expect(causes[0]).toContain(fault);
    const { supervision } = watched();
    const encode = () => new Uint8Array(0);
    const progress = () => assert.fail('no step is made');
    await expect(runSchedule({ trainer, schedule, pool, supervision, encode, progress })).rejects.toThrow(
      fault,
    );
    await pool.close();
  });

  test('that always dies is started again after a pause, and changes nothing', async () => {
    const { weights } = await undisturbed(prices);
    const kill = (thread: Worker) => void thread.terminate();
    process.on('worker', kill);
    onTestFinished(() => void process.off('worker', kill));
    const alone = await runOn(2, prices, slowly);
    expect(succeeded(alone).weights.sha256).toBe(weights.sha256);
    expect(threads.length).toBeGreaterThan(0);
    expect(threads.length).toBeLessThanOrEqual(4); // one for each network, and one for the scores
    const causes = causesIn(alone);
    expect(causes.every((cause) => death.test(cause))).toBe(true);
    // The training may end before it hears of the last one.
    expect(threads.length - causes.length).toBeOneOf([0, 1]);
  });

  test('that the system refuses is asked for again after a pause, and changes nothing', async () => {
    const { weights } = await undisturbed(prices);
    let refused = 0;
    const module = createRequire(import.meta.url)('node:worker_threads');
    const { Worker } = module;
    const replace = (by: unknown) => {
      module.Worker = by;
      syncBuiltinESMExports();
    };
    onTestFinished(() => replace(Worker));
    replace(function refuse() {
      refused++;
      throw Object.assign(new Error('no thread'), { code: 'ERR_WORKER_INIT_FAILED' });
    });
    const alone = await runOn(2, prices, slowly);
    expect(succeeded(alone).weights.sha256).toBe(weights.sha256);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(5); // in so few seconds
    expect(causesIn(alone)).toEqual(Array(refused).fill('no thread'));
  });
});

/** Gives an order at the moment in which the second thread dies. */
function orderAtDeath(command: number) {
  return untilTwo((words) => {
    void threads[0].terminate();
    words[control.command] = command;
  });
}

/** Makes a training so long that threads take part. */
function slowly(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, 20);
}
