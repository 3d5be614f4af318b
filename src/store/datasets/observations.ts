import { sql, type Transaction } from 'kysely';
import { bytesOfNumbers, chunkPointsMax, sizeOf } from '../../chunks/index.ts';
import type { ChunkColumns, ObservationsChange, PackedChunk } from '../../contracts/ports/index.ts';
import { limits, type SeriesObservations } from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { requireFewNames } from './attribute-names.ts';
import { workIn } from './chunk-work.ts';
import { insertChunks, insertSeries } from './insert.ts';
import { columnsOf } from './points.ts';
import { idsInParts, nextPosition, type SeriesRow } from './rows.ts';
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
/** Numbers that one task merges. */
const mergedNumbersMax = 1_000_000;

/** Merges observations into a dataset whose row the caller has locked.
 *  @throws AppError series_unknown, series_too_many, points_too_many, request_invalid */
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
  const unknown = observations.filter(({ id }) => !known.has(id));
  if (unknown.length > 0 && !allowsNewSeries) refuseNewSeries(unknown[0].id);
  await requireFewNames(trx, dataset, observations, known);
  // Series of a wide table share their times, which are then needed again.
  const consumes = new Set(observations.map(({ times }) => times.buffer)).size === observations.length;
  for (const batch of batchesOf(observations, dataset)) {
    const stored = batch.flatMap((one) => {
      const row = known.get(one.id);
      return row === undefined ? [] : [{ row, observations: one }];
    });
    if (stored.length > 0)
      past.push(
        ...(await changeSeries(trx, dataset, stored, version, { missingReplaces, consumes }, totals)),
      );
    const added = batch.filter(({ id }) => !known.has(id));
    if (added.length > 0) await addSeries(trx, dataset, added, version, consumes, totals);
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
  const found = new Map<string, SeriesRow>();
  for (const some of idsInParts(ids)) {
    const rows = await trx
      .selectFrom('series')
      .selectAll()
      .where('tenant_id', '=', dataset.tenant_id)
      .where('dataset_id', '=', dataset.id)
      .where('until_version', 'is', null)
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(some))))
      .execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/** Groups observations so that one task works on a bounded part of them. A longer series is a task by itself. */
function* batchesOf(
  observations: SeriesObservations[],
  { covariates }: DatasetRow,
): Generator<SeriesObservations[]> {
  const columns = 2 + covariates.length;
  let batch: SeriesObservations[] = [];
  let numbers = 0;
  for (const one of observations) {
    // A task also reads the last chunk of the series.
    const more = (one.times.length + chunkPointsMax) * columns;
    if (batch.length > 0 && (numbers + more > mergedNumbersMax || batch.length === insertRowsMax)) {
      yield batch;
      batch = [];
      numbers = 0;
    }
    batch.push(one);
    numbers += more;
  }
  if (batch.length > 0) yield batch;
}

/** Appends new series after the others. */
async function addSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: SeriesObservations[],
  version: number,
  consumes: boolean,
  totals: Totals,
): Promise<void> {
  const names = dataset.covariates;
  const numbers = series.reduce((sum, { times }) => sum + times.length, 0) * (2 + names.length);
  const packed = await workIn(trx, 'pack', { series, names }, bytesOfNumbers(numbers), consumes);
  await insertSeries(trx, dataset, packed, totals.position, version);
  totals.position += packed.length;
  for (const { id, point_count, missing_count, chunks } of packed) {
    totals.newIds.push(id);
    totals.added += point_count;
    count(totals, missing_count, chunks[0].first_time, chunks[chunks.length - 1].last_time);
  }
}

/** Merges observations into stored series. Reads and rewrites only the chunks from the first given time on; for new
 *  observations these are the last chunks. @returns the rows of the series that changed, as they were */
async function changeSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: { row: SeriesRow; observations: SeriesObservations }[],
  version: number,
  { missingReplaces, consumes }: { missingReplaces: boolean; consumes: boolean },
  totals: Totals,
): Promise<SeriesRow[]> {
  const stored = await chunksFrom(
    trx,
    dataset,
    series.map(({ row, observations }) => ({ position: row.position, time: observations.times[0] })),
  );
  const columns = 2 + dataset.covariates.length;
  const tasks = series.map(({ row, observations: { times, values, covariates } }) => {
    const chunks = stored.get(row.position) ?? [];
    return { chunks, firstIndex: chunks[0].first_index, observations: { times, values, covariates } };
  });
  const bytes = tasks.reduce((sum, { chunks, observations }) => {
    return sum + bytesOfNumbers(observations.times.length * columns) + sizeOf(chunks, columns);
  }, 0);
  const merged = await workIn(
    trx,
    'merge',
    {
      series: tasks.map((task) => ({ ...task, chunks: task.chunks.map(columnsOf) })),
      names: dataset.covariates,
      missingReplaces,
    },
    bytes,
    consumes,
  );
  const changed: Change[] = [];
  series.forEach(({ row, observations }, i) => {
    const { added, replaced, missing, chunks } = merged[i];
    const attributes = { ...row.static, ...observations.static };
    requireFewAttributes(row, attributes);
    const attributesChange = Object.entries(observations.static).some(
      ([name, value]) => row.static[name] !== value,
    );
    if (added + replaced === 0 && !attributesChange) return;
    const ends = chunks.length === 0 ? [] : [chunks[0].first_time, chunks[chunks.length - 1].last_time];
    const [start, end] = [Math.min(row.start_time, ...ends), Math.max(row.end_time, ...ends)];
    changed.push({
      row,
      start,
      end,
      point_count: row.point_count + added,
      missing_count: row.missing_count + missing,
      attributes,
      firstIndex: tasks[i].firstIndex,
      chunks,
    });
    totals.added += added;
    totals.replaced += replaced;
    count(totals, missing, start, end);
  });
  await rewriteSeries(trx, dataset, changed, version);
  return changed.map(({ row }) => row);
}

/** New values of the row of a series, and its new chunks from an index on. */
export interface Change {
  row: SeriesRow;
  start: number;
  end: number;
  point_count: number;
  missing_count: number;
  attributes: SeriesRow['static'];
  firstIndex: number;
  /** Empty: the stored chunks stay. */
  chunks: PackedChunk[];
}

/** Writes changes of series as a new version, in few statements. The planner knows nothing of a new dataset, and would read all its rows for
 *  each batch. Lateral queries, here and below, take the index for each series. */
export async function rewriteSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  changes: Change[],
  version: number,
): Promise<void> {
  const replaced = changes.filter(({ chunks }) => chunks.length > 0);
  await endChunks(
    trx,
    dataset,
    replaced.map(({ row, firstIndex }) => ({ position: row.position, firstIndex })),
  );
  await insertChunks(
    trx,
    dataset,
    replaced.map(({ row, chunks }) => ({ position: row.position, chunks })),
    version,
  );
  if (changes.length === 0) return;
  await sql`
    UPDATE series SET start_time = new.start_time, end_time = new.end_time, point_count = new.point_count,
      missing_count = new.missing_count, static = new.static::jsonb
    FROM unnest(${changes.map(({ row }) => row.position)}::integer[], ${changes.map(({ start }) => start)}::bigint[],
      ${changes.map(({ end }) => end)}::bigint[], ${changes.map(({ point_count }) => point_count)}::integer[],
      ${changes.map(({ missing_count }) => missing_count)}::integer[],
      ${changes.map(({ attributes }) => JSON.stringify(attributes))}::text[])
        AS new (position, start_time, end_time, point_count, missing_count, static)
      CROSS JOIN LATERAL (
        SELECT one.ctid FROM series AS one
        WHERE one.dataset_id = ${dataset.id} AND one.position = new.position OFFSET 0
      ) AS found
    WHERE series.ctid = found.ctid`.execute(trx);
}

/** Ends the newest chunks of series from an index on: they belong to the versions up to the present one. */
export async function endChunks(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: { position: number; firstIndex: number }[],
): Promise<void> {
  if (series.length === 0) return;
  await sql`
    UPDATE series_chunks SET to_version = ${dataset.version}
    FROM unnest(${series.map(({ position }) => position)}::integer[],
        ${series.map(({ firstIndex }) => firstIndex)}::integer[]) AS ended (position, first_index)
      CROSS JOIN LATERAL (
        SELECT chunk.ctid FROM series_chunks AS chunk
        WHERE chunk.dataset_id = ${dataset.id} AND chunk.position = ended.position
          AND chunk.first_index >= ended.first_index AND chunk.to_version IS NULL
        OFFSET 0
      ) AS found
    WHERE series_chunks.ctid = found.ctid`.execute(trx);
}

function count(totals: Totals, missing: number, start: number, end: number): void {
  totals.missing += missing;
  totals.start = Math.min(totals.start, start);
  totals.end = Math.max(totals.end, end);
  totals.isChanged = true;
}

type StoredChunk = ChunkColumns & Pick<PackedChunk, 'first_index'>;

/** For each series the chunk that contains a time and those after it. When the time is later than all, the last chunk.
 *  @returns the chunks by position, in order */
export async function chunksFrom(
  trx: Transaction<Database>,
  { id }: DatasetRow,
  series: { position: number; time: number }[],
): Promise<Map<number, StoredChunk[]>> {
  const { rows } = await sql<StoredChunk & { position: number }>`
    SELECT chunk.position, chunk.first_index, chunk.point_count, chunk.encoding, chunk.times, chunk."values",
      chunk.covariates
    FROM unnest(${series.map(({ position }) => position)}::integer[], ${series.map(({ time }) => time)}::bigint[])
        AS given (position, time)
      CROSS JOIN LATERAL (
        SELECT max(first_index) AS first_index FROM series_chunks AS other
        WHERE other.dataset_id = ${id} AND other.position = given.position AND other.to_version IS NULL
      ) AS last
      CROSS JOIN LATERAL (
        SELECT * FROM series_chunks AS one
        WHERE one.dataset_id = ${id} AND one.position = given.position
          AND one.to_version IS NULL AND (one.last_time >= given.time OR one.first_index = last.first_index)
        OFFSET 0
      ) AS chunk
    ORDER BY chunk.position, chunk.first_index`.execute(trx);
  return Map.groupBy(rows, ({ position }) => position);
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

/** Attributes that were stored before there was a bound stay. @throws AppError request_invalid */
function requireFewAttributes(
  before: Pick<SeriesRow, 'id' | 'static'>,
  attributes: SeriesRow['static'],
): void {
  const { length } = Object.keys(attributes);
  if (length <= limits.attributesMax || length === Object.keys(before.static).length) return;
  refuse('request_invalid', {
    series_id: before.id,
    message: `the series would have ${length} static attributes`,
    accepted: `at most ${limits.attributesMax}`,
  });
}
