import { sql, type Transaction } from 'kysely';
import { bytesOfNumbers, type ChangedChunks, chunkPointsMax, sizeOf } from '../../chunks/index.ts';
import type { ObservationsChange, PackedChunk } from '../../contracts/ports/index.ts';
import { groupedBySize, limits, type SeriesObservations } from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { requireFewNames } from './attribute-names.ts';
import { columnsOf } from './chunk-rows.ts';
import { workIn } from './chunk-work.ts';
import { insertChunks, insertSeries } from './insert.ts';
import { missingAfter } from './missing-counts.ts';
import { idsInParts, nextPosition, type SeriesRow, seriesById } from './rows.ts';
import { chunksFrom, endIndexOf, indexesOf, type StoredChunk } from './stored-chunks.ts';
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
  const known = await storedSeries(
    trx,
    dataset,
    observations.map(({ id }) => id),
  );
  const unknown = observations.filter(({ id }) => !known.has(id));
  if (unknown.length > 0 && !allowsNewSeries) refuseNewSeries(unknown[0].id);
  await requireFewNames(trx, dataset, observations, known);
  // Series of a wide table share their times, which are then needed again.
  const mayTransferBuffers =
    new Set(observations.map(({ times }) => times.buffer)).size === observations.length;
  const columns = 2 + dataset.covariates.length;
  // A task also reads the stored observations between the given times, and at least one chunk of the series.
  const numbersOf = ({ id, times }: SeriesObservations) =>
    (times.length + chunkPointsMax + storedBetween(known.get(id), times[0], times[times.length - 1])) *
    columns;
  const bounds = { sizeMax: mergedNumbersMax, itemsMax: insertRowsMax };
  for (const batch of groupedBySize(observations, numbersOf, bounds)) {
    const stored = batch.flatMap((one) => {
      const row = known.get(one.id);
      return row === undefined ? [] : [{ row, observations: one }];
    });
    if (stored.length > 0)
      past.push(
        ...(await changeSeries(
          trx,
          dataset,
          stored,
          version,
          { missingReplaces, mayTransferBuffers },
          totals,
        )),
      );
    const added = batch.filter(({ id }) => !known.has(id));
    if (added.length > 0) await addSeries(trx, dataset, added, version, mayTransferBuffers, totals);
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

/** Estimated number of stored observations between two times: those of the whole series are taken as evenly spaced. */
function storedBetween(row: SeriesRow | undefined, from: number, to: number): number {
  if (row === undefined) return 0;
  const span = Math.min(to, row.end_time) - Math.max(from, row.start_time);
  return span <= 0 ? 0 : (row.point_count * span) / (row.end_time - row.start_time);
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
    alternatives: [{ option: 'new_series', value: 'allow' }],
  });
}

async function storedSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  ids: string[],
): Promise<Map<string, SeriesRow>> {
  const found = new Map<string, SeriesRow>();
  for (const some of idsInParts(ids)) {
    const rows = await trx.selectFrom(seriesById(dataset, some).as('series')).selectAll().execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/** Appends new series after the others. */
async function addSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: SeriesObservations[],
  version: number,
  mayTransferBuffers: boolean,
  totals: Totals,
): Promise<void> {
  const names = dataset.covariates;
  const numbers = series.reduce((sum, { times }) => sum + times.length, 0) * (2 + names.length);
  const packed = await workIn(trx, 'pack', { series, names }, bytesOfNumbers(numbers), mayTransferBuffers);
  await insertSeries(trx, dataset, packed, totals.position, version);
  totals.position += packed.length;
  for (const { id, point_count, missing_count, chunks } of packed) {
    totals.newIds.push(id);
    totals.added += point_count;
    count(totals, missing_count, chunks[0].first_time, chunks[chunks.length - 1].last_time);
  }
}

/** Merges observations into stored series. Values that are replaced rewrite the chunks from the first given time to the
 *  last. New observations move those behind them, so they rewrite all chunks from the first given time on; mostly
 *  these are the last ones.
 *  @returns the rows of the series that changed, as they were */
async function changeSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: StoredObservations[],
  version: number,
  options: MergeOptions,
  totals: Totals,
): Promise<SeriesRow[]> {
  const parts = await mergedParts(trx, dataset, series, options);
  const missingChanges = await missingAfter(trx, dataset, parts);
  const changed: Change[] = [];
  for (const [i, part] of parts.entries()) {
    const change = changeOf(part, missingChanges[i]);
    if (change === null) continue;
    changed.push(change);
    totals.added += part.added;
    totals.replaced += part.replaced;
    count(totals, missingChanges[i], change.start, change.end);
  }
  await rewriteSeries(trx, dataset, changed, version);
  return changed.map(({ row }) => row);
}

interface MergeOptions {
  missingReplaces: boolean;
  mayTransferBuffers: boolean;
}

interface StoredObservations {
  row: SeriesRow;
  observations: SeriesObservations;
}

/** A series with its new chunks, and the indexes of the stored observations that these replace, as in `Change`. */
interface MergedPart extends StoredObservations, ChangedChunks, ReturnType<typeof indexesOf> {}

/** The merged chunks of each series: from the first given time to the last, or to the end of the series if new
 *  observations move those behind them. */
async function mergedParts(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: StoredObservations[],
  { missingReplaces, mayTransferBuffers }: MergeOptions,
): Promise<MergedPart[]> {
  const work = await withChunks(trx, dataset, series, { isToEnd: false });
  const isPart = work.map(({ row, chunks }) => endIndexOf(chunks) < row.point_count);
  const isLast = !isPart.includes(true);
  const merged = await mergeAll(trx, dataset, work, missingReplaces, mayTransferBuffers && isLast);
  const moving = series.flatMap((_, i) => (isPart[i] && merged[i].added > 0 ? [i] : []));
  const numbersOf = (i: number) => series[i].row.point_count * (2 + dataset.covariates.length);
  for (const indexes of groupedBySize(moving, numbersOf, { sizeMax: mergedNumbersMax })) {
    const some = indexes.map((i) => series[i]);
    const again = await withChunks(trx, dataset, some, { isToEnd: true });
    const results = await mergeAll(trx, dataset, again, missingReplaces, mayTransferBuffers);
    for (const [at, i] of indexes.entries()) merged[i] = results[at];
  }
  return merged;
}

interface ToMerge extends StoredObservations {
  chunks: StoredChunk[];
}

/** The series with their stored chunks from the first given time on. @param isToEnd whether also those
 *  behind the last given time */
async function withChunks(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: StoredObservations[],
  { isToEnd }: { isToEnd: boolean },
): Promise<ToMerge[]> {
  const ranges = series.map(({ row, observations: { times } }) => {
    return { row, time: times[0], to: isToEnd ? Number.MAX_SAFE_INTEGER : times[times.length - 1] };
  });
  const stored = await chunksFrom(trx, dataset, ranges);
  return series.map((one) => ({ ...one, chunks: stored.get(one.row.position) ?? [] }));
}

async function mergeAll(
  trx: Transaction<Database>,
  { covariates: names }: DatasetRow,
  work: ToMerge[],
  missingReplaces: boolean,
  mayTransferBuffers: boolean,
): Promise<MergedPart[]> {
  const columns = 2 + names.length;
  const series = work.map(({ row, chunks, observations: { times, values, covariates } }) => ({
    chunks: chunks.map(columnsOf),
    firstIndex: chunks[0].first_index,
    pointCount: row.point_count,
    observations: { times, values, covariates },
  }));
  const bytes = series.reduce((sum, { chunks, observations }) => {
    return sum + bytesOfNumbers(observations.times.length * columns) + sizeOf(chunks, columns);
  }, 0);
  const task = { series, names, missingReplaces };
  const results = await workIn(trx, 'merge', task, bytes, mayTransferBuffers);
  return work.map(({ row, observations, chunks }, i) => ({
    ...{ row, observations, ...indexesOf(chunks) },
    ...results[i],
  }));
}

/** The change of a series; null if nothing of it changes. @param missing difference of its missing values */
function changeOf(
  { row, observations, added, replaced, firstIndex, endIndex, chunks }: MergedPart,
  missing: number,
): Change | null {
  const attributes = { ...row.static, ...observations.static };
  requireFewAttributes(row, attributes);
  const attributesChange = Object.entries(observations.static).some(
    ([name, value]) => row.static[name] !== value,
  );
  if (added + replaced === 0 && !attributesChange) return null;
  const ends = chunks.length === 0 ? [] : [chunks[0].first_time, chunks[chunks.length - 1].last_time];
  return {
    row,
    start: Math.min(row.start_time, ...ends),
    end: Math.max(row.end_time, ...ends),
    point_count: row.point_count + added,
    missing_count: row.missing_count + missing,
    attributes,
    firstIndex,
    endIndex,
    chunks,
  };
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
  /** Index behind the last stored observation that the new chunks replace. */
  endIndex: number;
  /** Empty: the stored chunks stay. */
  chunks: PackedChunk[];
}

/** Writes changes of series as a new version, in few statements. The planner knows nothing of a new dataset, and would
 *  read all its rows for each batch. Lateral queries, here and below, take the index for each series. */
async function rewriteSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  changes: Change[],
  version: number,
): Promise<void> {
  const replaced = changes.filter(({ chunks }) => chunks.length > 0);
  await endChunks(
    trx,
    dataset,
    replaced.map(({ row, firstIndex, endIndex }) => ({ position: row.position, firstIndex, endIndex })),
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

/** Ends the newest chunks of series between two indexes, without the second: they belong to the versions
 *  up to the present one. */
export async function endChunks(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: { position: number; firstIndex: number; endIndex: number }[],
): Promise<void> {
  if (series.length === 0) return;
  await sql`
    UPDATE series_chunks SET to_version = ${dataset.version}
    FROM unnest(${series.map(({ position }) => position)}::integer[],
        ${series.map(({ firstIndex }) => firstIndex)}::integer[],
        ${series.map(({ endIndex }) => endIndex)}::integer[]) AS ended (position, first_index, end_index)
      CROSS JOIN LATERAL (
        SELECT chunk.ctid FROM series_chunks AS chunk
        WHERE chunk.dataset_id = ${dataset.id} AND chunk.position = ended.position
          AND chunk.first_index >= ended.first_index AND chunk.first_index < ended.end_index AND chunk.to_version IS NULL
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
