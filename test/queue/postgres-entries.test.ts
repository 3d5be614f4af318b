import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openPostgresBackend, type QueueBackend } from '../../src/queue/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { soonMs } from '../support/soon.ts';

let database: TestDatabase;
let backend: QueueBackend;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  backend = await openPostgresBackend(database.url);
  client = new pg.Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await backend.close();
  await database.drop();
});

const entry = (id: string) => ({
  name: 'train',
  data: { job_id: id, request_id: null },
  opts: { jobId: id, removeOnComplete: true, removeOnFail: true } as const,
});
const rowsOf = async (queue: string) => {
  const select = `SELECT to_jsonb(job) - 'queue' - 'seq' - 'added_at_ms' AS row FROM bullmq.job WHERE queue = $1 ORDER BY seq`;
  const { rows } = await client.query(select, [queue]);
  return rows.map(({ row }) => row);
};

test('entries are the rows that BullMQ itself adds, in the order in which they were given', async () => {
  const entries = ['c', 'a', 'b'].map(entry);
  const [own, other] = [backend.queue('own'), backend.queue('other')];
  await backend.addAll(own, entries);
  await other.addBulk(entries);
  const rows = await rowsOf('own');
  expect(rows).toEqual(await rowsOf('other'));
  expect(rows.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  await Promise.all([own.close(), other.close()]);
});

test('an entry that the queue holds stays as it is, and workers are notified of new ones only', async () => {
  const queue = backend.queue('again');
  const notified = vi.fn();
  client.on('notification', ({ payload }) => notified(payload));
  await client.query('LISTEN bullmq_jobs');
  await backend.addAll(queue, [entry('one')]);
  await vi.waitFor(() => expect(notified.mock.calls).toEqual([['again']]), soonMs);
  const before = await rowsOf('again');
  await backend.addAll(queue, [{ ...entry('one'), data: { job_id: 'one', request_id: 'later' } }]);
  await backend.addAll(queue, [entry('one'), entry('two'), entry('two')]);
  await vi.waitFor(() => expect(notified.mock.calls).toEqual([['again'], ['again']]), soonMs);
  expect((await rowsOf('again')).map(({ id }) => id)).toEqual(['one', 'two']);
  expect((await rowsOf('again'))[0]).toEqual(before[0]);
  await queue.close();
});

test('producers that add the same entries in opposite orders all succeed', async () => {
  const [one, other] = [backend.queue('shared'), backend.queue('shared')];
  const ids = Array.from({ length: 200 }, (_, n) => String(n).padStart(3, '0'));
  for (let round = 0; round < 5; round++) {
    const entries = ids.map((id) => entry(`${round}-${id}`));
    const reversed = [...entries].reverse();
    await Promise.all([
      backend.addAll(one, entries),
      backend.addAll(other, reversed),
      backend.addAll(one, reversed),
      backend.addAll(other, entries),
    ]);
  }
  expect(await rowsOf('shared')).toHaveLength(5 * ids.length);
  await Promise.all([one.close(), other.close()]);
});

test('options of the address do not move the tables of the queue', async () => {
  const elsewhere = new URL(database.url);
  elsewhere.searchParams.set('options', '-c search_path=public');
  const other = await openPostgresBackend(elsewhere.href);
  await other.addAll(other.queue('optioned'), [entry('a')]);
  expect(await other.known('optioned', ['a', 'b'])).toEqual(['a']);
  await other.close();
  expect(await rowsOf('optioned')).toHaveLength(1);
});

test('an entry that has ended is not known, and can be added again', async () => {
  const queue = backend.queue('ended');
  await backend.addAll(queue, ['waiting', 'failed', 'completed'].map(entry));
  await client.query(
    `UPDATE bullmq.job SET state = id::bullmq.job_state WHERE queue = 'ended' AND id <> 'waiting'`,
  );
  const ids = ['waiting', 'failed', 'completed'];
  expect(await backend.planned('ended', ids)).toEqual(['waiting']);
  expect(await backend.known('ended', ids)).toEqual(['waiting']);
  await backend.addAll(queue, ids.map(entry));
  expect((await backend.known('ended', ids)).sort()).toEqual([...ids].sort());
  await queue.close();
});

test('marks of stalled entries are found in an index, which processes that start together add once', async () => {
  await client.query('DROP INDEX bullmq.gatecast_job_stalled');
  const opened = await Promise.all([1, 2, 3].map(() => openPostgresBackend(database.url)));
  await Promise.all(opened.map((one) => one.close()));
  await client.query(`
    INSERT INTO bullmq.job (queue, id, seq, name, state, process_at_ms, added_at_ms)
    SELECT 'planned', n, n, 'tick', 'delayed', 0, 0 FROM generate_series(1, 3000) AS n`);
  await client.query('ANALYZE bullmq.job');
  const { rows } = await client.query(`
    EXPLAIN UPDATE bullmq.job SET stalled_marked = false WHERE queue = 'planned' AND stalled_marked`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('gatecast_job_stalled');
  await client.query(`DELETE FROM bullmq.job WHERE queue = 'planned'`);
});
