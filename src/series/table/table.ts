import type { ReadContext } from '../../contracts/ports/index.ts';
import type { ParsedDataset, TableOptions } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { type Delimiter, typedName } from '../cells/index.ts';
import { type Column, columnNamed, labelOf } from '../columns/index.ts';
import { buildDataset, type DatasetSource, requireFewAttributes } from '../dataset/index.ts';
import { refuse, Warnings } from '../faults/index.ts';
import { closingRowsIn, type SkippedRow } from '../frame/index.ts';
import type { LineBreaks } from '../text/index.ts';
import { timeColumnsIn } from '../time-columns/index.ts';
import { isDate } from '../times/index.ts';
import { attributesOf } from './attributes.ts';
import { sampleRowsMax } from './column-roles.ts';
import { Exclusions, seriesOf } from './groups.ts';
import { HeadRows } from './head-rows.ts';
import { refuseOtherHeader, refuseWithoutRows, requireKeptNames } from './header-checks.ts';
import { planSample, requireHeader } from './plan-sample.ts';
import { readingOf } from './reading.ts';
import { RefusedRows } from './refused-rows.ts';
import { areRulers, isAnnotation, isBlank, refuseLostRows } from './row-checks.ts';
import { RowReader } from './row-reader.ts';
import { TableHead } from './table-head.ts';
import { type TableInput, tableInput } from './table-input.ts';
import { areInUtc, seriesOfTable, type TableSeries } from './table-series.ts';
import { describeBreaks } from './table-warnings.ts';

/** Cells of the sample of rows that decides the roles of the columns. */
const sampleCellsMax = 200_000;

/** Builds a dataset from the records of a table, one by one: the header, a sample of rows that shows how the columns
 *  are read, and all rows. Only the sample is kept as text. */
export class Table {
  /** Rows before the header. */
  titles: readonly SkippedRow[] = [];
  /** Whether the file says that it is an export: its target follows the id and the time, and its
   *  covariates follow the target. */
  isExport = false;
  /** Whether serial numbers count days from 1904-01-01, as in some workbooks. */
  isFrom1904 = false;
  /** Positions in the header of columns that the file has as texts. A number or `true` in such an
   *  attribute stays a text. */
  readonly textColumns = new Set<number>();
  private readonly input: TableInput;
  private readonly exclusions: Exclusions;
  private readonly warnings = new Warnings();
  private readonly refused = new RefusedRows();
  private head: TableHead | null = null;
  private headRows: HeadRows | null = null;
  /** Line of the last annotation, if the row before was one; else 0. */
  private annotatedAt = 0;
  private sample: SkippedRow[] = [];
  /** The columns that are read, and the reader of rows; null until the sample is complete. */
  private columns: readonly Column[] = [];
  private reader: RowReader | null = null;

  /** @param isTyped whether the cells come from a file whose numbers have a type, and are written by `typedNumber` */
  constructor(
    options: TableOptions,
    timeZone: string | null,
    delimiter: Delimiter,
    context: ReadContext = {},
    { isTyped = false } = {},
  ) {
    this.input = tableInput(options, timeZone, delimiter, context, isTyped);
    this.exclusions = new Exclusions(options.exclude);
  }

  /** Adds the header, and then the rows. @throws AppError if the rest of the table need not be read */
  add(cells: string[], line: number): void {
    if (isBlank(cells)) return;
    const { head } = this;
    if (head === null) {
      this.head = new TableHead(cells, line, this.input, (cells, line) => this.addRow(cells, line));
      this.headRows = new HeadRows({ cells, line });
      return;
    }
    if (areRulers(cells)) return;
    if (isAnnotation(cells)) {
      this.annotatedAt = line;
      return;
    }
    if (this.annotatedAt > 0 && !head.isRepeatedBy(cells))
      refuseOtherHeader(this.annotatedAt, head.cells, cells);
    this.annotatedAt = 0;
    if (head.isRepeatedBy(cells)) {
      head.repeatedAt.push(line);
      return;
    }
    const { width } = head;
    const hasLength = cells.length === width || (cells.length > width && isBlank(cells.slice(width)));
    this.headRows?.add({ cells, line }, hasLength);
    if (hasLength) head.add(cells, line);
    else
      this.refused.addLength(
        { line, cells },
        this.timePlaces(),
        head,
        this.input.typedText === null ? this.input.delimiter : null,
      );
  }

  /** @throws AppError with everything that is wrong with the table */
  finish(breaks: LineBreaks | null = null): ParsedDataset {
    const { head, input, warnings } = this;
    if (head === null) throw new AppError('body_empty');
    head.finish();
    const reader = this.reader ?? this.openReader(head);
    reader.finish(warnings);
    const { rows, plan } = reader;
    const ids = reader.chosenIds();
    reader.numbers.finish(
      warnings,
      ids.map(({ column }) => column),
    );
    this.requireUnits(reader);
    if (rows.length === 0) refuseWithoutRows();
    refuseLostRows(plan, reader.withoutTime, rows.length);
    if (breaks !== null) describeBreaks(breaks, warnings);
    const series = seriesOfTable(reader, ids, head, this.titles, input, warnings);
    const { continues } = input.context;
    const otherThings =
      continues === undefined
        ? []
        : [
            ...(series.bareDay === null ? [] : [series.bareDay]),
            ...reader.constants.others(ids, series.roles, this.exclusions.names),
          ];
    const { layout, values } = series.roles;
    requireKeptNames(layout === 'wide' ? values : [...values, ...plan.statics], head.line);
    const source = this.sourceOf(reader, series, head);
    // A table of observations may lack what the upload had.
    if (!source.allowsEmpty) this.exclusions.requireUsed();
    const dataset = buildDataset(source, warnings);
    return otherThings.length > 0 ? { ...dataset, otherThings } : dataset;
  }

  /** Adds a row with one time. */
  private addRow(cells: string[], line: number): void {
    if (this.reader !== null) {
      this.read(this.reader, cells, line);
      return;
    }
    this.sample.push({ cells, line });
    if (this.sample.length >= Math.min(sampleRowsMax, sampleCellsMax / cells.length))
      this.openReader(this.head!);
  }

  /** Reads a row, and refuses a table before its end if its rows repeat the same times again and again. */
  private read(reader: RowReader, cells: string[], line: number): void {
    reader.add(cells, line);
    if (!reader.repeatsTimes()) return;
    seriesOfTable(reader, reader.chosenIds(), this.head!, this.titles, this.input, this.warnings);
    refuse('time_duplicate', {
      line,
      message: 'up to this line, more than a quarter of the rows have a time that their series had before',
      accepted: 'one row for each time of a series; id_column if the table has several series',
    });
  }

  /** Plans by the sample how the rows are read, and reads those of the sample. */
  private openReader(head: TableHead): RowReader {
    const { sample, input, refused } = this;
    const count =
      sample.length -
      closingRowsIn(
        sample.map(({ cells }) => cells),
        isDate,
      );
    requireHeader(head, sample, count, input.options, refused);
    const kept = this.exclusions.columns([...head.columns]);
    const planned = planSample(kept, sample.slice(0, count), head, input, this.isExport);
    requireFewAttributes(planned.plan.statics.length);
    const reader = new RowReader(planned, input, this.isFrom1904, refused);
    this.columns = planned.columns;
    this.reader = reader;
    this.sample = [];
    for (const { cells, line } of sample) this.read(reader, cells, line);
    return reader;
  }

  /** Positions of the columns of times, as far as they are known. */
  private timePlaces(): number[] {
    return this.reader === null ? [0] : timeColumnsIn(this.reader.plan).map(({ index }) => index);
  }

  /** Refuses units that differ from those of the dataset that the rows continue. The target that the caller
   *  names has its name there. */
  private requireUnits({ numbers, options: { target } }: RowReader): void {
    const { units, targetWithUnit = null } = this.input.context;
    if (units === undefined) return;
    const named =
      target === undefined || targetWithUnit === null
        ? null
        : { column: columnNamed([...this.columns], target, 'target'), name: targetWithUnit };
    numbers.units.require(units, named);
  }

  private sourceOf(reader: RowReader, series: TableSeries, head: TableHead): DatasetSource {
    const { input, exclusions } = this;
    const { plan, rows, times, numbers, options } = reader;
    const { ids, groups, roles, timeKind, format } = series;
    const { allowsEmpty = false, continues } = input.context;
    const isWide = roles.layout === 'wide';
    const [target, ...covariates] = isWide ? ['value'] : roles.values.map(labelOf);
    const places = new Map(plan.values.map((column, at) => [column, at]));
    const values = roles.values.map((column) => ({ column, at: places.get(column)! }));
    const texts = new Set([...this.textColumns].map((place) => typedName(head.cells[place]).trim()));
    const attributes = isWide ? [] : attributesOf(groups, reader.statics, rows, texts);
    const { name = 'dataset', calendar, resample, aggregate, snap } = options;
    return {
      optionMark: '?',
      name,
      timeKind,
      timeZone: input.timeZone,
      areInUtc: areInUtc(reader, format),
      // A single observation shows no step, but its time may name a month.
      step: groups.every(({ times }) => times.length === 1) ? times.periodStep(format) : null,
      target,
      covariates,
      groups: exclusions.series(
        groups.map((group, i) =>
          seriesOf(group, attributes[i], { rows, values, isWide, keepsLines: continues !== undefined }),
        ),
      ),
      allowsEmpty,
      calendar,
      snap,
      resampling: resample === undefined ? undefined : { resample, aggregate },
      reading: readingOf({
        columns: this.columns,
        plan,
        roles,
        ids,
        format,
        options,
        timeZone: input.timeZone,
        missing: [...input.missing],
        numbers,
        typedText: input.typedText,
        excluded: exclusions.names,
        constants: continues === undefined ? reader.constants.of(roles, plan, rows.length) : [],
        isPeriods: head.periods != null,
        hasOffsets: times.hasOffsets,
      }),
    };
  }
}
