import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Which deliveries of webhooks are to be deleted is read in an index alone, each hour. The policies of tenants ask for
 *  the tenant of each row, so the index has it too. */
export const deliveriesByIndex: Migration = {
  version: 43,
  name: 'deliveries-by-index',
  async up(db) {
    await sql`DROP INDEX webhook_deliveries_by_webhook`.execute(db);
    await sql`
      CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id DESC)
        INCLUDE (tenant_id, created_at)`.execute(db);
  },
};
