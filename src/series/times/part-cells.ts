/** Reads the parts of a time that stand in cells of their own, such as a year and a month. */
import { daysInMonth, type PartOfTime } from '../../contracts/values/index.ts';
import { dayFrom, dayMs, isoDate, monthOfName, weekdayOf } from '../calendar/index.ts';
import { plainCharacters } from '../text/index.ts';

export type PartValues = Partial<Record<PartOfTime, number>>;

/** Accepted cells of a part. */
export const acceptedCells: Record<Exclude<PartOfTime, 'date'>, string> = {
  year: 'a year of four digits',
  quarter: 'a quarter, such as 1 or Q1',
  month: 'a month: 1 to 12 or its name',
  week: 'a week from 1 to 53',
  day: 'a day from 1 to 31',
  dayofyear: 'a day from 1 to 366',
  hour: 'an hour from 0 to 23',
  hour24: 'an hour from 1 to 24',
  minute: 'a minute from 0 to 59',
  second: 'a second from 0 to 59',
  time: 'a time of day, such as 09:30',
  hhmm: 'a time of day in digits, such as 930 or 0930',
  hhmmss: 'a time of day in digits, such as 93000 or 093000',
};

const patterns: Partial<Record<PartOfTime, { pattern: RegExp; from: number; to: number }>> = {
  year: { pattern: /^(\d{4})(?:\.0*)?\s*[년年]?度?$/, from: 1, to: 9999 },
  quarter: {
    pattern:
      /^(?:(?:q|qtr|quarter|t|quartal|trimestre)\s*)?0?([1-4])(?:\.0*)?(?:st|nd|rd|th|er|e)?\s*(?:q|qtr|quarter|quartal|trimestre|분기|季度|四半期)?$/i,
    from: 1,
    to: 4,
  },
  month: { pattern: /^m?(\d{1,2})(?:\.0*)?\s*[월月]?$/i, from: 1, to: 12 },
  week: {
    pattern: /^(?:(?:w|wk|kw|cw|week|woche|semaine|semana)\s*)?(\d{1,2})(?:\.0*)?\s*(?:주차?|週|周)?$/i,
    from: 1,
    to: 53,
  },
  day: { pattern: /^(\d{1,2})(?:\.0*)?(?:st|nd|rd|th|\s*[일日])?$/i, from: 1, to: 31 },
  dayofyear: { pattern: /^(\d{1,3})(?:\.0*)?$/, from: 1, to: 366 },
  hour: { pattern: /^(\d{1,2})(?:\.0*)?\s*(?:h|uhr|시|時|时)?$/i, from: 0, to: 23 },
  hour24: { pattern: /^(?:he?\s*)?(\d{1,2})(?:\.0*)?\s*(?:h|uhr|시|時|时)?$/i, from: 1, to: 24 },
  minute: { pattern: /^(\d{1,2})(?:\.0*)?\s*[분分]?$/, from: 0, to: 59 },
  second: { pattern: /^(\d{1,2})(?:\.0*)?\s*[초秒]?$/, from: 0, to: 59 },
  hhmm: { pattern: /^(\d{1,4})(?:\.0*)?$/, from: 0, to: 2359 },
  hhmmss: { pattern: /^(\d{1,6})(?:\.0*)?$/, from: 0, to: 235_959 },
};

/** `09:30`, `9:30 am`, `9 a.m.`, `9.30 Uhr`, and `09.30.00` with points. */
const clockPattern =
  /^(?:\d{1,2}[:.][0-5]\d\s?(?:uhr|h)|\d{1,2}:\d\d(:\d\d)?(\.\d+)?(\s*[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?|\d{1,2}\.[0-5]\d\.[0-5]\d)$/i;

/** `9.30`: a time of day, or hours with decimals. */
const pointClock = /^(?:[01]?\d|2[0-3])\.([0-5]\d)$/;

/** Whether cells have times such as `9.30`, and those show no minutes that are no common decimals of an hour. */
export function mayBeDecimalHours(cells: readonly string[]): boolean {
  const minutes = cells.flatMap((cell) => pointClock.exec(cell.trim())?.[1] ?? []);
  return minutes.length > 0 && minutes.every((minute) => ['00', '25', '50'].includes(minute));
}

/** Whether a cell is a time of day such as `9.30`. */
export function isPointClock(cell: string): boolean {
  return pointClock.test(cell.trim());
}

/** A time of day with colons, as behind a date: `9.30 Uhr` is `9:30`. */
export function clockWithColons(cell: string): string {
  const clock = plainCharacters(cell.trim()).replace(/\s?(?:uhr|h)$/i, '');
  return clock.replace(/^(\d{1,2})\.(\d\d)$/, '$1:$2');
}

/** Longer cells are not matched against the pattern. */
const datedLengthMax = 64;
const midnight =
  /^(\S.*?)(?:\s+|T)(?:00?:00(?::00(?:[.,]0+)?)?|12:00(?::00)?\s*a\.?m\.?)\s*(Z|[+-]00:?00)?$/i;

/** A date that is written as a time at midnight, such as `2024-01-10 00:00:00`, with its zone UTC if it has
 *  one; null for others. */
export function dateAtMidnight(written: string): { date: string; zone: string } | null {
  const cell = plainCharacters(written.trim());
  if (cell.length > datedLengthMax || !cell.includes(':')) return null;
  const [, date, zone = ''] = midnight.exec(cell) ?? [];
  return date === undefined ? null : { date, zone };
}

/** The number of a cell; null if the cell is no such part. Cells of `time` have no number: 0 stands for them. */
export function partValue(part: PartOfTime, written: string): number | null {
  const cell = plainCharacters(written.trim());
  if (part === 'date') return 0;
  if (part === 'time') return clockPattern.test(cell) || pointClock.test(cell) ? 0 : null;
  const { pattern, from, to } = patterns[part]!;
  const match = pattern.exec(cell);
  if (match === null) return part === 'month' && !/\d/.test(cell) ? monthOfName(cell) : null;
  const value = Number(match[1]);
  if (value < from || value > to) return null;
  // The last two digits are minutes or seconds, and the two before them are minutes.
  if ((part === 'hhmm' || part === 'hhmmss') && (value % 100 > 59 || Math.floor(value / 100) % 100 > 59))
    return null;
  return value;
}

/** The part with its article. */
export function nameOfPart(part: PartOfTime): string {
  if (part === 'dayofyear') return 'a day of the year';
  if (part === 'hhmm' || part === 'hhmmss' || part === 'time') return 'a time of day';
  if (part === 'hour' || part === 'hour24') return 'an hour';
  return `a ${part}`;
}

/** The date as `2024-01-31`; null if the year or the month has no such day or week. */
export function dateOfParts({ year, quarter, month, week, day = 1, dayofyear }: PartValues): string | null {
  if (week !== undefined) {
    const monday = mondayOfWeek(year!, week);
    return monday < mondayOfWeek(year! + 1, 1) ? isoDate(monday * dayMs) : null;
  }
  if (dayofyear !== undefined) {
    const date = dayFrom(year!, 1, 1) + dayofyear - 1;
    return date < dayFrom(year! + 1, 1, 1) ? isoDate(date * dayMs) : null;
  }
  if (month !== undefined && day > daysInMonth(year!, month)) return null;
  const first = month ?? (quarter === undefined ? 1 : 3 * quarter - 2);
  return `${digits(year!, 4)}-${digits(first, 2)}-${digits(day, 2)}`;
}

/** The Monday of a week, as a day since 1970. Week 1 is the one with 4 January. Source: ISO 8601. */
function mondayOfWeek(year: number, week: number): number {
  const fourth = dayFrom(year, 1, 4);
  return fourth - weekdayOf(fourth) + 1 + 7 * (week - 1);
}

export function clockText(hour: number, minute: number, second: number): string {
  const seconds = second === 0 ? '' : `:${digits(second, 2)}`;
  return ` ${digits(hour, 2)}:${digits(minute, 2)}${seconds}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
