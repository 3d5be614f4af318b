import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { keepsSessions } from '../../../src/store/index.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { startApi, startWorker } from '../../support/processes.ts';
import { postgresSocket } from '../../support/proxy.ts';
import { startPooler } from './pooler.ts';

async function pooled(mode: 'session' | 'statement'): Promise<string> {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const { username, pathname } = new URL(url);
  const pooler = await startPooler(postgresSocket(url), {
    mode,
    user: username,
    database: pathname.slice(1),
  });
  onTestFinished(pooler.close);
  return `postgres://${username}@127.0.0.1:${pooler.port}${pathname}`;
}

test('PostgreSQL itself keeps sessions', async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  expect(await keepsSessions(url)).toBe(true);
});

test('a pooler that gives each client a session keeps sessions', async () => {
  expect(await keepsSessions(await pooled('session'))).toBe(true);
});

test('a process refuses a pooler that gives the session of one client to others', async () => {
  const url = await pooled('statement');
  expect(await keepsSessions(url)).toBe(false);
  for (const start of [startApi, startWorker])
    await expect(start({ DATABASE_URL: url })).rejects.toThrow('pool_mode = session');
  const commands = [
    ['scripts/keys.ts', 'list'],
    ['scripts/backup.ts', join(tmpdir(), 'gatecast-pooled.backup')],
    ['scripts/restore.ts', 'package.json'],
  ];
  for (const command of commands) {
    const run = promisify(execFile)(process.execPath, command, {
      env: { ...process.env, DATABASE_URL: url },
    });
    await expect(run).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/pool_mode = session.*\n$/),
    });
  }
});
