/** How a table writes texts that a spreadsheet would run as formulas. */
export const formulaChoices = ['mark', 'keep'] as const;
export type Formulas = (typeof formulaChoices)[number];

/** Beginnings that spreadsheets run as formulas, full-width signs included, perhaps already marked.
 *  Source: OWASP, CSV injection. */
const formula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r])/;
const marked = /^'+(?:\s*[=+\-@＝＋－＠]|[\t\r])/;
/** Such a beginning behind a character at which a spreadsheet may split the cell: many take `;` where a comma is
 *  decimal. A quote within a row then begins no text. */
const formulaBehind = /([;\t\r\n](?:[^\S\t\r\n]|")*)('*[=+\-@＝＋－＠][^;\t\r\n]*)/g;
const markedBehind = /([;\t\r\n](?:[^\S\t\r\n]|")*)'('*[=+\-@＝＋－＠])/g;
const number = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A text as a cell of CSV. Source: RFC 4180. */
export function csvCell(text: string, formulas: Formulas): string {
  const shown = formulas === 'mark' && formula.test(text) && !number.test(text) ? `'${text}` : text;
  const safe = formulas === 'mark' ? shown.replace(formulaBehind, markedUnlessNumber) : shown;
  const isQuoted = safe !== shown || /[",\r\n]/.test(safe);
  return isQuoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markedUnlessNumber(all: string, before: string, part: string): string {
  return number.test(part) ? all : `${before}'${part}`;
}

/** The text of a cell that `csvCell` or a spreadsheet has marked. Texts without a mark are returned unchanged. */
export function unmarkedText(cell: string): string {
  if (!cell.includes("'")) return cell;
  // The beginning was marked first, so its mark may be one of those behind.
  const text = cell.replace(markedBehind, '$1$2');
  return marked.test(text) ? text.slice(1) : text;
}
