/** Reads a sheet of an xlsx workbook as a table, by the rules for CSV. Cells of formulas have their stored value. */
import { readXlsx, streamXlsxRows } from 'hucre/xlsx';
import type { ReadContext } from '../../contracts/ports/index.ts';
import type { ParsedDataset, TableOptions } from '../../contracts/schemas/index.ts';
import { canonicalTimeZone, limits } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { typedNumber, typedText } from '../cells/index.ts';
import { namesTime } from '../columns/index.ts';
import { listed, quoted, refuse, refusingErrors } from '../faults/index.ts';
import { headRowsMax, type SkippedRow, titleRowsOf, warningOfTitles } from '../frame/index.ts';
import { attributeValue, isValue, Table } from '../table/index.ts';

/** Turns the plain errors of the library into `xlsx_invalid`. */
const readable = refusingErrors('xlsx_invalid', 'xlsx');

type Cell = string | number | boolean | Date | null;

/** Cells that are read, empty ones included. */
const cellsMax = 5 * limits.pointsPerDatasetMax;
/** Rows of a sheet, empty ones included; Excel has no more. */
const rowsMax = 1_048_576;
/** Characters of a cell; Excel has no longer ones. */
const cellLengthMax = 32_767;
/** Characters of all cells. A string that is stored once can be in many cells. */
const charactersMax = limits.decompressedBytesMax;
const dayMs = 86_400_000;
/** Days that cells with a time of day and no date have, by the date system: the serial number is less than 1. */
const zeroDays = { from1900: Date.UTC(1899, 11, 31), from1904: Date.UTC(1904, 0, 1) };
/** Fractions of a day are rounded: a clock time may be a little before a whole second. */
const roundingMs = 2;

/** @param bytes a workbook whose parts are within the bounds of `openArchive`
 *  @throws AppError xlsx_invalid, request_invalid, points_too_many, and errors with the faults by row */
export async function readWorkbook(
  bytes: Uint8Array,
  options: TableOptions,
  context: ReadContext,
): Promise<ParsedDataset> {
  const timeZone =
    options.time_zone === undefined ? null : canonicalTimeZone(options.time_zone, '?time_zone');
  const { sheets, isFrom1904 } = await readable(() => sheetsOf(bytes));
  const names = sheets.map(({ name }) => name);
  const sheet = chosenSheet(sheets, options.sheet);
  const table = new Table(options, timeZone, ',', context, { isTyped: true });
  table.isFrom1904 = isFrom1904;
  const times = new CellTimes(isFrom1904);
  let frame: Frame | null = null;
  const head: (SkippedRow & { values: Cell[] })[] = [];
  let titles: SkippedRow[] = [];
  const add = ({ cells, line }: SkippedRow, { from, width }: Frame) =>
    table.add(rowOf(withinTable(cells, { from, width }), { from, width }), line);
  const attributesAt: number[] = [];
  /** Finds attributes with a text that would be read as a number, `true` or `false`. */
  const findTexts = (values: readonly Cell[], { from }: Frame) => {
    for (const place of attributesAt) {
      const value = values[place];
      if (typeof value === 'string' && attributeValue(value.trim()) !== value.trim())
        table.textColumns.add(place - from);
    }
  };
  const findHeader = () => {
    // The rows show which columns have times of day.
    for (const row of head) row.cells = times.cellsOf(row.values);
    titles = head.splice(0, titleRowsOf(head, isValue, namesTime));
    const found = frameOf(head.map(({ cells }) => cells))!;
    for (const [place, cell] of head[0].cells.entries()) if (isAttribute(cell)) attributesAt.push(place);
    for (const row of head) {
      findTexts(row.values, found);
      add(row, found);
    }
    return found;
  };
  let [read, cells, characters] = [0, 0, 0];
  const rows = streamXlsxRows(bytes, { sheet });
  try {
    for (let next = await readable(() => rows.next()); !next.done; next = await readable(() => rows.next())) {
      const { index, values } = next.value;
      if (!(Number.isInteger(index) && index >= 0))
        throw new AppError('xlsx_invalid', { detail: rowWithoutNumber });
      if (++read > rowsMax || index >= rowsMax)
        throw new AppError('points_too_many', { detail: tooManyRows });
      cells += values.length;
      if (cells > cellsMax) throw new AppError('points_too_many', { detail: tooManyCells });
      const inTable = withinTable(values, frame);
      const written = times.cellsOf(inTable);
      for (const cell of written) characters += boundedLength(cell, index + 1);
      if (characters > charactersMax) throw new AppError('points_too_many', { detail: tooManyCharacters });
      const row = { cells: written, line: index + 1 };
      if (frame !== null) {
        findTexts(inTable, frame);
        add(row, frame);
      } else if (frameOf([written]) !== null) head.push({ ...row, values: inTable });
      if (frame === null && head.length === headRowsMax) frame = findHeader();
    }
  } finally {
    // Else the library parses the rest of the sheet after a refusal, and keeps its rows.
    await rows.return();
  }
  if (frame === null && head.length > 0) findHeader();
  table.titles = titles;
  const dataset = finished(table, options.sheet === undefined ? names : [], sheet);
  if (titles.length > 0) dataset.warnings.unshift(warningOfTitles(titles));
  if (options.sheet === undefined && names.length > 1)
    dataset.warnings.unshift({
      code: 'sheet_chosen',
      message: `The workbook has the sheets ${listed(names)}. ${subjectOf(sheet, sheets)} was read. Set \`sheet\` to read another.`,
      series_id: null,
      line: null,
    });
  return dataset;
}

/** Why a sheet was read, as the subject of a sentence. */
function subjectOf(sheet: number, sheets: readonly Sheet[]): string {
  return sheet === 0 ? 'The first one' : `${quoted(sheets[sheet].name)}, the first one that is not hidden,`;
}

/** @param names all sheets, if none is chosen. @throws AppError that names the sheet that was read */
function finished(table: Table, names: string[], sheet: number): ParsedDataset {
  try {
    return table.finish();
  } catch (error) {
    if (!(error instanceof AppError) || names.length < 2) throw error;
    const others = names.filter((_, i) => i !== sheet);
    const first = sheet === 0 ? 'the first one' : 'the first one that is not hidden';
    throw new AppError(error.code, {
      ...error.details,
      detail: `${error.message} The sheet ${quoted(names[sheet])} was read, because it is ${first}. Set \`sheet\` to read another: ${listed(others)}.`,
    });
  }
}

const rowWithoutNumber =
  'A row of the sheet has a number that is none; accepted is a workbook as spreadsheet programs save it.';

const tooManyRows = `The sheet has more than ${rowsMax} rows, empty ones included. Delete the empty rows, or upload the table in parts.`;

const tooManyCells = `The sheet has more than ${cellsMax} cells. Upload fewer rows or fewer columns.`;

const tooManyCharacters = `The cells of the sheet have more than ${charactersMax} characters. Upload fewer rows, or leave columns of text out.`;

/** The cells of a row up to the end of the table, and one that is beyond it if there is any: that one is a fault. */
function withinTable<T extends Cell>(values: T[], frame: Frame | null): T[] {
  if (frame === null) return values;
  const end = frame.from + frame.width;
  const beyond = values.slice(end).find((value) => value !== null && value !== '');
  return beyond === undefined ? values.slice(0, end) : [...values.slice(0, end), beyond];
}

/** @throws AppError cell_invalid */
function boundedLength(cell: string, line: number): number {
  if (cell.length > cellLengthMax)
    refuse('cell_invalid', {
      line,
      message: `a cell has ${cell.length} characters`,
      accepted: `at most ${cellLengthMax}, as in Excel`,
    });
  return cell.length;
}

function isAttribute(header: string): boolean {
  return header.trim().startsWith('static.');
}

interface Frame {
  from: number;
  width: number;
}

/** The columns of the table: from the first cell of the first rows to the last cell of the header, which comes first.
 *  pandas leaves the cell above an index without a name empty. Null for a blank header. */
function frameOf(head: readonly string[][]): Frame | null {
  const isFilled = (cell: string) => cell.trim() !== '';
  const end = head[0].findLastIndex(isFilled) + 1;
  if (end === 0) return null;
  const from = Math.min(...head.map((row) => row.findIndex(isFilled)).filter((first) => first >= 0));
  return { from, width: end - from };
}

/** A row with at least as many cells as the header: a sheet stores no empty cells. */
function rowOf(written: string[], { from, width }: Frame): string[] {
  const row = written.slice(from);
  while (row.length < width) row.push('');
  return row;
}

interface Sheet {
  name: string;
  isHidden: boolean;
}

async function sheetsOf(bytes: Uint8Array): Promise<{ sheets: Sheet[]; isFrom1904: boolean }> {
  const found: Sheet[] = [];
  const { dateSystem } = await readXlsx(bytes, {
    sheets: ({ name, hidden = false, veryHidden = false }) => {
      found.push({ name, isHidden: hidden || veryHidden });
      return false;
    },
  });
  return { sheets: found, isFrom1904: dateSystem === '1904' };
}

/** Position of the sheet with a name, or at a position that is counted from 1. By default it is the
 *  first one that people see.
 *  @throws AppError xlsx_invalid, request_invalid */
function chosenSheet(sheets: readonly Sheet[], wanted: string | undefined): number {
  const names = sheets.map(({ name }) => name);
  if (names.length === 0)
    throw new AppError('xlsx_invalid', {
      detail: 'The workbook has no sheets; accepted is a workbook with a table.',
    });
  if (wanted === undefined)
    return Math.max(
      0,
      sheets.findIndex(({ isHidden }) => !isHidden),
    );
  const byName = [
    names.indexOf(wanted),
    names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase()),
  ].find((index) => index >= 0);
  if (byName !== undefined) return byName;
  const position = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  if (position >= 1 && position <= names.length) return position - 1;
  return refuse('request_invalid', {
    path: '?sheet',
    message: `the workbook has no sheet ${quoted(wanted)}`,
    accepted: `one of ${listed(names)}, or a position from 1 to ${names.length}`,
  });
}

/** Writes the cells of a sheet. A cell of a time of day is stored as that time of the zero day, and 24:00 as the day
 *  after it. A date may be the same instant, such as 1900-01-01: a column has times of day if another
 *  cell of it shows one. */
class CellTimes {
  private readonly zeroDay: number;
  private readonly isFrom1904: boolean;
  /** Columns in which a cell has a time of day. */
  private readonly clocks = new Set<number>();

  constructor(isFrom1904: boolean) {
    this.isFrom1904 = isFrom1904;
    this.zeroDay = isFrom1904 ? zeroDays.from1904 : zeroDays.from1900;
  }

  cellsOf(values: Cell[]): string[] {
    return values.map((value, column) => this.cellOf(value, column));
  }

  private cellOf(value: Cell, column: number): string {
    if (value === null) return '';
    if (value instanceof Date) return this.timeOf(value.getTime(), column);
    if (typeof value === 'number') return typedNumber(value);
    return typeof value === 'string' ? typedText(value) : String(value);
  }

  private timeOf(time: number, column: number): string {
    if (Number.isNaN(time)) return '';
    const rounded =
      Math.abs(time - Math.round(time / 1_000) * 1_000) <= roundingMs
        ? Math.round(time / 1_000) * 1_000
        : time;
    const iso = new Date(rounded).toISOString();
    const clock = rounded % 1_000 === 0 ? iso.slice(11, 19) : iso.slice(11, 23);
    const sinceZero = rounded - this.zeroDay;
    // The first day that a workbook can date is the zero day of 1904, and the day after that of 1900.
    const isClock = sinceZero < dayMs && sinceZero >= 0 && (sinceZero > 0 || !this.isFrom1904);
    if (isClock) this.clocks.add(column);
    if (isClock || (sinceZero === 0 && this.clocks.has(column))) return clock;
    if (sinceZero === dayMs && this.clocks.has(column)) return '24:00:00';
    return rounded % dayMs === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)}T${clock}`;
  }
}
