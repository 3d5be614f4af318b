/** Ranges of the observations of series: which chunks of a series a range needs, and which rows of these. */
import { type RawBuilder, sql } from 'kysely';
import { chunkPointsMax } from '../../chunks/index.ts';
import type { ChunkColumns, IndexRange, ReadOptions, SeriesRange } from '../../contracts/ports/index.ts';
import { rowsOf } from '../../contracts/schemas/index.ts';
import type { DatasetRow } from '../database/tables.ts';
import { type Arrays, isOfAsked } from './chunk-rows.ts';
import { type SeriesRow, seriesAt } from './rows.ts';

export type AskedSeries = Pick<SeriesRow, 'position' | 'id' | 'static' | 'point_count'>;

/** The chunks of a series that a range needs. `firstIndex` is the index of their first observation. */
export interface FoundChunks extends AskedSeries {
  chunks: ChunkColumns[];
  firstIndex: number;
}

export interface ChunkRange {
  /** Observations that are loaded of a series, at most. */
  pointsOf(series: AskedSeries): number;
  /** Indexes of a series, for the columns `first_index` and `end_index` of `asked`; null if the range has none. */
  indexesOf(series: AskedSeries): IndexRange | null;
  /** SQL: the chunks of `asked.position`, as indexes of its observations: chunks that begin from `least_index` on and
   *  before `end_index`, and end behind `first_index`. The row is absent if there are none. No chunk is longer than
   *  `chunkPointsMax`, so `least_index` follows from the others. It is a column, since the policies of tenants keep
   *  sums out of the conditions of an index. */
  chunksIn(dataset: DatasetRow, version: number | undefined): RawBuilder<unknown>;
  /** Whether chunks are missing that the row of the series counts, because they were deleted after it was read. */
  isIncomplete(found: FoundChunks): boolean;
  /** Whether a series without chunks is left out. */
  leavesOutEmpty: boolean;
  rowsIn(arrays: Arrays, found: FoundChunks): Arrays;
}

const seriesEnd = sql`${2 ** 31 - 1}::bigint`;

/** @returns the range of the options; the whole series if they have none */
export function chunkRangeOf({ tailPoints, until, after, indexes }: SeriesRange): ChunkRange {
  if (indexes !== undefined) return rangeOfIndexes(indexes);
  if (after !== undefined) return rangeAfter(after, until ?? Number.POSITIVE_INFINITY);
  return until === undefined ? lastRange(tailPoints ?? null) : rangeUntil(until, tailPoints ?? null);
}

/** The last observations; null: all. */
function lastRange(points: number | null): ChunkRange {
  const countOf = ({ point_count }: AskedSeries) => Math.min(point_count, points ?? point_count);
  return {
    pointsOf: ({ point_count }) => tailSizeOf(point_count, points),
    indexesOf: () => null,
    chunksIn(dataset, version) {
      if (points === null) return sql`SELECT ${columnsOfRange(sql`0`, seriesEnd)}`;
      const first = sql`series.point_count - ${points}::bigint`;
      return sql`SELECT ${columnsOfRange(first, seriesEnd)} FROM ${seriesOf(dataset, version)}`;
    },
    isIncomplete: (found) => pointsIn(found) < countOf(found),
    leavesOutEmpty: true,
    rowsIn: (arrays) => tailOf(arrays, arrays.times.length, points),
  };
}

/** The last observations up to a time; `points` null: all of them. */
function rangeUntil(until: number, points: number | null): ChunkRange {
  return {
    pointsOf: ({ point_count }) => tailSizeOf(point_count, points),
    indexesOf: () => null,
    chunksIn(dataset, version) {
      // The tail ends in the last chunk that starts at or before `until`; at least its first observation belongs to it.
      const last = sql`chunk_at.first_index`;
      const first = points === null ? sql`0` : sql`${last} - ${points}::bigint`;
      return sql`
        SELECT ${columnsOfRange(first, sql`${last} + 1`)} FROM (${lastChunkBy(until, dataset, version)}) AS chunk_at`;
    },
    isIncomplete: () => false,
    leavesOutEmpty: false,
    rowsIn(arrays) {
      let end = arrays.times.length;
      while (end > 0 && arrays.times[end - 1] > until) end--;
      return tailOf(arrays, end, points);
    },
  };
}

/** The first observations after a time, up to another. */
function rangeAfter({ time, points }: NonNullable<SeriesRange['after']>, until: number): ChunkRange {
  return {
    pointsOf: ({ point_count }) => Math.min(point_count, points + 2 * chunkPointsMax),
    indexesOf: () => null,
    chunksIn(dataset, version) {
      const first = sql`coalesce(chunk_at.first_index + CASE WHEN chunk_at.last_time > ${time} THEN 0 ELSE chunk_at.point_count END, 0)`;
      // In the first chunk, all points but one may lie before that time.
      const end = sql`${first} + ${chunkPointsMax + points}::bigint`;
      const chunkAt = lastChunkBy(time, dataset, version, sql`series.start_time <= ${time}`);
      const from = sql`${seriesOf(dataset, version)} LEFT JOIN LATERAL (${chunkAt}) AS chunk_at ON true`;
      if (until === Number.POSITIVE_INFINITY) return sql`SELECT ${columnsOfRange(first, end)} FROM ${from}`;
      return sql`
        SELECT found.first_index, found.least_index, coalesce(later.first_index, found.end_index) AS end_index
        FROM (SELECT ${columnsOfRange(first, end)} FROM ${from} OFFSET 0) AS found
          LEFT JOIN LATERAL (
            SELECT chunk.first_index FROM series_chunks AS chunk
            WHERE ${isOfAsked(dataset, version)} AND chunk.first_index > found.first_index
              AND chunk.first_index < found.end_index AND chunk.first_time > ${until}
            ORDER BY chunk.first_index LIMIT 1
          ) AS later ON true`;
    },
    isIncomplete: () => false,
    leavesOutEmpty: false,
    rowsIn(arrays) {
      const { times } = arrays;
      const first = indexAfter(times, time);
      return rowsOf(arrays, first, Math.max(first, Math.min(indexAfter(times, until), first + points)));
    },
  };
}

/** Observations by their indexes. @param indexes range of each series, by its id */
function rangeOfIndexes(indexes: NonNullable<ReadOptions['indexes']>): ChunkRange {
  const indexesOf = ({ id, point_count }: AskedSeries): IndexRange => {
    const { first, end } = indexes.get(id) ?? { first: 0, end: 0 };
    const within = Math.min(end, point_count);
    return { first: Math.max(0, Math.min(first, within)), end: within };
  };
  return {
    pointsOf(series) {
      const { first, end } = indexesOf(series);
      return Math.min(series.point_count, end - first + 2 * chunkPointsMax);
    },
    indexesOf,
    chunksIn: () => sql`SELECT ${columnsOfRange(sql`asked.first_index`, sql`asked.end_index`)}`,
    isIncomplete(found) {
      const { first, end } = indexesOf(found);
      const { firstIndex } = found;
      return first !== end && (firstIndex > first || firstIndex + pointsIn(found) < end);
    },
    leavesOutEmpty: false,
    rowsIn(arrays, found) {
      const { first, end } = indexesOf(found);
      return rowsOf(arrays, Math.max(0, first - found.firstIndex), Math.max(0, end - found.firstIndex));
    },
  };
}

/** SQL: the last chunk of `asked.position` that begins at or before a time. It is sought from the end: most calls ask
 *  for the last observations. */
function lastChunkBy(
  time: number,
  dataset: DatasetRow,
  version: number | undefined,
  condition = sql`true`,
): RawBuilder<unknown> {
  return sql`
    SELECT chunk.first_index, chunk.point_count, chunk.last_time FROM series_chunks AS chunk
    WHERE ${isOfAsked(dataset, version)} AND chunk.first_time <= ${time} AND ${condition}
    ORDER BY chunk.first_index DESC LIMIT 1`;
}

function columnsOfRange(first: RawBuilder<unknown>, end: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    ${first} AS first_index, ${first} - ${chunkPointsMax - 1}::bigint AS least_index, ${end} AS end_index`;
}

function seriesOf(dataset: DatasetRow, version: number | undefined): RawBuilder<unknown> {
  return sql`${seriesAt(dataset, sql`asked.position`, version)} AS series`;
}

function tailSizeOf(count: number, points: number | null): number {
  return points === null ? count : Math.min(count, points + chunkPointsMax);
}

function pointsIn({ chunks }: FoundChunks): number {
  return chunks.reduce((sum, { point_count }) => sum + point_count, 0);
}

function tailOf(arrays: Arrays, end: number, points: number | null): Arrays {
  return rowsOf(arrays, points === null ? 0 : Math.max(0, end - points), end);
}

/** Index of the first time after another; the number of times if there is none. */
function indexAfter(times: Float64Array, time: number): number {
  const index = times.findIndex((one) => one > time);
  return index < 0 ? times.length : index;
}
