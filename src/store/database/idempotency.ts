import { type Kysely, sql, type Transaction } from 'kysely';
import {
  type IdempotencyStore,
  type IdempotentCall,
  idempotencyBytesMax,
  idempotencyKeptSeconds,
  idempotencyRowBytes,
  idempotencySilentSeconds,
} from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { asService } from '../../sharing/index.ts';
import { openedOrNull, type SecretBox } from './secrets.ts';
import type { Database } from './tables.ts';
import { asTenantOf } from './tenancy.ts';

/** Expired keys that one statement deletes, and statements after one answer. */
const deletedAtOnceMax = 100;
const deletionsMax = 10;
/** Bytes of new answers of a tenant after which a process looks at all of them: so much more may be stored. */
const boundedEveryBytes = 1024 * 1024;
/** Tenants whose bytes a process counts. */
const countedMax = 10_000;

export function createIdempotencyStore(db: Kysely<Database>, box: SecretBox): IdempotencyStore {
  /** Bytes of answers since the last look, by tenant. Nothing is known of a tenant that is not here. */
  const added = new Map<TenantId, number>();
  /** Tenants whose answers are to be summed. */
  const due = new Set<TenantId>();
  let isDeleting = false;

  async function deleteOld(): Promise<void> {
    for (let n = 0; n < deletionsMax; n++)
      if ((await asService(() => deleteExpired(db))) < deletedAtOnceMax) break;
    for (const tenant of due) {
      due.delete(tenant);
      await asTenantOf([{ tenant }], () => deleteOldest(db, tenant)).catch((error: unknown) => {
        added.delete(tenant);
        throw error;
      });
    }
  }

  return {
    async bound(tenant, bytes) {
      const total = (added.get(tenant) ?? boundedEveryBytes) + bytes + idempotencyRowBytes;
      if (added.size >= countedMax) added.clear();
      added.set(tenant, total < boundedEveryBytes ? total : 0);
      if (total >= boundedEveryBytes) due.add(tenant);
      if (isDeleting) return;
      isDeleting = true;
      try {
        await deleteOld();
      } finally {
        isDeleting = false;
      }
    },

    async reserve(tenant, key, holder) {
      const reserved = await db
        .insertInto('idempotency_keys')
        .values({ tenant_id: tenant, key, holder })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'key'])
            .doUpdateSet({
              holder,
              renewed_at: sql<Date>`now()`,
              created_at: sql<Date>`now()`,
              digest: null,
              status: null,
              headers: null,
              body: null,
            })
            .where((eb) =>
              eb
                .case()
                .when('idempotency_keys.status', 'is', null)
                .then(eb('idempotency_keys.renewed_at', '<', secondsAgo(idempotencySilentSeconds)))
                .else(eb('idempotency_keys.created_at', '<', secondsAgo(idempotencyKeptSeconds)))
                .end(),
            ),
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
      const answer = {
        status: row.status,
        headers: row.headers ?? {},
        body: openedBody(box, row.body, placeOf(tenant, key)),
      };
      return { state: 'answered', digest: row.digest, answer };
    },

    async renew(holders) {
      await db
        .updateTable('idempotency_keys')
        .set({ renewed_at: sql<Date>`now()` })
        .where((eb) => eb('holder', '=', eb.fn.any(eb.val([...holders]))))
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

    async release(tenant, key, holder, worksAgain) {
      await db
        .deleteFrom('idempotency_keys')
        .where('tenant_id', '=', tenant)
        .where('key', '=', key)
        .where('holder', '=', holder)
        .$if(!worksAgain, (qb) => qb.where('status', 'is', null))
        .execute();
    },
  };
}

/** Before the text of a sealed body. No answer begins with it. */
const sealedMark = Buffer.from('\0');

/** The same call. Its answer, which holds a secret, is stored encrypted. */
export function withSealedBody<Made>(box: SecretBox, call: IdempotentCall<Made>): IdempotentCall<Made> {
  return {
    ...call,
    async response(made) {
      const answer = await call.response(made);
      if (answer === null) return null;
      const sealed = box.seal(Buffer.from(answer.body).toString(), placeOf(call.tenant, call.key));
      return { ...answer, body: Buffer.concat([sealedMark, Buffer.from(sealed)]) };
    },
  };
}

function placeOf(tenant: TenantId, key: string): string {
  return `${tenant} ${key}`;
}

/** Null if no key opens it. */
function openedBody(box: SecretBox, body: Buffer, place: string): Buffer | null {
  const isSealed = body.subarray(0, sealedMark.length).equals(sealedMark);
  if (!isSealed) return body;
  const opened = openedOrNull(box, body.subarray(sealedMark.length).toString(), place);
  return opened === null ? null : Buffer.from(opened);
}

/** Stores the answer of a call in the transaction that creates the resource.
 *  @throws AppError idempotency_key_in_use when another call took over the key; the transaction must then roll back */
export async function saveResponse<Made>(
  trx: Transaction<Database>,
  idempotentCall: IdempotentCall<Made> | null,
  made: Made,
): Promise<void> {
  const answer = (await idempotentCall?.response(made)) ?? null;
  if (idempotentCall === null || answer === null) return;
  const { tenant, key, holder, digest } = idempotentCall;
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
    detail: `Another call took over the idempotency key \`${key}\`, because this one gave no sign of life for too long; send the call again to get the answer of the other.`,
  });
}

/** Deletes some expired keys, of all tenants. Keys that another statement holds are left to it, or to the next time:
 *  processes that delete the same keys would wait for each other. @returns their number */
async function deleteExpired(db: Kysely<Database>): Promise<number> {
  const old = db
    .selectFrom('idempotency_keys')
    .select(sql<string>`ctid`.as('ctid'))
    .where('created_at', '<', secondsAgo(idempotencyKeptSeconds))
    .orderBy('created_at')
    .limit(deletedAtOnceMax)
    .forUpdate()
    .skipLocked();
  const { numDeletedRows } = await db
    .deleteFrom('idempotency_keys')
    .where(sql<boolean>`ctid = ANY(ARRAY(${old}))`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Deletes the answers of a tenant that are older than its newest `idempotencyBytesMax` bytes. Short answers count too:
 *  their rows take more than their bodies. The sum reads rows in no order, which costs a fraction of reading all of
 *  them by age. Only as many of the oldest are read by age as may be too many. Keys that another statement holds are
 *  left to it, or to the next time. */
async function deleteOldest(db: Kysely<Database>, tenant: TenantId): Promise<void> {
  const answers = sql`idempotency_keys WHERE tenant_id = ${tenant} AND body IS NOT NULL`;
  const bytes = sql`(octet_length(body) + octet_length(key) + ${sql.lit(idempotencyRowBytes)})`;
  await sql`
    WITH excess AS MATERIALIZED (
      SELECT sum(${bytes}) - ${idempotencyBytesMax} AS bytes FROM ${answers}
    ), oldest AS MATERIALIZED (
      SELECT ctid, created_at, ${bytes} AS bytes FROM ${answers}
      ORDER BY created_at LIMIT (SELECT greatest(0, ceil(bytes / ${sql.lit(idempotencyRowBytes)}.0)) FROM excess)
    ), summed AS MATERIALIZED (
      SELECT ctid, sum(bytes) OVER (ORDER BY created_at ROWS UNBOUNDED PRECEDING) - bytes AS older FROM oldest
    )
    DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM idempotency_keys
      WHERE ctid = ANY(ARRAY(SELECT ctid FROM summed WHERE older < (SELECT bytes FROM excess)))
      FOR UPDATE SKIP LOCKED))`.execute(db);
}

function secondsAgo(seconds: number) {
  return sql<Date>`now() - make_interval(secs => ${seconds})`;
}
