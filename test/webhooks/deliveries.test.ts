import { sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createSecretBox } from '../../src/store/database/secrets.ts';
import { openDatabase } from '../../src/store/index.ts';
import { announce, createDeliveryOutbox } from '../../src/store/webhooks/outbox.ts';
import { useStore } from '../store/samples.ts';
import { waitingSessions } from '../support/postgres.ts';

const used = useStore();

test('an attempt whose result is recorded while due ones are looked up has its pause before the next one', async () => {
  const { store, url, superuserUrl } = used;
  const [db, superuser] = [openDatabase(url, { poolMax: 1 }), openDatabase(superuserUrl, { poolMax: 1 })];
  const holder = new pg.Client(superuserUrl);
  await holder.connect();
  onTestFinished(async () => {
    await holder.end();
    await db.destroy();
    await superuser.destroy();
  });
  await store.webhooks.create('acme', {
    ...{ url: 'https://example.org', events: ['job.failed'], description: '' },
    ...{ enabled: true, secret: 'whsec_x' },
  });
  await db.transaction().execute((trx) => announce(trx, 'acme', { type: 'job.failed', data: {} as never }));
  const [queued] = await store.outbox.due(1);
  await sql`UPDATE webhook_deliveries SET queued_at = now() - interval '1 hour'`.execute(db);
  // A look-up waits within its statement, before it reads the first delivery. No policy holds a superuser up.
  await sql`
    CREATE FUNCTION is_let_go() RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(1);
      RETURN true;
    END $$`.execute(db);
  await sql`CREATE POLICY waits ON webhook_deliveries AS RESTRICTIVE FOR SELECT USING (is_let_go())`.execute(
    db,
  );
  await holder.query('SELECT pg_advisory_lock(1)');
  const due = store.outbox.due(1);
  await expect.poll(() => waitingSessions(holder)).toBeGreaterThan(0);
  const failed = { isDelivered: false, responseStatus: 500, responseBody: '', error: null };
  await createDeliveryOutbox(superuser, createSecretBox()).record(queued, failed);
  await holder.query('SELECT pg_advisory_unlock(1)');
  expect(await due).toEqual([]);
});
