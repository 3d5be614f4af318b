/** Stores new datasets of numeric series. */
import type { Insertable, Transaction } from 'kysely';
import { bytesOfNumbers } from '../../chunks/index.ts';
import type { PackedChunk, PackedDataset, PackedSeries } from '../../contracts/ports/index.ts';
import {
  type Dataset,
  type ImportedNumericModel,
  newId,
  type ParsedDataset,
  type SeriesData,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import type {
  Database,
  DatasetRow,
  DatasetsTable,
  SeriesChunksTable,
  SeriesTable,
} from '../database/tables.ts';
import { workIn } from './chunk-work.ts';
import { toDataset } from './rows.ts';
import { recordVersion } from './versions.ts';

/** Bounds of one INSERT: its statement is written, and its bytes are sent, without a pause for other calls. */
const insertRowsMax = 100;
const insertBytesMax = 1024 * 1024;
/** Numbers that one task packs. A longer series is a task by itself. */
const packedNumbersMax = 65_536;

export async function insertDataset(
  trx: Transaction<Database>,
  tenant: TenantId,
  parsed: ParsedDataset | PackedDataset,
): Promise<Dataset> {
  const series = await packedSeries(trx, parsed);
  const row = describe(tenant, { ...parsed, series });
  const stored = await trx.insertInto('datasets').values(row).returningAll().executeTakeFirstOrThrow();
  await insertSeries(trx, stored, series);
  const { point_count: added } = stored;
  await recordVersion(trx, stored, { version: 1, change: 'upload', added, replaced: 0 });
  return toDataset(stored);
}

/** Inserts a dataset without observations. */
export async function insertEmptyDataset(
  trx: Transaction<Database>,
  tenant: TenantId,
  { name, ...header }: ImportedNumericModel['dataset'],
): Promise<DatasetRow> {
  const described = describe(tenant, { name, header, series: [], warnings: [], reading: null });
  const row = { ...described, start_time: null, end_time: null };
  const stored = await trx.insertInto('datasets').values(row).returningAll().executeTakeFirstOrThrow();
  await recordVersion(trx, stored, { version: 1, change: 'upload', added: 0, replaced: 0 });
  return stored;
}

/** The series of an upload, packed. A reader in a thread has packed them already. */
async function packedSeries(
  trx: Transaction<Database>,
  { header, series }: ParsedDataset | PackedDataset,
): Promise<PackedSeries[]> {
  if (arePacked(series)) return series;
  const names = header.covariates;
  const packed: PackedSeries[] = [];
  for (let from = 0; from < series.length; ) {
    const batch: SeriesData[] = [];
    let numbers = 0;
    while (from < series.length && (batch.length === 0 || numbers < packedNumbersMax)) {
      const one = series[from++];
      batch.push(one);
      numbers += one.times.length * (2 + names.length);
    }
    for (const one of await workIn(trx, 'pack', { series: batch, names }, bytesOfNumbers(numbers)))
      packed.push(one);
  }
  return packed;
}

function arePacked(series: SeriesData[] | PackedSeries[]): series is PackedSeries[] {
  return series.length === 0 || 'chunks' in series[0];
}

function describe(
  tenant: TenantId,
  { name, header, series, warnings, reading }: Omit<PackedDataset, 'head'>,
): Insertable<DatasetsTable> {
  let [points, missing, start, end] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of series) {
    points += one.point_count;
    missing += one.missing_count;
    start = Math.min(start, one.chunks[0].first_time);
    end = Math.max(end, one.chunks[one.chunks.length - 1].last_time);
  }
  return {
    id: newId('dataset'),
    tenant_id: tenant,
    name,
    kind: 'numeric',
    version: 1,
    series_count: series.length,
    point_count: points,
    missing_count: missing,
    time_kind: header.time_kind,
    time_zone: header.time_zone,
    frequency: JSON.stringify(header.frequency),
    start_time: start,
    end_time: end,
    target: header.target,
    covariates: header.covariates,
    warnings: JSON.stringify(warnings),
    reading: reading === null ? undefined : JSON.stringify(reading),
  };
}

/** Inserts series after `firstPosition`. @param since version of the dataset that adds them */
export async function insertSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: PackedSeries[],
  firstPosition = 0,
  since = 1,
): Promise<void> {
  const { id: dataset_id, tenant_id } = dataset;
  for (let from = 0; from < series.length; from += insertRowsMax) {
    const rows = series.slice(from, from + insertRowsMax).map(
      (one, i): Insertable<SeriesTable> => ({
        dataset_id,
        position: firstPosition + from + i,
        tenant_id,
        id: one.id,
        start_time: one.chunks[0].first_time,
        end_time: one.chunks[one.chunks.length - 1].last_time,
        point_count: one.point_count,
        missing_count: one.missing_count,
        static: JSON.stringify(one.static),
        since_version: since,
      }),
    );
    await trx.insertInto('series').values(rows).execute();
  }
  await insertChunks(
    trx,
    dataset,
    series.map(({ chunks }, i) => ({ position: firstPosition + i, chunks })),
    since,
  );
}

/** Inserts chunks of several series. */
export async function insertChunks(
  trx: Transaction<Database>,
  { id: dataset_id, tenant_id }: Pick<DatasetRow, 'id' | 'tenant_id'>,
  series: { position: number; chunks: PackedChunk[] }[],
  version: number,
): Promise<void> {
  let rows: Insertable<SeriesChunksTable>[] = [];
  let bytes = 0;
  const flush = async () => {
    if (rows.length > 0) await trx.insertInto('series_chunks').values(rows).execute();
    rows = [];
    bytes = 0;
  };
  for (const { position, chunks } of series) {
    for (const chunk of chunks) {
      rows.push({ dataset_id, position, tenant_id, ...chunk, from_version: version });
      bytes += chunk.times.length + chunk.values.length + chunk.covariates.length;
      if (rows.length >= insertRowsMax || bytes >= insertBytesMax) await flush();
    }
  }
  await flush();
}
