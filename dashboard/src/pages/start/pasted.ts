/** Text that was pasted: numbers in their order, a table, numbers that can be read in two ways, or one that is too large. */
export type Pasted =
  | { kind: 'empty' }
  | { kind: 'numbers'; values: (number | null)[] }
  | { kind: 'table' }
  | { kind: 'unclear'; text: string }
  | { kind: 'too_large'; text: string };

const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const missing = /^(na|nan|null|-)$/i;

/** The first time as the API reads it: a date with steps of an hour begins at midnight. */
export function startOf(given: string, step: string): string {
  return step === 'PT1H' && /^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00` : given;
}

export function readPasted(text: string): Pasted {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const words = trimmed.split(/[\s;]+/).map((word) => word.replace(/,$/, ''));
  // Commas are the only marks between numbers, as in 12,15,14.
  const isOneLine = words.length === 1;
  const tokens = isOneLine ? trimmed.split(',').map((token) => token.trim()) : words;
  if (tokens.every((token) => number.test(token) || missing.test(token))) {
    // JSON has no such number: it would be stored as a missing value.
    const large = tokens.find((token) => number.test(token) && !Number.isFinite(Number(token)));
    if (large !== undefined) return { kind: 'too_large', text: large };
    const values = tokens.map((token) => (missing.test(token) ? null : Number(token)));
    return values.length < 2 ? { kind: 'empty' } : { kind: 'numbers', values };
  }
  const unclear = words.find((word) => /^[-+]?\d+,\d+$/.test(word));
  const isNumbers = words.every((word) => number.test(word.replace(',', '.')));
  return isNumbers && unclear !== undefined ? { kind: 'unclear', text: unclear } : { kind: 'table' };
}
