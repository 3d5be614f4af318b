import { CompiledQuery, type Kysely, type Selectable } from 'kysely';
import pg from 'pg';
import type { PackedForecast, Stored } from '../../contracts/ports/index.ts';
import { newId, type TenantId } from '../../contracts/schemas/index.ts';
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

interface Waiting extends Row {
  resolve(stored: Stored): void;
  reject(error: unknown): void;
}

/** Inserts rows of forecasts, with one statement at a time. Rows that arrive while it runs share the next one and its commit. If
 *  the model of one row was deleted, each row is inserted alone. */
export function createGroupedInserts(db: Kysely<Database>): (row: Row) => Promise<Stored> {
  let waiting: Waiting[] = [];
  let isRunning = false;

  async function insert(): Promise<void> {
    isRunning = true;
    const group = nextGroup();
    try {
      const stored = await insertRows(db, group);
      for (const [i, { resolve }] of group.entries()) resolve(stored[i]);
    } catch (error) {
      if (group.length > 1 && refersToNothing(error))
        for (const one of group)
          await insertRows(db, [one]).then(([stored]) => one.resolve(stored), one.reject);
      else for (const { reject } of group) reject(error);
    } finally {
      isRunning = false;
      if (waiting.length > 0) void insert();
    }
  }

  function nextGroup(): Waiting[] {
    let [rows, bytes] = [0, 0];
    for (const { forecast } of waiting) {
      bytes += forecast.packed.byteLength;
      if (rows === rowsMax || (rows > 0 && bytes > bytesMax)) break;
      rows++;
    }
    const group = waiting.slice(0, rows);
    waiting = waiting.slice(rows);
    return group;
  }

  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...row, resolve, reject });
      if (!isRunning) void insert();
    });
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
