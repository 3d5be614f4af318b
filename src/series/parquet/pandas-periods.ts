/** Columns of pandas periods, such as months. Parquet has no such type: they are stored as plain integers, the periods
 *  since 1970, and only the metadata that pandas adds to the file say so.
 *  Source: the pandas developer guide, Storing pandas DataFrame objects in Apache Parquet format. */
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { AppError } from '../../errors.ts';
import { quoted } from '../faults/index.ts';

/** @param columns the columns that are read. @throws AppError parquet_invalid if one of them has periods */
export function refusePeriods(metadata: FileMetaData, columns: readonly SchemaElement[]): void {
  const stated = metadata.key_value_metadata?.find(({ key }) => key === 'pandas')?.value;
  if (stated === undefined) return;
  const names = periodNames(stated);
  const found = columns.find((column) => isPlainInteger(column) && names.has(column.name));
  if (found === undefined) return;
  throw new AppError('parquet_invalid', {
    detail: `The column ${quoted(found.name)} has periods of pandas, which Parquet stores as plain integers. Convert them to dates before the file is written: use \`.dt.to_timestamp()\` for a column, and \`.to_timestamp()\` for an index.`,
  });
}

/** Another program may have given the column a type since, and kept the metadata. */
function isPlainInteger({ type, converted_type, logical_type }: SchemaElement): boolean {
  return type === 'INT64' && converted_type === undefined && logical_type === undefined;
}

/** Names of the columns and indexes of periods. Metadata that cannot be read have none. */
function periodNames(pandas: string): Set<unknown> {
  const columns = columnsIn(pandas);
  const periods = columns.filter((one) => String(one?.numpy_type).startsWith('period['));
  return new Set(periods.map((one) => one?.field_name ?? one?.name));
}

/** A column as pandas describes it. Nothing of it is sure. */
type StatedColumn = Partial<Record<'name' | 'field_name' | 'numpy_type', unknown>> | null;

function columnsIn(pandas: string): StatedColumn[] {
  try {
    const stated: { columns?: unknown } | null = JSON.parse(pandas);
    return Array.isArray(stated?.columns) ? stated.columns : [];
  } catch {
    return [];
  }
}
