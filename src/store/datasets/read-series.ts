import { type Kysely, sql } from 'kysely';
import type { ChunkColumns, ReadOptions, SeriesPart } from '../../contracts/ports/index.ts';
import { groupedBySize, type SeriesData } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { columnsOf, isOfAsked, unpacked } from './chunk-rows.ts';
import { seriesById, seriesIn } from './rows.ts';
import { type AskedSeries, type ChunkRange, chunkRangeOf, type FoundChunks } from './series-ranges.ts';
import { expiredMeanwhile } from './versions.ts';

/** Numbers (times, values and covariates) that one query may load. */
export const readNumbersMax = 4_000_000;
const seriesAllMax = 2 ** 31 - 1;

/** Reads whole series as they are stored, in upload order. */
export async function readPackedSeries(
  db: Kysely<Database>,
  dataset: DatasetRow,
  options: Pick<ReadOptions, 'seriesIds' | 'version'>,
): Promise<SeriesPart[]> {
  const result: SeriesPart[] = [];
  const range = chunkRangeOf({});
  for (const batch of await batchesOf(db, dataset, options, range))
    for (const { id, static: attributes, chunks } of await readChunks(db, dataset, batch, options, range))
      result.push({ id, static: attributes, chunks });
  return result;
}

/** Reads several series, in upload order. */
export async function readSeries(
  db: Kysely<Database>,
  dataset: DatasetRow,
  options: ReadOptions,
): Promise<SeriesData[]> {
  const result: SeriesData[] = [];
  for await (const series of streamSeries(db, dataset, options)) result.push(series);
  return result;
}

/** Reads series one at a time, in upload order. A change during the reading may appear in some series and not in
 *  others, but never in part of a series. A series that is deleted meanwhile is left out. With a
 *  version no change appears.
 *  @throws AppError version_expired, dataset_not_found if the version expires or the dataset is deleted meanwhile */
export async function* streamSeries(
  db: Kysely<Database>,
  dataset: DatasetRow,
  options: ReadOptions = {},
): AsyncGenerator<SeriesData> {
  const range = chunkRangeOf(options);
  for (const batch of await batchesOf(db, dataset, options, range))
    yield* await readBatch(db, dataset, batch, options, range);
}

/** The series, in groups that one query loads. */
async function batchesOf(
  db: Kysely<Database>,
  dataset: DatasetRow,
  options: ReadOptions,
  range: ChunkRange,
): Promise<Iterable<AskedSeries[]>> {
  const rows: AskedSeries[] = await askedSeries(db, dataset, options)
    .select(['position', 'id', 'static', 'point_count'])
    .execute();
  const columns = 2 + (options.leavesOutCovariates ? 0 : dataset.covariates.length);
  return groupedBySize(rows, (row) => range.pointsOf(row) * columns, { sizeMax: readNumbersMax });
}

/** Query of the rows of the series that the options name, in upload order. */
export function askedSeries(
  db: Kysely<Database>,
  dataset: DatasetRow,
  { seriesIds, seriesMax, indexes, version }: ReadOptions,
) {
  const ids = seriesIds ?? (indexes && [...indexes.keys()]);
  const source = ids === undefined ? seriesIn(dataset, version) : seriesById(dataset, ids, version);
  return db
    .selectFrom(source.as('series'))
    .orderBy('position')
    .limit(seriesMax ?? seriesAllMax);
}

async function readBatch(
  db: Kysely<Database>,
  dataset: DatasetRow,
  batch: AskedSeries[],
  options: ReadOptions,
  range: ChunkRange,
): Promise<SeriesData[]> {
  const { version, leavesOutCovariates = false } = options;
  const stored = await readChunks(db, dataset, batch, options, range);
  if (version !== undefined && stored.some((series) => range.isIncomplete(series)))
    throw await expiredMeanwhile(db, dataset, version);
  const found = range.leavesOutEmpty ? stored.filter(({ chunks }) => chunks.length > 0) : stored;
  const arrays = await unpacked(
    db,
    found.map(({ chunks }) => chunks),
    leavesOutCovariates ? [] : dataset.covariates,
  );
  return found.map((series, i) => ({
    id: series.id,
    static: series.static,
    ...range.rowsIn(arrays[i], series),
  }));
}

/** The series of a group with the chunks of a range, in order. Lateral queries take an index for each
 *  series, with any plan. */
async function readChunks(
  db: Kysely<Database>,
  dataset: DatasetRow,
  batch: AskedSeries[],
  { version, leavesOutCovariates }: ReadOptions,
  range: ChunkRange,
): Promise<FoundChunks[]> {
  const covariates = leavesOutCovariates ? sql`''::bytea AS covariates` : sql`chunk.covariates`;
  const positions = batch.map((row) => row.position);
  const indexes = batch.map((row) => range.indexesOf(row));
  const { rows } = await sql<ChunkColumns & { position: number; first_index: number }>`
    SELECT chunk.position, chunk.first_index, chunk.point_count, chunk.encoding, chunk.times, chunk."values",
      ${covariates}
    FROM unnest(${positions}::integer[], ${indexes.map((one) => one?.first ?? null)}::bigint[],
        ${indexes.map((one) => one?.end ?? null)}::bigint[]) AS asked (position, first_index, end_index)
      CROSS JOIN LATERAL (${range.chunksIn(dataset, version)} OFFSET 0) AS range
      CROSS JOIN LATERAL (
        SELECT * FROM series_chunks AS chunk
        WHERE ${isOfAsked(dataset, version)}
          AND chunk.first_index >= range.least_index AND chunk.first_index < range.end_index
          AND chunk.first_index + chunk.point_count > range.first_index
        OFFSET 0
      ) AS chunk`.execute(db);
  const byPosition = Map.groupBy(rows, (chunk) => chunk.position);
  return batch.map((row) => {
    const chunks = byPosition.get(row.position) ?? [];
    chunks.sort((x, y) => x.first_index - y.first_index);
    return { ...row, firstIndex: chunks[0]?.first_index ?? 0, chunks: chunks.map(columnsOf) };
  });
}
