/** The service that is measured: PostgreSQL, API and worker as `npm start` runs them, on a folder of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { processOf } from './processes.ts';
import { ended, serve } from './running-service.ts';

export const backends = ['postgres', 'redis'] as const;
export type BackendName = (typeof backends)[number];

export interface Stack {
  url: string;
  databaseUrl: string;
  database: pg.Pool;
  /** Environment of another API process of the same service. */
  settings: NodeJS.ProcessEnv;
  pids: Record<'service' | 'api' | 'worker' | 'postgres', number>;
  stop(): Promise<void>;
}

/** The database is started here, so that the bench can fill it and so that the bare routes can insert into it. */
export async function startStack(folder: string, backend: BackendName): Promise<Stack> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir: folder });
    stops.push(() => postgres.stop());
    const settings: NodeJS.ProcessEnv = {
      DATABASE_URL: postgres.url,
      RATE_LIMIT_PER_MINUTE: '0',
      PORT: '0',
      ...(backend === 'redis' ? { REDIS_URL: await startRedis(folder, stops) } : {}),
    };
    const { child, url } = await serve(folder, settings);
    stops.push(() => ended(child));
    const database = new pg.Pool({ connectionString: postgres.adminUrl, max: 2 });
    database.on('error', () => {}); // PostgreSQL may stop before its last session has ended
    stops.push(() => database.end());
    const service = child.pid as number;
    return {
      url,
      databaseUrl: postgres.url,
      database,
      settings,
      stop,
      pids: {
        service,
        postgres: postgres.postmasterPid,
        api: processOf(service, 'api'),
        worker: processOf(service, 'worker'),
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function startRedis(folder: string, stops: (() => Promise<unknown>)[]): Promise<string> {
  const port = await freePort();
  const flags = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
  const server: ChildProcess = spawn('redis-server', [...flags, '--maxmemory-policy', 'noeviction'], {
    stdio: 'ignore',
  });
  const failed = new Promise<never>((_, reject) => {
    server.once('error', () => reject(new Error('redis-server is not on the PATH: install it')));
  });
  stops.push(() => ended(server));
  await Promise.race([failed, sleep(500)]);
  return `redis://127.0.0.1:${port}`;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
