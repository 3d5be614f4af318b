import { cutText, limits } from '../contracts/schemas/index.ts';
import { type AppError, refusal } from '../errors.ts';
import { pointer } from './faults.ts';

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
/** Texts, objects and arrays begin with these characters, or end. The numbers between them are passed over at once. */
const marks = /["[\]{}]/g;
/** Keys of an object that are compared one by one. A set of so few costs more than it saves. */
const comparedKeysMax = 16;

/** An error for the first key that an object of a JSON text has twice; null if there is none. `JSON.parse` keeps the
 *  last value without a word, and another reader may keep the first.
 *  @param json valid JSON. It is walked once. */
export function repeatedKeyError(json: string): AppError | null {
  const path = repeatedKey(json);
  if (path === null) return null;
  const fault = {
    path: pointer('body', path),
    message: `the key \`${cutText(String(path.at(-1)), limits.nameLengthMax)}\` is there twice in the same object`,
    accepted: 'each key once',
  };
  return refusal('request_invalid', fault);
}

/** An open object or array. */
interface Open {
  /** Place of its bracket in the text. */
  start: number;
  /** Place of the first key of an object in `keys`; -1 for an array. */
  from: number;
  /** Keys of an object that has many. */
  known: Set<string> | null;
  /** The last key of an object; null in an array. */
  key: string | null;
}

/** @returns the way to the first repeated key; null if there is none */
function repeatedKey(json: string): PropertyKey[] | null {
  /** Keys of the open objects, from the outermost on. */
  const keys: string[] = [];
  const open: Open[] = [];
  let last: Open | undefined;
  marks.lastIndex = 0;
  while (marks.test(json)) {
    const at = marks.lastIndex - 1;
    const code = json.charCodeAt(at);
    if (code === quote) {
      const end = endOfText(json, at);
      marks.lastIndex = end + 1;
      if (last === undefined || last.from < 0 || !isKey(json, end)) continue;
      last.key = textOf(json, at, end);
      if (isKnown(last.key, last, keys)) return open.map((one) => one.key ?? placeIn(one, json, at));
      keys.push(last.key);
    } else if (code === openArray || code === openObject) {
      last = { start: at, from: code === openObject ? keys.length : -1, known: null, key: null };
      open.push(last);
    } else {
      const { from } = open.pop()!;
      if (from >= 0) keys.length = from;
      last = open[open.length - 1];
    }
  }
  return null;
}

/** Position of the entry of an array in which a place of the text is. */
function placeIn({ start }: Open, json: string, place: number): number {
  let [depth, entry] = [0, 0];
  for (let at = start + 1; at < place; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfText(json, at);
    else if (code === openArray || code === openObject) depth++;
    else if (code === closeArray || code === closeObject) depth--;
    else if (code === comma && depth === 0) entry++;
  }
  return entry;
}

function isKnown(key: string, object: Open, keys: readonly string[]): boolean {
  const { from } = object;
  if (keys.length - from < comparedKeysMax) return keys.indexOf(key, from) >= 0;
  object.known ??= new Set(keys.slice(from));
  if (object.known.has(key)) return true;
  object.known.add(key);
  return false;
}

/** Place of the quote that ends a text. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, at: number): boolean {
  let first = at;
  while (json.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}

/** Whether a colon follows the text that ends here. */
function isKey(json: string, end: number): boolean {
  let at = end + 1;
  while (json.charCodeAt(at) <= 0x20) at++;
  return json.charCodeAt(at) === colon;
}

/** A key without its escapes: `a` and `\u0061` are one. */
function textOf(json: string, start: number, end: number): string {
  const text = json.slice(start + 1, end);
  return text.includes('\\') ? JSON.parse(json.slice(start, end + 1)) : text;
}
