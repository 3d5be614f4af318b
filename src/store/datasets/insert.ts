/** Stores new datasets of numeric series. */
import type { Insertable, Transaction } from 'kysely';
import {
  type Dataset,
  type ImportedNumericModel,
  missingValues,
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
import { packSeries } from './chunks.ts';
import { toDataset } from './rows.ts';
import { recordVersion } from './versions.ts';

/** Bounds of one INSERT: it takes at most 65,535 parameters, and its bytes are packed without a pause for other calls. */
const insertRowsMax = 500;
const insertBytesMax = 1024 * 1024;

export async function insertDataset(
  trx: Transaction<Database>,
  tenant: TenantId,
  parsed: ParsedDataset,
): Promise<Dataset> {
  const row = describe(tenant, parsed);
  const stored = await trx.insertInto('datasets').values(row).returningAll().executeTakeFirstOrThrow();
  await insertSeries(trx, stored, parsed.series);
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

function describe(
  tenant: TenantId,
  { name, header, series, warnings, reading }: ParsedDataset,
): Insertable<DatasetsTable> {
  let [points, missing, start, end] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of series) {
    points += one.times.length;
    missing += missingValues(one);
    start = Math.min(start, one.times[0]);
    end = Math.max(end, one.times[one.times.length - 1]);
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

async function insertSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: SeriesData[],
): Promise<void> {
  const { id: dataset_id, tenant_id } = dataset;
  let rows: Insertable<SeriesTable>[] = [];
  let chunks: Insertable<SeriesChunksTable>[] = [];
  let bytes = 0;
  const flush = async () => {
    // Series first: chunks reference them.
    if (rows.length > 0) await trx.insertInto('series').values(rows).execute();
    if (chunks.length > 0) await trx.insertInto('series_chunks').values(chunks).execute();
    rows = [];
    chunks = [];
    bytes = 0;
  };
  for (const [position, one] of series.entries()) {
    rows.push({
      dataset_id,
      position,
      tenant_id,
      id: one.id,
      start_time: one.times[0],
      end_time: one.times[one.times.length - 1],
      point_count: one.times.length,
      missing_count: missingValues(one),
      static: JSON.stringify(one.static),
    });
    for (const chunk of packSeries(one, dataset.covariates)) {
      chunks.push({ dataset_id, position, tenant_id, ...chunk });
      bytes += chunk.times.length + chunk.values.length + chunk.covariates.length;
      if (chunks.length >= insertRowsMax || bytes >= insertBytesMax) await flush();
    }
  }
  await flush();
}
