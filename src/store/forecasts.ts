import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type Kysely, type Selectable, sql } from 'kysely';
import pg from 'pg';
import type { Forecast, ForecastSummary } from '../contracts/forecast.ts';
import { newId } from '../contracts/ids.ts';
import { limits } from '../contracts/limits.ts';
import type { ForecastStore, TenantId } from '../contracts/ports.ts';
import { AppError } from '../errors.ts';
import { encodeCursor, pageFrom, readTextCursor } from './cursor.ts';
import { modelNotFound } from './models.ts';
import type { Database, ForecastsTable } from './tables.ts';

const compress = promisify(gzip);
const uncompress = promisify(gunzip);
/** Speed matters more than size: the numbers have few patterns. */
const gzipLevel = 1;

export interface Retention {
  countMax: number;
  bytesMax: number;
  /** Calls of a process between two that look for what is over the bounds. */
  saves: number;
}

const retentionDefault: Retention = {
  countMax: limits.forecastsPerTenantMax,
  bytesMax: limits.forecastBytesPerTenantMax,
  saves: 20,
};

export function createForecastStore(db: Kysely<Database>, retention = retentionDefault): ForecastStore {
  let saves = 0;
  return {
    async save(tenant, { forecasts, errors, request, ...head }) {
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
      if (++saves % retention.saves === 0) await deleteOldest(db, tenant, retention);
      const { series_count: _, ...saved } = toSummary(row);
      return { ...saved, forecasts, errors };
    },

    async list(tenant, query) {
      const after = readTextCursor('forecasts', query.cursor);
      const { model_id } = query;
      const rows = await db
        .selectFrom('forecasts')
        .select(headColumns)
        .where('tenant_id', '=', tenant)
        .$if(model_id !== undefined, (qb) => qb.where('model_id', '=', model_id as string))
        .$if(after !== null, (qb) => qb.where('id', '<', after))
        .orderBy('id', 'desc')
        .limit(query.limit + 1)
        .execute();
      return pageFrom(rows, query.limit, toSummary, (last) => encodeCursor('forecasts', last.id));
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
    detail: `There is no forecast ${id}; the oldest are deleted when there are more than ${limits.forecastsPerTenantMax}.`,
  });
}

/** Whether the model was deleted while it forecast. SQLSTATE 23503: foreign_key_violation. */
function isWithoutModel(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503';
}

/** What is over the bounds, counted from the newest. */
async function deleteOldest(db: Kysely<Database>, tenant: TenantId, retention: Retention): Promise<void> {
  await sql`
    DELETE FROM forecasts WHERE id IN (
      SELECT id FROM (
        SELECT id, row_number() OVER newest AS place, sum(answer_bytes) OVER newest AS bytes
        FROM forecasts WHERE tenant_id = ${tenant}
        WINDOW newest AS (ORDER BY id DESC)
      ) AS ranked
      WHERE place > ${retention.countMax} OR bytes > ${retention.bytesMax}
    )`.execute(db);
}
