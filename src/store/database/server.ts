import { GuardedClient } from '../../database-client.ts';
import { askForeignSession } from '../../database-session.ts';
import { SchemaError } from './history.ts';

/** Oldest version that has what the migrations, the statements and the queue use. */
const majorMin = 13;
const connectionTimeoutMillis = 5_000;

export interface ServerFacts {
  /** Such as `15.8`. */
  version: string;
  encoding: string;
  /** Whether a Gatecast has made its tables. */
  is_used: boolean;
}

export const serverFacts = `
  SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
    to_regclass('schema_versions') IS NOT NULL AS is_used`;

/** A database in use is not refused for its encoding: all that it could take is there, and can be read.
 *  @throws SchemaError if the server is too old, or a new database would not take every character */
export function requireFit({ version, encoding, is_used: isUsed }: ServerFacts): void {
  if (Number.parseInt(version, 10) < majorMin)
    throw new SchemaError(
      `PostgreSQL ${version} is too old: Gatecast needs ${majorMin} or later. Upgrade the server, or set DATABASE_URL to another one.`,
    );
  if (encoding !== 'UTF8' && !isUsed)
    throw new SchemaError(
      `The database has the encoding ${encoding}, which does not have every character. Create one with UTF8 (\`createdb --encoding UTF8 --template template0\`), and name it in DATABASE_URL.`,
    );
}

/** Milliseconds since 1970, as digits whatever the notation of dates and floats is. */
const serverClock = 'SELECT round(extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS ms';

/** As `requireFit`, before anything else is sent to the server.
 *  @returns milliseconds by which the clock of this process is ahead of that of the server */
export async function requireFitServer(connectionString: string): Promise<{ clockAheadMs: number }> {
  const client = new GuardedClient({ connectionString, connectionTimeoutMillis });
  client.on('error', () => {}); // the call that uses it fails
  try {
    await client.connect();
    requireFit(await askForeignSession<ServerFacts>(client, serverFacts));
    const askedAt = Date.now();
    const { ms } = await askForeignSession<{ ms: string }>(client, serverClock);
    return { clockAheadMs: (askedAt + Date.now()) / 2 - Number(ms) };
  } finally {
    await client.end().catch(() => {});
  }
}
