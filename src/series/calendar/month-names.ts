/** Names of months in the languages of Intl. */
import { languages, plainName } from './languages.ts';

const shortest = 3;
/** Short names that are no beginning of the long ones. */
const others: Record<string, number> = { mrz: 2, marz: 2, sept: 8 };

interface Names {
  long: string[];
  short: string[];
  /** Beside a day: other cases of the names. */
  dated: string[];
}
let known: Names[] | null = null;

/** The months that names mean, from 0 to 11, if they are the twelve months of one language; null for other names. */
export function monthOfNames(names: readonly string[]): number[] | null {
  if (names.length !== 12) return null;
  known ??= languages.map(namesIn);
  const plain = names.map(plainName);
  for (const { long, short } of known) {
    const months = plain.map((name) => monthIn(name, long, short));
    if (months.every((month) => month >= 0) && new Set(months).size === 12) return months;
  }
  return null;
}

let byName: Map<string, number> | null = null;
const ambiguous = -1;
const noMonth = -2;

/** The month that a name means in the languages, from 1 to 12; null if it means none, or different ones. */
export function monthOfName(name: string): number | null {
  if (byName === null) {
    byName = new Map(Object.entries(others));
    known ??= languages.map(namesIn);
    for (const { long, short, dated } of known)
      for (const names of [long, short, dated])
        for (const [month, one] of names.entries()) {
          const other = byName.get(one);
          byName.set(one, other === undefined || other === month ? month : ambiguous);
        }
  }
  const plain = plainName(name);
  let month = byName.get(plain);
  if (month === undefined) {
    month = plain.length < shortest ? noMonth : monthOfStart(plain, byName);
    if (byName.size < namesMax) byName.set(plain, month);
  }
  return month < 0 ? null : month + 1;
}

/** Words that are kept with the month that they mean. */
const namesMax = 5_000;

/** The month of all names that begin so. */
function monthOfStart(start: string, names: ReadonlyMap<string, number>): number {
  let found = noMonth;
  for (const [name, month] of names) {
    if (month === noMonth || !name.startsWith(start)) continue;
    if (month !== found && found !== noMonth) return ambiguous;
    found = month;
  }
  return found;
}

function monthIn(name: string, long: string[], short: string[]): number {
  const exact = Math.max(long.indexOf(name), short.indexOf(name));
  if (exact >= 0) return exact;
  if (name.length < shortest) return -1;
  const matches = long.flatMap((full, month) => (full.startsWith(name) ? [month] : []));
  return matches.length === 1 ? matches[0] : matches.length === 0 ? (others[name] ?? -1) : -1;
}

function namesIn(language: string): Names {
  const names = (month: 'long' | 'short', day?: 'numeric') => {
    const format = new Intl.DateTimeFormat(language, { month, day, timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, i) => {
      const parts = format.formatToParts(Date.UTC(2024, i, 1));
      const found = parts.find(({ type }) => type === 'month')!.value;
      return plainName(day === undefined ? format.format(Date.UTC(2024, i, 1)) : found);
    });
  };
  return { long: names('long'), short: names('short'), dated: names('long', 'numeric') };
}
