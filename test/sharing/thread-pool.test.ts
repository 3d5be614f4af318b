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
  export default ({ flag, fault }) => {
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

const created = (threadsMin = 0) =>
  createThreadPool({
    ...{ entry: pathToFileURL(entry), subject: 'tests', threadsMin, threadsMax: 2, idleMsMax: 60_000 },
  });
const newFlag = () => new Int32Array(new SharedArrayBuffer(4));
function open(flag: Int32Array): void {
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

test('a thread that cannot load refuses tasks or leaves them to other threads, and the next task starts new ones', async () => {
  pool = created();
  const flag = newFlag();
  expect(await pool.run({})).toBe('done');
  const running = pool.run({ flag });
  writeFileSync(broken, '');
  const waiting = pool.run({}); // in a second thread, which cannot load
  await expect.poll(() => reports).toEqual(['no room']);
  await expect(pool.run({})).rejects.toThrow(BrokenThreads);
  rmSync(broken);
  expect(await pool.run({})).toBe('done');
  open(flag);
  expect(await Promise.all([running, waiting])).toEqual(['done', 'done']);
  expect(reports).toEqual(['no room', 'no room']);
});

test('preparing a thread ends when it cannot load, also while another one has a long task', async () => {
  pool = created();
  const flag = newFlag();
  await pool.prepare();
  const running = pool.run({ flag });
  writeFileSync(broken, '');
  await pool.prepare();
  expect(reports).toEqual(['no room']);
  await expect(pool.run({})).rejects.toThrow(BrokenThreads);
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
  pool = created(1);
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
    pool = created(threadsMin);
    pool.start();
    await pool.prepare();
    await expect(pool.run({})).rejects.toThrow(BrokenThreads);
    await expect(pool.run({})).rejects.toThrow(BrokenThreads);
    restore();
    expect(await pool.run({})).toBe('done');
    expect(new Set(reports)).toEqual(new Set(['no thread']));
  },
);

test('a task that is refused beside others that run never runs', async () => {
  const unhandled: unknown[] = [];
  const keep = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', keep);
  onTestFinished(() => void process.off('unhandledRejection', keep));
  pool = created();
  const [first, second] = [newFlag(), newFlag()];
  expect(await pool.run({})).toBe('done');
  const running = pool.run({ flag: first });
  const restore = refuseThreads();
  await expect(pool.run({ fault: 'for nobody' })).rejects.toThrow(BrokenThreads);
  open(first);
  expect(await running).toBe('done');
  const later = pool.run({ flag: second });
  open(second);
  expect(await later).toBe('done');
  restore();
  await expect(Promise.all([pool.run({}), pool.run({ fault: 'for its caller' })])).rejects.toThrow(
    'for its caller',
  );
  expect([unhandled, pool.completed()]).toEqual([[], 5]);
});
