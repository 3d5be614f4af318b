/** Names of months and weekdays that stand alone in a cell. */
import { monthOfName, weekdaysOfName } from '../calendar/index.ts';

/** Shorter words are rather codes. */
const lettersMin = 3;

export function namesMonthOrWeekday(word: string): boolean {
  return word.length >= lettersMin && (monthOfName(word) !== null || weekdaysOfName(word).length > 0);
}
