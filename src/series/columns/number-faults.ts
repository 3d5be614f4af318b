/** Explains cells of numbers that cannot be read. */
import { limits } from '../../contracts/values/index.ts';
import type { Fault } from '../../errors.ts';
import { quoted } from '../faults/index.ts';
import type { FlagWords } from './flags.ts';
import { type Column, labelOf } from './header.ts';
import { type NumberStyle, readNumber } from './numbers.ts';
import { acceptedInFull, isMultiplied, leftOut } from './units.ts';

/** @param value the number; null if the cell is none
 *  @param style the decimal mark of the table; null if it is not known yet */
export function numberFault(
  cell: string,
  value: number | null,
  column: Column,
  line: number,
  style: NumberStyle | null,
): Fault {
  const fault =
    value === null ? 'not a number' : Number.isFinite(value) ? 'out of range' : 'not a finite number';
  const isOther = value === null && readNumber(cell, style === 'comma' ? 'point' : 'comma') !== null;
  const range = `from -${limits.valueMagnitudeMax} to ${limits.valueMagnitudeMax}`;
  const otherMark = isOther ? `, or decimal=${style === 'comma' ? '.' : ','}` : '';
  return {
    line,
    message: `${quoted(cell)} is ${fault}${isOther ? ` where the decimal mark is the ${style}` : ''} (column ${quoted(labelOf(column))})`,
    accepted:
      value === null && isMultiplied(cell)
        ? `${acceptedInFull}; ${leftOut(column)}`
        : `a number such as ${style === 'comma' ? '1234,5' : '1234.5'}, ${range}, or an empty cell for a missing value; set missing if the cell means one${otherMark}; ${leftOut(column)}`,
  };
}

/** Explains a cell among words for yes and no that is none of them. */
export function flagFault(cell: string, words: FlagWords, column: Column, line: number): Fault {
  return {
    line,
    message: `${quoted(cell)} is neither yes nor no, as the first cells are (column ${quoted(labelOf(column))})`,
    accepted: `${[...words.keys()].join(', ')}, 0, 1, or an empty cell for a missing value; ${leftOut(column)}`,
  };
}
