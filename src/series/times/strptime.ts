/** Reads times by a format of strptime. Source of the directives: POSIX strptime, and Python's datetime. */
import { wallTime } from '../../contracts/values/index.ts';
import { dayFrom, dayMs, monthOfName, weekdayOf, weekdaysOfName } from '../calendar/index.ts';
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

/** Texts that a part of a format may have, as patterns in the order in which they are tried. Each pattern
 *  fits in one way at most. */
type Forms = readonly string[];

/** @param name letter of the directive; null for other text */
interface Part {
  name: string | null;
  forms: readonly RegExp[];
}

/** Repeats of a pattern, the most first. */
const repeated = (pattern: string, from: number, to: number): Forms =>
  Array.from({ length: to - from + 1 }, (_, i) => `${pattern}{${to - i}}`);
/** Words whose abbreviation may end with a point. */
const withPoint = (forms: Forms): Forms => forms.flatMap((form) => [String.raw`${form}\.`, form]);

const oneDigit = String.raw`\d`;
const twoDigits = repeated(oneDigit, 1, 2);
const letter = String.raw`\p{L}`;
/** Names may have accents as characters of their own. Those of weekdays may be one letter, or have a hyphen,
 *  as in `segunda-feira`. */
const weekday = withPoint(repeated(String.raw`${letter}[\p{L}\p{M}-]`, 0, 14));
const month = withPoint(repeated(String.raw`${letter}[\p{L}\p{M}]`, 1, 13));
const hours = String.raw`[+-](?:[01]\d|2[0-3])`;

/** Texts of each directive. `%a` and `%A` are read and not used. */
const directives: Record<string, Forms> = {
  Y: repeated(oneDigit, 4, 4),
  y: repeated(oneDigit, 2, 2),
  m: twoDigits,
  d: twoDigits,
  e: [...twoDigits.map((digits) => String.raw`\s${digits}`), ...twoDigits],
  j: repeated(oneDigit, 1, 3),
  b: month,
  B: month,
  h: month,
  a: weekday,
  A: weekday,
  H: twoDigits,
  k: twoDigits,
  I: twoDigits,
  l: twoDigits,
  p: withPoint([String.raw`[ap]\.m`, '[ap]m']),
  M: twoDigits,
  S: twoDigits,
  f: repeated(oneDigit, 1, 9),
  z: ['Z', 'UTC', 'GMT', `${hours}:[0-5]${oneDigit}`, `${hours}[0-5]${oneDigit}`, hours],
  Z: ['UTC', 'GMT', 'Z'],
  G: repeated(oneDigit, 4, 4),
  V: twoDigits,
  u: ['[1-7]'],
  w: ['[0-6]'],
  U: twoDigits,
  W: twoDigits,
};
/** Directives with the same meaning. */
const synonyms: Record<string, string> = { e: 'd', B: 'b', h: 'b', A: 'a', k: 'H', l: 'I' };
const shorthands: Record<string, string> = { F: '%Y-%m-%d', T: '%H:%M:%S', R: '%H:%M', D: '%m/%d/%y' };

/** @param path the option in messages. @throws AppError request_invalid if a directive is unknown,
 *  or the year is missing */
export function compileFormat(format: string, path: string): TimeFormat {
  const parts = partsOf(format, path);
  const names = parts.flatMap(({ name }) => name ?? []);
  checkNames(names, format, path);
  const period = periodOf(names);
  return {
    format,
    read(cell) {
      const fields = cell.length > textLengthMax ? null : fieldsIn(cell, parts);
      const found = fields === null ? null : readFields(fields);
      return found === null || period === null ? found : { ...found, period };
    },
  };
}

/** The directives of a format, and the text between them, in which one or more spaces stand for one or more. */
function partsOf(format: string, path: string): Part[] {
  const parts: Part[] = [];
  const add = (name: string | null, forms: Forms) =>
    parts.push({ name, forms: forms.map((form) => new RegExp(form, 'iyu')) });
  const text = format.replace(/%([FTRD])/g, (_, letter: string) => shorthands[letter]);
  for (const [piece] of text.matchAll(/%.?|\s+|[^%\s]+/gs)) {
    if (piece[0] !== '%') {
      add(null, [
        /\s/.test(piece) ? String.raw`\s+` : piece.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`),
      ]);
      continue;
    }
    const letter = piece.slice(1);
    if (letter === '%') {
      add(null, ['%']);
      continue;
    }
    if (!Object.hasOwn(directives, letter))
      refuseFormat(format, path, `%${letter} is not a directive that is read`);
    const name = synonyms[letter] ?? letter;
    if (parts.some((part) => part.name === name)) refuseFormat(format, path, `%${letter} is there twice`);
    add(name, directives[letter]);
  }
  return parts;
}

/** The fields of a text that fits a format. Not one pattern for the whole format: the caller chooses both, and a
 *  pattern may try all ways to divide a text among its parts. Here each part is tried once at each place. */
function fieldsIn(text: string, parts: readonly Part[]): Fields | null {
  const fields: Fields = {};
  const failed = new Set<number>();
  function fits(part: number, from: number): boolean {
    if (part === parts.length) return from === text.length;
    const attempt = part * (textLengthMax + 1) + from;
    if (failed.has(attempt)) return false;
    const { name, forms } = parts[part];
    for (const form of forms) {
      form.lastIndex = from;
      if (!form.test(text)) continue;
      const to = form.lastIndex;
      if (!fits(part + 1, to)) continue;
      if (name !== null) fields[name] = text.slice(from, to).trim();
      return true;
    }
    failed.add(attempt);
    return false;
  }
  return fits(0, 0) ? fields : null;
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

function refuseFormat(format: string, path: string, why: string): never {
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
  if (fields.a !== undefined && !namesWeekday(fields.a)) return null;
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
  const month = fields.b === undefined ? Number(fields.m ?? 1) : monthIn(fields.b);
  const wall = wallTime(year, month, Number(fields.d ?? 1));
  return wall === null ? null : wall / dayMs;
}

function namesWeekday(written: string): boolean {
  return /^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(written) || weekdaysOfName(written).length > 0;
}

/** Number of the month that a name means, first in English; 0 for another word. A table in another language may begin
 *  with months whose names are English too, as `Aug` and `Sep` before `Okt`. */
function monthIn(written: string): number {
  const name = written.replace(/\.$/, '');
  return monthNumber(name) || (monthOfName(name) ?? 0);
}

/** `%U` counts weeks from the first Sunday, `%W` from the first Monday; the days before are in week 0. Without a
 *  weekday, the first day of the week is meant. */
function dayOfWeek(year: number, { U, W }: Fields, weekday: string | undefined): number | null {
  const week = Number(U ?? W);
  if (week > 53) return null;
  const firstWeekday = U === undefined ? 1 : 7;
  const newYear = dayFrom(year, 1, 1);
  const first = newYear + ((firstWeekday - weekdayOf(newYear) + 7) % 7);
  const into = ((weekday === undefined ? firstWeekday : Number(weekday)) - firstWeekday + 7) % 7;
  return first + 7 * (week - 1) + into;
}
