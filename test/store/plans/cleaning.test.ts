import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createTraining, useStore } from '../samples.ts';
import { copyRow, explain, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const cleanedJobs = 3_000;
const uncleanedJobs = 5;
const rowsOfJob = 4;
const histories = ['jobs', 'job_events', 'job_logs'];
const statements: Statement[] = [];
let db: Kysely<Database>;
let superuser: Kysely<Database>;
let watched: Store;

/** Gives events and log lines to the jobs that are not marked as cleaned. */
const giveHistories = () =>
  superuser.connection().execute(async (session) => {
    await sql`SET session_replication_role = 'replica'`.execute(session);
    await sql`
      INSERT INTO job_events (job_id, sequence, tenant_id, type, status, attempt)
      SELECT id, n, tenant_id, 'progress', status, 1 FROM jobs, generate_series(1, ${rowsOfJob}::integer) AS n
      WHERE NOT history_cleaned AND finished_at IS NOT NULL ON CONFLICT DO NOTHING`.execute(session);
    await sql`
      INSERT INTO job_logs (job_id, tenant_id, attempt, level, message, fields, created_at)
      SELECT id, tenant_id, 1, 'info', '', '{}', now() FROM jobs, generate_series(1, ${rowsOfJob}::integer)
      WHERE NOT history_cleaned AND finished_at IS NOT NULL`.execute(session);
    await sql`RESET session_replication_role`.execute(session);
  });

beforeAll(async () => {
  const { job } = await createTraining(used.store);
  db = openDatabase(used.url, { poolMax: 1 });
  superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  for (const table of histories)
    await sql`ALTER TABLE ${sql.table(table)} SET (autovacuum_enabled = false)`.execute(superuser);
  const ended = { status: 'failed', finished_at: '2020-01-01', event_count: rowsOfJob };
  await copyRow(superuser, 'jobs', job.id, cleanedJobs, ended);
  await giveHistories();
  await sql`UPDATE jobs SET history_cleaned = true WHERE finished_at IS NOT NULL`.execute(db);
  await copyRow(superuser, 'jobs', job.id, uncleanedJobs, { ...ended, finished_at: '2020-02-01' });
  for (const table of histories) await sql`VACUUM ANALYZE ${sql.table(table)}`.execute(superuser);
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await Promise.all([db.destroy(), superuser.destroy()]);
});

test('the cleaner reads the history of jobs that it has not cleaned, and of no others', async () => {
  await giveHistories();
  const own = uncleanedJobs * rowsOfJob;
  const clean = async () => {
    statements.length = 0;
    const { job_events, job_logs } = await watched.cleaner.clean();
    return [job_events, job_logs];
  };
  expect(await clean()).toEqual([own - uncleanedJobs, own]);
  const cleaning = statements.splice(0);
  expect(await clean()).toEqual([0, 0]);
  expect(await rowsRead(db, statements, histories, true)).toBe(0);
  const pages = cleaning.filter(({ sql: text }) => text.includes('NOT history_cleaned'));
  expect(pages.length).toBeGreaterThan(0);
  // A page comes from the index: a sort would read all old jobs for each page.
  for (const page of pages) expect(await explain(db, page)).not.toContain('Sort');
  await sql`UPDATE jobs SET history_cleaned = false WHERE finished_at = '2020-02-01'`.execute(db);
  await giveHistories();
  // Each row is found and deleted, and each job is looked up for each table and to be marked.
  const read = await rowsRead(db, cleaning, histories, true);
  expect(read).toBeGreaterThanOrEqual(2 * own);
  expect(read).toBeLessThanOrEqual(6 * own);
});
