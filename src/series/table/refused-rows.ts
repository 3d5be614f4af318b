import type { Fault } from '../../errors.ts';
import { type Column, labelOf } from '../columns/index.ts';
import { Faults, type FaultTexts, quoted, type Warnings } from '../faults/index.ts';
import { ClosingRows, type SkippedRow } from '../frame/index.ts';

/** Rows of another length, after which the rest of a table is not read. */
const wrongLengthsMax = 100;

/** Faults of the rows of a table. Totals and notes after its last row have none, which only its end shows. */
export class RefusedRows {
  /** Number of rows of another length, with those that may close the table. */
  lengthCount = 0;
  private readonly closing = new ClosingRows();
  private readonly lengths = new Faults('csv_invalid', { countMax: wrongLengthsMax });
  private readonly cells = new Faults('cell_invalid');

  /** @param times positions of the columns of times
   *  @param header number of its names and of its cells
   *  @param delimiter null for files whose cells need none
   *  @throws AppError csv_invalid if there are too many */
  addLength(
    row: SkippedRow,
    times: readonly number[],
    header: { width: number; cells: readonly string[] },
    delimiter: string | null,
  ): void {
    const count = row.cells.length;
    const { width, cells } = header;
    const names = cells.length > width ? ` name${width === 1 ? '' : 's'}` : '';
    const separated = delimiter === null ? '' : `, separated by ${quoted(delimiter)}`;
    const fault = {
      line: row.line,
      message: `the row has ${count} cell${count === 1 ? '' : 's'}, but the header has ${width}${names}`,
      accepted: `rows with as many cells as the header${separated}, and no other lines before the header`,
    };
    this.lengthCount++;
    this.closing.add(row, times, fault, this.lengths);
  }

  /** @param times columns of times
   *  @param wrong those whose cells cannot be read */
  addTime(
    row: SkippedRow,
    times: readonly Column[],
    wrong: readonly Column[],
    { message, accepted, alternatives }: FaultTexts,
  ): void {
    const names = wrong.map((column) => quoted(labelOf(column))).join(', ');
    const fault = {
      line: row.line,
      message: `${message} (column${wrong.length === 1 ? '' : 's'} ${names})`,
      accepted,
      alternatives,
    };
    const places = times.map(({ index }) => index);
    this.closing.add(row, places, fault, this.cells);
  }

  addCell(fault: Fault | (() => Fault)): void {
    this.cells.add(fault);
  }

  /** @throws AppError csv_invalid */
  throwIfLengths(): void {
    this.lengths.throwIfAny();
  }

  /** @param lastLine line of the last row that was read, 0 if there is none. @throws AppError csv_invalid */
  finishRows(lastLine: number, warnings: Warnings): void {
    this.closing.finish(lastLine, warnings);
    this.lengths.throwIfAny();
  }

  /** @throws AppError cell_invalid */
  throwIfCells(): void {
    this.cells.throwIfAny();
  }
}
