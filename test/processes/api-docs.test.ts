import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, signalled } from '../support/service.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-docs-'));
let service: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  service = await serve(dataDir);
}, 60_000);
afterAll(async () => {
  await signalled(service.child, 'SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** What the blocks of a page print, run one after the other as if they were pasted. */
async function pasted(page: string, known: Record<string, string> = {}): Promise<string> {
  const blocks = readFileSync(`docs/api/${page}`, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms);
  const names = Object.entries({ API: service.url, ...known }).map(([name, value]) => `${name}=${value}`);
  const script = [...names, ...Array.from(blocks, ([, lines]) => lines)].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', script], {
    timeout: 90_000,
  });
  return stdout;
}

test('the blocks of docs/api/data.md work when pasted', async () => {
  const printed = await pasted('data.md');
  expect(printed).not.toContain('/problems/');
  expect(printed).toContain('"step":"P1W"');
  expect(printed).toContain('{"version":2,"added":2,"replaced":0}');
  expect(printed).toMatch(/spx,2020-04-21,2736\.56,/);
}, 120_000);

test('the blocks of docs/api/forecasts.md work when pasted', async () => {
  const printed = await pasted('forecasts.md');
  expect(printed).not.toContain('/problems/');
  expect(printed).toContain('series_0,20,');
  expect(printed).toContain('"known_steps":0');
  expect(printed).toContain('"anomalies":[');
}, 120_000);

test('the blocks of docs/api/covariates.md work when pasted', async () => {
  const printed = await pasted('covariates.md');
  expect(printed).not.toContain('/problems/');
  expect(printed).toContain('"future_covariates":{"promotion":[1,0,0]}');
  expect(printed).toContain('"future_covariates":{"promotion":[0,1,null]}');
  expect(printed).toContain('"future_covariates":{"promotion":[1,0]}');
  expect(printed).toContain('"is_month_end":[1,0,0]'); // from 30 April 2024 on
}, 120_000);

test('the blocks of docs/api/jobs.md work when pasted', async () => {
  const call = async <Answer>(path: string, init?: RequestInit) =>
    (await (await fetch(`${service.url}${path}`, init)).json()) as Answer;
  const days = Array.from({ length: 300 }, (_, i) =>
    new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
  );
  const body = `date,y\n${days.map((day, i) => `${day},${100 + 10 * Math.sin(i / 5) + (i % 7)}`).join('\n')}`;
  const dataset = await call<{ id: string }>('/v1/datasets', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
  });
  const created = await call<{ model: { id: string }; job: { id: string } }>('/v1/models', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dataset_id: dataset.id, horizon: 5, preset: 'fast', steps: 10 }),
  });
  const job = created.job.id;
  for (let ended = false; !ended; )
    ended = (await call<{ finished_at: string | null }>(`/v1/jobs/${job}?wait=30`)).finished_at !== null;
  const printed = await pasted('jobs.md', { MODEL: created.model.id, JOB: job });
  expect(printed).toContain('series_id,origin,step,time,actual,median,');
  expect(printed).toContain('"refit":true,"refit_every":2');
}, 180_000);
