import { CompiledQuery, type Kysely, type Selectable } from 'kysely';
import pg from 'pg';
import type { PackedForecast, Stored } from '../../contracts/ports/index.ts';
import { newId, type TenantId } from '../../contracts/schemas/index.ts';
import { createGroups } from '../database/groups.ts';
import type { Database, ForecastsTable } from '../database/tables.ts';

/** Rows and bytes of a statement. One row may be larger. */
const rowsMax = 32;
const bytesMax = 4 * 1024 * 1024;
const columns = [
  ...['id', 'tenant_id', 'model_id', 'dataset_id', 'dataset_version', 'horizon', 'series_count'],
  ...['request', 'answer', 'answer_bytes'],
];

interface Row {
  tenant: TenantId;
  forecast: PackedForecast;
}

/** Inserts rows of forecasts in groups. */
export function createGroupedInserts(db: Kysely<Database>): (row: Row) => Promise<Stored> {
  return createGroups<Row, Stored>({
    laneOf: () => 'all',
    run: (rows) => insertRows(db, rows),
    take: lengthOfGroup,
    isOfOne: refersToNothing, // the model of one row was deleted
  });
}

function lengthOfGroup(waiting: readonly Row[]): number {
  let [rows, bytes] = [0, 0];
  for (const { forecast } of waiting) {
    bytes += forecast.packed.byteLength;
    if (rows === rowsMax || (rows > 0 && bytes > bytesMax)) break;
    rows++;
  }
  return rows;
}

/** Inserts rows in one statement. */
export async function insertRows(db: Kysely<Database>, rows: readonly Row[]): Promise<Stored[]> {
  const ids = rows.map(() => newId('forecast'));
  const values = rows.flatMap(({ tenant, forecast }, i) => {
    const { model_id, dataset_id, dataset_version, horizon, series_count, request, packed } = forecast;
    return [
      ...[ids[i], tenant, model_id, dataset_id, dataset_version, horizon, series_count],
      ...[JSON.stringify(request), Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)],
      packed.byteLength,
    ];
  });
  const query = CompiledQuery.raw(statementFor(rows.length), values) as CompiledQuery<Inserted>;
  const inserted = await db.executeQuery(query);
  const times = new Map(inserted.rows.map(({ id, created_at }) => [id, created_at]));
  return ids.map((id) => ({ id, created_at: times.get(id)!.toISOString() }));
}

type Inserted = Pick<Selectable<ForecastsTable>, 'id' | 'created_at'>;

/** Whether the model or the dataset was deleted before its forecast was stored. SQLSTATE 23503: foreign_key_violation. */
export function refersToNothing(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503';
}

const statements = new Map<number, string>();

function statementFor(rows: number): string {
  const found = statements.get(rows);
  if (found !== undefined) return found;
  const rowsOfPlaces = Array.from({ length: rows }, (_, row) => {
    const places = columns.map((_, column) => `$${row * columns.length + column + 1}`);
    return `(${places.join(', ')})`;
  });
  const made = `INSERT INTO forecasts (${columns.join(', ')}) VALUES ${rowsOfPlaces.join(', ')} RETURNING id, created_at`;
  statements.set(rows, made);
  return made;
}
