import { AppError } from '../errors.ts';
import { pointer, type RequestPart } from './faults.ts';

/** Texts that the database cannot hold: U+0000, and half of a character, which JSON may say and UTF-8 may not. Null where
 *  the values hold none, in text or name. */
export function unstorableRefusal(values: unknown, part: RequestPart): AppError | null {
  const found = findUnstorable(values, []);
  if (found === null) return null;
  const what = found.text.includes('\0')
    ? 'the character U+0000'
    : 'half of a character (a surrogate without its other half)';
  const message = `holds ${what}, which cannot be stored`;
  const accepted = 'a text without it';
  return new AppError('request_invalid', {
    detail: `A text ${message}; accepted: ${accepted}.`,
    faults: [{ path: pointer(part, found.path), message, accepted }],
  });
}

function findUnstorable(value: unknown, path: PropertyKey[]): { text: string; path: PropertyKey[] } | null {
  if (typeof value === 'string') return isStorable(value) ? null : { text: value, path };
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, item] of Object.entries(value)) {
    const found = isStorable(key) ? findUnstorable(item, [...path, key]) : { text: key, path };
    if (found !== null) return found;
  }
  return null;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
