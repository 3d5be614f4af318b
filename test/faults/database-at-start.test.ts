import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { startWorker } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

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

/** A proxy that cuts the first six connections, as a server that is not up yet. */
async function unreachableAtFirst(target: string | number) {
  let cut = 0;
  const proxy = createServer((inbound) => {
    if (cut < 6) {
      cut++;
      inbound.destroy();
      return;
    }
    const outbound = typeof target === 'string' ? connect(target) : connect(target, '127.0.0.1');
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
  return { port, cut: () => cut, close: () => proxy.close() };
}

test('a worker that starts while PostgreSQL is away waits for it', async () => {
  const { server, socket, stop } = await ownServer();
  const proxy = await unreachableAtFirst(socket);
  const { username, pathname } = new URL(server.url);
  const worker = await startWorker({
    DATABASE_URL: `postgres://${username}@127.0.0.1:${proxy.port}${pathname}`,
  });
  expect(proxy.cut()).toBe(6);
  expect(worker.output()).toContain('the process waits for it');
  await worker.kill('SIGTERM');
  proxy.close();
  await stop();
});

test.skipIf(!redisIsInstalled)('a worker that starts while Redis is away waits for it', async () => {
  const { server, stop } = await ownServer();
  const redis = await startTestRedis();
  const proxy = await unreachableAtFirst(Number(new URL(redis.url).port));
  const worker = await startWorker({
    DATABASE_URL: server.url,
    REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
  });
  expect(proxy.cut()).toBe(6);
  expect(worker.output()).toContain('the process waits for it');
  await worker.kill('SIGTERM');
  proxy.close();
  await redis.stop();
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
