/** Times as callers write them, and as integers: milliseconds since 1970 (dates at UTC midnight), or the index itself. */
import { Temporal } from 'temporal-polyfill';
import { refusal, refuse } from '../../../errors.ts';
import type { TimeKind } from './frequency.ts';

const dayMs = 86_400_000;
/** Years 0001 to 9999, all that ISO dates of four digits can say. */
export const timeMinMs = Date.parse('0001-01-01T00:00:00Z');
export const timeMaxMs = Date.parse('9999-12-31T23:59:59.999Z');

const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const instantPattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/;

const acceptedTimes = {
  date: 'a date such as 2020-04-20',
  instant: 'an RFC 3339 date-time such as 2020-04-20T09:30:00-04:00',
  integer: 'an integer such as 42',
} as const satisfies Record<TimeKind, string>;

/** Whether a time is one that callers can write and read: a year of four digits, or a safe integer. */
export function isWritable(time: number, kind: TimeKind): boolean {
  return kind === 'integer' ? Number.isSafeInteger(time) : time >= timeMinMs && time <= timeMaxMs;
}

/** The time as the API writes it: `2020-04-20`, `2020-04-20T09:30:00-04:00` (with `Z` where there is no zone), or 42.
 *  Milliseconds are written only where there are some. A wall-clock time outside of the years 0001 to 9999 is written
 *  in UTC.
 *  @throws RangeError unless the time is writable: a bug of ours */
export function formatTime(time: number, kind: TimeKind, timeZone: string | null): string | number {
  if (!isWritable(time, kind)) throw new RangeError(`There is no way to write the time ${time}`);
  if (kind === 'integer') return time;
  if (kind === 'date') return new Date(time).toISOString().slice(0, 10);
  const offset = timeZone === null ? 0 : zoneOffsetMs(time, timeZone);
  if (!isWritable(time + offset, kind)) return formatTime(time, kind, null);
  const wall = new Date(time + offset).toISOString();
  const toSecond = wall.endsWith('.000Z') ? wall.slice(0, -5) : wall.slice(0, -1);
  return toSecond + (timeZone === null ? 'Z' : formatOffset(offset));
}

/** Reads what `formatTime` writes. An instant may lack its offset: then it is wall-clock time in the zone, or UTC
 *  where there is none. An integer may come as text.
 *  @throws AppError request_invalid */
export function parseTime(text: string | number, kind: TimeKind, timeZone: string | null): number {
  const time = kind === 'integer' ? readInteger(text) : readIsoTime(String(text), kind, timeZone);
  if (time === null) {
    const accepted = acceptedTimes[kind];
    const message = `${JSON.stringify(text)} is not ${accepted.slice(0, accepted.indexOf(' such'))}`;
    refuse('request_invalid', { message, accepted }, `${message}; accepted is ${accepted}.`);
  }
  return time;
}

/** The IANA name of a zone as the zone database spells it.
 *  @param path where the name stands in the request. @throws AppError request_invalid when there is no such zone */
export function canonicalTimeZone(name: string, path = '/time_zone'): string {
  const accepted = 'an IANA name such as America/New_York';
  const refused = refusal(
    'request_invalid',
    { path, message: `no time zone ${JSON.stringify(name)}`, accepted },
    `There is no time zone ${JSON.stringify(name)}; accepted is ${accepted}.`,
  );
  if (!/^[A-Za-z]/.test(name)) throw refused;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    throw refused;
  }
}

/** Milliseconds that clocks of the zone are ahead of UTC at an instant. */
export function zoneOffsetMs(time: number, timeZone: string): number {
  let span = lastSpans.get(timeZone);
  if (span === undefined || time < span.from || time >= span.until) {
    span = spanAt(time, timeZone);
    lastSpans.set(timeZone, span);
  }
  return span.offsetMs;
}

/** The instant at which clocks of the zone show a wall-clock time (written as if it were UTC). A time that the clocks
 *  skip in spring is moved forward; one that they show twice in autumn is the first of both, or the second when
 *  `later` is asked for. */
export function wallToInstant(wall: number, timeZone: string, later = false): number {
  const before = zoneOffsetMs(wall - dayMs, timeZone);
  const after = zoneOffsetMs(wall + dayMs, timeZone);
  if (before === after) return wall - before;
  return new Temporal.PlainDateTime(1970, 1, 1)
    .add({ milliseconds: wall })
    .toZonedDateTime(timeZone, { disambiguation: later && before > after ? 'later' : 'compatible' })
    .epochMilliseconds;
}

interface OffsetSpan {
  from: number;
  until: number;
  offsetMs: number;
}

/** The span of constant offset that was asked for last, by zone: series run in time, so it is the next one as well. */
const lastSpans = new Map<string, OffsetSpan>();

function spanAt(time: number, timeZone: string): OffsetSpan {
  const at = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone);
  // `previous` is strictly before, so it is asked from one millisecond later.
  const previous = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = at.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    // RFC 3339 has no seconds in offsets; local mean times before about 1900 have.
    offsetMs: Math.round(at.offsetNanoseconds / 60e9) * 60_000,
  };
}

function formatOffset(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function readInteger(text: string | number): number | null {
  const value = typeof text === 'number' ? text : /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

function readIsoTime(text: string, kind: 'date' | 'instant', timeZone: string | null): number | null {
  const match = (kind === 'date' ? datePattern : instantPattern).exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  const wall = wallTime(+year, +month, +day, +hour, +minute, +second, +fraction.slice(0, 3).padEnd(3, '0'));
  if (wall === null || kind === 'date') return wall;
  const [zulu, sign, offsetHour, offsetMinute] = match.slice(8);
  if (zulu !== undefined) return wall;
  const offset = (+offsetHour * 60 + +offsetMinute) * 60_000;
  const known = sign !== undefined ? wall - (sign === '-' ? -offset : offset) : null;
  const time = known ?? (timeZone === null ? wall : wallToInstant(wall, timeZone));
  return isWritable(time, kind) ? time : null;
}

/** Milliseconds of a wall-clock time as if it were UTC; null when the calendar or the clock has no such time. */
export function wallTime(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
): number | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  return year > 99 ? time : new Date(time).setUTCFullYear(year);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
