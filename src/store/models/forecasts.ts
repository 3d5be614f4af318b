import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import {
  type ForecastStore,
  type IdempotentCall,
  type PackedForecast,
  type PackedInstantForecast,
  retention,
  type ServedVersion,
  type Stored,
  type StoredHead,
} from '../../contracts/ports/index.ts';
import {
  type Forecast,
  type ForecastSummary,
  type InstantForecast,
  idKindOf,
  type NumericForecastSummary,
  newId,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { currentCall } from '../../sharing/index.ts';
import { unpackedText } from '../../stored-text.ts';
import { checkedChange } from '../database/checked-change.ts';
import { isWithin, newestFirst, type Scope } from '../database/cursor.ts';
import { againAfterDeadlock, inTransaction } from '../database/deadlocks.ts';
import { saveResponse } from '../database/idempotency.ts';
import type { StorageQuota } from '../database/storage-quota.ts';
import type { Database, ForecastsTable } from '../database/tables.ts';
import { datasetNotFound } from '../datasets/rows.ts';
import { createGroupedInserts, insertRows, refersToNothing } from './grouped-inserts.ts';
import { findModel, modelNotFound } from './models.ts';

/** Fields of a row of an instant forecast that do not depend on who stores it, and the packed answer. */
interface InstantRow
  extends Pick<
    Insertable<ForecastsTable>,
    'model_id' | 'dataset_id' | 'dataset_version' | 'horizon' | 'series_count'
  > {
  request: string;
  answer: Buffer;
}

/** At least what a row counts (migration 28). PostgreSQL writes JSON with spaces. */
function bytesOf(answer: Uint8Array, request: string): number {
  return 512 + answer.byteLength + Math.ceil(1.5 * request.length);
}

/** Larger packed answers are counted as memory of the call before they are read. */
const uncountedBytesMax = 32 * 1024;
/** Memory of a packed answer for each of its bytes: with its copy for a thread; and with its text, which is two
 *  to five times as long. */
const packedCopies = 2;
const unpackedCopies = 6;

/** A forecast with its packed answer. A large one is read by a second statement, after its memory is counted.
 *  @throws AppError forecast_not_found, overloaded */
async function readAnswer(db: Kysely<Database>, tenant: TenantId, id: string, copies: number) {
  const ofForecast = db.selectFrom('forecasts').where('tenant_id', '=', tenant).where('id', '=', id);
  const row = await ofForecast
    .select(headColumns)
    .select('answer_bytes')
    .select(
      sql<Uint8Array | null>`CASE WHEN answer_bytes <= ${uncountedBytesMax} THEN answer END`.as('answer'),
    )
    .executeTakeFirst();
  if (row === undefined) throw forecastNotFound(id);
  const { answer, answer_bytes, ...head } = row;
  if (answer !== null) return { ...head, answer };
  currentCall().memory?.expect(copies * answer_bytes);
  const large = await ofForecast.select('answer').executeTakeFirst();
  if (large === undefined) throw forecastNotFound(id);
  return { ...head, answer: large.answer };
}

export function createForecastStore(db: Kysely<Database>, quota: StorageQuota): ForecastStore {
  const insertGrouped = createGroupedInserts(db);

  return {
    async savePacked(tenant, forecast, made, idempotentCall = null, required = null) {
      const insert = (trx: Kysely<Database>) =>
        trx === db
          ? insertGrouped({ tenant, forecast, required }).catch((error: unknown) =>
              throwAsDeleted(error, forecast),
            )
          : insertForecast(trx, tenant, forecast, required);
      return quota.storing(
        tenant,
        () => bytesOf(forecast.packed, JSON.stringify(forecast.request)),
        () => inOneStep(db, idempotentCall, async (trx) => made(await insert(trx))),
      );
    },

    async saveInstant(tenant, forecast, made, idempotentCall = null) {
      const row = instantRow(forecast);
      return quota.storing(
        tenant,
        () => bytesOf(row.answer, row.request),
        () =>
          inOneStep(db, idempotentCall, async (trx) => {
            const { id, created_at, request } = await insertInstant(trx, tenant, row);
            return made({ id, created_at, request });
          }),
      );
    },

    async list(tenant, query) {
      const { model_id: reference } = query;
      const isAlias = reference !== undefined && idKindOf(reference) === null;
      const model_id = isAlias ? (await findModel(db, tenant, reference)).id : reference;
      const rows = db
        .selectFrom('forecasts')
        .select(headColumns)
        .$if(model_id !== undefined, (qb) => qb.where('tenant_id', '=', tenant));
      const within: Scope = model_id === undefined ? ['tenant_id', tenant] : ['model_id', model_id];
      return newestFirst('forecasts', query, rows, toSummary, { within });
    },

    async newest(tenant, modelId, count) {
      const rows = await db
        .selectFrom('forecasts')
        .select(headColumns)
        .where('tenant_id', '=', tenant)
        .where(isWithin(['model_id', modelId]))
        .orderBy('model_id')
        .orderBy('id', 'desc')
        .limit(count)
        .execute();
      return rows.map((row) => toSummary(row) as ForecastSummary);
    },

    async packed(tenant, id) {
      const { answer } = await readAnswer(db, tenant, id, packedCopies);
      return answer;
    },

    async get(tenant, id) {
      const { answer, ...row } = await readAnswer(db, tenant, id, unpackedCopies);
      return { head: toHead(row), contents: await unpackedText(answer) };
    },

    async delete(tenant, id, precondition = null) {
      const locked = async (trx: Transaction<Database>) => {
        const row = await trx
          .selectFrom('forecasts')
          .select(headColumns)
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) throw forecastNotFound(id);
        return toHead(row);
      };
      const change = async (db: Kysely<Database>) => {
        const { numDeletedRows } = await db
          .deleteFrom('forecasts')
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw forecastNotFound(id);
      };
      return checkedChange(db, { precondition, locked, change });
    },
  };
}

/** Runs `insert`, and saves the response of an idempotent call in the same transaction. */
async function inOneStep<Saved>(
  db: Kysely<Database>,
  idempotentCall: IdempotentCall<Saved> | null,
  insert: (trx: Kysely<Database>) => Promise<Saved>,
): Promise<Saved> {
  if (idempotentCall === null) return againAfterDeadlock(() => insert(db));
  return inTransaction(db, async (trx) => {
    const saved = await insert(trx);
    await saveResponse(trx, idempotentCall, saved);
    return saved;
  });
}

function instantRow({
  dataset_id,
  dataset_version,
  horizon,
  series_count,
  request,
  packed,
}: PackedInstantForecast): InstantRow {
  return {
    model_id: null,
    dataset_id,
    dataset_version,
    horizon,
    series_count,
    request: JSON.stringify(request),
    answer: Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength),
  };
}

/** Stores a forecast in the transaction `trx`. @throws AppError model_not_found when the model was
 *  deleted in the meantime */
export async function insertForecast(
  trx: Kysely<Database>,
  tenant: TenantId,
  forecast: PackedForecast,
  required: ServedVersion | null = null,
): Promise<Stored> {
  const [stored] = await insertRows(trx, [{ tenant, forecast, required }]).catch((error: unknown) =>
    throwAsDeleted(error, forecast),
  );
  if (stored instanceof Error) throw stored;
  return stored;
}

/** @throws AppError model_not_found when the model was deleted in the meantime */
function throwAsDeleted(error: unknown, { model_id }: Pick<PackedForecast, 'model_id'>): never {
  throw refersToNothing(error) ? modelNotFound(model_id) : error;
}

async function insertInstant(
  db: Kysely<Database>,
  tenant: TenantId,
  row: InstantRow,
): Promise<Extract<NumericForecastSummary, { method: 'instant' }>> {
  const stored = await db
    .insertInto('forecasts')
    .values({
      ...row,
      id: newId('forecast'),
      tenant_id: tenant,
      answer_bytes: row.answer.byteLength,
    })
    .returning(headColumns)
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      const { dataset_id = null } = row;
      throw refersToNothing(error) && dataset_id !== null ? datasetNotFound(dataset_id) : error;
    });
  return toSummary(stored) as Extract<NumericForecastSummary, { method: 'instant' }>;
}

const headColumns = [
  'id',
  'model_id',
  'dataset_id',
  'dataset_version',
  'horizon',
  'series_count',
  'request',
  'created_at',
] as const;

type HeadRow = Pick<Selectable<ForecastsTable>, (typeof headColumns)[number]>;

function toSummary(row: HeadRow): NumericForecastSummary {
  const { id, model_id, dataset_id, dataset_version, horizon, request, series_count } = row;
  const created_at = row.created_at.toISOString();
  // A check of the table: the forecast of a model has a dataset.
  if (model_id === null || dataset_id === null || dataset_version === null) {
    const of = { method: 'instant', model_id: null, dataset_id, dataset_version } as const;
    return { id, ...of, horizon, request: request as InstantForecast['request'], created_at, series_count };
  }
  const of = { method: 'trained', model_id, dataset_id, dataset_version } as const;
  return { id, ...of, horizon, request: request as Forecast['request'], created_at, series_count };
}

function toHead(row: HeadRow): StoredHead {
  const { series_count: _, ...head } = toSummary(row);
  return head;
}

function forecastNotFound(id: string): AppError {
  return new AppError('forecast_not_found', {
    values: { id },
    detail: `There is no forecast ${id}; the oldest are deleted when there are more than ${retention.forecastsPerTenantMax}.`,
  });
}
