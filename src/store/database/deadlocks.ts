import type { Kysely, Transaction } from 'kysely';
import { isDeadlock } from './connection.ts';
import type { Database } from './tables.ts';

const triesMax = 3;

/** Runs work again that PostgreSQL ended because it and another transaction waited for each other: it had no effect. Foreign keys
 *  lock rows in an order of their own, so a deletion and an insertion may meet like this.
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

/** A transaction that is run again after a deadlock. */
export function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
  mayRepeat = () => true,
): Promise<T> {
  return againAfterDeadlock(() => db.transaction().execute(work), mayRepeat);
}
