import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { onceDatabaseAnswers } from '../../src/processes/database-wait.ts';
import { databaseRefusal, openStore } from '../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../support/app.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/postgres.ts';

const MiB = 1024 ** 2;
const isFull = { status: 507, code: 'storage_full', retryable: true };

/** A file system of its own; null where this user may not mount one. */
function mountSmallDisk(megabytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

async function readiness({ app }: TestApp): Promise<[number, string]> {
  const answer = await app.inject('/readyz');
  return [answer.statusCode, answer.json().code ?? answer.json().status];
}

describe('PostgreSQL reports a full disk', () => {
  test('writes are 507 with advice, readiness says so, a job waits, and all go on by themselves', async () => {
    const database = await createTestDatabase();
    const service = await startApp({}, database);
    const client = new pg.Client(database.url);
    await client.connect();
    const dataset = (await upload(service.app, dailyCsv(60))).json();
    const tables = ['datasets', 'model_weights', 'jobs'];
    // The error of a server whose disk is full, at each write to the tables.
    await client.query(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
    const fill = async () => {
      for (const table of tables)
        await client.query(
          `CREATE TRIGGER a_full BEFORE INSERT OR UPDATE ON ${table} EXECUTE FUNCTION full_disk()`,
        );
    };
    const clear = async () => {
      for (const table of tables) await client.query(`DROP TRIGGER a_full ON ${table}`);
    };

    await fill();
    const refused = await upload(service.app, dailyCsv(70));
    expect(refused.json()).toMatchObject(isFull);
    expect(refused.headers['retry-after']).toBeDefined();
    expect(refused.body).not.toMatch(/extend file|SQL|trigger/i);
    expect((await service.app.inject(`/v1/datasets/${dataset.id}`)).statusCode).toBe(200);
    await clear();

    const training = await service.app.inject({
      ...{ method: 'POST', url: '/v1/models' },
      payload: { dataset_id: dataset.id, horizon: 2, steps: 1, preset: 'fast' },
    });
    await fill();
    service.startWorker();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { id } = training.json().job;
    expect((await service.app.inject(`/v1/jobs/${id}`)).json().finished_at).toBeNull();
    await clear();
    expect((await service.ended(id)).status).toBe('succeeded');
    expect(await readiness(service)).toEqual([200, 'ready']);
    await client.end();
    await service.stop();
  });
});

test('a start waits until there is room, and tells the operator', async () => {
  const database = await createEmptyDatabase();
  onTestFinished(database.drop);
  const admin = new pg.Client(database.superuserUrl);
  await admin.connect();
  onTestFinished(() => admin.end());
  await admin.query(`CREATE FUNCTION full_disk() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
  await admin.query('CREATE EVENT TRIGGER a_full ON ddl_command_start EXECUTE FUNCTION full_disk()');
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const opening = onceDatabaseAnswers(log, 'DATABASE_URL', () => openStore(database.url, { poolMax: 1 }));
  const full = () => lines.find((line) => line.includes('the disk of PostgreSQL is full')); // a slow server adds other lines
  await expect.poll(full).toBeDefined();
  expect(JSON.parse(full()!)).toMatchObject({
    msg: 'the disk of PostgreSQL is full: make room; the process waits, and then starts by itself',
    err: { message: 'could not extend file: No space left on device' },
  });
  expect(full()).not.toContain('ask the operator');
  await admin.query('DROP EVENT TRIGGER a_full');
  await (await opening).close();
  expect(lines.at(-1)).toContain('the process starts');
});

test.each([
  ['53100', 'could not write init file: No space left on device'],
  ['58030', 'could not write file "base/5/1": No space left on device'],
  ['XX000', 'could not write init file'],
])('a server that begins no session for want of room (%s) is waited for', async (code, message) => {
  const fault = Object.assign(new pg.DatabaseError(message, 0, 'error'), { code, severity: 'FATAL' });
  expect(databaseRefusal(fault)).toBeNull();
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const tries = [fault];
  await onceDatabaseAnswers(log, 'DATABASE_URL', async () => {
    const failure = tries.pop();
    if (failure !== undefined) throw failure;
  });
  expect(lines[0]).toContain('the disk of PostgreSQL is full');
});

describe('a disk of a few megabytes', () => {
  test('is filled: 507, not ready, nothing is lost; with space again everything works', async ({ skip }) => {
    const disk = mountSmallDisk(160);
    if (disk === null) return skip('this user may not mount a file system');
    const filler = join(disk, 'filler');
    const server = await startEmbeddedPostgres({ dataDir: join(disk, 'data') });
    const service = await startApp(
      { uploadBytesMax: 64 * MiB },
      { url: server.url, drop: () => server.stop() },
    );
    try {
      const kept = (await upload(service.app, dailyCsv(100))).json();
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - MiB)));
      // Numbers that do not shrink.
      const rows = Array.from({ length: 60_000 }, (_, i) => {
        const at = new Date(i * 60_000).toISOString();
        return `${at},${Array.from({ length: 8 }, () => Math.random()).join(',')}`;
      });
      const table = `date,y,a,b,c,d,e,f,g\n${rows.join('\n')}\n`;
      const refused = await upload(service.app, table);
      expect(refused.json()).toMatchObject(isFull);
      expect(await readiness(service)).toEqual([507, 'storage_full']);
      expect((await service.app.inject(`/v1/datasets/${kept.id}`)).json().point_count).toBe(100);
      rmSync(filler);
      expect(await readiness(service)).toEqual([200, 'ready']);
      expect((await upload(service.app, table)).statusCode).toBe(201);
    } finally {
      rmSync(filler, { force: true });
      await service.stop();
      execFileSync('umount', [disk]);
    }
  });
});
