/** Threads that train beside the thread of a job, in a worker as it is deployed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecast-missing-'));
const lost = 'a thread beside that of the training did not start or has died';
/** MiB of the heap of each thread, which is soon full. */
const heapMax = 160;
/** Takes memory until there is none. */
const devour = 'for (const taken = []; ; ) taken.push(new Array(250_000).fill(taken.length + 0.5));';

/** Code before a line of a file of the service, in a worker and its threads. */
interface Fault {
  file: string;
  line: string;
  code: string;
}
const hooksWith = ({ file, line, code }: Fault) => `
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(${JSON.stringify(file)})) return loaded;
      const parts = String(loaded.source).split(${JSON.stringify(line)});
      if (parts.length !== 2) throw new Error('the line is gone');
      return { ...loaded, source: parts.join(${JSON.stringify(`${code}\n${line}`)}) };
    },
  });`;

const atLoad = { file: '/training/pool-thread.ts', line: 'flushCompileCache();' };
const atProgress = { file: '/training/pool-thread.ts', line: "post({ type: 'progress'" };
const faults: { name: string; fault: Fault; cause: RegExp }[] = [
  { name: 'cannot load', fault: { ...atLoad, code: 'const half = (' }, cause: /SyntaxError/ },
  { name: 'runs out of memory', fault: { ...atProgress, code: devour }, cause: /ERR_WORKER_OUT_OF_MEMORY/ },
];

/** There are so many networks that some are left for the second thread, however late it starts. */
const request = { horizon: 4, preset: 'fast', members: 5, hidden_size: 24, context_length: 24, steps: 500 };
let database: TestDatabase;
let api: TestProcess;
let client: ReturnType<typeof createApiClient>;
let datasetId: string;
/** SHA-256 of the weights that one thread trains. */
let undisturbed: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi({ DATABASE_URL: database.url });
  client = createApiClient(api);
  datasetId = (await client.upload(walk(900))).id;
  const worker = await startWorker({ DATABASE_URL: database.url, GATECAST_TRAINING_CORES: '1' });
  undisturbed = (await train()).weights!;
  await worker.kill('SIGTERM');
});
afterAll(async () => {
  await api.kill('SIGTERM');
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Trains a model. @returns its job, and the SHA-256 of its weights if there are any */
async function train(settings = {}): Promise<{ job: Job; weights: string | undefined }> {
  const { job, model } = await client.train({ dataset_id: datasetId, ...request, ...settings });
  const ended = await client.pollJob(job.id, ({ finished_at }) => finished_at !== null, 200_000);
  return { job: ended, weights: (await client.model(model.id)).weights?.sha256 };
}

/** A worker with a fault and two cores. */
async function faultyWorker(fault: Fault, settings: Environment = {}): Promise<TestProcess> {
  const file = join(folder, 'hooks.mjs');
  writeFileSync(file, hooksWith(fault));
  const worker = await startWorker({
    ...{ DATABASE_URL: database.url, GATECAST_TRAINING_CORES: '2', ...settings },
    GATECAST_CODE: 'sources', // the faults are in them
    NODE_OPTIONS: `--import=${pathToFileURL(file).href} --max-old-space-size=${heapMax}`,
  });
  onTestFinished(() => worker.kill('SIGTERM'));
  return worker;
}

/** Lines of the log about lost threads. */
const linesIn = (worker: TestProcess) =>
  worker
    .output()
    .split('\n')
    .filter((line) => line.includes(lost));

test.each(faults)('a training goes on when a thread beside it $name, with the same weights', async (one) => {
  const worker = await faultyWorker(one.fault);
  const { job, weights } = await train();
  expect([job.status, weights]).toEqual(['succeeded', undisturbed]);
  const lines = linesIn(worker);
  expect(lines.length).toBeGreaterThan(0);
  // One for each network, for the holdout and for the scores.
  expect(lines.length).toBeLessThanOrEqual(request.members + 2);
  for (const line of lines) expect(line).toMatch(one.cause);
  const logsOf = async () => (await fetch(`${api.url}/v1/jobs/${job.id}/logs`)).text();
  await expect.poll(logsOf).toContain('training succeeded'); // stored after the end
  const logs = await logsOf();
  expect(logs).toContain(lost);
  expect(logs).not.toMatch(one.cause); // callers read this log
});

test('a network that no thread has memory for ends its job, and not its worker', async () => {
  const worker = await faultyWorker({
    file: '/training/member-trainer.ts',
    line: 'const trained = await trainMember',
    code: `if (!isHeldOut && task.spec.hidden_size === ${request.hidden_size}) ${devour}`,
  });
  const { job } = await train({ steps: 1_500 }); // another thread has the first member meanwhile
  expect(job).toMatchObject({ status: 'failed', attempt: 1, error: { code: 'job_out_of_memory' } });
  expect(linesIn(worker).length).toBeLessThanOrEqual(request.members); // one for each
  const small = { hidden_size: 8, members: 1, steps: 5, validation: { windows: 0 } };
  expect((await train(small)).job.status).toBe('succeeded');
});
