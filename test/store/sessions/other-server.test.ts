import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../src/store/index.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { createTraining } from '../samples.ts';

/** A function of the database that hides PostgreSQL's own stands for another server. */
test('another server has other versions of the same rows, and is told before its first statement', async () => {
  const database = await createTestDatabase();
  const store = await openStore(database.url, { poolMax: 1 });
  const superuser = new pg.Client(database.superuserUrl);
  await superuser.connect();
  onTestFinished(async () => {
    await store.close();
    await superuser.end();
    await database.drop();
  });
  const name = new URL(database.url).pathname.slice(1);
  const told: string[] = [];
  store.onOtherServer(() => told.push('another server'));
  const { model } = await createTraining(store);
  const longest = async () => (await store.datasets.longestSeries('acme', model.dataset_id, 1)).point_count;
  const version = async () => {
    const [found] = await store.served.versions([{ tenant: 'acme', reference: model.id }]);
    told.push('answer');
    return found;
  };
  /** Ends the sessions of the store, and waits until it has another one. */
  const reconnected = async () => {
    await superuser.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [name],
    );
    await expect
      .poll(() =>
        store.ping().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  };

  const before = await version();
  const points = await longest();
  await superuser.query('UPDATE series SET point_count = point_count + 1');
  expect(await longest()).toBe(points); // a version is read once
  await reconnected();
  expect(await version()).toBe(before);
  expect(told).toEqual(['answer', 'answer']);

  await superuser.query(`
    CREATE FUNCTION public.pg_postmaster_start_time() RETURNS timestamptz LANGUAGE sql AS $$SELECT '2020-01-01'::timestamptz$$;
    ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  await reconnected();
  const after = await version();
  expect(after).not.toBe(before);
  expect(await longest()).toBe(points + 1);
  expect(after?.startsWith(model.id)).toBe(true);
  expect(told).toEqual(['answer', 'answer', 'another server', 'answer']);
  expect(
    await store.served.versions([
      { tenant: 'acme', reference: model.id },
      { tenant: 'acme', reference: 'mdl_00000000000000000000000000000000' },
    ]),
  ).toEqual([after, null]);
});
