import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { lockDatasetRow, silentLonger } from '../../../src/store/database/lock-waits.ts';
import { createStore, type Database, migrate, migrations, openDatabase } from '../../../src/store/index.ts';
import { retryUntilDatabaseReturns } from '../../../workers/retry-until-database-returns.ts';
import { createEmptyDatabase, createTestDatabase } from '../../support/postgres.ts';
import {
  claimed,
  createDataset,
  createTraining,
  sampleForecast,
  sampleSeries,
  sampleSpec,
} from '../samples.ts';

const applicationName = 'locks-test';
const patient = { timeout: 120_000 };

/** A database whose sessions wait `lockMsMax` for a lock, and a session of somebody else. */
async function opened({ isEmpty = false, poolMax = 4, lockMsMax = 50, isWatched = false } = {}) {
  const { url, drop } = await (isEmpty ? createEmptyDatabase() : createTestDatabase());
  onTestFinished(drop);
  const open = () => {
    const db = openDatabase(url, { poolMax, lockMsMax, isWatched, applicationName });
    onTestFinished(() => db.destroy());
    return db;
  };
  const db = open();
  const other = new pg.Client(url);
  await other.connect();
  onTestFinished(() => other.end());
  /** Statements of the service that have waited for a lock for so long. */
  const waiting = async (seconds: number) => {
    const { rows } = await other.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = '${applicationName}'
         AND wait_event_type = 'Lock' AND query_start < clock_timestamp() - interval '${seconds} s'`,
    );
    await other.query('SELECT pg_stat_clear_snapshot()');
    return rows.length;
  };
  return { db, store: createStore(db), open, other, waiting };
}

async function failure(call: Promise<unknown>): Promise<AppError> {
  const error = await call.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

const raising = (state: string) => `DO $$ BEGIN RAISE EXCEPTION 'once' USING ERRCODE = '${state}'; END $$`;

const pidOf = async (db: Kysely<Database>) =>
  (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db)).rows[0].pid;

const lockDetail =
  'Another statement holds a lock that this one needs, and did not release it in time; try again in a few seconds.';

test('a call that waits for a lock is refused with the reason, and its session is used again', async () => {
  const { db, other } = await opened({ poolMax: 1 });
  const pid = await pidOf(db);
  await other.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
  const read = (on: Kysely<Database>) => on.selectFrom('jobs').select('id').execute();
  for (const call of [() => read(db), () => db.transaction().execute(read)])
    expect((await failure(call())).toProblem()).toMatchObject({
      code: 'database_unavailable',
      title: 'The database cannot serve the call now',
      status: 503,
      retryable: true,
      detail: lockDetail,
    });
  await other.query('ROLLBACK');
  expect(await read(db)).toEqual([]);
  expect(await pidOf(db)).toBe(pid);
});

test.each([
  ['a lock that is not free in time', '55P03', true],
  ['a statement that was stopped', '57014', true],
  ['a deadlock', '40P01', true],
  ['a transaction that cannot be serialized', '40001', true],
  ['a server that has become a standby', '25006', false],
  ['a server that shuts down', '57P01', false],
])('%s: whether its session is used again, outside of the transaction', async (_, state, isKept) => {
  const { db } = await opened({ isEmpty: true, poolMax: 1 });
  const pid = await pidOf(db);
  const failing = db.transaction().execute(async (trx) => {
    await sql`CREATE TABLE made (n integer)`.execute(trx);
    await sql.raw(raising(state)).execute(trx);
  });
  expect(await failure(failing)).toMatchObject({ code: 'database_unavailable' });
  const { rows } = await sql`SELECT to_regclass('made') AS made`.execute(db);
  expect(rows).toEqual([{ made: null }]);
  expect((await pidOf(db)) === pid).toBe(isKept);
});

test('a session that is left within a transaction is not used again', async () => {
  const { db } = await opened({ isEmpty: true, poolMax: 1 });
  const pid = await pidOf(db);
  await sql`BEGIN`.execute(db);
  expect(await pidOf(db)).not.toBe(pid);
});

test('changes and jobs of a dataset wait while another change stores observations, however long', async () => {
  const { store, other, waiting } = await opened({ poolMax: 10 });
  const dataset = await createDataset(store);
  const { id } = dataset;
  const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  await store.models.create('acme', model); // places are counted once
  await other.query('BEGIN');
  await other.query('SELECT FROM datasets WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const waits = [
    store.datasets.addObservations('acme', id, [sampleSeries('a', 40)], {
      ...{ missingReplaces: false, allowsNewSeries: false, isDryRun: false },
    }),
    store.datasets.update('acme', id, { name: 'renamed' }),
    store.models.create('acme', model),
  ];
  await expect.poll(() => waiting(1), patient).toBe(waits.length);
  await other.query('COMMIT');
  await Promise.all(waits);
  expect(await store.datasets.get('acme', id)).toMatchObject({ name: 'renamed', version: 2 });
});

test('a change of a dataset waits for trainings that began before it, and those that begin meanwhile wait for it', async () => {
  const { store, open, waiting } = await opened({ poolMax: 10, lockMsMax: 60_000 });
  const dataset = await createDataset(store);
  const { id } = dataset;
  const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  const first = await store.models.create('acme', model);
  const [isLocked, isReleased] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  onTestFinished(() => isReleased.resolve());
  const before = open()
    .transaction()
    .execute(async (trx) => {
      await sql`SET LOCAL idle_in_transaction_session_timeout = 0`.execute(trx);
      await lockDatasetRow(trx, { tenant: 'acme', id }, 'FOR SHARE');
      isLocked.resolve();
      await isReleased.promise;
    });
  await isLocked.promise;
  const append = store.datasets.addObservations('acme', id, [sampleSeries('a', 40)], {
    ...{ missingReplaces: false, allowsNewSeries: false, isDryRun: false },
  });
  await expect.poll(() => waiting(0), patient).toBe(1);
  await store.idempotency.reserve('acme', 'key', 'holder');
  const keyed = {
    ...{ tenant: 'acme', key: 'key', holder: 'holder', digest: Buffer.from('d') },
    response: async () => ({ status: 202, headers: {}, body: Buffer.from('{}') }),
  };
  const version = async (created: Promise<{ model: { dataset_version: number | null } }>) =>
    (await created).model.dataset_version;
  const plan = { windows: [], series: null } as never;
  const later = [
    version(store.models.create('acme', model)),
    version(store.models.create('acme', model, keyed)),
    store.backtests
      .create('acme', { model: first.model, datasetId: id, plan, requestId: null })
      .then(({ backtest }) => backtest.dataset_version),
  ];
  await expect.poll(() => waiting(0), patient).toBe(1 + later.length);
  isReleased.resolve();
  await Promise.all([before, append]);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
});

const never = { signal: new AbortController().signal };
test('a change that has waited for another one is later than it', async () => {
  const { store, other, waiting } = await opened({ lockMsMax: 60_000 });
  const { dataset_id, model_id } = await sampleForecast(store, 'acme');
  await store.aliases.put('acme', 'production', model_id);
  const { id } = await store.schedules.create('acme', {
    ...{ kind: 'retrain', model_id, every: 'P1D', time_zone: 'UTC', enabled: false },
  });
  const append = { missingReplaces: true, allowsNewSeries: true, isDryRun: false };
  const versions = () => store.datasets.listVersions('acme', dataset_id, { limit: 1 });
  const changes: Record<string, () => Promise<string>> = {
    aliases: async () => (await store.aliases.put('acme', 'production', model_id)).alias.updated_at,
    schedules: async () => (await store.schedules.update('acme', id, { every: 'P2D' })).changed_at,
    async datasets() {
      await store.datasets.addObservations('acme', dataset_id, [sampleSeries('z', 3)], append);
      return (await versions()).data[0].created_at;
    },
  };
  for (const [table, change] of Object.entries(changes)) {
    await other.query(`BEGIN; UPDATE ${table} SET tenant_id = tenant_id`);
    const changed = change();
    await expect.poll(() => waiting(0), patient).toBe(1);
    const { rows } = await other.query('SELECT clock_timestamp() AS at FROM pg_sleep(0.01)');
    await other.query('COMMIT');
    expect(Date.parse(await changed), table).toBeGreaterThanOrEqual(rows[0].at.getTime());
  }
});

test('expired idempotency keys are deleted after an answer, and those that another process deletes are left to it', async () => {
  const { db, store, other } = await opened();
  const { reserve, bound } = store.idempotency;
  for (const key of ['held', 'old']) await reserve('acme', key, 'holder');
  await other.query("UPDATE idempotency_keys SET created_at = now() - interval '2 days'");
  await other.query("BEGIN; SELECT FROM idempotency_keys WHERE key = 'held' FOR UPDATE");
  expect(await reserve('acme', 'new', 'holder')).toEqual({ state: 'reserved' });
  const left = async () => {
    await bound('acme', 1);
    const rows = await db.selectFrom('idempotency_keys').select('key').orderBy('key').execute();
    return rows.map(({ key }) => key);
  };
  expect(await left()).toEqual(['held', 'new']);
  await other.query('COMMIT');
  expect(await left()).toEqual(['new']);
});

test('a training that waits for a table is refused: its dataset is free', async () => {
  const { store, other } = await opened();
  const dataset = await createDataset(store);
  await other.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
  const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  expect((await failure(store.models.create('acme', model))).message).toBe(lockDetail);
});

test('a heartbeat gives a locked job up soon, a checkpoint waits, and both are repeated', async () => {
  const { store, other, waiting } = await opened();
  const claim = await claimed(store, (await createTraining(store)).job.id);
  await other.query('BEGIN');
  await other.query('SELECT FROM jobs FOR UPDATE');
  expect((await failure(store.leases.heartbeat(claim, null))).message).toBe(lockDetail);
  let tries = 0;
  const beating = retryUntilDatabaseReturns(() => {
    tries++;
    return store.leases.heartbeat(claim, null);
  }, never);
  const saving = retryUntilDatabaseReturns(
    () => store.leases.saveCheckpoint(claim, { bytes: new Uint8Array(10), step: 1 }),
    never,
  );
  await expect.poll(() => waiting(1), patient).toBe(1);
  await expect.poll(() => tries, patient).toBeGreaterThan(1);
  await other.query('COMMIT');
  expect(await Promise.all([beating, saving])).toEqual(['held', 'held']);
});

test('a process that is frozen in a transaction loses its locks', async () => {
  const { store, open } = await opened();
  const { job } = await createTraining(store);
  const frozen = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const publishing = failure(
    open()
      .transaction()
      .execute(async (trx) => {
        await trx.selectFrom('jobs').select('id').where('id', '=', job.id).forUpdate().execute();
        locked.resolve();
        await frozen.promise;
        await trx.selectFrom('jobs').select('id').execute();
      }),
  );
  await locked.promise;
  expect((await failure(store.jobs.cancel('acme', job.id))).message).toBe(lockDetail);
  expect(await store.datasets.list('acme', { limit: 10 })).toMatchObject({ data: [{ name: 'sample' }] });
  const cancelled = await retryUntilDatabaseReturns(() => store.jobs.cancel('acme', job.id), never);
  expect(cancelled.status).toBe('cancelled');
  frozen.resolve();
  expect(await publishing).toMatchObject({ code: 'database_unavailable' });
});

test('a transaction may be silent for longer while threads work for it, and not afterwards', async () => {
  const { db } = await opened();
  await db.transaction().execute(async (trx) => {
    const silence = async () => {
      const { rows } = await sql<{ at: string }>`
        SELECT current_setting('idle_in_transaction_session_timeout') AS at`.execute(trx);
      return rows[0].at;
    };
    const [before, meanwhile, after] = [await silence(), await silentLonger(trx, silence), await silence()];
    expect([before, meanwhile, after]).toEqual(['10s', '2min', '10s']);
  });
});

test('a migration that waits for a table lets others read it', async () => {
  const { db, open, other, waiting } = await opened({ isEmpty: true, lockMsMax: 60_000 });
  const step = (version: number, name: string, text: string) => ({
    ...{ version, name },
    up: async (on: Kysely<unknown>) => void (await sql.raw(text).execute(on)),
  });
  const made = step(1, 'made', 'CREATE TABLE made (n integer)');
  await migrate(db, [made]);
  await other.query('BEGIN; SELECT FROM made'); // such as a long report
  const migrating = migrate(open(), [made, step(2, 'wider', 'ALTER TABLE made ADD COLUMN m integer')]);
  await expect.poll(() => waiting(0), patient).toBe(1);
  expect((await sql`SELECT n FROM made`.execute(db)).rows).toEqual([]); // at first it waits behind the migration
  await other.query('COMMIT');
  await migrating;
  expect((await sql`INSERT INTO made VALUES (1, 2) RETURNING m`.execute(db)).rows).toEqual([{ m: 2 }]);
});

test('processes wait for the one that migrates longer than for a table', async () => {
  const { db, open, other, waiting } = await opened({ isEmpty: true });
  await other.query(`BEGIN; SELECT pg_advisory_xact_lock(${0x67617465})`);
  const migrating = migrate(open(), migrations);
  await expect.poll(() => waiting(3), patient).toBe(1);
  await other.query('COMMIT');
  await migrating;
  expect(await db.selectFrom('jobs').select('id').execute()).toEqual([]);
});

test('a database whose connections all wait for a lock answers; a locked table of the check is named', async () => {
  const { db, store, open, other, waiting } = await opened({
    ...{ poolMax: 2, lockMsMax: 60_000, isWatched: true },
  });
  // A full disk of another database of the process: a check that has to write would wait for a connection.
  const full = sql.raw(raising('53100')).execute(open());
  expect(await failure(full)).toMatchObject({ code: 'storage_full' });
  await other.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
  const reads = Promise.allSettled([0, 1].map(() => db.selectFrom('jobs').select('id').execute()));
  await expect.poll(() => waiting(0), patient).toBe(2);
  const state = () =>
    store.ping().then(
      () => 'ready',
      ({ message }: Error) => message,
    );
  await expect.poll(state, patient).toBe('ready');
  await other.query('ROLLBACK');
  expect(await reads).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  await other.query('BEGIN; LOCK TABLE schema_versions IN ACCESS EXCLUSIVE MODE');
  await expect.poll(state, patient).toBe(lockDetail);
});
