import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Model } from '../../src/contracts/schemas/models/model.ts';
import type { Scope } from '../../src/contracts/schemas/operations/key.ts';
import { migrate, migrations, openDatabase, readBackup, writeBackup } from '../../src/store/index.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { serve, signalled } from '../support/service.ts';

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
}, 120_000);
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
}, 120_000);

test('a backup of an older schema is upgraded by the restore', async () => {
  const [old, place] = [await emptyDatabase(), await emptyDatabase()];
  const db = openDatabase(old.url, { poolMax: 1 });
  await migrate(db, migrations.slice(0, 14));
  const key = {
    id: 'key_1',
    tenant_id: 'one',
    scopes: ['read'] as Scope[],
    hint: 'gck_',
    digest: Buffer.from([1, 2, 255]),
  };
  await db.insertInto('api_keys').values(key).execute();
  await db.destroy();
  const older = join(folder, 'older.backup');
  await writeBackup(old.url, older);
  expect(await readBackup(place.url, older)).toBe(1);
  const upgraded = openDatabase(place.url, { poolMax: 1 });
  onTestFinished(() => upgraded.destroy());
  const versions = await upgraded.selectFrom('schema_versions').select('version').execute();
  expect(versions).toHaveLength(migrations.length);
  expect(await upgraded.selectFrom('api_keys').selectAll().execute()).toMatchObject([key]);
});

test('a restore refuses a database with tables, and a file that is damaged, cut or newer', async () => {
  await expect(readBackup(database.url, file)).rejects.toThrow('already has tables');
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const faulty = join(folder, 'faulty.backup');
  const refuses = async (bytes: Buffer, message: RegExp) => {
    const place = await emptyDatabase();
    writeFileSync(faulty, bytes);
    await expect(readBackup(place.url, faulty)).rejects.toThrow(message);
    const db = openDatabase(place.url, { poolMax: 1 });
    onTestFinished(() => db.destroy());
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
  const newer = { ...JSON.parse(lines[0]), migrations: [...migrations.map(({ name }) => name), 'future'] };
  await refuses(gzipSync([JSON.stringify(newer), ...lines.slice(1)].join('\n')), /migration \d+ is `future`/);
}, 120_000);

test('a restore that failed may be repeated', async () => {
  const place = await emptyDatabase();
  const cut = join(folder, 'cut.backup');
  writeFileSync(cut, readFileSync(file).subarray(0, -200));
  await expect(readBackup(place.url, cut)).rejects.toThrow('is damaged');
  expect(await readBackup(place.url, file)).toBeGreaterThan(10);
  await expect(readBackup(place.url, file)).rejects.toThrow('already has tables');
}, 60_000);

test('an unused database of a newer schema is refused, since rows of the backup need the older one', async () => {
  const place = await emptyDatabase();
  const db = openDatabase(place.url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  await migrate(db);
  const [header, ...rows] = gunzipSync(readFileSync(file)).toString().split('\n');
  const older = { ...JSON.parse(header), migrations: migrations.slice(0, -1).map(({ name }) => name) };
  const path = join(folder, 'older.backup');
  writeFileSync(path, gzipSync([JSON.stringify(older), ...rows].join('\n')));
  await expect(readBackup(place.url, path)).rejects.toThrow('its schema is newer than that of the backup');
}, 60_000);

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
}, 60_000);

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

  expect((await command('scripts/restore.ts', to, path)).stdout).toMatch(/^\d+ rows were restored/);
  const again = await serve(to);
  const { body, status } = await fetch(`${again.url}/v1/datasets/${dataset.id}`);
  expect(status, `${body}`).toBe(200);
  await signalled(again.child, 'SIGTERM');
  expect((await command('scripts/backup.ts', to, join(folder, 'second.backup'))).stdout).toMatch(/^\d+ rows/);
}, 180_000);
