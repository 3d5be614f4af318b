import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet';
import { createInflationBound, type InflationBound } from '../../bodies/index.ts';
import type { ReadContext } from '../../contracts/ports/index.ts';
import type { ParsedDataset, TableOptions } from '../../contracts/schemas/index.ts';
import {
  canonicalTimeZone,
  exportTypes,
  exportWriter,
  limits,
  listedNames,
  listItem,
} from '../../contracts/values/index.ts';
import { AppError, refusal } from '../../errors.ts';
import { typedText } from '../cells/index.ts';
import { alternatives, quoted, refuse, refusingErrors } from '../faults/index.ts';
import { Table } from '../table/index.ts';
import { cellWriter, timeParsers } from './cells.ts';
import { compressorsWithin } from './compression.ts';
import { bytesAsStored, scaleOf, withStoredDecimals } from './decimals.ts';
import { explained, geometryParsers, nestedNames, refuseNestedTarget } from './nested.ts';
import { checkPages, namesOf, type PageBounds } from './page-check.ts';
import { refusePeriods } from './pandas-periods.ts';
import { readRowGroup } from './row-group.ts';
import { isText, OtherTexts, textParsers } from './texts.ts';

/** Turns the plain errors of the library into `parquet_invalid`. */
const readable = refusingErrors('parquet_invalid', 'Parquet');

/** Maximum number of cells. The counts of the footer are refused first, then the cells that are decoded are counted. */
const cellsMax = 5 * limits.pointsPerDatasetMax;
/** Cells of a small file, and further cells for each of its bytes. Runs of equal values take next to no bytes. */
const cellsFree = 2_000_000;
const cellsPerByte = 200;
const rowGroupsMax = 10_000;
/** Characters of a cell, as in a workbook. */
const cellCharactersMax = 32_767;

/** Reads a Parquet file as a table, by the rules for CSV.
 *  @param hold is asked before a row group is decoded, with its bytes. The memory of the one before is free then
 *  @throws AppError parquet_invalid, and errors with the faults by row (row 1 is line 2) */
export async function parquetTable(
  bytes: Uint8Array,
  options: TableOptions,
  context: ReadContext,
  hold: (bytes: number) => Promise<void>,
): Promise<ParsedDataset> {
  const timeZone =
    options.time_zone === undefined ? null : canonicalTimeZone(options.time_zone, '?time_zone');
  checkEnd(bytes);
  const file: AsyncBuffer = {
    byteLength: bytes.byteLength,
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  const otherTexts = new OtherTexts();
  const { parquet, columns, writers, names } = await readable(async () => {
    const stated = await parquetMetadataAsync(file);
    const columns = parquetSchema(stated).children.map(({ element }) => element);
    if (columns.some(({ name }) => typeof name !== 'string')) throw new Error('a column has no name');
    const writers = columns.map((column) => cellWriter(column, stated, otherTexts));
    const metadata = withStoredDecimals(
      stated,
      new Set(columns.filter((column) => scaleOf(column) !== null)),
    );
    const schema = parquetSchema(metadata);
    return { parquet: { file, metadata, schema }, columns, writers, names: namesOf(schema) };
  });
  const { metadata } = parquet;
  const cellsOfFile = Math.min(cellsMax, cellsFree + cellsPerByte * bytes.length);
  checkSize(metadata, columns.length, cellsOfFile);
  const bound = createInflationBound(limits.decompressedBytesMax, bytes.length);
  const checkBound = createInflationBound(limits.decompressedBytesMax, bytes.length);
  const counted = { bound, cells: 0 };
  let [checked, characters] = [0, 0];
  let groupBytes = 0;
  const pageBounds: PageBounds = {
    compressors: compressorsWithin(checkBound),
    values(count) {
      checked += count;
      if (checked > cellsOfFile) throw tooManyCells(cellsOfFile);
    },
    page(bytes) {
      groupBytes += bytes;
    },
    bytes(count) {
      groupBytes += count;
      checkBound.unpacked(count);
    },
  };

  const table = new Table(options, timeZone, ',', context, { isTyped: true });
  table.isExport = metadata.created_by === exportWriter;
  const headers = headersOf(columns);
  table.add(headers, 1);
  if (!table.isExport || hasTypes(metadata))
    for (const [place, column] of columns.entries()) if (isText(column)) table.textColumns.add(place);
  const places = placesRead(headers, options);
  refusePeriods(
    metadata,
    places.map((place) => columns[place]),
  );
  const nested = nestedNames(places.map((place) => parquet.schema.children[place]));
  refuseNestedTarget(nested, options);
  const emptyCells = columns.map(() => '');
  const read = new Set(places.map((place) => columns[place].name));
  let rowStart = 0;
  try {
    for (const group of metadata.row_groups) {
      groupBytes = 0;
      await readable(async () => checkPages(bytes, names, withColumns(group, read), pageBounds));
      await hold(groupBytes);
      const rows = await readable(() => readRowGroup(parquet, group, places, decoding(counted)));
      for (const [i, row] of rows.entries()) {
        const line = rowStart + i + 2;
        const cells = emptyCells.slice();
        for (const [at, value] of row.entries()) {
          const place = places[at];
          const text = writers[place](value, line);
          characters += text.length;
          if (text.length > cellCharactersMax) throw longCell(columns[place].name, text.length, line);
          if (characters > limits.decompressedBytesMax) throw tooLong(line);
          cells[place] = text;
        }
        table.add(cells, line);
      }
      rowStart += rows.length;
    }
    const dataset = table.finish();
    dataset.warnings.unshift(...otherTexts.warnings());
    return dataset;
  } catch (error) {
    throw explained(error, nested);
  }
}

/** Whether an export has the types of its attributes. */
function hasTypes({ key_value_metadata = [] }: FileMetaData): boolean {
  return key_value_metadata.some(({ key, value }) => key === exportTypes.key && value === exportTypes.value);
}

/** Positions of the columns that the caller does not exclude. The others are not decoded. */
function placesRead(headers: readonly string[], { exclude = '' }: TableOptions): number[] {
  const excluded = new Set(listedNames(exclude).map((name) => name.toLowerCase()));
  const isRead = (header: string) => !excluded.has(header.trim().toLowerCase());
  return headers.flatMap((header, place) => (isRead(header) ? [place] : []));
}

/** A row group with the chunks of some columns. */
function withColumns(
  group: FileMetaData['row_groups'][number],
  names: ReadonlySet<string>,
): FileMetaData['row_groups'][number] {
  const isOther = (name: string | undefined) => name !== undefined && !names.has(name);
  const columns = group.columns.filter(({ meta_data }) => !isOther(meta_data?.path_in_schema[0]));
  return { ...group, columns };
}

/** How a row group is decoded: what comes out is counted. */
function decoding(counted: { bound: InflationBound; cells: number }) {
  return {
    compressors: compressorsWithin(counted.bound),
    onPage({ columnData }: { columnData: ArrayLike<unknown> }) {
      counted.cells += columnData.length;
      if (counted.cells > cellsMax) throw tooManyCells(cellsMax);
    },
    parsers: { ...timeParsers, ...textParsers, ...geometryParsers, ...bytesAsStored },
  };
}

const magic = 'PAR1';

/** A Parquet file begins and ends with the same four bytes. The caller has seen the first ones.
 *  @throws AppError parquet_invalid */
function checkEnd(bytes: Uint8Array): void {
  const tail = Buffer.from(bytes.subarray(-magic.length)).toString('latin1');
  if (tail !== magic) {
    throw new AppError('parquet_invalid', {
      detail: `The body is cut off: a Parquet file ends with ${magic}, and this one does not. Send the whole file.`,
    });
  }
}

function checkSize({ num_rows, row_groups }: FileMetaData, columns: number, cellsOfFile: number): void {
  if (row_groups.length > rowGroupsMax)
    throw new AppError('parquet_invalid', {
      detail: `The file has ${row_groups.length} row groups; accepted: at most ${rowGroupsMax}. Write it again with larger ones.`,
    });
  // A bound on cells does not bound the rows of a file without columns.
  if (columns === 0)
    throw new AppError('parquet_invalid', {
      detail: 'The file has no columns. Write it again with a column of times and one of values.',
    });
  const rows = row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  const isBroken = rows < 0 || row_groups.some((group) => Number(group.num_rows) < 0);
  if (isBroken || Number(num_rows) !== rows)
    throw new AppError('parquet_invalid', {
      detail: `The metadata say that the file has ${num_rows} rows, and its row groups ${rows}.`,
    });
  if (rows * columns <= cellsOfFile) return;
  refuse('points_too_many', {
    message: `the file has ${rows} rows of ${columns} columns`,
    accepted: `at most ${cellsOfFile} cells for a file of this size`,
  });
}

function longCell(name: string, length: number, line: number): AppError {
  return refusal('cell_invalid', {
    line,
    message: `a cell of the column ${quoted(name)} has ${length} characters`,
    accepted: `at most ${cellCharactersMax} characters in a cell; exclude=${listItem(name)} leaves the column out`,
    alternatives: alternatives('exclude', listItem(name)),
  });
}

function tooLong(line: number): AppError {
  return refusal('cell_invalid', {
    line,
    message: 'all cells up to this row together have too many characters',
    accepted: `at most ${limits.decompressedBytesMax} characters in all columns; exclude leaves columns out`,
  });
}

function tooManyCells(most: number): AppError {
  const detail = `The file has more than ${most} cells, the limit for its size. Upload fewer rows or fewer columns.`;
  return new AppError('points_too_many', { detail });
}

/** Names of columns. The only index without a name, as pandas stores it, is treated as the first column without a name
 *  of its CSV. Several keep the names that the file has. */
function headersOf(columns: readonly SchemaElement[]): string[] {
  const isIndex = ({ name }: SchemaElement) => /^__index_level_\d+__$/.test(name);
  const isAlone = columns.filter(isIndex).length === 1;
  return columns.map((column) => (isAlone && isIndex(column) ? 'Unnamed: 0' : typedText(column.name)));
}
