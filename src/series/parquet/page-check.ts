/** Checks the pages of a Parquet file before the library decodes them. The library believes the counts of a file: a run
 *  of a few bytes can stand for billions of values, and a prefix for any number of copies of a text.
 *  Source: the Parquet format, Encodings.md and README.md. */
import { crc32 } from 'node:zlib';
import type { ColumnMetaData, Compressors, FileMetaData, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, isFlatColumn } from 'hyparquet/src/schema.js';
import { readVarInt } from 'hyparquet/src/thrift.js';

export interface PageBounds {
  compressors: Compressors;
  /** Counts values before they are decoded. Throws beyond the limit. */
  values(count: number): void;
  /** Counts the decompressed bytes of a page, as it states them. Throws beyond the limit. */
  page(bytes: number): void;
  /** Counts bytes of texts that are made from prefixes. Throws beyond the limit. */
  bytes(count: number): void;
}

interface Reader {
  view: DataView;
  offset: number;
}

/** Repetition or definition levels of a page. */
interface Levels {
  /** Bits of a level; 0: the page has none. */
  width: number;
  /** Null: the length stands before them. */
  bytes: number | null;
}

interface DataPage {
  stored: Uint8Array;
  uncompressedSize: number;
  count: number;
  encoding: string;
  levels: Levels[];
  /** Whether the levels are stored outside of the compressed bytes. */
  isV2: boolean;
  isCompressed: boolean;
}

/** Nodes of the schema by their names, level by level: files may have many thousands of columns. */
export interface SchemaNames {
  node: SchemaTree;
  children: ReadonlyMap<string, SchemaNames>;
}

/** @param node the root of the schema. Of nodes with the same name the first one counts, as for the library */
export function namesOf(node: SchemaTree): SchemaNames {
  const children = new Map<string, SchemaNames>();
  for (const child of node.children)
    if (!children.has(child.element.name)) children.set(child.element.name, namesOf(child));
  return { node, children };
}

/** The nodes from the root to a column. */
function pathTo(names: SchemaNames, path: readonly string[]): SchemaTree[] {
  const nodes = [names.node];
  let at = names;
  for (const name of path) {
    const child = at.children.get(name);
    if (child === undefined) throw new Error(`the schema has no column \`${path.join('.')}\``);
    nodes.push(child.node);
    at = child;
  }
  return nodes;
}

/** Walks all pages of a row group. Nothing is decoded except the lengths of prefixes.
 *  @throws Error with a reason for the caller, and the errors of the bounds and of the library */
export function checkPages(
  bytes: Uint8Array,
  schema: SchemaNames,
  { columns, num_rows }: FileMetaData['row_groups'][number],
  bounds: PageBounds,
): void {
  for (const { meta_data } of columns) {
    if (meta_data === undefined) throw new Error('a column has no metadata');
    checkColumn(bytes, schema, meta_data, Number(num_rows), bounds);
  }
}

function checkColumn(
  bytes: Uint8Array,
  schema: SchemaNames,
  column: ColumnMetaData,
  rows: number,
  bounds: PageBounds,
): void {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 0 && end >= start && end <= bytes.length))
    throw new Error('a column lies outside of the file');
  const path = pathTo(schema, column.path_in_schema);
  const isFlat = isFlatColumn(path);
  const widths = [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)].map(bitWidth);
  const reader = readerOf(bytes.subarray(start, end));
  let read = 0;
  while ((!isFlat || read < rows) && reader.offset < reader.view.byteLength - 1) {
    const header = parquetHeader(reader);
    const from = start + reader.offset;
    const size = header.compressed_page_size;
    if (!(size >= 0 && from + size <= end)) throw new Error('a page is longer than its column');
    const stored = bytes.subarray(from, from + size);
    reader.offset += size;
    if (!(Number.isInteger(header.uncompressed_page_size) && header.uncompressed_page_size >= 0))
      throw new Error('a page has no size');
    bounds.page(Math.max(size, header.uncompressed_page_size));
    if (header.crc !== undefined && header.crc >>> 0 !== crc32(stored))
      throw new Error('a page is damaged: its bytes differ from its checksum');
    if (header.type === 'DICTIONARY_PAGE') {
      const count = header.dictionary_page_header?.num_values ?? 0;
      // The bytes are counted where they are decompressed.
      if (!(count >= 0 && count <= 8 * Math.max(header.uncompressed_page_size, size)))
        throw new Error('a dictionary has more values than bits');
      continue;
    }
    const { data_page_header: v1, data_page_header_v2: v2 } = header;
    const data = header.type === 'DATA_PAGE' ? v1 : header.type === 'DATA_PAGE_V2' ? v2 : undefined;
    if (data === undefined) throw new Error('a page is of an unknown kind');
    const { num_values: count, encoding } = data;
    if (!(Number.isInteger(count) && count >= 0)) throw new Error('a page has no number of values');
    if (isFlat && read + count > rows)
      throw new Error(`a column has more values than the ${rows} rows of its group`);
    bounds.values(count);
    read += count;
    const isV2 = header.type === 'DATA_PAGE_V2';
    const lengths = isV2 ? [v2!.repetition_levels_byte_length, v2!.definition_levels_byte_length] : [];
    checkData(column, bounds, {
      stored,
      uncompressedSize: header.uncompressed_page_size,
      count,
      encoding: String(encoding),
      levels: widths.map((width, i) => ({ width, bytes: lengths[i] ?? null })),
      isV2,
      isCompressed: !isV2 || v2!.is_compressed !== false,
    });
  }
}

function checkData(
  { codec, type }: ColumnMetaData,
  { compressors, bytes: countBytes }: PageBounds,
  { stored, uncompressedSize, count, encoding, levels, isV2, isCompressed }: DataPage,
): void {
  const isRunLength = encoding === 'RLE' || encoding.endsWith('_DICTIONARY');
  const readsValues = isRunLength || encoding === 'DELTA_BYTE_ARRAY';
  const decompressed = (packed: Uint8Array, size: number): Reader =>
    readerOf(isCompressed ? decompressPage(packed, size, codec, compressors) : packed);
  if (!isV2 && !readsValues && levels.every(({ width }) => width === 0)) return;

  let reader = isV2 ? readerOf(stored) : decompressed(stored, uncompressedSize);
  for (const { width, bytes } of levels) {
    if (width === 0) reader.offset += bytes ?? 0;
    else checkRuns(reader, width, count, bytes ?? lengthAt(reader));
  }
  if (!readsValues) return;
  if (isV2) {
    if (reader.offset > stored.length) throw new Error('a page is shorter than its levels');
    reader = decompressed(stored.subarray(reader.offset), uncompressedSize - reader.offset);
  }
  if (encoding === 'DELTA_BYTE_ARRAY') countBytes(prefixBytes(reader, count));
  else if (type === 'BOOLEAN') checkRuns(reader, 1, count, lengthAt(reader));
  else if (reader.offset < reader.view.byteLength) {
    const width = reader.view.getUint8(reader.offset++);
    if (width > 32) throw new Error('a page has indices of more than 32 bits');
    checkRuns(reader, width, count, reader.view.byteLength - reader.offset);
  } // else all values are missing
}

/** Walks the hybrid of runs and packed groups in the next `length` bytes. A run may not stand for more values than its
 *  page has. Packed groups are bounded by their bytes; where a value has no bits, by the number of values. */
function checkRuns(reader: Reader, width: number, count: number, length: number): void {
  const end = reader.offset + length;
  if (!(length >= 0 && end <= reader.view.byteLength)) throw new Error('a page is shorter than it says');
  const bytesOfValue = (width + 7) >> 3;
  for (let seen = 0; seen < count && reader.offset < end; ) {
    const header = readVarInt(reader) >>> 0;
    const size = header >>> 1;
    if ((header & 1) === 1) {
      if (width === 0 && size * 8 > count + 7) throw new Error('a page has more values than it says');
      seen += size * 8;
      reader.offset += size * width;
    } else {
      if (size > count - seen) throw new Error('a run has more values than its page');
      seen += size;
      reader.offset += bytesOfValue;
    }
  }
  reader.offset = end;
}

/** Bytes that the prefixes of a page repeat. */
function prefixBytes(reader: Reader, count: number): number {
  if (count === 0) return 0;
  const lengths = new Int32Array(count);
  deltaBinaryUnpack(reader, count, lengths);
  let sum = 0;
  for (const length of lengths) {
    if (length < 0) throw new Error('a prefix has a negative length');
    sum += length;
  }
  return sum;
}

function lengthAt(reader: Reader): number {
  const length = reader.view.getUint32(reader.offset, true);
  reader.offset += 4;
  return length;
}

function readerOf(bytes: Uint8Array): Reader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

function bitWidth(value: number): number {
  return 32 - Math.clz32(value);
}
