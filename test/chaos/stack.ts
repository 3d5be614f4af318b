import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { type NetworkProxy, postgresSocket, postgresThrough, startProxy } from '../support/proxy.ts';
import { freePort, startTestRedis, type TestRedis } from '../support/redis.ts';
import type { BackendName } from './options.ts';

const apis = 2;
const workers = 2;
const restartMs = 300;
const outputCharsMax = 20_000;

/** A deployment as an operator has it: two APIs, two workers, PostgreSQL and, for that backend, Redis. Whatever ends is
 *  started again. The network between the service and its databases goes through proxies. */
export interface Stack {
  backend: BackendName;
  adminKey: string;
  /** URLs of the APIs; they stay the same when one is restarted. */
  urls: string[];
  apis: SupervisedProcess[];
  workers: SupervisedProcess[];
  /** Connection string that no cut of the network affects. */
  readonly databaseUrl: string;
  postgres: { kill(): void; pause(ms: number): Promise<void>; proxy: NetworkProxy };
  redis: { server: TestRedis; proxy: NetworkProxy } | null;
  /** Last lines of the logs of all processes. */
  logs(): string;
  stop(): Promise<void>;
}

export interface SupervisedProcess {
  name: string;
  /** Undefined while it is being started again. */
  pid(): number | undefined;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
  output(): string;
}

export async function startStack(backend: BackendName): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-chaos-'));
  let isStopping = false;
  let server: EmbeddedPostgres;
  const toPostgres = await startProxy({ port: 1 });
  const startPostgres = async () => {
    server = await startEmbeddedPostgres({ dataDir });
    server.onExit(() => {
      if (!isStopping) void startPostgres();
    });
    toPostgres.setTarget(postgresSocket(server.url));
  };
  await startPostgres();
  const redis = backend === 'redis' ? await startTestRedis() : null;
  const toRedis = redis === null ? null : await startProxy({ port: Number(new URL(redis.url).port) });

  const adminKey = randomBytes(32).toString('hex');
  const environment: Environment = {
    DATABASE_URL: postgresThrough(toPostgres, server!.url),
    REDIS_URL: toRedis === null ? '' : `redis://127.0.0.1:${toRedis.port}`,
    GATECAST_API_KEY: adminKey,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'info',
  };
  const ports = await Promise.all(Array.from({ length: apis }, freePort));
  const started: { apis: SupervisedProcess[]; workers: SupervisedProcess[] } = { apis: [], workers: [] };
  for (const [i, port] of ports.entries()) {
    const run = () => startApi({ ...environment, PORT: String(port) });
    started.apis.push(await supervise(`api ${i}`, run));
  }
  for (let i = 0; i < workers; i++)
    started.workers.push(await supervise(`worker ${i}`, () => startWorker(environment)));
  const processes = [...started.apis, ...started.workers];
  return {
    backend,
    adminKey,
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    ...started,
    get databaseUrl() {
      return server.url;
    },
    postgres: {
      kill: () => signalAll([server.postmasterPid], 'SIGKILL'),
      async pause(ms) {
        const pids = [server.postmasterPid, ...childrenOf(server.postmasterPid)];
        signalAll(pids, 'SIGSTOP');
        await sleep(ms);
        signalAll(pids, 'SIGCONT');
      },
      proxy: toPostgres,
    },
    redis: redis === null ? null : { server: redis, proxy: toRedis! },
    logs: () => processes.map(({ name, output }) => `--- ${name}\n${output()}`).join('\n'),
    async stop() {
      isStopping = true;
      await Promise.all(processes.map((one) => one.stop()));
      await redis?.stop();
      await server.stop();
      await toPostgres.close();
      await toRedis?.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs a process, and starts it again whenever it ends. */
async function supervise(name: string, start: () => Promise<TestProcess>): Promise<SupervisedProcess> {
  let current: TestProcess | null = await start();
  let isStopping = false;
  let earlier = '';
  const run = async () => {
    while (!isStopping) {
      await current!.ended;
      earlier = (earlier + current!.output()).slice(-outputCharsMax);
      current = null;
      while (!isStopping && current === null) {
        await sleep(restartMs);
        current = await start().catch((error: Error) => {
          earlier = (earlier + error.message).slice(-outputCharsMax);
          return null;
        });
      }
    }
  };
  const running = run();
  return {
    name,
    pid: () => current?.pid,
    signal(signal) {
      if (current !== null) signalAll([current.pid], signal);
    },
    async stop() {
      isStopping = true;
      if (current !== null) {
        signalAll([current.pid], 'SIGCONT');
        await current.kill('SIGTERM');
      }
      await running;
      if (current !== null) await current.kill('SIGKILL');
    },
    output: () => (earlier + (current?.output() ?? '')).slice(-outputCharsMax),
  };
}

/** A process that has just ended gets no signal. */
function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {}
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}
