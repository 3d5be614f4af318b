import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import { gzippedJson } from '../../chunks/index.ts';
import {
  type ForecastStore,
  type IdempotentCall,
  type NewForecast,
  type NewInstantForecast,
  retention,
  type Stored,
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
import { newestFirst } from '../database/cursor.ts';
import { againAfterDeadlock } from '../database/deadlocks.ts';
import { saveResponse } from '../database/idempotency.ts';
import type { Room } from '../database/room.ts';
import type { Database, ForecastsTable } from '../database/tables.ts';
import { datasetNotFound } from '../datasets/rows.ts';
import { createGroupedInserts, insertRows, refersToNothing } from './grouped-inserts.ts';
import { findModel, modelNotFound } from './models.ts';

const uncompress = promisify(gunzip);
/** At least what a row counts (migration 28). PostgreSQL writes JSON with spaces. */
function bytesOf(answerBytes: number, request: string): number {
  return 512 + answerBytes + Math.ceil(1.5 * request.length);
}

export function createForecastStore(db: Kysely<Database>, room: Room): ForecastStore {
  const insertGrouped = createGroupedInserts(db);

  return {
    save(tenant, forecast, idempotentCall = null) {
      const { forecasts, errors, warnings } = forecast;
      return inOneStep<Forecast & Stored>(db, idempotentCall, async (trx) => {
        const { series_count: _, ...head } = await insertForecast(trx, tenant, forecast, room);
        return { ...head, forecasts, errors, ...(warnings === undefined ? {} : { warnings }) };
      });
    },

    async savePacked(tenant, forecast, made, idempotentCall = null, required = null) {
      const row = { tenant, forecast, required };
      return inOneStep(db, idempotentCall, async (trx) => {
        const bytes = bytesOf(forecast.packed.byteLength, JSON.stringify(forecast.request));
        const insert = () =>
          trx === db ? insertGrouped(row) : insertRows(trx, [row]).then(([stored]) => storedOrThrow(stored));
        const stored = await room.storing(tenant, bytes, insert, trx).catch((error: unknown) => {
          return throwAsDeleted(error, forecast);
        });
        return made(stored);
      });
    },

    saveInstant(tenant, forecast, idempotentCall = null) {
      const { forecasts, errors, warnings, next_cursor } = forecast;
      return inOneStep(db, idempotentCall, async (trx): Promise<InstantForecast> => {
        const { series_count: _, ...head } = await insertInstant(trx, tenant, forecast, room);
        return { ...head, forecasts, errors, warnings, next_cursor };
      });
    },

    async list(tenant, query) {
      const { model_id: reference } = query;
      const isAlias = reference !== undefined && idKindOf(reference) === null;
      const model_id = isAlias ? (await findModel(db, tenant, reference)).id : reference;
      const rows = db
        .selectFrom('forecasts')
        .select(headColumns)
        .where('tenant_id', '=', tenant)
        .$if(model_id !== undefined, (qb) => qb.where('model_id', '=', model_id as string));
      return newestFirst('forecasts', query, rows, toSummary);
    },

    async newest(tenant, modelId, count) {
      const rows = await db
        .selectFrom('forecasts')
        .select(headColumns)
        .where('tenant_id', '=', tenant)
        .where('model_id', '=', modelId)
        .orderBy('id', 'desc')
        .limit(count)
        .execute();
      return rows.map((row) => toSummary(row) as ForecastSummary);
    },

    async packed(tenant, id) {
      const row = await db
        .selectFrom('forecasts')
        .select('answer')
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw forecastNotFound(id);
      return row.answer;
    },

    async get(tenant, id) {
      const row = await db
        .selectFrom('forecasts')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw forecastNotFound(id);
      const { series_count: _, ...head } = toSummary(row);
      return { head, contents: await uncompress(row.answer) };
    },

    async delete(tenant, id) {
      const { numDeletedRows } = await db
        .deleteFrom('forecasts')
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      if (numDeletedRows === 0n) throw forecastNotFound(id);
    },
  };
}

function storedOrThrow(stored: Stored | Error): Stored {
  if (stored instanceof Error) throw stored;
  return stored;
}

/** Runs `insert`, and saves the response of an idempotent call in the same transaction. */
async function inOneStep<Saved>(
  db: Kysely<Database>,
  idempotentCall: IdempotentCall<Saved> | null,
  insert: (trx: Kysely<Database>) => Promise<Saved>,
): Promise<Saved> {
  if (idempotentCall === null) return againAfterDeadlock(() => insert(db));
  const inTransaction = () =>
    db.transaction().execute(async (trx: Transaction<Database>) => {
      const saved = await insert(trx);
      await saveResponse(trx, idempotentCall, saved);
      return saved;
    });
  return againAfterDeadlock(inTransaction);
}

/** @throws AppError model_not_found when the model was deleted in the meantime */
export async function insertForecast(
  db: Kysely<Database>,
  tenant: TenantId,
  { forecasts, errors, warnings, request, ...head }: NewForecast,
  room: Room,
): Promise<ForecastSummary> {
  const row = { ...head, series_count: forecasts.length, request: JSON.stringify(request) };
  const contents = { forecasts, errors, warnings };
  const stored = await insertRow(db, tenant, row, contents, room).catch((error: unknown) =>
    throwAsDeleted(error, head),
  );
  return toSummary(stored) as ForecastSummary;
}

/** @throws AppError model_not_found when the model was deleted in the meantime */
function throwAsDeleted(error: unknown, { model_id }: Pick<NewForecast, 'model_id'>): never {
  throw refersToNothing(error) ? modelNotFound(model_id) : error;
}

async function insertInstant(
  db: Kysely<Database>,
  tenant: TenantId,
  {
    dataset_id,
    dataset_version,
    horizon,
    forecasts,
    errors,
    warnings,
    next_cursor,
    request,
  }: NewInstantForecast,
  room: Room,
): Promise<Extract<NumericForecastSummary, { method: 'instant' }>> {
  const row = {
    ...{ model_id: null, dataset_id, dataset_version, horizon },
    ...{ series_count: forecasts.length, request: JSON.stringify(request) },
  };
  const contents = { forecasts, errors, warnings, next_cursor };
  const stored = await insertRow(db, tenant, row, contents, room).catch((error: unknown) => {
    throw refersToNothing(error) && dataset_id !== null ? datasetNotFound(dataset_id) : error;
  });
  return toSummary(stored) as Extract<NumericForecastSummary, { method: 'instant' }>;
}

/** @param contents fields that no query reads: they are stored as gzipped JSON */
async function insertRow(
  db: Kysely<Database>,
  tenant: TenantId,
  row: Omit<Insertable<ForecastsTable>, 'id' | 'tenant_id' | 'answer' | 'answer_bytes'>,
  contents: object,
  room: Room,
): Promise<HeadRow> {
  const answer = Buffer.from(await gzippedJson(contents));
  const insert = () =>
    db
      .insertInto('forecasts')
      .values({ ...row, id: newId('forecast'), tenant_id: tenant, answer, answer_bytes: answer.byteLength })
      .returning(headColumns)
      .executeTakeFirstOrThrow();
  return room.storing(tenant, bytesOf(answer.byteLength, row.request), insert, db);
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

function forecastNotFound(id: string): AppError {
  return new AppError('forecast_not_found', {
    values: { id },
    detail: `There is no forecast ${id}; the oldest are deleted when there are more than ${retention.forecastsPerTenantMax}.`,
  });
}
