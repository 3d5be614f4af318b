/** Running jobs whose worker is lost: it was killed, or cannot reach the database. */
import { type Kysely, sql } from 'kysely';
import type { JobKind } from '../../contracts/schemas/index.ts';
import { inTransaction } from '../database/deadlocks.ts';
import type { Database } from '../database/tables.ts';
import { endAsCancelled } from './endings.ts';
import { isLost } from './silence.ts';

/** Jobs that one look for cancelled ones ends. Others are ended by the next look. */
const endedMax = 100;

/** A statement of its own, after the transaction that found the loss, which holds without the count. In that
 *  transaction, a process that is paused before its commit would hold up all others that count. */
export async function countLosses(db: Kysely<Database>, kind: JobKind, count: number): Promise<void> {
  if (count === 0) return;
  await db
    .insertInto('worker_losses')
    .values({ kind, count })
    .onConflict((conflict) =>
      conflict.column('kind').doUpdateSet({ count: sql<number>`worker_losses.count + excluded.count` }),
    )
    .execute()
    .catch(() => {});
}

/** Ends jobs that a caller has cancelled, and whose worker was lost before it ended them. A claim ends them too, but
 *  only when a worker is free.
 *  @returns ids of the jobs. @throws the first error, after all jobs were tried */
export async function endLostCancelled(db: Kysely<Database>): Promise<string[]> {
  const cancelled = await db
    .selectFrom('jobs')
    .select('id')
    .where(sql<boolean>`status = 'running'`) // in the text, for plans for all values too
    .where('cancel_requested', '=', true)
    .where(isLost)
    .orderBy('id')
    .limit(endedMax)
    .execute();
  const ended: string[] = [];
  let failure: { error: unknown } | null = null;
  for (const { id } of cancelled) {
    try {
      if (await endIfLost(db, id)) ended.push(id);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure !== null) throw failure.error;
  return ended;
}

async function endIfLost(db: Kysely<Database>, id: string): Promise<boolean> {
  const job = await inTransaction(db, async (trx) => {
    const locked = await trx
      .selectFrom('jobs')
      .select(['id', 'tenant_id', 'kind', 'model_id', 'backtest_id'])
      .where('id', '=', id)
      .where('status', '=', 'running')
      .where('cancel_requested', '=', true)
      .where(isLost)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (locked !== undefined) await endAsCancelled(trx, locked);
    return locked;
  });
  if (job === undefined) return false;
  await countLosses(db, job.kind, 1);
  return true;
}
