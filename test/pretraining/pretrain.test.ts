import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'gatecast-pretrain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Four blocks of four steps: the kill comes after the first. */
const short = ['--minutes', '0.0067', '--pools', '2'];

function start(...options: string[]): ChildProcess {
  return spawn('node_modules/.bin/node', ['bench/pretraining/main.ts', ...short, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

async function trained(name: string, ...options: string[]): Promise<Buffer> {
  const out = join(folder, name);
  expect(await ended(start('--seed', '5', '--out', out, ...options))).toBe(0);
  return readFileSync(out);
}

test('a short pre-training gives the same bytes again, and after a kill', { timeout: 240_000 }, async () => {
  const first = await trained('first');
  const checkpoint = join(folder, 'checkpoint');
  const killed = start(
    ...['--seed', '5', '--out', join(folder, 'killed')],
    ...['--checkpoint', checkpoint, '--checkpoint-seconds', '0'],
  );
  const end = ended(killed);
  while (!existsSync(checkpoint) && killed.exitCode === null) await sleep(20);
  killed.kill('SIGKILL');
  await end;
  expect(existsSync(checkpoint)).toBe(true);
  const resumed = await trained('resumed', '--checkpoint', checkpoint);
  expect(resumed.equals(first)).toBe(true);
});
