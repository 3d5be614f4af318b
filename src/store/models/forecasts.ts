import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Kysely, Selectable } from 'kysely';
import pg from 'pg';
import { type ForecastStore, type NewForecast, retention } from '../../contracts/ports/index.ts';
import {
  type Forecast,
  type ForecastSummary,
  idKindOf,
  newId,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { newestFirst } from '../database/cursor.ts';
import { saveResponse } from '../database/idempotency.ts';
import type { Database, ForecastsTable } from '../database/tables.ts';
import { findModel, modelNotFound } from './models.ts';

const compress = promisify(gzip);
const uncompress = promisify(gunzip);
/** The fastest level: forecast numbers compress badly at any level. */
const gzipLevel = 1;

export function createForecastStore(db: Kysely<Database>): ForecastStore {
  return {
    async save(tenant, forecast, idempotentCall = null) {
      const { forecasts, errors } = forecast;
      const insert = async (trx: Kysely<Database>) => {
        const { series_count: _, ...head } = await insertForecast(trx, tenant, forecast);
        return { ...head, forecasts, errors };
      };
      if (idempotentCall === null) return insert(db);
      return db.transaction().execute(async (trx) => {
        const saved = await insert(trx);
        await saveResponse(trx, idempotentCall, saved);
        return saved;
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

    async get(tenant, id) {
      const row = await db
        .selectFrom('forecasts')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw forecastNotFound(id);
      const answer: Pick<Forecast, 'forecasts' | 'errors'> = JSON.parse(
        (await uncompress(row.answer)).toString('utf8'),
      );
      const { series_count: _, ...head } = toSummary(row);
      return { ...head, ...answer };
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

/** @throws AppError model_not_found when the model was deleted in the meantime */
export async function insertForecast(
  db: Kysely<Database>,
  tenant: TenantId,
  { forecasts, errors, request, ...head }: NewForecast,
): Promise<ForecastSummary> {
  const answer = await compress(JSON.stringify({ forecasts, errors }), { level: gzipLevel });
  const row = await db
    .insertInto('forecasts')
    .values({
      id: newId('forecast'),
      tenant_id: tenant,
      ...head,
      series_count: forecasts.length,
      request: JSON.stringify(request),
      answer,
      answer_bytes: answer.byteLength,
    })
    .returning(headColumns)
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw isWithoutModel(error) ? modelNotFound(head.model_id) : error;
    });
  return toSummary(row);
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

function toSummary(row: Pick<Selectable<ForecastsTable>, (typeof headColumns)[number]>): ForecastSummary {
  return {
    id: row.id,
    model_id: row.model_id,
    dataset_id: row.dataset_id,
    dataset_version: row.dataset_version,
    horizon: row.horizon,
    request: row.request,
    created_at: row.created_at.toISOString(),
    series_count: row.series_count,
  };
}

function forecastNotFound(id: string): AppError {
  return new AppError('forecast_not_found', {
    detail: `There is no forecast ${id}; the oldest are deleted when there are more than ${retention.forecastsPerTenantMax}.`,
  });
}

/** Whether the model was deleted before its forecast was stored. SQLSTATE 23503: foreign_key_violation. */
function isWithoutModel(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503';
}
