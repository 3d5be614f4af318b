import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { withDatabase } from '../../scripts/backup/database.ts';
import { readConfig } from '../../src/config.ts';
import type { Model } from '../../src/contracts/schemas/models/model.ts';
import { firstTenant, type Scope } from '../../src/contracts/schemas/operations/key.ts';
import { inspectBackup } from '../../src/store/backup/inspect.ts';
import { batch } from '../../src/store/backup/read.ts';
import { tablesAfter } from '../../src/store/backup/tables.ts';
import { fetchSize, lineSize } from '../../src/store/backup/write.ts';
import {
  migrate,
  migrations,
  openDatabase,
  openStore,
  readBackup,
  writeBackup,
} from '../../src/store/index.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { serve, signalled } from '../support/service.ts';
import { soonMs } from '../support/soon.ts';

const run = promisify(execFile);
let folder: string;
let file: string;
let database: TestDatabase;
let home: TestApp;
let model: Model;
let queuedJob: string;
let fleetId: string;
const restored: TestApp[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatecast-backup-'));
  file = join(folder, 'all.backup');
  database = await createTestDatabase();
  home = await startApp({}, database);
  home.startWorker();
  model = await home.trained(dailyCsv(150), { horizon: 5, hidden_size: 6, tags: ['nightly'] });
  await home.stopWorker();
  const again = await home.app.inject({
    method: 'POST',
    url: `/v1/models/${model.id}/retrain`,
    payload: { mode: 'warm' },
  });
  queuedJob = again.json().job.id;
  const fleet = await home.app.inject({
    method: 'POST',
    url: '/v1/fleets',
    payload: { dataset_id: model.dataset_id, settings: { horizon: 5 } },
  });
  expect(fleet.statusCode, fleet.body).toBe(202);
  fleetId = fleet.json().id;
  expect(await writeBackup(database.url, file)).toBeGreaterThan(10);
});
afterEach(async () => {
  await Promise.all(restored.splice(0).map((app) => app.stop()));
});
afterAll(async () => {
  await home.stop();
  rmSync(folder, { recursive: true });
});

const forecastOf = async ({ app }: TestApp) => {
  const answer = await app.inject({ method: 'POST', url: `/v1/models/${model.id}/forecasts`, payload: {} });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json().series;
};

async function emptyDatabase(): Promise<TestDatabase> {
  const empty = await createEmptyDatabase();
  onTestFinished(() => empty.drop());
  return empty;
}

function open(url: string) {
  const db = openDatabase(url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  return db;
}

async function asSuperuser({ superuserUrl }: TestDatabase, statements: string): Promise<void> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  await client.query(statements).finally(() => client.end());
}

const sampleKey = {
  ...{ id: 'key_1', tenant_id: 'one', scopes: ['read'] as Scope[], hint: 'gck_' },
  digest: Buffer.from([1, 2, 255]),
};

/** An empty database with the tables of the service, and a session of another program in it, within a transaction. */
async function placeInUse() {
  const place = await emptyDatabase();
  await migrate(open(place.url));
  const other = new pg.Client(place.url);
  await other.connect();
  onTestFinished(() => other.end());
  await other.query('BEGIN');
  const untilRestoreWaits = () =>
    vi.waitFor(async () => {
      const { rowCount } = await other.query(
        `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE NOT granted AND datname = current_database()`,
      );
      expect(rowCount).toBe(1);
    }, soonMs);
  return { place, other, untilRestoreWaits };
}

test('a database restored into an empty place gives the same forecasts, and its queued job runs', async () => {
  const place = await createEmptyDatabase();
  await readBackup(place.url, file);
  const away = await startApp({}, place);
  restored.push(away);
  const read = async ({ app }: TestApp, path: string) => (await app.inject(path)).json();
  for (const path of [
    `/v1/models/${model.id}`,
    `/v1/datasets/${model.dataset_id}/series/y`,
    `/v1/jobs/${model.job_id}`,
    `/v1/jobs/${model.job_id}/logs`,
    `/v1/fleets/${fleetId}`,
    '/v1/usage',
  ])
    expect(await read(away, path)).toEqual(await read(home, path));
  expect(await forecastOf(away)).toEqual(await forecastOf(home));

  await away.queue.enqueue({ kind: 'train', job_id: queuedJob, request_id: null }); // as the reconciler does
  away.startWorker();
  expect(await away.ended(queuedJob)).toMatchObject({ status: 'succeeded' });
});

test('the id with which a service claims its Redis is restored, also into a database of a service that was only started', async () => {
  const [from, to] = [await emptyDatabase(), await emptyDatabase()];
  const idOf = async (place: TestDatabase) => {
    const store = await openStore(place.url, { poolMax: 2 });
    const ids = await Promise.all([store.serviceId(), store.serviceId()]);
    await store.close();
    expect(ids[1]).toBe(ids[0]);
    return ids[0];
  };
  const [id, other] = [await idOf(from), await idOf(to)];
  expect(other).not.toBe(id);
  const path = join(folder, 'id.backup');
  await writeBackup(from.url, path);
  await readBackup(to.url, path);
  expect(await idOf(to)).toBe(id);
});

test('a backup of an older schema is upgraded by the restore', async () => {
  const [old, place] = [await emptyDatabase(), await emptyDatabase()];
  const db = open(old.url);
  await migrate(db, migrations.slice(0, 14));
  await db.insertInto('api_keys').values(sampleKey).execute();
  const older = join(folder, 'older.backup');
  await writeBackup(old.url, older);
  expect(await readBackup(place.url, older)).toEqual({ rows: 1, ignored: [] });
  const upgraded = open(place.url);
  const versions = await upgraded.selectFrom('schema_versions').select('version').execute();
  expect(versions).toHaveLength(migrations.length);
  expect(await upgraded.selectFrom('api_keys').selectAll().execute()).toMatchObject([sampleKey]);
});

test('a long value has several lines, of which each is read alone; a file of version 1 has one', async () => {
  const db = open(database.url);
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));
  await db
    .insertInto('job_checkpoints')
    .values({ job_id: queuedJob, tenant_id: 'default', step: 1, bytes })
    .execute();
  onTestFinished(async () => {
    await db.deleteFrom('job_checkpoints').execute();
  });
  const largeOf = async (from: ReturnType<typeof open>) => [
    await from.selectFrom('job_checkpoints').selectAll().execute(),
    await from.selectFrom('model_weights').selectAll().orderBy('model_id').execute(),
  ];
  const path = join(folder, 'long.backup');
  const { bytesMax } = lineSize;
  lineSize.bytesMax = 1_000;
  const rows = await writeBackup(database.url, path).finally(() => {
    lineSize.bytesMax = bytesMax;
  });
  const lines = gunzipSync(readFileSync(path)).toString().split('\n');
  expect(lines.filter((line) => line.startsWith('["more"')).length).toBeGreaterThan(4);
  const one = join(folder, 'one.backup');
  await writeBackup(database.url, one);
  const text = gunzipSync(readFileSync(one)).toString();
  expect(text).not.toContain('["more"');
  writeFileSync(one, gzipSync(text.replace('"version":2', '"version":1')));
  for (const written of [path, one]) {
    const place = await emptyDatabase();
    expect((await readBackup(place.url, written)).rows).toBe(rows);
    expect(await largeOf(open(place.url))).toEqual(await largeOf(db));
  }
  const orphan = [...lines.slice(0, 2), '["more","\\\\x00"]', ...lines.slice(2)];
  writeFileSync(path, gzipSync(orphan.join('\n')));
  await expect(inspectBackup(path)).rejects.toThrow('a part of a value without its row');
});

test('large rows are read a few at a time, small ones by the hundred', async () => {
  const db = open(database.url);
  const key = (i: number, bytes: number) => ({
    ...{ tenant_id: 'rows', key: `${i}`, holder: 'h', digest: Buffer.alloc(1), status: 201, headers: '{}' },
    body: Buffer.alloc(bytes, 1),
  });
  const before = fetchSize.bytesMax;
  onTestFinished(async () => {
    fetchSize.bytesMax = before;
    await db.deleteFrom('idempotency_keys').where('tenant_id', '=', 'rows').execute();
  });
  const query = vi.spyOn(pg.Client.prototype, 'query');
  onTestFinished(() => query.mockRestore());
  /** Bytes and rows of the largest of the results with more than one row. */
  const largest = async (bodies: number[]) => {
    await db.deleteFrom('idempotency_keys').where('tenant_id', '=', 'rows').execute();
    await db
      .insertInto('idempotency_keys')
      .values(bodies.map((bytes, i) => key(i, bytes)))
      .execute();
    query.mockClear();
    await writeBackup(database.url, join(folder, 'rows.backup'));
    const results = await Promise.all(
      query.mock.results.map(({ value }) => value as Promise<pg.QueryResult>),
    );
    const sizes = results
      .filter((result) => result?.command === 'FETCH' && result.rowCount! > 1)
      .map(({ rows }) => rows.reduce((sum: number, { line }) => sum + line.length, 0));
    return { bytes: Math.max(...sizes), rows: Math.max(...results.map((result) => result?.rowCount ?? 0)) };
  };
  fetchSize.bytesMax = 100_000;
  const { bytes } = await largest([...Array(20).fill(10), ...Array(20).fill(12_000)]);
  expect(bytes).toBeGreaterThan(24_000);
  expect(bytes).toBeLessThan(100_000);
  expect((await largest(Array(150).fill(10))).rows).toBeGreaterThanOrEqual(150);
});

test('a model may come before the one that it was trained from: clocks of processes differ', async () => {
  const lines = gunzipSync(readFileSync(file)).toString().split('\n');
  const first = lines.indexOf('["table","models"]') + 1;
  const end = lines.findIndex((line, i) => i > first && line.startsWith('["'));
  const models = lines.slice(first, end).map((line) => JSON.parse(line));
  const childAt = models.findIndex(({ parent_id }) => parent_id === model.id);
  expect(childAt).toBeGreaterThan(models.findIndex(({ id }) => id === model.id));
  const path = join(folder, 'children-first.backup');
  lines.splice(first, models.length, ...lines.slice(first, end).reverse());
  writeFileSync(path, gzipSync(lines.join('\n')));
  const { charsMax } = batch;
  batch.charsMax = 1; // each row is a statement of its own
  onTestFinished(() => {
    batch.charsMax = charsMax;
  });
  const place = await emptyDatabase();
  await readBackup(place.url, path);
  const db = open(place.url);
  const child = db.selectFrom('models').select('parent_id').where('id', '=', models[childAt].id);
  expect(await child.executeTakeFirst()).toEqual({ parent_id: model.id });
  const { rows } = await sql`
    SELECT condeferrable FROM pg_constraint WHERE conname = 'models_parent_id_fkey'`.execute(db);
  expect(rows).toEqual([{ condeferrable: false }]);
  // A parent that is nowhere is still refused.
  writeFileSync(
    path,
    gzipSync(lines.join('\n').replaceAll(`"parent_id":"${model.id}"`, '"parent_id":"mdl_0"')),
  );
  await expect(readBackup((await emptyDatabase()).url, path)).rejects.toThrow('models_parent_id_fkey');
});

test('the tables of a backup are those that each migration leaves', async () => {
  const db = open((await emptyDatabase()).url);
  for (const count of migrations.keys()) {
    await migrate(db, migrations.slice(0, count + 1));
    const { rows } = await sql<{ name: string }>`
      SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
        AND relname <> 'schema_versions'`.execute(db);
    expect(tablesAfter(count + 1).sort()).toEqual(rows.map(({ name }) => name).sort());
  }
});

test('backup and restore follow `search_path`, as the service does', async () => {
  const [from, to] = [await emptyDatabase(), await emptyDatabase()];
  const role = pg.escapeIdentifier(inject('serviceRole'));
  for (const one of [from, to]) await asSuperuser(one, `CREATE SCHEMA AUTHORIZATION ${role}`);
  const db = open(from.url);
  await migrate(db);
  await db.insertInto('api_keys').values(sampleKey).execute();
  const path = join(folder, 'schema.backup');
  expect(await writeBackup(from.url, path)).toBe(1);
  expect(await readBackup(to.url, path)).toEqual({ rows: 1, ignored: [] });
  const { rows } = await sql`SELECT schemaname AS name FROM pg_tables WHERE tablename = 'api_keys'`.execute(
    open(to.url),
  );
  expect(rows).toEqual([{ name: inject('serviceRole') }]);
  await expect(readBackup(to.url, path)).rejects.toThrow('already has tables');
  await expect(readBackup(to.url, file)).rejects.toThrow('already has tables');

  await asSuperuser(to, `ALTER TABLE ${role}.models RENAME TO models_away`);
  await expect(writeBackup(to.url, join(folder, 'lacking.backup'))).rejects.toThrow(
    'lacks the table `models`',
  );
});

test('tables of other programs are neither read nor written, and do not count', async () => {
  const [from, to] = [await emptyDatabase(), await emptyDatabase()];
  for (const one of [from, to]) await asSuperuser(one, 'CREATE TABLE ops_notes AS SELECT 1 AS note'); // without a GRANT
  const db = open(from.url);
  await migrate(db);
  await db.insertInto('api_keys').values(sampleKey).execute();
  const path = join(folder, 'others.backup');
  expect(await writeBackup(from.url, path)).toBe(1);
  const text = gunzipSync(readFileSync(path)).toString();
  expect(text).not.toContain('ops_notes');
  expect(await readBackup(to.url, path)).toEqual({ rows: 1, ignored: [] });

  // As earlier versions wrote it.
  const noted = '["table","Ops notes 2"]\n{"note":1}\n["end",2]';
  writeFileSync(path, gzipSync(text.replace('["end",1]', noted)));
  expect(await readBackup((await emptyDatabase()).url, path)).toEqual({ rows: 1, ignored: ['Ops notes 2'] });
});

test('a table of another program with the name of one of ours is not written into', async () => {
  const place = await emptyDatabase();
  await asSuperuser(place, 'CREATE TABLE models (id int)');
  await expect(readBackup(place.url, file)).rejects.toThrow('such as `models` of another program');
});

test('a restore refuses a database with tables, and a file that is damaged, cut or newer', async () => {
  await expect(readBackup(database.url, file)).rejects.toThrow('already has tables');
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const faulty = join(folder, 'faulty.backup');
  const place = await emptyDatabase(); // a restore that fails may be repeated
  const db = open(place.url);
  const refuses = async (bytes: Buffer, message: RegExp) => {
    writeFileSync(faulty, bytes);
    await expect(readBackup(place.url, faulty)).rejects.toThrow(message);
    const models = await db
      .selectFrom('models')
      .select('id')
      .execute()
      .catch(() => []);
    expect(models).toEqual([]);
  };
  await refuses(Buffer.from('no backup'), /not a backup/);
  await refuses(gzipSync(lines.slice(0, -1).join('\n')), /ends early/);
  await refuses(readFileSync(file).subarray(0, -200), /is damaged \(unexpected end/);
  const isDamaged = /^\S+ is damaged \([^\n]+\); use another copy\.$/;
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const flipped = readFileSync(file);
    flipped[Math.floor(share * flipped.length)] ^= 4;
    await refuses(flipped, isDamaged);
  }
  const checksum = readFileSync(file);
  checksum[checksum.length - 6] ^= 1;
  await refuses(checksum, isDamaged);
  const text = lines.join('\n');
  const models = '["table","models"]\n';
  for (const change of [
    (text: string) => text.replace(models, ''),
    (text: string) => text.replace(models, '["table","modelz"]\n'),
    (text: string) => text.replace(models, models.repeat(2)),
    (text: string) => text.replace(models, '["tabel","models"]\n'),
    (text: string) => text.replace(models, '["table",\n'),
    (text: string) =>
      text
        .replace(models, `${models}{"id":\n`)
        .replace(/\d+\]$/, (end) => `${Number.parseInt(end, 10) + 1}]`),
    (text: string) => text.replace('"id":"mdl_', '"ie":"mdl_'),
    (text: string) => text.replaceAll('"created_at":"20', '"created_at":"2x'),
    (text: string) => `${text}\n${lines.at(-1)}`,
  ]) {
    expect(change(text)).not.toBe(text);
    await refuses(gzipSync(change(text)), isDamaged);
  }
  const newer = { ...JSON.parse(lines[0]), migrations: [...migrations.map(({ name }) => name), 'future'] };
  await refuses(gzipSync([JSON.stringify(newer), ...lines.slice(1)].join('\n')), /migration \d+ is `future`/);
});

test('a restore that failed may be repeated', async () => {
  const place = await emptyDatabase();
  const cut = join(folder, 'cut.backup');
  writeFileSync(cut, readFileSync(file).subarray(0, -200));
  await expect(readBackup(place.url, cut)).rejects.toThrow('is damaged');
  expect((await readBackup(place.url, file)).rows).toBeGreaterThan(10);
  await expect(readBackup(place.url, file)).rejects.toThrow('already has tables');
});

test('an unused database of a newer schema is refused, since rows of the backup need the older one', async () => {
  const place = await emptyDatabase();
  await migrate(open(place.url));
  const [header, ...rows] = gunzipSync(readFileSync(file)).toString().split('\n');
  const older = { ...JSON.parse(header), migrations: migrations.slice(0, -1).map(({ name }) => name) };
  const path = join(folder, 'older.backup');
  writeFileSync(path, gzipSync([JSON.stringify(older), ...rows].join('\n')));
  await expect(readBackup(place.url, path)).rejects.toThrow('its schema is newer than that of the backup');
});

test('a service that stores something during a restore is not merged, nor is a second restore', async () => {
  const { place, other, untilRestoreWaits } = await placeInUse();
  await other.query(
    `INSERT INTO api_keys (id, tenant_id, scopes, hint, digest) VALUES ('key_2', 'two', '{read}', 'gck_', '\\x01')`,
  );
  const refused = expect(readBackup(place.url, file)).rejects.toThrow('already has tables with rows');
  await untilRestoreWaits();
  await expect(readBackup(place.url, file)).rejects.toThrow('Another restore writes into this database');
  await other.query('COMMIT');
  await refused;
  const db = open(place.url);
  expect(await db.selectFrom('api_keys').select('id').execute()).toEqual([{ id: 'key_2' }]);
  expect(await db.selectFrom('models').select('id').execute()).toEqual([]);
});

test('a newer service that migrates during a restore is not given rows of the older schema', async () => {
  const { place, other, untilRestoreWaits } = await placeInUse();
  await other.query(`INSERT INTO schema_versions (version, name) VALUES (999, 'later')`);
  const refused = expect(readBackup(place.url, file)).rejects.toThrow('A newer Gatecast has migrated');
  await untilRestoreWaits();
  await other.query('COMMIT');
  await refused;
  expect(await open(place.url).selectFrom('models').select('id').execute()).toEqual([]);
});

test('a file that was left under the name of the unfinished backup does not give it its readers', async () => {
  const path = join(folder, 'left.backup');
  writeFileSync(`${path}.part`, '');
  chmodSync(`${path}.part`, 0o644);
  await writeBackup(database.url, path);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('of two backups to one file at once the later one is whole, and the other one says so', async () => {
  const path = join(folder, 'both.backup');
  const part = () => statSync(`${path}.part`, { throwIfNoEntry: false })?.ino;
  const other = new pg.Client(database.superuserUrl);
  await other.connect();
  onTestFinished(() => other.end());
  await other.query('BEGIN; LOCK TABLE models IN ACCESS EXCLUSIVE MODE'); // both wait in the middle
  const first = expect(writeBackup(database.url, path)).rejects.toThrow('Another backup writes');
  const own = await vi.waitUntil(part, soonMs);
  const second = writeBackup(database.url, path);
  await vi.waitUntil(() => ![own, undefined].includes(part()), soonMs);
  await other.query('COMMIT');
  await first;
  expect(await second).toBeGreaterThan(10);
  expect((await inspectBackup(path)).tables).toContain('models');
  expect(part()).toBeUndefined();
});

test('a backup of a place without tables of the service is refused, and leaves nothing', async () => {
  const place = await emptyDatabase();
  const path = join(folder, 'none.backup');
  await expect(writeBackup(place.url, path)).rejects.toThrow('has no tables of Gatecast');
  const [dataDir, { DATABASE_URL: _, NODE_OPTIONS: __, ...environment }] = [
    join(folder, 'typo'),
    process.env,
  ];
  const command = run(process.execPath, ['scripts/backup.ts', path], {
    env: { ...environment, GATECAST_DATA_DIR: dataDir },
  });
  await expect(command).rejects.toMatchObject({
    ...{ code: 2, stderr: expect.stringMatching(/^There is no database in .*typo: set GATECAST_DATA_DIR/) },
  });
  expect([path, `${path}.part`, dataDir].filter((one) => existsSync(one))).toEqual([]);
});

test('npm run backup and restore: from a service that runs with the embedded database into another folder', async () => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  const command = (script: string, dataDir: string, path: string) => {
    const { DATABASE_URL: _, NODE_OPTIONS: __, ...environment } = process.env;
    return run(process.execPath, [script, path], { env: { ...environment, GATECAST_DATA_DIR: dataDir } });
  };
  const service = await serve(from);
  const dataset = await createApiClient(service).upload(walk(60));
  const path = join(folder, 'embedded.backup');
  expect((await command('scripts/backup.ts', from, path)).stdout).toMatch(/^\d+ rows are in /);
  expect(statSync(path).mode & 0o077).toBe(0);
  await expect(command('scripts/backup.ts', from, path)).rejects.toThrow('exists: name a new file');
  await signalled(service.child, 'SIGTERM');

  expect((await command('scripts/restore.ts', to, path)).stdout).toMatch(
    new RegExp(`^\\d+ rows were restored into the embedded database in ${to}\\. Jobs`),
  );
  const config = readConfig({ GATECAST_DATA_DIR: to });
  await withDatabase(config, { mayCreate: false, applicationName: 'gatecast-test' }, async (url) => {
    const store = await openStore(url, { poolMax: 1 });
    expect(await store.datasets.get(firstTenant, dataset.id)).toEqual(dataset);
    await store.close();
  });
  const socketDir = join(folder, 'socket');
  mkdirSync(socketDir);
  writeFileSync(join(socketDir, '.s.PGSQL.5432'), '');
  const stale = [process.pid, join(to, 'postgres'), 1, 5432, socketDir, '', '1 1', 'ready', ''];
  writeFileSync(join(to, 'postgres', 'postmaster.pid'), stale.join('\n'));
  expect((await command('scripts/backup.ts', to, join(folder, 'second.backup'))).stdout).toMatch(/^\d+ rows/);
  await expectSharedServer(to);
});

/** Two commands with a stopped embedded database: the first starts the server, and keeps it until
 *  the second has ended. */
async function expectSharedServer(dataDir: string): Promise<void> {
  const config = readConfig({ GATECAST_DATA_DIR: dataDir });
  const commandWith = (work: (url: string) => Promise<unknown>) =>
    withDatabase(config, { mayCreate: false, applicationName: 'gatecast-backup' }, work);
  const [started, done, told] = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    if (String(text).includes('Another command uses the database')) told.resolve();
    return true;
  });
  onTestFinished(() => stderr.mockRestore());
  const first = commandWith(async () => {
    started.resolve();
    await done.promise;
  });
  await started.promise;
  await commandWith(async (url) => {
    const client = new pg.Client(url);
    client.on('error', () => {});
    await client.connect();
    done.resolve();
    const stopped = first.then(() => Promise.reject(new Error('the server is stopped under the second')));
    await Promise.race([told.promise, stopped]);
    stopped.catch(() => {});
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });
  await first;
  const cut = commandWith(() => new pg.Client('postgres://nobody@127.0.0.1:1/nothing').connect());
  await expect(cut).rejects.toThrow(`The embedded database in ${dataDir} does not answer any more`);
}
