import { type Kysely, sql, type Transaction } from 'kysely';
import {
  type IdempotencyStore,
  idempotencyKeptSeconds,
  idempotencySilentSeconds,
  type Once,
} from '../contracts/ports/index.ts';
import { AppError } from '../errors.ts';
import type { Database } from './database/tables.ts';

/** Old keys that a call deletes beside its own work. */
const forgottenMax = 100;

export function createIdempotencyStore(db: Kysely<Database>): IdempotencyStore {
  return {
    async reserve(tenant, key, holder) {
      await forgetOld(db);
      const reserved = await db
        .insertInto('idempotency_keys')
        .values({ tenant_id: tenant, key, holder })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'key'])
            .doUpdateSet({ holder, renewed_at: sql<Date>`now()`, created_at: sql<Date>`now()` })
            .where('idempotency_keys.status', 'is', null)
            .where('idempotency_keys.renewed_at', '<', secondsAgo(idempotencySilentSeconds)),
        )
        .returning('key')
        .executeTakeFirst();
      if (reserved !== undefined) return { state: 'reserved' };
      const row = await db
        .selectFrom('idempotency_keys')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('key', '=', key)
        .executeTakeFirst();
      if (row?.status == null || row.digest === null || row.body === null) return { state: 'running' };
      const answer = { status: row.status, headers: row.headers ?? {}, body: row.body };
      return { state: 'answered', digest: row.digest, answer };
    },

    async renew(holder) {
      await db
        .updateTable('idempotency_keys')
        .set({ renewed_at: sql<Date>`now()` })
        .where('holder', '=', holder)
        .where('status', 'is', null)
        .execute();
    },

    async keep(tenant, key, holder, digest, { status, headers, body }) {
      await db
        .updateTable('idempotency_keys')
        .set({
          digest: Buffer.from(digest),
          status,
          headers: JSON.stringify(headers),
          body: Buffer.from(body),
        })
        .where('tenant_id', '=', tenant)
        .where('key', '=', key)
        .where('holder', '=', holder)
        .execute();
    },

    async release(tenant, key, holder) {
      await db
        .deleteFrom('idempotency_keys')
        .where('tenant_id', '=', tenant)
        .where('key', '=', key)
        .where('holder', '=', holder)
        .execute();
    },
  };
}

/** Keeps the answer within the transaction that made what it tells of.
 *  @throws AppError idempotency_key_in_use where another holder has taken the key over: nothing must be made then */
export async function keepOnce<Made>(
  trx: Transaction<Database>,
  once: Once<Made> | null,
  made: Made,
): Promise<void> {
  const answer = once?.answer(made) ?? null;
  if (once === null || answer === null) return;
  const { tenant, key, holder, digest } = once;
  const kept = await trx
    .updateTable('idempotency_keys')
    .set({
      digest: Buffer.from(digest),
      status: answer.status,
      headers: JSON.stringify(answer.headers),
      body: Buffer.from(answer.body),
    })
    .where('tenant_id', '=', tenant)
    .where('key', '=', key)
    .where('holder', '=', holder)
    .where('status', 'is', null)
    .returning('key')
    .executeTakeFirst();
  if (kept !== undefined) return;
  throw new AppError('idempotency_key_in_use', {
    detail: `Another call has taken the idempotency key \`${key}\` over, since this one was silent for too long.`,
  });
}

/** Bounded: each call that adds a key deletes some old ones, so that they cannot pile up. */
async function forgetOld(db: Kysely<Database>): Promise<void> {
  const old = db
    .selectFrom('idempotency_keys')
    .select(sql<string>`ctid`.as('ctid'))
    .where('created_at', '<', secondsAgo(idempotencyKeptSeconds))
    .orderBy('created_at')
    .limit(forgottenMax);
  await db.deleteFrom('idempotency_keys').where(sql`ctid`, 'in', old).execute();
}

function secondsAgo(seconds: number) {
  return sql<Date>`now() - make_interval(secs => ${seconds})`;
}
