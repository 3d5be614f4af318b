import { sql } from 'kysely';
import type { Migration } from '../contract/migration.ts';

/** Warm trainings stored as requested what their parent had used. Models that were trained again from them copied it.
 *  All models of such a chain get the request of its oldest model. An imported model has the time of its training. */
export const modelOrigins: Migration = {
  version: 49,
  name: 'model-origins',
  async up(db) {
    await sql`ALTER TABLE models ADD COLUMN trained_at timestamptz`.execute(db);
    await sql`
      WITH RECURSIVE chain AS (
        SELECT id, coalesce(requested_spec, spec) AS requested FROM models AS oldest
        WHERE parent_id IS NULL AND EXISTS (SELECT FROM models AS child WHERE child.parent_id = oldest.id)
        UNION ALL
        SELECT child.id, chain.requested FROM chain JOIN models AS child ON child.parent_id = chain.id
      )
      UPDATE models SET requested_spec = chain.requested FROM chain
      WHERE models.id = chain.id AND models.parent_id IS NOT NULL
        AND models.requested_spec IS DISTINCT FROM chain.requested`.execute(db);
  },
};
