import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { serve, signalled } from '../support/service.ts';

/** The blocks of a page train several models. */
const pageMsMax = 300_000;
const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-docs-'));
let database: TestDatabase;
let service: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  database = await createTestDatabase();
  const besideOthers = { GATECAST_TRAINING_NICENESS: '0' };
  service = await serve(dataDir, '0', { DATABASE_URL: database.url, ...besideOthers });
});
afterAll(async () => {
  await signalled(service.child, 'SIGTERM');
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs the code blocks of a page in order, as if they were pasted. @returns what they print */
async function pasted(page: string): Promise<string> {
  const blocks = readFileSync(`docs/api/${page}`, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms);
  const script = [`API=${service.url}`, ...Array.from(blocks, ([, lines]) => lines)].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', script], {
    timeout: pageMsMax,
  });
  return stdout;
}

test('the blocks of docs/api/data.md work when pasted', async () => {
  const printed = await pasted('data.md');
  expect(printed).not.toContain('/problems/');
  expect(printed).toContain('"step":"P1W"');
  expect(printed).toContain('{"version":2,"added":2,"replaced":0,');
  expect(printed).toContain('"change":"restore","added":1,');
  expect(printed).toMatch(/spx,2020-04-21,2736\.56,/);
});

test('the blocks of docs/api/forecasts.md work when pasted', async () => {
  const printed = await pasted('forecasts.md');
  expect(printed).not.toContain('/problems/');
  expect(printed).toContain('series_0,20,');
  expect(printed).toContain('"known_steps":0');
  expect(printed).toContain('"anomalies":[');
});

test('the block of docs/api/fleets.md works when pasted', async () => {
  const printed = await pasted('fleets.md');
  expect(printed).not.toContain('/problems/');
  expect(printed).toContain('"models":{"total":2,"training":2,');
  expect(printed).toMatch(/^north,2024-01-15,.+\nnorth,2024-01-16,.+\nsouth,2024-01-15,/m);
});

test('the blocks of docs/api/covariates.md work when pasted', async () => {
  const printed = await pasted('covariates.md');
  expect(printed).not.toContain('/problems/');
  expect(printed).toContain('"future_covariates":{"promotion":[1,0,0]}');
  expect(printed).toContain('"future_covariates":{"promotion":[0,1,null]}');
  expect(printed).toContain('"future_covariates":{"promotion":[1,0]}');
  expect(printed).toContain('"is_month_end":[1,0,0]'); // from 30 April 2024 on
});
