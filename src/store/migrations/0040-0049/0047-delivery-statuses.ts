import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** The cleaner counts the ended and the pending deliveries of a webhook apart. It reads both in an index alone, so the
 *  index has the status. */
export const deliveryStatuses: Migration = {
  version: 47,
  name: 'delivery-statuses',
  async up(db) {
    await sql`DROP INDEX webhook_deliveries_by_webhook`.execute(db);
    await sql`
      CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id DESC)
        INCLUDE (tenant_id, created_at, status)`.execute(db);
  },
};
