/** Rows of chunks as queries find them, and their arrays. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { sizeOf } from '../../chunks/index.ts';
import type { ChunkColumns } from '../../contracts/ports/index.ts';
import type { SeriesData } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { workIn } from './chunk-work.ts';
import { isCurrent } from './rows.ts';

export type Arrays = Omit<SeriesData, 'id' | 'static'>;

/** The arrays of each series. @param series chunks of each series, in order */
export function unpacked(db: Kysely<Database>, series: ChunkColumns[][], names: string[]): Promise<Arrays[]> {
  return workIn(db, 'unpack', { series, names }, sizeOf(series.flat(), 2 + names.length));
}

/** The columns of a chunk without the rest of its row. */
export function columnsOf({ point_count, encoding, times, values, covariates }: ChunkColumns): ChunkColumns {
  return { point_count, encoding, times, values, covariates };
}

/** SQL condition: the chunk belongs to the version and to the series with the position `asked.position`. */
export function isOfAsked({ tenant_id, id }: DatasetRow, version: number | undefined): RawBuilder<boolean> {
  return sql`chunk.tenant_id = ${tenant_id} AND chunk.dataset_id = ${id} AND chunk.position = asked.position
    AND ${isCurrent('chunk', version)}`;
}
