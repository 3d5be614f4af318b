/** The series of a model of a fleet, and of a model that was trained again from one. They never change. Other models
 *  are of all series of their dataset. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/tables.ts';

/** SQL: the ids of the series of a model, as `series_id`. No rows: the model is of all series of its dataset. */
export function seriesOfModel(modelId: RawBuilder<unknown>): RawBuilder<{ series_id: string }> {
  return sql`(
    SELECT series_id FROM fleet_series WHERE model_id = ${modelId}
    UNION ALL SELECT series_id FROM model_series WHERE model_id = ${modelId})`;
}

/** SQL: the same for several models, with `model_id`. */
export function seriesOfModels(
  modelIds: readonly string[],
): RawBuilder<{ model_id: string; series_id: string }> {
  return sql`(
    SELECT model_id, series_id FROM fleet_series WHERE model_id = ANY(${modelIds}::text[])
    UNION ALL SELECT model_id, series_id FROM model_series WHERE model_id = ANY(${modelIds}::text[]))`;
}

/** Ids of the series of a model, also of those that its dataset does not have any more; null if it is of all series. */
export async function seriesIdsOf(db: Kysely<Database>, modelId: string): Promise<string[] | null> {
  const { rows } = await sql<{ series_id: string }>`
    SELECT series_id FROM ${seriesOfModel(sql`${modelId}`)} AS own`.execute(db);
  return rows.length === 0 ? null : rows.map(({ series_id }) => series_id);
}
