import { AppError } from '../errors.ts';
import { repeatedKeyError } from './repeated-keys.ts';
import { unstorableTextError } from './unstorable.ts';

/** Escapes in JSON text of U+0000, or of half of a surrogate pair. */
const escapes = /\\u0000|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]/;

/** The name `__proto__` of a field, whose characters may be escaped. */
const lostName =
  /"(?:_|\\u005[fF]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[fF])(?:t|\\u0074)(?:o|\\u006[fF])(?:_|\\u005[fF]){2}"\s*:/;

/** A value that Python and JavaScript write for a number that is none. */
const noNumbers = /[[:,]\s*(NaN|nan|-?Infinity|-?inf|None|undefined)\s*[,\]}]/;

/** Parses a JSON body; undefined if it is blank.
 *  @throws AppError body_invalid_json; request_invalid for a text or a name that cannot be stored,
 *  and for a repeated key */
export function parseJsonBody(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('body_invalid_json', { detail: 'The body is not valid UTF-8.', cause });
  }
  if (text.trim() === '') return undefined;
  const body = parsed(text);
  const isSuspect = escapes.test(text) || lostName.test(text);
  const refusal = (isSuspect ? unstorableTextError(body, 'body') : null) ?? repeatedKeyError(text);
  if (refusal !== null) throw refusal;
  return body;
}

/** Characters that show whether a text has an object in each line. */
const linesShownBy = 4_096;

/** The remedy for lines of JSON, one object in each line; empty for other texts. */
function linesRemedy(text: string): string {
  // Only the beginning is examined: the text may be long and hostile.
  if (!/^\s*\{[^\n]*\}[ \t\r]*\n\s*\{/.test(text.slice(0, linesShownBy))) return '';
  return '. The body has an object in each line: send one document such as `{"series": [{"times": [...], "values": [...]}]}`, or the rows as CSV with the content type text/csv';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    const notNumber = noNumbers.exec(text)?.[1];
    const remedy =
      notNumber === undefined
        ? linesRemedy(text)
        : `. JSON has no \`${notNumber}\`: write null for a missing value`;
    const line = /\(line (\d+) column \d+\)/.exec(message);
    throw new AppError('body_invalid_json', {
      detail: `The body is not valid JSON: ${message}${remedy}`,
      faults: line === null ? [] : [{ path: '', line: Number(line[1]), message: `${message}${remedy}` }],
      cause,
    });
  }
}
