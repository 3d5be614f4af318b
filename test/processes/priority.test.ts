import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { requestTimeSlice } from '../../src/engine/index.ts';
import { sliceMs } from '../../src/processes/priority.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { textOf } from './proc-files.ts';
import { type Scheduling, schedulingOfThread } from './yielding-thread.ts';

const isLinux = process.platform === 'linux';

test.runIf(isLinux).each([0, 4, 10, 19])(
  'with a niceness of %i, a thread that trains and those that it starts yield to the rest of the process',
  async (niceness) => {
    const before = schedulingOfThread();
    const workerData = { role: 'parent', niceness };
    const thread = new Worker(new URL('./yielding-thread.ts', import.meta.url), { workerData });
    const [found] = (await once(thread, 'message')) as [Scheduling[]];
    expect(found).toHaveLength(2);
    expect(schedulingOfThread()).toEqual(before);
    const takesSlices = requestTimeSlice(0) > 0;
    for (const { priority, slice } of found) {
      expect(priority).toBe(Math.min(19, before.priority + niceness));
      if (takesSlices && slice !== null) expect(slice).toBe(niceness === 0 ? before.slice : sliceMs);
    }
  },
);

/** Linux groups processes by session only where it was built so. */
const hasSessions = existsSync('/proc/self/autogroup');
const niceOfSession = (shown: string) => Number(/nice (-?\d+)/.exec(shown)?.[1]);

async function sessionAfterYield(niceness: number, detached: boolean): Promise<number> {
  const file = fileURLToPath(new URL('./yielding-session.ts', import.meta.url));
  const child = spawn(process.execPath, [file, String(niceness)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached,
  });
  return niceOfSession(await text(child.stdout));
}

test.runIf(hasSessions)('a process that leads a session yields as one, and no other does', async () => {
  const own = niceOfSession(readFileSync('/proc/self/autogroup', 'utf8'));
  // The kernel changes one session in a tenth of a second, of the whole machine.
  await vi.waitFor(async () => expect(await sessionAfterYield(7, true)).toBe(7), {
    timeout: 120_000,
    interval: 150,
  });
  expect(await sessionAfterYield(0, true)).toBe(0);
  expect(await sessionAfterYield(7, false)).toBe(own);
});

test('the setting is a number from 0 to 19; the default is that of the command nice', () => {
  expect(readConfig({}).trainingNiceness).toBe(10);
  expect(readConfig({ GATECAST_TRAINING_NICENESS: '0' }).trainingNiceness).toBe(0);
  for (const text of ['-1', '20', 'low'])
    expect(() => readConfig({ GATECAST_TRAINING_NICENESS: text })).toThrow(
      'GATECAST_TRAINING_NICENESS: must be a whole number from 0 to 19',
    );
});

test.runIf(isLinux)(
  'a worker trains with the niceness of its setting, and does nothing else so',
  async () => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const api = await startApi({ DATABASE_URL: database.url });
    onTestFinished(() => api.kill('SIGTERM'));
    const worker = await startWorker({ DATABASE_URL: database.url, GATECAST_TRAINING_NICENESS: '3' });
    onTestFinished(() => worker.kill('SIGTERM'));
    const client = createApiClient(api);
    const dataset = await client.upload(walk(200));
    const { job } = await client.train({ dataset_id: dataset.id, horizon: 4, preset: 'fast', steps: 20 });
    await client.pollJob(job.id, ({ finished_at }) => finished_at !== null, 60_000);
    const { priority } = schedulingOfThread();
    const [main, ...others] = niceValuesOf(worker.pid);
    expect(main).toBe(priority);
    expect(new Set(others)).toEqual(new Set([priority, Math.min(19, priority + 3)]));
  },
);

/** Nice value of each thread of a process, the main thread first. */
function niceValuesOf(pid: number): number[] {
  const ids = readdirSync(`/proc/${pid}/task`).map(Number);
  return ids
    .sort((a, b) => a - b)
    .map((id) => textOf(`/proc/${pid}/task/${id}/stat`))
    .filter((stat) => stat !== '')
    .map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
}

test.runIf(isLinux)('a time slice is taken within the limits of the system, or not at all', () => {
  expect([0, 5]).toContain(requestTimeSlice(5));
  expect(requestTimeSlice(100_000)).toBeLessThanOrEqual(100);
  requestTimeSlice(0);
});
