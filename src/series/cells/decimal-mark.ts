/** Finds the decimal mark of a table from all of its numbers while they arrive. */
import {
  bareNumber,
  type Column,
  decimalEvidence,
  labelOf,
  leftOut,
  mayBeGroup,
  type NumberStyle,
  naming,
  numberFault,
  readNumber,
} from '../columns/index.ts';
import { alternatives, quoted, refuse, type Warnings } from '../faults/index.ts';
import { AssumedPoint, type Seen } from './assumed-point.ts';
import type { Delimiter } from './delimiter.ts';
import type { Rows } from './rows.ts';

/** Cells of one column with the same mark, such as `1.234`: 1.234 or 1234. Only their rows are kept. */
interface OpenCells {
  column: number;
  mark: '.' | ',';
  rows: number[];
  cell: string;
  line: number;
}

/** A cell of a column that may name series, and the decimal mark that it shows if the column has values. */
interface UncertainMark extends Seen {
  column: number;
  style: NumberStyle;
}

/** The decimal mark that a sample of numbers shows. It is the point if commas separate the cells, unless more numbers
 *  show the comma. Null: no number shows it, or only a column that may name series shows the comma.
 *  @param uncertain cells of columns that may name series */
export function decimalMarkOf(
  cells: Iterable<string>,
  uncertain: Iterable<string>,
  delimiter: Delimiter,
): NumberStyle | null {
  const shown = shownMark(cells);
  if (delimiter !== ',') return shown;
  return shown ?? (shownMark(uncertain) === 'comma' ? null : 'point');
}

function shownMark(cells: Iterable<string>): NumberStyle | null {
  let [commas, points] = [0, 0];
  for (const cell of cells) {
    const evidence = decimalEvidence(cell.trim());
    if (evidence === 'comma') commas++;
    if (evidence === 'point') points++;
  }
  if (commas === 0 && points === 0) return null;
  return commas > points ? 'comma' : 'point';
}

/** The decimal mark is one for the whole table: a number of any column that shows it decides. Until then a number such
 *  as `1.234` is stored as 1.234, with its row, and multiplied by 1,000 if the mark separates thousands. */
export class DecimalMark {
  /** Null until it is known. */
  style: NumberStyle | null;
  private readonly columns: readonly Column[];
  private readonly rows: Rows;
  private readonly isAssumed: boolean;
  /** By mark and column. */
  private readonly open = new Map<string, OpenCells>();
  /** By column: a whole number of four or more digits without groups. Such a column does not separate thousands. */
  private readonly ungrouped = new Map<number, Seen>();
  private quotedGroup: Seen | null = null;
  /** Null if the mark is stated, or if a number shows that it is the point. */
  private assumed: AssumedPoint | null;
  /** Whether a column may name series. Its cells show no decimal mark until it is known that it names none. */
  private readonly areUncertain: boolean[];
  /** The first mark of each kind in each uncertain column. */
  private readonly uncertainMarks: UncertainMark[] = [];

  /** @param columns the columns of values, in the order of `rows`
   *  @param style the decimal mark that is stated, or shown by a sample; null: it is not known yet
   *  @param isAssumed whether it is neither stated nor shown, but follows from the delimiter
   *  @param mayBeIds columns that may name series */
  constructor(
    columns: readonly Column[],
    rows: Rows,
    style: NumberStyle | null,
    isAssumed: boolean,
    mayBeIds: readonly Column[],
  ) {
    this.columns = columns;
    this.rows = rows;
    this.style = style;
    this.isAssumed = isAssumed;
    this.assumed = isAssumed && style !== 'comma' ? new AssumedPoint(columns.length) : null;
    this.areUncertain = columns.map((column) => mayBeIds.includes(column));
  }

  /** Whether further numbers may show the decimal mark, or a doubt about it. */
  get isOpen(): boolean {
    return this.style === null || this.assumed !== null;
  }

  /** A cell that is a number with a decimal point, or without a decimal mark. */
  watchSimple(cell: string, value: number, column: number, line: number): void {
    this.watchPoint(cell, value, column, line);
    if (this.style !== null) return;
    if (mayBeGroup(cell.trim())) this.watchOpen(cell.trim(), column, line, '.');
    else if (cell.includes('.')) this.show('point', cell, column, line);
    else if (Math.abs(value) >= 1_000 && !this.ungrouped.has(column))
      this.ungrouped.set(column, { text: cell, line });
  }

  /** A cell that is a number with a unit, with brackets or with groups, where the mark is known. If only the delimiter
   *  tells the mark, the point may separate thousands, or the comma of a quoted cell. */
  watchUnusual(text: string, column: number, line: number): void {
    if (!this.isAssumed || (this.quotedGroup !== null && this.assumed === null)) return;
    const evidence = decimalEvidence(text);
    if (evidence === 'either-comma') this.quotedGroup ??= { text, line };
    if (evidence === 'point') this.assumed?.show(column);
    const bare = bareNumber(text).text;
    const value = readNumber(bare, 'point');
    if (value !== null && !Number.isNaN(value)) this.watchPoint(bare, value, column, line);
  }

  private watchPoint(cell: string, value: number, column: number, line: number): void {
    if (this.assumed?.add(cell, value, column, line) && !this.areUncertain[column]) this.assumed = null;
  }

  /** A cell whose mark may separate decimals or thousands. */
  watchOpen(cell: string, column: number, line: number, mark: '.' | ','): void {
    const key = `${mark}${column}`;
    let cells = this.open.get(key);
    if (cells === undefined) {
      cells = { column, mark, rows: [], cell, line };
      this.open.set(key, cells);
    }
    cells.rows.push(this.rows.length - 1);
  }

  /** Takes the decimal mark that a cell shows. Ids such as `10.01` show none. */
  show(style: NumberStyle, text: string, column: number, line: number): void {
    if (!this.areUncertain[column]) this.settle(style);
    else if (!this.uncertainMarks.some((mark) => mark.column === column && mark.style === style))
      this.uncertainMarks.push({ style, text, column, line });
  }

  private settle(style: NumberStyle): void {
    this.style = style;
    if (style === 'comma') this.assumed = null;
    const separator = style === 'point' ? ',' : '.';
    for (const { column, mark, rows } of this.open.values()) {
      if (mark === separator) for (const row of rows) this.rows.multiply(column, row, 1_000);
    }
    this.open.clear();
  }

  /** Decides about numbers such as `1.234` after the last row.
   *  @param ids columns that name the series, of those that may
   *  @throws AppError reading_ambiguous if both readings fit all numbers, cell_invalid if columns have
   *  different decimal marks */
  finish(warnings: Warnings, ids: readonly Column[]): void {
    const isId = (column: number) => ids.includes(this.columns[column]);
    for (const mark of this.uncertainMarks) {
      if (isId(mark.column) || this.style === mark.style) continue;
      if (this.style === null) this.settle(mark.style);
      else
        refuse(
          'cell_invalid',
          numberFault(mark.text, null, this.columns[mark.column], mark.line, this.style),
        );
    }
    if (this.style === null) this.finishOpen([...this.open.values()].filter(({ column }) => !isId(column)));
    if (this.quotedGroup !== null && this.rows.areWhole()) {
      const { text, line } = this.quotedGroup;
      const [thousands, decimals] = bothReadings(text);
      warnings.add(
        'decimal_assumed',
        `Numbers such as ${quoted(text)} were read as ${thousands}, because commas separate the cells and no number shows the decimal mark. Set decimal=, to read ${decimals}.`,
        { line, alternatives: alternatives('decimal', ',') },
      );
    }
    const doubtful = this.assumed?.doubtful(isId) ?? null;
    if (doubtful !== null) {
      const { text, line, column } = doubtful;
      const [thousands, decimals] = bothReadings(text);
      warnings.add(
        'decimal_assumed',
        `Numbers such as ${quoted(text)} were read as ${decimals}, because commas separate the cells. The column ${quoted(labelOf(this.columns[column]))} has no other decimals, and whole numbers below 1000 beside them, so the points may separate thousands. Set decimal=, to read ${thousands}. Set decimal=. to keep this reading without a warning.`,
        { line, alternatives: alternatives('decimal', ',', '.') },
      );
    }
  }

  /** The decimal mark for later tables; null if it only follows from the delimiter. Known after `finish`. */
  get knownStyle(): NumberStyle | null {
    const isShown = this.quotedGroup !== null || !this.rows.areWhole();
    return this.isAssumed && !isShown ? null : this.style;
  }

  private finishOpen(open: readonly OpenCells[]): void {
    if (this.isAssumed) {
      const group = open.find(({ mark }) => mark === ',');
      if (group !== undefined) this.quotedGroup = { text: group.cell, line: group.line };
      this.settle('point');
      return;
    }
    if (open.length === 0) return;
    const styles = new Set(
      open
        .filter(({ column }) => this.ungrouped.has(column))
        .map(({ mark }): NumberStyle => (mark === '.' ? 'point' : 'comma')),
    );
    if (styles.size === 1) {
      this.settle([...styles][0]);
      return;
    }
    const { cell, line, column } = open[0];
    refuseOpen(cell, this.columns[column], line);
  }
}

/** @throws AppError reading_ambiguous */
export function refuseOpen(cell: string, column: Column, line: number, verb = ''): never {
  const [thousands, decimals] = bothReadings(cell);
  const mark = cell.includes('.') ? '.' : ',';
  const other = mark === '.' ? ',' : '.';
  return refuse('reading_ambiguous', {
    line,
    path: '?decimal',
    message: `${quoted(cell)} ${verb === '' ? '' : `${verb} `}is ${thousands} or ${decimals}, and no number of the table shows which (column ${quoted(labelOf(column))})`,
    accepted: `decimal=${other} to read ${thousands}, or decimal=${mark} to read ${decimals}`,
    alternatives: alternatives('decimal', other, mark),
  });
}

/** Zeros that fill the integer of a number up, as in `+0020,5` and `0046,1`. */
const filledUp = /^(?:[+-]0\d|00)\d*,\d+$/;
const oneComma = /^[+-]?(\d+),\d+$/;
/** Fields that are filled up are wider than hours, days and quotes such as `00,50`. */
const filledWidthMin = 4;

/** Refuses a column of a table whose commas separate the cells, if each cell may have two fields: an integer that zeros
 *  fill up to one width of at least four digits, and another number. Weather files have a temperature and
 *  the mark of its quality so.
 *  @throws AppError reading_ambiguous */
export function refuseJoinedFields(
  column: Column,
  cells: readonly { cell: string; row: number }[],
  lineOf: (row: number) => number,
): void {
  const written = cells.map(({ cell }) => cell.trim());
  const at = written.findIndex((cell) => filledUp.test(cell));
  if (at < 0) return;
  const widthOf = (cell: string) => oneComma.exec(cell)?.[1].length;
  const width = widthOf(written[at]);
  if (width === undefined || width < filledWidthMin) return;
  if (written.some((cell) => widthOf(cell) !== width)) return;
  const [first, second] = written[at].split(',');
  refuse('reading_ambiguous', {
    line: lineOf(cells[at].row),
    path: '?decimal',
    message: `${quoted(written[at])} is ${Number(`${first}.${second}`)}, or the two fields ${first} and ${second} in one cell (column ${quoted(labelOf(column))})`,
    accepted: `two columns for two fields, or decimal=, to read numbers with a decimal comma${leftOut(column)}`,
    alternatives: [...alternatives('decimal', ','), ...naming('exclude', column)],
  });
}

/** `1.234` and `1,234` with the mark for thousands, and with the mark for decimals. */
function bothReadings(cell: string): [thousands: string, decimals: string] {
  const { text } = bareNumber(cell);
  return [text.replace(/[.,]/, ''), text.replace(',', '.')];
}
