import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { waitingSessions } from '../support/postgres.ts';
import { useStore } from './samples.ts';

const used = useStore();
const digest = () => createHash('sha256').update(randomUUID()).digest();

test('a rotation that waits for another one without an overlap finds no key', async () => {
  const { keys } = used.store;
  const key = await keys.create({
    ...{ tenant: 'acme', name: 'till', scopes: ['read'], hint: 'abcd', digest: digest() },
  });
  const first = new pg.Client(used.superuserUrl);
  await first.connect();
  onTestFinished(() => first.end());
  await first.query('BEGIN');
  await first.query('SELECT FROM api_keys WHERE id = $1 FOR UPDATE', [key.id]);
  const second = keys
    .rotate('acme', key.id, { hint: 'efgh', digest: digest(), overlapSeconds: 0 })
    .catch((error) => error.code);
  await expect.poll(() => waitingSessions(first)).toBeGreaterThan(0);
  await first.query('UPDATE api_keys SET expires_at = clock_timestamp() WHERE id = $1', [key.id]);
  await first.query('COMMIT');
  expect(await second).toBe('key_not_found');
});
