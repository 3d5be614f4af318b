import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@hey-api/openapi-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

/** One call of each resource, as somebody writes it who has only the generated client. */
const program = `
import { createClient } from './client/index.ts';
import { createDataset, createForecast, createKey, createModel, deleteKey, getHealth, getJob, getModel, listDatasets,
  listJobs, listModels, listSeries } from './sdk.gen.ts';

const client = createClient({ baseUrl: process.argv[2], auth: process.argv[3], throwOnError: true });
const call = { client, throwOnError: true } as const;
const values = Array.from({ length: 120 }, (_, i) => 100 + 10 * Math.sin(i / 5) + (i % 7));

const health = await getHealth(call);
const dataset = await createDataset({ ...call, body: { series: [{ start: '2024-01-01', values }] } });
const series = await listSeries({ ...call, path: { dataset_id: dataset.data.id } });
const created = await createModel({ ...call, body: { dataset_id: dataset.data.id, horizon: 3, preset: 'fast', steps: 20 } });
let job = (await getJob({ ...call, path: { job_id: created.data.job.id } })).data;
while (job.finished_at === null) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  job = (await getJob({ ...call, path: { job_id: job.id } })).data;
}
const path = { model_id: created.data.model.id };
const model = await getModel({ ...call, path });
const forecast = await createForecast({ ...call, path, body: { horizon: 2 } });
const key = await createKey({ ...call, body: { scopes: ['read'] } });
await deleteKey({ ...call, path: { key_id: key.data.key.id } });
const lists = [await listDatasets(call), await listModels(call), await listJobs(call)];
console.log(JSON.stringify({
  health: health.data.status,
  series: series.data.data.length,
  job: job.status,
  model: model.data.status,
  times: 'forecasts' in forecast.data ? forecast.data.forecasts[0]?.times : null,
  lists: lists.map(({ data }) => data.data.length),
}));
`;

const key = 'a-key-of-more-than-thirty-two-characters';
const run = promisify(execFile);
let it: TestApp;
let folder: string;

beforeAll(async () => {
  it = await startApp({ apiKey: key });
  it.startWorker();
  folder = mkdtempSync(resolve('test/clients/generated-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await it.stop();
});

test('another generator makes a client of the document that compiles and works', async () => {
  await createClient({
    input: resolve('openapi/openapi.json'),
    output: { path: folder, module: { extension: '.ts' } },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'silent', file: false },
  });
  writeFileSync(join(folder, 'program.ts'), program);
  const compilerOptions = {
    lib: ['esnext', 'dom', 'dom.iterable'],
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const config = { extends: '../../../tsconfig.json', compilerOptions, include: ['.'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder]).catch(({ stdout }) =>
    expect(stdout).toBe(''),
  );

  const url = await it.app.listen({ port: 0 });
  const { stdout } = await run(process.execPath, [join(folder, 'program.ts'), url, key]);
  expect(JSON.parse(stdout)).toEqual({
    health: 'ok',
    series: 1,
    job: 'succeeded',
    model: 'ready',
    times: ['2024-04-30', '2024-05-01'],
    lists: [1, 1, 1],
  });
}, 60_000);
