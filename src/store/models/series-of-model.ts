/** The series of a model of a fleet, and of a model that was trained again from one. They never change. Other models are of all series of their
 *  dataset. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { limits, type Model, modelSeriesGone, type TenantId } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';
import { seriesIn } from '../datasets/rows.ts';

type ModelOfDataset = Pick<Model, 'id' | 'dataset_id'>;

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

/** Ids of the series of a model that its dataset has, in upload order, at most `forecastSeriesMax`; null if it is of all series. */
export async function presentSeriesOf(
  db: Kysely<Database>,
  tenant: TenantId,
  model: ModelOfDataset,
): Promise<string[] | null> {
  const { rows } = await sql<{ id: string | null }>`
    SELECT present.id FROM ${presentOf(tenant, model)}
    ORDER BY present.position NULLS LAST LIMIT ${limits.forecastSeriesMax}`.execute(db);
  return rows.length === 0 ? null : rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

/** The series of a model with the most observations; null if it is of all series.
 *  @throws AppError dataset_empty: the dataset has none of them any more */
export async function longestSeriesOf(
  db: Kysely<Database>,
  tenant: TenantId,
  model: ModelOfDataset,
): Promise<{ id: string; point_count: number } | null> {
  const { rows } = await sql<{ id: string | null; point_count: number }>`
    SELECT present.id, present.point_count FROM ${presentOf(tenant, model)}
    ORDER BY present.point_count DESC NULLS LAST, present.position LIMIT 1`.execute(db);
  if (rows.length === 0) return null;
  const [{ id, point_count }] = rows;
  if (id === null) throw modelSeriesGone(model);
  return { id, point_count };
}

/** SQL: a row for each series of a model, with nulls where the dataset does not have it any more. */
function presentOf(tenant: TenantId, { id, dataset_id }: ModelOfDataset) {
  const current = seriesIn({ id: dataset_id, tenant_id: tenant });
  return sql`${seriesOfModel(sql`${id}`)} AS own LEFT JOIN LATERAL (
    SELECT * FROM ${current} AS current WHERE current.id = own.series_id OFFSET 0) AS present ON true`;
}
