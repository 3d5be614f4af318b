/** Writes the values of a Parquet file as the cells of a table. */
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { typedNumber, typedText } from '../cells/index.ts';
import { decimalText, scaleOf } from './decimals.ts';
import { shortestDecimal, shortFloatOf } from './floats.ts';
import type { OtherTexts } from './texts.ts';

/** Writes a value of a column in the row of a line. */
type CellWriter = (value: unknown, line: number) => string;

/** Returns a function that writes the values of a column. A missing value is an empty cell.
 *  @param others reads the texts that are not UTF-8
 *  @throws Error with a reason for the caller; the function AppError parquet_invalid */
export function cellWriter(column: SchemaElement, metadata: FileMetaData, others: OtherTexts): CellWriter {
  const scale = scaleOf(column);
  if (scale !== null) return (value) => typedNumber(decimalText(value, scale));
  const unit = clockUnitOf(column);
  if (unit !== null) return (value) => clockOf(value, unit);
  const float = shortFloatOf(column);
  if (float !== null)
    return (value) => cellOf(typeof value === 'number' ? shortestDecimal(value, float) : value);
  if (column.type === 'INT96' ? areInt96Utc(metadata) : isUtcTimestamp(column))
    return (value) => (typeof value === 'string' ? `${value}Z` : cellOf(value));
  if (column.type === 'BYTE_ARRAY')
    return (value, line) =>
      cellOf(value instanceof Uint8Array ? others.read(value, column.name, line) : value);
  return cellOf;
}

/** A cell with a list or a record. It is text of which nothing is read. */
const nestedCell = '[…]';

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isNaN(value) ? '' : typedNumber(value);
  if (typeof value === 'string') return typedText(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'object' ? nestedCell : String(value);
}

/** Parsers of the library for times. */
export const timeParsers = {
  dateFromDays: (days: number) => isoOf(days * 86_400_000)?.slice(0, 10),
  timestampFromMilliseconds: (time: bigint) => isoOf(Number(time)),
  timestampFromMicroseconds: (time: bigint) => isoOf(Number(time / 1000n)),
  timestampFromNanoseconds: (time: bigint) => isoOf(Number(time / 1_000_000n)),
};

/** Wall-clock time as text; undefined for a missing or impossible time. */
function isoOf(time: number): string | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, -1);
}

/** Whether the times of a column are instants instead of wall-clock times. Source: the Parquet
 *  format, LogicalTypes.md. */
function isUtcTimestamp({ converted_type, logical_type }: SchemaElement): boolean {
  if (logical_type?.type === 'TIMESTAMP') return logical_type.isAdjustedToUTC;
  return converted_type === 'TIMESTAMP_MILLIS' || converted_type === 'TIMESTAMP_MICROS';
}

/** Whether times of 96 bits are instants: Spark and Hive convert them to UTC, while Impala stores wall-clock times. The
 *  type says neither. Source: Spark SQL, Parquet Files, spark.sql.parquet.int96TimestampConversion. */
function areInt96Utc({ created_by, key_value_metadata = [] }: FileMetaData): boolean {
  const isSpark = key_value_metadata.some(({ key }) => key === 'org.apache.spark.version');
  return isSpark || created_by?.startsWith('parquet-mr') === true;
}

/** Units in a second of a column of times of day; null for other columns. Source: the Parquet
 *  format, LogicalTypes.md. */
function clockUnitOf({ converted_type, logical_type }: SchemaElement): bigint | null {
  const unit = logical_type?.type === 'TIME' ? logical_type.unit : converted_type?.replace(/^TIME_/, '');
  if (unit === 'MILLIS') return 1_000n;
  if (unit === 'MICROS') return 1_000_000n;
  return unit === 'NANOS' ? 1_000_000_000n : null;
}

/** A time of day as `09:30:00`; a fraction of a second as `09:30:00.25`. Empty if the day has no such time. */
function clockOf(value: unknown, unit: bigint): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return '';
  if (typeof value === 'number' && !Number.isInteger(value)) return '';
  const units = BigInt(value);
  const seconds = Number(units / unit);
  if (units < 0n || seconds >= 86_400) return '';
  const clock = new Date(1_000 * seconds).toISOString().slice(11, 19);
  const fraction = String(unit + (units % unit))
    .slice(1)
    .replace(/0{1,9}$/, '');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}
