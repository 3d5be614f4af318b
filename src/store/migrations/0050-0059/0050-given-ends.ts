import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** The end that a key had before its first rotation, which sets an earlier `expires_at`. `infinity`: it had none. Null:
 *  it was not rotated, or before this migration. */
export const givenEnds: Migration = {
  version: 50,
  name: 'given-ends',
  async up(db) {
    await sql`ALTER TABLE api_keys ADD COLUMN lives_until timestamptz`.execute(db);
  },
};
