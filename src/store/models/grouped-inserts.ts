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
  ...{ id: 'text', tenant_id: 'text', model_id: 'text', dataset_id: 'text', dataset_version: 'integer' },
  ...{
    horizon: 'integer',
    series_count: 'integer',
    request: 'jsonb',
    answer: 'bytea',
    answer_bytes: 'integer',
  },
};
/** Requirements of a row beside its columns: null, or the version of the model and of its dataset, and the alias that must point to
 *  the model. */
const requirements = { version: 'text', alias: 'text' };
const types = Object.values({ ...columns, ...requirements });

interface Row {
  tenant: TenantId;
  forecast: PackedForecast;
  /** Null: none. */
  required: ServedVersion | null;
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

/** Inserts rows in one statement. A row whose model has another version than is required gets a ModelChanged. */
export async function insertRows(
  db: Kysely<Database>,
  rows: readonly Row[],
): Promise<(Stored | ModelChanged)[]> {
  const ids = rows.map(() => newId('forecast'));
  const values = rows.flatMap(({ tenant, forecast, required }, i) => {
    const { model_id, dataset_id, dataset_version, horizon, series_count, request, packed } = forecast;
    return [
      ...[ids[i], tenant, model_id, dataset_id, dataset_version, horizon, series_count],
      ...[JSON.stringify(request), Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)],
      ...[packed.byteLength, required?.version ?? null, aliasOf(required)],
    ];
  });
  const query = CompiledQuery.raw(statementFor(rows.length), values) as CompiledQuery<Inserted>;
  const inserted = await db.executeQuery(query);
  const times = new Map(inserted.rows.map(({ id, created_at }) => [id, created_at]));
  return ids.map((id) => {
    const created_at = times.get(id)?.toISOString();
    return created_at === undefined ? new ModelChanged() : { id, created_at };
  });
}

function aliasOf(required: ServedVersion | null): string | null {
  return required === null || idKindOf(required.reference) !== null ? null : required.reference;
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
    const places = types.map((type, column) => `$${row * types.length + column + 1}::${type}`);
    return `(${places.join(', ')})`;
  });
  const names = Object.keys(columns).join(', ');
  const made = `
    INSERT INTO forecasts (${names})
    SELECT ${names} FROM (VALUES ${rowsOfPlaces.join(', ')}) AS given (${names}, ${Object.keys(requirements).join(', ')})
     WHERE version IS NULL OR version = (
       SELECT ${servedVersion} FROM models JOIN datasets ON datasets.id = models.dataset_id
        WHERE models.tenant_id = given.tenant_id AND models.id = given.model_id AND (alias IS NULL OR EXISTS (
          SELECT FROM aliases
           WHERE aliases.tenant_id = given.tenant_id AND aliases.name = alias AND aliases.model_id = given.model_id)))
    RETURNING id, created_at`;
  statements.set(rows, made);
  return made;
}
