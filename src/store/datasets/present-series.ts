/** The series of a model that its dataset has. */
import { type Kysely, sql } from 'kysely';
import { limits, type Model, modelSeriesGone, type TenantId } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';
import { seriesOfModel } from '../memberships/model-series.ts';
import { seriesIn } from './rows.ts';

type ModelOfDataset = Pick<Model, 'id' | 'dataset_id'>;

/** Ids of the series of a model that its dataset has, in upload order, at most `forecastSeriesMax`; null
 *  if it is of all series. */
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
