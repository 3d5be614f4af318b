/** Converts times between their notation in the API and integers. The integers are milliseconds since 1970 (dates at
 *  UTC midnight), or the integer time itself. */
import { Temporal } from 'temporal-polyfill';
import { refusal, refuse } from '../../errors.ts';
import type { TimeKind } from './time-kind.ts';
import { offsetSpanAt } from './zone-spans.ts';

const dayMs = 86_400_000;
/** The years 0001 to 9999: the range of ISO dates with four digits. */
const timeMinMs = Date.parse('0001-01-01T00:00:00Z');
export const timeMaxMs = Date.parse('9999-12-31T23:59:59.999Z');

const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const instantPattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(?:([Zz])|([+-])([01]\d|2[0-3]):?([0-5]\d))?$/;

const acceptedTimes = {
  date: 'a date such as 2020-04-20',
  instant: 'an RFC 3339 date-time such as 2020-04-20T09:30:00-04:00',
  integer: 'an integer such as 42',
} as const satisfies Record<TimeKind, string>;

/** Whether the API can write a time: its year has four digits, or it is a safe integer. */
export function isWritable(time: number, kind: TimeKind): boolean {
  return kind === 'integer' ? Number.isSafeInteger(time) : time >= timeMinMs && time <= timeMaxMs;
}

/** The time in the notation of the API: `2020-04-20`, `2020-04-20T09:30:00-04:00` (with `Z` if there is no zone),
 *  or 42. Milliseconds are written only if they are not zero. If the wall-clock time is outside of the years 0001 to
 *  9999, the time is written in UTC.
 *  @throws RangeError if the time is not writable, which is a bug of the service */
export function formatTime(time: number, kind: TimeKind, timeZone: string | null): string | number {
  if (!isWritable(time, kind)) throw new RangeError(`The time ${time} cannot be written`);
  if (kind === 'integer') return time;
  if (kind === 'date') return new Date(time).toISOString().slice(0, 10);
  const offset = timeZone === null ? 0 : zoneOffsetMs(time, timeZone);
  if (!isWritable(time + offset, kind)) return formatTime(time, kind, null);
  const wall = new Date(time + offset).toISOString();
  const toSecond = wall.endsWith('.000Z') ? wall.slice(0, -5) : wall.slice(0, -1);
  return toSecond + (timeZone === null ? 'Z' : formatOffset(offset));
}

/** Parses the notation of `formatTime`. An instant without an offset is wall-clock time in the zone, or UTC if there is
 *  no zone. An integer may be a text.
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

/** The name of a zone in the spelling of the IANA database.
 *  @param path path of the name in the request. @throws AppError request_invalid if there is no such zone */
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

/** Offset of the zone from UTC at an instant, in milliseconds. Positive east of Greenwich. */
export function zoneOffsetMs(time: number, timeZone: string): number {
  return offsetSpanAt(time, timeZone).offsetMs;
}

/** The instant of a wall-clock time (as if it were UTC) in a zone. A time that clocks skip in spring moves forward. A
 *  time that occurs twice in autumn is the first of both instants, or the second if `later`. */
export function wallToInstant(wall: number, timeZone: string, later = false): number {
  const before = offsetSpanAt(wall - dayMs, timeZone);
  const after = offsetSpanAt(wall + dayMs, timeZone);
  if (before.offsetMs === after.offsetMs) return wall - before.offsetMs;
  const first = offsetSpanAt(wall - before.offsetMs, timeZone);
  const second = offsetSpanAt(wall - after.offsetMs, timeZone);
  if (!before.isWhole || !after.isWhole || !first.isWhole || !second.isWhole)
    return wallToInstantBySeconds(wall, timeZone, later && before.offsetMs > after.offsetMs);
  if (first.offsetMs === second.offsetMs) return wall - first.offsetMs;
  return wall - (later && before.offsetMs > after.offsetMs ? after : before).offsetMs;
}

/** Local mean times before about 1900 have offsets with seconds. */
function wallToInstantBySeconds(wall: number, timeZone: string, later: boolean): number {
  return new Temporal.PlainDateTime(1970, 1, 1)
    .add({ milliseconds: wall })
    .toZonedDateTime(timeZone, { disambiguation: later ? 'later' : 'compatible' }).epochMilliseconds;
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

/** A wall-clock time in milliseconds, as if it were UTC; null if there is no such time. */
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
