/** Weights and checkpoints are read in parts. The driver gets a `bytea` as one string of twice its length, and no
 *  string of V8 has more than 536,870,888 characters. The columns are not compressed (`STORAGE EXTERNAL`), so that a
 *  part costs what it has. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';

/** Bytes of a part. Most models have fewer, so one statement reads their weights. A part keeps the event
 *  loop for milliseconds. */
export const partSize = { bytesMax: 2 * 1024 * 1024 };

const keys = { model_weights: 'model_id', job_checkpoints: 'job_id' } as const;

/** A row with large `bytes`. */
export interface LargeRow {
  table: keyof typeof keys;
  id: string;
}

/** The first part of a value, with the size of the whole. */
export interface FirstPart {
  part: Uint8Array;
  size: number;
}

/** Columns of the first part. The server does not read the rest of the value. */
export function firstPart(table: LargeRow['table']) {
  const bytes = sql.ref(`${table}.bytes`);
  return [
    sql<Buffer>`substring(${bytes} FROM 1 FOR ${partSize.bytesMax}::integer)`.as('part'),
    sql<number>`octet_length(${bytes})`.as('size'),
  ] as const;
}

/** @returns bytes from an offset on, `partSize.bytesMax` of them or the rest; null if there is no such row */
export async function readPart(
  db: Kysely<Database>,
  { table, id }: LargeRow,
  offset: number,
): Promise<Buffer | null> {
  const { rows } = await sql<{ part: Buffer }>`
    SELECT substring(bytes FROM ${offset + 1}::integer FOR ${partSize.bytesMax}::integer) AS part
    FROM ${sql.table(table)} WHERE ${sql.ref(keys[table])} = ${id}`.execute(db);
  return rows[0]?.part ?? null;
}

/** Reads the rest of a value. It does not change meanwhile: nothing replaces weights, and the claim of a
 *  job locks its checkpoint.
 *  @param beforePart called before each further part; what it throws ends the read
 *  @returns the whole, in memory that threads share; null if its row was deleted meanwhile */
export async function readRest(
  db: Kysely<Database>,
  row: LargeRow,
  { part, size }: FirstPart,
  beforePart: () => void = () => {},
): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  bytes.set(part);
  for (let offset = part.length; offset < size; ) {
    beforePart();
    const next = await readPart(db, row, offset);
    if (next === null) return null;
    if (next.length === 0 || offset + next.length > size)
      throw new Error(`the bytes of ${row.id} in ${row.table} changed while they were read`);
    bytes.set(next, offset);
    offset += next.length;
  }
  return bytes;
}

/** Reads the bytes of a row. @returns null if there is no such row */
export async function readLargeBytes(db: Kysely<Database>, row: LargeRow): Promise<Uint8Array | null> {
  const first = await db
    .selectFrom(row.table)
    .select(firstPart(row.table))
    .where(sql.ref(keys[row.table]), '=', row.id)
    .executeTakeFirst();
  return first === undefined ? null : readRest(db, row, first);
}
