import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** A job keeps the trace context of the request that created it, so that its work is part of the same trace. */
export const traces: Migration = {
  version: 20,
  name: 'traces',
  async up(db) {
    await sql`ALTER TABLE jobs ADD COLUMN traceparent text`.execute(db);
  },
};
