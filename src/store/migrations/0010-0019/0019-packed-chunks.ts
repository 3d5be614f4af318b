import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Chunks of observations are packed and compressed by the service. Existing chunks stay as they are. */
export const packedChunks: Migration = {
  version: 19,
  name: 'packed-chunks',
  async up(db) {
    // PostgreSQL would try to compress the columns once more.
    await sql`
      ALTER TABLE series_chunks
        ADD COLUMN encoding smallint NOT NULL DEFAULT 0,
        ALTER COLUMN times SET STORAGE EXTERNAL,
        ALTER COLUMN "values" SET STORAGE EXTERNAL,
        ALTER COLUMN covariates SET STORAGE EXTERNAL`.execute(db);
  },
};
