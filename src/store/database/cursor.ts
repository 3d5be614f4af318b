import { type SelectQueryBuilder, sql } from 'kysely';
import type { Page, PageQuery } from '../../contracts/schemas/index.ts';
import { type AppError, refusal } from '../../errors.ts';
import { plannedAnew } from './statement-names.ts';

/** A cursor is valid in its own list only. */
type ListName =
  | 'datasets'
  | 'models'
  | 'jobs'
  | 'logs'
  | 'series'
  | 'points'
  | 'webhooks'
  | 'deliveries'
  | 'schedules'
  | 'windows'
  | 'backtests'
  | 'forecasts'
  | 'versions'
  | 'keys'
  | 'aliases'
  | 'fleets'
  | 'embeds'
  | 'symbols';

/** Encodes the end of a page: the name of the list and the key of the last item. Opaque to callers. Keys never change,
 *  so items that are added or deleted between two pages do not repeat or hide others. */
export function encodeCursor(list: ListName, key: string | number): string {
  return Buffer.from(JSON.stringify([list, key])).toString('base64url');
}

/** Key of the last item of the previous page; null for the first page.
 *  @throws AppError cursor_invalid */
export function readTextCursor(list: ListName, cursor: string | undefined): string | null {
  const key = decode(list, cursor);
  if (key !== null && typeof key !== 'string') throw invalid();
  return key;
}

/** Largest value of the columns `integer` and `bigint` that a cursor may have. */
const integerMax = { integer: 2 ** 31 - 1, bigint: Number.MAX_SAFE_INTEGER };

/** Like `readTextCursor`, for keys that are integers. @param type of the column that has the key
 *  @throws AppError cursor_invalid */
export function readNumberCursor(
  list: ListName,
  cursor: string | undefined,
  type: keyof typeof integerMax = 'integer',
): number | null {
  const key = decode(list, cursor);
  if (key === null) return null;
  if (!Number.isSafeInteger(key) || Math.abs(key as number) > integerMax[type]) throw invalid();
  return key as number;
}

/** Makes a page of `limit` items.
 *  @param rows at most `limit` + 1: one more than the page shows when there is a next page */
export function pageFrom<Row, Item>(
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (last: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  return {
    data: shown.map(item),
    next_cursor: rows.length > limit ? cursor(shown[shown.length - 1]) : null,
  };
}

/** A column that the rows of a list have in common, its value, and an index that begins with it
 *  and ends with the id. */
export type Scope = readonly [column: string, value: string];

/** SQL condition: a row belongs to the scope. A list is then ordered by the column of its scope too. With an equality
 *  PostgreSQL drops the column from the order. It may then read the primary key, and pass all rows of others that are
 *  newer than those of the scope. */
export function isWithin([column, value]: Scope) {
  return sql<boolean>`${sql.ref(column)} = ANY(${[value]}::text[])`;
}

/** Reads a page of rows, the newest id first. Only pages of a tenant are prepared: a plan for all datasets, fleets,
 *  models, webhooks or tags expects few rows, and reads and sorts them all.
 *  @param rows without a condition for the scope
 *  @param options.within scope; null if `rows` have an index that begins with other columns
 *  @param options.completed adds values to the rows of the page that a second statement reads
 *  @param options.key column with the id, in the index that finds the rows
 *  @throws AppError cursor_invalid */
export async function newestFirst<DB, TB extends keyof DB, Row extends { id: string }, Item>(
  list: ListName,
  query: PageQuery,
  rows: SelectQueryBuilder<DB, TB, Row>,
  item: (row: Row) => Item,
  options: {
    within: Scope | null;
    completed?: (rows: Row[]) => Promise<Row[]>;
    key?: 'id' | 'model_tags.model_id';
  },
): Promise<Page<Item>> {
  const { within, completed = async (rows) => rows, key = 'id' } = options;
  const after = readTextCursor(list, query.cursor);
  const id = sql.ref<string>(key);
  const found = await rows
    .$if(within?.[0] !== 'tenant_id', (qb) => qb.modifyFront(plannedAnew))
    .$if(within !== null, (qb) => qb.where(isWithin(within as Scope)).orderBy(sql.ref((within as Scope)[0])))
    .$if(after !== null, (qb) => qb.where(id, '<', after as string))
    .orderBy(id, 'desc')
    .limit(query.limit + 1)
    .execute();
  return pageFrom(await completed(found as Row[]), query.limit, item, (last) => encodeCursor(list, last.id));
}

/** SQL condition: a name equals the filter of a list, or begins with it if it ends with `*`. Indexes of
 *  names are sorted by bytes. */
export function isNamed(filter: string) {
  const name = sql`name COLLATE "C"`;
  if (!filter.endsWith('*')) return sql<boolean>`${name} = ${filter}`;
  const beginning = filter.slice(0, -1);
  const end = afterAllWith(beginning);
  const isFrom = sql<boolean>`${name} >= ${beginning}`;
  return end === null ? isFrom : sql<boolean>`(${isFrom} AND ${name} < ${end})`;
}

/** The first text, by bytes of UTF-8, that is after all that begin with `beginning`; null if there is none. */
function afterAllWith(beginning: string): string | null {
  const [codePointMax, surrogatesFrom, surrogatesTo] = [0x10ffff, 0xd800, 0xdfff];
  const points = Array.from(beginning, (character) => character.codePointAt(0)!);
  while (points.at(-1) === codePointMax) points.pop();
  const last = points.pop();
  if (last === undefined) return null;
  return String.fromCodePoint(...points, last + 1 === surrogatesFrom ? surrogatesTo + 1 : last + 1);
}

function decode(list: ListName, cursor: string | undefined): unknown {
  if (cursor === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed[0] === list && parsed[1] !== null) return parsed[1];
  } catch {
    // not JSON: invalid below
  }
  throw invalid();
}

function invalid(): AppError {
  return refusal(
    'cursor_invalid',
    { path: '?cursor', message: 'not a cursor of this list', accepted: '`next_cursor` of the previous page' },
    'The cursor was not made by this list; accepted: `next_cursor` of the previous page.',
  );
}
