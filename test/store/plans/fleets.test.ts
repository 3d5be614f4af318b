import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import {
  claimed,
  createTraining,
  sampleDataset,
  sampleResult,
  sampleSeries,
  sampleSpec,
  useStore,
} from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const modelCount = 20;
const others = 5_000;
/** Rows of `jobs` and `models` that the statements of a call may read: each of them reads those of
 *  the fleet at most twice. */
const readMax = 12 * modelCount;
/** Statements of a cancel in its first two rounds, or more. */
const stepsMax = 16;
const statements: Statement[] = [];
let db: Kysely<Database>;
let watched: Store;
let fleetId: string;
let jobIds: string[];

// The statistics are of a time with ended jobs alone. Then others queue many jobs.
beforeAll(async () => {
  const { store } = used;
  const { job, model } = await createTraining(store, 'other');
  await store.jobs.cancel('other', job.id);
  db = openDatabase(used.url, { poolMax: 1 });
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  for (const table of ['jobs', 'models'])
    await sql`ALTER TABLE ${sql.table(table)} SET (autovacuum_enabled = false)`.execute(superuser);
  const ofOwnModels = () =>
    superuser.connection().execute(async (session) => {
      await sql`SET session_replication_role = 'replica'`.execute(session);
      await sql`UPDATE jobs SET model_id = id WHERE id <> ${job.id}`.execute(session);
      await sql`RESET session_replication_role`.execute(session);
    });
  await copyRow(superuser, 'models', model.id, others);
  await copyRow(superuser, 'jobs', job.id, others);
  await ofOwnModels();
  await sql`VACUUM ANALYZE`.execute(superuser);
  await copyRow(superuser, 'jobs', job.id, others, { status: 'queued', finished_at: null });
  await ofOwnModels();
  await superuser.destroy();
  const series = Array.from({ length: modelCount }, (_, i) => sampleSeries(`s${i}`, 3));
  const { id: datasetId } = await store.datasets.create('acme', sampleDataset(series));
  const { fleet, due } = await store.fleets.create('acme', {
    ...{ datasetId, name: 'all', tags: [], per: 'series', groupBy: null, settings: {} as never },
    ...{ spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
  });
  fleetId = fleet.id;
  jobIds = due.map(({ job_id }) => job_id);
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

/** Rows of `jobs` and `models` that the statements of `call` read when they run again after `before`. They change
 *  both, as in the call. */
async function reads(call: () => Promise<unknown>, before: () => Promise<unknown>): Promise<number> {
  statements.length = 0;
  await call();
  const made = statements.splice(0);
  await before();
  return rowsRead(db, made, ['jobs', 'models'], true);
}
const cancel = () => used.store.fleets.cancel('acme', fleetId);
const retry = () => used.store.fleets.retry('acme', fleetId, 'req-2');

const retryWatched = () => watched.fleets.retry('acme', fleetId, 'req-2');

test('cancel, retry and delete of a fleet do not read the queued jobs of others', async () => {
  expect(await reads(() => watched.fleets.cancel('acme', fleetId), retry), 'cancel').toBeLessThan(readMax);
  await cancel();
  expect(await reads(retryWatched, cancel), 'retry').toBeLessThan(readMax);
  const refused = () => expect(watched.fleets.delete('acme', fleetId)).rejects.toThrow(`${modelCount} jobs`);
  expect(await reads(refused, cancel), 'delete').toBeLessThan(readMax);
});

test('a retry of a fleet without failed or cancelled models reads none of its models', async () => {
  await retry();
  expect(await reads(retryWatched, async () => {})).toBe(0);
});

test('a cancel ends the queued jobs of the fleet alone, and a retry queues them again', async () => {
  await retry();
  expect((await watched.fleets.cancel('acme', fleetId)).models).toMatchObject({ cancelled: modelCount });
  const countOf = async (status: 'queued' | 'cancelled') =>
    (await db.selectFrom('jobs').select('id').where('status', '=', status).execute()).length;
  expect(await countOf('queued')).toBe(others);
  await db.updateTable('jobs').set({ ticket: 'of the run before' }).where('id', 'in', jobIds).execute();
  const { due } = await watched.fleets.retry('acme', fleetId, 'req-3');
  const again = await db.selectFrom('jobs').select('ticket').where('id', 'in', jobIds).execute();
  expect(new Set(again.map(({ ticket }) => ticket))).toEqual(new Set([null]));
  expect(due.map(({ job_id }) => job_id)).toEqual(jobIds.toSorted());
  expect(await countOf('queued')).toBe(others + modelCount);
});

test('a cancel also ends a training that a worker is claiming meanwhile', async () => {
  await cancel();
  await retry();
  const claimed = jobIds[3];
  const claiming = Promise.withResolvers<void>();
  const claim = db.transaction().execute(async (trx) => {
    await trx.selectFrom('jobs').select('id').where('id', '=', claimed).forUpdate().execute();
    claiming.resolve();
    // The cancel has passed over the locked row by then.
    await expect
      .poll(() => used.store.fleets.get('acme', fleetId).then(({ models }) => models.cancelled))
      .toBe(modelCount - 1);
    await sql`UPDATE jobs SET status = 'running', worker_id = 'w', heartbeat_at = now(), started_at = now() WHERE id = ${claimed}`.execute(
      trx,
    );
  });
  await claiming.promise;
  await Promise.all([cancel(), claim]);
  const job = await used.store.jobs.get('acme', claimed);
  expect([job.status, job.cancel_requested]).toEqual(['running', true]);
});

test('a cancel ends a training that a worker claims after any of its statements', async () => {
  const claimed = jobIds[3];
  const start = sql`UPDATE jobs SET status = 'running', worker_id = 'w', heartbeat_at = now(), started_at = now() WHERE id = ${claimed}`;
  let left = 0;
  let claim = async () => {};
  const stepping = watchedStore(used.url, [], async () => {
    left--;
    if (left === 0) await claim();
  });
  for (let step = 1; step <= stepsMax; step++) {
    await cancel();
    await db.updateTable('jobs').set({ status: 'cancelled' }).where('id', '=', claimed).execute();
    await db.updateTable('models').set({ status: 'cancelled' }).where('job_id', '=', claimed).execute();
    await retry();
    const locked = Promise.withResolvers<void>();
    const due = Promise.withResolvers<void>();
    const claiming = db.transaction().execute(async (trx) => {
      await trx.selectFrom('jobs').select('id').where('id', '=', claimed).forUpdate().execute();
      locked.resolve();
      await due.promise;
      await start.execute(trx);
    });
    claim = () => {
      due.resolve();
      return claiming;
    };
    await locked.promise;
    left = step;
    await stepping.fleets.cancel('acme', fleetId);
    expect(left, `statements after ${step}`).toBeLessThanOrEqual(0);
    const { status, cancel_requested } = await used.store.jobs.get('acme', claimed);
    expect([status, cancel_requested], `claimed after statement ${step}`).toEqual(['running', true]);
  }
  await stepping.close();
});

test('callers that read a fleet in training share one read of all of its models', async () => {
  const { store } = used;
  const { id: datasetId } = await store.datasets.create(
    'acme',
    sampleDataset([sampleSeries('a', 3), sampleSeries('b', 3)]),
  );
  const { fleet, due } = await store.fleets.create('acme', {
    ...{ datasetId, name: 'two', tags: [], per: 'series', groupBy: null, settings: {} as never },
    ...{ spec: sampleSpec, pointsMin: 1, leavesShortOut: false, requestId: null },
  });
  await store.leases.succeed(await claimed(store, due[0].job_id), sampleResult());
  statements.length = 0;
  const read = await Promise.all(Array.from({ length: 5 }, () => watched.fleets.get('acme', fleet.id)));
  expect(read[0]).toMatchObject({
    models: { training: 1, ready: 1 },
    skill: { with_skill: 1, median: 0.09 },
  });
  expect(read).toEqual(Array(5).fill(read[0]));
  const ofSkill = () => statements.filter(({ sql }) => sql.includes('percentile_cont')).length;
  expect(ofSkill()).toBe(1);
  await store.leases.succeed(await claimed(store, due[1].job_id), sampleResult());
  const ended = [await watched.fleets.get('acme', fleet.id), await watched.fleets.get('acme', fleet.id)];
  for (const { skill } of ended) expect(skill).toMatchObject({ with_skill: 2 });
  expect(ofSkill()).toBe(2);
});
