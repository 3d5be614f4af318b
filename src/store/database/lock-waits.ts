/** How long transactions wait for the locks of others, and how long they may be silent while they
 *  hold locks themselves. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './tables.ts';

/** Longest wait of a session for one lock. Ordinary transactions hold a lock for milliseconds. Shorter than a caller
 *  waits for a free connection: calls that wait for a lock give their connections to those that
 *  wait for one in time. */
export const lockMsMax = 3_000;
/** The same for the results and checkpoints of a job. Their transactions are repeated, but large
 *  values are sent again. */
export const resultLockMsMax = 10_000;
/** The same for a change of a dataset, while another change of it stores millions of observations. Less than a
 *  statement may take, so that the caller learns what it waited for. */
const changeLockMsMax = 240_000;
/** The same for a place in a tenant's bound. Whoever holds it counts and commits; it loses it when it is silent for
 *  `silenceMsMax`. */
const boundLockMsMax = 30_000;

/** Longest silence within a transaction. Longer than a process without a fault takes between two statements, and
 *  shorter than the queue takes to give the job of a frozen worker to another one (15 s), which the locks of this
 *  transaction would prevent. */
export const silenceMsMax = 10_000;
/** The same while threads work on chunks. They may have to work for others first. */
const workMsMax = 120_000;

/** Does work whose statements may wait longer for locks than others of the transaction. */
function waitingLonger<Result>(
  trx: Kysely<Database>,
  msMax: number,
  work: () => Promise<Result>,
): Promise<Result> {
  return withSetting(trx, 'lock_timeout', msMax, work);
}

/** Does work of threads, in which the transaction may be silent for longer. */
export function silentLonger<Result>(trx: Kysely<Database>, work: () => Promise<Result>): Promise<Result> {
  return withSetting(trx, 'idle_in_transaction_session_timeout', workMsMax, work);
}

async function withSetting<Result>(
  trx: Kysely<Database>,
  name: 'lock_timeout' | 'idle_in_transaction_session_timeout',
  msMax: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows } = await sql<{ before: string }>`
    SELECT current_setting(${name}) AS before, set_config(${name}, ${String(msMax)}, true)`.execute(trx);
  const result = await work();
  await sql`SELECT set_config(${name}, ${rows[0].before}, true)`.execute(trx);
  return result;
}

/** Changes how long all further statements of a transaction wait for a lock. */
export async function setLockWait(trx: Kysely<Database>, msMax: number): Promise<void> {
  await sql`SELECT set_config('lock_timeout', ${String(msMax)}, true)`.execute(trx);
}

/** Takes the advisory lock of a tenant's bound until the end of the transaction.
 *  @param key one bigint, or two integers */
export async function lockBound(trx: Kysely<Database>, key: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ locked: boolean }>`SELECT pg_try_advisory_xact_lock(${key}) AS locked`.execute(
    trx,
  );
  if (rows[0].locked) return;
  await waitingLonger(trx, boundLockMsMax, () => sql`SELECT pg_advisory_xact_lock(${key})`.execute(trx));
}

/** Strength of the lock of a row. */
export type RowLock = 'FOR UPDATE' | 'FOR NO KEY UPDATE' | 'FOR SHARE';

interface DatasetKey {
  tenant: string;
  id: string;
}

/** Advisory lock in front of the row of a dataset. PostgreSQL grants it in order, also to those that share it. Of a row
 *  it grants further shared locks while a change waits for it, so a stream of trainings would keep the change waiting
 *  for as long as it lasts. */
function turnOf({ tenant, id }: DatasetKey, strength: RowLock): { name: string; key: RawBuilder<unknown> } {
  return {
    name: strength === 'FOR SHARE' ? 'advisory_xact_lock_shared' : 'advisory_xact_lock',
    key: sql`hashtextextended(${`dataset ${tenant} ${id}`}, 0)`,
  };
}

/** SQL condition of a statement that locks the row of a dataset: it is this transaction's turn. False while another one
 *  that excludes it has its turn, or has waited for longer. The turn ends with the transaction. */
export function hasTurn(dataset: DatasetKey, strength: RowLock): RawBuilder<boolean> {
  const { name, key } = turnOf(dataset, strength);
  return sql<boolean>`${sql.raw(`pg_try_${name}`)}(${key})`;
}

/** Waits for the turn of a transaction, and then locks the row of a dataset. Both wait for other changes of the
 *  dataset, however many observations they store. The table is waited for no longer than others. */
export async function lockInTurn<Row>(
  trx: Kysely<Database>,
  dataset: DatasetKey,
  strength: RowLock,
  lockRow: () => Promise<Row>,
): Promise<Row> {
  const { name, key } = turnOf(dataset, strength);
  return waitingLonger(trx, changeLockMsMax, async () => {
    await sql`SELECT ${sql.raw(`pg_${name}`)}(${key})`.execute(trx);
    return lockRow();
  });
}

/** Locks the row of a dataset, in turn. @returns whether there is such a dataset */
export async function lockDatasetRow(
  trx: Kysely<Database>,
  dataset: DatasetKey,
  strength: RowLock,
): Promise<boolean> {
  const row = sql`SELECT FROM datasets WHERE tenant_id = ${dataset.tenant} AND id = ${dataset.id}`;
  const lock = sql.raw(strength);
  const free = await sql`${row} AND ${hasTurn(dataset, strength)} ${lock} SKIP LOCKED`.execute(trx);
  if (free.rows.length > 0) return true;
  const waited = await lockInTurn(trx, dataset, strength, () => sql`${row} ${lock}`.execute(trx));
  return waited.rows.length > 0;
}
