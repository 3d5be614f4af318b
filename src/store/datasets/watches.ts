/** How far anomaly watches have come, after observations were deleted or came back. */
import { sql, type Transaction } from 'kysely';
import { limits, type SeriesData } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { streamSeries } from './points.ts';

/** Rows of one INSERT. */
const insertRowsMax = 1_000;

/** Observations that are sent again after a deletion are watched: a watch that had examined the end of the deleted range
 *  goes back to the time before it. */
export async function unwatchFrom(
  trx: Transaction<Database>,
  { id }: DatasetRow,
  seriesIds: string[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  if (seriesIds.length === 0) return;
  await sql`
    UPDATE anomaly_watches SET watched_until = ${from - 1} FROM models
    WHERE models.id = anomaly_watches.model_id AND models.dataset_id = ${id} AND anomaly_level IS NOT NULL
      AND series_id = ANY(${seriesIds}) AND watched_until BETWEEN ${from} AND ${to}`.execute(trx);
}

/** Forgets series that were deleted. A series that is added later under the same id is watched from its start. */
export async function unwatchSeries(
  trx: Transaction<Database>,
  { id }: DatasetRow,
  seriesIds: string[],
): Promise<void> {
  if (seriesIds.length === 0) return;
  await sql`
    DELETE FROM anomaly_watches USING models
    WHERE models.id = anomaly_watches.model_id AND models.dataset_id = ${id} AND anomaly_level IS NOT NULL
      AND series_id = ANY(${seriesIds})`.execute(trx);
}

/** Begins all watches of a dataset after its present observations: what a restore brings back is not reported again. */
export async function restartWatches(trx: Transaction<Database>, dataset: DatasetRow): Promise<void> {
  const models = await trx
    .selectFrom('models')
    .select(['id', 'spec'])
    .where('dataset_id', '=', dataset.id)
    .where('anomaly_level', 'is not', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  if (models.length === 0) return;
  await trx
    .deleteFrom('anomaly_watches')
    .where((eb) => eb('model_id', '=', eb.fn.any(eb.val(models.map(({ id }) => id)))))
    .execute();
  const watched = models.map(({ id, spec }) => ({
    id,
    target: 'target' in spec ? spec.target : dataset.target,
  }));
  await watchFromEnd(trx, dataset, watched);
}

/** Writes the last observation of each series as the position of watches that have no positions yet. */
export async function watchFromEnd(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  models: readonly { id: string; target: string }[],
): Promise<void> {
  let rows: { model_id: string; series_id: string; tenant_id: string; watched_until: number }[] = [];
  const flush = async () => {
    if (rows.length > 0) await trx.insertInto('anomaly_watches').values(rows).execute();
    rows = [];
  };
  // Rows after the last value of the target hold only known future covariates.
  for await (const series of streamSeries(trx, dataset, { tailPoints: limits.futureRowsMax + 1 })) {
    for (const { id, target } of models) {
      const watched_until = lastObserved(series, dataset.target, target);
      if (watched_until === null) continue;
      rows.push({ model_id: id, series_id: series.id, tenant_id: dataset.tenant_id, watched_until });
      if (rows.length >= insertRowsMax) await flush();
    }
  }
  await flush();
}

function lastObserved({ times, values, covariates }: SeriesData, target: string, column: string) {
  const observed = column === target ? values : covariates[column];
  const last = observed.findLastIndex((value) => !Number.isNaN(value));
  return last < 0 ? null : times[last];
}
