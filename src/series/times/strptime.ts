/** Reads times by a format of strptime. Source of the directives: POSIX strptime, and Python's datetime. */
import { wallTime } from '../../contracts/values/index.ts';
import { dayFrom, dayMs, weekdayOf } from '../calendar/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import {
  clockTime,
  fullYear,
  isoWeek,
  monthNumber,
  offsetMinutesOf,
  type PeriodUnit,
  type WallReading,
} from './dates.ts';

type Fields = Record<string, string>;

export interface TimeFormat {
  format: string;
  /** Null if the text does not fit the format, or if there is no such time. */
  read(text: string): WallReading | null;
}

/** Longer texts are not matched against a format. */
const textLengthMax = 64;

const twoDigits = String.raw`\d{1,2}`;
const weekday = String.raw`(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?`;
const month = String.raw`[a-z]{3,9}\.?`;

/** Pattern of each directive. `%a` and `%A` are read and not used. */
const directives: Record<string, string> = {
  Y: String.raw`\d{4}`,
  y: String.raw`\d{2}`,
  m: twoDigits,
  d: twoDigits,
  e: String.raw`\s?\d{1,2}`,
  j: String.raw`\d{1,3}`,
  b: month,
  B: month,
  h: month,
  a: weekday,
  A: weekday,
  H: twoDigits,
  k: twoDigits,
  I: twoDigits,
  l: twoDigits,
  p: String.raw`[ap]\.?m\.?`,
  M: twoDigits,
  S: twoDigits,
  f: String.raw`\d{1,9}`,
  z: String.raw`Z|UTC|GMT|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?`,
  Z: 'UTC|GMT|Z',
  G: String.raw`\d{4}`,
  V: twoDigits,
  u: '[1-7]',
  w: '[0-6]',
  U: twoDigits,
  W: twoDigits,
};
/** Directives with the same meaning. */
const synonyms: Record<string, string> = { e: 'd', B: 'b', h: 'b', A: 'a', k: 'H', l: 'I' };
const shorthands: Record<string, string> = { F: '%Y-%m-%d', T: '%H:%M:%S', R: '%H:%M', D: '%m/%d/%y' };

/** @param path the option in messages. @throws AppError request_invalid if a directive is unknown, or the year is missing */
export function compileFormat(format: string, path: string): TimeFormat {
  const names: string[] = [];
  let source = '';
  const text = format.replace(/%([FTRD])/g, (_, letter: string) => shorthands[letter]);
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char !== '%') {
      source += /\s/.test(char) ? String.raw`\s+` : char.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
      continue;
    }
    const letter = text[++i] ?? '';
    if (letter === '%') source += '%';
    else if (Object.hasOwn(directives, letter)) {
      const name = synonyms[letter] ?? letter;
      if (names.includes(name)) refuseFormat(format, path, `%${letter} is there twice`);
      names.push(name);
      source += `(${directives[letter]})`;
    } else refuseFormat(format, path, `%${letter} is not a directive that is read`);
  }
  checkNames(names, format, path);
  const pattern = new RegExp(`^${source}$`, 'i');
  const period = periodOf(names);
  return {
    format,
    read(cell) {
      const match = cell.length > textLengthMax ? null : pattern.exec(cell);
      if (match === null) return null;
      const fields: Fields = {};
      for (let i = 0; i < names.length; i++) fields[names[i]] = match[i + 1].trim();
      const found = readFields(fields);
      return found === null || period === null ? found : { ...found, period };
    },
  };
}

/** The period that a time without a day names; null if the format has a day. */
function periodOf(names: string[]): PeriodUnit | null {
  if (names.some((name) => 'djuwaHI'.includes(name))) return null;
  if (names.some((name) => 'GUW'.includes(name))) return 'week';
  return names.some((name) => 'mb'.includes(name)) ? 'month' : null;
}

function checkNames(names: string[], format: string, path: string): void {
  const has = (...wanted: string[]) => wanted.some((name) => names.includes(name));
  if (!has('Y', 'y', 'G')) refuseFormat(format, path, 'it has no year');
  if (has('G') !== has('V')) refuseFormat(format, path, '%G and %V need each other');
  if (has('d') && !has('m', 'b')) refuseFormat(format, path, 'it has a day, but no month');
  if (has('I') !== has('p')) refuseFormat(format, path, '%I and %p need each other');
  if (has('M') && !has('H', 'I')) refuseFormat(format, path, 'it has minutes, but no hour');
}

const known =
  'a format of %Y %y %m %d %b %B %j %H %I %p %M %S %f %z %Z %a %A %G %V %u %w %U %W %F %T %R %D, or iso, excel, unix_d, unix_s, unix_ms, unix_us, unix_ns, year, integer';

export function refuseFormat(format: string, path: string, why: string): never {
  return refuse('request_invalid', {
    path,
    message: `${quoted(format)} cannot be used as the notation of times: ${why}`,
    accepted: known,
  });
}

function readFields(fields: Fields): WallReading | null {
  const day = dayOfFields(fields);
  if (day === null) return null;
  const half = fields.p;
  const hour = Number(fields.H ?? fields.I ?? 0);
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const hour24 = half === undefined ? hour : (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  const milliseconds = Number((fields.f ?? '').slice(0, 3).padEnd(3, '0'));
  const clock = clockTime(hour24, Number(fields.M ?? 0), Number(fields.S ?? 0), milliseconds);
  if (clock === null) return null;
  const zone = fields.z ?? fields.Z;
  return {
    wall: day * dayMs + clock,
    hasClock: fields.H !== undefined || fields.I !== undefined,
    offsetMinutes: zone === undefined ? null : offsetMinutesOf(zone.toUpperCase()),
  };
}

/** Days since 1970. */
function dayOfFields(fields: Fields): number | null {
  const weekday = fields.u ?? (fields.w === '0' ? '7' : fields.w);
  if (fields.G !== undefined) {
    const wall = isoWeek(Number(fields.G), Number(fields.V), Number(weekday ?? 1));
    return wall === null ? null : wall / dayMs;
  }
  const year = fullYear(fields.Y ?? fields.y);
  if (fields.j !== undefined) {
    const first = wallTime(year, 1, 1);
    const day = first === null ? Number.NaN : first / dayMs + Number(fields.j) - 1;
    return day >= dayFrom(year, 1, 1) && day < dayFrom(year + 1, 1, 1) ? day : null;
  }
  if (fields.U !== undefined || fields.W !== undefined) return dayOfWeek(year, fields, weekday);
  const month = fields.b === undefined ? Number(fields.m ?? 1) : monthNumber(fields.b.replace(/\.$/, ''));
  const wall = wallTime(year, month, Number(fields.d ?? 1));
  return wall === null ? null : wall / dayMs;
}

/** `%U` counts weeks from the first Sunday, `%W` from the first Monday; the days before are in week 0. Without a weekday, the
 *  first day of the week is meant. */
function dayOfWeek(year: number, { U, W }: Fields, weekday: string | undefined): number | null {
  const week = Number(U ?? W);
  if (week > 53) return null;
  const firstWeekday = U === undefined ? 1 : 7;
  const newYear = dayFrom(year, 1, 1);
  const first = newYear + ((firstWeekday - weekdayOf(newYear) + 7) % 7);
  const into = ((weekday === undefined ? firstWeekday : Number(weekday)) - firstWeekday + 7) % 7;
  return first + 7 * (week - 1) + into;
}
