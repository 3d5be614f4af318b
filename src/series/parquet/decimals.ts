/** Numbers of the type DECIMAL: whole numbers of units that a scale makes decimals. The library multiplies them as
 *  floating-point numbers, so that 0.3 becomes 0.30000000000000004, and two long ids become one. Here they stay exact.
 *  Source: the Parquet format, LogicalTypes.md, DECIMAL. */
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { AppError } from '../../errors.ts';

/** Bytes of a number, and digits behind its point: those of 256 bits. */
const bytesMax = 32;
const scaleMax = 76;

/** Digits behind the point of a column; null for columns of other types. @throws Error with a reason for the caller */
export function scaleOf(element: SchemaElement): number | null {
  const { name, type, repetition_type, converted_type, logical_type, scale } = element;
  if (!(converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL')) return null;
  if (type === undefined || repetition_type === 'REPEATED') return null; // a list is no column of numbers
  const stated = logical_type?.type === 'DECIMAL' ? logical_type.scale : (scale ?? 0);
  if (!(Number.isInteger(stated) && stated >= 0 && stated <= scaleMax))
    throw new Error(`the numbers of \`${name}\` have ${stated} decimals`);
  return stated;
}

/** The metadata of a file whose decimals are read as they are stored. Bytes that are not annotated would become text,
 *  so that they get the annotation of a type which `bytesAsStored` reads, and columns of that type get the one of the
 *  type that is read alike.
 *  @param columns the columns that have a scale, among the elements of the schema */
export function withStoredDecimals(
  metadata: FileMetaData,
  columns: ReadonlySet<SchemaElement>,
): FileMetaData {
  const schema = metadata.schema.map((element): SchemaElement => {
    if (element.logical_type?.type === 'GEOGRAPHY') return { ...element, logical_type: { type: 'GEOMETRY' } };
    if (!columns.has(element)) return element;
    const logical_type = element.type === 'BYTE_ARRAY' ? ({ type: 'GEOGRAPHY' } as const) : undefined;
    return { ...element, converted_type: undefined, logical_type };
  });
  return { ...metadata, schema };
}

/** The parser of the borrowed annotation. */
export const bytesAsStored = { geographyFromBytes: (bytes: Uint8Array | undefined) => bytes };

/** The exact text of a number, without zeros at its end; empty if it is missing. @throws AppError parquet_invalid */
export function decimalText(stored: unknown, scale: number): string {
  if (stored === null || stored === undefined) return '';
  const units = unitsOf(stored);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const decimals = digits.slice(point).replace(/0{1,76}$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${decimals === '' ? '' : `.${decimals}`}`;
}

function unitsOf(stored: unknown): bigint {
  if (typeof stored === 'bigint') return stored;
  if (typeof stored === 'number' && Number.isInteger(stored)) return BigInt(stored);
  if (!(stored instanceof Uint8Array) || stored.length > bytesMax)
    throw new AppError('parquet_invalid', {
      detail: `A number of the type DECIMAL has no integer of at most ${bytesMax} bytes.`,
    });
  let units = 0n;
  for (const byte of stored) units = units * 256n + BigInt(byte);
  return BigInt.asIntN(8 * stored.length, units);
}
