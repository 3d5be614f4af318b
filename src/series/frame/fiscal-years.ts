/** Refuses years that begin in another month than January: the calendar year of their months is not known. A fiscal
 *  year is named by the calendar year in which it begins, or by that in which it ends. */
import { alternatives, quoted, refuse } from '../faults/index.ts';

/** Names of years that need not begin in January. Keys have letters and digits in lower case. */
const fiscalKey =
  /^(?:fy|fye|gj|(?:fiscal|financial|water|crop|marketing|academic|school|tax|budget|business)(?:year|yr)|(?:geschäfts|geschaefts|wirtschafts|haushalts|schul)jahr|exercice|ejercicio|esercizio|会計年度|事業年度|회계연도|회계년도)$/;
/** `年度` is a fiscal year in Japan, and a calendar year in China. */
const mayBeFiscalKey = /^年度$/;

export function namesFiscalYear(key: string): boolean {
  return fiscalKey.test(key) || mayBeFiscalKey.test(key);
}

/** Whether periods go on from one to the next, or back, and begin again in between: April to
 *  December, then January to March.
 *  @param periods position of each period in its year, from 0 */
function goAround(periods: readonly number[]): boolean {
  const count = periods.length;
  const steps = periods.slice(1).map((period, i) => period - periods[i]);
  const isRound = (by: number) => steps.every((step) => (step - by + count) % count === 0);
  return (isRound(1) && steps.includes(1 - count)) || (isRound(-1) && steps.includes(count - 1));
}

/** Refuses periods across the columns that do not begin with the first one of a calendar year or of a day.
 *  @param labels names of the columns, in their order
 *  @param isStated whether the caller says that the columns are the periods of calendar years
 *  @throws AppError reading_ambiguous */
export function refuseFiscalColumns(
  time: { name: string; key: string },
  kind: { name: string; unit: string; row: 'year' | 'day' },
  periods: readonly number[],
  labels: readonly string[],
  isStated: boolean,
): void {
  const [first, last] = [quoted(labels[0]), quoted(labels.at(-1)!)];
  if (goAround(periods)) {
    const isDay = kind.row === 'day';
    refuse('reading_ambiguous', {
      line: 1,
      ...(isDay ? { path: '?layout' } : {}),
      message: isDay
        ? `the ${kind.name} go from ${first} to ${last}, and nothing says whether those after midnight are on the next day`
        : `the columns go from ${first} to ${last}, as in a fiscal year, and nothing says whether ${quoted(time.name)} is the calendar year in which it begins, or in which it ends`,
      accepted: isDay
        ? `one row for each ${kind.unit}, with its own date, such as 2024-01-31 05:00 (melt in pandas); or layout=wide to read a series for each column`
        : `one row for each ${kind.unit}, with its own calendar year, such as ${kind.name === 'months' ? '2024-04' : '2024-Q2'} (melt in pandas)`,
      alternatives: isDay ? alternatives('layout', 'wide') : [],
    });
  }
  const isOpen = fiscalKey.test(time.key) || (mayBeFiscalKey.test(time.key) && kind.name === 'quarters');
  if (!isOpen || kind.row === 'day' || isStated) return;
  refuse('reading_ambiguous', {
    line: 1,
    path: '?layout',
    message: `${quoted(time.name)} is the name of a fiscal year, and nothing says in which month it begins, and which calendar year the ${kind.name} ${first} to ${last} belong to`,
    accepted: `layout=periods if each year begins in January; or one row for each ${kind.unit}, with its own calendar year`,
    alternatives: alternatives('layout', 'periods'),
  });
}

const monthsOfYear = 12;
/** Share of the steps that are one period. The others are gaps. */
const orderedMin = 0.75;
/** Fewer rows may only be out of order. */
const stepsMin = 3;

/** Refuses rows that go through fiscal years: from December to January of the same year, and from
 *  March to April of the next.
 *  @param months number of the month of each row since a January, in the order of the rows
 *  @param lineOf line of a row
 *  @throws AppError reading_ambiguous */
export function refuseFiscalRows(
  months: readonly number[],
  lineOf: (row: number) => number,
  names: readonly [year: string, period: string],
): void {
  const steps = months.slice(1).map((month, i) => month - months[i]);
  for (const sign of [1, -1])
    for (const period of [1, 3]) {
      const by = sign * period;
      const around = steps.indexOf(by - sign * monthsOfYear);
      if (around < 0) continue;
      const fitting = steps.filter((step) => (step - by) % monthsOfYear === 0);
      const isCalendar = steps.some(
        (step, i) =>
          step === by && Math.floor(months[i] / monthsOfYear) !== Math.floor(months[i + 1] / monthsOfYear),
      );
      if (isCalendar || fitting.length < Math.max(stepsMin, orderedMin * steps.length)) continue;
      refuse('reading_ambiguous', {
        line: lineOf(around + 1),
        message: `the rows go on from the last to the first ${quoted(names[1])} of the same ${quoted(names[0])}, as in a fiscal year, and nothing says whether it is the calendar year in which it begins, or in which it ends`,
        accepted:
          'the calendar year of each row; or the rows in the order of time, if the years are calendar years',
      });
    }
}
