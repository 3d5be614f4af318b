import type { Insertable, Selectable, Transaction } from 'kysely';
import type { ObservationsChange } from '../../contracts/ports/index.ts';
import {
  limits,
  missingValues,
  type SeriesData,
  type SeriesObservations,
} from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';
import type { Database, DatasetRow, SeriesChunksTable } from '../database/tables.ts';
import { packSeries, unpackChunks } from './chunks.ts';
import { merge } from './merge.ts';
import type { SeriesRow } from './rows.ts';
import { commitVersion } from './versions.ts';

/** Changes of a dataset's counts by an upsert, and its new bounds. */
interface Totals {
  added: number;
  replaced: number;
  /** Difference: may be negative. */
  missing: number;
  /** Position of the next new series. */
  position: number;
  newIds: string[];
  start: number;
  end: number;
  isChanged: boolean;
}

/** Rows of one INSERT. */
const insertRowsMax = 1_000;

/** Merges observations into a dataset whose row the caller has locked.
 *  @throws AppError series_unknown, series_too_many, points_too_many */
export async function upsertObservations(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  observations: SeriesObservations[],
  { missingReplaces, allowsNewSeries }: { missingReplaces: boolean; allowsNewSeries: boolean },
): Promise<ObservationsChange> {
  const version = dataset.version + 1;
  const totals: Totals = {
    added: 0,
    replaced: 0,
    missing: 0,
    position: await nextPosition(trx, dataset),
    newIds: [],
    start: dataset.start_time ?? Number.POSITIVE_INFINITY,
    end: dataset.end_time ?? Number.NEGATIVE_INFINITY,
    isChanged: false,
  };
  const past: SeriesRow[] = [];
  const known = await seriesById(
    trx,
    dataset,
    observations.map(({ id }) => id),
  );
  for (const one of observations) {
    const row = known.get(one.id);
    if (row !== undefined) {
      if (await changeSeries(trx, dataset, row, one, version, missingReplaces, totals)) past.push(row);
    } else if (allowsNewSeries) await addSeries(trx, dataset, one, version, totals);
    else refuseNewSeries(one.id);
    requireBounds(dataset, totals);
  }
  if (!totals.isChanged) return { version: dataset.version, added: 0, replaced: 0, newSeries: [] };
  await keepPast(trx, dataset, past);
  const { added, replaced, newIds, start, end } = totals;
  await commitVersion(
    trx,
    dataset,
    {
      series: dataset.series_count + newIds.length,
      points: dataset.point_count + added,
      missing: dataset.missing_count + totals.missing,
      start,
      end,
    },
    { version, change: 'observations', added, replaced },
  );
  return { version, added, replaced, newSeries: newIds };
}

/** Position for a series after all others, also after those of earlier versions. */
export async function nextPosition(trx: Transaction<Database>, { id }: DatasetRow): Promise<number> {
  const { last } = await trx
    .selectFrom('series')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('dataset_id', '=', id)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

/** Keeps the values that rows of series had until now, for reads of the version that has just been superseded. */
export async function keepPast(
  trx: Transaction<Database>,
  { version }: DatasetRow,
  rows: SeriesRow[],
): Promise<void> {
  for (let first = 0; first < rows.length; first += insertRowsMax) {
    const values = rows
      .slice(first, first + insertRowsMax)
      .map(({ since_version: _, until_version: __, id: ___, static: attributes, ...row }) => ({
        ...row,
        static: JSON.stringify(attributes),
        to_version: version,
      }));
    await trx.insertInto('series_history').values(values).execute();
  }
}

function refuseNewSeries(id: string): never {
  refuse('series_unknown', {
    series_id: id,
    message: `the dataset has no series ${JSON.stringify(id)}`,
    accepted: 'ids of its series, or new_series=allow to add new ones',
  });
}

async function seriesById(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  ids: string[],
): Promise<Map<string, SeriesRow>> {
  const rows = await trx
    .selectFrom('series')
    .selectAll()
    .where('tenant_id', '=', dataset.tenant_id)
    .where('dataset_id', '=', dataset.id)
    .where('until_version', 'is', null)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Appends a new series after the others. */
async function addSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: SeriesObservations,
  version: number,
  totals: Totals,
): Promise<void> {
  const position = totals.position++;
  totals.newIds.push(series.id);
  const missing = missingValues(series);
  const [start, end] = [series.times[0], series.times[series.times.length - 1]];
  await trx
    .insertInto('series')
    .values({
      dataset_id: dataset.id,
      position,
      tenant_id: dataset.tenant_id,
      id: series.id,
      start_time: start,
      end_time: end,
      point_count: series.times.length,
      missing_count: missing,
      static: JSON.stringify(series.static),
      since_version: version,
    })
    .execute();
  await insertChunks(trx, dataset, position, series, 0, version);
  totals.added += series.times.length;
  count(totals, missing, start, end);
}

/** Merges observations into a stored series. Reads and rewrites only the chunks from the first given time on; for new
 *  observations this is the last chunk. @returns whether the series changed */
async function changeSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  row: SeriesRow,
  observations: SeriesObservations,
  version: number,
  missingReplaces: boolean,
  totals: Totals,
): Promise<boolean> {
  const chunks = await chunksFrom(trx, dataset, row.position, observations.times[0]);
  const before = unpackChunks(chunks, dataset.covariates);
  const { series, added, replaced } = merge(before, observations, dataset.covariates, missingReplaces);
  const attributes = { ...row.static, ...observations.static };
  const attributesChange = Object.entries(observations.static).some(
    ([name, value]) => row.static[name] !== value,
  );
  if (added + replaced === 0 && !attributesChange) return false;

  const missing = missingValues(series) - missingValues(before);
  const firstIndex = chunks[0].first_index;
  const [start, end] = [
    Math.min(row.start_time, series.times[0]),
    Math.max(row.end_time, series.times[series.times.length - 1]),
  ];
  if (added + replaced > 0) {
    await endChunks(trx, dataset, row.position, firstIndex);
    await insertChunks(
      trx,
      dataset,
      row.position,
      { ...series, id: row.id, static: {} },
      firstIndex,
      version,
    );
  }
  await trx
    .updateTable('series')
    .set({
      start_time: start,
      end_time: end,
      point_count: row.point_count + added,
      missing_count: row.missing_count + missing,
      static: JSON.stringify(attributes),
    })
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', row.position)
    .execute();
  totals.added += added;
  totals.replaced += replaced;
  count(totals, missing, start, end);
  return true;
}

/** Ends the newest chunks of a series from an index on: they belong to the versions up to the present one. */
export async function endChunks(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  position: number,
  firstIndex = 0,
): Promise<void> {
  await trx
    .updateTable('series_chunks')
    .set({ to_version: dataset.version })
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', position)
    .where('first_index', '>=', firstIndex)
    .where('to_version', 'is', null)
    .execute();
}

function count(totals: Totals, missing: number, start: number, end: number): void {
  totals.missing += missing;
  totals.start = Math.min(totals.start, start);
  totals.end = Math.max(totals.end, end);
  totals.isChanged = true;
}

/** The chunk that contains a time and those after it. When the time is later than all, the last chunk. */
export async function chunksFrom(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  position: number,
  time: number,
): Promise<Selectable<SeriesChunksTable>[]> {
  return trx
    .selectFrom('series_chunks')
    .selectAll()
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', position)
    .where('to_version', 'is', null)
    .where((eb) =>
      eb.or([
        eb('last_time', '>=', time),
        eb(
          'first_index',
          '=',
          eb
            .selectFrom('series_chunks as other')
            .select((last) => last.fn.max('other.first_index').as('first_index'))
            .where('other.dataset_id', '=', dataset.id)
            .where('other.position', '=', position)
            .where('other.to_version', 'is', null),
        ),
      ]),
    )
    .orderBy('first_index')
    .execute();
}

export async function insertChunks(
  trx: Transaction<Database>,
  { id, tenant_id, covariates }: DatasetRow,
  position: number,
  series: SeriesData,
  firstIndex: number,
  version: number,
): Promise<void> {
  for (const chunk of packSeries(series, covariates)) {
    const row: Insertable<SeriesChunksTable> = {
      dataset_id: id,
      position,
      tenant_id,
      ...chunk,
      first_index: firstIndex + chunk.first_index,
      from_version: version,
    };
    await trx.insertInto('series_chunks').values(row).execute();
  }
}

/** @throws AppError series_too_many, points_too_many */
function requireBounds({ point_count, series_count }: DatasetRow, { added, newIds }: Totals): void {
  if (series_count + newIds.length > limits.seriesPerDatasetMax) {
    throw new AppError('series_too_many', {
      detail: `The dataset would have more than ${limits.seriesPerDatasetMax} series, which is the limit; put the new ones into another dataset.`,
    });
  }
  if (point_count + added > limits.pointsPerDatasetMax) {
    throw new AppError('points_too_many', {
      detail: `The dataset would have more than ${limits.pointsPerDatasetMax} points, which is the limit; delete old ones, or begin another dataset.`,
    });
  }
}
