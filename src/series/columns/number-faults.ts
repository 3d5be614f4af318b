/** Explains cells of numbers that cannot be read. */
import { limits, listItem } from '../../contracts/values/index.ts';
import type { Fault } from '../../errors.ts';
import { alternatives, quoted } from '../faults/index.ts';
import { acceptedSigns, hasDebitMark } from './debit-words.ts';
import type { FlagWords } from './flags.ts';
import { type Column, labelOf, leftOut, naming } from './header.ts';
import { acceptedForLimit, isBelow } from './limits.ts';
import { type NumberStyle, readNumber } from './numbers.ts';
import { acceptedInFull, isMultiplied, type Limit, limitIn } from './units.ts';

/** Characters of a cell that is proposed as a mark of missing values. */
const markLengthMax = 60;

const clockCell =
  /^(?:1899-12-3[01]|1900-01-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?$|^-?\d{1,5}:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/;

/** Whether a cell is a duration, or a time of day: `7:30`. Workbooks have such as times since 1900. */
export function isDuration(cell: string): boolean {
  return clockCell.test(cell.trim());
}

export const acceptedHours = 'decimal hours in place of hours and minutes: 7.5 for 7:30';

/** @param value the number; null if the cell is none
 *  @param style the decimal mark of the table; null if it is not known yet */
export function numberFault(
  cell: string,
  value: number | null,
  column: Column,
  line: number,
  style: NumberStyle | null,
): Fault {
  const limit = value === null ? limitIn(cell) : null;
  if (limit !== null) return limitFault(cell, limit, column, line);
  const fault =
    value === null ? 'not a number' : Number.isFinite(value) ? 'out of range' : 'not a finite number';
  const isOther = value === null && readNumber(cell, style === 'comma' ? 'point' : 'comma') !== null;
  const range = `from -${limits.valueMagnitudeMax} to ${limits.valueMagnitudeMax}`;
  const marks = isOther ? [style === 'comma' ? '.' : ','] : [];
  const otherMark = marks.map((mark) => `, or decimal=${mark}`).join('');
  const isMarked = value === null && hasDebitMark(cell);
  const isFull = value === null && isMultiplied(cell);
  const isClock = value === null && isDuration(cell);
  const mark = cell.trim();
  // A long text is no mark of missing values.
  const mayBeMark =
    value === null && !isFull && !isMarked && !isClock && mark !== '' && mark.length <= markLengthMax;
  return {
    line,
    message: `${quoted(cell)} is ${fault}${isOther ? ` where the decimal mark is the ${style}` : ''} (column ${quoted(labelOf(column))})`,
    accepted:
      isFull || isMarked || isClock
        ? `${isFull ? acceptedInFull : isMarked ? acceptedSigns : acceptedHours}${leftOut(column)}`
        : `a number such as ${style === 'comma' ? '1234,5' : '1234.5'}, ${range}, or an empty cell for a missing value; set missing if the cell means one${otherMark}${leftOut(column)}`,
    alternatives: [
      ...(mayBeMark ? alternatives('missing', listItem(mark)) : []),
      ...alternatives('decimal', ...marks),
      ...naming('exclude', column),
    ],
  };
}

/** Explains a value that is only known to be below or above a limit. */
function limitFault(cell: string, limit: Limit, column: Column, line: number): Fault {
  const { sign, number } = limit;
  const relation = sign === '<' ? 'below' : sign === '>' ? 'above' : isBelow(limit) ? 'at most' : 'at least';
  return {
    line,
    message: `${quoted(cell)} is a limit, and not a number: the value is ${relation} ${number} (column ${quoted(labelOf(column))})`,
    accepted: `${acceptedForLimit(limit)}${leftOut(column)}`,
    alternatives: naming('exclude', column),
  };
}

/** Explains a cell among words for yes and no that is none of them. */
export function flagFault(cell: string, words: FlagWords, column: Column, line: number): Fault {
  return {
    line,
    message: `${quoted(cell)} is neither yes nor no, as the first cells are (column ${quoted(labelOf(column))})`,
    accepted: `${[...words.keys()].join(', ')}, 0, 1, or an empty cell for a missing value${leftOut(column)}`,
    alternatives: naming('exclude', column),
  };
}
