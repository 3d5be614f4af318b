/** Words and marks that tell debits from credits. Numbers beside them may lack their signs. */

/** Pairs of words of a column, in lower case. */
const wordPairs: readonly (readonly [string, string])[] = [
  ['debit', 'credit'],
  ['debet', 'credit'],
  ['debit', 'kredit'],
  ['débit', 'crédit'],
  ['dr', 'cr'],
  ['db', 'cr'],
  ['d', 'c'],
  ['dbit', 'crdt'],
  ['soll', 'haben'],
  ['s', 'h'],
  ['af', 'bij'],
  ['cargo', 'abono'],
  ['expense', 'income'],
];

/** Whether the cells of a column are two words, one for debits and one for credits. */
export function tellsDebits(cells: readonly string[]): boolean {
  const words = new Set<string>();
  for (const cell of cells) {
    words.add(cell.trim().toLowerCase());
    if (words.size > 2) return false;
  }
  return words.size === 2 && wordPairs.some((pair) => pair.every((word) => words.has(word)));
}

const numberAndMark = /^[^\p{L}]*\d\s*(?:[DdCc][Rr]|DB|[SH])\.?$/u;

/** Whether a cell is a number with a mark of debit or credit after it: `1,200.00 Dr`, `500 S`. */
export function hasDebitMark(cell: string): boolean {
  return numberAndMark.test(cell.trim());
}

export const acceptedSigns = 'numbers with a sign in place of a mark for debit or credit: -1200.00';
