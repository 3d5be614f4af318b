/** How a table writes texts that a spreadsheet would run as formulas. */
export const formulaChoices = ['mark', 'keep'] as const;
export type Formulas = (typeof formulaChoices)[number];

/** Beginnings that spreadsheets run as formulas, full-width signs included, perhaps already marked.
 *  Source: OWASP, CSV injection. */
const formula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r])/;
const marked = /^'+(?:\s*[=+\-@＝＋－＠]|[\t\r])/;
const number = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A text as a cell of CSV. Source: RFC 4180. */
export function csvCell(text: string, formulas: Formulas): string {
  const shown = formulas === 'mark' && formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** The text of a cell that `csvCell` or a spreadsheet has marked. Texts without a mark are returned unchanged. */
export function unmarkedText(cell: string): string {
  return cell.startsWith("'") && marked.test(cell) ? cell.slice(1) : cell;
}
