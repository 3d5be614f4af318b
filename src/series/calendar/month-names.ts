/** Names of months in the languages of Intl. */
import { languages, plainName, remembered, startsOf } from './languages.ts';

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

const ambiguous = -1;
/** Months by their names, and by the beginnings of names. A name goes before the beginning of another. */
let byName: Map<string, number> | null = null;

/** The month that a name means in the languages, from 1 to 12; null if it means none, or different ones. */
export const monthOfName = remembered((name) => {
  byName ??= namedMonths();
  const month = byName.get(plainName(name)) ?? ambiguous;
  return month === ambiguous ? null : month + 1;
});

function namedMonths(): Map<string, number> {
  const names = new Map(Object.entries(others));
  known ??= languages.map(namesIn);
  for (const { long, short, dated } of known)
    for (const list of [long, short, dated])
      for (const [month, name] of list.entries()) addMonth(names, name, month);
  const starts = new Map<string, number>();
  for (const [name, month] of names) for (const start of startsOf(name)) addMonth(starts, start, month);
  return new Map([...starts, ...names]);
}

function addMonth(months: Map<string, number>, name: string, month: number): void {
  const other = months.get(name);
  months.set(name, other === undefined || other === month ? month : ambiguous);
}

function monthIn(name: string, long: string[], short: string[]): number {
  const exact = Math.max(long.indexOf(name), short.indexOf(name));
  if (exact >= 0) return exact;
  if (name.length < shortest) return -1;
  const matches = long.flatMap((full, month) => (full.startsWith(name) ? [month] : []));
  return matches.length === 1
    ? matches[0]
    : matches.length === 0 && Object.hasOwn(others, name)
      ? others[name]
      : -1;
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
