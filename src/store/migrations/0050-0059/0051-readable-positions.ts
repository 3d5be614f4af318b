import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** A deletion without `from` moved positions of anomaly watches before all times that can be read, and so stopped the
 *  watches. Without a position a watch begins at the start of the series. */
export const readablePositions: Migration = {
  version: 51,
  name: 'readable-positions',
  async up(db) {
    await sql`DELETE FROM anomaly_watches WHERE watched_until < ${Number.MIN_SAFE_INTEGER}`.execute(db);
  },
};
