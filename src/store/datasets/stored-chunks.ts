/** Reads the newest chunks of series around given times. */
import { sql, type Transaction } from 'kysely';
import type { ChunkColumns, PackedChunk } from '../../contracts/ports/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import type { SeriesRow } from './rows.ts';

export type StoredChunk = ChunkColumns & Pick<PackedChunk, 'first_index'>;

/** Index behind the last observation of chunks, which are in order. */
export function endIndexOf(chunks: StoredChunk[]): number {
  const { first_index, point_count } = chunks[chunks.length - 1];
  return first_index + point_count;
}

/** Index of the first observation of chunks, which are in order, and the index behind the last one. */
export const indexesOf = (chunks: StoredChunk[]) => ({
  firstIndex: chunks[0].first_index,
  endIndex: endIndexOf(chunks),
});

/** For each series the chunk that contains a time, or the first one behind it, and those after it up to another time,
 *  which both have. When the time is later than all, the last chunk. @returns the chunks by position, in order; at
 *  least one of each series */
export async function chunksFrom(
  trx: Transaction<Database>,
  { id }: DatasetRow,
  series: { row: SeriesRow; time: number; to: number }[],
): Promise<Map<number, StoredChunk[]>> {
  const isCurrent = sql`other.dataset_id = ${id} AND other.position = given.position AND other.to_version IS NULL`;
  // A time is sought from the end of its series: most changes are there.
  const { rows } = await sql<StoredChunk & { position: number }>`
    SELECT chunk.position, chunk.first_index, chunk.point_count, chunk.encoding, chunk.times, chunk."values",
      chunk.covariates
    FROM unnest(${series.map(({ row }) => row.position)}::integer[], ${series.map(({ row }) => row.point_count)}::integer[],
        ${series.map(({ row }) => row.start_time)}::bigint[], ${series.map(({ row }) => row.end_time)}::bigint[],
        ${series.map(({ row, time }) => Math.min(time, row.end_time))}::bigint[], ${series.map(({ to }) => to)}::bigint[])
        AS given (position, point_count, start_time, end_time, time, to_time)
      CROSS JOIN LATERAL (
        SELECT coalesce((
          SELECT other.first_index + other.point_count FROM series_chunks AS other
          WHERE ${isCurrent} AND other.first_index < given.point_count AND other.last_time < given.time
            AND given.start_time < given.time
          ORDER BY other.first_index DESC LIMIT 1
        ), 0) AS first_index OFFSET 0
      ) AS first
      CROSS JOIN LATERAL (
        SELECT coalesce((
          SELECT other.first_index FROM series_chunks AS other
          WHERE ${isCurrent} AND other.first_index > first.first_index AND other.first_time > given.to_time
            AND given.end_time > given.to_time
          ORDER BY other.first_index LIMIT 1
        ), given.point_count) AS first_index OFFSET 0
      ) AS next
      CROSS JOIN LATERAL (
        SELECT * FROM series_chunks AS one
        WHERE one.dataset_id = ${id} AND one.position = given.position AND one.to_version IS NULL
          AND one.first_index >= first.first_index AND one.first_index < next.first_index
        OFFSET 0
      ) AS chunk
    ORDER BY chunk.position, chunk.first_index`.execute(trx);
  return Map.groupBy(rows, ({ position }) => position);
}
