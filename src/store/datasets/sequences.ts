import { type Insertable, type Kysely, sql, type Transaction } from 'kysely';
import type { ParsedSymbols, SequenceStore } from '../../contracts/ports/index.ts';
import {
  codes,
  type ImportedSymbolModel,
  limits,
  newId,
  requireDatasetKind,
  type SequenceData,
  type TenantId,
  type Vocabulary,
} from '../../contracts/schemas/index.ts';
import { encodeCursor, readNumberCursor } from '../database/cursor.ts';
import { saveResponse } from '../database/idempotency.ts';
import type { PointsBound } from '../database/points-bound.ts';
import type { StorageQuota } from '../database/storage-quota.ts';
import type { Database, DatasetRow, SeriesTable, SymbolSequencesTable } from '../database/tables.ts';
import { datasetNotFound, findDataset, seriesNotFound, toDataset } from './rows.ts';
import { recordVersion } from './versions.ts';

/** Bounds of one INSERT: it takes at most 65,535 parameters, and holds its bytes in memory several times. */
const insertRowsMax = 500;
const insertBytesMax = 8 * 1024 * 1024;
/** Sequences that one query may load. */
const readRowsMax = 1_000;
const bytesPerCode = Uint16Array.BYTES_PER_ELEMENT;

export function createSequenceStore(
  db: Kysely<Database>,
  quota: StorageQuota,
  pointsBound: PointsBound,
): SequenceStore {
  return {
    async create(tenant, parsed, idempotentCall = null) {
      return quota.transaction(async (trx, requireWithinQuota) => {
        const row = await insertDescribed(trx, tenant, describe(tenant, parsed), parsed.vocabulary);
        await insertSequences(trx, row, parsed.sequences);
        await pointsBound.requireIn(trx, tenant, row.point_count);
        await requireWithinQuota(tenant);
        const dataset = toDataset(row);
        await saveResponse(trx, idempotentCall, dataset);
        return dataset;
      });
    },

    async vocabulary(tenant, id) {
      const dataset = await findSymbols(db, tenant, id);
      const { symbols, counts } = await vocabularyOf(db, dataset);
      const { unit, unknown_count } = dataset.symbols!;
      return {
        dataset_id: id,
        unit,
        unknown_count,
        symbols: symbols.map((symbol, i) => ({ symbol, count: counts[i] })),
      };
    },

    async symbols(tenant, id, sequenceId, query) {
      const dataset = await findSymbols(db, tenant, id);
      const cursor = readNumberCursor('symbols', query.cursor) ?? 0;
      const start = Math.max(0, Math.min(limits.sequenceSymbolsMax, cursor));
      const row = await sequencesOf(tenant, id)
        .select([
          'series.point_count',
          sql<Buffer>`substring(codes FROM ${start * bytesPerCode + 1}::integer FOR ${query.limit * bytesPerCode}::integer)`.as(
            'page',
          ),
        ])
        .where('series.id', '=', sequenceId)
        .executeTakeFirst();
      // The dataset may have been deleted meanwhile.
      if (row === undefined) throw await seriesNotFound(db, await findSymbols(db, tenant, id), sequenceId);
      const { symbols } = await vocabularyOf(db, dataset);
      const page = unpacked(row.page);
      const end = start + page.length;
      return {
        id: sequenceId,
        start,
        symbols: Array.from(page, (code) => symbols[code - codes.first] ?? null),
        next_cursor: end < row.point_count ? encodeCursor('symbols', end) : null,
      };
    },

    async read(tenant, id) {
      const dataset = await findSymbols(db, tenant, id);
      const vocabulary = await vocabularyOf(db, dataset);
      const sequences: SequenceData[] = [];
      for (let after = -1; ; ) {
        const rows = await sequencesOf(tenant, id)
          .select(['series.id', 'series.position', 'symbol_sequences.codes'])
          .where('series.position', '>', after)
          .orderBy('series.position')
          .limit(readRowsMax)
          .execute();
        for (const row of rows) sequences.push({ id: row.id, codes: unpacked(row.codes) });
        if (rows.length < readRowsMax) return { vocabulary, sequences };
        after = rows[rows.length - 1].position;
      }
    },

    async ends(tenant, id, { sequencesMax, symbolsMax }) {
      await findSymbols(db, tenant, id);
      const rows = await sequencesOf(tenant, id)
        .select([
          'series.id',
          'series.point_count',
          sql<Buffer>`substring(codes FROM greatest(1, length(codes) - ${symbolsMax * bytesPerCode - 1}::integer))`.as(
            'end',
          ),
        ])
        .orderBy('series.position', 'desc')
        .limit(sequencesMax)
        .execute();
      if (rows.length === 0) await findSymbols(db, tenant, id); // it may have been deleted meanwhile
      return rows.reverse().map(({ id, point_count, end }) => {
        const kept = unpacked(end);
        return { id, codes: kept, isWhole: kept.length === point_count };
      });
    },
  };

  /** Series of a dataset, joined with their symbols. */
  function sequencesOf(tenant: TenantId, id: string) {
    return db
      .selectFrom('series')
      .innerJoin('symbol_sequences', (join) =>
        join
          .onRef('symbol_sequences.dataset_id', '=', 'series.dataset_id')
          .onRef('symbol_sequences.position', '=', 'series.position'),
      )
      .where('series.tenant_id', '=', tenant)
      .where('series.dataset_id', '=', id)
      .where('series.until_version', 'is', null); // always so, and the index by id has these rows alone
  }
}

async function findSymbols(db: Kysely<Database>, tenant: TenantId, id: string): Promise<DatasetRow> {
  const dataset = await findDataset(db, tenant, id);
  requireDatasetKind(dataset, 'symbols', {
    numeric: `GET /v1/datasets/${id}/series/:series_id gives its observations`,
  });
  return dataset;
}

/** @throws AppError dataset_not_found if the dataset was deleted after its row was read */
async function vocabularyOf(db: Kysely<Database>, { id, tenant_id }: DatasetRow): Promise<Vocabulary> {
  const vocabulary = await db
    .selectFrom('symbol_vocabularies')
    .select(['symbols', 'counts'])
    .where('tenant_id', '=', tenant_id)
    .where('dataset_id', '=', id)
    .executeTakeFirst();
  if (vocabulary === undefined) throw datasetNotFound(id);
  return vocabulary;
}

/** Inserts a dataset with a vocabulary and without sequences. */
export function insertEmptySymbols(
  trx: Transaction<Database>,
  tenant: TenantId,
  { name, unit, vocabulary: symbols }: ImportedSymbolModel['dataset'],
): Promise<DatasetRow> {
  const vocabulary = { symbols, counts: symbols.map(() => 0) };
  const described = describe(tenant, { name, unit, vocabulary, sequences: [], warnings: [] });
  return insertDescribed(trx, tenant, { ...described, start_time: null, end_time: null }, vocabulary);
}

async function insertDescribed(
  trx: Transaction<Database>,
  tenant: TenantId,
  described: Insertable<Database['datasets']>,
  { symbols, counts }: Vocabulary,
): Promise<DatasetRow> {
  const row = await trx.insertInto('datasets').values(described).returningAll().executeTakeFirstOrThrow();
  await trx
    .insertInto('symbol_vocabularies')
    .values({
      dataset_id: row.id,
      tenant_id: tenant,
      symbols: JSON.stringify(symbols),
      counts: JSON.stringify(counts),
    })
    .execute();
  const added = row.point_count;
  await recordVersion(trx, row, { version: 1, change: 'upload', added, replaced: 0 });
  return row;
}

/** Row of a dataset of symbols. Symbols have the times 0, 1, 2 …, like series that are uploaded without times. */
function describe(
  tenant: TenantId,
  { name, unit, vocabulary, sequences, warnings }: ParsedSymbols,
): Insertable<Database['datasets']> {
  let [symbols, unknown, longest] = [0, 0, 1];
  for (const { codes: all } of sequences) {
    symbols += all.length;
    longest = Math.max(longest, all.length);
    for (const code of all) if (code === codes.unknown) unknown++;
  }
  const frequency = {
    kind: 'index',
    step: '1',
    season_lengths: [],
    closed_weekdays: [],
    closures: [],
    open_times: null,
  };
  return {
    id: newId('dataset'),
    tenant_id: tenant,
    name,
    kind: 'symbols',
    version: 1,
    series_count: sequences.length,
    point_count: symbols,
    missing_count: 0,
    time_kind: 'integer',
    time_zone: null,
    frequency: JSON.stringify(frequency),
    start_time: 0,
    end_time: longest - 1,
    target: 'symbol',
    covariates: [],
    warnings: JSON.stringify(warnings),
    symbols: JSON.stringify({ unit, vocabulary_size: vocabulary.symbols.length, unknown_count: unknown }),
  };
}

async function insertSequences(
  trx: Transaction<Database>,
  { id: dataset_id, tenant_id }: DatasetRow,
  sequences: readonly SequenceData[],
): Promise<void> {
  let series: Insertable<SeriesTable>[] = [];
  let rows: Insertable<SymbolSequencesTable>[] = [];
  let bytes = 0;
  const flush = async () => {
    if (series.length === 0) return;
    // Series first: their symbols reference them.
    await trx.insertInto('series').values(series).execute();
    await trx.insertInto('symbol_sequences').values(rows).execute();
    [series, rows, bytes] = [[], [], 0];
  };
  for (const [position, { id, codes: all }] of sequences.entries()) {
    series.push({
      dataset_id,
      position,
      tenant_id,
      id,
      start_time: 0,
      end_time: all.length - 1,
      point_count: all.length,
      missing_count: 0,
      static: JSON.stringify({}),
    });
    const packed = Buffer.from(all.buffer, all.byteOffset, all.byteLength);
    rows.push({ dataset_id, position, tenant_id, codes: packed });
    bytes += packed.byteLength;
    if (rows.length >= insertRowsMax || bytes >= insertBytesMax) await flush();
  }
  await flush();
}

/** Codes of 16 bits, little-endian (chunks.ts asserts that the machine is). Copies the bytes, because those of a query
 *  may start at an odd address. */
function unpacked(bytes: Buffer): Uint16Array {
  const copy = new Uint8Array(bytes);
  return new Uint16Array(copy.buffer, 0, copy.byteLength / bytesPerCode);
}
