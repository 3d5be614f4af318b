import { type AsyncBuffer, type FileMetaData, parquetRead, type SchemaTree } from 'hyparquet';
import { AppError } from '../../errors.ts';

/** Columns that the library reads at once: its time grows with the square of them. */
const columnsAtOnce = 256;

/** A Parquet file whose footer has been read. */
export interface ParquetFile {
  file: AsyncBuffer;
  metadata: FileMetaData;
  /** Root of the schema. */
  schema: SchemaTree;
}

type RowGroup = FileMetaData['row_groups'][number];
type Options = Pick<Parameters<typeof parquetRead>[0], 'compressors' | 'onPage' | 'parsers'>;

/** Decodes a row group. @returns its rows, with a value for each column of the file: the topmost nodes of its schema
 *  @throws Error with a reason for the caller; AppError parquet_invalid; the errors of the library and of the options */
export async function readRowGroup(
  parquet: ParquetFile,
  group: RowGroup,
  options: Options,
): Promise<unknown[][]> {
  const rows: unknown[][] = Array.from({ length: Number(group.num_rows) }, () => []);
  for (const part of partsOf(parquet, group)) {
    let read: unknown[][] = [];
    await parquetRead({
      ...{ file: parquet.file, metadata: part, ...options },
      onComplete: (values) => {
        read = values;
      },
    });
    if (read.length !== rows.length)
      throw new AppError('parquet_invalid', {
        detail: `A row group has ${read.length} rows, but its metadata say ${rows.length}.`,
      });
    for (const [i, values] of read.entries()) rows[i].push(...values);
  }
  return rows;
}

/** Footers of files that have some of the columns, and this row group alone. */
function* partsOf({ metadata, schema }: ParquetFile, group: RowGroup): Generator<FileMetaData> {
  const chunks = Map.groupBy(group.columns, ({ meta_data }) => meta_data?.path_in_schema[0]);
  const [root] = metadata.schema;
  let element = 1;
  for (let first = 0; first < schema.children.length; first += columnsAtOnce) {
    const columns = schema.children.slice(first, first + columnsAtOnce);
    const lacking = columns.find(({ element: { name } }) => !chunks.has(name));
    if (lacking !== undefined) throw new Error(`a row group has no column \`${lacking.element.name}\``);
    const end = columns.reduce((sum, { count }) => sum + count, element);
    const ofColumns = columns.flatMap(({ element: { name } }) => chunks.get(name)!);
    yield {
      ...metadata,
      num_rows: group.num_rows,
      schema: [{ ...root, num_children: columns.length }, ...metadata.schema.slice(element, end)],
      row_groups: [{ ...group, columns: ofColumns }],
    };
    element = end;
  }
}
