/** How many observations of series lie before some times. */
import { type Kysely, sql } from 'kysely';
import { chunkPointsMax } from '../../chunks/index.ts';
import type { ChunkColumns, ReadOptions, SeriesCounts } from '../../contracts/ports/index.ts';
import { groupedBySize } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { columnsOf, isOfAsked, unpacked } from './chunk-rows.ts';
import { askedSeries, readNumbersMax } from './read-series.ts';
import { expiredMeanwhile } from './versions.ts';

/** A time within a series, and where its count goes. */
interface Inside {
  position: number;
  time: number;
  before: number[];
  at: number;
}

/** The rows of the series answer for times outside of them. Else the one chunk that has the time is
 *  read, without covariates.
 *  @throws AppError version_expired, dataset_not_found if the version expires or the dataset is deleted meanwhile */
export async function countsBefore(
  db: Kysely<Database>,
  dataset: DatasetRow,
  timesOf: (seriesId: string) => readonly number[],
  options: Pick<ReadOptions, 'seriesIds' | 'seriesMax' | 'version'>,
): Promise<SeriesCounts[]> {
  const rows = await askedSeries(db, dataset, options)
    .select(['position', 'id', 'point_count', 'missing_count', 'start_time', 'end_time'])
    .execute();
  const inside: Inside[] = [];
  const counts = rows.map(
    ({ position, id, point_count, missing_count, start_time, end_time }): SeriesCounts => {
      const before: number[] = [];
      for (const [at, time] of timesOf(id).entries()) {
        before.push(time > end_time ? point_count : 0);
        if (time > start_time && time <= end_time) inside.push({ position, time, before, at });
      }
      return { id, point_count, missing_count, before };
    },
  );
  for (const part of groupedBySize(inside, () => 2 * chunkPointsMax, { sizeMax: readNumbersMax }))
    await countInside(db, dataset, part, options.version);
  return counts;
}

async function countInside(
  db: Kysely<Database>,
  dataset: DatasetRow,
  part: Inside[],
  version: number | undefined,
): Promise<void> {
  const { rows } = await sql<ChunkColumns & { place: number; first_index: number }>`
    SELECT asked.place::integer AS place, chunk.first_index, chunk.point_count, chunk.encoding, chunk.times, chunk."values",
      ''::bytea AS covariates
    FROM unnest(${part.map(({ position }) => position)}::integer[], ${part.map(({ time }) => time)}::bigint[])
        WITH ORDINALITY AS asked (position, time, place)
      CROSS JOIN LATERAL (
        SELECT * FROM series_chunks AS chunk
        WHERE ${isOfAsked(dataset, version)} AND chunk.first_time < asked.time
        ORDER BY chunk.first_index DESC LIMIT 1
      ) AS chunk`.execute(db);
  if (rows.length < part.length && version !== undefined) throw await expiredMeanwhile(db, dataset, version);
  const arrays = await unpacked(
    db,
    rows.map((chunk) => [columnsOf(chunk)]),
    [],
  );
  for (const [i, { place, first_index }] of rows.entries()) {
    const { time, before, at } = part[place - 1];
    const { times } = arrays[i];
    const behind = times.findIndex((one) => one >= time);
    before[at] = first_index + (behind < 0 ? times.length : behind);
  }
}
