/** Finds numbers that were read with a decimal point because commas separate the cells, and whose points may separate
 *  thousands: a column with `1.012`, `987` and `1.101` has no other decimals. */
import { mayBeGroup } from '../columns/index.ts';

/** A cell, and the line on which it stands. */
export interface Seen {
  text: string;
  line: number;
}

interface ColumnMarks {
  /** The first number such as `1.012`. */
  group: Seen | null;
  /** Whether a number shows that the point separates decimals, such as `1.5`, `0.125` and `1,234,510`. */
  showsPoint: boolean;
  /** Whether a whole number below 1000 is there that is neither zero nor a mark of missing values such as -999. A
   *  column with three decimals writes 5 as `5.000`, and may write these without decimals. */
  hasWhole: boolean;
  /** Whether a whole number of four or more digits has no point. Then points do not separate the
   *  thousands of the column. */
  hasLarge: boolean;
}

/** Absolute values of numbers below 1000 that often stand for a missing value. */
const marksOfMissing = new Set([9, 99, 999]);

export class AssumedPoint {
  private readonly marks: ColumnMarks[];

  /** @param columns number of columns of values */
  constructor(columns: number) {
    this.marks = Array.from({ length: columns }, () => ({
      group: null,
      showsPoint: false,
      hasWhole: false,
      hasLarge: false,
    }));
  }

  /** @param cell a number without a unit
   *  @param value the number of the cell
   *  @returns whether the cell shows that the point separates decimals */
  add(cell: string, value: number, column: number, line: number): boolean {
    const marks = this.marks[column];
    if (cell.includes('.')) {
      const text = cell.trim();
      if (mayBeGroup(text)) marks.group ??= { text, line };
      else marks.showsPoint = true;
    } else if (Math.abs(value) >= 1_000) marks.hasLarge = true;
    else if (!marks.hasWhole)
      marks.hasWhole = Number.isInteger(value) && value !== 0 && !marksOfMissing.has(Math.abs(value));
    return marks.showsPoint;
  }

  /** A cell of a column shows that commas separate thousands. */
  show(column: number): void {
    this.marks[column].showsPoint = true;
  }

  /** The first number whose point may separate thousands, with its column; null if there is none.
   *  @param isId whether a column names series */
  doubtful(isId: (column: number) => boolean): (Seen & { column: number }) | null {
    if (this.marks.some(({ showsPoint }, at) => showsPoint && !isId(at))) return null;
    const column = this.marks.findIndex(
      ({ group, hasWhole, hasLarge }, at) => group !== null && hasWhole && !hasLarge && !isId(at),
    );
    return column < 0 ? null : { ...this.marks[column].group!, column };
  }
}
