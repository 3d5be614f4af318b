import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ModelSpec, newId } from '../../src/contracts/schemas/index.ts';
import type { DatabaseOptions } from '../../src/store/database/database.ts';
import { createTables, migrationLock } from '../../src/store/database/migrate.ts';
import {
  createStore,
  type Database,
  databaseRefusal,
  migrate,
  migrations,
  openDatabase,
  slowReason,
} from '../../src/store/index.ts';
import { modelOrigins } from '../../src/store/migrations/0040-0049/0049-model-origins.ts';
import { readablePositions } from '../../src/store/migrations/0050-0059/0051-readable-positions.ts';
import { countedUsage, freshUsage } from '../support/fresh-usage.ts';
import { createEmptyDatabase } from '../support/postgres.ts';
import { storedForecast } from '../support/stored-forecast.ts';
import { digestOf, released } from './released-migrations.ts';
import {
  createDataset,
  dayMs,
  sampleDataset,
  sampleForecast,
  sampleInstantForecast,
  sampleSeries,
  sampleSpec,
  saveForecast,
  saveInstantForecast,
} from './samples.ts';

async function emptyDatabase() {
  const { url, drop } = await createEmptyDatabase();
  onTestFinished(drop);
  const open = (options: DatabaseOptions = { poolMax: 2 }) => {
    const db = openDatabase(url, options);
    onTestFinished(() => db.destroy());
    return db;
  };
  return { open, url };
}

/** A database as release 0.1.0 leaves it after its first `count` migrations. */
async function databaseOfRelease(count: number) {
  const db = (await emptyDatabase()).open();
  await sql`
    CREATE TABLE schema_versions (
      version integer PRIMARY KEY,
      name text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  for (const { version, name } of released.slice(0, count)) {
    await migrations[version - 1].up(db as unknown as Kysely<unknown>);
    await db.insertInto('schema_versions').values({ version, name }).execute();
  }
  return db;
}

/** Copies the columns that both databases have. */
async function copyRows(from: Kysely<Database>, to: Kysely<Database>, table: string): Promise<void> {
  const { rows } = await sql<{
    row: object;
  }>`SELECT to_jsonb(one) AS row FROM ${sql.table(table)} AS one`.execute(from);
  for (const { row } of rows) {
    await sql`
      INSERT INTO ${sql.table(table)}
      SELECT * FROM jsonb_populate_record(NULL::${sql.table(table)}, ${JSON.stringify(row)}::jsonb)`.execute(
      to,
    );
  }
}

function historyOf(db: Kysely<Database>) {
  return db.selectFrom('schema_versions').select(['version', 'name']).orderBy('version').execute();
}

const next = {
  version: migrations.length + 1,
  name: 'next',
  up: async (db: Kysely<unknown>) => {
    await sql`CREATE TABLE next (n integer)`.execute(db);
  },
};

test('four processes that migrate at once apply each step once', async () => {
  const { open } = await emptyDatabase();
  const databases = [open(), open(), open(), open()];
  await Promise.all(databases.map((db) => migrate(db)));
  const versions = await databases[0].selectFrom('schema_versions').select(['version', 'name']).execute();
  expect(versions).toEqual(migrations.map(({ name }, i) => ({ version: i + 1, name })));
});

test('a second run changes nothing', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  await migrate(db);
  await migrate(db);
  expect(await db.selectFrom('schema_versions').select('version').execute()).toHaveLength(migrations.length);
});

test('a command creates tables in an empty database only, and names the versions of others', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  const steps = [{ ...next, version: 1 }];
  await createTables(db, steps);
  await createTables(db, steps);
  expect(await historyOf(db)).toEqual([{ version: 1, name: 'next' }]);
  const more = [...steps, { ...next, version: 2, name: 'later' }];
  const refused = await createTables(db, more).catch((error: unknown) => error);
  expect(databaseRefusal(refused)).toContain(
    'schema version 1, made by an older Gatecast; this one needs 2. Nothing was changed.',
  );
  await createTables(db, more.slice(1)).then(
    () => expect.unreachable(),
    (error) => expect(error.message).toContain('version 1 is `next`, which is unknown here'),
  );
  expect(await historyOf(db)).toEqual([{ version: 1, name: 'next' }]);
});

test('a step that fails leaves the schema as it was', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  const broken = [
    ...migrations,
    {
      ...next,
      up: async (trx: Kysely<unknown>) => {
        await sql`CREATE TABLE half (n integer)`.execute(trx);
        await sql`SELECT no_such_function()`.execute(trx);
      },
    },
  ];
  await expect(migrate(db, broken)).rejects.toThrow('no_such_function');
  const { rows } = await sql`SELECT to_regclass('half') AS half, to_regclass('datasets') AS datasets`.execute(
    db,
  );
  expect(rows).toEqual([{ half: null, datasets: null }]);
});

test('a migration that PostgreSQL ends in a deadlock begins again', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  let tries = 0;
  const up = async (trx: Kysely<unknown>) => {
    if (++tries > 1) return;
    await sql`DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$`.execute(trx);
  };
  await migrate(db, [...migrations, { ...next, up }]);
  expect(tries).toBe(2);
  expect((await historyOf(db)).at(-1)!.name).toBe('next');
});

describe('a migration that waits for a lock is told with the session that holds it', () => {
  const holders = {
    'of a table': {
      lock: 'LOCK TABLE next IN ACCESS SHARE MODE',
      reason: (pid: number) =>
        `a migration waits for a lock on \`next\` of session ${pid} of \`report\`: end its transaction, or the session (\`SELECT pg_terminate_backend(${pid})\`)`,
    },
    'of another process that migrates': {
      lock: `SELECT pg_advisory_xact_lock(${migrationLock})`,
      reason: (pid: number) => `another process migrates it (session ${pid} of \`report\`)`,
    },
  };
  for (const [name, { lock, reason }] of Object.entries(holders))
    test(name, async () => {
      const { open, url } = await emptyDatabase();
      const db = open();
      const up = async (trx: Kysely<unknown>) => void (await sql`DROP TABLE next`.execute(trx));
      const steps = [
        { ...next, version: 1 },
        { version: 2, name: 'last', up },
      ];
      await migrate(db, steps.slice(0, 1));
      const report = open({ poolMax: 1, applicationName: 'report' });
      const migrating = await report.transaction().execute(async (trx) => {
        await sql`SET LOCAL idle_in_transaction_session_timeout = 0`.execute(trx);
        await sql.raw(lock).execute(trx);
        const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx);
        const waiting = migrate(db, steps);
        expect(await slowReason(url)).toBe(reason(rows[0].pid));
        return { waiting };
      });
      await migrating.waiting;
      expect(await historyOf(db)).toHaveLength(2);
    });
});

test('a step has no limit of time, and ends with its process; later statements have the limit again', async () => {
  const { open } = await emptyDatabase();
  const db = open({ poolMax: 1 });
  const limits = (on: Kysely<unknown>) =>
    sql`
      SELECT current_setting('statement_timeout') AS statement,
        current_setting('client_connection_check_interval') AS client`.execute(on);
  let inStep: unknown[] = [];
  const up = async (trx: Kysely<unknown>) => {
    inStep = (await limits(trx)).rows;
  };
  await migrate(db, [...migrations, { ...next, up }]);
  expect(inStep).toEqual([{ statement: '0', client: '5s' }]);
  expect((await limits(db as unknown as Kysely<unknown>)).rows).toEqual([{ statement: '5min', client: '0' }]);
});

test('released migrations keep their versions, names and statements', async () => {
  const current = await Promise.all(
    migrations
      .slice(0, released.length)
      .map(async (step) => ({ version: step.version, name: step.name, digest: await digestOf(step) })),
  );
  expect(current).toEqual(released);
});

test('versions have no gap, and each migration has a file that is named by version and name', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1));
  const names = migrations.map(
    ({ version, name }) => `${String(version).padStart(4, '0')}-${name.replaceAll(' ', '-')}.ts`,
  );
  const files = globSync('src/store/migrations/*/[0-9]*.ts').map((file) => basename(file));
  expect(files.sort()).toEqual(names);
});

describe('a database of release 0.1.0', () => {
  for (const count of [0, 1, 11, released.length]) {
    test(`is migrated further from version ${count}`, async () => {
      const db = await databaseOfRelease(count);
      await migrate(db, [...migrations, next]);
      expect(await historyOf(db)).toEqual(
        [...migrations, next].map(({ version, name }) => ({ version, name })),
      );
      const { rows } = await sql`SELECT count(*)::integer AS rows FROM next`.execute(db);
      expect(rows).toEqual([{ rows: 0 }]);
    });
  }
});

test('observations of release 0.1.0 are read after the migration, changed and restored', async () => {
  const db = await databaseOfRelease(released.length);
  const id = await datasetOfRelease(db, 'one');
  await migrate(db);
  const { datasets } = createStore(db);
  const values = async () => [...(await datasets.read('one', id))[0].values];
  expect(await values()).toEqual([0.1, Number.NaN, -3]);
  const [stored] = await datasets.read('one', id);
  expect([...stored.times]).toEqual([-dayMs, 0, dayMs]);
  expect([...stored.covariates.x]).toEqual([1, 2, 3]);
  const added = {
    id: 'a',
    static: {},
    times: Float64Array.of(2 * dayMs),
    values: Float64Array.of(9),
    covariates: {},
  };
  await datasets.addObservations('one', id, [added], {
    missingReplaces: true,
    allowsNewSeries: false,
    isDryRun: false,
  });
  expect(await values()).toEqual([0.1, Number.NaN, -3, 9]);
  await datasets.restore('one', id, 1);
  expect(await values()).toEqual([0.1, Number.NaN, -3]);
});

test('forecasts of release 0.1.0 are read after the migration, and instant ones are stored beside them', async () => {
  const newest = (await emptyDatabase()).open();
  await migrate(newest);
  const present = createStore(newest);
  const saved = await saveForecast(present, 'one', await sampleForecast(present, 'one'));
  const db = await databaseOfRelease(released.length);
  for (const table of ['datasets', 'models', 'forecasts']) await copyRows(newest, db, table);
  await migrate(db);
  const store = createStore(db);
  expect(await storedForecast(store.forecasts, 'one', saved.id)).toEqual(saved);
  const instant = await saveInstantForecast(store, 'one', sampleInstantForecast);
  const { data } = await store.forecasts.list('one', { limit: 5 });
  expect(data.map(({ id, method }) => [id, method])).toEqual([
    [instant.id, 'instant'],
    [saved.id, 'trained'],
  ]);
});

test('models that were trained again after a warm training get the settings that were first requested', async () => {
  const db = (await emptyDatabase()).open();
  await migrate(db, migrations.slice(0, migrations.indexOf(modelOrigins)));
  const store = createStore(db);
  const dataset = await createDataset(store, 'one');
  const decided: ModelSpec = { ...sampleSpec, family: 'short', context_length: 30 };
  const trained = async (spec: ModelSpec, parent?: { id: string; isWarm: boolean }) => {
    const asked = { name: 'm', tags: [], dataset, spec, parent, requestId: null };
    return (await store.models.create('one', asked)).model.id;
  };
  const oldest = await trained(sampleSpec);
  const warm = await trained(decided, { id: oldest, isWarm: true });
  const scratch = await trained(decided, { id: warm, isWarm: false });
  const other = await trained(decided);
  const orphan = await trained(decided, { id: other, isWarm: true });
  await db.updateTable('models').set({ parent_id: null }).where('id', '=', orphan).execute();
  await migrate(db);
  const requested = (id: string) => store.models.requested('one', id);
  for (const id of [oldest, warm, scratch]) expect(await requested(id)).toEqual(sampleSpec);
  for (const id of [other, orphan]) expect(await requested(id)).toEqual(decided);
  expect((await store.models.get('one', warm)).spec).toEqual(decided);
  expect((await countedUsage(db))['one models']).toBe((await freshUsage(db))['one models']);
});

test('watches whose positions were moved before all readable times begin at the start of their series', async () => {
  const db = (await emptyDatabase()).open();
  await migrate(db, migrations.slice(0, migrations.indexOf(readablePositions)));
  const store = createStore(db);
  const dataset = await createDataset(store, 'one');
  const asked = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  const { id } = (await store.models.create('one', asked)).model;
  const series = (await store.watches.unchecked(id, 0, 10)).series.map((one) => one.id);
  await sql`
    INSERT INTO anomaly_watches (model_id, series_id, tenant_id, watched_until)
    SELECT ${id}, series_id, 'one', ${Number.MIN_SAFE_INTEGER - 1} FROM unnest(${series}::text[]) AS series_id`.execute(
    db,
  );
  await migrate(db);
  const unchecked = await store.watches.unchecked(id, 0, 10);
  expect(unchecked.series).toEqual(series.map((one) => ({ id: one, after: null })));
});

describe('a history that differs is refused, and nothing is changed', () => {
  const histories: Record<string, { change: (db: Kysely<Database>) => Promise<unknown>; message: string }> = {
    reordered: {
      change: (db) =>
        sql`UPDATE schema_versions SET name = CASE version WHEN 8 THEN 'idempotency' ELSE 'keys' END
            WHERE version IN (8, 9)`.execute(db),
      message: 'version 8 is `idempotency`, which belongs at version 9; expected `keys`.',
    },
    'with an unknown migration': {
      change: (db) => sql`UPDATE schema_versions SET name = 'their own' WHERE version = 3`.execute(db),
      message: 'version 3 is `their own`, which is unknown here; expected `webhooks`.',
    },
    'with a migration that is missing in the middle': {
      change: (db) => sql`DELETE FROM schema_versions WHERE version = 6`.execute(db),
      message: 'version 6 (`forecasts`) was not applied, but version 7 (`dataset-versions`) was.',
    },
    'with a migration that was applied twice': {
      change: (db) => sql`UPDATE schema_versions SET name = 'schedules' WHERE version = 5`.execute(db),
      message: 'version 5 is `schedules`, which was applied twice; expected `backtests`.',
    },
  };
  for (const [name, { change, message }] of Object.entries(histories)) {
    test(name, async () => {
      const db = await databaseOfRelease(11);
      await change(db);
      const before = await historyOf(db);
      await expect(migrate(db)).rejects.toThrow(message);
      expect(await historyOf(db)).toEqual(before);
      const { rows } = await sql`SELECT to_regclass('anomaly_watches') AS found`.execute(db);
      expect(rows).toEqual([{ found: null }]);
    });
  }
});

test('a database of a newer version is refused with its version', async () => {
  const { open } = await emptyDatabase();
  const db = open();
  await migrate(db);
  await db.insertInto('schema_versions').values({ version: 1_000, name: 'future' }).execute();
  await expect(migrate(db)).rejects.toThrow(/schema version 1000, made by a newer Gatecast/);
  await expect(migrate(db)).rejects.toThrow('migration `future`');
});

const foreignNames = {
  'a table of versions': 'CREATE TABLE schema_versions (version text PRIMARY KEY, installed_by text)',
  'a view of versions': 'CREATE VIEW schema_versions AS SELECT 1 AS version',
  'another table': 'CREATE TABLE models (id integer)',
  'a function': 'CREATE FUNCTION record_job_event() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
};
for (const [name, statement] of Object.entries(foreignNames)) {
  test(`a database in which another program has ${name} is refused, and nothing is changed`, async () => {
    const { open } = await emptyDatabase();
    const db = open();
    await sql.raw(statement).execute(db);
    const objects = async () =>
      (await sql`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`.execute(db)).rows;
    const before = await objects();
    for (const prepare of [migrate, createTables]) {
      const refused = await prepare(db).catch((error: unknown) => error);
      expect(databaseRefusal(refused)).toMatch(
        /^The database has something of another program .* of its own/,
      );
    }
    expect(await objects()).toEqual(before);
  });
}

/** A dataset as release 0.1.0 stored it: three days of one series with a covariate. */
async function datasetOfRelease(db: Kysely<Database>, tenant: string): Promise<string> {
  const id = newId('dataset');
  const bytes = (array: Float64Array | BigInt64Array) => Buffer.from(array.buffer);
  const frequency = sampleDataset([sampleSeries('a', 3)]).header.frequency;
  await sql`
    INSERT INTO datasets (id, tenant_id, name, kind, version, series_count, point_count, missing_count, time_kind,
      frequency, start_time, end_time, target, covariates, warnings)
    VALUES (${id}, ${tenant}, 'old', 'numeric', 1, 1, 3, 1, 'date', ${JSON.stringify(frequency)}, ${-dayMs}, ${dayMs},
      'y', ARRAY['x'], '[]')`.execute(db);
  await sql`
    INSERT INTO dataset_versions (dataset_id, version, tenant_id, change, added, replaced)
    VALUES (${id}, 1, ${tenant}, 'upload', 3, 0)`.execute(db);
  await sql`
    INSERT INTO series (dataset_id, position, tenant_id, id, start_time, end_time, point_count, missing_count, static)
    VALUES (${id}, 0, ${tenant}, 'a', ${-dayMs}, ${dayMs}, 3, 1, '{}')`.execute(db);
  await sql`
    INSERT INTO series_chunks (dataset_id, position, first_index, tenant_id, first_time, last_time, point_count, times,
      "values", covariates)
    VALUES (${id}, 0, 0, ${tenant}, ${-dayMs}, ${dayMs}, 3, ${bytes(BigInt64Array.of(BigInt(-dayMs), 0n, BigInt(dayMs)))},
      ${bytes(Float64Array.of(0.1, Number.NaN, -3))}, ${bytes(Float64Array.of(1, 2, 3))})`.execute(db);
  return id;
}
