import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { migrations } from '../migrations/index.ts';
import { BackupError, type BackupHeader, headerSchema, markSchema } from './format.ts';
import { inSession } from './session.ts';
import { columnsOf, orderedTables, presentMigrations } from './tables.ts';

/** Characters of rows that one statement inserts. */
const batchCharsMax = 4_000_000;

/** Writes the rows of a backup into an empty database. The schema is first that of the backup and is then migrated, so a backup of
 *  an older version is upgraded. The rows are one transaction: a restore that fails leaves tables without rows, and may be repeated.
 *  @returns number of rows
 *  @throws BackupError if the file is no complete backup, is of a newer version, or the database is not empty */
export async function readBackup(databaseUrl: string, file: string): Promise<number> {
  const header = await headerOf(file);
  const known = migrations.slice(0, header.migrations.length);
  const differs = header.migrations.findIndex((name, i) => known[i]?.name !== name);
  if (differs >= 0) {
    throw new BackupError(
      `${file} is of another version of Gatecast: its migration ${differs + 1} is \`${header.migrations[differs]}\`. Restore it with the version that wrote it, or with a newer one.`,
    );
  }
  const db = openDatabase(databaseUrl, { poolMax: 1, applicationName: 'gatecast-restore' });
  try {
    return await inSession(databaseUrl, 'gatecast-restore', async (client) => {
      await requireUnused(client, header);
      await migrate(db, known);
      const rows = await inTransaction(client, () => insertRows(client, file));
      await migrate(db);
      return rows;
    });
  } finally {
    await db.destroy();
  }
}

/** @throws BackupError if the file is damaged */
async function* linesOf(file: string): AsyncGenerator<string> {
  const gunzip = createGunzip();
  pipeline(createReadStream(file), gunzip, () => {}); // the loop gets an error
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  try {
    for await (const chunk of gunzip) {
      const [first, ...rest] = decoder.write(chunk).split('\n');
      parts.push(first);
      for (const next of rest) {
        yield parts.join('');
        parts = [next];
      }
    }
  } catch (cause) {
    throw new BackupError(`${file} is damaged (${(cause as Error).message}); use another copy.`, { cause });
  }
  const last = parts.join('');
  if (last !== '') yield last;
}

async function headerOf(file: string): Promise<BackupHeader> {
  try {
    for await (const line of linesOf(file)) return headerSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new BackupError(`${file} is not a backup of Gatecast that this version can read.`, { cause });
  }
  throw new BackupError(`${file} is empty.`);
}

/** Tables without rows may be there, as a restore that failed or a service that was only started leaves them: the schema of the backup,
 *  or one before it. @throws BackupError */
async function requireUnused(client: pg.Client, { migrations }: BackupHeader): Promise<void> {
  const present = await presentMigrations(client);
  const tables = await orderedTables(client);
  if (present === null ? tables.length === 0 : await areEmpty(client, tables)) {
    const isBefore = present === null || present.every((name, i) => migrations[i] === name);
    if (isBefore) return;
    throw new BackupError(
      'The database is empty, but its schema is newer than that of the backup: a backup is restored into a database without tables. Create one and name it in DATABASE_URL, or choose another GATECAST_DATA_DIR.',
    );
  }
  throw new BackupError(
    'The database already has tables: a backup is restored into an empty database. Create one and name it in DATABASE_URL, or choose another GATECAST_DATA_DIR.',
  );
}

async function areEmpty(client: pg.Client, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    const { rows } = await client.query(`SELECT FROM ${pg.escapeIdentifier(table)} LIMIT 1`);
    if (rows.length > 0) return false;
  }
  return true;
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  await client.query('SET CONSTRAINTS ALL IMMEDIATE'); // rows come after those that they refer to
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function insertRows(client: pg.Client, file: string): Promise<number> {
  let table: string | null = null;
  let insert = '';
  let batch: string[] = [];
  let chars = 0;
  let rows = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    await client.query(insert, [`[${batch.join(',')}]`]);
    batch = [];
    chars = 0;
  };
  const close = async () => {
    await flush();
    if (table !== null) await continueSequences(client, table);
    if (table !== null) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  };
  let isFirst = true;
  for await (const line of linesOf(file)) {
    if (isFirst) {
      isFirst = false;
      continue;
    }
    if (!line.startsWith('[')) {
      batch.push(line);
      rows += 1;
      chars += line.length;
      if (chars > batchCharsMax) await flush();
      continue;
    }
    const [mark, value] = markSchema.parse(JSON.parse(line));
    await close();
    if (mark === 'end') {
      if (value === rows) return rows;
      throw new BackupError(`${file} has ${rows} rows instead of ${value}; use another copy.`);
    }
    table = value;
    const columns = (await columnsOf(client, table)).map((name) => pg.escapeIdentifier(name)).join(', ');
    insert = `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`;
    // Triggers wrote their columns and events when the rows were made.
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  }
  throw new BackupError(`${file} ends early, after ${rows} rows; use another copy.`);
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
