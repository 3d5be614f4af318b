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

/** Decodes a row group.
 *  @param places positions of the columns that are decoded, among the topmost nodes of the schema, in ascending order
 *  @returns its rows, with a value for each of these columns
 *  @throws Error with a reason for the caller; AppError parquet_invalid; the errors of the
 *  library and of the options */
export async function readRowGroup(
  parquet: ParquetFile,
  group: RowGroup,
  places: readonly number[],
  options: Options,
): Promise<unknown[][]> {
  const rows: unknown[][] = Array.from({ length: Number(group.num_rows) }, () => []);
  for (const part of partsOf(parquet, group, places)) {
    let read: unknown[][] = [];
    await parquetRead({
      file: parquet.file,
      metadata: part,
      ...options,
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
function* partsOf(
  { metadata, schema }: ParquetFile,
  group: RowGroup,
  places: readonly number[],
): Generator<FileMetaData> {
  const chunks = Map.groupBy(group.columns, ({ meta_data }) => meta_data?.path_in_schema[0]);
  const [root] = metadata.schema;
  let next = 1;
  const elements = schema.children.map(({ count }) => {
    const start = next;
    next += count;
    return metadata.schema.slice(start, next);
  });
  for (let first = 0; first < places.length; first += columnsAtOnce) {
    const some = places.slice(first, first + columnsAtOnce);
    const names = some.map((place) => schema.children[place].element.name);
    const lacking = names.find((name) => !chunks.has(name));
    if (lacking !== undefined) throw new Error(`a row group has no column \`${lacking}\``);
    yield {
      ...metadata,
      num_rows: group.num_rows,
      schema: [{ ...root, num_children: some.length }, ...some.flatMap((place) => elements[place])],
      row_groups: [{ ...group, columns: names.flatMap((name) => chunks.get(name)!) }],
    };
  }
}
