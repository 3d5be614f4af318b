import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** When a key expires, and when it was used last. */
export const keyLife: Migration = {
  version: 24,
  name: 'key-life',
  async up(db) {
    await sql`ALTER TABLE api_keys ADD COLUMN expires_at timestamptz`.execute(db);
    await sql`ALTER TABLE api_keys ADD COLUMN last_used_at timestamptz`.execute(db);
  },
};
