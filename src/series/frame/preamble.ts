/** Finds the header of a table of text, and the delimiter of its cells. */
import type { Chunks, CsvText } from '../text/index.ts';
import {
  cellsIn,
  delimiterOfTable,
  isOpen,
  type Line,
  type Notation,
  tableRows,
  withJoinedFirst,
} from './head-lines.ts';
import { headRowsMax, type SkippedRow, titleRowsOf } from './titles.ts';

export interface Preamble<Delimiter extends string> {
  delimiter: Delimiter | undefined;
  header: string;
  /** Lines with titles before the header. */
  titles: SkippedRow[];
  /** The text with empty lines instead of all lines before the header. */
  chunks: Chunks;
}

const [digitZero, digitNine] = [48, 57];

/** Widths and kinds of columns below the header of an RDB file, as the USGS writes it: `5s`, `20d` and `14n`. */
const columnFormat = /^\d+[sdn](?:\t\d+[sdn])*$/;

/** Whether a line or a cell only separates others, as `-----`, `+-----+-----+` and `:---:`, or states the formats of
 *  columns. Each cell of a table is asked, and most end in a digit, as none of these does. */
export function isRuler(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  if (last >= digitZero && last <= digitNine) return false;
  if (columnFormat.test(text)) return true;
  return text.includes('---') || /={5}|_{5}/.test(text) ? /^[-=_+|:\s]+$/.test(text) : false;
}

/** Whether a line has no cell with text: it has blanks, delimiters and quotes in pairs only, as
 *  spreadsheets write an empty row. */
function isBlankLine(text: string): boolean {
  return /^[\s,;|"]*$/.test(text) && !isOpen(text);
}

/** A line that starts with `#`. */
const commentLine = /^\s*"?#/;

/** First line of files that Excel writes and reads: it names the delimiter. */
const separatorLine = /^\s*"?sep=(.|\\t)"?\s*$/i;

export function preambleOf<Delimiter extends string>(
  { header, lines, chunks }: CsvText,
  notation: Notation<Delimiter>,
): Preamble<Delimiter> {
  const { delimiters, delimiterOf, isValue, namesTime } = notation;
  const named = separatorLine.exec(header)?.[1];
  const stated = delimiters.find((delimiter) => delimiter === (named === '\\t' ? '\t' : named));
  const written: Line[] = []; // most of millions of lines may be empty
  for (const [i, text] of lines.entries())
    if (!isBlankLine(text) && !isRuler(text)) written.push({ text, line: i + 1 });
  const all = written.slice(stated === undefined ? 0 : 1);
  const commented = leadingComments(all);
  const comments = all.slice(0, isHeaderComment(all, commented, delimiterOf) ? commented - 1 : commented);
  const filled = withJoinedFirst(all.slice(comments.length, comments.length + headRowsMax));
  const before = comments.map(({ text, line }) => ({ line, cells: [text] }));
  const isMoved = stated !== undefined || comments.length > 0 || isRuler(header) || isBlankLine(header);
  const own = stated ?? (filled.length === 0 ? delimiterOf(header) : delimiterOfTable(filled, notation));
  for (const delimiter of new Set([...(own === undefined ? [] : [own]), ...delimiters])) {
    const head = filled.map(({ text, line }) => ({ line, cells: cellsIn(text, delimiter) }));
    const rows = head.map(({ cells }) => cells);
    const isOwn = delimiter === own;
    const titles = filled.some(({ text }) => isOpen(text)) ? 0 : titleRowsOf(head, isValue, namesTime);
    const isTable = rows
      .slice(titles, titles + tableRows)
      .every(({ length }) => length === rows[titles].length);
    if (isOwn && titles === 0 && (isTable || stated !== undefined)) break;
    if (titles === 0 || !(isOwn || isTable || own === undefined)) continue;
    const { text, line } = filled[titles];
    const skipped = head.slice(0, titles);
    return {
      delimiter,
      header: text,
      titles: [...before, ...skipped],
      chunks: withoutLines(chunks, line - 1),
    };
  }
  if (!isMoved || filled.length === 0) return { delimiter: own, header, titles: [], chunks };
  const { text, line } = filled[0];
  return { delimiter: own, header: text, titles: before, chunks: withoutLines(chunks, line - 1) };
}

/** Number of lines at the start that are comments. */
function leadingComments(rows: readonly { text: string }[]): number {
  const end = rows.findIndex(({ text }) => !commentLine.test(text));
  return end < 0 ? 0 : end;
}

/** Whether the last line of comments may be the header: the line behind it has no more cells.
 *  Without a line behind it, there is no other header. */
function isHeaderComment<Delimiter extends string>(
  rows: readonly { text: string }[],
  count: number,
  delimiterOf: Notation<Delimiter>['delimiterOf'],
): boolean {
  if (count === 0 || count === rows.length) return count > 0;
  const next = rows[count].text;
  const delimiter = delimiterOf(next);
  if (delimiter === undefined) return true;
  return cellsIn(rows[count - 1].text, delimiter).length >= cellsIn(next, delimiter).length;
}

const [lineFeed, carriageReturn] = [10, 13];

/** Keeps only the line breaks of the first lines, so that the lines keep their numbers. */
async function* withoutLines(chunks: Chunks, count: number): AsyncGenerator<Buffer> {
  let ended = 0;
  let previous = lineFeed;
  for await (const chunk of chunks) {
    let at = 0;
    const breaks: number[] = [];
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      const isPair = byte === lineFeed && previous === carriageReturn;
      if (ended === count && !isPair) break;
      previous = byte;
      if (byte !== lineFeed && byte !== carriageReturn) continue;
      breaks.push(byte);
      if (!isPair) ended++;
    }
    if (at > 0 && at === chunk.length) yield Buffer.from(breaks);
    else yield at === 0 ? chunk : Buffer.concat([Buffer.from(breaks), chunk.subarray(at)]);
  }
}
