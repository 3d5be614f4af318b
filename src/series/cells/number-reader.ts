/** Reads the numbers of a table, cell by cell. */
import {
  type Column,
  decimalEvidence,
  type FlagWords,
  isMissing,
  mayBeGroup,
  type NumberStyle,
  readNumber,
  readSimple,
} from '../columns/index.ts';
import type { Warnings } from '../faults/index.ts';
import { plainCharacters } from '../text/index.ts';
import { ColumnUnits } from './column-units.ts';
import { DecimalMark, refuseOpen } from './decimal-mark.ts';
import type { Rows } from './rows.ts';

/** How the numbers of a table are written, as far as it is known before they are read. */
interface NumberNotation {
  /** The decimal mark that is stated, or shown by a sample; null: it is not known yet. */
  style: NumberStyle | null;
  /** Whether it is neither stated nor shown, but follows from the delimiter. */
  isAssumed: boolean;
  /** Marks of missing values. */
  missing: readonly string[];
  /** Units of columns whose cells all have the same. */
  units: ReadonlyMap<Column, string>;
  /** Words for yes and no of columns that have them. */
  flags: ReadonlyMap<Column, FlagWords>;
  /** Decimal mark of numbers that a file with types has as text, `open` if it is not stated; its other numbers have the
   *  point. Null for tables of text. */
  typedText: NumberStyle | 'open' | null;
  /** Columns that may name series. */
  mayBeIds: readonly Column[];
}

export class NumberReader {
  readonly units: ColumnUnits;
  private readonly mark: DecimalMark;
  private readonly columns: readonly Column[];
  private readonly missing: ReadonlySet<string>;
  private readonly missingNumbers: ReadonlySet<number>;
  /** By column: the numbers of its words for yes and no. */
  private readonly flags: (FlagWords | undefined)[];
  private readonly typedText: NumberNotation['typedText'];
  /** Whether the cell that is read has a unit. */
  private hasUnit = false;

  /** @param columns the columns of values, in the order of `rows` */
  constructor(columns: readonly Column[], rows: Rows, notation: NumberNotation) {
    const { style, isAssumed, missing, units, flags, typedText, mayBeIds } = notation;
    this.columns = columns;
    this.mark = new DecimalMark(columns, rows, style, isAssumed, mayBeIds);
    this.units = new ColumnUnits(columns, rows, units);
    this.flags = columns.map((column) => flags.get(column));
    this.typedText = typedText;
    this.missing = new Set(missing.map((mark) => mark.toLowerCase()));
    this.missingNumbers = new Set(missing.map(Number).filter((mark) => !Number.isNaN(mark)));
  }

  /** The decimal mark; null if it is not known yet. */
  get style(): NumberStyle | null {
    return this.mark.style;
  }

  /** The decimal mark for later tables; null if it only follows from the delimiter. Known after `finish`. */
  get knownStyle(): NumberStyle | null {
    return this.mark.knownStyle;
  }

  /** The number in a cell of the last row: NaN if it is missing, ±Infinity if it is infinite, null if it is not a
   *  number, or neither 0 nor 1 among words for yes and no. */
  read(cell: string, column: number, line: number): number | null {
    if (this.missing.size > 0 && this.missing.has(cell.trim().toLowerCase())) return Number.NaN;
    this.hasUnit = false;
    const value = this.valueOf(cell, column, line);
    if (this.missingNumbers.size > 0 && this.missingNumbers.has(value!)) return Number.NaN;
    // Only numbers that the check of percentages counts: a zero or a missing value with a % must not
    // hide a number without one.
    if (this.hasUnit && value !== null && value !== 0 && !Number.isNaN(value)) this.units.count(column);
    const isOther = this.flags[column] !== undefined && value !== 0 && value !== 1 && !Number.isNaN(value);
    return isOther ? null : value;
  }

  private valueOf(written: string, column: number, line: number): number | null {
    const flag = this.flags[column]?.get(written.trim().toLowerCase());
    if (flag !== undefined) return flag;
    const isBare = !this.units.isFixed(column) || isMissing(written);
    const cell = isBare ? written : this.units.bare(written, column, line);
    if (this.typedText !== null && this.typedText !== 'point') {
      const text = cell.trim();
      if (this.isCommaText(text, column, line)) {
        this.hasUnit = this.units.watch(text, column, line);
        return readNumber(text, 'comma');
      }
    }
    const { mark } = this;
    const simple = readSimple(cell, mark.style ?? 'point');
    if (simple !== null) {
      if (mark.isOpen) mark.watchSimple(cell, simple, column, line);
      return simple;
    }
    const text = cell.trim();
    const plain = plainCharacters(text);
    if (plain !== text) return this.valueOf(plain, column, line);
    if (isMissing(text)) return Number.NaN;
    this.hasUnit = this.units.watch(text, column, line);
    if (mark.style === null) {
      const evidence = decimalEvidence(text);
      if (evidence === 'point' || evidence === 'comma') {
        mark.show(evidence, text, column, line);
        return readNumber(text, evidence);
      }
      if (evidence !== 'none') {
        const style = evidence === 'either-point' ? 'point' : 'comma';
        mark.watchOpen(text, column, line, style === 'point' ? '.' : ',');
        return readNumber(text, style);
      }
    } else mark.watchUnusual(text, column, line);
    return readNumber(text, mark.style ?? 'point');
  }

  /** Whether a file has a number as text, such as `1.234 €`, whose decimal mark is the comma.
   *  `typedNumber` writes no number so.
   *  @throws AppError reading_ambiguous if nothing says what its mark separates */
  private isCommaText(text: string, column: number, line: number): boolean {
    // Cells that `typedNumber` writes are the usual ones, and are read fast.
    if (readSimple(text, 'point') !== null && !mayBeGroup(text)) return false;
    const evidence = decimalEvidence(text);
    if (this.typedText === 'comma') return evidence !== 'none' && evidence !== 'point';
    if (evidence !== 'either-comma' && evidence !== 'either-point') return false;
    return refuseOpen(text, this.columns[column], line, 'is text, and');
  }

  /** Decides about numbers such as `1.234` after the last row.
   *  @param ids columns that name the series, of those that may
   *  @throws AppError reading_ambiguous if both readings fit all numbers, cell_invalid if the units of a column differ,
   *  or if columns have different decimal marks */
  finish(warnings: Warnings, ids: readonly Column[]): void {
    this.units.checkPercentages(ids);
    this.mark.finish(warnings, ids);
  }
}
