/** Names of months in the languages of Intl. */

const languages = [
  'en',
  'de',
  'de-AT',
  'fr',
  'ko',
  'ja',
  'zh',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
];
const shortest = 3;
/** Short names that are no beginning of the long ones. */
const others: Record<string, number> = { mrz: 2, marz: 2, sept: 8 };

interface Names {
  long: string[];
  short: string[];
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

function monthIn(name: string, long: string[], short: string[]): number {
  const exact = Math.max(long.indexOf(name), short.indexOf(name));
  if (exact >= 0) return exact;
  if (name.length < shortest) return -1;
  const matches = long.flatMap((full, month) => (full.startsWith(name) ? [month] : []));
  return matches.length === 1 ? matches[0] : matches.length === 0 ? (others[name] ?? -1) : -1;
}

function namesIn(language: string): Names {
  const names = (month: 'long' | 'short') => {
    const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, i) => plainName(format.format(Date.UTC(2024, i, 1))));
  };
  return { long: names('long'), short: names('short') };
}

/** Letters and digits in lower case, without accents. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
