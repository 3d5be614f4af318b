/** Reads dates and date-times in common notations as wall-clock time: milliseconds, as if it were UTC. */
import { wallTime } from '../../contracts/values/index.ts';
import { dayFrom, dayMs, dayOf, weekdayOf } from '../calendar/index.ts';
import { fitsWeekday, withoutWords } from './time-words.ts';
import { inEnglish } from './written-names.ts';

/** Period that a notation without a day names. */
export type PeriodUnit = 'week' | 'month' | 'quarter' | 'half';

export interface WallReading {
  wall: number;
  /** The period that the cell names, such as the month of `2020-04`; absent for a day or a time. */
  period?: PeriodUnit;
  /** Whether the cell has a time of day, which may be midnight. */
  hasClock: boolean;
  /** Minutes ahead of UTC; null if the cell has no offset. */
  offsetMinutes: number | null;
}

const clock = String.raw`(?:(?:,?\s+|\s*T\s*)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?`;
/** Zones are from 12 hours behind UTC to 14 hours ahead. */
const offset = String.raw`(?:[+-](?:0\d|1[01])|\+1[23])(?::?[0-5]\d)?|(?:-12|\+14)(?::?00)?`;
const zone = String.raw`\s*(Z|UTC|GMT|${offset})?`;
const monthName = String.raw`([A-Za-z]{3,9})\.?`;
const weekdayName = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;

/** Longer cells are not matched against the patterns. JavaScript writes the name of the zone behind a time. */
const dateLengthMax = 80;

type Match = (string | undefined)[];
type DateForm = { pattern: RegExp; read: (match: Match) => WallReading | null; period?: PeriodUnit };

/** Notations in which the order of day and month is certain. */
const plainForms: DateForm[] = [
  {
    // 2020-04-20, 2020/4/20 09:30, 2020-04-20T09:30:00.000-04:00, 2020.04.20.
    pattern: new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?${clock}${zone}$`, 'i'),
    // An hour behind a hyphen, as in 2020-04-20-09, is no offset from UTC.
    read: (m) =>
      /^-\d\d$/.test(m[9] ?? '') && m[4] === undefined
        ? null
        : reading(m[1], m[2], m[3], m.slice(4, 9), m[9]),
  },
  {
    // 20200420, 2020042009, 20200420T0930, 20200420093000
    pattern: /^(\d{4})(\d\d)(\d\d)(?:[T\s]?(\d\d)(?::?(\d\d)(?::?(\d\d))?)?)?(Z)?$/i,
    read: (m) => reading(m[1], m[2], m[3], m.slice(4, 7), m[7]),
  },
  {
    // 20200420T093000+0100, 20200420T093000.000Z
    pattern: new RegExp(
      String.raw`^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(?:[.,](\d+))?(Z|${offset})$`,
      'i',
    ),
    read: (m) => reading(m[1], m[2], m[3], m.slice(4, 8), m[8]),
  },
  {
    // 2020-04-20T09, 2020-04-20T09Z
    pattern: new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)T(\d\d)(Z|${offset})?$`, 'i'),
    read: (m) => reading(m[1], m[2], m[3], [m[4]], m[5]),
  },
  {
    // Jan 3, 2000; Monday, January 3rd 2000 16:00
    pattern: new RegExp(
      String.raw`^${weekdayName}${monthName}\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${clock}${zone}$`,
      'i',
    ),
    read: (m) => reading(m[3], monthNumber(m[1]!), m[2], m.slice(4, 9), m[9]),
  },
  {
    // 3 Jan 2000, 03-Jan-00, Mon, 3. January 2000, 3rd January 2000, 03JAN2000
    pattern: new RegExp(
      String.raw`^${weekdayName}(\d{1,2})(?:\.|st|nd|rd|th)?[-\s/]*${monthName}[-\s/,]*(\d{4}|\d\d)${clock}${zone}$`,
      'i',
    ),
    read: (m) => reading(m[3], monthNumber(m[2]!), m[1], m.slice(4, 9), m[9]),
  },
  {
    // 2000-Jan-03, 2000. January 3.
    pattern: new RegExp(String.raw`^(\d{4})[-\s/.]+${monthName}[-\s/]+(\d{1,2})\.?${clock}${zone}$`, 'i'),
    read: (m) => reading(m[1], monthNumber(m[2]!), m[3], m.slice(4, 9), m[9]),
  },
  {
    // 2000-01, 2000/01, 2000/1, 2000M01, 2000M1, 200001
    pattern: /^(1[5-9]\d\d|2[0-2]\d\d)(?:[-/M]?(0[1-9]|1[0-2])|[-/M]([1-9]))$/i,
    period: 'month',
    read: (m) => reading(m[1], m[2] ?? m[3], '1'),
  },
  {
    // 2000 Jan, 2000-January
    pattern: new RegExp(String.raw`^(\d{4})[-\s/.]+${monthName}$`, 'i'),
    period: 'month',
    read: (m) => reading(m[1], monthNumber(m[2]!), '1'),
  },
  {
    // Jan 2000, January-2000, Jan-00
    pattern: new RegExp(String.raw`^${monthName}[-\s/,']+(\d{4}|\d\d)$`, 'i'),
    period: 'month',
    read: (m) => reading(m[2], monthNumber(m[1]!), '1'),
  },
  {
    // 01.2000, 1/2000
    pattern: /^(0?[1-9]|1[0-2])[-./](1[5-9]\d\d|2[0-2]\d\d)$/,
    period: 'month',
    read: (m) => reading(m[2], m[1], '1'),
  },
  {
    // 2000Q1, 2000-Q1, 2000-T1; 2000K1 as in Sweden and Denmark
    pattern: /^(\d{4})[-\s/.]?[QTK]([1-4])$/i,
    period: 'quarter',
    read: (m) => reading(m[1], String(3 * Number(m[2]) - 2), '1'),
  },
  {
    // Q1 2000, Q1/00, 1Q00
    pattern: /^(?:Q([1-4])|([1-4])\s?Q)[-\s/']*(\d{4}|\d\d)$/i,
    period: 'quarter',
    read: (m) => reading(m[3], String(3 * Number(m[1] ?? m[2]) - 2), '1'),
  },
  {
    // T1 2000, 1T2000: quarters in French, Spanish and Portuguese
    pattern: /^(?:T([1-4])|([1-4])\s?T)[-\s/']*(\d{4})$/i,
    period: 'quarter',
    read: (m) => reading(m[3], String(3 * Number(m[1] ?? m[2]) - 2), '1'),
  },
  {
    // 2000-H1, 2000 S2, H1 2000: half years
    pattern: /^(?:(\d{4})[-\s/.]?[HS]([12])|[HS]([12])[-\s/']*(\d{4}))$/i,
    period: 'half',
    read: (m) => reading(m[1] ?? m[4], (m[2] ?? m[3]) === '1' ? 1 : 7, '1'),
  },
  {
    // 1H2000, H1/00, H1'00. `1h00` is a time of day.
    pattern: /^(?:([12])\s?H[-\s/']*(\d{4})|H([12])\s?[/'](\d\d))$/,
    period: 'half',
    read: (m) => reading(m[2] ?? m[4], (m[1] ?? m[3]) === '1' ? 1 : 7, '1'),
  },
  {
    // 2000-W05, 2000 KW 5: ISO weeks, by their Monday
    pattern: /^(\d{4})[-\s/]*(?:W|KW|CW|Woche|semaine)\s?(\d{1,2})$/i,
    period: 'week',
    read: (m) => weekReading(m[1], m[2]),
  },
  {
    // 2000-W05-1
    pattern: /^(\d{4})-?W(\d\d)-?([1-7])$/i,
    read: (m) => weekReading(m[1], m[2], m[3]),
  },
  {
    // KW 5/2000, W05 2000, Woche 5/2000
    pattern: /^(?:W|KW|CW|Woche|semaine)\s?(\d{1,2})[-\s/.,]+(\d{4})$/i,
    period: 'week',
    read: (m) => weekReading(m[2], m[1]),
  },
];

function weekReading(year?: string, week?: string, weekday = '1'): WallReading | null {
  const wall = isoWeek(Number(year), Number(week), Number(weekday));
  return wall === null ? null : { wall, hasClock: false, offsetMinutes: null };
}

/** Reads a date whose order of day and month is certain. Null for another notation, or if there is no such day. */
export function readPlainDate(text: string): WallReading | null {
  if (text.length > dateLengthMax) return null;
  const usual = readUsual(text);
  if (usual !== null) return usual;
  const known = readForms(text);
  if (known !== null || !wordPattern.test(text)) return known;
  const translated = inEnglish(text);
  const read = translated === null ? null : readForms(translated);
  return read ?? readWithoutWords(text);
}

/** Signs of words beside the numbers: letters, a comma, an apostrophe or a point with a blank,
 *  or a clock with points. */
const wordPattern = /\p{L}|[^ -~]|[.,'/]\s|^'|\s\d{1,2}\.\d\d(?:\.\d\d)?$/u;

/** A day without the words beside its numbers. A weekday among them has to be that of the day. */
function readWithoutWords(text: string): WallReading | null {
  const bare = withoutWords(text);
  if (bare === null) return null;
  const translated = inEnglish(bare.text);
  const read =
    readUsual(bare.text) ?? readForms(bare.text) ?? (translated === null ? null : readForms(translated));
  if (read === null || !bare.isDay) return read;
  return read.period === undefined && fitsWeekday(bare.weekdays, weekdayOf(dayOf(read.wall))) ? read : null;
}

function readForms(written: string): WallReading | null {
  // Programs write integers of a column with missing values as 20200420.0.
  const text = /^\d{6,14}\.0+$/.test(written) ? written.slice(0, written.indexOf('.')) : written;
  for (const { pattern, read, period } of plainForms) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const found = read(match);
    return found === null || period === undefined ? found : { ...found, period };
  }
  return null;
}

const [hyphen, zero, colon, point, blank, letterT, letterZ] = [45, 48, 58, 46, 32, 84, 90];
const [dateLength, minuteLength, secondLength] = [10, 16, 19];

/** The date that was read last, as a number such as 20200420: rows of a day follow each other. */
const lastDate = { number: Number.NaN, wall: Number.NaN };

/** Reads `2020-04-20`, `2020-04-20 09:30` and `2020-04-20T09:30:00.000Z` without the cost of a pattern. Null for other
 *  notations. */
function readUsual(text: string): WallReading | null {
  const { length } = text;
  if (length < dateLength || text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return null;
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const number = 10_000 * year + 100 * twoDigits(text, 5) + twoDigits(text, 8);
  if (Number.isNaN(number)) return null;
  if (number !== lastDate.number) {
    const wall = wallTime(year, Math.floor(number / 100) % 100, number % 100);
    if (wall === null) return null;
    lastDate.number = number;
    lastDate.wall = wall;
  }
  const date = lastDate.wall;
  if (length === dateLength) return { wall: date, hasClock: false, offsetMinutes: null };
  const separator = text.charCodeAt(dateLength);
  if (length < minuteLength || (separator !== letterT && separator !== blank)) return null;
  const isZulu = text.charCodeAt(length - 1) === letterZ;
  const end = isZulu ? length - 1 : length;
  const [hour, minute] = [twoDigits(text, 11), twoDigits(text, 14)];
  const second = end === minuteLength ? 0 : twoDigits(text, 17);
  const isClock =
    text.charCodeAt(13) === colon &&
    (end === minuteLength || (end >= secondLength && text.charCodeAt(minuteLength) === colon));
  // Comparisons with NaN are false.
  if (!isClock || !(hour <= 23 && minute <= 59 && second <= 59)) return null;
  let ms = 0;
  if (end > secondLength) {
    if (text.charCodeAt(secondLength) !== point || end === secondLength + 1) return null;
    for (let i = secondLength + 1, unit = 100; i < end; i++, unit /= 10) {
      const digit = text.charCodeAt(i) - zero;
      if (digit < 0 || digit > 9) return null;
      if (unit >= 1) ms += digit * unit;
    }
  }
  const clock = ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
  return { wall: date + clock, hasClock: true, offsetMinutes: isZulu ? 0 : null };
}

/** The number of two digits; NaN for other characters. */
function twoDigits(text: string, at: number): number {
  const [tens, units] = [text.charCodeAt(at) - zero, text.charCodeAt(at + 1) - zero];
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? 10 * tens + units : Number.NaN;
}

/** A date of numbers whose order is uncertain, such as `4/20/2020`, `20.04.20` or `200420`. */
export interface OpenDate {
  parts: [number, number, number];
  separator: string;
  /** Whether the last number has four digits, so that it is the year. */
  isYearLast: boolean;
  /** Milliseconds after midnight, at most a whole day. */
  clock: number;
  /** The notation of the time of day, such as ` %H:%M`; empty if there is none. */
  clockFormat: string;
  /** Minutes ahead of UTC; null if the cell has no offset. */
  offsetMinutes: number | null;
  /** The weekdays that a word beside the date may mean; null if it has no such word. */
  weekdays: readonly number[] | null;
}

const openPattern = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)\.?${clock}${zone}$`, 'i');
const compactPattern = /^(\d\d)(\d\d)(\d\d)$/;
const compactDate: Omit<OpenDate, 'parts'> = {
  separator: '',
  isYearLast: false,
  clock: 0,
  clockFormat: '',
  offsetMinutes: null,
  weekdays: null,
};

export function splitOpenDate(text: string): OpenDate | null {
  if (text.length > dateLengthMax) return null;
  const match = openPattern.exec(text);
  if (match === null && wordPattern.test(text)) {
    const bare = withoutWords(text);
    const date = bare === null ? null : splitOpenDate(bare.text);
    return date === null ? null : { ...date, weekdays: date.weekdays ?? bare!.weekdays };
  }
  if (match === null) {
    const compact = compactPattern.exec(text);
    if (compact === null) return null;
    const parts: OpenDate['parts'] = [Number(compact[1]), Number(compact[2]), Number(compact[3])];
    return { parts, ...compactDate };
  }
  const clock = clockMs(match.slice(5, 10));
  const zone = match[10];
  // A number behind the date, as in 31-12-2024-05, is no offset from UTC.
  if (clock === null || (zone !== undefined && match[5] === undefined)) return null;
  const isYearLast = match[4].length === 4;
  return {
    parts: [Number(match[1]), Number(match[3]), Number(match[4])],
    separator: match[2],
    isYearLast,
    clock,
    clockFormat: clockFormatOf(match.slice(5, 10)) + (zone === undefined ? '' : ' %z'),
    offsetMinutes: offsetOf(zone),
    weekdays: null,
  };
}

function clockFormatOf([hour, , second, fraction, half]: Match): string {
  if (hour === undefined) return '';
  const seconds = second === undefined ? '' : fraction === undefined ? ':%S' : ':%S.%f';
  return half === undefined ? ` %H:%M${seconds}` : ` %I:%M${seconds} %p`;
}

/** Milliseconds after midnight; null if there is no such time of day. */
function clockMs([hour, minute, second, fraction, half]: Match): number | null {
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return null;
  const hour24 = half === undefined ? Number(hour ?? 0) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  return clockTime(hour24, Number(minute ?? 0), Number(second ?? 0), milliseconds);
}

/** Milliseconds after midnight; null if there is no such time of day. 24:00 is the end of the day, as in ISO 8601. */
export function clockTime(hour: number, minute: number, second: number, millisecond: number): number | null {
  if (hour === 24 && minute === 0 && second === 0 && millisecond === 0) return dayMs;
  return wallTime(1970, 1, 1, hour, minute, second, millisecond);
}

function reading(
  year: string | undefined,
  month: string | number | undefined,
  day: string | undefined,
  clock: Match = [],
  zone?: string,
): WallReading | null {
  const date = wallTime(fullYear(year!), Number(month), Number(day));
  const time = clockMs(clock);
  if (date === null || time === null) return null;
  return { wall: date + time, hasClock: clock[0] !== undefined, offsetMinutes: offsetOf(zone) };
}

/** Two digits mean 1969 to 2068, as in POSIX. */
export function fullYear(year: string | number): number {
  const value = Number(year);
  if (value > 99 || String(year).length > 2) return value;
  return value < 69 ? 2000 + value : 1900 + value;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNames =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i;

/** Number of an English month name; 0 for another word, so that the date is refused. */
export function monthNumber(name: string): number {
  return monthNames.test(name) ? months.indexOf(name.slice(0, 3).toLowerCase()) + 1 : 0;
}

/** Whether a time has the name of a month in English. */
export function hasEnglishMonth(text: string): boolean {
  return (text.match(/[a-z]{3,}/gi) ?? []).some((word) => monthNumber(word) > 0);
}

function offsetOf(zone: string | undefined): number | null {
  return zone === undefined ? null : offsetMinutesOf(zone);
}

/** Minutes ahead of UTC: `-04:00` is -240, and a name such as `Z` is 0. */
export function offsetMinutesOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -offset : offset;
}

/** The wall-clock time of a day of an ISO week. */
export function isoWeek(year: number, week: number, weekday: number): number | null {
  if (year < 1 || week < 1 || week > 53) return null;
  // Week 1 is the one with 4 January.
  const fourth = dayFrom(year, 1, 4);
  const day = fourth - weekdayOf(fourth) + 1 + 7 * (week - 1);
  // Only some years have a week 53. The week with 28 December is the last one.
  if (day > dayFrom(year, 12, 28)) return null;
  return (day + weekday - 1) * dayMs;
}

/** The format of strptime for a time with the name of a month; null for other times. */
export function monthFormatOf(text: string): string | null {
  const month = /(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?/i;
  if (!month.test(text) || /%/.test(text)) return null;
  let hasClock = false;
  const dated = text
    .replace(/(\d{1,2}):\d\d(?:(:\d\d)([.,]\d+)?)?(\s*)([ap]\.?m\.?)?/i, (...found) => {
      hasClock = true;
      const [second, fraction, blank, half] = found.slice(2, 6) as (string | undefined)[];
      const seconds = second === undefined ? '' : fraction === undefined ? ':%S' : `:%S${fraction[0]}%f`;
      return half === undefined ? `%H:%M${seconds}${blank}` : `%I:%M${seconds}${blank}%p`;
    })
    .replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?/i, '%a')
    .replace(month, '%b')
    .replace(/\d{4}/, '%Y');
  const zoned = hasClock ? dated.replace(/(?:Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)$/i, '%z') : dated;
  const withYear = zoned.includes('%Y') ? zoned : zoned.replace(/\d\d(?!.*\d)/, '%y');
  const format = withYear.replace(/\d{1,2}/, '%d');
  return /\d/.test(format) ? null : format;
}
