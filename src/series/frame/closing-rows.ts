/** Finds totals and notes after the last row of a table. They are left out with a warning that gives their lines. */
import type { Fault } from '../../errors.ts';
import { type Faults, listed, quoted, type Warnings } from '../faults/index.ts';
import { filledCells, linesOf, type SkippedRow, textOf } from './titles.ts';

/** Rows after the table, at most. */
const closingRowsMax = 20;

const totalWords = new Set([
  ...['total', 'totals', 'sum', 'sums', 'subtotal', 'average', 'avg', 'mean', 'annual', 'overall'],
  ...['max', 'maximum', 'min', 'minimum', 'median', 'std', 'stdev', 'count', 'anzahl'],
  ...['summe', 'gesamt', 'gesamtsumme', 'insgesamt', 'zwischensumme', 'durchschnitt', 'mittelwert'],
  ...[
    'somme',
    'totaux',
    'moyenne',
    'totale',
    'somma',
    'media',
    'suma',
    'soma',
    'promedio',
    'totaal',
    'totalt',
    'summa',
  ],
  ...[
    '합계',
    '총계',
    '소계',
    '총합계',
    '평균',
    '合計',
    '合计',
    '总计',
    '総計',
    '小計',
    '平均',
    'итого',
    'всего',
  ],
]);

/** Whether a text begins or ends with a word for a total or a mean: `Grand total`, `Summe 2024:`. */
export function namesTotal(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ([] as string[]);
  return [words[0], words.at(-1)].some((word) => word !== undefined && totalWords.has(word));
}

const noteStart =
  /^([*#©†]|(notes?|sources?|remarks?|quellen?|anmerkung(en)?|hinweise?|fuente|fonte|nota|출처|자료|주|注)\s*[:：])/iu;

/** Last line of the answers of databases: `(20 rows)`, `20 rows in set`. */
const rowCount = /^\(?[\d,]{1,12} (?:rows?|records?|zeilen|lignes?)\b/i;

/** Whether a row without a time may stand after a table: a total, a note by its first word, or a text in
 *  its first cell and no other. */
function mayClose(cells: string[], time: number): boolean {
  if (namesTotal(cells[time] ?? '')) return true;
  const filled = filledCells(cells);
  if (filled.length === 1 && rowCount.test(filled[0])) return true;
  if (time !== 0) return false;
  const start = cells[0].trim();
  return noteStart.test(start) || (filled.length === 1 && filled[0] === start && /^[\p{L}(]/u.test(start));
}

/** Collects the rows that are no rows of the table if no row of the table follows. */
export class ClosingRows {
  private readonly kept: (SkippedRow & { fault: Fault; faults: Faults })[] = [];

  /** @param time position of the column of times
   *  @param faults to which the fault is added if the row is inside the table */
  add(row: SkippedRow, time: number, fault: Fault, faults: Faults): void {
    if (mayClose(row.cells, time) && this.kept.length < closingRowsMax)
      this.kept.push({ ...row, fault, faults });
    else faults.add(fault);
  }

  /** @param lastLine line of the last row of the table */
  finish(lastLine: number, warnings: Warnings): void {
    const after = this.kept.filter(({ line }) => line > lastLine).toSorted((a, b) => a.line - b.line);
    for (const { line, cells, fault, faults } of this.kept) {
      if (line > lastLine) continue;
      const accepted = `${fault.accepted}; rows of totals and notes inside the table must be removed, such as ${quoted(textOf({ line, cells }))}`;
      faults.add({ ...fault, accepted });
    }
    if (after.length === 0) return;
    const isOne = after.length === 1;
    warnings.add(
      'lines_skipped',
      `${linesOf(after)} after the last time ${isOne ? 'was' : 'were'} not read, because ${isOne ? 'it is a total or a note' : 'they are totals or notes'}: ${listed(after.map(textOf))}.`,
      { line: after[0].line },
    );
  }
}
