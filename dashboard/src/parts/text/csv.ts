/** Rows as CSV, as wide as the first one. A text that a spreadsheet would run as a formula gets a `'` before it, as in
 *  the files of the API. */
export function csvOf(rows: readonly (readonly unknown[])[]): string {
  const width = rows[0]?.length ?? 0;
  return `${rows.map((row) => Array.from({ length: width }, (_, i) => cell(row[i])).join(',')).join('\n')}\n`;
}

/** Rows as a CSV file in UTF-8. With letters beyond ASCII it has a byte order mark, without which Excel reads another
 *  encoding. The service leaves the mark out when it reads the file. */
export function csvFileOf(rows: readonly (readonly unknown[])[]): Blob {
  const text = csvOf(rows);
  const mark = /[^\p{ASCII}]/u.test(text) ? '\uFEFF' : '';
  return new Blob([mark, text], { type: 'text/csv;charset=utf-8' });
}

// The rule of `src/contracts/values/csv-cell.ts`, which the pages may not import; a test compares the two.
const formula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r])/;
const formulaBehind = /([;\t\r\n](?:[^\S\t\r\n]|")*)('*[=+\-@＝＋－＠][^;\t\r\n]*)/g;
const number = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = String(value);
  const shown = formula.test(text) && !number.test(text) ? `'${text}` : text;
  const safe = shown.replace(formulaBehind, (all, before: string, part: string) =>
    number.test(part) ? all : `${before}'${part}`,
  );
  const isQuoted = safe !== shown || /[",\r\n]/.test(safe);
  return isQuoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}
