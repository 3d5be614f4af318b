import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Which keys and embeds have expired for long is read in an index, each hour. Without it, the cleaner reads
 *  those of all tenants. */
export const expiriesByIndex: Migration = {
  version: 44,
  name: 'expiries-by-index',
  async up(db) {
    await sql`CREATE INDEX api_keys_by_expiry ON api_keys (expires_at) WHERE expires_at IS NOT NULL`.execute(
      db,
    );
    await sql`CREATE INDEX embeds_by_expiry ON embeds (expires_at) WHERE expires_at IS NOT NULL`.execute(db);
  },
};
