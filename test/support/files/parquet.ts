import type { FileMetaData } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';

/** Encodings by number. Source: the Parquet format, Encodings.md. */
export const encodings = { plain: 0, rle: 3, deltaBinary: 5, deltaByteArray: 7, dictionary: 8 };

/** A page as it is written, whatever it says. */
export interface RawPage {
  count: number;
  encoding: number;
  bytes: number[];
  /** Kind of the page: data of version 1, data of version 2, or a dictionary. Default: 1 */
  version?: 1 | 2 | 'dictionary';
  /** Missing values of a page of version 2; default: 0. */
  missing?: number;
  /** Bytes of the definition levels in version 2. */
  levelBytes?: number;
  uncompressedSize?: number;
  /** CRC-32 in the header; default: none. */
  checksum?: number;
}

export interface RawColumn {
  name: string;
  type: 'INT32' | 'INT64' | 'INT96' | 'DOUBLE' | 'BYTE_ARRAY' | 'BOOLEAN';
  converted_type?: 'UTF8' | 'JSON';
  optional?: boolean;
  codec?: 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'BROTLI' | 'ZSTD';
  pages: RawPage[];
}

/** The writer of a file, as its metadata name it. */
type Origin = Pick<FileMetaData, 'created_by' | 'key_value_metadata'>;

/** A Parquet file with one row group whose pages and counts are as given, right or wrong. */
export function rawParquet(rows: number, columns: RawColumn[], origin: Origin = {}): Buffer {
  const writer = new ByteWriter();
  writer.appendUint32(0x31524150);
  const chunks = columns.map(({ name, type, codec = 'UNCOMPRESSED', pages }) => {
    const from = writer.offset;
    for (const page of pages) writePage(writer, page);
    return {
      file_offset: BigInt(from),
      meta_data: {
        ...{ type, codec, encodings: [], path_in_schema: [name], num_values: BigInt(rows) },
        total_uncompressed_size: BigInt(writer.offset - from),
        total_compressed_size: BigInt(writer.offset - from),
        data_page_offset: BigInt(from),
        ...(pages[0].version === 'dictionary' ? { dictionary_page_offset: BigInt(from) } : {}),
      },
    };
  });
  const metadata = {
    version: 2,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type, converted_type, optional }) => ({
        ...{ name, type, converted_type, repetition_type: optional ? 'OPTIONAL' : 'REQUIRED' },
      })),
    ],
    num_rows: BigInt(rows),
    row_groups: [{ columns: chunks, total_byte_size: BigInt(writer.offset), num_rows: BigInt(rows) }],
    metadata_length: 0,
    ...origin,
  };
  writeMetadata(writer, metadata as unknown as FileMetaData);
  writer.appendUint32(0x31524150);
  return Buffer.from(writer.getBytes());
}

function writePage(writer: ByteWriter, page: RawPage): void {
  const { count, encoding, bytes, version = 1, levelBytes = 0, uncompressedSize = bytes.length } = page;
  const { checksum, missing = 0 } = page;
  const sizes = {
    ...{ field_2: uncompressedSize, field_3: bytes.length },
    ...(checksum === undefined ? {} : { field_4: checksum | 0 }),
  };
  const levels = { field_3: encodings.rle, field_4: encodings.rle };
  if (version === 'dictionary')
    serializeTCompactProtocol(writer, {
      ...{ field_1: 2, ...sizes, field_7: { field_1: count, field_2: encoding } },
    });
  else if (version === 1)
    serializeTCompactProtocol(writer, {
      ...{ field_1: 0, ...sizes, field_5: { field_1: count, field_2: encoding, ...levels } },
    });
  else
    serializeTCompactProtocol(writer, {
      ...{ field_1: 3, ...sizes },
      field_8: {
        field_1: count,
        field_2: missing,
        field_3: count,
        field_4: encoding,
        field_5: levelBytes,
        field_6: 0,
      },
    });
  writer.appendBytes(Uint8Array.from(bytes));
}

/** A number as Parquet's varint. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 0x80);
  return [...bytes, rest];
}
