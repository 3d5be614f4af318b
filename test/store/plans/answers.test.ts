import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idempotencyBytesMax, idempotencyRowBytes } from '../../../src/contracts/ports/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { useStore } from '../samples.ts';
import { explain, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const statements: Statement[] = [];
const keyLength = 255;
const bodyBytes = 140;
let db: Kysely<Database>;
let superuser: Kysely<Database>;
let watched: Store;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
  superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await superuser.destroy();
  await db.destroy();
});

/** Statements that have summed the bytes of a tenant. The others delete expired keys. */
const sums = () => statements.filter(({ sql }) => sql.includes('sum('));

/** Answers with keys of the greatest length. The one with the number 1 is the newest. */
async function answers(tenant: string, count: number): Promise<void> {
  await sql`
    INSERT INTO idempotency_keys (tenant_id, key, holder, created_at, digest, status, headers, body)
    SELECT ${tenant}, lpad(n::text, ${keyLength}::integer, 'k'), 'h', now() - n * interval '1 ms', sha256('d'), 201, '{}',
           convert_to(repeat('x', ${bodyBytes}::integer), 'UTF8')
    FROM generate_series(1, ${count}::integer) AS n`.execute(superuser);
  await sql`ANALYZE idempotency_keys`.execute(superuser);
}

async function left(tenant: string): Promise<{ rows: number; newest: string; oldest: string }> {
  const { rows } = await sql<{ rows: number; newest: string; oldest: string }>`
    SELECT count(*)::integer AS rows, ltrim(max(key), 'k') AS oldest, ltrim(min(key), 'k') AS newest
    FROM (SELECT replace(key, 'k', '0') AS key FROM idempotency_keys WHERE tenant_id = ${tenant}) AS keys`.execute(
    superuser,
  );
  return rows[0];
}

test('the bytes of the answers of a tenant are summed without reading those of others', async () => {
  await answers('others', 20_000);
  await answers('acme', 10);
  await watched.idempotency.bound('acme', 0); // the process knows nothing of the tenant yet
  expect(sums()).toHaveLength(1);
  expect(await explain(db, sums()[0])).toContain('idempotency_keys_answered');
  expect(await rowsRead(db, sums(), 'idempotency_keys', true)).toBeLessThanOrEqual(10);
});

test('short answers count with their keys and rows, so that many of them are bounded too; held ones stay', async () => {
  const kept = Math.floor(idempotencyBytesMax / (bodyBytes + keyLength + idempotencyRowBytes));
  await answers('many', kept + 2_000);
  await superuser.transaction().execute(async (trx) => {
    await sql`SELECT FROM idempotency_keys WHERE ltrim(key, 'k') = ${String(kept + 1)} FOR UPDATE`.execute(
      trx,
    );
    await watched.idempotency.bound('many', 0);
  });
  const { rows, newest, oldest } = await left('many');
  expect([rows, Number(newest), Number(oldest)]).toEqual([kept + 1, 1, kept + 1]);
});

test('an answer counts with its row, so that short ones lead to a look as well', async () => {
  await watched.idempotency.bound('short', 0);
  statements.length = 0;
  for (let n = 0; n < 1_024; n++) await watched.idempotency.bound('short', 0);
  expect(sums()).toHaveLength(1);
});
