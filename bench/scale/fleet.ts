/** A deployment on one machine: PostgreSQL, the queue, an API without a worker, and workers that come and go. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { type Api, apiOf } from '../service/api.ts';
import { type LoadProcess, startLoadProcess } from '../service/load/load.ts';
import { startServiceProcess } from '../service/service-process.ts';
import { sizes } from '../service/sizes.ts';
import { type BackendName, startRedis } from '../service/stack.ts';

export interface Fleet {
  api: Api;
  database: pg.Pool;
  load: LoadProcess;
  redisUrl: string | null;
  postgresPid: number;
  /** Runs `work` beside `count` workers, each with one training at a time on one core. */
  withWorkers<T>(count: number, work: (pids: number[]) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export async function startFleet(backend: BackendName): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-scale-'));
  const stops: (() => Promise<unknown>)[] = [
    async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
    stops.push(() => postgres.stop());
    const redisUrl = backend === 'redis' ? await startRedis(folder, stops) : null;
    const settings: NodeJS.ProcessEnv = {
      DATABASE_URL: postgres.url,
      RATE_LIMIT_PER_MINUTE: '0',
      PORT: '0',
      LOG_LEVEL: 'warn',
      GATECAST_DATA_DIR: folder,
      GATECAST_WORKER_CONCURRENCY: '1',
      GATECAST_TRAINING_CORES: '1',
      ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    };
    const api = await startServiceProcess('api', settings);
    stops.push(() => api.stop());
    const database = new pg.Pool({ connectionString: postgres.adminUrl, max: 2 });
    database.on('error', () => {}); // PostgreSQL may stop before its last session has ended
    stops.push(() => database.end());
    const load = startLoadProcess(sizes.full.answersMin);
    stops.push(() => load.stop());
    return {
      api: apiOf(api.url),
      database,
      load,
      redisUrl,
      postgresPid: postgres.postmasterPid,
      stop,
      async withWorkers(count, work) {
        const workers = await Promise.all(
          Array.from({ length: count }, () => startServiceProcess('worker', settings)),
        );
        try {
          return await work(workers.map(({ pid }) => pid));
        } finally {
          await Promise.all(workers.map((worker) => worker.stop()));
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
