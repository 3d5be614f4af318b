import { CompiledQuery, Kysely, type KyselyPlugin, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { createStore, type Database, type Store } from '../../../src/store/index.ts';

export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** A store that keeps its statements in `statements`, to be explained.
 *  @param afterEach awaited after each statement, before its caller goes on */
export function watchedStore(url: string, statements: Statement[], afterEach?: () => Promise<void>): Store {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: url, max: 1, types: types as pg.CustomTypesConfig });
  // A pool that has ended may still have sessions for a moment, and the database is dropped with them.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', () => {});
  const waiting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await afterEach?.();
      return result;
    },
  };
  return createStore(
    new Kysely<Database>({
      plugins: [waiting],
      dialect: new PostgresDialect({ pool }),
      log: ({ query }) => void statements.push({ sql: query.sql, parameters: query.parameters }),
    }),
  );
}

/** Copies a row `count` times under new ids, from 32 hexadecimal digits. No trigger runs.
 *  @param changes other columns of the copies */
export async function copyRow(
  superuser: Kysely<Database>,
  table: string,
  id: string,
  count: number,
  changes: Record<string, unknown> = {},
): Promise<void> {
  await superuser.connection().execute(async (session) => {
    await sql`SET session_replication_role = 'replica'`.execute(session);
    const { rows } = await sql<{ name: string }>`
      SELECT attname AS name FROM pg_attribute
      WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`.execute(
      session,
    );
    const columns = sql.join(rows.map(({ name }) => sql.id(name)));
    const prefix = JSON.stringify(changes);
    await sql`
      INSERT INTO ${sql.table(table)} (${columns})
      SELECT ${columns} FROM (
        SELECT copy.* FROM ${sql.table(table)} AS one, generate_series(1, ${count}::integer) AS n,
          jsonb_populate_record(one, ${prefix}::jsonb || jsonb_build_object('id', md5(${table} || ${prefix} || n))) AS copy
        WHERE one.id = ${id}) AS copies`.execute(session);
    await sql`RESET session_replication_role`.execute(session);
  });
}

/** The plan of a statement as text. */
export async function explain(db: Kysely<Database>, { sql: text, parameters }: Statement): Promise<string> {
  const explained = CompiledQuery.raw(`EXPLAIN ${text}`, [...parameters]);
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(explained);
  return rows.map((line) => line['QUERY PLAN']).join('\n');
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** Rows of a table that statements read in the table itself, and with `alsoInIndexes` also those that they read in an
 *  index alone. The statements that name it run again. Of several tables, the rows are summed up. */
export async function rowsRead(
  db: Kysely<Database>,
  statements: readonly Statement[],
  tables: string | readonly string[],
  alsoInIndexes = false,
): Promise<number> {
  const names = [tables].flat();
  const readBy = (node: PlanNode): number => {
    const isRead = names.includes(node['Relation Name'] ?? '') && /Scan/.test(node['Node Type']);
    const isCounted = isRead && (alsoInIndexes || node['Node Type'] !== 'Index Only Scan');
    const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    const own = isCounted ? node['Actual Loops'] * (node['Actual Rows'] + removed) : 0;
    return own + (node.Plans ?? []).reduce((sum, child) => sum + readBy(child), 0);
  };
  let read = 0;
  for (const { sql: text, parameters } of statements.filter(({ sql }) =>
    names.some((name) => sql.includes(name)),
  )) {
    const explained = CompiledQuery.raw(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...parameters]);
    const { rows: plans } = await db.executeQuery<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(explained);
    read += readBy(plans[0]['QUERY PLAN'][0].Plan);
  }
  return read;
}
