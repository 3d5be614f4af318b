import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { startWorker } from '../support/processes.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A server of its own, and its socket. */
async function ownServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-start-'));
  const server = await startEmbeddedPostgres({ dataDir });
  const socket = join(new URL(server.url).searchParams.get('host')!, '.s.PGSQL.5432');
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { server, socket, stop };
}

test('a worker that starts while PostgreSQL is away waits for it', async () => {
  const { server, socket, stop } = await ownServer();
  let refused = 0;
  const proxy = createServer((inbound) => {
    if (refused < 6) {
      refused++;
      inbound.destroy();
      return;
    }
    const outbound = connect(socket);
    for (const [from, to] of [
      [inbound, outbound],
      [outbound, inbound],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const { username, pathname } = new URL(server.url);
  const worker = await startWorker({ DATABASE_URL: `postgres://${username}@127.0.0.1:${port}${pathname}` });
  expect(refused).toBe(6);
  expect(worker.output()).toContain('the process waits for it');
  await worker.kill('SIGTERM');
  proxy.close();
  await stop();
});

test('PostgreSQL is restarted however often it crashes', async () => {
  const { server, stop } = await ownServer();
  let lost: Error | null = null;
  server.onExit((error) => {
    lost = error;
  });
  for (let crash = 0; crash < 6; crash++) {
    const pid = server.postmasterPid;
    process.kill(pid, 'SIGKILL');
    while (server.postmasterPid === pid && lost === null)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lost).toBeNull();
  }
  const client = new pg.Client(server.url);
  await client.connect();
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
  await stop();
});
