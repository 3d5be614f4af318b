/** Texts of a Parquet file. The format demands UTF-8, but programs that store bytes also write other encodings. The
 *  library would replace each wrong byte by the same character, so that different ids become one. */
import { isUtf8 } from 'node:buffer';
import type { SchemaElement } from 'hyparquet';
import type { Warning } from '../../contracts/schemas/index.ts';
import { quoted } from '../faults/index.ts';
import { scaleOf } from './decimals.ts';

const utf8 = new TextDecoder();
const windows = new TextDecoder('windows-1252');
/** Stands for wrong bytes. A text may also have it. */
const replacement = '\ufffd';

/** Parsers of the library for texts. Bytes that are not UTF-8 stay bytes. */
export const textParsers = {
  stringFromBytes: textOrBytes,
  jsonFromBytes(bytes: Uint8Array | undefined): unknown {
    const text = textOrBytes(bytes);
    try {
      return typeof text === 'string' ? JSON.parse(text) : text;
    } catch {
      return text;
    }
  },
};

function textOrBytes(bytes: Uint8Array | undefined): string | Uint8Array | undefined {
  const text = bytes && utf8.decode(bytes);
  return text?.includes(replacement) && !isUtf8(bytes!) ? bytes : text;
}

/** Whether the cells of a column are texts. Those of JSON may also be numbers. */
export function isText(column: SchemaElement): boolean {
  return column.type === 'BYTE_ARRAY' && column.converted_type !== 'JSON' && scaleOf(column) === null;
}

const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];

/** Reads texts that are not UTF-8, and remembers the first one. */
export class OtherTexts {
  private first: { column: string; line: number; text: string } | null = null;

  /** The text as Windows-1252. Bytes with control characters are no text, and are written as hexadecimal digits. */
  read(bytes: Uint8Array, column: string, line: number): string {
    if (bytes.some(isControl)) return Buffer.from(bytes).toString('hex');
    const text = windows.decode(bytes);
    this.first ??= { column, line, text };
    return text;
  }

  warnings(): Warning[] {
    if (this.first === null) return [];
    const { column, line, text } = this.first;
    const message = `Texts of the column ${quoted(column)} are not UTF-8, first in line ${line}. They were read as Windows-1252 (Latin-1), for example ${quoted(text)}. If these letters are wrong, write the file in UTF-8.`;
    return [{ code: 'encoding_assumed', message, series_id: null, line }];
  }
}

function isControl(byte: number): boolean {
  return byte < space && byte !== tab && byte !== lineFeed && byte !== carriageReturn;
}
