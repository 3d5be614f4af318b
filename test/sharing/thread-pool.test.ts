import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  BrokenThreads,
  createThreadPool,
  inCall,
  reportBrokenThreads,
  type ThreadPool,
} from '../../src/sharing/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecast-pool-'));
const broken = join(folder, 'broken');
const entry = join(folder, 'entry.mjs');
/** Threads that do not load while the file `broken` exists. A task waits for the flag of its caller. */
const code = `
  import { existsSync } from 'node:fs';
  if (existsSync(${JSON.stringify(broken)})) throw new Error('no room');
  export default ({ flag, fault, isLast }) => {
    if (isLast) process.exit(1);
    if (flag !== undefined) Atomics.wait(flag, 0, 0);
    if (fault !== undefined) throw new Error(fault);
    return 'done';
  };
  export const ready = () => {};`;
const reports: unknown[] = [];
let pool: ThreadPool;

beforeAll(() => {
  writeFileSync(entry, code);
  reportBrokenThreads((error) => reports.push((error as Error).message));
});
afterEach(async () => {
  await pool.destroy();
  reports.length = 0;
});
afterAll(() => rmSync(folder, { recursive: true }));

const created = (options: { threadsMin?: number; hasLongTasks?: boolean; tasksPerThread?: number } = {}) =>
  createThreadPool({
    ...{ entry: pathToFileURL(entry), subject: 'tests', threadsMax: 2, idleMsMax: 60_000 },
    ...options,
  });
const newFlag = () => new Int32Array(new SharedArrayBuffer(4));
function open(flag: Int32Array): void {
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

test('a task whose thread cannot load waits for the others, and the next task starts a new one', async () => {
  pool = created();
  const flag = newFlag();
  expect(await pool.run({})).toBe('done');
  const running = pool.run({ flag });
  writeFileSync(broken, '');
  const waiting = pool.run({}); // in a second thread, which cannot load
  await expect.poll(() => reports).toEqual(['no room']);
  const leaving = new AbortController();
  const left = expect(pool.run({}, { signal: leaving.signal })).rejects.toThrow('gone');
  await expect.poll(() => reports).toEqual(['no room', 'no room']);
  leaving.abort(new Error('gone'));
  await left;
  open(flag);
  expect(await Promise.all([running, waiting])).toEqual(['done', 'done']);
  const [first, second] = [newFlag(), newFlag()];
  const busy = pool.run({ flag: first });
  rmSync(broken);
  const beside = pool.run({ flag: second });
  open(second);
  expect(await beside).toBe('done');
  open(first);
  expect(await busy).toBe('done');
  expect(reports).toEqual(['no room', 'no room']);
});

test('tasks of another tenant get a thread of their own, those of one tenant share theirs', async () => {
  pool = created({ tasksPerThread: 4 });
  const flag = newFlag();
  const of = (tenant: string, task: object) => inCall({ tenant, signal: null }, () => pool.run(task));
  const long = of('a', { flag });
  const beside = of('a', {}).then(() => Atomics.load(flag, 0));
  // The thread of the first tenant waits for its flag.
  expect(await of('b', {})).toBe('done');
  expect(await of('c', {})).toBe('done');
  // Nor does the first tenant take the other thread, which is idle now.
  const later = of('a', {}).then(() => Atomics.load(flag, 0));
  expect(await of('b', {})).toBe('done');
  open(flag);
  expect(await long).toBe('done');
  expect(await Promise.all([beside, later])).toEqual([1, 1]);
});

test('a tenant takes the last thread when its other ones are full', async () => {
  pool = created({ tasksPerThread: 2 });
  const flag = newFlag();
  const of = (tenant: string, task: object) => inCall({ tenant, signal: null }, () => pool.run(task));
  const full = [of('a', { flag }), of('a', {})];
  expect(await of('a', {})).toBe('done');
  open(flag);
  expect(await Promise.all(full)).toEqual(['done', 'done']);
});

test('a task whose thread cannot load is refused beside a long one', async () => {
  pool = created({ hasLongTasks: true });
  const flag = newFlag();
  expect(await pool.run({})).toBe('done');
  const running = pool.run({ flag });
  writeFileSync(broken, '');
  await expect(pool.run({})).rejects.toThrow(BrokenThreads);
  rmSync(broken);
  expect(await pool.run({})).toBe('done');
  open(flag);
  expect(await running).toBe('done');
});

test('tasks without any thread are refused', async () => {
  pool = created();
  writeFileSync(broken, '');
  await expect(Promise.all([pool.run({}), pool.run({}), pool.run({})])).rejects.toThrow(BrokenThreads);
  await expect(pool.run({})).rejects.toThrow(BrokenThreads);
  rmSync(broken);
  expect(await pool.run({})).toBe('done');
});

test('preparing a thread ends when it cannot load, also while another one has a long task', async () => {
  pool = created();
  const flag = newFlag();
  await pool.prepare();
  const running = pool.run({ flag });
  writeFileSync(broken, '');
  await pool.prepare();
  expect(reports).toEqual(['no room']);
  rmSync(broken);
  await pool.prepare();
  expect(await pool.run({})).toBe('done');
  open(flag);
  expect(await running).toBe('done');
});

test('the end of a pool also ends the tasks beside a thread that could not load', async () => {
  pool = created();
  await pool.prepare();
  const running = pool.run({ flag: newFlag() });
  writeFileSync(broken, '');
  await pool.prepare();
  rmSync(broken);
  const ended = expect(running).rejects.toThrow();
  await pool.destroy();
  await ended;
});

test('a pool that is started often does not start threads again and again that cannot load', async () => {
  let threads = 0;
  const count = () => threads++;
  process.on('worker', count);
  onTestFinished(() => void process.off('worker', count));
  pool = created({ threadsMin: 1 });
  writeFileSync(broken, '');
  pool.start();
  await expect.poll(() => reports).toEqual(['no room']);
  const before = threads;
  pool.start();
  await nextTurn();
  expect([before > 0, threads]).toEqual([true, before]);
  rmSync(broken);
  expect(await pool.run({})).toBe('done');
});

/** Lets the system refuse threads until the returned function is called, or the test ends. */
function refuseThreads(): () => void {
  const module = createRequire(import.meta.url)('node:worker_threads');
  const { Worker } = module;
  const restore = () => {
    module.Worker = Worker;
  };
  onTestFinished(restore);
  module.Worker = function refuse() {
    throw Object.assign(new Error('no thread'), { code: 'ERR_WORKER_INIT_FAILED' });
  };
  return restore;
}

test.each([0, 1])(
  'a thread that the system refuses is one that does not start (%i threads at least)',
  async (threadsMin) => {
    const restore = refuseThreads();
    pool = created({ threadsMin });
    pool.start();
    await pool.prepare();
    await expect(pool.run({})).rejects.toThrow(BrokenThreads);
    await expect(pool.run({})).rejects.toThrow(BrokenThreads);
    restore();
    expect(await pool.run({})).toBe('done');
    expect(new Set(reports)).toEqual(new Set(['no thread']));
  },
);

test.each(['without a signal', 'with a signal'])(
  'a task beside others for which the system refuses a thread runs once, after them (%s)',
  async (kind) => {
    const options = kind === 'with a signal' ? { signal: new AbortController().signal } : {};
    const unhandled: unknown[] = [];
    const keep = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', keep);
    onTestFinished(() => void process.off('unhandledRejection', keep));
    pool = created();
    const flag = newFlag();
    expect(await pool.run({})).toBe('done');
    const running = pool.run({ flag });
    refuseThreads();
    const refused = expect(pool.run({ fault: 'for its caller' }, options)).rejects.toThrow('for its caller');
    await expect.poll(() => reports).toEqual(['no thread']);
    open(flag);
    expect(await running).toBe('done');
    await refused;
    expect(await pool.run({})).toBe('done');
    expect([unhandled, pool.completed()]).toEqual([[], 4]);
  },
);

test('the death of a thread that the pool always has does not end the process when the system refuses another', async () => {
  pool = created({ threadsMin: 1 });
  expect(await pool.run({})).toBe('done');
  const restore = refuseThreads();
  await expect(pool.run({ isLast: true })).rejects.toThrow('exited');
  await expect(pool.run({})).rejects.toThrow(BrokenThreads);
  restore();
  expect(await pool.run({})).toBe('done');
});
