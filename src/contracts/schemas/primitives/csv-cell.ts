import { z } from 'zod';

/** Whether a table marks texts that a spreadsheet would run as formulas. */
export const formulasSchema = z.enum(['mark', 'keep']).default('mark').meta({
  description:
    "Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again.",
});
export type Formulas = z.output<typeof formulasSchema>;

/** Beginnings that spreadsheets run as formulas, full-width signs included, perhaps already marked.
 *  Source: OWASP, CSV injection. */
const formula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r])/;
const marked = /^'+(?:\s*[=+\-@＝＋－＠]|[\t\r])/;
const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A text as a cell of CSV. Source: RFC 4180. */
export function csvCell(text: string, formulas: Formulas): string {
  const shown = formulas === 'mark' && formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** The text of a cell that `csvCell` or a spreadsheet has marked. Texts without a mark are returned unchanged. */
export function unmarkedText(cell: string): string {
  return cell.startsWith("'") && marked.test(cell) ? cell.slice(1) : cell;
}
