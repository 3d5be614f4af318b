/** Reads dates and date-times in common notations as wall-clock time: milliseconds, as if it were UTC. */
import { wallTime } from '../../contracts/schemas/index.ts';
import { dayFrom, dayMs, weekdayOf } from '../calendar/index.ts';

export interface WallReading {
  wall: number;
  /** Whether the cell has a time of day, which may be midnight. */
  hasClock: boolean;
  /** Minutes ahead of UTC; null if the cell has no offset. */
  offsetMinutes: number | null;
}

const clock = String.raw`(?:[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?`;
const zone = String.raw`\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?`;
const monthName = String.raw`([A-Za-z]{3,9})\.?`;
const weekdayName = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;

/** Longer cells are not matched against the patterns. */
const dateLengthMax = 64;

type Match = (string | undefined)[];
type DateForm = { pattern: RegExp; read: (match: Match) => WallReading | null };

/** Notations in which the order of day and month is certain. */
const plainForms: DateForm[] = [
  {
    // 2020-04-20, 2020/4/20 09:30, 2020-04-20T09:30:00.000-04:00
    pattern: new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}${zone}$`, 'i'),
    read: (m) => reading(m[1], m[2], m[3], m.slice(4, 9), m[9]),
  },
  {
    // 20200420, 20200420T0930, 20200420093000
    pattern: /^(\d{4})(\d\d)(\d\d)(?:[T\s]?(\d\d):?(\d\d)(?::?(\d\d))?)?(Z)?$/i,
    read: (m) => reading(m[1], m[2], m[3], m.slice(4, 7), m[7]),
  },
  {
    // Jan 3, 2000; Monday, January 3rd 2000 16:00
    pattern: new RegExp(
      String.raw`^${weekdayName}${monthName}\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${clock}${zone}$`,
      'i',
    ),
    read: (m) => reading(m[3], monthNamed(m[1]!), m[2], m.slice(4, 9), m[9]),
  },
  {
    // 3 Jan 2000, 03-Jan-00, Mon, 3. January 2000
    pattern: new RegExp(
      String.raw`^${weekdayName}(\d{1,2})\.?[-\s/]+${monthName}[-\s/,]+(\d{4}|\d\d)${clock}${zone}$`,
      'i',
    ),
    read: (m) => reading(m[3], monthNamed(m[2]!), m[1], m.slice(4, 9), m[9]),
  },
  {
    // 2000-01, 2000/01, 2000M01, 200001
    pattern: /^(1[5-9]\d\d|2[0-2]\d\d)[-/M]?(0[1-9]|1[0-2])$/i,
    read: (m) => reading(m[1], m[2], '1'),
  },
  {
    // Jan 2000, January-2000, Jan-00
    pattern: new RegExp(String.raw`^${monthName}[-\s/,']+(\d{4}|\d\d)$`, 'i'),
    read: (m) => reading(m[2], monthNamed(m[1]!), '1'),
  },
  {
    // 2000Q1, 2000-Q1
    pattern: /^(\d{4})[-\s/]?Q([1-4])$/i,
    read: (m) => reading(m[1], String(3 * Number(m[2]) - 2), '1'),
  },
  {
    // Q1 2000
    pattern: /^Q([1-4])[-\s/]*(\d{4})$/i,
    read: (m) => reading(m[2], String(3 * Number(m[1]) - 2), '1'),
  },
  {
    // 2000-W05, 2000-W05-1: ISO weeks, by their Monday
    pattern: /^(\d{4})-?W(\d\d)(?:-?([1-7]))?$/i,
    read: (m) => isoWeek(Number(m[1]), Number(m[2]), Number(m[3] ?? 1)),
  },
];

/** Reads a date whose order of day and month is certain. Null for another notation, or if there is no such day. */
export function readPlainDate(text: string): WallReading | null {
  if (text.length > dateLengthMax) return null;
  for (const { pattern, read } of plainForms) {
    const match = pattern.exec(text);
    if (match !== null) return read(match);
  }
  return null;
}

/** A date whose order is uncertain, `4/20/2020` or `20.04.20`: its three numbers and its optional time of day. */
export interface OpenDate {
  parts: [string, string, string];
  separator: string;
  clock: Match;
}

const openPattern = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)${clock}$`, 'i');

export function splitOpenDate(text: string): OpenDate | null {
  const match = text.length > dateLengthMax ? null : openPattern.exec(text);
  if (match === null) return null;
  return { parts: [match[1], match[3], match[4]], separator: match[2], clock: match.slice(5, 10) };
}

/** @param order order of year, month and day */
export function readOpenDate({ parts, clock }: OpenDate, order: 'ymd' | 'mdy' | 'dmy'): WallReading | null {
  const part = (letter: string) => parts[order.indexOf(letter)];
  return reading(part('y'), part('m'), part('d'), clock);
}

function reading(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  [hour, minute, second, fraction, half]: Match = [],
  zone?: string,
): WallReading | null {
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return null;
  const hour24 = half === undefined ? Number(hour ?? 0) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const date = [fullYear(year!), Number(month), Number(day)] as const;
  const wall = wallTime(...date, hour24, Number(minute ?? 0), Number(second ?? 0), milliseconds);
  return wall === null ? null : { wall, hasClock: hour !== undefined, offsetMinutes: offsetOf(zone) };
}

/** Two digits mean 1969 to 2068, as in POSIX. */
function fullYear(year: string): number {
  const value = Number(year);
  if (year.length > 2) return value;
  return value < 69 ? 2000 + value : 1900 + value;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNames =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i;

/** Number of an English month name; 0 for another word, so that the date is refused. */
function monthNamed(name: string): string {
  return monthNames.test(name) ? String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1) : '0';
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -offset : offset;
}

function isoWeek(year: number, week: number, weekday: number): WallReading | null {
  if (year < 1 || week < 1 || week > 53) return null;
  // Week 1 is the one with 4 January.
  const fourth = dayFrom(year, 1, 4);
  const day = fourth - weekdayOf(fourth) + 1 + 7 * (week - 1);
  return { wall: (day + weekday - 1) * dayMs, hasClock: false, offsetMinutes: null };
}
