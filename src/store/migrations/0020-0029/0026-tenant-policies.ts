import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Tables with rows of tenants. Not among them: `api_keys`, which is read before the tenant is known, and where an
 *  admin of the first tenant makes keys of others. */
const tables = [
  'datasets',
  'dataset_versions',
  'series',
  'series_history',
  'series_chunks',
  'symbol_vocabularies',
  'symbol_sequences',
  'models',
  'model_weights',
  'anomaly_watches',
  'jobs',
  'job_events',
  'job_logs',
  'job_checkpoints',
  'aliases',
  'fleets',
  'fleet_series',
  'idempotency_keys',
  'forecasts',
  'webhooks',
  'webhook_deliveries',
  'schedules',
  'backtests',
  'backtest_windows',
  'embeds',
];

/** Row-level security: a session with the setting `gatecast.tenant` sees and writes the rows of this tenant only.
 *  Without the setting it is the service itself, and sees all. The sub-select is evaluated once in a statement. FORCE:
 *  the role of the service owns the tables. */
export const tenantPolicies: Migration = {
  version: 26,
  name: 'tenant-policies',
  async up(db) {
    const tenant = sql`(SELECT nullif(current_setting('gatecast.tenant', true), ''))`;
    const lock = async (table: string, isOwn: typeof tenant) => {
      await sql`CREATE POLICY tenant ON ${sql.table(table)} USING (${isOwn})`.execute(db);
      await sql`
        ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`.execute(db);
    };
    for (const table of tables) await lock(table, sql`coalesce(tenant_id = ${tenant}, true)`);
    // It has no tenant of its own. It is read by the cleaner, and written once a day for a model.
    await lock(
      'model_uses',
      sql`${tenant} IS NULL OR EXISTS (SELECT FROM models WHERE models.id = model_id AND models.tenant_id = ${tenant})`,
    );
  },
};
