import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { BackupError, backupFormat, backupVersion } from './format.ts';
import { inSession } from './session.ts';
import { keyOf, orderedTables, presentMigrations } from './tables.ts';

/** Rows that are read at a time. */
const fetchRows = 200;
/** Tables with a large value in each row. */
const fetchRowsOfLarge = 1;
const large = ['model_weights', 'job_checkpoints'];

/** Writes all rows of a database, as they are at one moment, to a file. The service may run meanwhile. The file is complete when
 *  it has its name. @returns number of rows @throws BackupError if the database has no tables of the service */
export function writeBackup(databaseUrl: string, file: string): Promise<number> {
  return inSession(databaseUrl, 'gatecast-backup', async (client) => {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const migrations = await presentMigrations(client);
    if (migrations === null)
      throw new BackupError(
        'The database has no tables of Gatecast: DATABASE_URL or GATECAST_DATA_DIR names another one, or no service has run with it yet.',
      );
    const counts = { rows: 0 };
    const part = `${file}.part`;
    try {
      await pipeline(
        Readable.from(linesOf(client, migrations, counts)),
        createGzip(),
        createWriteStream(part, { mode: 0o600 }),
      );
      const written = await open(part, 'r');
      await written.sync();
      await written.close();
      renameSync(part, file);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    return counts.rows;
  });
}

async function* linesOf(
  client: pg.Client,
  migrations: string[],
  counts: { rows: number },
): AsyncGenerator<string> {
  const header = {
    format: backupFormat,
    version: backupVersion,
    created_at: new Date().toISOString(),
    migrations,
  };
  yield `${JSON.stringify(header)}\n`;
  for (const table of await orderedTables(client)) {
    yield `${JSON.stringify(['table', table])}\n`;
    const key = (await keyOf(client, table)).map((name) => pg.escapeIdentifier(name)).join(', ');
    const order = key === '' ? '' : `ORDER BY ${key}`;
    await client.query(
      `DECLARE lines NO SCROLL CURSOR FOR SELECT row_to_json(one)::text AS line FROM (SELECT * FROM ${table} ${order}) AS one`,
    );
    const atOnce = large.includes(table) ? fetchRowsOfLarge : fetchRows;
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`FETCH ${atOnce} FROM lines`);
      if (rows.length === 0) break;
      counts.rows += rows.length;
      for (const { line } of rows) yield `${line}\n`;
    }
    await client.query('CLOSE lines');
  }
  yield `${JSON.stringify(['end', counts.rows])}\n`;
}
