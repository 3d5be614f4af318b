/** Fills the bench's own database with copies of rows, as years of use would. */
import type pg from 'pg';
import { newId } from '../../src/contracts/schemas/index.ts';

type FilledTable = 'datasets' | 'models' | 'jobs';
const kinds = { datasets: 'dataset', models: 'model', jobs: 'job' } as const;
const rowsAtOnce = 10_000;

/** Copies a row with new ids until the table has `count` rows. The copies share the references of the row.
 *  @param changes other columns of the copies */
export async function fillTable(
  database: pg.Pool,
  table: FilledTable,
  count: number,
  { id, ...changes }: { id: string } & Record<string, unknown>,
): Promise<void> {
  const client = await database.connect();
  try {
    const { rows } = await client.query(`SELECT count(*)::int AS present FROM ${table}`);
    const columns = await writtenColumns(client, table);
    await client.query("SET session_replication_role = 'replica'"); // no trigger: history has no events
    for (let missing = count - rows[0].present; missing > 0; missing -= rowsAtOnce) {
      const ids = Array.from({ length: Math.min(missing, rowsAtOnce) }, () => newId(kinds[table]));
      await client.query(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (
           SELECT (jsonb_populate_record(one, $3::jsonb || jsonb_build_object('id', new_id))).*
           FROM ${table} AS one CROSS JOIN unnest($1::text[]) AS new_id WHERE one.id = $2) AS copies`,
        [ids, id, JSON.stringify(changes)],
      );
    }
    await client.query("SET session_replication_role = 'origin'");
    await client.query(`VACUUM ANALYZE ${table}`);
  } finally {
    client.release();
  }
}

/** The columns of a table that are not computed from others. */
async function writtenColumns(client: pg.PoolClient, table: FilledTable): Promise<string> {
  const { rows } = await client.query(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  return rows[0].names;
}

/** Cancels what waits in the queue, and resolves when no job runs. */
export async function emptyQueue(database: pg.Pool): Promise<void> {
  await database.query(`
    WITH ended AS (
      UPDATE jobs SET status = 'cancelled', finished_at = now() WHERE status = 'queued' RETURNING model_id
    ) UPDATE models SET status = 'cancelled' FROM ended WHERE models.id = ended.model_id AND models.status = 'training'`);
  for (;;) {
    const { rows } = await database.query(
      "SELECT count(*)::int AS running FROM jobs WHERE status = 'running'",
    );
    if (rows[0].running === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
