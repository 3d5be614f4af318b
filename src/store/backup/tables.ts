import type pg from 'pg';

/** Tables of which a backup has no rows: the history of the schema is in its header. */
const without = ['schema_versions'];

/** Names of the migrations that made the schema, in their order; null for a database without tables of the service. */
export async function presentMigrations(client: pg.ClientBase): Promise<string[] | null> {
  const { rows: found } = await client.query(
    `SELECT FROM pg_class WHERE oid = to_regclass('public.schema_versions')`,
  );
  if (found.length === 0) return null;
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_versions ORDER BY version');
  return rows.map(({ name }) => name);
}

/** The service's tables, each after those that it refers to. The queue has tables in a schema of its own, and is made again
 *  from the rows. */
export async function orderedTables(client: pg.ClientBase): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `SELECT DISTINCT a.relname AS "from", b.relname AS "to" FROM pg_constraint
     JOIN pg_class a ON a.oid = conrelid JOIN pg_class b ON b.oid = confrelid WHERE contype = 'f' AND a.oid <> b.oid`,
  );
  const left = tables.map(({ name }) => name).filter((name) => !without.includes(name));
  const ordered: string[] = [];
  while (left.length > 0) {
    const next = left.findIndex((name) =>
      references.every(({ from, to }) => from !== name || ordered.includes(to)),
    );
    if (next < 0) throw new Error(`tables refer to each other in a circle: ${left.join(', ')}`);
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/** Columns of the primary key. Rows in its order have parents before children: ids sort by time. */
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
