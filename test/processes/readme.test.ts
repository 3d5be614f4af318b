import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { forecastSchema } from '../../src/contracts/schemas/forecasts/forecast.ts';
import { serve, signalled } from '../support/service.ts';

test('the curl lines of the README work when pasted', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-readme-'));
  const { child, url } = await serve(dataDir);
  const [block] = readFileSync('README.md', 'utf8').match(/API=http:\S+\n[^`]*/)!;
  const lines = block.replace(/^API=.*$/m, `API=${url}`);
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-c', lines], { timeout: 60_000 }).finally(
    async () => {
      await signalled(child, 'SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  );
  const answer = stdout.slice(stdout.indexOf('{"id":"fc_'));
  const { forecasts } = forecastSchema.parse(JSON.parse(answer));
  expect(forecasts[0].times).toEqual(['2020-04-20', '2020-04-21', '2020-04-22', '2020-04-23', '2020-04-24']);
  expect(Object.keys(forecasts[0].intervals)).toEqual(['80']);
}, 120_000);
