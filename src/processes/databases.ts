import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { openQueueBackend, type QueueBackend } from '../queue/index.ts';
import { openStore, type Store } from '../store/index.ts';
import {
  claimQueue,
  onceDatabaseAnswers,
  requireFitDatabase,
  warnIfEvicting,
  warnUnlessBound,
} from './database-wait.ts';
import { secretKeysOf } from './secret-keys.ts';

export interface Databases {
  store: Store;
  backend: QueueBackend;
  /** Asks again whether the queue is that of the service. */
  requireOwnQueue(): Promise<void>;
}

/** Opens the store and the queue of a process, as soon as their databases answer.
 *  @throws ConfigError if the operator must change something first */
export async function openDatabases(
  config: Config,
  databaseUrl: string,
  log: Logger,
  options: { applicationName: string; tenantPointsMax: number | null },
): Promise<Databases> {
  await requireFitDatabase(config, databaseUrl, log);
  const { redisUrl, tenantBytesMax, tenantQueuedMax } = config;
  const [store, backend] = await Promise.all([
    onceDatabaseAnswers(
      log,
      'DATABASE_URL',
      () =>
        openStore(databaseUrl, {
          isWatched: true,
          secretKeys: secretKeysOf(config),
          tenantBytesMax,
          tenantQueuedMax,
          ...options,
        }),
      databaseUrl,
    ),
    onceDatabaseAnswers(
      log,
      redisUrl === null ? 'DATABASE_URL' : 'REDIS_URL',
      () => openQueueBackend({ databaseUrl, redisUrl }, log),
      redisUrl === null ? databaseUrl : null,
    ),
  ]);
  await warnUnlessBound(store, log);
  const requireOwnQueue = await claimQueue(store, backend, log);
  await warnIfEvicting(backend, log);
  return { store, backend, requireOwnQueue };
}
