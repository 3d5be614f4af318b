import { type AppError, refusal } from '../errors.ts';
import { pointer, type RequestPart } from './faults.ts';

/** Texts that the database cannot hold: U+0000, and half of a character, which JSON may say and UTF-8 may not. Null where
 *  the values hold none, in text or name. */
export function unstorableTextError(values: unknown, part: RequestPart): AppError | null {
  const found = findUnstorable(values);
  if (found === null) return null;
  const what = found.text.includes('\0')
    ? 'the character U+0000'
    : 'half of a character (a surrogate without its other half)';
  const message = `holds ${what}, which cannot be stored`;
  const accepted = 'a text without it';
  const fault = { path: pointer(part, found.path), message, accepted };
  return refusal('request_invalid', fault, `A text ${message}; accepted: ${accepted}.`);
}

/** A value on the way to what it holds. */
interface Place {
  value: unknown;
  key: PropertyKey;
  parent: Place | null;
}

function findUnstorable(value: unknown): { text: string; path: PropertyKey[] } | null {
  // Not by recursion: JSON may be deeper than the stack.
  const open: Place[] = [{ value, key: '', parent: null }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value === 'string' && !isStorable(value)) return { text: value, path: pathTo(place) };
    if (typeof value !== 'object' || value === null) continue;
    // Backwards, so that the first is looked at first.
    for (const [key, item] of Object.entries(value).reverse()) {
      if (!isStorable(key)) return { text: key, path: pathTo(place) };
      open.push({ value: item, key, parent: place });
    }
  }
  return null;
}

function pathTo(place: Place): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at = place; at.parent !== null; at = at.parent) path.push(at.key);
  return path.reverse();
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
