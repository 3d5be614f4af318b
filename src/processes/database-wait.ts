/** The start of a process before its databases answer. Not a part of `lifecycle`, which `npm start`
 *  loads without the store. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Config, ConfigError, settingNames } from '../config.ts';
import { nearest } from '../contracts/schemas/index.ts';
import { databaseUrlFollows } from '../early-settings.ts';
import { createOutageLog, type OutageLog } from '../outage-log.ts';
import { ForeignQueueError, type QueueBackend, redisRefusal, requireOwnQueue } from '../queue/index.ts';
import {
  databaseRefusal,
  isConnectionError,
  isLockTimeout,
  isStorageFull,
  keepsSessions,
  requireFitServer,
  type Store,
  sessionsNotKept,
  slowReason,
} from '../store/index.ts';

/** Time between two attempts to reach a database that a process needs to start. */
const startRetryMs = 1_000;
/** An attempt that takes longer is logged. It may load its data, migrate the tables or wait for
 *  another process that does. */
const slowAfterMs = 5_000;
/** Least time between two lines about such attempts. */
const slowLineEveryMs = 60_000;
/** Why a database answers late, by the setting with its address. */
const slowReasons = {
  DATABASE_URL:
    'it starts or is migrated, or all connections are taken: a pooler, such as PgBouncer, lets a client wait while others hold its `pool_size` (see `SHOW POOLS`)',
  REDIS_URL: `it starts and loads its data, the network drops packets, or REDIS_URL has the wrong one of \`redis://\` (without TLS) and \`rediss://\` (with TLS)`,
};
/** Both may have the same error, such as an expired certificate. */
const refusalOf = { DATABASE_URL: databaseRefusal, REDIS_URL: redisRefusal };
/** Errors of a Redis that does not speak TLS, or that speaks nothing else. */
const ofScheme = ['ECONNRESET', 'ETIMEDOUT'];
/** Difference of two clocks that is worth a warning. */
const clocksApartMsMax = 5_000;

type Setting = keyof typeof refusalOf;

/** Parts of a process that wait for the same database at the same time: the store and the queue.
 *  Their lines are told once. */
interface Wait {
  parts: number;
  outage: OutageLog;
  beganAt: number;
  slowLineAt: number;
}

const waits = new WeakMap<Logger, Map<Setting, Wait>>();

function waitOf(log: Logger, setting: Setting): Wait {
  const ofLog = waits.get(log) ?? new Map<Setting, Wait>();
  waits.set(log, ofLog);
  const present = ofLog.get(setting);
  if (present !== undefined && present.parts > 0) return present;
  const made: Wait = {
    parts: 0,
    beganAt: performance.now(),
    slowLineAt: Number.NEGATIVE_INFINITY,
    outage: createOutageLog(log, {
      failing: (error) => messageOf(error, setting),
      again: 'the database answers: the process starts',
    }),
  };
  ofLog.set(setting, made);
  return made;
}

function messageOf(error: unknown, setting: Setting): string {
  if (isStorageFull(error))
    return 'the disk of PostgreSQL is full: make room; the process waits, and then starts by itself';
  if (isLockTimeout(error))
    return 'another session holds a lock that the start needs: the process waits for it';
  const waiting = 'a database does not answer: the process waits for it';
  const { code = '' } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  const isOfScheme = setting === 'REDIS_URL' && ofScheme.includes(code);
  return isOfScheme
    ? `${waiting}; with TLS its address begins with \`rediss://\`, without TLS with \`redis://\``
    : waiting;
}

/** The error of PostgreSQL whose disk is full; null for another one. The texts of those around it are for callers. */
function fullDiskOf(error: unknown): unknown {
  const { cause } = error as { cause?: unknown };
  return [cause, error].find(isStorageFull) ?? null;
}

/** Repeats the start of a part while its database does not answer or has no room. A process that starts before
 *  its database waits for it.
 *  @param setting the one with its address
 *  @param databaseUrl address of a PostgreSQL that a session of its own asks why it is slow
 *  @throws ConfigError if the operator must change something first */
export async function onceDatabaseAnswers<Part>(
  log: Logger,
  setting: Setting,
  open: () => Promise<Part>,
  databaseUrl: string | null = null,
): Promise<Part> {
  const wait = waitOf(log, setting);
  wait.parts++;
  const tellSlow = async () => {
    const now = performance.now();
    if (now - wait.slowLineAt < slowLineEveryMs) return;
    wait.slowLineAt = now;
    const seen = databaseUrl === null ? null : await slowReason(databaseUrl);
    if (wait.parts === 0) return;
    log.warn(
      { setting, seconds: Math.round((now - wait.beganAt) / 1_000) },
      `a database has not answered for 5 s: ${seen ?? slowReasons[setting]}. The process waits for it`,
    );
  };
  try {
    for (;;) {
      const slow = setInterval(tellSlow, slowAfterMs);
      try {
        const part = await open();
        if (wait.parts === 1) wait.outage.works();
        return part;
      } catch (error) {
        const refusal = refusalOf[setting](error);
        if (refusal !== null) throw new ConfigError(refusal, { cause: error });
        const fullDisk = fullDiskOf(error);
        if (fullDisk === null && !(isConnectionError(error) || isClosedRedis(error))) throw error;
        wait.outage.failed(fullDisk ?? error, 1, { setting });
        await sleep(startRetryMs);
      } finally {
        clearInterval(slow);
      }
    }
  } finally {
    wait.parts--;
  }
}

/** @throws ConfigError if the server is too old or has another encoding, or if a pooler between this process and the
 *  database does not keep sessions */
export async function requireFitDatabase(config: Config, databaseUrl: string, log: Logger): Promise<void> {
  if (config.databaseUrl === databaseUrlFollows) return; // the embedded database is fit, and nothing is in between
  const answers = () => Promise.all([keepsSessions(databaseUrl), requireFitServer(databaseUrl)]);
  const [isKept, { clockAheadMs }] = await onceDatabaseAnswers(log, 'DATABASE_URL', answers, databaseUrl);
  warnIfClocksDiffer(clockAheadMs, log);
  if (isKept) return;
  throw new ConfigError(sessionsNotKept);
}

/** Says that the clocks of this machine and of the database differ. The database measures silence and
 *  waiting by its own clock. */
function warnIfClocksDiffer(aheadMs: number, log: Logger): void {
  if (Math.abs(aheadMs) <= clocksApartMsMax) return;
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  log.warn(
    { clock_ahead_seconds: Math.sign(aheadMs) * seconds },
    `the clock of this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that of PostgreSQL: set both by NTP; until then schedules run early or late, and a job of a worker that dies waits longer`,
  );
}

/** Says that the policies of the tables, the second lock between tenants, do not bind the role in `DATABASE_URL`. */
export async function warnUnlessBound(store: Pick<Store, 'isBoundByPolicies'>, log: Logger): Promise<void> {
  if (await onceDatabaseAnswers(log, 'DATABASE_URL', () => store.isBoundByPolicies())) return;
  log.warn(
    'the role in DATABASE_URL is a superuser or has BYPASSRLS: row-level security, the second lock between tenants, is off; use a role without these rights that owns the database',
  );
}

/** Says that the Redis of the queue deletes entries when it is full. No job is lost, since its row is queued
 *  again: it waits longer. */
export async function warnIfEvicting(backend: QueueBackend, log: Logger): Promise<void> {
  const policy = await backend.evictionPolicy();
  if (policy === null) return;
  log.warn(
    { maxmemory_policy: policy },
    'the Redis in REDIS_URL deletes entries of the queue when its memory is full: set its `maxmemory-policy` to `noeviction`',
  );
}

/** Warns of settings that probably do not do what is wanted. Their values may be secrets, and are not told. */
export function warnOfSettings(
  { unknownSettings, apiKey }: Pick<Config, 'unknownSettings' | 'apiKey'>,
  log: Logger,
): void {
  if (apiKey !== null && !/^[\x21-\x7e]*$/.test(apiKey))
    log.warn(
      'GATECAST_API_KEY has spaces or characters outside of ASCII: with spaces it is read from `X-API-Key` only, and others differ from client to client; make another key with scripts/keys.ts',
    );
  if (unknownSettings.length === 0) return;
  const known = settingNames.map((name) => name.toLowerCase());
  const named = unknownSettings.map((name) => {
    const similar = nearest(name, known)?.toUpperCase();
    return similar === undefined ? name : `${name} (did you mean ${similar}?)`;
  });
  log.warn(`these settings are not known, and do nothing: ${named.join(', ')}`);
}

/** Claims the queue for the service of the database. A Redis that has just gone away is asked again by
 *  the reconciler of a worker.
 *  @returns asks again whether the queue is the service's own
 *  @throws ConfigError if the queue belongs to another service */
export async function claimQueue(
  store: Pick<Store, 'serviceId'>,
  backend: QueueBackend,
  log: Logger,
): Promise<() => Promise<void>> {
  if (backend.name === 'postgres') return async () => {}; // it is in the database of the service
  const id = await onceDatabaseAnswers(log, 'DATABASE_URL', () => store.serviceId());
  try {
    await requireOwnQueue(backend, id);
  } catch (error) {
    const refusal = error instanceof ForeignQueueError ? error.message : redisRefusal(error);
    if (refusal !== null) throw new ConfigError(refusal, { cause: error });
  }
  return () => requireOwnQueue(backend, id);
}

/** Redis reports a refused connection without a code. */
function isClosedRedis(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Connection is closed');
}
