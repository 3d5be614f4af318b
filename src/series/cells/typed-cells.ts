/** Cells of files whose numbers have a type, such as Parquet and workbooks. The table reads text, so such a file writes
 *  its cells with marks. A number with three decimals, 1.234, becomes `1.2340`: it cannot be taken for 1234. A text
 *  that looks like a marked number gets a blank, which is trimmed where numbers are read. Where a cell is a name,
 *  `typedName` takes the marks away. */
import { mayBeGroup } from '../columns/index.ts';

/** A number of a file with types as a cell, or the text of one that is exact. Its decimals cannot be taken for
 *  thousands: 1.234 becomes `1.2340`. */
export function typedNumber(value: number | string): string {
  const text = String(value);
  return mayBeGroup(text) ? `${text}0` : text;
}

/** A text of a file with types as a cell. One that looks like a cell of `typedNumber` gets a space,
 *  which is trimmed later. */
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
