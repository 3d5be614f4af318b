import { lostName, unstorableReason } from '../contracts/schemas/index.ts';
import { type AppError, refusal } from '../errors.ts';
import { pointer, type RequestPart } from './faults.ts';

/** An error for the first text or field name that cannot be stored: PostgreSQL refuses U+0000 and half of a surrogate
 *  pair, which JSON allows and UTF-8 does not; a field `__proto__` gets lost, because objects have a property of this
 *  name. Null if there is none. */
export function unstorableTextError(values: unknown, part: RequestPart): AppError | null {
  const found = findUnstorable(values);
  if (found === null) return null;
  if (found.text === lostName) {
    const fault = {
      path: pointer(part, found.path),
      message: `a name is \`${lostName}\``,
      accepted: 'another name',
    };
    return refusal('request_invalid', fault);
  }
  const message = `contains ${unstorableReason(found.text)}, which cannot be stored`;
  const accepted = 'a text without it';
  const fault = { path: pointer(part, found.path), message, accepted };
  return refusal('request_invalid', fault, `A text ${message}; accepted: ${accepted}.`);
}

/** A value inside the request, with the way to it. */
interface Place {
  value: unknown;
  key: PropertyKey;
  parent: Place | null;
}

function findUnstorable(value: unknown): { text: string; path: PropertyKey[] } | null {
  // A loop instead of recursion: JSON may be nested deeper than the stack allows.
  const open: Place[] = [{ value, key: '', parent: null }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value === 'string' && unstorableReason(value) !== null)
      return { text: value, path: pathTo(place) };
    if (typeof value !== 'object' || value === null) continue;
    // In reverse, so that the first entry is checked first.
    for (const [key, item] of Object.entries(value).reverse()) {
      if (unstorableReason(key) !== null || key === lostName) return { text: key, path: pathTo(place) };
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
