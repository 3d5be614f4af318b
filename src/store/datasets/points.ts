import { type Kysely, type RawBuilder, sql } from 'kysely';
import { chunkPointsMax, sizeOf } from '../../chunks/index.ts';
import type {
  ChunkColumns,
  Places,
  PointsPage,
  ReadOptions,
  SeriesPart,
  VersionQuery,
} from '../../contracts/ports/index.ts';
import {
  type PointsQuery,
  parseTime,
  partsOf,
  requireDatasetKind,
  rowsOf,
  type SeriesData,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { encodeCursor, readNumberCursor } from '../database/cursor.ts';
import { plannedAnew } from '../database/statement-names.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { workIn } from './chunk-work.ts';
import {
  findDataset,
  isCurrent,
  nextPosition,
  type SeriesRow as Row,
  seriesAt,
  seriesById,
  seriesIn,
  seriesNotFound,
} from './rows.ts';
import { keptVersion, versionExpired } from './versions.ts';

/** Numbers (times, values and covariates) that one query may load. */
export const readNumbersMax = 4_000_000;
/** Chunks that one query of a stream loads, and observations if the chunks are short. */
const partChunksMin = 32;
const partChunksMax = 1_000;
const partPointsMin = partChunksMin * chunkPointsMax;
const seriesAllMax = 2 ** 31 - 1;
const firstIndexMax = 2 ** 31 - 1;

/** Reads one page of a series, in time order.
 *  @throws AppError dataset_kind_mismatch, series_not_found, version_not_found, version_expired, request_invalid,
 *  cursor_invalid */
export async function readPoints(
  db: Kysely<Database>,
  dataset: DatasetRow,
  seriesId: string,
  query: PointsQuery & VersionQuery,
): Promise<PointsPage> {
  requireDatasetKind(dataset, 'numeric', {
    symbols: `GET /v1/datasets/${dataset.id}/sequences/:series_id gives symbols`,
  });
  const version = keptVersion(dataset, query.version);
  const after = readNumberCursor('points', query.cursor, 'bigint');
  const from = Math.max(
    readBound(dataset, 'from', query.from) ?? Number.MIN_SAFE_INTEGER,
    after === null ? Number.MIN_SAFE_INTEGER : after + 1,
  );
  const to = readBound(dataset, 'to', query.to) ?? Number.MAX_SAFE_INTEGER;
  const series = await db
    .selectFrom(seriesById(dataset, [seriesId], version).as('series'))
    .select('position')
    .executeTakeFirst();
  if (series === undefined) {
    throw await seriesNotFound(db, dataset, seriesId);
  }
  // A page may start in the middle of one chunk and end in the middle of another.
  const chunks = await db
    .selectFrom('series_chunks')
    .select(['point_count', 'encoding', 'times', 'values', 'covariates'])
    .where('tenant_id', '=', dataset.tenant_id)
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', series.position)
    .where(isCurrent('series_chunks', version))
    .where('last_time', '>=', from)
    .where('first_time', '<=', to)
    .orderBy('first_index')
    .limit(Math.ceil(query.limit / chunkPointsMax) + 2)
    .execute();
  const [{ times, values, covariates }] = await unpacked(db, [chunks], dataset.covariates);
  const first = times.findIndex((time) => time >= from);
  const start = first < 0 ? times.length : first;
  let end = start;
  while (end < times.length && end < start + query.limit && times[end] <= to) end += 1;
  const hasMore = end < times.length && times[end] <= to;
  return {
    id: seriesId,
    time_kind: dataset.time_kind,
    time_zone: dataset.time_zone,
    times: times.subarray(start, end),
    values: values.subarray(start, end),
    covariates: Object.fromEntries(
      Object.entries(covariates).map(([name, column]) => [name, column.subarray(start, end)]),
    ),
    next_cursor: hasMore ? encodeCursor('points', times[end - 1]) : null,
  };
}

export function readBound(dataset: DatasetRow, name: 'from' | 'to', text: string | undefined): number | null {
  if (text === undefined) return null;
  try {
    return parseTime(text, dataset.time_kind, dataset.time_zone);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const faults = error.details.faults?.map((fault) => ({ ...fault, path: `?${name}` }));
    throw new AppError(error.code, { ...error.details, faults });
  }
}

type SeriesRow = Pick<Row, 'position' | 'id' | 'static' | 'point_count'>;
/** The chunks of a series that were read. `firstPlace` is the place of their first observation. */
type FoundSeries = SeriesRow & SeriesPart & { firstPlace: number };

/** Reads whole series as they are stored, in upload order. */
export async function readPackedSeries(
  db: Kysely<Database>,
  dataset: DatasetRow,
  options: Pick<ReadOptions, 'seriesIds' | 'version'>,
): Promise<SeriesPart[]> {
  const result: SeriesPart[] = [];
  for (const batch of await batchesOf(db, dataset, options))
    for (const { id, static: attributes, chunks } of await readChunks(db, dataset, batch, options))
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

/** Reads series one at a time, in upload order. A change during the reading may appear in some series and not in others,
 *  but never in part of a series. A series that is deleted meanwhile is left out. With a version no change appears.
 *  @throws AppError version_expired, dataset_not_found if the version expires or the dataset is deleted meanwhile */
export async function* streamSeries(
  db: Kysely<Database>,
  dataset: DatasetRow,
  options: ReadOptions = {},
): AsyncGenerator<SeriesData> {
  for (const batch of await batchesOf(db, dataset, options))
    yield* await readBatch(db, dataset, batch, options);
}

/** The series, in groups that one query loads. */
async function batchesOf(
  db: Kysely<Database>,
  dataset: DatasetRow,
  options: ReadOptions,
): Promise<Iterable<SeriesRow[]>> {
  const { tailPoints, places } = options;
  const rows: SeriesRow[] = await askedSeries(db, dataset, options)
    .select(['position', 'id', 'static', 'point_count'])
    .execute();
  const columns = 2 + dataset.covariates.length;
  const pointsOf = ({ id, point_count }: SeriesRow) => {
    const range = places?.get(id);
    const points = range === undefined ? tailPoints : range.end - range.first + chunkPointsMax;
    return points === undefined ? point_count : Math.min(point_count, points + chunkPointsMax);
  };
  return partsOf(rows, (row) => pointsOf(row) * columns, { sizeMax: readNumbersMax });
}

/** Query of the rows of the series that the options name, in upload order. */
export function askedSeries(
  db: Kysely<Database>,
  dataset: DatasetRow,
  { seriesIds, seriesMax, places, version }: ReadOptions,
) {
  const ids = seriesIds ?? (places && [...places.keys()]);
  const source = ids === undefined ? seriesIn(dataset, version) : seriesById(dataset, ids, version);
  return db
    .selectFrom(source.as('series'))
    .orderBy('position')
    .limit(seriesMax ?? seriesAllMax);
}

async function readBatch(
  db: Kysely<Database>,
  dataset: DatasetRow,
  batch: SeriesRow[],
  options: ReadOptions,
): Promise<SeriesData[]> {
  const { tailPoints, until, after, places, version } = options;
  const stored = await readChunks(db, dataset, batch, options);
  const isEnd = until === undefined && after === undefined && places === undefined;
  const isMissed = (series: (typeof stored)[number]) =>
    places === undefined ? !isWhole(series, tailPoints) : !hasPlaces(series, placesOf(series, places));
  if ((isEnd || places !== undefined) && version !== undefined && stored.some(isMissed))
    throw await expiredMeanwhile(db, dataset, version);
  const found = isEnd ? stored.filter(({ chunks }) => chunks.length > 0) : stored;
  const arrays = await unpacked(
    db,
    found.map(({ chunks }) => chunks),
    dataset.covariates,
  );
  return found.map((row, i) => ({
    id: row.id,
    static: row.static,
    ...(places !== undefined
      ? placesIn(arrays[i], placesOf(row, places), row.firstPlace)
      : after === undefined
        ? tailOf(arrays[i], tailPoints ?? Number.POSITIVE_INFINITY, until ?? Number.POSITIVE_INFINITY)
        : headAfter(arrays[i], after, until ?? Number.POSITIVE_INFINITY)),
  }));
}

/** Whether the chunks have the observations that the row of their series counts. */
function isWhole({ chunks, point_count }: SeriesRow & SeriesPart, tailPoints = point_count): boolean {
  const points = chunks.reduce((sum, chunk) => sum + chunk.point_count, 0);
  return points >= Math.min(tailPoints, point_count);
}

/** The range that is read of a series, within its observations. */
function placesOf(
  { id, point_count }: Pick<SeriesRow, 'id' | 'point_count'>,
  places: NonNullable<ReadOptions['places']>,
): Places {
  const { first, end } = places.get(id) ?? { first: 0, end: 0 };
  const within = Math.min(end, point_count);
  return { first: Math.max(0, Math.min(first, within)), end: within };
}

/** Whether the chunks have all observations of a range. */
function hasPlaces({ chunks, firstPlace }: FoundSeries, { first, end }: Places): boolean {
  const points = chunks.reduce((sum, chunk) => sum + chunk.point_count, 0);
  return first === end || (firstPlace <= first && firstPlace + points >= end);
}

/** The series of a group with the chunks that the options ask for, in order. Lateral queries take an index for each series, with any plan. */
async function readChunks(
  db: Kysely<Database>,
  dataset: DatasetRow,
  batch: SeriesRow[],
  options: ReadOptions,
): Promise<FoundSeries[]> {
  const positions = batch.map((row) => row.position);
  const ranges = batch.map((row) => options.places && placesOf(row, options.places));
  const { rows } = await sql<ChunkColumns & { position: number; first_index: number }>`
    SELECT chunk.position, chunk.first_index, chunk.point_count, chunk.encoding, chunk.times, chunk."values",
      chunk.covariates
    FROM unnest(${positions}::integer[], ${ranges.map((range) => range?.first ?? null)}::bigint[],
        ${ranges.map((range) => range?.end ?? null)}::bigint[]) AS asked (position, first_place, end_place)
      CROSS JOIN LATERAL (${askedRange(dataset, options)} OFFSET 0) AS range
      CROSS JOIN LATERAL (
        SELECT * FROM series_chunks AS chunk
        WHERE ${isOfAsked(dataset, options.version)}
          AND chunk.first_index >= range.least_index AND chunk.first_index < range.end_index
          AND chunk.first_index + chunk.point_count > range.first_index
        OFFSET 0
      ) AS chunk`.execute(db);
  const byPosition = Map.groupBy(rows, (chunk) => chunk.position);
  return batch.map((row) => {
    const chunks = byPosition.get(row.position) ?? [];
    chunks.sort((x, y) => x.first_index - y.first_index);
    return { ...row, firstPlace: chunks[0]?.first_index ?? 0, chunks: chunks.map(columnsOf) };
  });
}

/** SQL condition: the chunk belongs to the version and to the series with the position `asked.position`. */
export function isOfAsked({ tenant_id, id }: DatasetRow, version: number | undefined): RawBuilder<boolean> {
  return sql`chunk.tenant_id = ${tenant_id} AND chunk.dataset_id = ${id} AND chunk.position = asked.position
    AND ${isCurrent('chunk', version)}`;
}

/** SQL: which chunks of a series the options ask for, as indexes of its observations: chunks that begin from `least_index` on and before
 *  `end_index`, and end behind `first_index`. The row is absent if there are none. No chunk is longer than `chunkPointsMax`, so
 *  `least_index` follows from the others. It is a column, since the policies of tenants keep sums out of the conditions of an index. The chunk at
 *  a time is sought from the end: most calls ask for the last observations. */
function askedRange(
  dataset: DatasetRow,
  { tailPoints, until, after, places, version }: ReadOptions,
): RawBuilder<unknown> {
  const series = sql`${seriesAt(dataset, sql`asked.position`, version)} AS series`;
  const lastChunkBy = (time: number, condition = sql`true`) => sql`
    SELECT chunk.first_index, chunk.point_count, chunk.last_time FROM series_chunks AS chunk
    WHERE ${isOfAsked(dataset, version)} AND chunk.first_time <= ${time} AND ${condition}
    ORDER BY chunk.first_index DESC LIMIT 1`;
  const rangeOf = (first: RawBuilder<unknown>, end: RawBuilder<unknown>) => sql`
    ${first} AS first_index, ${first} - ${chunkPointsMax - 1}::bigint AS least_index, ${end} AS end_index`;
  if (places !== undefined) return sql`SELECT ${rangeOf(sql`asked.first_place`, sql`asked.end_place`)}`;
  if (after !== undefined) {
    const { time, points } = after;
    const first = sql`coalesce(chunk_at.first_index + CASE WHEN chunk_at.last_time > ${time} THEN 0 ELSE chunk_at.point_count END, 0)`;
    // In the first chunk, all points but one may lie before that time.
    const end = sql`${first} + ${chunkPointsMax + points}::bigint`;
    return sql`
      SELECT ${rangeOf(first, end)}
      FROM ${series} LEFT JOIN LATERAL (${lastChunkBy(time, sql`series.start_time <= ${time}`)}) AS chunk_at ON true`;
  }
  const tailFrom = (end: RawBuilder<unknown>) =>
    tailPoints === undefined ? sql`0` : sql`${end} - ${tailPoints}::bigint`;
  const end = sql`${firstIndexMax}::bigint`;
  if (until !== undefined) {
    // The tail ends in the last chunk that starts at or before `until`; at least its first observation belongs to it.
    const first = sql`chunk_at.first_index`;
    return sql`SELECT ${rangeOf(tailFrom(first), sql`${first} + 1`)} FROM (${lastChunkBy(until)}) AS chunk_at`;
  }
  if (tailPoints === undefined) return sql`SELECT ${rangeOf(sql`0`, end)}`;
  return sql`SELECT ${rangeOf(tailFrom(sql`series.point_count`), end)} FROM ${series}`;
}

/** The arrays of each series. @param series chunks of each series, in order */
export function unpacked(db: Kysely<Database>, series: ChunkColumns[][], names: string[]): Promise<Arrays[]> {
  return workIn(db, 'unpack', { series, names }, sizeOf(series.flat(), 2 + names.length));
}

/** The columns of a chunk without the rest of its row. */
export function columnsOf({ point_count, encoding, times, values, covariates }: ChunkColumns): ChunkColumns {
  return { point_count, encoding, times, values, covariates };
}

/** Streams a version as it is stored. Each part has the chunks of one series, or of a part of it.
 *  @throws AppError version_expired, dataset_not_found if the version expires or the dataset is deleted meanwhile */
export async function* streamParts(
  db: Kysely<Database>,
  dataset: DatasetRow,
  version: number,
): AsyncGenerator<SeriesPart[]> {
  const isOfVersion = isCurrent('chunk', version);
  const last = (await nextPosition(db, dataset)) - 1;
  let [position, index, points] = [-1, -1, 0];
  let expected: number | null = null;
  let limit = partChunksMin;
  let width = limit;
  for (;;) {
    const to = Math.min(last, position + Math.ceil(width));
    const chunks = db
      .selectFrom('series_chunks as chunk')
      .select(['chunk.position', 'chunk.first_index', 'chunk.point_count', 'chunk.encoding'])
      .select(['chunk.times', 'chunk.values', 'chunk.covariates'])
      .where('chunk.tenant_id', '=', dataset.tenant_id)
      .where('chunk.dataset_id', '=', dataset.id)
      .where(isOfVersion)
      .where(sql<boolean>`(chunk.position, chunk.first_index) > (${position}::integer, ${index}::integer)`)
      // The planner knows how few chunks these bounds leave; of the pair of columns it does not.
      .where('chunk.position', '>=', position)
      .where('chunk.position', '<=', to)
      .orderBy('chunk.position')
      .orderBy('chunk.first_index')
      .limit(limit);
    // A join of all chunks would be sorted for each part. So a part is cut off first, and then finds each series by its position.
    const rows = await db
      .selectFrom(chunks.as('chunk'))
      .modifyFront(plannedAnew)
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom(seriesIn(dataset, version).as('one'))
            .select(['one.id', 'one.static'])
            .whereRef('one.position', '=', 'chunk.position')
            .offset(0)
            .as('series'),
        (join) => join.onTrue(),
      )
      .selectAll()
      .orderBy('chunk.position')
      .orderBy('chunk.first_index')
      .execute();
    const parts: SeriesPart[] = [];
    for (const row of rows) {
      if (parts.length === 0 || row.position !== position)
        parts.push({ id: row.id, static: row.static, chunks: [] });
      parts[parts.length - 1].chunks.push(columnsOf(row));
      [position, index] = [row.position, row.first_index];
      points += row.point_count;
    }
    // The row of the dataset counts the observations of its own version.
    expected ??= version === dataset.version ? dataset.point_count : await pointsIn(db, dataset, version);
    const isShort = rows.length < limit;
    const isEnd = isShort && to >= last;
    if (isShort) [position, index] = [to, firstIndexMax];
    if (rows.length > 0) limit = chunksAtOnce(parts);
    // Deleted series leave positions without chunks, perhaps many in a row.
    width = Math.max(limit, isShort ? 2 * width : width / 2);
    // Chunks are deleted when their version expires.
    if (isEnd && points !== expected) throw await expiredMeanwhile(db, dataset, version);
    if (parts.length > 0) yield parts;
    if (isEnd) return;
  }
}

/** The error of a read that missed observations of its version. @throws AppError dataset_not_found */
export async function expiredMeanwhile(
  db: Kysely<Database>,
  { tenant_id, id }: DatasetRow,
  version: number,
): Promise<AppError> {
  return versionExpired(await findDataset(db, tenant_id, id), version);
}

/** More chunks are loaded at once where they are short. */
function chunksAtOnce(parts: SeriesPart[]): number {
  const chunks = parts.flatMap((part) => part.chunks);
  const points = chunks.reduce((sum, { point_count }) => sum + point_count, 0);
  const enough = Math.ceil((partPointsMin * chunks.length) / Math.max(1, points));
  return Math.min(partChunksMax, Math.max(partChunksMin, enough));
}

async function pointsIn(db: Kysely<Database>, dataset: DatasetRow, version: number): Promise<number> {
  const { points } = await db
    .selectFrom(seriesIn(dataset, version).as('series'))
    .select(sql<number>`coalesce(sum(point_count), 0)::bigint`.as('points'))
    .executeTakeFirstOrThrow();
  return points;
}

type Arrays = Omit<SeriesData, 'id' | 'static'>;

function tailOf(arrays: Arrays, points: number, until: number): Arrays {
  let to = arrays.times.length;
  while (to > 0 && arrays.times[to - 1] > until) to--;
  return rowsOf(arrays, Math.max(0, to - points), to);
}

function placesIn(arrays: Arrays, { first, end }: Places, firstPlace: number): Arrays {
  return rowsOf(arrays, Math.max(0, first - firstPlace), Math.max(0, end - firstPlace));
}

function headAfter(
  arrays: Arrays,
  { time, points }: NonNullable<ReadOptions['after']>,
  until: number,
): Arrays {
  const first = arrays.times.findIndex((one) => one > time);
  const from = first < 0 ? arrays.times.length : first;
  const end = arrays.times.findIndex((one) => one > until);
  return rowsOf(arrays, from, Math.max(from, Math.min(end < 0 ? arrays.times.length : end, from + points)));
}
