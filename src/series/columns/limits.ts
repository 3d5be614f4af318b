/** Values that are only known to be below or above a limit, such as `<1` and `>2400`. */
import { readNumber } from './numbers.ts';
import { isNumber, type Limit, limitIn } from './units.ts';

/** Fewer different numbers on the other side of a limit, such as 7 beside `<10`, are classes. */
const sidedNumbersMin = 3;
/** Words in place of values that are too small or too large to be measured. */
const unmeasured = /^(?:n\.?d\.?|not detected|bdl|bql|blq|lod|loq|trace|tntc)$/i;

/** Whether cells are numbers and limits of them: all limits on one side of several numbers, or the numbers between
 *  them. Classes such as `<5`, `5` and `>5` leave out no whole number between two limits. */
export function areLimited(cells: readonly string[]): boolean {
  const numbers = cells.filter(isNumber);
  if (numbers.length === 0) return false;
  const limits = cells
    .filter((cell) => !isNumber(cell) && !unmeasured.test(cell.trim()))
    .map((cell) => limitIn(cell));
  if (limits.length === 0) return false;
  const [below, above]: [number[], number[]] = [[], []];
  for (const limit of limits) {
    if (limit === null) return false;
    (isBelow(limit) ? below : above).push(sizeOf(limit.number));
  }
  const different = [...new Set(numbers.map(sizeOf))];
  const isOneSided = below.length === 0 || above.length === 0;
  if (isOneSided && different.length >= sidedNumbersMin) return true;
  const [from, to] = [Math.max(...below), Math.min(...above)];
  const areClasses = different.every(Number.isInteger) && to - from <= different.length + 1;
  return !areClasses && different.every((value) => value >= from && value <= to);
}

/** The values that are accepted in place of a limit. The option `missing` would leave out exactly the values at one
 *  end. */
export function acceptedForLimit(limit: Limit): string {
  const { number } = limit;
  // Half of a negative limit, and 0, are above it.
  const isPositive = /^[^-−(]*[1-9]/.test(number);
  return `a number in place of the limit: ${isBelow(limit) && isPositive ? `${number}, half of it, or 0` : number}; missing would leave out only the ${isBelow(limit) ? 'smallest' : 'largest'} values`;
}

/** Whether the value is below the limit, or at most as large. */
export function isBelow({ sign }: Limit): boolean {
  return '<≤'.includes(sign[0]);
}

/** A number with either decimal mark. */
function sizeOf(number: string): number {
  return readNumber(number, 'point') ?? readNumber(number, 'comma') ?? Number.NaN;
}
