import type { Kysely, Transaction } from 'kysely';
import type { Precondition } from '../../contracts/ports/index.ts';
import { againAfterDeadlock, inTransaction } from './deadlocks.ts';
import type { Database } from './tables.ts';

interface CheckedChange<Resource, Result> {
  /** Null: the change is made at once. */
  precondition: Precondition<Resource> | null;
  /** Reads the resource and locks its row, so that it stays as it is until the change. */
  locked(trx: Transaction<Database>): Promise<Resource | null>;
  change(db: Kysely<Database>): Promise<Result>;
}

/** Changes a resource, or deletes it, if its precondition holds. Both are one transaction. */
export function checkedChange<Resource, Result>(
  db: Kysely<Database>,
  { precondition, locked, change }: CheckedChange<Resource, Result>,
): Promise<Result> {
  if (precondition === null) return againAfterDeadlock(() => change(db));
  return inTransaction(db, async (trx) => {
    await precondition(await locked(trx));
    return change(trx);
  });
}
