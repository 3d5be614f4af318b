import type { Kysely } from 'kysely';
import { chunkPointsMax } from '../../chunks/index.ts';
import type { PointsPage, VersionQuery } from '../../contracts/ports/index.ts';
import { type PointsQuery, parseTime, requireDatasetKind } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { encodeCursor, readNumberCursor } from '../database/cursor.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { unpacked } from './chunk-rows.ts';
import { isCurrent, seriesById, seriesNotFound } from './rows.ts';
import { requireKept } from './versions.ts';

/** Reads one page of a series, in time order.
 *  @throws AppError dataset_kind_mismatch, series_not_found, version_not_found, version_expired, request_invalid,
 *  cursor_invalid */
export async function readPage(
  db: Kysely<Database>,
  dataset: DatasetRow,
  seriesId: string,
  query: PointsQuery & VersionQuery,
): Promise<PointsPage> {
  requireDatasetKind(dataset, 'numeric', {
    symbols: `GET /v1/datasets/${dataset.id}/sequences/:series_id gives symbols`,
  });
  const { version } = query;
  if (version !== undefined) requireKept(dataset, version);
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
