import pg from 'pg';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { migrations } from '../migrations/index.ts';
import { BackupError, type BackupHeader, damaged } from './format.ts';
import { type BackupContents, inspectBackup, linesOf, markOf } from './inspect.ts';
import { inSession } from './session.ts';
import {
  columnsOf,
  keyOf,
  orderedTables,
  presentMigrations,
  tablesAfter,
  takenNames,
  writtenAtStart,
} from './tables.ts';

/** Characters of rows that one statement inserts. */
export const batch = { charsMax: 4_000_000 };
/** Keys of the advisory lock of a restore: `gate` and `rest` in ASCII. */
const restoreLock = [0x67617465, 0x72657374];
/** SQLSTATE of what a row that was changed by chance gives: data exceptions, violated constraints, unknown
 *  columns, exceeded limits. */
const dataFaults = /^(22|23|42|54)/;
const lacksRight = '42501';

const otherPlace =
  'a backup is restored into an empty database. Create one and name it in DATABASE_URL, or choose another GATECAST_DATA_DIR.';

export interface Restored {
  rows: number;
  /** Tables of the file that are not of the service. Earlier versions copied all that were in its schema. */
  ignored: string[];
}

/** Writes the rows of a backup into an empty database. The whole file is checked first. The schema is then that of the
 *  backup and is migrated afterwards, so a backup of an older version is upgraded. The rows are one transaction: a
 *  restore that fails leaves tables without rows, and may be repeated.
 *  @throws BackupError if the file is no complete backup, is of a newer version, or the database is
 *  not empty or is in use */
export async function readBackup(databaseUrl: string, file: string): Promise<Restored> {
  const contents = await inspectBackup(file);
  const { header } = contents;
  const known = migrations.slice(0, header.migrations.length);
  const differs = header.migrations.findIndex((name, i) => known[i]?.name !== name);
  if (differs >= 0) {
    throw new BackupError(
      `${file} is of another version of Gatecast: its migration ${differs + 1} is \`${header.migrations[differs]}\`. Restore it with the version that wrote it, or with a newer one.`,
    );
  }
  const own = tablesAfter(known.length);
  const missing = own.find((name) => !contents.tables.includes(name));
  if (missing !== undefined) throw damaged(file, `it lacks the table \`${missing}\``);
  const db = openDatabase(databaseUrl, { poolMax: 1, applicationName: 'gatecast-restore' });
  try {
    return await inSession(databaseUrl, 'gatecast-restore', async (client) => {
      await requireOnlyRestore(client);
      await requireUnused(client, header);
      await migrate(db, known);
      const restored = await inTransaction(client, async () => {
        await lockUnused(client, header);
        return insertRows(client, file, contents, new Set(own));
      });
      await migrate(db);
      return restored;
    });
  } finally {
    await db.destroy();
  }
}

/** The session holds the lock until it ends. @throws BackupError while another restore writes into the database */
async function requireOnlyRestore(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ is_only: boolean }>(
    'SELECT pg_try_advisory_lock($1, $2) AS is_only',
    restoreLock,
  );
  if (!rows[0].is_only)
    throw new BackupError('Another restore writes into this database: wait until it has ended.');
}

/** Tables without rows may be there, as a restore that failed or a service that was only started leaves them: the
 *  schema of the backup, or one before it. @throws BackupError */
async function requireUnused(client: pg.Client, header: BackupHeader): Promise<void> {
  const present = await presentMigrations(client);
  if (present === null) {
    const [taken] = await takenNames(client, tablesAfter(migrations.length));
    if (taken === undefined) return;
    throw new BackupError(
      `The database already has tables, such as \`${taken}\` of another program: ${otherPlace}`,
    );
  }
  if (!present.every((name, i) => migrations[i]?.name === name))
    throw new BackupError(`The database already has tables, of another version of Gatecast: ${otherPlace}`);
  await requireEmpty(client, await orderedTables(client, present.length));
  if (present.some((name, i) => header.migrations[i] !== name))
    throw new BackupError(
      'The database is empty, but its schema is newer than that of the backup: a backup is restored into a database without tables. Create one and name it in DATABASE_URL, or choose another GATECAST_DATA_DIR.',
    );
}

/** Keeps everybody else from writing until the transaction ends, and asks again: a service may have started, migrated
 *  the tables or stored something meanwhile. @throws BackupError */
async function lockUnused(client: pg.Client, header: BackupHeader): Promise<void> {
  const tables = await orderedTables(client, header.migrations.length);
  await client.query(`LOCK TABLE schema_versions, ${tables.join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
  const present = await presentMigrations(client);
  if (present?.join() !== header.migrations.join())
    throw new BackupError(
      'A newer Gatecast has migrated the database during the restore: stop the service until a restore has ended, and restore into another database.',
    );
  await requireEmpty(client, tables);
}

/** @throws BackupError if one of the tables has rows */
async function requireEmpty(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    if (writtenAtStart.includes(table)) continue;
    const { rows } = await client.query(`SELECT FROM ${table} LIMIT 1`);
    if (rows.length > 0) throw new BackupError(`The database already has tables with rows: ${otherPlace}`);
  }
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  await client.query('SET CONSTRAINTS ALL IMMEDIATE'); // tables come after those that they refer to
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** @param own tables of the service; rows of others are left out */
async function insertRows(
  client: pg.Client,
  file: string,
  { tables }: BackupContents,
  own: ReadonlySet<string>,
): Promise<Restored> {
  let into: TableWriter | null = null;
  let isFirst = true;
  let rows = 0;
  try {
    for await (const line of linesOf(file)) {
      if (isFirst) {
        isFirst = false;
        continue;
      }
      const mark = markOf(file, line);
      if (mark === null) {
        if (into === null) continue;
        rows += 1;
        await into.add(line);
        continue;
      }
      if (mark[0] === 'more') {
        await into?.more(mark[1]);
        continue;
      }
      await into?.close();
      into = mark[0] === 'table' && own.has(mark[1]) ? await openTable(client, mark[1]) : null;
    }
  } catch (error) {
    // The checksum is right: the file was changed, and compressed again.
    if (isDataFault(error)) throw damaged(file, (error as Error).message, error);
    throw error;
  }
  return { rows, ignored: tables.filter((name) => !own.has(name)) };
}

function isDataFault(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return dataFaults.test(error.code ?? '') && error.code !== lacksRight;
}

interface TableWriter {
  add(row: string): Promise<void>;
  /** Takes a further part of the `bytes` of the last row, in hexadecimal. */
  more(part: string): Promise<void>;
  close(): Promise<void>;
}

async function openTable(client: pg.Client, table: string): Promise<TableWriter> {
  const columns = (await columnsOf(client, table)).map((name) => pg.escapeIdentifier(name)).join(', ');
  const insert = `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`;
  // Triggers wrote their columns and events when the rows were made.
  await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  if (writtenAtStart.includes(table)) await client.query(`DELETE FROM ${table}`);
  const own = await ownReferences(client, table);
  // Rows come in the order of their ids, which is that of the clocks of the processes that made them: a row
  // may come before its parent.
  for (const name of own) {
    await client.query(`ALTER TABLE ${table} ALTER CONSTRAINT ${name} DEFERRABLE`);
    await client.query(`SET CONSTRAINTS ${name} DEFERRED`);
  }
  let waiting: string[] = [];
  let chars = 0;
  let last = '';
  const long = longValues(client, table);
  const flush = async () => {
    await long.end();
    if (waiting.length === 0) return;
    await client.query(insert, [`[${waiting.join(',')}]`]);
    waiting = [];
    chars = 0;
  };
  return {
    async add(row) {
      if (long.isOpen) await long.end();
      last = row;
      waiting.push(row);
      chars += row.length;
      if (chars > batch.charsMax) await flush();
    },
    async more(part) {
      if (!long.isOpen) {
        await flush();
        await long.begin(last);
      }
      await long.add(part);
    },
    async close() {
      await flush();
      for (const name of own) {
        await client.query(`SET CONSTRAINTS ${name} IMMEDIATE`);
        await client.query(`ALTER TABLE ${table} ALTER CONSTRAINT ${name} NOT DEFERRABLE`);
      }
      await continueSequences(client, table);
      await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    },
  };
}

interface LongValue {
  readonly isOpen: boolean;
  /** @param row as JSON; it is stored, with the first part of its value */
  begin(row: string): Promise<void>;
  add(part: string): Promise<void>;
  /** Joins the parts, if there are any. */
  end(): Promise<void>;
}

/** Restores values that are longer than a string may be. Their parts are joined by the server, so this
 *  process holds one of them. */
function longValues(client: pg.Client, table: string): LongValue {
  let row: string | null = null;
  let parts = 0;
  return {
    get isOpen() {
      return row !== null;
    },
    async begin(next) {
      [row, parts] = [next, 0];
      await client.query(
        'CREATE TEMPORARY TABLE IF NOT EXISTS restored_parts (part integer, bytes bytea) ON COMMIT DROP',
      );
    },
    async add(part) {
      await client.query('INSERT INTO restored_parts VALUES ($1, $2)', [
        parts++,
        Buffer.from(part.slice('\\x'.length), 'hex'),
      ]);
    },
    async end() {
      if (row === null) return;
      const [key] = await keyOf(client, table);
      await client.query(
        `UPDATE ${table} SET bytes = bytes || (SELECT string_agg(bytes, ''::bytea ORDER BY part) FROM restored_parts)
         WHERE ${pg.escapeIdentifier(key)} = $1`,
        [JSON.parse(row)[key]],
      );
      await client.query('TRUNCATE restored_parts');
      row = null;
    },
  };
}

/** Constraints by which rows of a table refer to other rows of it. */
async function ownReferences(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(conname) AS name FROM pg_constraint
     WHERE contype = 'f' AND conrelid = $1::regclass AND confrelid = conrelid`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** New rows get numbers after those of the backup. */
async function continueSequences(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attidentity <> '' AND NOT attisdropped`,
    [table],
  );
  for (const { name } of rows) {
    const column = pg.escapeIdentifier(name);
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), greatest(1, coalesce((SELECT max(${column}) FROM ${table}), 1)))`,
      [table, name],
    );
  }
}
