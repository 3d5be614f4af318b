import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { KeyStore } from '../contracts/ports/index.ts';
import { type Key, limits, newId, type TenantId, timeMaxMs } from '../contracts/schemas/index.ts';
import { AppError } from '../errors.ts';
import { checkedChange } from './database/checked-change.ts';
import { newestFirst } from './database/cursor.ts';
import { inTransaction } from './database/deadlocks.ts';
import { deleteExpired, isUnexpired, msUntilExpiry, recordUse } from './database/expiring-rows.ts';
import { requireRowsMax } from './database/row-bound.ts';
import type { ApiKeysTable, Database } from './database/tables.ts';

export function createKeyStore(db: Kysely<Database>): KeyStore {
  return {
    async create({ tenant, name, scopes, hint, digest, expiresAt = null }) {
      return inTransaction(db, async (trx) => {
        const row = await trx
          .insertInto('api_keys')
          .values({
            id: newId('key'),
            tenant_id: tenant,
            name,
            scopes,
            hint,
            digest: Buffer.from(digest),
            expires_at: expiresAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await requireKeysMax(trx, tenant);
        return toKey(row);
      });
    },

    // Of several rotations at once without an overlap one succeeds. The others wait for the row, and find it expired.
    async rotate(tenant, id, { hint, digest, overlapSeconds, expiresAt, expiresBy = null }) {
      return inTransaction(db, async (trx) => {
        const old = await selectKey(trx, tenant, id)
          .select(['tenant_id', 'name', 'scopes', lifeMs.as('life_ms')])
          .where(isUnexpired)
          .forUpdate()
          .executeTakeFirst();
        if (old === undefined) throw keyNotFound(id);
        await trx
          .updateTable('api_keys')
          .set({
            expires_at: sql<Date>`least(expires_at, clock_timestamp() + ${overlapSeconds} * interval '1 second')`,
            lives_until: sql`coalesce(lives_until, expires_at, 'infinity')`,
          })
          .where('id', '=', id)
          .execute();
        const { tenant_id, name, scopes, life_ms } = old;
        const row = await trx
          .insertInto('api_keys')
          .values({
            id: newId('key'),
            tenant_id,
            name,
            scopes,
            hint,
            digest: Buffer.from(digest),
            expires_at: expiresAt === undefined ? afterSameLife(life_ms, expiresBy) : expiresAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await requireKeysMax(trx, tenant_id);
        return toKey(row);
      });
    },

    async list(tenant, query) {
      const rows = db.selectFrom('api_keys').selectAll();
      return newestFirst('keys', query, rows, toKey, { within: ['tenant_id', tenant] });
    },

    async get(tenant, id) {
      const row = await selectKey(db, tenant, id).selectAll().executeTakeFirst();
      if (row === undefined) throw keyNotFound(id);
      return toKey(row);
    },

    async livesUntil(tenant, id) {
      const row = await selectKey(db, tenant, id).select(givenEnd.as('end')).executeTakeFirst();
      if (row === undefined) throw keyNotFound(id);
      return row.end;
    },

    async expiresInMs(id) {
      const row = await db
        .selectFrom('api_keys')
        .select(msUntilExpiry.as('ms'))
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw keyNotFound(id);
      return row.ms;
    },

    async delete(tenant, id, precondition = null) {
      const change = async (db: Kysely<Database>) => {
        const { numDeletedRows } = await db
          .deleteFrom('api_keys')
          .where('id', '=', id)
          .$if(tenant !== null, (qb) => qb.where('tenant_id', '=', tenant as string))
          .executeTakeFirstOrThrow();
        if (numDeletedRows === 0n) throw keyNotFound(id);
      };
      return checkedChange(db, { precondition, locked: (trx) => lockKey(trx, tenant, id), change });
    },

    async identify(digest) {
      const row = await db
        .selectFrom('api_keys')
        .select(['id', 'tenant_id', 'scopes', msUntilExpiry.as('expires_in_ms')])
        .where('digest', '=', Buffer.from(digest))
        .where(isUnexpired)
        .executeTakeFirst();
      if (row === undefined) return null;
      recordUse(db, 'api_keys', row.id);
      const { id, tenant_id, scopes, expires_in_ms } = row;
      return { identity: { keyId: id, tenant: tenant_id, scopes }, expiresInMs: expires_in_ms };
    },
  };
}

/** @param tenant null: of any tenant */
function selectKey(db: Kysely<Database>, tenant: TenantId | null, id: string) {
  return db
    .selectFrom('api_keys')
    .where('id', '=', id)
    .$if(tenant !== null, (qb) => qb.where('tenant_id', '=', tenant as string));
}

/** Reads the key and locks its row. @throws AppError key_not_found */
async function lockKey(trx: Transaction<Database>, tenant: TenantId | null, id: string): Promise<Key> {
  const row = await selectKey(trx, tenant, id).selectAll().forUpdate().executeTakeFirst();
  if (row === undefined) throw keyNotFound(id);
  return toKey(row);
}

/** SQL: when a key expires without its rotations. Null: never. */
const givenEnd = sql<Date | null>`nullif(coalesce(lives_until, expires_at), 'infinity')`;

/** SQL: milliseconds from the creation of a key until then. Null: without end. */
const lifeMs = sql<number | null>`(1000 * extract(epoch FROM ${givenEnd} - created_at))::float8`;

/** SQL: when a key expires that replaces one of this life now, but ends at `by`. @param lifeMs null: it has no end */
function afterSameLife(lifeMs: number | null, by: Date | null) {
  if (lifeMs === null) return by;
  return sql<Date>`least(clock_timestamp() + ${lifeMs} * interval '1 millisecond', ${by ?? new Date(timeMaxMs)}::timestamptz)`;
}

function keyNotFound(id: string): AppError {
  return new AppError('key_not_found', { detail: `There is no key ${id}.`, values: { id } });
}

function toKey(row: Selectable<ApiKeysTable>): Key {
  return {
    id: row.id,
    name: row.name,
    tenant: row.tenant_id,
    scopes: row.scopes,
    hint: row.hint,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}

/** Beyond the bound, the oldest expired keys make room for a new one. @throws AppError quota_exceeded */
function requireKeysMax(trx: Kysely<Database>, tenant: TenantId): Promise<void> {
  return requireRowsMax(trx, 'api_keys', {
    tenant,
    rowsMax: limits.keysMax,
    noun: 'keys',
    makeRoom: (excess) => deleteExpired(trx, 'api_keys', tenant, excess),
  });
}
