import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { GuardedClient } from '../../database-client.ts';
import { setUpSession } from '../../database-session.ts';
import { currentCall } from '../../sharing/index.ts';
import {
  breaksConnection,
  hasOutdatedPlan,
  isInFailedTransaction,
  refusesWrites,
  translateError,
} from './connection.ts';
import { ConnectionShares } from './connection-shares.ts';
import { lockMsMax, silenceMsMax } from './lock-waits.ts';
import { destroySocket, type Reachability, watchReachability } from './reachability.ts';
import { keepIdentity, ServerIdentity } from './server-identity.ts';
import { plannedAnewMark, StatementNames } from './statement-names.ts';
import type { Database } from './tables.ts';
import { enterTenant } from './tenancy.ts';

const poolMaxDefault = 10;
const connectWithinMs = 5_000;
const idleMsMax = 30_000;
/** Uploads and deletions are the longest; they work in parts. */
const statementMsMax = 300_000;
/** After this silence the system asks the other end, once a second and ten times. */
const keepAliveInitialDelayMillis = 5_000;

export interface DatabaseOptions {
  /** Upper bound of connections. */
  poolMax?: number;
  /** Name of the sessions in pg_stat_activity. */
  applicationName?: string;
  /** Milliseconds after which the server stops a statement. */
  statementMsMax?: number;
  /** Milliseconds after which a statement no longer waits for a lock. Some wait longer (`lock-waits.ts`). */
  lockMsMax?: number;
  /** Whether calls end at once when the database stops answering. Costs a connection. */
  isWatched?: boolean;
}

/** Connects when first used. A call that cannot reach the database throws AppError database_unavailable. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Kysely<Database> {
  const connection = {
    connectionString: url,
    application_name: options.applicationName ?? 'gatecast',
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    keepAliveInitialDelayMillis,
  };
  const poolMax = options.poolMax ?? poolMaxDefault;
  const clients = new Set<pg.ClientBase>();
  const identity = new ServerIdentity();
  const pool = new pg.Pool({
    ...connection,
    Client: GuardedClient,
    max: poolMax,
    idleTimeoutMillis: idleMsMax,
    types: typeParsers(),
    async onConnect(client) {
      client.on('error', () => {});
      clients.add(client);
      client.once('end', () => clients.delete(client));
      await setUpSession(client, {
        statement_timeout: options.statementMsMax ?? statementMsMax,
        lock_timeout: options.lockMsMax ?? lockMsMax,
        idle_in_transaction_session_timeout: silenceMsMax,
      });
      await identity.check(client);
    },
  });
  // The call that uses a broken connection fails anyway. Without listeners the error would end the process.
  pool.on('error', () => {});
  const reachability = options.isWatched
    ? watchReachability(connection, () => clients.forEach(destroySocket))
    : null;
  const shares = new ConnectionShares(pool, { connections: poolMax, waitMsMax: connectWithinMs });
  const health: Health = { reachability, hasRefusedWrite: false };
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: translating(pool, shares, health) }),
  });
  healths.set(db, health);
  keepIdentity(db, identity);
  return db;
}

interface Health {
  /** Null for a database that is not watched. */
  readonly reachability: Reachability | null;
  /** Whether a write was refused for want of space or of transaction ids, and none was known to succeed since. */
  hasRefusedWrite: boolean;
}

const healths = new WeakMap<Kysely<Database>, Health>();

/** Whether a watched database has answered a question that was asked after `ms` of `performance.now()`. Its connections
 *  may all be in use meanwhile. */
export function hasAnsweredSince(db: Kysely<Database>, ms: number): boolean {
  return healths.get(db)?.reachability?.hasAnsweredSince(ms) ?? false;
}

/** Whether commits of a watched database wait for a synchronous standby that does not confirm them. */
export function isStandbyAway(db: Kysely<Database>): boolean {
  return healths.get(db)?.reachability?.isStandbyAway() ?? false;
}

/** Whether the database has refused a write for want of space or of transaction ids, and `writesAgain`
 *  was not called since. */
export function hasRefusedWrite(db: Kysely<Database>): boolean {
  return healths.get(db)?.hasRefusedWrite ?? false;
}

/** A write has succeeded. */
export function writesAgain(db: Kysely<Database>): void {
  const health = healths.get(db);
  if (health !== undefined) health.hasRefusedWrite = false;
}

/** Wraps a pool so that frequent statements are prepared, and errors of the driver become AppErrors. */
function translating(pool: pg.Pool, shares: ConnectionShares, health: Health): PostgresPool {
  const { reachability } = health;
  const names = new StatementNames();
  const translated = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      if (refusesWrites(error)) health.hasRefusedWrite = true;
      throw translateError(error);
    }
  };
  /** A statement with values gets the name under which it is prepared; others, such as `begin` and cursors, stay. */
  const named = ([text, values]: unknown[]): unknown[] => {
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return [text, values];
    if (text.includes(plannedAnewMark)) return [text, values];
    return [{ name: names.nameOf(text), text, values }];
  };
  const sent = (client: pg.PoolClient, args: unknown[]) =>
    translated(isStatement(args) ? answerOf(client, args) : Reflect.apply(client.query, client, args));
  const connected = (tenant: string) => {
    const connecting = shares.connect(tenant);
    if (reachability !== null) connecting.catch(() => {}); // it may be given up
    return translated(reachability === null ? connecting : within(reachability, connecting));
  };
  return {
    options: pool.options,
    async end() {
      await Promise.all([pool.end(), reachability?.stop()]);
    },
    async connect() {
      const { tenant } = currentCall();
      reachability?.enter();
      const client = await connected(tenant).catch((error: unknown) => {
        reachability?.leave();
        throw error;
      });
      await translated(enterTenant(client, tenant)).catch((error: unknown) => {
        reachability?.leave();
        client.release(true);
        throw error;
      });
      let broken = false;
      return {
        async query(...args: unknown[]) {
          try {
            return await sent(client, named(args));
          } catch (error) {
            broken ||= breaksConnection(error);
            if (!hasOutdatedPlan(error)) throw error;
            // The statement had no effect. Within a transaction, which has failed, the second try fails too.
            return await sent(client, args).catch((second: unknown) => {
              throw isInFailedTransaction(second) ? error : second;
            });
          }
        },
        // An ended session is reported before its connection closes: the pool would hand the connection out again.
        release(destroy?: boolean) {
          reachability?.leave();
          client.release(destroy || broken || isInTransaction(client));
        },
      } as PostgresPoolClient;
    },
  };
}

/** Whether the session is within a transaction, also one that has failed. The next user of the
 *  connection would be in it too. */
function isInTransaction(client: pg.PoolClient): boolean {
  const status = client.getTransactionStatus();
  return status === 'T' || status === 'E';
}

/** Whether the arguments of a query are a statement, and not a cursor. */
function isStatement([statement]: unknown[]): boolean {
  return typeof statement === 'string' || !(statement as { submit?: unknown }).submit;
}

/** Sends a statement. The promise of the driver itself would keep the rows until V8 collects the whole heap: V8
 *  allocates a function that is written to the right of a property, as the driver's callback is,
 *  in the old generation. */
function answerOf(client: pg.PoolClient, args: unknown[]): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null, result: pg.QueryResult) => (error ? reject(error) : resolve(result));
    Reflect.apply(client.query, client, [...args, settle]);
  });
}

/** A client that comes after the caller was refused goes back to the pool. */
async function within(
  reachability: Reachability,
  connecting: Promise<pg.PoolClient>,
): Promise<pg.PoolClient> {
  try {
    return await reachability.while(connecting);
  } catch (error) {
    connecting.then(
      (client) => client.release(),
      () => {},
    );
    throw error;
  }
}

/** Reads int8 as a number: all counts and times of observations are safe integers. Instants are dates. */
function typeParsers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
    return value;
  });
  types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, readInstant);
  return types as pg.CustomTypesConfig;
}

/** An instant in UTC, as most servers send it, is read by the engine's own parser, which is faster. */
function readInstant(text: string): Date {
  return text.endsWith('+00')
    ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
    : (pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)(text) as Date);
}
