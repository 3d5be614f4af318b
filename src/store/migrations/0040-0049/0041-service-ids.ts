import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Id with which the service claims the Redis of its queue, so that two services do not share one. Backups have it: a
 *  service that is restored elsewhere keeps its queue. The row is written by the first start that asks for it, since
 *  databases may be copied from a template. */
export const serviceIds: Migration = {
  version: 41,
  name: 'service-ids',
  async up(db) {
    await sql`
      CREATE TABLE service_ids (
        purpose text COLLATE "C" PRIMARY KEY,
        id text NOT NULL
      )`.execute(db);
  },
};
