import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;
let url: string;
let model: Model;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  model = await service.trained(dailyCsv(300), { horizon: 10 });
});
afterAll(() => service.stop());

/** Errors that a page shows on purpose. */
const shown = ['job_not_retryable', 'request_invalid'];

test.each([
  { page: 'README', prints: [] },
  { page: 'models', prints: [] },
  { page: 'jobs', prints: ['series_id,origin,step,time,actual,median,', '"refit":true,"refit_every":2'] },
  { page: 'webhooks', prints: [] },
  { page: 'symbols', prints: [] },
  { page: 'embeds', prints: ['"series_id":"y"', '"last_used_at":'] },
])('the curl blocks of page $page work when pasted', async ({ page, prints }) => {
  const text = readFileSync(`docs/api/${page}.md`, 'utf8');
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThan(0);
  const env = { ...process.env, API: url, MODEL: model.id, JOB: model.job_id! };
  const cwd = mkdtempSync(join(tmpdir(), 'gatecast-pages-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const { stdout, stderr } = await promisify(execFile)('bash', ['-eu', '-c', blocks.join('\n')], {
    env,
    cwd,
  });
  // The code of an error is not the first field; that of a sentence of a card is.
  const codes = [...`${stdout}${stderr}`.matchAll(/(?<!\{)"code":"(\w+)"/g)].map(([, code]) => code);
  expect(codes.filter((code) => !shown.includes(code))).toEqual([]);
  for (const text of prints) expect(stdout).toContain(text);
});
