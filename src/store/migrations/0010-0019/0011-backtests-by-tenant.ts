import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Index for lists of backtests. */
export const backtestsByTenant: Migration = {
  version: 11,
  name: 'backtests-by-tenant',
  async up(db) {
    await sql`CREATE INDEX backtests_by_tenant ON backtests (tenant_id, id DESC)`.execute(db);
  },
};
