import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

const run = promisify(execFile);
const blocks = [
  ...readFileSync('clients/typescript/README.md', 'utf8').matchAll(/```ts\n([\s\S]*?)```/g),
].map(([, code]) => code);

/** Calls whose types are checked without a cast. */
const types = `
import { createClient, type Forecast, type InstantForecast, type OneShotStarted, type SymbolForecast } from './clients/typescript/src/index.ts';

const client = createClient({ url: 'http://127.0.0.1:8080' });
const call = { series: [{ values: [1, 2, 3] }], horizon: 2 };
export const instant: InstantForecast = await client.forecast(call);
export const named: InstantForecast = await client.forecast({ ...call, method: 'instant' });
export const ofModel: Forecast = await client.forecast({ ...call, model: 'production' });
export const trained: Forecast | OneShotStarted = await client.forecast({ ...call, method: 'train' });
export const stored: Forecast = await client.forecast('production');
export const some: Forecast = await client.forecast('production', { series_ids: ['a'], levels: [80] });
export const symbols: SymbolForecast = await client.forecast('letters', { context: 'TRI' });
export const table: string = await client.forecast(call, { accept: 'text/csv' });
export const tableOrJob: string | OneShotStarted = await client.forecast({ ...call, method: 'train' }, { accept: 'text/csv' });
export const lines: string = await client.forecast('production', {}, { accept: 'application/x-ndjson' });
export const median: number | undefined = instant.forecasts[0]?.median[0];
export const auto = await client.forecast({ ...call, method: 'auto' });
if (!('job' in auto) && auto.method === 'instant') console.log(auto.forecasts[0]?.season_length);
// @ts-expect-error an instant forecast has no model
export const wrong: Forecast = await client.forecast(call);
// @ts-expect-error a training may take longer, and gives no table then
export const untold: string = await client.forecast({ ...call, method: 'auto' }, { accept: 'text/csv' });
// @ts-expect-error a model of symbols gives no table
export const none: string = await client.forecast('letters', { context: 'TRI' }, { accept: 'text/csv' });
// @ts-expect-error a method is for a call without a model
await client.forecast({ ...call, model: 'production', method: 'train' });
`;

let service: TestApp;
let folder: string;
let url: string;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  url = await service.app.listen({ port: 0 });
  folder = mkdtempSync(resolve('test/clients/generated-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.stop();
});

test('the blocks of the README compile with the strictest types, run, and begin with a forecast in under 20 lines', {
  timeout: 180_000,
}, async () => {
  expect(blocks[0].trim().split('\n').length).toBeLessThan(20);
  const programs = [...blocks, types].map((code, i) => {
    const file = join(folder, `block-${i}.ts`);
    const client = code.replaceAll("'./clients/", "'../../../clients/");
    writeFileSync(file, client.replaceAll('http://127.0.0.1:8080', url));
    return file;
  });
  const compilerOptions = {
    ...{ lib: ['esnext', 'dom', 'dom.iterable'], noEmit: true, skipLibCheck: true },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  };
  const config = { extends: '../../../tsconfig.json', compilerOptions, include: ['.'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run(process.execPath, ['node_modules/typescript-7/bin/tsc', '-p', folder]).catch(({ stdout }) =>
    expect(stdout).toBe(''),
  );

  const first = await run(process.execPath, [programs[0]]);
  expect(first.stdout).toMatch(/^coffee \[\s*'2024-01-22'/);
  const second = await run(process.execPath, [programs[1]]);
  expect(second.stdout).toMatch(/\[\s*1\d\d[\s\S]*mdl_[0-9a-f]{32}\n$/);
});
