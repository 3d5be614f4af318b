/** Shared by keys and tokens of embeds: both expire, and both say when they were last used. */
import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../../contracts/schemas/index.ts';
import type { Database } from './tables.ts';

/** How old `last_used_at` may be. */
const useSeconds = 60;

/** SQL: milliseconds until a credential expires, by the clock of the database: that of a process may
 *  differ. Null: it never does. */
export const msUntilExpiry = sql<
  number | null
>`(1000 * extract(epoch FROM expires_at - clock_timestamp()))::float8`;

/** By the clock, and not by the beginning of the transaction, which may have waited for one that set the expiry. */
export const isUnexpired = sql<boolean>`(expires_at IS NULL OR expires_at > clock_timestamp())`;

/** Deletes those of a tenant that expired first. Returns how many it has deleted. */
export async function deleteExpired(
  trx: Kysely<Database>,
  table: 'api_keys' | 'embeds',
  tenant: TenantId,
  most: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM ${sql.table(table)} WHERE id IN (
      SELECT id FROM ${sql.table(table)} WHERE tenant_id = ${tenant} AND NOT ${isUnexpired}
      ORDER BY expires_at LIMIT ${most})`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** Not awaited: a call does not fail because its use could not be recorded. */
export function recordUse(db: Kysely<Database>, table: 'api_keys' | 'embeds', id: string): void {
  sql`
    UPDATE ${sql.table(table)} SET last_used_at = now()
    WHERE id = ${id} AND coalesce(last_used_at < now() - ${useSeconds} * interval '1 second', true)`
    .execute(db)
    .catch(() => {});
}
