import type { Kysely, Transaction } from 'kysely';
import { hasOutdatedPlan, isDeadlock } from './connection.ts';
import type { Database } from './tables.ts';

const triesMax = 3;
/** More than a pool has. */
const connectionsTriedMax = 20;

/** Runs work again that PostgreSQL ended because it and another transaction waited for each other: it had no effect.
 *  Foreign keys lock rows in an order of their own, so a deletion and an insertion may meet like this.
 *  @param mayRepeat whether the work can still be run again; default: always */
export async function againAfterDeadlock<T>(work: () => Promise<T>, mayRepeat = () => true): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || tries === triesMax || !mayRepeat()) throw error;
    }
  }
}

/** A transaction that is run again after a deadlock. Also where a migration has changed the columns of a prepared
 *  statement: the connection is closed then, and another one prepares the statement anew. All connections of a pool
 *  may have prepared it. */
export async function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
  mayRepeat = () => true,
): Promise<T> {
  return onOtherConnections(
    () => againAfterDeadlock(() => db.transaction().execute(work), mayRepeat),
    mayRepeat,
  );
}

async function onOtherConnections<T>(transaction: () => Promise<T>, mayRepeat = () => true): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (!hasOutdatedPlan(error) || tries === connectionsTriedMax || !mayRepeat()) throw error;
    }
  }
}

/** Reads several rows in one snapshot, which waits for no other transaction. It is run again as in `inTransaction`. */
export async function inSnapshot<T>(
  db: Kysely<Database>,
  read: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return onOtherConnections(() =>
    db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read),
  );
}
