import type { TableOptions } from '../../contracts/schemas/index.ts';
import type { CellTests, FrameColumn } from './period-time.ts';
import { type PeriodColumns, PeriodRows, periodRowsMax } from './periods.ts';
import type { SkippedRow } from './titles.ts';

/** The first rows of a table, until these show whether periods are across its columns, and which
 *  column has the times. */
export class PeriodHead {
  private readonly columns: FrameColumn[];
  private readonly options: TableOptions;
  /** The column of times that the caller names. */
  private readonly stated: FrameColumn | null;
  private readonly cellTests: CellTests;
  private readonly continuedStep: string | null;
  /** Columns that may be periods; null if there are none, undefined before the first row. */
  private found: PeriodColumns | null | undefined;
  private rows: SkippedRow[] = [];

  /** @param continuedStep step of a dataset with this layout that the rows continue; null for other tables */
  constructor(
    columns: FrameColumn[],
    options: TableOptions,
    stated: FrameColumn | null,
    cellTests: CellTests,
    continuedStep: string | null,
  ) {
    this.columns = columns;
    this.options = options;
    this.stated = stated;
    this.cellTests = cellTests;
    this.continuedStep = continuedStep;
  }

  /** @returns whether the rows are enough: then `end` is called. @throws AppError as `PeriodRows.find` */
  add(row: SkippedRow): boolean {
    const { columns, options, stated, cellTests, continuedStep } = this;
    this.rows.push(row);
    if (this.found === undefined)
      this.found = PeriodRows.find(columns, row.cells, options, stated, cellTests, continuedStep);
    return this.found === null || this.rows.length === periodRowsMax;
  }

  /** The periods, null if there are none, and the rows that were added. @throws AppError as `PeriodRows.of` */
  end(): { periods: PeriodRows | null; rows: SkippedRow[] } {
    const { columns, options, stated, cellTests, found, rows } = this;
    const cells = rows.map((row) => row.cells);
    const periods = found ? PeriodRows.of(columns, found, cells, options, stated, cellTests) : null;
    return { periods, rows };
  }
}
