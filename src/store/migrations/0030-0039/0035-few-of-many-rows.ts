import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Statements that need few rows find them without reading the others of a large dataset or of a disabled webhook:
 *  - a change of a dataset finds what no version has any more by the version in which it ended. It looks once for the
 *    versions that jobs need;
 *  - the deliveries that are due are found webhook by webhook, and those in the queue by themselves. Before, all
 *    pending ones were read every second, also those that wait for hours and those of disabled webhooks.
 *  Most rows are in none of the partial indexes. */
export const fewOfManyRows: Migration = {
  version: 35,
  name: 'few-of-many-rows',
  async up(db) {
    await sql`
      CREATE INDEX series_ended ON series (dataset_id, until_version) WHERE until_version IS NOT NULL`.execute(
      db,
    );
    await sql`DROP INDEX series_chunks_replaced`.execute(db);
    await sql`
      CREATE INDEX series_chunks_replaced ON series_chunks (dataset_id, to_version)
        WHERE to_version IS NOT NULL`.execute(db);
    // All rows have such a position. Only the deletion says so: a read of the past of one series must not choose this
    // index, in which it would pass the past of all series.
    await sql`
      CREATE INDEX series_history_by_version ON series_history (dataset_id, to_version)
        WHERE position >= 0`.execute(db);
    await sql`CREATE INDEX models_unready ON models (dataset_id) WHERE status <> 'ready'`.execute(db);
    await sql`CREATE INDEX backtests_unready ON backtests (dataset_id) WHERE status <> 'ready'`.execute(db);

    await sql`DROP INDEX webhook_deliveries_pending`.execute(db);
    await sql`
      CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id, next_attempt_at)
        WHERE status = 'pending'`.execute(db);
    await sql`
      CREATE INDEX webhook_deliveries_queued ON webhook_deliveries (queued_at)
        WHERE status = 'pending' AND queued_at IS NOT NULL`.execute(db);
  },
};
