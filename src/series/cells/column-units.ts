/** Checks that each column of numbers has one unit, and that it is that of the dataset. */
import {
  bareNumber,
  type Column,
  isCurrency,
  labelOf,
  leftOut,
  naming,
  refuseUnits,
  splitUnit,
} from '../columns/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import type { Rows } from './rows.ts';

interface Seen {
  text: string;
  line: number;
}

export class ColumnUnits {
  private readonly columns: readonly Column[];
  private readonly rows: Rows;
  /** By column: the unit that each cell has after its number, with the first cell that has it. */
  private readonly fixed: (string | undefined)[];
  private readonly firstWithUnit = new Map<number, Seen>();
  /** By column: the unit of its numbers, the first cell that has it, and how many numbers other than zero have it. */
  private readonly seen = new Map<number, Seen & { unit: string; count: number }>();

  /** @param columns the columns of values, in the order of `rows`
   *  @param units units of columns whose cells all have the same */
  constructor(columns: readonly Column[], rows: Rows, units: ReadonlyMap<Column, string>) {
    this.columns = columns;
    this.rows = rows;
    this.fixed = columns.map((column) => units.get(column));
  }

  /** Whether each cell of a column has the same unit after its number. */
  isFixed(column: number): boolean {
    return this.fixed[column] !== undefined;
  }

  /** The number of a cell of such a column without its unit. @throws AppError cell_invalid if the cell
   *  has another unit or none */
  bare(cell: string, column: number, line: number): string {
    const unit = this.fixed[column]!;
    const split = splitUnit(cell);
    if (split === null) return cell;
    const first = this.firstWithUnit.get(column);
    if (split.unit !== unit) refuseUnits(this.columns[column], cell.trim(), line, first?.text ?? `1 ${unit}`);
    if (first === undefined) this.firstWithUnit.set(column, { text: cell.trim(), line });
    return split.number;
  }

  /** Takes note of the unit of a number. @returns whether it has one. @throws AppError cell_invalid if it is
   *  another unit than before */
  watch(text: string, column: number, line: number): boolean {
    const { unit } = bareNumber(text);
    if (unit === '') return false;
    const known = this.seen.get(column);
    if (known === undefined) this.seen.set(column, { unit, count: 0, text, line });
    else if (known.unit !== unit) {
      const other = this.columns[column];
      refuse('cell_invalid', {
        line,
        message: `${quoted(text)} has another unit than ${quoted(known.text)} on line ${known.line} (column ${quoted(labelOf(other))})`,
        accepted: `one unit for all numbers of a column${leftOut(other)}`,
        alternatives: naming('exclude', other),
      });
    }
    return true;
  }

  /** Counts a number other than zero that has the unit of its column. */
  count(column: number): void {
    this.seen.get(column)!.count++;
  }

  /** @param stated units by the name of the column, of the dataset that the numbers continue
   *  @param target the column of the target, and its name in the dataset, if the caller names it
   *  @throws AppError cell_invalid if a column has another unit. Numbers without a unit are refused among percentages
   *  only, and currencies not at all */
  require(
    stated: Readonly<Record<string, string>>,
    target: { column: Column; name: string } | null = null,
  ): void {
    const known = new Map(Object.entries(stated).map(([name, unit]) => [name.toLowerCase(), unit]));
    this.columns.forEach((column, i) => {
      const name = column === target?.column ? target.name : labelOf(column);
      const unit = known.get(name.toLowerCase());
      const found = this.fixed[i] ?? this.seen.get(i)?.unit;
      if (found === unit) return;
      if (found === undefined) {
        if (unit === '%') this.refuseShare(i);
        return;
      }
      const { text, line } = this.firstWithUnit.get(i) ?? this.seen.get(i)!;
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
  of(columns: readonly Column[]): Record<string, string> {
    const units: [string, string][] = [];
    const asked = new Set(columns);
    this.columns.forEach((column, i) => {
      const unit = this.fixed[i] ?? this.seen.get(i)?.unit;
      if (unit !== undefined && asked.has(column)) units.push([labelOf(column), unit]);
    });
    return Object.fromEntries(units);
  }

  /** A number without % among percentages may be a share of one.
   *  @param ids columns that name the series, which have no units
   *  @throws AppError cell_invalid */
  checkPercentages(ids: readonly Column[]): void {
    for (const [at, { unit, count, text, line }] of this.seen) {
      const column = this.columns[at];
      if (unit !== '%' || ids.includes(column)) continue;
      let bare = -count;
      for (const value of this.rows.column(at)) if (value !== 0 && !Number.isNaN(value)) bare++;
      if (bare <= 0) continue;
      refuse('cell_invalid', {
        line,
        message: `${quoted(text)} is a percentage, but ${bare} number${bare === 1 ? ' has' : 's have'} no % (column ${quoted(labelOf(column))})`,
        accepted: `a % on all numbers of a column or on none${leftOut(column)}`,
        alternatives: naming('exclude', column),
      });
    }
  }
}
