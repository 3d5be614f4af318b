import { type Kysely, sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

type MeasureOf = (row: string) => string;

/** Rows that belong to a dataset. They are counted in `datasets.stored_bytes`. The bytes are those of the values, and a
 *  flat amount for the row and its indexes. */
export const measuresInDataset: Record<string, MeasureOf> = {
  series: (row) => `256 + octet_length(${row}.id) + octet_length(${row}.static::text)`,
  series_history: (row) => `128 + octet_length(${row}.static::text)`,
  series_chunks: (row) =>
    `128 + octet_length(${row}.times) + octet_length(${row}."values") + octet_length(${row}.covariates)`,
  symbol_sequences: (row) => `128 + octet_length(${row}.codes)`,
  symbol_vocabularies: (row) =>
    `128 + octet_length(${row}.symbols::text) + octet_length(${row}.counts::text)`,
};

export const measureOfDataset: MeasureOf = (row) =>
  `1024 + octet_length(${row}.warnings::text) + octet_length(${row}.frequency::text) + coalesce(octet_length(${row}.reading::text), 0)`;

/** Rows that are counted for their tenant, under a kind. The amount of a model holds its job, and
 *  that of a backtest too. */
export const measures: Record<string, { kind: string; of: MeasureOf; changing?: string[] }> = {
  datasets: {
    kind: 'datasets',
    of: (row) => `${row}.stored_bytes + 160 * least(${row}.version, 1000)`, // versions: limits.datasetVersionsMax
    changing: ['stored_bytes', 'version'],
  },
  models: {
    kind: 'models',
    of: (row) =>
      `4096 + coalesce(${row}.weights_bytes, 0) + coalesce(octet_length(${row}.card::text), 0) + octet_length(${row}.spec::text) + coalesce(octet_length(${row}.requested_spec::text), 0)`,
    changing: ['weights_bytes', 'card', 'spec', 'requested_spec'],
  },
  anomaly_watches: { kind: 'models', of: (row) => `96 + octet_length(${row}.series_id)` },
  fleets: {
    kind: 'fleets',
    of: (row) =>
      `1024 + 200 * ${row}.series_count + octet_length(${row}.request::text) + octet_length(array_to_string(${row}.left_out, ''))`,
  },
  forecasts: {
    kind: 'forecasts',
    of: (row) => `512 + ${row}.answer_bytes + octet_length(${row}.request::text)`,
  },
  backtests: {
    kind: 'backtests',
    of: (row) => `4096 + octet_length(${row}.plan::text) + coalesce(octet_length(${row}.report::text), 0)`,
    changing: ['report'],
  },
  backtest_windows: { kind: 'backtests', of: (row) => `64 + octet_length(${row}.told::text)` },
  job_events: {
    kind: 'jobs',
    of: (row) =>
      `128 + coalesce(octet_length(${row}.progress::text), 0) + coalesce(octet_length(${row}.error::text), 0)`,
  },
  job_logs: {
    kind: 'jobs',
    of: (row) => `128 + octet_length(${row}.message) + octet_length(${row}.fields::text)`,
  },
  webhook_deliveries: { kind: 'webhooks', of: (row) => `512 + octet_length(${row}.body)` },
};

/** Counted row by row: the tables of a statement would hold copies of the bytes. */
export const measureOfCheckpoint: MeasureOf = (row) => `128 + octet_length(${row}.bytes)`;

/** Bytes that each tenant stores. Each statement that stores or deletes adds a row to `usage_changes`, in its own
 *  transaction, so the sum is right at any moment and no two transactions wait for each other. Now and then a tenant's
 *  rows are replaced by their sums. */
export const storedBytes: Migration = {
  version: 28,
  name: 'stored-bytes',
  async up(db) {
    const run = (text: string) => sql.raw(text).execute(db);
    await run(`
      CREATE TABLE usage_changes (tenant_id text NOT NULL, kind text NOT NULL, bytes bigint NOT NULL)`);
    await run(`CREATE INDEX usage_changes_by_tenant ON usage_changes (tenant_id)`);
    await run(`
      CREATE POLICY tenant ON usage_changes USING (
        coalesce(tenant_id = (SELECT nullif(current_setting('gatecast.tenant', true), '')), true))`);
    await run(`ALTER TABLE usage_changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await countPresentRows(db);

    await run(`
      CREATE FUNCTION gather_usage() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        WITH gone AS (
          DELETE FROM usage_changes WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM usage_changes WHERE tenant_id = NEW.tenant_id LIMIT 10000 FOR UPDATE SKIP LOCKED))
          RETURNING kind, bytes
        )
        INSERT INTO usage_changes (tenant_id, kind, bytes)
        SELECT NEW.tenant_id, kind, sum(bytes) FROM gone GROUP BY kind HAVING sum(bytes) <> 0;
        RETURN NULL;
      END
      $$`);
    // About once in 200 rows. The condition costs less than a call of the function.
    await run(`
      CREATE TRIGGER usage_changes_gather AFTER INSERT ON usage_changes
        FOR EACH ROW WHEN (random() < 0.005) EXECUTE FUNCTION gather_usage()`);

    await run(`
      CREATE FUNCTION set_dataset_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.stored_bytes := ${measureOfDataset('NEW')};
        RETURN NEW;
      END
      $$`);
    await run(`
      CREATE TRIGGER datasets_set_bytes BEFORE INSERT ON datasets
        FOR EACH ROW EXECUTE FUNCTION set_dataset_bytes()`);
    for (const [table, of] of Object.entries(measuresInDataset)) await countInDataset(db, table, of);
    await countAttributes(db);
    for (const [table, { kind, of, changing }] of Object.entries(measures)) {
      await countForTenant(db, table, kind, of);
      if (changing !== undefined) await countChanges(db, table, kind, of, changing);
    }
    await countCheckpoints(db);
  },
};

async function countPresentRows(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`ALTER TABLE datasets ADD COLUMN stored_bytes bigint NOT NULL DEFAULT 0`);
  const parts = Object.entries(measuresInDataset).map(
    ([table, of]) =>
      `coalesce((SELECT sum(${of('one')}) FROM ${table} AS one WHERE one.dataset_id = datasets.id), 0)`,
  );
  await run(`UPDATE datasets SET stored_bytes = ${measureOfDataset('datasets')} + ${parts.join(' + ')}`);
  for (const [table, { kind, of }] of Object.entries(measures)) {
    await run(`
      INSERT INTO usage_changes SELECT tenant_id, '${kind}', sum(${of('one')}) FROM ${table} AS one GROUP BY tenant_id`);
  }
  await run(`
    INSERT INTO usage_changes
    SELECT tenant_id, 'checkpoints', sum(${measureOfCheckpoint('one')}) FROM job_checkpoints AS one GROUP BY tenant_id`);
}

/** Rows that are deleted with their dataset are not counted down: they go with its row. A cascade deletes the chunks of
 *  each series by a statement of its own, and would cost a call for each. */
async function countInDataset(db: Kysely<unknown>, table: string, of: MeasureOf): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`
    CREATE FUNCTION count_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE datasets SET stored_bytes = stored_bytes + (CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END) * counted.bytes
      FROM (SELECT dataset_id, sum(${of('changed')}) AS bytes FROM changed GROUP BY dataset_id) AS counted
      WHERE datasets.id = counted.dataset_id;
      RETURN NULL;
    END
    $$`);
  await run(`
    CREATE TRIGGER ${table}_count_inserted AFTER INSERT ON ${table} REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION count_${table}()`);
  await run(`
    CREATE TRIGGER ${table}_count_deleted AFTER DELETE ON ${table} REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION count_${table}()`);
}

/** Static attributes of series may change. */
async function countAttributes(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION count_attributes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE datasets
      SET stored_bytes = stored_bytes + octet_length(NEW.static::text) - octet_length(OLD.static::text)
      WHERE id = NEW.dataset_id;
      RETURN NULL;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER series_count_attributes AFTER UPDATE OF static ON series
      FOR EACH ROW WHEN (OLD.static IS DISTINCT FROM NEW.static) EXECUTE FUNCTION count_attributes()`.execute(
    db,
  );
}

async function countForTenant(
  db: Kysely<unknown>,
  table: string,
  kind: string,
  of: MeasureOf,
): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`
    CREATE FUNCTION count_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO usage_changes (tenant_id, kind, bytes)
      SELECT tenant_id, '${kind}', (CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END) * sum(${of('changed')})
      FROM changed GROUP BY tenant_id;
      RETURN NULL;
    END
    $$`);
  for (const [event, rows] of [
    ['INSERT', 'NEW'],
    ['DELETE', 'OLD'],
  ]) {
    await run(`
      CREATE TRIGGER ${table}_count_${event.toLowerCase()} AFTER ${event} ON ${table}
        REFERENCING ${rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_${table}()`);
  }
}

async function countChanges(
  db: Kysely<unknown>,
  table: string,
  kind: string,
  of: MeasureOf,
  changing: string[],
): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`
    CREATE FUNCTION recount_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      more bigint := (${of('NEW')}) - (${of('OLD')});
    BEGIN
      IF more <> 0 THEN
        INSERT INTO usage_changes (tenant_id, kind, bytes) VALUES (NEW.tenant_id, '${kind}', more);
      END IF;
      RETURN NULL;
    END
    $$`);
  await run(`
    CREATE TRIGGER ${table}_recount AFTER UPDATE ON ${table} FOR EACH ROW
      WHEN (${changing.map((column) => `OLD.${column} IS DISTINCT FROM NEW.${column}`).join(' OR ')})
      EXECUTE FUNCTION recount_${table}()`);
}

async function countCheckpoints(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    CREATE FUNCTION count_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      more bigint := coalesce(${measureOfCheckpoint('NEW')}, 0) - coalesce(${measureOfCheckpoint('OLD')}, 0);
    BEGIN
      IF more <> 0 THEN
        INSERT INTO usage_changes (tenant_id, kind, bytes)
        VALUES (coalesce(NEW.tenant_id, OLD.tenant_id), 'checkpoints', more);
      END IF;
      RETURN NULL;
    END
    $$`)
    .execute(db);
  await sql`
    CREATE TRIGGER job_checkpoints_count AFTER INSERT OR UPDATE OR DELETE ON job_checkpoints
      FOR EACH ROW EXECUTE FUNCTION count_checkpoint()`.execute(db);
}
