import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@hey-api/openapi-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

/** One call of each resource, written with only the generated client. */
const program = `
import { createClient } from './client/index.ts';
import * as api from './sdk.gen.ts';

const client = createClient({ baseUrl: process.argv[2], auth: process.argv[3], throwOnError: true });
const call = { client, throwOnError: true } as const;
const values = Array.from({ length: 120 }, (_, i) => 100 + 10 * Math.sin(i / 5) + (i % 7));
async function ended(job_id: string): Promise<string> {
  for (;;) {
    const job = await api.getJob({ ...call, path: { job_id }, query: { wait: 5 } });
    if (job.data.finished_at !== null) return job.data.status;
  }
}
function isForecast<T extends object>(answer: T | string): Extract<T, { method: 'trained'; forecasts: unknown }> {
  if (typeof answer === 'string') throw new Error('the answer is a table');
  if (!('forecasts' in answer)) throw new Error('the answer is of symbols');
  if (!('method' in answer) || answer.method !== 'trained') throw new Error('no model made the forecast');
  return answer as Extract<T, { method: 'trained'; forecasts: unknown }>;
}

const health = await api.getHealth(call);
const dataset = await api.createDataset({ ...call, body: { series: [{ id: 'a', start: '2024-01-01', values }] } });
const { id: dataset_id } = dataset.data;
const series = await api.listSeries({ ...call, path: { dataset_id } });
const added = await api.createObservations({
  ...call, path: { dataset_id }, body: { series: [{ id: 'a', times: ['2024-04-30'], values: [101] }] },
});
const versions = await api.listDatasetVersions({ ...call, path: { dataset_id } });
const table = await api.getDatasetExport({ ...call, path: { dataset_id } });

const created = await api.createModel({ ...call, body: { dataset_id, horizon: 3, preset: 'fast', steps: 20, epochs: undefined } });
const trained = await ended(created.data.job.id);
const path = { model_id: created.data.model.id };
const model = await api.getModel({ ...call, path });
const weights = await api.getModelWeights({ ...call, path, parseAs: 'blob' });
const bundle = await api.getModelBundle({ ...call, path, parseAs: 'blob' });
const imported = await api.importModel({ ...call, body: bundle.data as Blob });

const forecast = isForecast((await api.createForecast({ ...call, path, body: { horizon: 2 } })).data);
if (forecast.id === null) throw new Error('the forecast is not stored');
const accuracy = await api.getForecastAccuracy({ ...call, path: { forecast_id: forecast.id } });
const anomalies = await api.listAnomalies({ ...call, path, body: {} });
const oneShot = await api.createOneShotForecast({
  ...call, body: { model: path.model_id, series: [{ start: '2024-01-01', values }], horizon: 2 },
});
const backtest = await api.createBacktest({ ...call, body: { model_id: path.model_id, windows: 2 } });
const tested = await ended(backtest.data.job.id);
const windows = await api.listBacktestWindows({ ...call, path: { backtest_id: backtest.data.backtest.id } });

const alias = await api.putAlias({ ...call, path: { name: 'production' }, body: { model_id: path.model_id } });
const schedule = await api.createSchedule({ ...call, body: { kind: 'retrain', model_id: 'production', every: 'P1D' } });
const webhook = await api.createWebhook({ ...call, body: { url: 'https://93.184.215.14/hook' } });
const deliveries = await api.listWebhookDeliveries({ ...call, path: { webhook_id: webhook.data.id } });
const key = await api.createKey({ ...call, body: { scopes: ['read'] } });
await api.deleteKey({ ...call, path: { key_id: key.data.key.id } });
await api.deleteSchedule({ ...call, path: { schedule_id: schedule.data.id } });
const lists = [
  await api.listDatasets(call), await api.listModels(call), await api.listJobs(call), await api.listForecasts(call),
  await api.listAliases(call), await api.listSchedules(call), await api.listWebhooks(call), await api.listKeys(call),
];
console.log(JSON.stringify({
  health: health.data.status,
  series: series.data.data.length,
  added: added.data.added,
  versions: versions.data.data.length,
  rows: String(table.data).trim().split('\\n').length,
  jobs: [trained, tested],
  models: [model.data.status, imported.data.status],
  weights: (weights.data as Blob).size === model.data.weights?.bytes,
  times: forecast.forecasts[0]?.times,
  known: accuracy.data.known_steps,
  tested: anomalies.data.tested > 0,
  oneShot: 'model_id' in (oneShot.data as object),
  windows: 'data' in (windows.data as object),
  alias: alias.data.model_id === path.model_id,
  schedule: schedule.data.model_id === path.model_id,
  deliveries: deliveries.data.data.length,
  lists: lists.map(({ data }) => data.data.length),
}));
`;

const key = 'a-key-of-more-than-thirty-two-characters';
const run = promisify(execFile);
let service: TestApp;
let folder: string;

beforeAll(async () => {
  service = await startApp({ apiKey: key });
  service.startWorker();
  folder = mkdtempSync(resolve('test/clients/generated-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.stop();
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
  await run(process.execPath, ['node_modules/typescript-7/bin/tsc', '-p', folder]).catch(({ stdout }) =>
    expect(stdout).toBe(''),
  );

  const url = await service.app.listen({ port: 0 });
  const { stdout } = await run(process.execPath, [join(folder, 'program.ts'), url, key]);
  expect(JSON.parse(stdout)).toEqual({
    health: 'ok',
    series: 1,
    added: 1,
    versions: 2,
    rows: 122,
    jobs: ['succeeded', 'succeeded'],
    models: ['ready', 'ready'],
    weights: true,
    times: ['2024-05-01', '2024-05-02'],
    known: 0,
    tested: true,
    oneShot: true,
    windows: true,
    alias: true,
    schedule: true,
    deliveries: 0,
    lists: [2, 2, 2, 2, 1, 0, 1, 0],
  });
});
