/** Reads the numbers of a table, and finds its decimal mark from all of them while they arrive. */
import {
  bareNumber,
  type Column,
  decimalEvidence,
  type FlagWords,
  isCurrency,
  isMissing,
  labelOf,
  mayBeGroup,
  type NumberStyle,
  numberFault,
  readNumber,
  readSimple,
  refuseUnits,
  splitUnit,
} from '../columns/index.ts';
import { quoted, refuse, type Warnings } from '../faults/index.ts';
import { plainCharacters } from '../text/index.ts';
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

interface Seen {
  text: string;
  line: number;
}

/** A cell of a column that may name series, and the decimal mark that it shows if the column has values. */
interface UncertainMark extends Seen {
  column: number;
  style: NumberStyle;
}

/** The decimal mark that a sample of numbers shows. It is the point if commas separate the cells, unless more numbers show
 *  the comma. Null: no number shows it, or only a column that may name series shows the comma.
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

/** The decimal mark is one for the whole table: a number of any column that shows it decides. Until then a number such as
 *  `1.234` is stored as 1.234, with its row, and multiplied by 1,000 if the mark separates thousands. */
export class Numbers {
  style: NumberStyle | null;
  private readonly columns: readonly Column[];
  private readonly rows: Rows;
  private readonly isAssumed: boolean;
  private readonly missing: ReadonlySet<string>;
  private readonly missingNumbers: ReadonlySet<number>;
  /** By mark and column. */
  private readonly open = new Map<string, OpenCells>();
  /** By column: a whole number of four or more digits without groups. Such a column does not separate thousands. */
  private readonly ungrouped = new Map<number, Seen>();
  /** By column: the unit of its numbers, the first cell that has it, and how many numbers other than zero have it. */
  private readonly units = new Map<number, Seen & { unit: string; count: number }>();
  /** Whether the cell that is read has a unit. */
  private hasUnit = false;
  /** By column: the unit that each cell has after its number, with the first cell that has it. */
  private readonly fixedUnits: (string | undefined)[];
  private readonly firstWithUnit = new Map<number, Seen>();
  private quotedGroup: Seen | null = null;
  /** Whether a column may name series. Its cells show no decimal mark until it is known that it names none. */
  private readonly areUncertain: boolean[];
  /** The first mark of each kind in each uncertain column. */
  private readonly uncertainMarks: UncertainMark[] = [];
  /** By column: the numbers of its words for yes and no. */
  private readonly flags: (FlagWords | undefined)[];
  /** Decimal mark of numbers that a file with types has as text; `open`: not stated. Null for tables of text. */
  private readonly typedText: NumberStyle | 'open' | null;

  /** @param columns the columns of values, in the order of `rows`
   *  @param style the decimal mark that is stated, or shown by a sample; null: it is not known yet
   *  @param isAssumed whether it is neither stated nor shown, but follows from the delimiter
   *  @param missing marks of missing values
   *  @param units units of columns whose cells all have the same
   *  @param flags words for yes and no of columns that have them
   *  @param typedText decimal mark of numbers that a file with types has as text; its numbers have the point
   *  @param mayBeIds columns that may name series */
  constructor(
    columns: readonly Column[],
    rows: Rows,
    style: NumberStyle | null,
    isAssumed: boolean,
    missing: readonly string[],
    units: ReadonlyMap<Column, string>,
    flags: ReadonlyMap<Column, FlagWords> = new Map(),
    typedText: NumberStyle | 'open' | null = null,
    mayBeIds: readonly Column[] = [],
  ) {
    this.typedText = typedText;
    this.areUncertain = columns.map((column) => mayBeIds.includes(column));
    this.fixedUnits = columns.map((column) => units.get(column));
    this.flags = columns.map((column) => flags.get(column));
    this.columns = columns;
    this.rows = rows;
    this.style = style;
    this.isAssumed = isAssumed;
    this.missing = new Set(missing.map((mark) => mark.toLowerCase()));
    this.missingNumbers = new Set(missing.map(Number).filter((mark) => !Number.isNaN(mark)));
  }

  /** The number in a cell of the last row: NaN if it is missing, ±Infinity if it is infinite, null if it is not a number,
   *  or neither 0 nor 1 among words for yes and no. */
  read(cell: string, column: number, line: number): number | null {
    if (this.missing.size > 0 && this.missing.has(cell.trim().toLowerCase())) return Number.NaN;
    this.hasUnit = false;
    const value = this.valueOf(cell, column, line);
    if (this.missingNumbers.size > 0 && this.missingNumbers.has(value!)) return Number.NaN;
    // Only numbers that the check of percentages counts: a zero or a missing value with a % must not hide a number without one.
    if (this.hasUnit && value !== null && value !== 0 && !Number.isNaN(value))
      this.units.get(column)!.count++;
    const isOther = this.flags[column] !== undefined && value !== 0 && value !== 1 && !Number.isNaN(value);
    return isOther ? null : value;
  }

  private valueOf(written: string, column: number, line: number): number | null {
    const flag = this.flags[column]?.get(written.trim().toLowerCase());
    if (flag !== undefined) return flag;
    const unit = this.fixedUnits[column];
    const cell = unit === undefined || isMissing(written) ? written : this.bare(written, unit, column, line);
    if (this.typedText !== null && this.typedText !== 'point') {
      const text = cell.trim();
      if (this.isCommaText(text, column, line)) {
        this.watchUnit(text, column, line);
        return readNumber(text, 'comma');
      }
    }
    const simple = readSimple(cell, this.style ?? 'point');
    if (simple !== null) {
      if (this.style === null) this.watchSimple(cell, simple, column, line);
      return simple;
    }
    const text = cell.trim();
    const plain = plainCharacters(text);
    if (plain !== text) return this.valueOf(plain, column, line);
    if (isMissing(text)) return Number.NaN;
    this.watchUnit(text, column, line);
    if (this.style === null) {
      const evidence = decimalEvidence(text);
      if (evidence === 'point' || evidence === 'comma') {
        this.show(evidence, text, column, line);
        return readNumber(text, evidence);
      }
      if (evidence !== 'none') {
        const style = evidence === 'either-point' ? 'point' : 'comma';
        this.watchOpen(text, column, line, style === 'point' ? '.' : ',');
        return readNumber(text, style);
      }
    } else if (this.isAssumed && this.quotedGroup === null && decimalEvidence(text) === 'either-comma') {
      this.quotedGroup = { text, line };
    }
    return readNumber(text, this.style ?? 'point');
  }

  /** Whether a file has a number as text, such as `1.234 €`, whose decimal mark is the comma. `typedNumber` writes no number so.
   *  @throws AppError reading_ambiguous if nothing says what its mark separates */
  private isCommaText(text: string, column: number, line: number): boolean {
    // Cells that `typedNumber` writes are the usual ones, and are read fast.
    if (readSimple(text, 'point') !== null && !mayBeGroup(text)) return false;
    const evidence = decimalEvidence(text);
    if (this.typedText === 'comma') return evidence !== 'none' && evidence !== 'point';
    if (evidence !== 'either-comma' && evidence !== 'either-point') return false;
    return refuseOpen(text, this.columns[column], line, 'is text, and');
  }

  /** The number of a cell without its unit. @throws AppError cell_invalid if the cell has another unit or none */
  private bare(cell: string, unit: string, column: number, line: number): string {
    const split = splitUnit(cell);
    if (split === null) return cell;
    const first = this.firstWithUnit.get(column);
    if (split.unit !== unit) refuseUnits(this.columns[column], cell.trim(), line, first?.text ?? `1 ${unit}`);
    if (first === undefined) this.firstWithUnit.set(column, { text: cell.trim(), line });
    return split.number;
  }

  /** @param stated units by the name of the column, of the dataset that the numbers continue
   *  @param target the column of the target, and its name in the dataset, if the caller names it
   *  @throws AppError cell_invalid if a column has another unit. Numbers without a unit are refused among percentages only,
   *  and currencies not at all */
  requireUnits(
    stated: Readonly<Record<string, string>>,
    target: { column: Column; name: string } | null = null,
  ): void {
    const known = new Map(Object.entries(stated).map(([name, unit]) => [name.toLowerCase(), unit]));
    this.columns.forEach((column, i) => {
      const name = column === target?.column ? target.name : labelOf(column);
      const unit = known.get(name.toLowerCase());
      const found = this.fixedUnits[i] ?? this.units.get(i)?.unit;
      if (found === unit) return;
      if (found === undefined) {
        if (unit === '%') this.refuseShare(i);
        return;
      }
      const { text, line } = this.firstWithUnit.get(i) ?? this.units.get(i)!;
      if (unit !== undefined) refuseUnits(column, text, line, `1 ${unit}`);
      if (isCurrency(found)) return;
      refuse('cell_invalid', {
        line,
        message: `${quoted(text)} has a unit, but the numbers of the dataset have none (column ${quoted(labelOf(column))})`,
        accepted: 'numbers without a unit, in the unit of the numbers before',
      });
    });
  }

  /** Refuses a number without % in a column of percentages: it may be a share of one. Zero needs no unit. */
  private refuseShare(column: number): void {
    const row = this.rows.column(column).findIndex((value) => value !== 0 && !Number.isNaN(value));
    if (row < 0) return;
    refuse('cell_invalid', {
      line: this.rows.lineOf(row),
      message: `the number has no %, but those of the dataset have one (column ${quoted(labelOf(this.columns[column]))})`,
      accepted: 'percentages such as 5%',
    });
  }

  /** The units of the columns: currencies, % and others. */
  unitsOf(columns: readonly Column[]): Record<string, string> {
    const units: [string, string][] = [];
    const asked = new Set(columns);
    this.columns.forEach((column, i) => {
      const unit = this.fixedUnits[i] ?? this.units.get(i)?.unit;
      if (unit !== undefined && asked.has(column)) units.push([labelOf(column), unit]);
    });
    return Object.fromEntries(units);
  }

  /** A cell that is a number with a decimal point, or without a decimal mark. */
  private watchSimple(cell: string, value: number, column: number, line: number): void {
    if (mayBeGroup(cell.trim())) this.watchOpen(cell.trim(), column, line, '.');
    else if (cell.includes('.')) this.show('point', cell, column, line);
    else if (Math.abs(value) >= 1_000 && !this.ungrouped.has(column))
      this.ungrouped.set(column, { text: cell, line });
  }

  private watchOpen(cell: string, column: number, line: number, mark: '.' | ','): void {
    const key = `${mark}${column}`;
    let cells = this.open.get(key);
    if (cells === undefined) {
      cells = { column, mark, rows: [], cell, line };
      this.open.set(key, cells);
    }
    cells.rows.push(this.rows.length - 1);
  }

  private watchUnit(text: string, column: number, line: number): void {
    const { unit } = bareNumber(text);
    if (unit === '') return;
    this.hasUnit = true;
    const known = this.units.get(column);
    if (known === undefined) this.units.set(column, { unit, count: 0, text, line });
    else if (known.unit !== unit) {
      refuse('cell_invalid', {
        line,
        message: `${quoted(text)} has another unit than ${quoted(known.text)} on line ${known.line} (column ${quoted(labelOf(this.columns[column]))})`,
        accepted: 'one unit for all numbers of a column',
      });
    }
  }

  /** A number without % among percentages may be a share of one. */
  private checkPercentages(isId: (column: number) => boolean): void {
    for (const [column, { unit, count, text, line }] of this.units) {
      if (unit !== '%' || isId(column)) continue;
      let bare = -count;
      for (const value of this.rows.column(column)) if (value !== 0 && !Number.isNaN(value)) bare++;
      if (bare <= 0) continue;
      refuse('cell_invalid', {
        line,
        message: `${quoted(text)} is a percentage, but ${bare} number${bare === 1 ? ' has' : 's have'} no % (column ${quoted(labelOf(this.columns[column]))})`,
        accepted: 'a % on all numbers of a column or on none',
      });
    }
  }

  /** Takes the decimal mark that a cell shows. Ids such as `10.01` show none. */
  private show(style: NumberStyle, text: string, column: number, line: number): void {
    if (!this.areUncertain[column]) this.settle(style);
    else if (!this.uncertainMarks.some((mark) => mark.column === column && mark.style === style))
      this.uncertainMarks.push({ style, text, column, line });
  }

  private settle(style: NumberStyle): void {
    this.style = style;
    const separator = style === 'point' ? ',' : '.';
    for (const { column, mark, rows } of this.open.values()) {
      if (mark === separator) for (const row of rows) this.rows.multiply(column, row, 1_000);
    }
    this.open.clear();
  }

  /** Decides about numbers such as `1.234` after the last row.
   *  @param ids columns that name the series, of those that may
   *  @throws AppError reading_ambiguous if both readings fit all numbers, cell_invalid if the units of a column differ, or if
   *  columns have different decimal marks */
  finish(warnings: Warnings, ids: readonly Column[] = []): void {
    const isId = (column: number) => ids.includes(this.columns[column]);
    this.checkPercentages(isId);
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
        { line },
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

function refuseOpen(cell: string, column: Column, line: number, verb = ''): never {
  const [thousands, decimals] = bothReadings(cell);
  const mark = cell.includes('.') ? '.' : ',';
  const other = mark === '.' ? ',' : '.';
  return refuse('reading_ambiguous', {
    line,
    path: '?decimal',
    message: `${quoted(cell)} ${verb === '' ? '' : `${verb} `}is ${thousands} or ${decimals}, and no number of the table shows which (column ${quoted(labelOf(column))})`,
    accepted: `decimal=${other} to read ${thousands}, or decimal=${mark} to read ${decimals}`,
  });
}

/** A number of a file with types as a cell, or the text of one that is exact. Its decimals cannot be taken for thousands: 1.234 becomes `1.2340`. */
export function typedNumber(value: number | string): string {
  const text = String(value);
  return mayBeGroup(text) ? `${text}0` : text;
}

/** A text of a file with types as a cell. One that looks like a cell of `typedNumber` gets a space, which is trimmed later. */
export function typedText(text: string): string {
  return isMarked(text) ? `${text} ` : text;
}

/** The cell of a file with types as it names something: a column, a series or an attribute. `1.2340` is 1.234 again. */
export function typedName(cell: string): string {
  return isMarked(cell) ? cell.slice(0, -1) : cell;
}

/** Whether a cell looks like one that `typedNumber` has marked. */
function isMarked(cell: string): boolean {
  return cell.endsWith('0') && cell.charAt(cell.length - 5) === '.' && mayBeGroup(cell.slice(0, -1));
}

/** `1.234` and `1,234` with the mark for thousands, and with the mark for decimals. */
function bothReadings(cell: string): [thousands: string, decimals: string] {
  const { text } = bareNumber(cell);
  return [text.replace(/[.,]/, ''), text.replace(',', '.')];
}
