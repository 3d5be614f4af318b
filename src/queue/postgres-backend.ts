import { createPostgresBackend } from 'bullmq';
import pg from 'pg';
import { asRefused } from './pool.ts';

/** The part of BullMQ's backend that asks once whether its tables are there. */
interface Asking {
  waitUntilReady(): Promise<void>;
  /** The answer, or its error. */
  readyPromise?: Promise<void> | undefined;
}

/** BullMQ's backend on PostgreSQL. BullMQ keeps the error of its first question for ever: a worker whose database went
 *  away in that moment would repeat it without a pause, so that its event loop never turned again. Here the
 *  next call asks again. */
export const createBackend: typeof createPostgresBackend = (...given) => {
  const backend = createPostgresBackend(...given);
  askAgain(backend as unknown as Asking);
  askAgain((backend as unknown as { connection: Asking }).connection);
  return backend;
};

function askAgain(asking: Asking): void {
  const ask = asking.waitUntilReady.bind(asking);
  asking.waitUntilReady = async () => {
    const answer = ask();
    const asked = asking.readyPromise;
    try {
      await answer;
    } catch (error) {
      if (asking.readyPromise === asked) asking.readyPromise = undefined;
      throw asRefused(error);
    }
  };
}

/** BullMQ has no index of this name, and drops the index with the column if it ever drops that. */
const stalledIndex = 'gatecast_job_stalled';
/** SQLSTATE of a statement that only the owner of a table may run. */
const notOwner = '42501';

/** Adds an index to BullMQ's table: every five seconds each worker takes back the marks of stalled entries, and would
 *  read all entries of its queue to find them. A role that does not own the table goes on without it. */
export async function addStalledIndex(client: pg.ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS exists', [
    `${schema}.${stalledIndex}`,
  ]);
  if (rows[0].exists) return; // asking for the index alone does not wait for those who write
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [stalledIndex]); // others start too
    await client.query(
      `CREATE INDEX IF NOT EXISTS ${stalledIndex} ON ${schema}.job (queue) WHERE stalled_marked`,
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    if (!(error instanceof pg.DatabaseError) || error.code !== notOwner) throw error;
  }
}
