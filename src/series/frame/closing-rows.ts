/** Finds totals and notes after the last row of a table. They are left out with a warning that gives their lines. */
import type { Fault } from '../../errors.ts';
import { monthOfName } from '../calendar/index.ts';
import { type Faults, listed, quoted, type Warnings } from '../faults/index.ts';
import { linesOf, type SkippedRow, textOf } from './titles.ts';

/** Rows after the table, at most. */
const closingRowsMax = 20;

const totalWords = new Set([
  'total',
  'totals',
  'sum',
  'sums',
  'subtotal',
  'average',
  'avg',
  'mean',
  'annual',
  'overall',
  'max',
  'maximum',
  'min',
  'minimum',
  'median',
  'std',
  'stdev',
  'count',
  'anzahl',
  'summe',
  'gesamt',
  'gesamtsumme',
  'insgesamt',
  'zwischensumme',
  'durchschnitt',
  'mittelwert',
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

/** A row with its only cell that has text; null if none has, or several have. */
interface Row {
  cells: readonly string[];
  sole: string | null;
}

/** Looks at all cells once: a row may have as many columns as a line has room for. */
function rowOf(cells: readonly string[]): Row {
  const first = cells.findIndex(hasText);
  const isSole = first >= 0 && cells.findLastIndex(hasText) === first;
  return { cells, sole: isSole ? cells[first].trim() : null };
}

const hasText = (cell: string) => cell.trim() !== '';

/** Whether a row without a time may stand after a table: a total, a note by its first word, or a text in
 *  its first cell and no other. */
function mayClose({ cells, sole }: Row, time: number): boolean {
  if (namesTotal(cells[time] ?? '')) return true;
  if (sole !== null && rowCount.test(sole)) return true;
  if (time !== 0) return false;
  const start = cells[0].trim();
  return noteStart.test(start) || (sole === start && /^[\p{L}(]/u.test(start));
}

/** Number of rows at the end of a table that are totals or notes. They show nothing about its columns. Their text
 *  stands in place of a time: the other cells of its column have digits, or are names of months.
 *  @param isDate whether a cell is a date by itself */
export function closingRowsIn(table: readonly string[][], isDate: (cell: string) => boolean): number {
  const rows = table.map(rowOf);
  const known = new Map<number, boolean>();
  const hasTimes = (at: number) => {
    const found = known.get(at) ?? mayHaveTimes(rows, at);
    known.set(at, found);
    return found;
  };
  const closes = (row: Row) =>
    row.cells.some((cell, at) => mayClose(row, at) && !isDate(cell.trim()) && hasTimes(at));
  const countMax = Math.min(closingRowsMax, rows.length - 1);
  let count = 0;
  while (count < countMax && closes(rows[rows.length - 1 - count])) count++;
  return count;
}

function mayHaveTimes(rows: readonly Row[], at: number): boolean {
  const cells = rows.filter((row) => !mayClose(row, at)).map(({ cells }) => (cells[at] ?? '').trim());
  const given = cells.filter((cell) => cell !== '');
  const times = given.filter((cell) => /\p{Nd}/u.test(cell) || monthOfName(cell) !== null);
  return times.length > 0 && times.length >= given.length / 2;
}

/** Collects the rows that are no rows of the table if no row of the table follows. */
export class ClosingRows {
  private readonly kept: (SkippedRow & { fault: Fault; faults: Faults })[] = [];

  /** @param times positions of the columns that have the time or its parts
   *  @param faults to which the fault is added if the row is inside the table */
  add(row: SkippedRow, times: readonly number[], fault: Fault, faults: Faults): void {
    const closing = rowOf(row.cells);
    if (times.some((time) => mayClose(closing, time)) && this.kept.length < closingRowsMax)
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
