import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { isUnexpired } from './credentials.ts';
import type { Database } from './tables.ts';

/** Called in the transaction that has added a row. Beyond the bound, the oldest expired keys make room for a new key. Runs one at a time per tenant and table, so that concurrent calls cannot add
 *  more together. @throws AppError quota_exceeded if the tenant has more rows than it may have */
export async function requireRowsMax(
  trx: Kysely<Database>,
  table: 'aliases' | 'api_keys',
  { tenant, rowsMax, noun }: { tenant: TenantId; rowsMax: number; noun: string },
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext(${`gatecast:${table}:${tenant}`}))`.execute(trx);
  const { count } = await trx
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenant)
    .executeTakeFirstOrThrow();
  if (count <= rowsMax) return;
  const excess = count - rowsMax;
  if (table === 'api_keys' && (await deleteExpiredKeys(trx, tenant, excess)) === excess) return;
  throw new AppError('quota_exceeded', {
    values: { used: rowsMax, limit: rowsMax },
    detail: `The tenant has ${rowsMax} ${noun}; accepted: at most ${rowsMax}. Delete one first.`,
  });
}

/** Deletes the oldest expired keys of a tenant. Returns how many it has deleted. */
async function deleteExpiredKeys(trx: Kysely<Database>, tenant: TenantId, most: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('api_keys')
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('api_keys')
        .select('id')
        .where('tenant_id', '=', tenant)
        .where(sql<boolean>`NOT ${isUnexpired}`)
        .orderBy('expires_at')
        .limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
