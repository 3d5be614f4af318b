/** Rows as CSV, as wide as the first one. A text that a spreadsheet would run as a formula gets a `'` before it, as in
 *  the files of the API. */
export function csvOf(rows: readonly (readonly unknown[])[]): string {
  const width = rows[0]?.length ?? 0;
  return `${rows.map((row) => Array.from({ length: width }, (_, i) => cell(row[i])).join(',')).join('\n')}\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
