/** Refuses bodies that are not tables, by what their first line looks like. */
import { quoted, refuse } from '../faults/index.ts';
import { acceptedHeader } from './columns.ts';

const json = /^\s*[{[]/;
const markup = /^\s*<(!|\?|html|svg)/i;

export function looksLikeOtherFormat(header: string): boolean {
  return json.test(header) || markup.test(header);
}

/** Refuses a body that is not a table. The message names the format that its first line looks like. */
export function refuseBody(header: string): never {
  const found = quoted(header.trim());
  const isJson = json.test(header);
  return refuse('csv_invalid', {
    line: 1,
    message: isJson
      ? `the body looks like JSON: ${found}`
      : markup.test(header)
        ? `the body looks like HTML or XML: ${found}`
        : `the first line has only one column: ${found}`,
    accepted: `${acceptedHeader}; cells separated by comma, semicolon, tab or |${isJson ? '; for JSON set the content type application/json' : ''}`,
  });
}
