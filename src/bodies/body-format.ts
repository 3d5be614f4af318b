/** Tells formats of files by their first bytes, whatever the sender calls them. */

export type BodyFormat = 'gzip' | 'zip' | 'parquet' | 'unsupported';

interface Signature {
  bytes: number[];
  format: BodyFormat;
  /** Name for messages. */
  name: string;
  /** Accepted instead of a format that is not read. */
  remedy?: string;
}

const asTable = 'the table saved as CSV, xlsx or Parquet';
const unpacked = 'the file unpacked, or packed as gzip or zip';
const text = (characters: string) => Array.from(characters, (character) => character.charCodeAt(0));

/** Sources: the format specifications, and the table of the `file` command. */
const signatures: Signature[] = [
  { bytes: [0x1f, 0x8b], format: 'gzip', name: 'gzip data' },
  { bytes: [...text('PK'), 3, 4], format: 'zip', name: 'a zip archive or an xlsx workbook' },
  { bytes: [...text('PK'), 5, 6], format: 'zip', name: 'an empty zip archive' },
  { bytes: text('PAR1'), format: 'parquet', name: 'a Parquet file' },
  { bytes: text('PARE'), format: 'unsupported', name: 'an encrypted Parquet file', remedy: 'it unencrypted' },
  { bytes: text('%PDF'), format: 'unsupported', name: 'a PDF', remedy: asTable },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    format: 'unsupported',
    name: 'an old Excel workbook (.xls), or one with a password',
    remedy: 'the workbook saved as .xlsx without a password',
  },
  { bytes: text('ARROW1'), format: 'unsupported', name: 'an Arrow (Feather) file', remedy: asTable },
  { bytes: text('Obj\x01'), format: 'unsupported', name: 'an Avro file', remedy: asTable },
  { bytes: text('ORC'), format: 'unsupported', name: 'an ORC file', remedy: asTable },
  { bytes: text('SQLite format 3'), format: 'unsupported', name: 'an SQLite database', remedy: asTable },
  { bytes: [0x89, ...text('HDF\r\n')], format: 'unsupported', name: 'an HDF5 file', remedy: asTable },
  { bytes: text('{\\rtf'), format: 'unsupported', name: 'a text of a word processor (RTF)', remedy: asTable },
  { bytes: [0x80, 4, 0x95], format: 'unsupported', name: 'a Python pickle', remedy: asTable },
  { bytes: [0x89, ...text('PNG')], format: 'unsupported', name: 'a PNG image', remedy: asTable },
  { bytes: [0xff, 0xd8, 0xff], format: 'unsupported', name: 'a JPEG image', remedy: asTable },
  { bytes: text('BZh'), format: 'unsupported', name: 'bzip2 data', remedy: unpacked },
  { bytes: [0xfd, ...text('7zXZ')], format: 'unsupported', name: 'xz data', remedy: unpacked },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], format: 'unsupported', name: 'Zstandard data', remedy: unpacked },
  { bytes: [...text('7z'), 0xbc, 0xaf], format: 'unsupported', name: 'a 7z archive', remedy: unpacked },
  { bytes: text('Rar!'), format: 'unsupported', name: 'a RAR archive', remedy: unpacked },
];

/** Number of first bytes that tell every format. */
export const signatureBytes = Math.max(...signatures.map(({ bytes }) => bytes.length));

/** The format of a file by its first bytes; null for text, and for what is not known. `ORC` and `BZh` may begin a text,
 *  so a byte that is no text must follow within the head. */
export function bodyFormatOf(head: Uint8Array): Signature | null {
  const found = signatures.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte)) ?? null;
  const isAscii = found?.bytes.every((byte) => byte >= 9 && byte < 127) ?? false;
  return isAscii && found?.format === 'unsupported' && looksLikeText(head) ? null : found;
}

/** Formats whose first bytes are text that no table begins with. */
const wordy = /^(%PDF-\d|SQLite format 3|\{\\rtf)/;

function looksLikeText(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 512)).toString('latin1');
  return (
    !wordy.test(start) && !Array.from(start).some((character) => character < '\t' || character === '\x7f')
  );
}

const separators = [',', ';', '\t', '|'];
const tableRowsExamined = 20;
const value = /^"?\s*([+-]?[\d.,]+(e[+-]?\d+)?\s*"?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*|\s*"?))$/i;

/** A number with a sign, a currency or a unit. */
const amount = /^[^\w"]{0,5}\d[\d.,' ]*[^\d\s.,']{0,5}$/;
/** A date in numbers or with the name of a month, and maybe a time of day behind it. */
const date =
  /^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[ -][a-z]{3,9}\.?[ -]\d{2,4})(?:[ T]|$)/i;
/** Rows of one width, and amounts of one column among them, in a table with titles, totals and missing values. */
const tableShareMin = 2 / 3;
const tableRowsMin = 3;
/** Cells of more words are sentences. */
const wordsMax = 6;

/** Whether text begins like a table: lines with equally many cells, and numbers or dates in a column below the header.
 *  Comments, titles and totals may stand beside them. */
export function looksLikeTable(head: Uint8Array): boolean {
  const lines = Buffer.from(head.subarray(0, 4_096))
    .toString('utf8')
    .split(/\r\n|\n|\r/);
  const whole = (head.length > 4_096 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '');
  const start = whole.findIndex((line) => !line.startsWith('#'));
  if (start < 0 || looksLikeJson(head)) return false;
  const rows = whole.slice(start, start + tableRowsExamined);
  return separators.some((separator) => {
    const cells = rows.map((row) => row.split(separator));
    return isStrictTable(cells) || isLooseTable(cells);
  });
}

/** Whether all lines have the width of the first one, and a column has numbers or dates only. */
function isStrictTable([header, ...rows]: readonly string[][]): boolean {
  const width = header.length;
  if (rows.length === 0 || width < 2 || rows.some((row) => row.length !== width)) return false;
  return header.some((_, column) => rows.every((row) => value.test(row[column])));
}

/** Whether most lines have one width, and most of them have an amount in one column and sentences in none. */
function isLooseTable(lines: readonly string[][]): boolean {
  const counts = Map.groupBy(lines, ({ length }) => length);
  const rows = [...counts.values()].toSorted((a, b) => b.length - a.length)[0];
  const most = tableShareMin * rows.length;
  if (rows[0].length < 2 || rows.length < tableRowsMin || rows.length < tableShareMin * lines.length)
    return false;
  const countOf = (column: number, accepts: (cell: string) => boolean) =>
    rows.filter((row) => accepts(row[column])).length;
  const isAmount = (cell: string) => {
    const bare = cell.trim().replace(/^"|"$/g, '').trim();
    return amount.test(bare) || date.test(bare);
  };
  const isSentence = (cell: string) => cell.trim().split(/\s+/).length > wordsMax;
  const columns = [...rows[0].keys()];
  return (
    columns.some((column) => countOf(column, isAmount) >= most) &&
    columns.every((column) => countOf(column, isSentence) < rows.length - most)
  );
}

/** Whether text begins like JSON. */
export function looksLikeJson(head: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?\s*[{[]/.test(Buffer.from(head.subarray(0, 4_096)).toString('latin1'));
}
