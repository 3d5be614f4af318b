import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startApi, type TestProcess } from '../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecast-broken-'));
const broken = join(folder, 'broken');
/** Loaded by the process and by its threads. While the file `broken` exists, the entry of the threads cannot be parsed. */
const hooks = `
  import { existsSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith('/forecast-thread.ts') || !existsSync(${JSON.stringify(broken)})) return next(url, context);
      return { format: 'module', source: 'export const half = (', shortCircuit: true };
    },
  });`;

let database: TestDatabase;
let api: TestProcess;

beforeAll(async () => {
  const file = join(folder, 'hooks.mjs');
  writeFileSync(file, hooks);
  writeFileSync(broken, '');
  database = await createTestDatabase();
  api = await startApi({ DATABASE_URL: database.url, NODE_OPTIONS: `--import=${pathToFileURL(file).href}` });
}, 120_000);
afterAll(async () => {
  await api.kill('SIGTERM');
  await database.drop();
  rmSync(folder, { recursive: true });
});

const series = Array.from({ length: 40 }, (_, s) => ({
  id: `s${s}`,
  values: Array.from({ length: 120 }, (_, t) => 100 + s + 10 * Math.sin(t / 5)),
}));

async function forecast() {
  const body = JSON.stringify({ series, horizon: 12 });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${api.url}/v1/forecasts`, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as Problem };
}

test('forecasts are refused while their threads cannot load, other calls are served, and the log has the cause', async () => {
  for (let i = 0; i < 3; i++) {
    const { status, body } = await forecast();
    expect([status, body.code], api.output().slice(-2_000)).toEqual([500, 'internal']);
    expect(body.detail).toContain('The threads for forecasts do not start');
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${api.url}/v1/models`)).status).toBe(200);
  }
  const lines = api.output().split('\n');
  expect(lines.find((line) => line.includes('cannot load its code'))).toContain('SyntaxError');
  rmSync(broken);
  expect((await forecast()).status).toBe(200); // without a restart
}, 120_000);
