import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Answers for idempotency keys are found by tenant, the newest first. The sum of the bytes of one tenant read the rows
 *  of all tenants by their age. The index is partial, so that a call adds one entry when it is answered, and none when
 *  it begins. Rows live for a day, so the table is small and its index is built within a second or two. Meanwhile only
 *  calls with a key wait. */
export const answersByTenant: Migration = {
  version: 37,
  name: 'answers-by-tenant',
  async up(db) {
    await sql`
      CREATE INDEX idempotency_keys_answered ON idempotency_keys (tenant_id, created_at DESC)
        WHERE body IS NOT NULL`.execute(db);
  },
};
