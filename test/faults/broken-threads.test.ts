import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../src/contracts/schemas/index.ts';
import { firstTenant } from '../../src/contracts/schemas/operations/key.ts';
import type { Problem } from '../../src/errors.ts';
import { openStore } from '../../src/store/index.ts';
import { sampleDataset, sampleSeries } from '../store/samples.ts';
import { createApiClient } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startApi, startWorker, type TestProcess } from '../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecast-broken-'));
const broken = join(folder, 'broken');
/** While this file exists, threads of jobs do not get beyond their load. */
const stuck = join(folder, 'stuck');
/** A thread that does not get beyond its load writes this file. */
const atLoad = join(folder, 'at-load');
/** Loaded by the processes and by their threads. While the file `broken` exists, the entry of a thread that it
 *  names cannot be parsed. */
const hooks = `
  import { existsSync, readFileSync, writeFileSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  const stuck = ${JSON.stringify(stuck)};
  const file = ${JSON.stringify(broken)};
  registerHooks({
    load(url, context, next) {
      if (url.endsWith('/processes/compute-thread.ts') && existsSync(stuck)) {
        writeFileSync(${JSON.stringify(atLoad)}, '');
        const word = new Int32Array(new SharedArrayBuffer(4));
        while (existsSync(stuck)) Atomics.wait(word, 0, 0, 50);
      }
      if (!url.endsWith('thread.ts') || !existsSync(file) || !url.endsWith(readFileSync(file, 'utf8'))) return next(url, context);
      return { format: 'module', source: 'export const half = (', shortCircuit: true };
    },
  });`;

let database: TestDatabase;
let [api, worker]: TestProcess[] = [];
let [numbers, long]: Dataset[] = [];
/** Settings of processes with the faults. */
let faulty: Record<string, string>;

const values = (count: number) =>
  Array.from({ length: count }, (_, t) => 100 + 10 * Math.sin(t / 5) + t / 997);
const seriesOf = (count: number, points: number) =>
  Array.from({ length: count }, (_, s) => ({ id: `s${s}`, start: '2020-01-01', values: values(points) }));
const tableOf = (rows: number) =>
  `time,value\n${Array.from({ length: rows }, (_, t) => `${new Date(t * 86_400_000).toISOString()},${t % 97}\n`).join('')}`;

beforeAll(async () => {
  const file = join(folder, 'hooks.mjs');
  writeFileSync(file, hooks);
  database = await createTestDatabase();
  faulty = {
    DATABASE_URL: database.url,
    GATECAST_CODE: 'sources', // the faults are in them
    NODE_OPTIONS: `--import=${pathToFileURL(file).href}`,
  };
  // Not through an API: its threads would have loaded.
  const store = await openStore(database.url, { poolMax: 1 });
  [numbers, long] = [
    await store.datasets.create(firstTenant, sampleDataset([sampleSeries('s0', 60)])),
    await store.datasets.create(firstTenant, sampleDataset([sampleSeries('s0', 40_000)])),
  ];
  await store.close();
  api = await startApi(faulty);
});
afterAll(async () => {
  await Promise.all([api, worker].map((process) => process?.kill('SIGTERM')));
  await database.drop();
  rmSync(folder, { recursive: true });
});

const post = (type: string, body: string | Uint8Array) => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: body as string,
});
const jsonOf = (body: object) => post('application/json', JSON.stringify(body));

interface CallOfThread {
  /** End of the path of the thread's entry. */
  entry: string;
  /** Names the work in the refusal. */
  subject: string;
  path(): string;
  init?(): RequestInit;
}

const sequences = Array.from({ length: 400 }, (_, n) => ({
  id: `q${n}`,
  symbols: Array(200).fill(`w${n % 7}`),
}));
const manyIds = Array.from({ length: 9_000 }, (_, n) => `series ${n}`);
const toDatasets = (subject: string, entry: string, init: () => RequestInit, path = '/v1/datasets') => ({
  ...{ entry, subject, init },
  path: () => path,
});
const files = '/v1/datasets/file';

/** A call for each pool of threads of the API. */
const calls: CallOfThread[] = [
  {
    entry: '/processes/forecast-thread.ts',
    subject: 'forecasts',
    path: () => '/v1/forecasts',
    init: () => jsonOf({ series: seriesOf(2, 120), horizon: 12 }),
  },
  {
    entry: '/http/json/thread.ts',
    subject: 'large bodies and answers',
    path: () => '/v1/models',
    init: () => jsonOf({ dataset_id: numbers.id, horizon: 2, tags: manyIds }),
  },
  {
    entry: '/body-threads/collect-thread.ts',
    subject: 'uploads',
    path: () => '/v1/models',
    init: () => jsonOf({ dataset_id: numbers.id, horizon: 2, tags: Array(9).fill(manyIds).flat() }),
  },
  {
    entry: '/chunks/thread.ts',
    subject: 'reads',
    path: () => `/v1/datasets/${long.id}/series/s0?limit=40000`,
  },
  toDatasets('uploads', '/series/json/json-thread.ts', () => jsonOf({ series: seriesOf(4, 20_000) })),
  toDatasets('uploads', '/table-bodies/text-thread.ts', () => post('text/csv', tableOf(20_000)), files),
  toDatasets(
    'uploads',
    '/table-bodies/file-thread.ts',
    () => post('application/vnd.apache.parquet', parquet()),
    files,
  ),
  toDatasets(
    'uploads',
    '/reading/body-thread.ts',
    () => post('text/plain', 'to be or not. '.repeat(9_000)),
    files,
  ),
  toDatasets('uploads', '/reading/json-thread.ts', () => jsonOf({ kind: 'symbols', sequences })),
  {
    entry: '/append/thread.ts',
    subject: 'appends',
    path: () => `/v1/datasets/${numbers.id}/observations`,
    init: () => jsonOf({ series: [{ id: 's0', start: '2020-03-01', values: values(9_000) }] }),
  },
  {
    entry: '/export/thread.ts',
    subject: 'downloads',
    path: () => `/v1/datasets/${long.id}/export?format=csv`,
  },
];

const parquet = () => {
  const times = Array.from({ length: 2_000 }, (_, t) => new Date(t * 86_400_000));
  const columnData = [
    { name: 'time', data: times, type: 'TIMESTAMP' as const },
    { name: 'value', data: values(2_000), type: 'DOUBLE' as const },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData }));
};

async function answerOf({ path, init }: CallOfThread) {
  const answer = await fetch(`${api.url}${path()}`, init?.());
  return { status: answer.status, text: await answer.text() };
}

test.each(calls)('calls are refused while $entry cannot load, and the process lives on', async (call) => {
  const { entry, subject } = call;
  writeFileSync(broken, entry);
  const { status, text } = await answerOf(call);
  expect(status, text.slice(0, 300)).toBe(500);
  expect((JSON.parse(text) as Problem).detail).toContain(`The threads for ${subject} do not start`);
  expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
  rmSync(broken);
  const again = await answerOf(call); // without a restart
  expect(again.status, again.text.slice(0, 300)).toBeLessThan(500);
});

test('the log has the cause', () => {
  const lines = api.output().split('\n');
  expect(lines.find((line) => line.includes('cannot load its code'))).toContain('SyntaxError');
});

test('a job ends at a stop and at a cancel while its thread loads; one whose thread does not start is tried again', async () => {
  const client = createApiClient(api);
  const train = async () =>
    (await client.train({ dataset_id: numbers.id, horizon: 3, preset: 'fast', steps: 1, members: 1 })).job.id;
  const ended = (id: string) => client.pollJob(id, ({ finished_at }) => finished_at !== null, 120_000);
  const loads = () => expect.poll(() => existsSync(atLoad)).toBe(true);
  writeFileSync(stuck, '');
  worker = await startWorker(faulty);
  const id = await train();
  await loads();
  await worker.kill('SIGTERM');
  expect((await client.job(id)).status).toBe('queued');

  rmSync(atLoad);
  worker = await startWorker(faulty);
  await loads();
  await fetch(`${api.url}/v1/jobs/${id}/cancel`, { method: 'POST' });
  expect((await ended(id)).status).toBe('cancelled');

  writeFileSync(broken, '/compute-thread.ts');
  rmSync(stuck);
  const next = await train();
  await expect.poll(() => worker.output()).toContain('did not start: tried again');
  rmSync(broken);
  const { status, attempt } = await ended(next); // its worker lives on
  expect([status, attempt > 1]).toEqual(['succeeded', true]);
  expect((await client.job(id)).status).toBe('cancelled');
});
