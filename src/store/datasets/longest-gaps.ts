/** The longest gaps of series. Times alone are read, a bounded number at once. */
import { type Kysely, sql } from 'kysely';
import { sizeOf } from '../../chunks/index.ts';
import type { ChunkColumns, PackedChunk } from '../../contracts/ports/index.ts';
import { groupedBySize } from '../../contracts/schemas/index.ts';
import { throwIfAbandoned } from '../../sharing/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { columnsOf, isOfAsked } from './chunk-rows.ts';
import { workIn } from './chunk-work.ts';
import { askedSeries } from './read-series.ts';

/** Times that one query loads. The search may end after each. */
const timesAtOnce = 262_144;

/** Consecutive observations of a series, by their indexes. `end` is behind the last one. */
interface Piece {
  id: string;
  position: number;
  first: number;
  end: number;
}

/** The longest distance of neighbouring times of each series, by its id, in the unit of the times.
 *  @param enough by the id of the series; one in which a distance is as long as this is not read to its end
 *  @throws AppError call_abandoned */
export async function longestGaps(
  db: Kysely<Database>,
  dataset: DatasetRow,
  enough: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const rows = await askedSeries(db, dataset, { seriesIds: [...enough.keys()] })
    .select(['id', 'position', 'point_count'])
    .execute();
  const pieces = rows.flatMap(({ id, position, point_count }) =>
    Array.from({ length: Math.ceil(point_count / timesAtOnce) }, (_, i): Piece => {
      const first = i * timesAtOnce;
      return { id, position, first, end: Math.min(first + timesAtOnce, point_count) };
    }),
  );
  const longest = new Map<string, number>();
  const ends = new Map<string, number>();
  const isSearched = ({ id }: Piece) => !longest.has(id) || longest.get(id)! < enough.get(id)!;
  for (const group of groupedBySize(pieces, ({ first, end }) => end - first, { sizeMax: timesAtOnce })) {
    const some = group.filter(isSearched);
    if (some.length === 0) continue;
    throwIfAbandoned();
    const chunks = await timesIn(db, dataset, some);
    const gaps = await workIn(db, 'longestGaps', { chunks: chunks.map(columnsOf) }, sizeOf(chunks, 1));
    for (const [i, { place, first_time, last_time }] of chunks.entries()) {
      const { id } = some[place - 1];
      const before = first_time - (ends.get(id) ?? first_time);
      longest.set(id, Math.max(longest.get(id) ?? 0, before, gaps[i]));
      ends.set(id, last_time);
    }
  }
  return longest;
}

type TimesOfChunk = ChunkColumns & Pick<PackedChunk, 'first_time' | 'last_time'> & { place: number };

/** The chunks that begin in pieces, in order, without their values. `place` is that of the piece, from 1. */
async function timesIn(db: Kysely<Database>, dataset: DatasetRow, pieces: Piece[]): Promise<TimesOfChunk[]> {
  const { rows } = await sql<TimesOfChunk>`
    SELECT asked.place::integer AS place, chunk.first_time, chunk.last_time, chunk.point_count, chunk.encoding, chunk.times,
      ''::bytea AS "values", ''::bytea AS covariates
    FROM unnest(${pieces.map(({ position }) => position)}::integer[], ${pieces.map(({ first }) => first)}::integer[],
        ${pieces.map(({ end }) => end)}::integer[])
        WITH ORDINALITY AS asked (position, first_index, end_index, place)
      CROSS JOIN LATERAL (
        SELECT * FROM series_chunks AS chunk
        WHERE ${isOfAsked(dataset, undefined)}
          AND chunk.first_index >= asked.first_index AND chunk.first_index < asked.end_index
        OFFSET 0
      ) AS chunk
    ORDER BY asked.place, chunk.first_index`.execute(db);
  return rows;
}
