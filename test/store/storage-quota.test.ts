import { type Kysely, type KyselyPlugin, sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStorageQuota, storedBytes } from '../../src/store/database/storage-quota.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { useStore } from './samples.ts';

const limit = 1_000;
const used = useStore();
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 4 });
});
afterAll(() => db.destroy());
beforeEach(() => sql`TRUNCATE usage_changes`.execute(db));

/** Counts bytes, as the triggers of the tables do. */
const count = (through: Kysely<Database> | Transaction<Database>, bytes: number) =>
  through.insertInto('usage_changes').values({ tenant_id: 'acme', kind: 'datasets', bytes }).execute();
const counted = async () => (await storedBytes(db, 'acme')).datasets;

/** A promise that the test resolves. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('a transaction counts for the work that follows, which does not read the sum', async () => {
  const quota = createStorageQuota(db, limit);
  await quota.require('acme');
  await quota.transaction(async (trx, requireWithinQuota) => {
    await count(trx, 900);
    await requireWithinQuota('acme');
  });
  const more = quota.storing(
    'acme',
    () => 200,
    () => count(db, 200),
  );
  await expect(more).rejects.toMatchObject({
    code: 'quota_exceeded',
    details: {
      values: { used: 1_100, limit },
      detail: expect.stringMatching(/^The tenant would store 1100 bytes \(now datasets 900\)/),
    },
  });
  await quota.storing(
    'acme',
    () => 100,
    () => count(db, 100),
  );
  expect(await counted()).toBe(limit);
});

test('work counts while it runs, also for a transaction', async () => {
  const quota = createStorageQuota(db, limit);
  await quota.require('acme'); // so that work begins at once
  const { opened, open } = gate();
  const first = quota.storing(
    'acme',
    () => 300,
    async () => {
      await opened;
      await count(db, 300);
    },
  );
  const upload = (bytes: number) =>
    quota.transaction(async (trx, requireWithinQuota) => {
      await count(trx, bytes);
      await requireWithinQuota('acme');
    });
  await expect(upload(800)).rejects.toMatchObject({ details: { values: { used: 1_100, limit } } });
  await upload(700);
  open();
  await first;
  expect(await counted()).toBe(limit);
});

test('works that begin in the same turn do not take the same room', async () => {
  const quota = createStorageQuota(db, limit);
  await quota.require('acme');
  const works = Array.from({ length: 5 }, () =>
    quota.storing(
      'acme',
      () => 300,
      () => count(db, 300),
    ),
  );
  const ends = await Promise.allSettled(works);
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(await counted()).toBe(900);
});

test('a transaction that has passed its check counts before its commit, and no longer when it is rolled back', async () => {
  const quota = createStorageQuota(db, limit);
  const store = () =>
    quota.storing(
      'acme',
      () => 200,
      () => count(db, 200),
    );
  const failure = new Error('rolled back');
  const passed = quota.transaction(async (trx, requireWithinQuota) => {
    await count(trx, 900);
    await requireWithinQuota('acme');
    await expect(store()).rejects.toMatchObject({ details: { values: { used: 1_100, limit } } });
    throw failure;
  });
  await expect(passed).rejects.toBe(failure);
  await store();
  expect(await counted()).toBe(200);
});

test('a sum that arrives late lacks nothing that was stored while it was read', async () => {
  const late = gate();
  let reads = 0;
  const delay: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (reads++ === 0) await late.opened;
      return result;
    },
  };
  const quota = createStorageQuota(db.withPlugin(delay), limit);
  const require = quota.require('acme'); // its answer comes last
  while (reads === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await quota.storing(
    'acme',
    () => 300,
    () => count(db, 300),
  );
  await quota.transaction(async (trx, requireWithinQuota) => {
    await count(trx, 300);
    await requireWithinQuota('acme');
  });
  late.open();
  await require;
  const more = (bytes: number) =>
    quota.storing(
      'acme',
      () => bytes,
      () => count(db, bytes),
    );
  await expect(more(500)).rejects.toMatchObject({ details: { values: { used: 1_100, limit } } });
  await more(400);
  expect(await counted()).toBe(limit);
});

test('deleted bytes are free at once', async () => {
  const quota = createStorageQuota(db, limit);
  await quota.transaction(async (trx, requireWithinQuota) => {
    await count(trx, limit);
    await requireWithinQuota('acme');
  });
  await expect(quota.require('acme')).rejects.toMatchObject({ details: { values: { used: limit, limit } } });
  await count(db, -200);
  await quota.storing(
    'acme',
    () => 200,
    () => count(db, 200),
  );
  await expect(quota.require('acme')).rejects.toMatchObject({
    details: { detail: expect.stringMatching(/^The tenant stores 1000 bytes/) },
  });
});
