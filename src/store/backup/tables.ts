import type pg from 'pg';
import type { Database } from '../database/tables.ts';
import { BackupError } from './format.ts';

/** Tables of a backup, with the version of the migration that makes each. The history of the schema is in the header of
 *  a backup. Tables of others, such as those of PostGIS, may be in the same schema. */
const madeBy: Record<Exclude<keyof Database, 'schema_versions'>, number> = {
  datasets: 1,
  series: 1,
  series_chunks: 1,
  models: 1,
  model_weights: 1,
  jobs: 1,
  job_checkpoints: 1,
  job_events: 2,
  job_logs: 2,
  webhooks: 3,
  webhook_deliveries: 3,
  schedules: 4,
  backtests: 5,
  backtest_windows: 5,
  forecasts: 6,
  dataset_versions: 7,
  api_keys: 8,
  idempotency_keys: 9,
  aliases: 10,
  anomaly_watches: 13,
  symbol_vocabularies: 14,
  symbol_sequences: 14,
  series_history: 16,
  fleets: 21,
  fleet_series: 21,
  model_uses: 22,
  embeds: 25,
  usage_changes: 28,
  model_tags: 33,
  worker_losses: 36,
  unwatched_versions: 39,
  service_ids: 41,
  model_series: 48,
};
/** Tables that a service writes at its start. In a restore, the rows of the backup replace theirs. */
export const writtenAtStart = ['service_ids'];

/** Names of the service's tables after its first `count` migrations. The queue has tables in a schema of its own, and
 *  is made again from the rows. */
export function tablesAfter(count: number): string[] {
  return Object.entries(madeBy).flatMap(([name, version]) => (version <= count ? [name] : []));
}

/** Names of the migrations that made the schema, in their order; null for a database without tables of the service.
 *  They are looked for where the service finds them: `search_path` leads to their schema. */
export async function presentMigrations(client: pg.ClientBase): Promise<string[] | null> {
  const { rows: found } = await client.query(
    `SELECT FROM pg_class WHERE oid = to_regclass('schema_versions')`,
  );
  if (found.length === 0) return null;
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_versions ORDER BY version');
  return rows.map(({ name }) => name);
}

/** Those of the names that are taken in the schema in which new tables are made. @throws BackupError if
 *  there is no such schema */
export async function takenNames(client: pg.ClientBase, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string | null }>(
    `SELECT relname AS name FROM pg_namespace LEFT JOIN pg_class ON relnamespace = pg_namespace.oid AND relname = ANY($1)
     WHERE nspname = current_schema() ORDER BY relname`,
    [names],
  );
  if (rows.length === 0)
    throw new BackupError(
      'The database has no schema for the tables: create one that the `search_path` of the role in DATABASE_URL names.',
    );
  return rows.flatMap(({ name }) => name ?? []);
}

/** The service's tables after `count` migrations, each after those that it refers to.
 *  @throws BackupError if one is missing */
export async function orderedTables(client: pg.ClientBase, count: number): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string; oid: number | null }>(
    'SELECT name, to_regclass(name)::oid AS oid FROM unnest($1::text[]) AS name ORDER BY name',
    [tablesAfter(count)],
  );
  const missing = tables.find(({ oid }) => oid === null);
  if (missing !== undefined)
    throw new BackupError(
      `The database lacks the table \`${missing.name}\` of its schema: it was deleted, the role in DATABASE_URL may not use its schema, or \`search_path\` does not lead there.`,
    );
  const { rows: references } = await client.query<{ from: number; to: number }>(
    `SELECT DISTINCT conrelid AS "from", confrelid AS "to" FROM pg_constraint
     WHERE contype = 'f' AND conrelid <> confrelid AND conrelid = ANY($1::oid[]) AND confrelid = ANY($1::oid[])`,
    [tables.map(({ oid }) => oid)],
  );
  const left = [...tables];
  const ordered: typeof tables = [];
  while (left.length > 0) {
    const next = left.findIndex(({ oid }) =>
      references.every(({ from, to }) => from !== oid || ordered.some((before) => before.oid === to)),
    );
    if (next < 0)
      throw new Error(`tables refer to each other in a circle: ${left.map(({ name }) => name).join(', ')}`);
    ordered.push(...left.splice(next, 1));
  }
  return ordered.map(({ name }) => name);
}

/** Columns of the primary key. Rows in its order are about as old as their ids. */
export async function keyOf(client: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
     WHERE indrelid = $1::regclass AND indisprimary ORDER BY array_position(indkey, attnum)`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Columns that a row is written with: the database computes the others. */
export async function columnsOf(client: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
       AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}
