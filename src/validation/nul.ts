import { AppError } from '../errors.ts';
import { pointer, type RequestPart } from './faults.ts';

/** U+0000 is the one character that no text in the database can hold. Null where the values hold none, in text or name. */
export function nulRefusal(values: unknown, part: RequestPart): AppError | null {
  const path = pathToNul(values, []);
  if (path === null) return null;
  const message = 'holds the character U+0000, which cannot be stored';
  const accepted = 'a text without it';
  return new AppError('request_invalid', {
    detail: `A text ${message}; accepted: ${accepted}.`,
    faults: [{ path: pointer(part, path), message, accepted }],
  });
}

function pathToNul(value: unknown, path: PropertyKey[]): PropertyKey[] | null {
  if (typeof value === 'string') return value.includes('\0') ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, item] of Object.entries(value)) {
    const found = key.includes('\0') ? path : pathToNul(item, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
