import { type Kysely, sql } from 'kysely';
import { chunkPointsMax } from '../../chunks/index.ts';
import type { SeriesPart } from '../../contracts/ports/index.ts';
import { plannedAnew } from '../database/statement-names.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { columnsOf } from './chunk-rows.ts';
import { isCurrent, nextPosition, seriesIn } from './rows.ts';
import { expiredMeanwhile, findReadable } from './versions.ts';

/** Chunks that one query of a stream loads, and observations if the chunks are short. */
const partChunksMin = 32;
const partChunksMax = 1_000;
const partPointsMin = partChunksMin * chunkPointsMax;
const firstIndexMax = 2 ** 31 - 1;

/** Streams a version as it is stored. Each part has the chunks of one series, or of a part of it.
 *  @throws AppError version_expired, dataset_not_found if the version expires or the dataset is deleted
 *  meanwhile, before the next part */
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
    // A join of all chunks would be sorted for each part. So a part is cut off first, and then finds
    // each series by its position.
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
    // Chunks are deleted when their version expires. A long stream of a version that has expired ends early.
    if (!isEnd) await findReadable(db, dataset.tenant_id, dataset.id, version);
    else if (points !== expected) throw await expiredMeanwhile(db, dataset, version);
    if (parts.length > 0) yield parts;
    if (isEnd) return;
  }
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
