import type { ExpectedColumns, ReadingOptions } from '../../contracts/ports/index.ts';
import type { CsvOptions, ParsedDataset, Reading } from '../../contracts/schemas/index.ts';
import { limits, type TimeKind } from '../../contracts/values/index.ts';
import { AppError, type Fault } from '../../errors.ts';
import {
  type Column,
  columnNamed,
  flagFault,
  isAmount,
  isMissing,
  isNumbered,
  labelOf,
  listedNames,
  mayBeId,
  type NumberStyle,
  namesTime,
  numberFault,
  readHeader,
} from '../columns/index.ts';
import {
  buildDataset,
  type DatasetSource,
  refuseSkipped,
  requireFewAttributes,
  warnOfSkipped,
} from '../dataset/index.ts';
import { Faults, quoted, refuse, Warnings } from '../faults/index.ts';
import { ClosingRows, closingRowsIn, PeriodHead, type PeriodRows, type SkippedRow } from '../frame/index.ts';
import type { LineBreaks } from '../text/index.ts';
import {
  describeTimes,
  type JoinedTime,
  partOfKey,
  refuseFiscalOrder,
  TimeCells,
  timeColumnsIn,
} from '../time-columns/index.ts';
import { isDate, TimeReader } from '../times/index.ts';
import { attributesOf } from './attributes.ts';
import { rolesOfColumns, sampleRowsMax } from './column-roles.ts';
import type { Delimiter } from './delimiter.ts';
import {
  withExpectedTarget,
  withExportedTarget,
  withExportedTimes,
  withMissingTarget,
} from './expected-columns.ts';
import {
  Exclusions,
  positionOf,
  type RowGroup,
  refuseSeries,
  rowGroups,
  seriesOf,
  withoutRows,
} from './groups.ts';
import {
  refuseDataAsHeader,
  refuseFurtherHeaders,
  refuseSoleLine,
  refuseWithoutRows,
} from './header-checks.ts';
import { CodedColumn, chosenIds, repeatedShare } from './id-columns.ts';
import { requireKeptNames } from './lost-names.ts';
import { warnOfNamedZone } from './named-zones.ts';
import { NumberReader } from './number-reader.ts';
import { applyRoles, dropFlag, planTable, type TablePlan } from './plan.ts';
import { readingOf } from './reading.ts';
import { explainRepeats } from './repeated-times.ts';
import {
  areRulers,
  HeldFaults,
  isBlank,
  LateAmounts,
  type RowsWithoutTime,
  refuseLostRows,
} from './row-checks.ts';
import { Rows } from './rows.ts';
import { requireFewPoints, requireFewSeries } from './sizes.ts';
import { describeBreaks, describeRows } from './table-warnings.ts';
import { typedName } from './typed-cells.ts';

/** Cells of the sample of rows that decides the roles of the columns. */
const sampleCellsMax = 200_000;
/** Columns that may name series, and other columns of text, whose values are kept; and values of a column of text. */
const idColumnsMax = 8;
const textColumnsMax = 6;
const textValuesMax = 10_000;
/** Rows after which repeated times are looked for while a table arrives, and again when the number of rows has doubled. */
const repeatsExaminedMin = 65_536;
/** Share of rows with a repeated time that no table has by mistake, or by an hour that clocks repeat. */
const repeatedShareMax = 0.25;

/** Rows of another length, after which the rest of a table is not read. */
const wrongLengthsMax = 100;

const hourMs = 3_600_000;

/** Builds a dataset from the records of a table, one by one. Only the first rows are kept as text. */
export class Table {
  /** Rows before the header. */
  titles: readonly SkippedRow[] = [];
  /** Whether the file says that it is an export: its target follows the id and the time, and its covariates follow the target. */
  isExport = false;
  /** Whether serial numbers count days from 1904-01-01, as in some workbooks. */
  isFrom1904 = false;
  /** Positions in the header of columns that the file has as texts. A number or `true` in such an attribute stays a text. */
  readonly textColumns = new Set<number>();
  private options: CsvOptions;
  /** The options of the caller. In `options` the layout is that of the rows after the periods are taken apart. */
  private readonly stated: CsvOptions;
  private readonly timeZone: string | null;
  private readonly delimiter: Delimiter;
  /** Decimal mark of numbers that a file with types has as text. */
  private readonly typedText: NumberStyle | 'open' | null;
  private readonly allowsEmpty: boolean;
  /** The dataset that the rows continue; undefined for an upload. */
  private readonly continues: ReadingOptions['continues'];
  /** Units of the dataset that the rows continue; undefined if they are not known. */
  private readonly units: Reading['units'];
  private readonly expected: ExpectedColumns | null;
  private readonly targetWithUnit: string | null;
  private readonly missing: string[];
  private readonly exclusions: Exclusions;
  private readonly warnings = new Warnings();
  private readonly wrongLength = new Faults('csv_invalid', { countMax: wrongLengthsMax });
  private readonly invalid = new Faults('cell_invalid');
  private columns: Column[] | null = null;
  /** Number of cells in the header. */
  private width = 0;
  /** The periods across the columns; null if there are none, undefined before the first row. */
  private periods: PeriodRows | null | undefined;
  private periodHead: PeriodHead | null = null;
  private sample: { cells: string[]; line: number }[] = [];
  private plan: TablePlan | null = null;
  private times!: TimeReader;
  private timeCells!: TimeCells;
  private rows!: Rows;
  private numbers!: NumberReader;
  private held!: HeldFaults;
  private areHeld: boolean[] = [];
  private readonly lateAmounts = new LateAmounts();
  private ids: CodedColumn[] = [];
  private mayBeIds: CodedColumn[] = [];
  private texts: CodedColumn[] = [];
  private statics: CodedColumn[] = [];
  private repeatsExaminedAt = repeatsExaminedMin;
  private readonly closing = new ClosingRows();
  private header: string[] = [];
  private headerLine = 0;
  /** The error of a header with equal names; null if all differ. */
  private duplicate: AppError | null = null;
  private readonly repeatedHeaders: number[] = [];
  private readonly withoutTime: RowsWithoutTime = { count: 0, withValues: 0, line: 0 };

  /** @param isTyped whether the cells come from a file whose numbers have a type, and are written by `typedNumber` */
  constructor(
    options: CsvOptions,
    timeZone: string | null,
    delimiter: Delimiter,
    {
      allowsEmpty = false,
      continues,
      expected,
      units,
      targetWithUnit = null,
      textNotation,
    }: ReadingOptions = {},
    { isTyped = false } = {},
  ) {
    this.allowsEmpty = allowsEmpty;
    this.continues = continues;
    this.expected = expected ?? null;
    this.units = units;
    this.targetWithUnit = targetWithUnit;
    this.stated = options;
    const decimal = options.decimal ?? textNotation?.decimal;
    this.typedText = !isTyped ? null : decimal === undefined ? 'open' : decimal === ',' ? 'comma' : 'point';
    this.options = {
      ...options,
      ...(isTyped ? { decimal: '.' } : {}),
      ...(options.layout === 'periods' ? { layout: 'auto' } : {}),
    };
    this.timeZone = timeZone;
    this.delimiter = delimiter;
    this.missing = listedNames(options.missing ?? '');
    this.exclusions = new Exclusions(options.exclude);
  }

  add(cells: string[], line: number): void {
    if (isBlank(cells)) return;
    if (this.columns === null) {
      this.columns = this.headerOf(cells, line);
      this.width = this.columns.length;
      return;
    }
    if (areRulers(cells)) return;
    if (this.repeatsHeader(cells)) {
      this.repeatedHeaders.push(line);
      return;
    }
    if (!this.hasRightLength(cells, line)) return;
    if (this.periods !== undefined) {
      this.addInPeriods(cells, line);
      return;
    }
    this.periodHead ??= this.openPeriodHead(this.columns);
    if (this.periodHead.add({ cells, line })) this.findPeriods();
  }

  private openPeriodHead(columns: Column[]): PeriodHead {
    const { time_column } = this.stated;
    const time = time_column === undefined ? null : columnNamed(columns, time_column, 'time_column');
    const namesSeries = (column: Column) => mayBeId(column) || isNumbered(column);
    const partOf = ({ key }: Column) => partOfKey(key);
    const tests = { isDate, isMissing, namesTime, namesSeries, partOf };
    return new PeriodHead(columns, this.stated, time, tests);
  }

  private addInPeriods(cells: string[], line: number): void {
    if (this.periods) for (const row of this.periods.rowsOf(cells, line)) this.addCells(row, line);
    else this.addCells(cells, line);
  }

  private findPeriods(): void {
    const { periods = null, rows = [] } = this.periodHead?.end() ?? {};
    this.periods = periods;
    if (periods) this.columns = periods.columns;
    this.periodHead = null;
    for (const { cells, line } of rows) this.addInPeriods(cells, line);
  }

  /** The columns of a header. Names that are there twice are refused when the next rows show whether they are names. */
  private headerOf(cells: string[], line: number): Column[] {
    this.header = cells;
    this.headerLine = line;
    try {
      return readHeader(this.typedText === null ? cells : cells.map(typedName), line);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'column_duplicate') throw error;
      this.duplicate = error;
      return readHeader(
        cells.map((_, i) => `column ${i + 1}`),
        line,
      );
    }
  }

  /** Whether a row has the cells of the header again, as in files that were put together. */
  private repeatsHeader(cells: string[]): boolean {
    const { header } = this;
    if (cells[0] !== header[0] || cells.length !== header.length) return false;
    return cells.every((cell, i) => cell === header[i]);
  }

  private addCells(cells: string[], line: number): void {
    if (this.plan !== null) {
      this.addRow(this.plan, cells, line);
      return;
    }
    this.sample.push({ cells, line });
    if (this.sample.length >= Math.min(sampleRowsMax, sampleCellsMax / cells.length)) this.decide();
  }

  /** @throws AppError with everything that is wrong with the table */
  finish(breaks: LineBreaks | null = null): ParsedDataset {
    if (this.periods === undefined) this.findPeriods();
    const plan = this.plan ?? this.decide();
    const { rows, warnings } = this;
    this.closing.finish(rows.length === 0 ? 0 : rows.lineOf(rows.length - 1), warnings);
    this.wrongLength.throwIfAny();
    this.lateAmounts.settle(plan, warnings, (column, fault) => this.addFault(column, () => fault));
    this.invalid.throwIfAny();
    const chosen = rows.length === 0 ? [] : this.chosenIds();
    this.numbers.finish(
      warnings,
      chosen.map(({ column }) => column),
    );
    if (this.units !== undefined) this.numbers.units.require(this.units, this.namedTarget());
    if (rows.length === 0) refuseWithoutRows();
    refuseLostRows(plan, this.withoutTime, rows.length);
    if (breaks !== null) describeBreaks(breaks, warnings);
    const { ids, groups, roles, timeKind, format } = this.readSeries(plan, chosen);
    const { name = 'dataset' } = this.options;
    const isWide = roles.layout === 'wide';
    requireKeptNames(isWide ? roles.values : [...roles.values, ...plan.statics], this.headerLine);
    const [target, ...covariates] = isWide ? ['value'] : roles.values.map(labelOf);
    const places = new Map(plan.values.map((column, at) => [column, at]));
    const values = roles.values.map((column) => ({ column, at: places.get(column)! }));
    const texts = new Set([...this.textColumns].map((place) => typedName(this.header[place]).trim()));
    const attributes = isWide ? [] : attributesOf(groups, this.statics, rows, texts);
    const { calendar, resample, aggregate, snap } = this.options;
    const source: DatasetSource = {
      optionMark: '?',
      name,
      timeKind,
      timeZone: this.timeZone,
      areInUtc: this.areInUtc(format),
      // A single observation shows no step, but its time may name a month.
      step: groups.every(({ times }) => times.length === 1) ? this.times.periodStep(format) : null,
      target,
      covariates,
      groups: this.exclusions.series(
        groups.map((group, i) =>
          seriesOf(group, values, isWide, rows, attributes[i], this.continues !== undefined),
        ),
      ),
      allowsEmpty: this.allowsEmpty,
      calendar,
      snap,
      resampling: resample === undefined ? undefined : { resample, aggregate },
      reading: readingOf({
        plan,
        roles,
        ids,
        format,
        options: this.options,
        timeZone: this.timeZone,
        missing: this.missing,
        numbers: this.numbers,
        typedText: this.typedText,
        excluded: this.exclusions.names,
        isPeriods: this.periods != null,
        hasOffsets: this.times.hasOffsets,
      }),
    };
    // A table of observations may lack what the upload had.
    if (!this.allowsEmpty) this.exclusions.requireUsed();
    return buildDataset(source, warnings);
  }

  /** Leaves out rows without a value at times that clocks skip, as of a day with 24 columns of hours. The times that they are read as have
   *  rows of their own. */
  private leaveOut(groups: RowGroup[]): void {
    const byGroup = Map.groupBy(this.times.emptySkipped, ({ column }) => column);
    for (const [at, found] of byGroup)
      groups[at] = withoutRows(groups[at], new Set(found.map(({ row }) => row)));
  }

  /** The column that the caller names as the target, with its name in the dataset that the rows continue. */
  private namedTarget(): { column: Column; name: string } | null {
    const { columns, targetWithUnit: name } = this;
    const { target } = this.options;
    if (columns === null || target === undefined || name === null) return null;
    return { column: columnNamed(columns, target, 'target'), name };
  }

  private chosenIds(): CodedColumn[] {
    const { rows, ids, mayBeIds, options } = this;
    return chosenIds({ rows, ids, mayBeIds, options });
  }

  /** Finds the series, the roles of the columns and the times of all rows so far.
   *  @param ids the columns that name the series
   *  @throws AppError time_duplicate with the columns that tell the series apart, if there are such columns */
  private readSeries(plan: TablePlan, ids: CodedColumn[]) {
    const { rows, warnings } = this;
    const columns = { rows, ids, mayBeIds: this.mayBeIds, options: this.options };
    const groups = rowGroups(ids, rows, this.options.name ?? 'series');
    this.held.settle(plan, this.mayBeIds, ids, groups);
    const known = { continues: this.continues ?? null, expected: this.expected, stated: this.stated };
    const { roles, ...changes } = rolesOfColumns(columns, plan, groups, known, warnings);
    applyRoles(plan, changes);
    if (roles.layout === 'wide') requireFewSeries(roles.values.length, rows.length);
    this.periods?.warn(this.stated, warnings);
    describeTimes(plan, this.timeCells.continued, this.options, warnings);
    const { mayBeIds, repeatedHeaders, withoutTime, options } = this;
    describeRows({ plan, ids, mayBeIds, repeatedHeaders, withoutTime }, options, warnings);
    const timed = groups.map(({ times, rows: at }) => ({
      times,
      lineOf: (row: number) => rows.lineOf(at[row]),
    }));
    refuseFiscalOrder(plan.parts, timed);
    const { kind: timeKind, format } = this.times.settle(
      groups.map(({ times }) => times),
      warnings,
      (group, row) => rows.hasValue(positionOf(groups[group], row)),
    );
    this.describeZone(plan, timeKind, format);
    const { skipped } = this.times;
    const skippedAt = skipped === null ? 0 : positionOf(groups[skipped.column], skipped.row);
    this.leaveOut(groups);
    if (skipped !== null) {
      const { times } = groups[skipped.column];
      const line = rows.lineOf(skippedAt);
      if (times.indexOf(skipped.instant) !== times.lastIndexOf(skipped.instant))
        refuseSkipped({ ...skipped, line }, this.timeZone!);
      warnOfSkipped({ ...skipped, line }, this.timeZone!, warnings);
    }
    const used = [...ids.map(({ column }) => column), ...(roles.layout === 'wide' ? [] : [roles.values[0]])];
    explainRepeats(groups, rows, timeKind, this.timeZone, {
      ids,
      texts: [...this.mayBeIds, ...this.texts],
      numbers: plan.values
        .map((column, at) => ({ column, at }))
        .filter(({ column }) => !used.includes(column)),
    });
    return { ids, groups, roles, timeKind, format };
  }

  private describeZone(plan: TablePlan, timeKind: TimeKind, format: string): void {
    if (timeKind !== 'instant' || this.timeZone !== null || this.areInUtc(format)) return;
    warnOfNamedZone(timeColumnsIn(plan), [...this.mayBeIds, ...this.texts], this.titles, this.warnings);
  }

  private areInUtc(format: string): boolean {
    return this.times.hasOffsets === true || format.startsWith('unix');
  }

  private hasRightLength(cells: string[], line: number): boolean {
    const { width } = this;
    if (cells.length === width) return true;
    if (cells.length > width && isBlank(cells.slice(width))) return true;
    const fault = {
      line,
      message: `the row has ${cells.length} cell${cells.length === 1 ? '' : 's'}, but the header has ${width}`,
      accepted: `rows with as many cells as the header, separated by ${quoted(this.delimiter)}, and no other lines before the header`,
    };
    const times = this.plan === null ? [0] : timeColumnsIn(this.plan).map(({ index }) => index);
    this.closing.add({ line, cells }, times, fault, this.wrongLength);
    return false;
  }

  private decide(): TablePlan {
    if (this.columns === null) throw new AppError('body_empty');
    const rows = this.sample.map(({ cells }) => cells);
    const sample = rows.slice(0, rows.length - closingRowsIn(rows, isDate));
    if (this.duplicate !== null) {
      refuseDataAsHeader(this.header);
      if (sample.length > 0) refuseFurtherHeaders(this.sample);
      throw this.duplicate;
    }
    if (sample.length === 0) this.wrongLength.throwIfAny();
    if (sample.length === 0) refuseSoleLine(this.columns);
    if (this.options.time_format === undefined) refuseFurtherHeaders(this.sample);
    const missing = this.missing.map((mark) => mark.toLowerCase());
    const lineOf = (row: number) => this.sample[row].line;
    const columns = this.exclusions.columns(this.columns);
    const { delimiter, continues = null, expected } = this;
    const known = { continues, expected, isExport: false };
    const planOf = (columns: Column[], options: CsvOptions) =>
      planTable(columns, sample, options, delimiter, missing, known, lineOf);
    const withTarget = withMissingTarget(
      columns,
      this.options,
      expected,
      this.width,
      () => planOf(columns, { ...this.options, target: undefined }).values,
    );
    this.columns = [...this.columns, ...withTarget.slice(columns.length)];
    this.options = withExpectedTarget(this.options, withTarget, expected);
    if (this.isExport && continues === null) {
      this.options = withExportedTimes(this.options, columns, sample);
      const exported = expected === null ? withExportedTarget(this.options, columns) : null;
      if (exported !== null) [this.options, known.isExport] = [exported, true];
    }
    const plan = planOf(withTarget, this.options);
    requireFewAttributes(plan.statics.length);
    this.plan = plan;
    this.timeCells = new TimeCells(plan, this.options, () => this.rows.shiftTimes(-hourMs));
    this.times = new TimeReader(
      plan.timeForm,
      plan.time.key,
      this.options,
      this.timeZone,
      this.continues,
      this.isFrom1904,
    );
    this.rows = new Rows(plan.values.length);
    this.numbers = new NumberReader(plan.values, this.rows, {
      style: plan.decimal,
      isAssumed: this.delimiter === ',' && !plan.isDecimalStated,
      missing: this.missing,
      units: plan.units,
      flags: plan.flags,
      typedText: this.typedText,
      mayBeIds: plan.mayBeIds,
    });
    const coded = (columns: Column[], valuesMax: number) =>
      columns.map((column) => new CodedColumn(column, valuesMax));
    this.held = new HeldFaults(plan.mayBeIds);
    this.areHeld = plan.values.map((column) => this.held.has(column));
    this.ids = coded(plan.ids, limits.seriesPerDatasetMax);
    this.mayBeIds = coded(plan.mayBeIds.slice(0, idColumnsMax), limits.seriesPerDatasetMax);
    this.statics = coded(plan.statics, Number.POSITIVE_INFINITY);
    this.texts = coded(plan.texts.slice(0, textColumnsMax), textValuesMax);
    for (const { cells, line } of this.sample) this.addRow(plan, cells, line);
    this.sample = [];
    return plan;
  }

  private addRow(plan: TablePlan, cells: string[], line: number): void {
    const written = this.timeCells.read(cells, line);
    if (written === null) {
      if (isBlank(cells)) return;
      if (this.withoutTime.count++ === 0) this.withoutTime.line = line;
      if (plan.values.some(({ index }) => !isMissing(cells[index] ?? ''))) this.withoutTime.withValues++;
      return;
    }
    const time = 'text' in written ? this.times.read(written.text, line) : null;
    if (time === null) {
      this.refuseTime(plan, { cells, line }, written);
      return;
    }
    this.rows.add(time, line);
    requireFewPoints(plan, this.rows.length, this.options.layout === 'wide');
    for (const id of this.ids) {
      id.add(this.nameIn(cells, id));
      if (id.isOverfull) refuseSeries(line);
    }
    for (const others of [this.mayBeIds, this.texts, this.statics])
      for (const other of others) other.add(this.nameIn(cells, other));
    for (let i = 0; i < plan.values.length; i++) this.setValue(plan, i, cells, line);
    if (this.rows.length === this.repeatsExaminedAt) this.examineRepeats(plan, line);
  }

  /** The cell of a column that names series or attributes. */
  private nameIn(cells: string[], { column }: CodedColumn): string {
    const cell = cells[column.index];
    return this.typedText === null ? cell : typedName(cell);
  }

  /** Refuses a row whose time cannot be read, unless it turns out to be a total or a note after the table. */
  private refuseTime(plan: TablePlan, row: { cells: string[]; line: number }, written: JoinedTime): void {
    const { message, accepted } = 'fault' in written ? written : this.times.fault(written.text);
    const times = timeColumnsIn(plan);
    const columns = 'fault' in written ? [written.fault.column] : times;
    const names = columns.map((one) => quoted(labelOf(one))).join(', ');
    const fault = {
      line: row.line,
      message: `${message} (column${columns.length === 1 ? '' : 's'} ${names})`,
      accepted,
    };
    this.closing.add(
      row,
      times.map(({ index }) => index),
      fault,
      this.invalid,
    );
  }

  /** Refuses a table before its end if its rows repeat the same times again and again, whatever columns name the series. */
  private examineRepeats(plan: TablePlan, line: number): void {
    this.repeatsExaminedAt *= 2;
    const ids = [...this.ids, ...this.mayBeIds].filter(({ isOverfull }) => !isOverfull);
    if (repeatedShare(ids, this.rows.times()) <= repeatedShareMax) return;
    this.readSeries(plan, this.chosenIds());
    refuse('time_duplicate', {
      line,
      message: 'up to this line, more than a quarter of the rows have a time that their series had before',
      accepted: 'one row for each time of a series; id_column if the table has several series',
    });
  }

  private setValue(plan: TablePlan, i: number, cells: string[], line: number): void {
    const column = plan.values[i];
    const cell = cells[column.index] ?? '';
    if (cell === '') return;
    const value = this.areHeld[i]
      ? this.held.numberOf(column, () => this.numbers.read(cell, i, line))
      : this.numbers.read(cell, i, line);
    const isOpen = plan.undecided.has(column) && !plan.ignored.has(column);
    if (value !== null && Math.abs(value) <= limits.valueMagnitudeMax) {
      this.rows.set(i, value);
      if (isOpen && !this.lateAmounts.counts(column, cell)) plan.undecided.delete(column);
      return;
    }
    if (value !== null && Number.isNaN(value)) return;
    const words = plan.flags.get(column);
    if (words !== undefined && !plan.named.includes(column)) {
      dropFlag(plan, column);
      return;
    }
    if (isOpen && this.lateAmounts.counts(column, cell)) return;
    const { style } = this.numbers;
    const fault = () =>
      words === undefined
        ? numberFault(cell, value, column, line, style)
        : flagFault(cell, words, column, line);
    // A first value in another notation makes no column of text by itself.
    if (!plan.undecided.has(column)) this.addFault(column, fault);
    else if (isOpen && isAmount(cell)) this.lateAmounts.add(column, cell, fault());
    else plan.ignored.add(column);
  }

  /** Notes a fault of a cell. Those of columns that may name series count when all rows are known. */
  private addFault(column: Column, fault: () => Fault): void {
    if (this.held.has(column)) this.held.add(column, fault);
    else this.invalid.add(fault);
  }
}
