import { CompiledQuery, type Kysely, type Selectable } from 'kysely';
import pg from 'pg';
import {
  ModelChanged,
  type PackedForecast,
  type ServedVersion,
  type Stored,
} from '../../contracts/ports/index.ts';
import { idKindOf, newId, type TenantId } from '../../contracts/schemas/index.ts';
import { createGroups } from '../database/groups.ts';
import type { Database, ForecastsTable } from '../database/tables.ts';
import { servedVersion } from './served-version.ts';

/** Rows and bytes of a statement. One row may be larger. */
const rowsMax = 32;
const bytesMax = 4 * 1024 * 1024;
const columns = {
  id: 'text',
  tenant_id: 'text',
  model_id: 'text',
  dataset_id: 'text',
  dataset_version: 'integer',
  horizon: 'integer',
  series_count: 'integer',
  request: 'jsonb',
  answer: 'bytea',
  answer_bytes: 'integer',
};
/** Requirements of a row beside its columns: null, or the version of the model and of its dataset, and the alias that
 *  must point to the model. */
const requirements = { version: 'text', alias: 'text' };
const types = Object.values({ ...columns, ...requirements });

interface Row {
  tenant: TenantId;
  forecast: PackedForecast;
  /** Null: none. */
  required: ServedVersion | null;
}

/** Inserts rows of forecasts in groups. Rows of all tenants share statements, which wait for no lock of a model or a
 *  dataset: a deletion holds both for as long as its cascade takes. The rows that it holds up wait in a
 *  lane of their dataset. */
export function createGroupedInserts(db: Kysely<Database>): (row: Row) => Promise<Stored> {
  const groups = { take: lengthOfGroup, isOfOne: refersToNothing }; // the model of one row was deleted
  const insertFree = createGroups<Row, Stored | 'locked'>({
    ...groups,
    laneOf: () => 'all',
    run: (rows) => insertFreeRows(db, rows),
  });
  const insertWaiting = createGroups<Row, Stored>({
    ...groups,
    laneOf: ({ tenant, forecast }) => JSON.stringify([tenant, forecast.dataset_id]),
    run: (rows) => insertRows(db, rows),
  });
  return async (row) => {
    const stored = await insertFree(row);
    return stored === 'locked' ? insertWaiting(row) : stored;
  };
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

/** Inserts rows in one statement, which waits while others have locked a model or a dataset. A row whose model has
 *  another version than is required gets a ModelChanged. */
export async function insertRows(
  db: Kysely<Database>,
  rows: readonly Row[],
): Promise<(Stored | ModelChanged)[]> {
  const inserted = await insert(db, rows, false);
  return inserted.map((stored) => stored ?? new ModelChanged());
}

/** The same without a wait: a row whose model or dataset is locked or deleted is `locked`, and is not inserted. */
async function insertFreeRows(
  db: Kysely<Database>,
  rows: readonly Row[],
): Promise<(Stored | ModelChanged | 'locked')[]> {
  const inserted = await insert(db, rows, true);
  return inserted.map((stored) => stored ?? 'locked');
}

/** Null for a row that the statement does not return. */
async function insert(
  db: Kysely<Database>,
  rows: readonly Row[],
  skipsLocked: boolean,
): Promise<(Stored | ModelChanged | null)[]> {
  const ids = rows.map(() => newId('forecast'));
  const values = rows.flatMap(({ tenant, forecast, required }, i) => {
    const { model_id, dataset_id, dataset_version, horizon, series_count, request, packed } = forecast;
    return [
      ids[i],
      tenant,
      model_id,
      dataset_id,
      dataset_version,
      horizon,
      series_count,
      JSON.stringify(request),
      Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength),
      packed.byteLength,
      required?.version ?? null,
      aliasOf(required),
    ];
  });
  const query = CompiledQuery.raw(statementFor(rows.length, skipsLocked), values) as CompiledQuery<Tried>;
  const tried = new Map((await db.executeQuery(query)).rows.map((row) => [row.id, row.created_at]));
  return ids.map((id) => {
    const created_at = tried.get(id);
    if (created_at === undefined) return null;
    return created_at === null ? new ModelChanged() : { id, created_at: created_at.toISOString() };
  });
}

function aliasOf(required: ServedVersion | null): string | null {
  return required === null || idKindOf(required.reference) !== null ? null : required.reference;
}

/** A row that is free; `created_at` is null if it was not inserted. */
interface Tried extends Pick<Selectable<ForecastsTable>, 'id'> {
  created_at: Date | null;
}

/** Whether the model or the dataset was deleted before its forecast was stored. SQLSTATE 23503:
 *  foreign_key_violation. */
export function refersToNothing(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503';
}

const statements = { waiting: new Map<number, string>(), free: new Map<number, string>() };

function statementFor(rows: number, skipsLocked: boolean): string {
  const made = statements[skipsLocked ? 'free' : 'waiting'];
  const text = made.get(rows) ?? statementOf(rows, skipsLocked);
  made.set(rows, text);
  return text;
}

const names = Object.keys(columns).join(', ');

/** SQL condition: the version of a row is the required one. @param served SQL of the version that the database has */
const isServed = (served: string) => `
  (version IS NULL OR version = ${served} AND (alias IS NULL OR EXISTS (
    SELECT FROM aliases
     WHERE aliases.tenant_id = given.tenant_id AND aliases.name = alias AND aliases.model_id = given.model_id)))`;

const insertAll = `
  INSERT INTO forecasts (${names})
  SELECT ${names} FROM given WHERE ${isServed(`(
    SELECT ${servedVersion} FROM models JOIN datasets ON datasets.id = models.dataset_id
     WHERE models.tenant_id = given.tenant_id AND models.id = given.model_id)`)}
  RETURNING id, created_at`;

/** Inserts the rows whose model and dataset it can lock at once. The foreign keys take the same locks at the end of a
 *  statement, and would wait. The rows are looked up by their ids: a join could copy the answers. */
const insertFree = `
  , free AS MATERIALIZED (
    SELECT models.tenant_id AS owner, models.id AS model, datasets.id AS dataset, ${servedVersion} AS served
      FROM models JOIN datasets ON datasets.id = models.dataset_id
     WHERE models.id = ANY(ARRAY(SELECT model_id FROM given)) FOR KEY SHARE OF models, datasets SKIP LOCKED
  ), tried AS MATERIALIZED (
    SELECT id, ${isServed('served')} AS is_served
      FROM given JOIN free ON owner = given.tenant_id AND model = model_id AND dataset = dataset_id
  ), inserted AS (
    INSERT INTO forecasts (${names}) SELECT ${names} FROM given WHERE id = ANY(ARRAY(SELECT id FROM tried WHERE is_served))
    RETURNING id, created_at
  )
  SELECT tried.id, created_at FROM tried LEFT JOIN inserted ON inserted.id = tried.id`;

function statementOf(rows: number, skipsLocked: boolean): string {
  const rowsOfPlaces = Array.from({ length: rows }, (_, row) => {
    const places = types.map((type, column) => `$${row * types.length + column + 1}::${type}`);
    return `(${places.join(', ')})`;
  });
  return `
    WITH given (${names}, ${Object.keys(requirements).join(', ')}) AS NOT MATERIALIZED (VALUES ${rowsOfPlaces.join(', ')})
    ${skipsLocked ? insertFree : insertAll}`;
}
