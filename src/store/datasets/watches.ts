/** How far anomaly watches have come, after observations were deleted or came back. */
import { type Selectable, sql, type Transaction } from 'kysely';
import { limits, type SeriesData } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow, ModelsTable } from '../database/tables.ts';
import { seriesOfModels } from '../memberships/model-series.ts';
import { streamSeries } from './read-series.ts';
import { idsInParts, seriesIn } from './rows.ts';

/** Rows of one INSERT. The main thread writes its lists between other calls. */
const insertRowsMax = 500;
/** Rows that one statement copies within the database. */
const copiedRowsMax = 100_000;

/** Locks the models that watch a dataset. A search that stores its positions locks the model too: either its positions
 *  are seen here, or it sees the version that this transaction makes. */
function lockWatching(
  trx: Transaction<Database>,
  { id }: DatasetRow,
): Promise<Pick<Selectable<ModelsTable>, 'id' | 'spec'>[]> {
  return trx
    .selectFrom('models')
    .select(['id', 'spec'])
    .where('dataset_id', '=', id)
    .where('anomaly_level', 'is not', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Observations that are sent again after a deletion are watched: a watch that had examined the end of the deleted
 *  range goes back to the time before it. Without such a time it begins at the start of the series. */
export async function unwatchFrom(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  seriesIds: string[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  if (seriesIds.length === 0 || (await lockWatching(trx, dataset)).length === 0) return;
  const isExamined = sql`${isWatched(dataset, seriesIds)} AND watched_until BETWEEN ${from} AND ${to}`;
  if (from === Number.MIN_SAFE_INTEGER)
    await sql`DELETE FROM anomaly_watches USING models WHERE ${isExamined}`.execute(trx);
  else
    await sql`
      UPDATE anomaly_watches SET watched_until = ${from - 1} FROM models WHERE ${isExamined}`.execute(trx);
}

/** Forgets series that were deleted. A series that is added later under the same id is watched from its start. */
export async function unwatchSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  seriesIds: string[],
): Promise<void> {
  if (seriesIds.length === 0 || (await lockWatching(trx, dataset)).length === 0) return;
  await sql`DELETE FROM anomaly_watches USING models WHERE ${isWatched(dataset, seriesIds)}`.execute(trx);
}

/** SQL condition: the row is of one of the series, and of a model that watches the dataset. */
function isWatched({ id }: DatasetRow, seriesIds: string[]) {
  return sql`models.id = anomaly_watches.model_id AND models.dataset_id = ${id} AND anomaly_level IS NOT NULL
    AND series_id = ANY(${seriesIds})`;
}

/** Begins all watches of a dataset after its present observations: what a restore brings back is not reported again. */
export async function restartWatches(trx: Transaction<Database>, dataset: DatasetRow): Promise<void> {
  const models = await lockWatching(trx, dataset);
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

/** Writes the last observation of each series as the position of watches that have no positions yet. A watch has
 *  the series of its model. */
export async function watchFromEnd(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  models: readonly Watching[],
): Promise<void> {
  const watching = await watchingBySeries(trx, models);
  // With covariates a series may end with rows that hold only known future ones, and that do not count as missing.
  if (dataset.covariates.length > 0) return watchFromValues(trx, dataset, watching, watching.seriesIds);
  const ids = watching.ofAll.map(({ id }) => id);
  const modelsAtOnce = Math.max(1, Math.floor(copiedRowsMax / dataset.series_count));
  for (let first = 0; first < ids.length; first += modelsAtOnce) {
    await sql`
      INSERT INTO anomaly_watches (model_id, series_id, tenant_id, watched_until)
      SELECT model.id, series.id, ${dataset.tenant_id}, series.end_time
      FROM unnest(${ids.slice(first, first + modelsAtOnce)}::text[]) AS model (id) CROSS JOIN ${seriesIn(dataset)} AS series
      WHERE missing_count = 0`.execute(trx);
  }
  if (ids.length < models.length)
    await sql`
      INSERT INTO anomaly_watches (model_id, series_id, tenant_id, watched_until)
      SELECT own.model_id, series.id, ${dataset.tenant_id}, series.end_time
      FROM ${seriesOfModels(models.map(({ id }) => id))} AS own JOIN ${seriesIn(dataset)} AS series ON series.id = own.series_id
      WHERE missing_count = 0`.execute(trx);
  const gappy = await trx
    .selectFrom(seriesIn(dataset).as('series'))
    .select('id')
    .where('missing_count', '>', 0)
    .orderBy('position')
    .execute();
  const watched = gappy.map(({ id }) => id).filter((id) => watching.of(id).length > 0);
  for (const seriesIds of idsInParts(watched)) await watchFromValues(trx, dataset, watching, seriesIds);
}

/** A model that watches, and the column that it forecasts. */
interface Watching {
  id: string;
  target: string;
}

interface WatchingBySeries {
  /** Models of all series of the dataset. */
  ofAll: readonly Watching[];
  /** Models that watch a series. */
  of(seriesId: string): readonly Watching[];
  /** The watched series, also those that the dataset does not have any more; undefined: all. */
  seriesIds: string[] | undefined;
}

async function watchingBySeries(
  trx: Transaction<Database>,
  models: readonly Watching[],
): Promise<WatchingBySeries> {
  const byId = new Map(models.map((model) => [model.id, model]));
  const { rows } = await sql<{ model_id: string; series_id: string }>`
    SELECT model_id, series_id FROM ${seriesOfModels([...byId.keys()])} AS own`.execute(trx);
  const own = new Map<string, Watching[]>();
  for (const { model_id, series_id } of rows) {
    const some = own.get(series_id);
    if (some === undefined) own.set(series_id, [byId.get(model_id)!]);
    else some.push(byId.get(model_id)!);
  }
  const ofSome = new Set(rows.map(({ model_id }) => model_id));
  const ofAll = models.filter(({ id }) => !ofSome.has(id));
  return {
    ofAll,
    of: (seriesId) => [...ofAll, ...(own.get(seriesId) ?? [])],
    seriesIds: ofAll.length === 0 ? [...own.keys()] : undefined,
  };
}

/** The same for some series, whose ends are read to find the last observation. @param seriesIds undefined: all */
async function watchFromValues(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  watching: WatchingBySeries,
  seriesIds: string[] | undefined,
): Promise<void> {
  let rows: { model: string; series: string; until: number }[] = [];
  const flush = async () => {
    if (rows.length === 0) return;
    await sql`
      INSERT INTO anomaly_watches (model_id, series_id, tenant_id, watched_until)
      SELECT model, series, ${dataset.tenant_id}, until
      FROM unnest(${rows.map(({ model }) => model)}::text[], ${rows.map(({ series }) => series)}::text[],
        ${rows.map(({ until }) => until)}::bigint[]) AS one (model, series, until)`.execute(trx);
    rows = [];
  };
  // Rows after the last value of the target hold only known future covariates.
  const options = { tailPoints: limits.futureRowsMax + 1, seriesIds };
  for await (const series of streamSeries(trx, dataset, options)) {
    for (const { id, target } of watching.of(series.id)) {
      const until = lastObserved(series, dataset.target, target);
      if (until === null) continue;
      rows.push({ model: id, series: series.id, until });
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
