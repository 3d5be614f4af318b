import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DueJob, JobQueue } from '../../src/contracts/ports/index.ts';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { openPostgresBackend, openRedisBackend, type QueueBackend } from '../../src/queue/index.ts';
import { createTestDatabase } from './postgres.ts';
import { redisIsInstalled, startTestRedis } from './redis.ts';

/** A database for queues that a test may kill. */
export interface QueuePlace {
  open(): Promise<QueueBackend>;
  /** Kills the server with SIGKILL and resolves at once. */
  kill(): Promise<void>;
  /** Resolves when the server accepts connections again. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

export const queuePlaces: {
  name: string;
  isInstalled: boolean;
  start(): Promise<QueuePlace>;
  startBreakable(): Promise<QueuePlace>;
}[] = [
  {
    name: 'PostgreSQL',
    isInstalled: true,
    async start() {
      const database = await createTestDatabase();
      return {
        open: () => openPostgresBackend(database.url),
        kill: unbreakable,
        restart: unbreakable,
        end: () => database.drop(),
      };
    },
    async startBreakable() {
      const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-queue-'));
      const server = await startEmbeddedPostgres({ dataDir });
      let killed = 0;
      return {
        open: () => openPostgresBackend(server.url),
        async kill() {
          killed = server.postmasterPid;
          process.kill(killed, 'SIGKILL');
        },
        // Its supervisor restarts it.
        async restart() {
          while (server.postmasterPid === killed) await new Promise((resolve) => setTimeout(resolve, 50));
        },
        async end() {
          await server.stop();
          rmSync(dataDir, { recursive: true, force: true });
        },
      };
    },
  },
  { name: 'Redis', isInstalled: redisIsInstalled, start: startRedisPlace, startBreakable: startRedisPlace },
];

/** Whether the job's own entry is in the queue. */
export async function isQueued(queue: JobQueue, { kind, job_id }: DueJob): Promise<boolean> {
  return (await queue.missing(kind, [job_id])).length === 0;
}

async function startRedisPlace(): Promise<QueuePlace> {
  const redis = await startTestRedis();
  return { open: () => openRedisBackend(redis.url), kill: redis.kill, restart: redis.start, end: redis.stop };
}

function unbreakable(): Promise<void> {
  throw new Error('The server of the whole test run is not to be killed: use startBreakable().');
}
