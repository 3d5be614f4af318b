import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../../../src/contracts/schemas/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createDataset, createTraining, useStore } from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const tenant = 'acme';
const queued = 5_000;
/** Rows of `jobs` that a deletion may read of a dataset with one job. */
const readMax = 10;
const statements: Statement[] = [];
let db: Kysely<Database>;
let superuser: Kysely<Database>;
let watched: Store;

// The same tenant has queued a job of each of many models, since the statistics were made.
beforeAll(async () => {
  const { job, model } = await createTraining(used.store, tenant);
  await used.store.jobs.cancel(tenant, job.id);
  db = openDatabase(used.url, { poolMax: 1 });
  superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  for (const table of ['jobs', 'models'])
    await sql`ALTER TABLE ${sql.table(table)} SET (autovacuum_enabled = false)`.execute(superuser);
  await copyRow(superuser, 'models', model.id, queued);
  await copyRow(superuser, 'jobs', job.id, queued);
  await spreadOverModels('cancelled');
  await sql`VACUUM ANALYZE`.execute(superuser);
  await copyRow(superuser, 'jobs', job.id, queued, { status: 'queued', finished_at: null });
  await spreadOverModels('queued');
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await superuser.destroy();
  await db.destroy();
});

async function spreadOverModels(status: Job['status']): Promise<void> {
  await superuser.connection().execute(async (session) => {
    await sql`SET session_replication_role = 'replica'`.execute(session);
    await sql`
      WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM jobs WHERE status = ${status})
      UPDATE jobs SET model_id = one.id
      FROM numbered JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM models) AS one USING (n)
      WHERE jobs.id = numbered.id`.execute(session);
    await sql`RESET session_replication_role`.execute(session);
  });
}

/** Rows of `jobs` that the statements of a deletion read which is refused. */
async function readByRefused(call: () => Promise<unknown>, refusal: string): Promise<number> {
  statements.length = 0;
  await expect(call()).rejects.toMatchObject({ code: refusal });
  return rowsRead(db, statements.splice(0), 'jobs', true);
}

/** A cancelled model on a dataset, and a queued backtest of it on another one. */
async function backtestElsewhere() {
  const { model, dataset: own, job: training } = await createTraining(used.store, tenant);
  await used.store.jobs.cancel(tenant, training.id);
  const dataset = await createDataset(used.store, tenant);
  const request = { model, datasetId: dataset.id, plan: {} as never, requestId: null };
  const { job } = await used.store.backtests.create(tenant, request);
  return { model, own, dataset, job };
}

const subjects: [string, () => Promise<{ id: string; job: Job }>][] = [
  ['a training on it', async () => createTraining(used.store, tenant).then(of('dataset'))],
  ['a backtest on it', async () => backtestElsewhere().then(of('dataset'))],
  ['a backtest of its model on another one', async () => backtestElsewhere().then(of('own'))],
];
function of<Name extends string>(name: Name) {
  return (made: Record<Name, { id: string }> & { job: Job }) => ({ id: made[name].id, job: made.job });
}

for (const isAnalyzed of [false, true]) {
  const statistics = isAnalyzed ? 'that know the queue' : 'of an empty queue';
  test.each(subjects)(
    `the deletion of a dataset with %s, and statistics ${statistics}, reads no other queued jobs`,
    async (_, make) => {
      const { id, job } = await make();
      if (isAnalyzed) await sql`ANALYZE jobs, models, backtests`.execute(db);
      const remove = () => watched.datasets.delete(tenant, id);
      await expect(remove()).rejects.toThrow(job.id);
      expect(await readByRefused(remove, 'dataset_in_use')).toBeLessThan(readMax);
      await used.store.jobs.cancel(tenant, job.id);
      await remove();
    },
  );
}
