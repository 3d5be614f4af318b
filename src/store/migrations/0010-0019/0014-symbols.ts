import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Datasets of symbols. A sequence is a row of `series` that has a row of symbols instead of chunks. */
export const symbols: Migration = {
  version: 14,
  name: 'symbols',
  async up(db) {
    await sql`ALTER TABLE datasets ADD COLUMN symbols jsonb`.execute(db);
    await sql`
      CREATE TABLE symbol_vocabularies (
        dataset_id text COLLATE "C" PRIMARY KEY REFERENCES datasets ON DELETE CASCADE,
        tenant_id text NOT NULL,
        symbols jsonb NOT NULL,
        counts jsonb NOT NULL
      )`.execute(db);
    await sql`
      CREATE TABLE symbol_sequences (
        dataset_id text COLLATE "C" NOT NULL,
        position integer NOT NULL,
        tenant_id text NOT NULL,
        codes bytea NOT NULL,
        PRIMARY KEY (dataset_id, position),
        FOREIGN KEY (dataset_id, position) REFERENCES series ON DELETE CASCADE
      )`.execute(db);
  },
};
