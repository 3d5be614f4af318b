import {
  type JobSchedulerTemplateOptions,
  type JobsOptions,
  Queue,
  type RepeatOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import type { Redis } from 'ioredis';
import { nextOfCron } from '../contracts/schemas/index.ts';
import { setUpSession, watchClient } from '../database-session.ts';
import type { OutageLines } from '../outage-log.ts';
import type { AddedJob } from './batched-adds.ts';
import { plausibleMs } from './definitions.ts';
import { endWhenSilent, QueuePool } from './pool.ts';
import { addStalledIndex, createBackend } from './postgres-backend.ts';
import {
  addEntries,
  findEntries,
  findHeld,
  findPlanned,
  findPlans,
  findUnfinished,
} from './postgres-entries.ts';
import { connected, tellLosses } from './redis-connection.ts';
import { findHeldInRedis, findRedisEntries, findRedisPlans, findUnfinishedInRedis } from './redis-entries.ts';
import { reconnectOnError } from './redis-errors.ts';
import { closingReason } from './redis-farewell.ts';
import type { SchedulerEntry } from './scheduler-entry.ts';
import { claimRedis } from './service-claim.ts';

/** The part of BullMQ's Queue that this project uses. BullMQ's own type differs by backend. */
export interface PayloadQueue {
  readonly name: string;
  add(name: string, payload: object, options: JobsOptions): Promise<unknown>;
  addBulk(jobs: AddedJob[]): Promise<unknown>;
  getJobCountByTypes(...types: ('wait' | 'prioritized')[]): Promise<number>;
  /** `rawname` is the name that the worker gave its connection. */
  getWorkers(): Promise<{ rawname?: string }[]>;
  getJob(id: string): Promise<{ remove(): Promise<unknown> } | undefined>;
  upsertJobScheduler(
    id: string,
    repetition: Omit<RepeatOptions, 'key'>,
    template: { name: string; data: object; opts: JobSchedulerTemplateOptions },
  ): Promise<unknown>;
  removeJobScheduler(id: string): Promise<unknown>;
  getJobScheduler(id: string): Promise<JobScheduler | undefined>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface JobScheduler {
  key: string;
  /** Time of the next run, in milliseconds since 1970. */
  next?: number | null;
  every?: number;
  template?: { data?: unknown };
}

/** The part of BullMQ's Worker that this project uses. */
export interface PayloadWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'stalled', listener: (id: string) => void): unknown;
  on(event: 'failed', listener: (job: { id?: string } | undefined, error: Error) => void): unknown;
  close(): Promise<void>;
}

export type PayloadProcessor = (
  job: {
    id?: string;
    data: unknown;
    opts: { attempts?: number };
    /** Tries before this one. */
    attemptsMade: number;
    moveToWait(token?: string): Promise<unknown>;
    moveToDelayed(timestampMs: number, token?: string): Promise<unknown>;
  },
  token?: string,
) => Promise<void>;
export type ConsumerOptions = Omit<WorkerOptions, 'connection' | 'prefix'>;

/** The database in which BullMQ keeps its queues. The rest of the service is the same for both. */
export interface QueueBackend {
  readonly name: 'postgres' | 'redis';
  queue(name: string): PayloadQueue;
  worker(name: string, processor: PayloadProcessor, options: ConsumerOptions): PayloadWorker;
  /** Adds jobs in their order. An id that the queue holds is not added again. One round trip. */
  addAll(queue: PayloadQueue, jobs: AddedJob[]): Promise<unknown>;
  /** Those of the ids that the queue will deliver or that a worker holds. What is left of others is removed, so they
   *  can be added again. Those that a worker whose clock is ahead has delayed for long, or locked on
   *  PostgreSQL, are freed too. */
  known(queue: string, ids: string[]): Promise<string[]>;
  /** Those of the ids that a worker holds. Changes nothing. */
  held(queue: string, ids: string[]): Promise<string[]>;
  /** The same as `known` for entries that may be delayed for long. */
  planned(queue: string, ids: string[]): Promise<string[]>;
  /** All plans of a queue: the keeper takes one that is missing for lost. BullMQ asks for each by itself; here
   *  PostgreSQL gets one statement, and Redis a command for some hundreds. */
  plans(queue: string): Promise<SchedulerEntry[]>;
  /** Ids of the entries that wait, that a worker holds, or that are delayed until `untilMs` at most. */
  unfinished(queue: string, untilMs: number): Promise<string[]>;
  /** @throws Error when the database of the queue does not answer */
  ping(): Promise<void>;
  /** Why the database has closed a connection, if it says so to another one; else the error itself. */
  reasonOf(error: unknown): Promise<unknown>;
  /** The `maxmemory-policy` with which the database deletes entries of the queue when it is full; null: it deletes
   *  none, or does not say. */
  evictionPolicy(): Promise<string | null>;
  /** Claims the queue for a service unless another has it. A queue in the service's own database needs no claim.
   *  @returns id of the service that has it */
  claim(serviceId: string): Promise<string>;
  /** Close its queues and workers first. */
  close(): Promise<void>;
}

const schema = 'bullmq';
/** Prefix of BullMQ's keys in Redis, unless another is set. */
const redisPrefix = 'bull';
/** Key that a check of Redis writes, and its life. */
const pingKey = `${redisPrefix}:gatecast-ping`;
const pingLifeMs = 1_000;
/** A script, since BullMQ works with scripts: their user needs the right. It is sent as BullMQ's are, by
 *  EVALSHA and then by EVAL. */
const pingScript = { lua: `return redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])`, numberOfKeys: 1 };
interface Pinging {
  gatecastPing(key: string, lifeMs: number): Promise<unknown>;
}
/** The policy of a Redis that refuses what it has no room for. */
const neverEvicts = 'noeviction';

/** Each of the four workers holds one connection that listens for new jobs; the others run short queries. What the
 *  workers of an idle process ask at the same time uses all of them every few seconds: a connection that is used less
 *  often would be closed and opened again and again. */
const poolMax = 8;
const connectWithinMs = 5_000;
/** In milliseconds. Statements of a queue hold locks for milliseconds. A wait ends before the connection counts as
 *  broken (15 s), and a frozen process loses its locks before its job is given to another worker. */
const lockLimits = { lock_timeout: 5_000, idle_in_transaction_session_timeout: 10_000 };
/** Every queue and worker adds a listener for errors of the pool. */
const listenersMax = 40;

/** Plans have the times that the API tells: BullMQ's own have no run at a midnight that clocks skip. */
const settings = {
  repeatStrategy: (now: number, { pattern, tz = 'UTC' }: RepeatOptions) =>
    pattern === undefined ? undefined : nextOfCron(pattern, tz, now),
};

/** Silence with which a connection counts as broken while an answer is due. A network that drops packets gives no error
 *  for a quarter of an hour, and a proxy that hangs gives none at all. */
export interface SilenceBounds {
  /** For connections that add jobs; only with Redis. */
  producerMsMax: number;
  /** For connections that fetch jobs: with Redis, one command waits up to 10 s for the next job. */
  consumerMsMax: number;
}

const silenceBounds: SilenceBounds = { producerMsMax: 5_000, consumerMsMax: 15_000 };

export async function openPostgresBackend(
  databaseUrl: string,
  { consumerMsMax }: SilenceBounds = silenceBounds,
): Promise<QueueBackend> {
  let isMigrated = false;
  const pool = new QueuePool({
    connectionString: databaseUrl,
    application_name: 'gatecast-queue',
    max: poolMax,
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    async onConnect(client) {
      if (isMigrated) endWhenSilent(client, consumerMsMax);
      await setUpSession(client, { search_path: schema, ...(isMigrated ? lockLimits : {}) });
    },
  });
  pool.setMaxListeners(listenersMax);
  pool.on('error', () => {}); // an idle connection broke: the next query takes a new one
  const client = await pool.connect();
  try {
    await client.query(watchClient(true, 'session'));
    await runMigrations(client, schema); // may take longer than a statement of a queue
    await addStalledIndex(client, schema);
    isMigrated = true;
    await client.query(watchClient(false, 'session'));
    await setUpSession(client, { search_path: schema, ...lockLimits });
    endWhenSilent(client, consumerMsMax);
  } finally {
    client.release();
  }
  const bound = withBackend(createBackend);
  return {
    name: 'postgres',
    queue: (name) => new bound.Queue<object>(name, { connection: pool, settings }),
    worker: (name, processor, options) =>
      new bound.Worker<object>(name, processor, { ...options, connection: pool, settings }),
    addAll: (queue, jobs) => addEntries(pool, queue.name, jobs),
    known: (queue, ids) => findEntries(pool, queue, ids),
    held: (queue, ids) => findHeld(pool, queue, ids),
    planned: (queue, ids) => findPlanned(pool, queue, ids),
    plans: (queue) => findPlans(pool, queue),
    unfinished: (queue, untilMs) => findUnfinished(pool, queue, untilMs),
    // A server that has lost the tables of the queue, or a right to them, answers, and takes nothing.
    ping: async () => {
      await pool.query('SELECT FROM job WHERE false FOR UPDATE');
    },
    reasonOf: async (error) => error,
    evictionPolicy: async () => null,
    claim: async (serviceId) => serviceId,
    close: async () => pool.endAtOnce(),
  };
}

export async function openRedisBackend(
  redisUrl: string,
  { producerMsMax, consumerMsMax }: SilenceBounds = silenceBounds,
  log: OutageLines | null = null,
): Promise<QueueBackend> {
  const { Redis } = await import('ioredis'); // most services have no Redis
  // Producers serve HTTP calls and fail at once. Workers wait until Redis is back.
  const producer = new Redis(redisUrl, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    lazyConnect: true,
    socketTimeout: producerMsMax,
    reconnectOnError,
    scripts: { gatecastPing: pingScript },
  });
  const ignore = () => {}; // connections reconnect automatically
  producer.on('error', ignore);
  let consumer: Redis | null = null;
  /** An API has no workers. Not lazy: a worker that connects itself gives up for good if its first connection fails. */
  const openConsumer = () =>
    new Redis(redisUrl, {
      maxRetriesPerRequest: null,
      socketTimeout: consumerMsMax,
      reconnectOnError,
    }).on('error', ignore);
  await connected(producer);
  if (log !== null) tellLosses(producer, log);
  const base = (queue: string) => `${redisPrefix}:${queue}:`;
  return {
    name: 'redis',
    queue: (name) => new Queue<object>(name, { connection: producer, skipWaitingForReady: true, settings }),
    worker: (name, processor, options) => {
      consumer ??= openConsumer();
      return new Worker<object>(name, processor, { ...options, connection: consumer, settings });
    },
    addAll: (queue, jobs) => {
      const [{ name, data, opts }] = jobs;
      return jobs.length === 1 ? queue.add(name, data, opts) : queue.addBulk(jobs);
    },
    known: (queue, ids) => findRedisEntries(producer, base(queue), ids, Date.now() + plausibleMs),
    held: (queue, ids) => findHeldInRedis(producer, base(queue), ids),
    planned: (queue, ids) => findRedisEntries(producer, base(queue), ids),
    plans: (queue) => findRedisPlans(producer, `${base(queue)}repeat`),
    unfinished: (queue, untilMs) => findUnfinishedInRedis(producer, base(queue), untilMs),
    // A Redis that is full or a replica answers, and takes nothing.
    ping: async () => {
      await (producer as unknown as Pinging).gatecastPing(pingKey, pingLifeMs);
    },
    reasonOf: (error) => closingReason(producer.options, error),
    evictionPolicy: async () => {
      const memory = await producer.info('memory').catch(() => ''); // its user may not ask
      const policy = /^maxmemory_policy:([\w-]+)/m.exec(memory)?.[1] ?? neverEvicts;
      return policy === neverEvicts ? null : policy;
    },
    claim: (serviceId) => claimRedis(producer, serviceId),
    close: async () => {
      for (const connection of [producer, consumer]) connection?.disconnect();
    },
  };
}

export function openQueueBackend(
  urls: { databaseUrl: string; redisUrl: string | null },
  log: OutageLines | null = null,
): Promise<QueueBackend> {
  if (urls.redisUrl === null) return openPostgresBackend(urls.databaseUrl);
  return openRedisBackend(urls.redisUrl, silenceBounds, log);
}
