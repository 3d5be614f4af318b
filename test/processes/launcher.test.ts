import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { socketUrl } from '../../src/embedded-postgres/index.ts';
import { soonMs } from '../support/soon.ts';
import { childrenOf, isAlive } from './proc-files.ts';

/** All tests use the same: `initdb` takes seconds. */
const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-launcher-'));
let launcher: ChildProcess;
let found: number[];

beforeEach(() => {
  found = [];
});
afterEach(async () => {
  launcher.kill('SIGKILL');
  for (const pid of found.filter(isAlive)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It has ended with one of the others.
    }
  }
  await vi.waitFor(() => expect(found.filter(isAlive)).toEqual([]), { timeout: 120_000, interval: 100 });
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Starts a command that starts the service, and waits until it serves. @returns its address */
async function launched(command: string, args: string[], script?: string): Promise<string> {
  const { NODE_OPTIONS: _, DATABASE_URL: __, npm_lifecycle_event: ___, ...inherited } = process.env;
  const env = { ...inherited, PORT: '0', GATECAST_DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  launcher = spawn(command, args, {
    env: script === undefined ? env : { ...env, npm_lifecycle_event: script },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  launcher.stderr!.on('data', (chunk) => {
    said += chunk;
  });
  const url = await vi.waitFor(
    () => {
      const [, address] = said.match(/serves at (http\S+) /) ?? [];
      if (address === undefined) throw new Error(`not up: ${said}`);
      return address;
    },
    { timeout: 120_000, interval: 100 },
  );
  found = descendantsOf(launcher.pid!);
  expect(found.length).toBeGreaterThan(3);
  return url;
}

/** A program that starts the service in a shell that waits for it, as npm does with some shells. */
const inShell = `require('node:child_process').spawn('sh', ['-c', '"$0" src/processes/start.ts; true', process.execPath], { stdio: 'inherit' })`;

test.each<[string, string, string[], string?]>([
  ['npm', 'npm', ['start']],
  ['a program with a shell between', process.execPath, ['-e', inShell], 'start'],
])(
  'a service ends when %s is killed',
  async (_, command, args, script) => {
    await launched(command, args, script);
    launcher.kill('SIGKILL');
    await vi.waitFor(() => expect(found.filter(isAlive)).toEqual([]), { timeout: 120_000, interval: 100 });
  },
  180_000,
);

test('a service that npm does not run outlives its launcher; its secrets are sealed with a key of its own', async () => {
  const url = await launched(process.execPath, ['-e', inShell]);
  launcher.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(launcher.pid!)).toBe(false), { timeout: soonMs });
  await sleep(2_500); // longer than two looks at the launcher
  const payload = JSON.stringify({ url: 'https://example.org/hook' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/webhooks`, { method: 'POST', headers, body: payload });
  expect(answer.status, await answer.clone().text()).toBe(201);

  const key = join(dataDir, 'secret.key');
  expect(statSync(key).mode & 0o777).toBe(0o600);
  const socketDir = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[4];
  const db = new pg.Client(socketUrl(socketDir));
  await db.connect();
  const { rows } = await db.query('SELECT secret, current_user AS role FROM webhooks');
  await db.end();
  expect(rows).toEqual([{ secret: expect.stringMatching(/^sealed:/), role: 'gatecast_service' }]);
});
