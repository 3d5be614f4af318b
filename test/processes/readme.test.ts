import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFirstCall, runFirstCall } from '../../scripts/readme/first-call.ts';
import { forecastSchema } from '../../src/contracts/schemas/forecasts/forecast.ts';
import { serve, signalled } from '../support/service.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-readme-'));
let service: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  service = await serve(dataDir, '0', { GATECAST_TRAINING_NICENESS: '0' }); // beside other tests
});
afterAll(async () => {
  await signalled(service.child, 'SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
});

test('the first curl line of the README prints what the README shows; if not: npm run readme', async () => {
  const call = readFirstCall();
  const cellsOf = (output: string) =>
    output
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
  const [header, ...rows] = cellsOf(await runFirstCall(call, service.url));
  const [shownHeader, ...shown] = cellsOf(call.output);
  expect(header).toEqual(shownHeader);
  expect(rows.map(([time]) => time)).toEqual(shown.map(([time]) => time));
  // Kernels differ in the last digits, so that a number can be rounded to the next one.
  for (const [i, [, ...numbers]] of rows.entries())
    for (const [k, number] of numbers.entries())
      expect(Math.abs(Number(number) - Number(shown[i][k + 1]))).toBeLessThanOrEqual(1);
});

test('the curl lines of the README that train work when pasted', async () => {
  const [, section] = readFileSync('README.md', 'utf8').split('## Train a model over HTTP');
  const blocks = [...section.split('\n## ')[0].matchAll(/```sh\n([^`]*)```/g)].map(([, block]) => block);
  expect(blocks).toHaveLength(2);
  const lines = blocks.join('\n').replace(/^API=.*$/m, `API=${service.url}`);
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-c', lines], { timeout: 300_000 });
  const answer = stdout.slice(stdout.lastIndexOf('{"id":"fc_'));
  const { forecasts } = forecastSchema.parse(JSON.parse(answer));
  expect(forecasts[0].times).toEqual(['2020-04-20', '2020-04-21', '2020-04-22', '2020-04-23', '2020-04-24']);
  expect(Object.keys(forecasts[0].intervals)).toEqual(['80']);
});
