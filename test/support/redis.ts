import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

const startMsMax = 60_000;

export interface TestRedis {
  url: string;
  /** Kills the server with SIGKILL, like a crash. */
  kill(): Promise<void>;
  /** Restarts the server on the same port, with the data that it had written. */
  start(): Promise<void>;
  /** Stops the server's clock for some time. */
  pause(ms: number): Promise<void>;
  /** Empties it, as a cache that is taken for one. Does nothing while the server is down. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether `redis-server` is on the PATH. Without it the Redis suites are skipped with a message; in CI they fail. */
export const redisIsInstalled = findRedis();

function findRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI) throw new Error('CI must have redis-server: apt-get install redis-server');
    console.warn(
      '\n*** SKIPPED: the Redis suites, no redis-server on the PATH: apt-get install redis-server ***\n',
    );
    return false;
  }
}

/** Starts a Redis on loopback, with an append-only file.
 *  @param hidden commands that it does not know
 *  @param further settings of it */
export async function startTestRedis(
  hidden: readonly string[] = [],
  further: Record<string, string> = {},
): Promise<TestRedis> {
  const dir = mkdtempSync(join(tmpdir(), 'gatecast-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess;

  const start = async () => {
    const settings = {
      port,
      bind: '127.0.0.1',
      dir,
      appendonly: 'yes',
      appendfsync: 'always',
      save: '',
      'maxmemory-policy': 'noeviction',
      ...further,
    };
    server = spawn(
      'redis-server',
      [
        ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
        ...hidden.flatMap((command) => ['--rename-command', command, '']),
      ],
      { stdio: 'ignore' },
    );
    await answers(url, !hidden.includes('INFO'));
  };
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await exited;
  };
  await start();
  return {
    url,
    start,
    kill: () => end('SIGKILL'),
    async pause(ms) {
      const paused = server;
      paused.kill('SIGSTOP');
      await sleep(ms);
      paused.kill('SIGCONT');
    },
    async flush() {
      const client = new Redis(url, {
        lazyConnect: true,
        maxRetriesPerRequest: 0,
        retryStrategy: () => null,
      });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.flushall();
      } catch {
        // The server is down.
      } finally {
        client.disconnect();
      }
    },
    async stop() {
      await end('SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, enableReadyCheck: boolean): Promise<void> {
  const client = new Redis(url, {
    ...{ lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, enableReadyCheck },
  });
  client.on('error', () => {});
  for (const until = Date.now() + startMsMax; Date.now() < until; await sleep(50)) {
    try {
      await client.connect();
      client.disconnect();
      return;
    } catch {}
  }
  throw new Error(`redis-server did not answer at ${url} within ${startMsMax} ms`);
}

/** The system gives these ports neither to connections nor to servers that ask for any port: they stay free
 *  while a server is away. */
const [firstPort, endPort] = [10_000, 32_000];

/** A port of 127.0.0.1 that is free, and stays so until somebody asks for it by its number. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, endPort);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => void server.close(() => resolve(true)));
  });
}
