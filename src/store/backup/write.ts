import { lstatSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { pendingMigrations } from '../database/history.ts';
import { migrations } from '../migrations/index.ts';
import { BackupError, backupFormat, backupVersion } from './format.ts';
import { inSession } from './session.ts';
import { columnsOf, keyOf, orderedTables, presentMigrations } from './tables.ts';

/** Rows that are read at a time, and about how many bytes. */
export const fetchSize = { rowsMax: 200, bytesMax: 32 * 1024 * 1024 };
/** Bytes in a line per byte of another stored value than bytes and texts: JSON may be compressed, and numbers
 *  are written as digits. */
const lineBytesPerStored = 8;
/** Tables with a large value in each row: `bytes`. */
const large = ['model_weights', 'job_checkpoints'];
/** Bytes of such a value in one line. The driver reads a line as one string, whose length V8 bounds. */
export const lineSize = { bytesMax: 8 * 1024 * 1024 };
/** Errors of the system for a file that cannot grow. */
const cannotGrow = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'];

/** Writes all rows of a database, as they are at one moment, to a file. The service may run meanwhile. The file is
 *  complete when it has its name, and only its owner may read it. @returns number of rows
 *  @throws BackupError if the database has no tables of the service or those of a newer version, the file has no room,
 *  or another backup writes it */
export function writeBackup(databaseUrl: string, file: string): Promise<number> {
  return inSession(databaseUrl, 'gatecast-backup', async (client) => {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const migrations = await presentMigrations(client);
    if (migrations === null)
      throw new BackupError(
        'The database has no tables of Gatecast: DATABASE_URL or GATECAST_DATA_DIR names another one, no service has run with it yet, or the `search_path` of the role does not lead to their schema.',
      );
    requireKnown(migrations);
    const tables = await orderedTables(client, migrations.length);
    const counts = { rows: 0 };
    const part = `${file}.part`;
    try {
      const handle = await openOwn(part);
      const { ino } = await handle.stat();
      /** Another backup of the same name removes the file, and begins its own. */
      const isOwn = () => lstatSync(part, { throwIfNoEntry: false })?.ino === ino;
      try {
        const lines = Readable.from(linesOf(client, { migrations, tables }, counts));
        await pipeline(lines, createGzip(), handle.createWriteStream({ flush: !isFifo(part) }));
        if (!isOwn()) throw overtaken(file);
        renameSync(part, file);
      } catch (error) {
        if (isOwn()) rmSync(part);
        throw error;
      }
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      if (!cannotGrow.includes(code)) throw error;
      throw new BackupError(
        `${file} cannot be written (${message}): make room on its disk, raise the quota or the limit of its size, or name a file on another disk.`,
        { cause: error },
      );
    }
    return counts.rows;
  });
}

/** The tables that a newer version has added would be missing in the backup. @throws BackupError */
function requireKnown(present: readonly string[]): void {
  const applied = present.map((name, i) => ({ version: i + 1, name }));
  try {
    pendingMigrations(applied, migrations);
  } catch (error) {
    throw new BackupError((error as Error).message, { cause: error });
  }
}

/** A file that was left there may be readable by others, or be open in another program. */
function openOwn(path: string): Promise<FileHandle> {
  if (isFifo(path)) return open(path, 'w');
  rmSync(path, { force: true });
  return open(path, 'wx', 0o600);
}

function isFifo(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
}

function overtaken(file: string): BackupError {
  return new BackupError(
    `Another backup writes ${file}, and began later: this one ends, and leaves the file to it.`,
  );
}

async function* linesOf(
  client: pg.Client,
  { migrations, tables }: { migrations: string[]; tables: string[] },
  counts: { rows: number },
): AsyncGenerator<string> {
  const header = {
    format: backupFormat,
    version: backupVersion,
    created_at: new Date().toISOString(),
    migrations,
  };
  yield `${JSON.stringify(header)}\n`;
  for (const table of tables) {
    yield `${JSON.stringify(['table', table])}\n`;
    const key = (await keyOf(client, table)).map((name) => pg.escapeIdentifier(name)).join(', ');
    const order = key === '' ? '' : `ORDER BY ${key}`;
    const isLarge = large.includes(table);
    const rowsOf = isLarge
      ? await largeRows(client, table, key)
      : `SELECT row_to_json(one)::text AS line FROM (SELECT * FROM ${table} ${order}) AS one`;
    const count = isLarge ? 1 : await rowsPerFetch(client, table);
    await client.query(`DECLARE lines NO SCROLL CURSOR FOR ${rowsOf}`);
    for (;;) {
      const { rows } = await client.query<WrittenRow>(`FETCH ${count} FROM lines`);
      if (rows.length === 0) break;
      counts.rows += rows.length;
      for (const { line, size = 0, id } of rows) {
        yield `${line}\n`;
        for (let offset = lineSize.bytesMax; offset < size; offset += lineSize.bytesMax)
          yield `${JSON.stringify(['more', await partOf(client, table, { key, id, offset })])}\n`;
      }
    }
    await client.query('CLOSE lines');
  }
  yield `${JSON.stringify(['end', counts.rows])}\n`;
}

interface WrittenRow {
  line: string;
  /** Bytes of the whole value, and the key of its row, where the line may have the first part only. */
  size?: number;
  id?: string;
}

/** Rows of a table that fit into memory together, however large they are: a stored forecast may have 90 MB. */
async function rowsPerFetch(client: pg.Client, table: string): Promise<number> {
  // The length of bytes and of a text is stored beside it: none is decompressed.
  const { rows: sizes } = await client.query<{ size: string }>(
    `SELECT format(CASE atttypid WHEN 'bytea'::regtype THEN 'coalesce(2 * octet_length(%1$I), 0)'
       WHEN 'text'::regtype THEN 'coalesce(octet_length(%1$I), 0)' ELSE 'coalesce(%2$s * pg_column_size(%1$I), 0)' END,
       attname, $2::integer) AS size
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table, lineBytesPerStored],
  );
  const { rows } = await client.query<{ largest: string }>(
    `SELECT coalesce(max(${sizes.map(({ size }) => `${size}::bigint`).join(' + ')}), 0) AS largest FROM ${table}`,
  );
  const rowsMax = Math.floor(fetchSize.bytesMax / Number(rows[0].largest));
  return Math.max(1, Math.min(fetchSize.rowsMax, rowsMax));
}

/** Statement for the rows of a table with large values, each with the first part of its value. */
async function largeRows(client: pg.Client, table: string, key: string): Promise<string> {
  const columns = (await columnsOf(client, table)).map((name) =>
    name === 'bytes'
      ? `substring(own.bytes FROM 1 FOR ${lineSize.bytesMax}) AS bytes`
      : `own.${pg.escapeIdentifier(name)}`,
  );
  return `SELECT (SELECT row_to_json(one)::text FROM (SELECT ${columns.join(', ')}) AS one) AS line,
    octet_length(own.bytes) AS size, own.${key} AS id FROM ${table} AS own ORDER BY own.${key}`;
}

/** A further part of a large value, in hexadecimal. The transaction sees all values as they were at its start. */
async function partOf(
  client: pg.Client,
  table: string,
  { key, id, offset }: { key: string; id: string | undefined; offset: number },
): Promise<string> {
  const { rows } = await client.query<{ part: string }>(
    `SELECT substring(bytes FROM $2 FOR $3)::text AS part FROM ${table} WHERE ${key} = $1`,
    [id, offset + 1, lineSize.bytesMax],
  );
  return rows[0].part;
}
