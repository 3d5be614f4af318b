import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { logLines } from '../../src/processes/log-lines.ts';

const source = new URL('../../src/processes/log-lines.ts', import.meta.url).href;

test('a process that exits at once has written every line, in order', () => {
  const program = `
    import { pino } from 'pino';
    import { logLines } from '${source}';
    const log = pino({}, logLines());
    for (let i = 0; i < 1_000; i++) log.info({ i }, 'line with é');
    process.exit(0);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    cwd: new URL('../..', import.meta.url),
  });
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).i);
  expect(lines).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
});

test('a single line is written soon, and a fatal one at once', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'gatecast-log-')), 'log');
  const log = pino({}, logLines(file));
  const written = () => readFileSync(file, 'utf8').split('\n').length - 1;
  await sleep(50); // the file is open
  log.info('one');
  expect(written()).toBe(0);
  await expect.poll(written).toBe(1);
  log.fatal('two');
  expect(written()).toBe(2);
});
