import type { ReadingOptions } from '../../contracts/ports/index.ts';
import {
  type CsvOptions,
  limits,
  type ParsedDataset,
  type Reading,
  type SeriesData,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { buildDataset, type DatasetSource, type SeriesGroup, warnOfSkipped } from '../dataset/index.ts';
import { Faults, listed, quoted, refuse, Warnings } from '../faults/index.ts';
import { acceptedHeader, type Column, labelOf, looksLikeData, readHeader } from './columns.ts';
import type { LineBreaks } from './line-breaks.ts';
import { isMissing, readNumber } from './numbers.ts';
import { attributeOf, planTable, type TablePlan, timeCell } from './plan.ts';
import type { Delimiter } from './records.ts';
import { Rows } from './rows.ts';
import { TimeColumn } from './time-column.ts';

/** Bounds of the sample of rows that decides the roles of the columns. */
const sampleRowsMax = 1_000;
const sampleCellsMax = 200_000;
/** Maximum count of numbers in memory, covariates included. */
const numbersMax = 5 * limits.pointsPerDatasetMax;

/** Builds a dataset from the records of a table, one by one. Only the first rows are kept as text. */
export class Table {
  private readonly options: CsvOptions;
  private readonly timeZone: string | null;
  private readonly delimiter: Delimiter;
  private readonly allowsEmpty: boolean;
  private readonly warnings = new Warnings();
  private readonly wrongLength = new Faults('csv_invalid');
  private readonly invalid = new Faults('cell_invalid');
  private columns: Column[] | null = null;
  private sample: { cells: string[]; line: number }[] = [];
  private plan: TablePlan | null = null;
  private times!: TimeColumn;
  private readonly rowsById = new Map<string, Rows>();
  private readonly attributesById = new Map<string, Map<Column, string>>();
  private points = 0;
  private readonly withoutTime = { count: 0, line: 0 };

  constructor(
    options: CsvOptions,
    timeZone: string | null,
    delimiter: Delimiter,
    { allowsEmpty = false }: ReadingOptions = {},
  ) {
    this.allowsEmpty = allowsEmpty;
    this.options = options;
    this.timeZone = timeZone;
    this.delimiter = delimiter;
  }

  add(cells: string[], line: number): void {
    if (this.columns === null) {
      if (!isBlank(cells)) this.columns = readHeader(cells, line);
      return;
    }
    if (!this.hasRightLength(cells, line)) return;
    if (this.plan !== null) {
      this.addRow(this.plan, cells, line);
      return;
    }
    this.sample.push({ cells, line });
    if (this.sample.length >= Math.min(sampleRowsMax, sampleCellsMax / cells.length)) this.decide();
  }

  /** @throws AppError with everything that is wrong with the table */
  finish(breaks: LineBreaks | null = null): ParsedDataset {
    const plan = this.plan ?? this.decide();
    this.wrongLength.throwIfAny();
    this.invalid.throwIfAny();
    if (this.rowsById.size === 0) refuseWithoutRows();
    this.describeRows(plan);
    if (breaks !== null) this.describeBreaks(breaks);
    const { name = 'dataset' } = this.options;
    const groups = [...this.rowsById].map(([id, rows]) => this.groupOf(plan, id, rows));
    const timeKind = this.times.settle(
      groups.map(({ times }) => times),
      this.warnings,
    );
    const { skipped } = this.times;
    if (skipped !== null) {
      const { line = null } = groups[skipped.column].place(skipped.row);
      warnOfSkipped({ ...skipped, line }, this.timeZone!, this.warnings);
    }
    const covariates = plan.isWide ? [] : Object.keys(groups[0].series[0].covariates);
    const target = plan.isWide ? 'value' : labelOf(plan.values[0]);
    const { calendar, resample, aggregate, snap } = this.options;
    const source: DatasetSource = {
      optionMark: '?',
      name,
      timeKind,
      timeZone: this.timeZone,
      step: null,
      target,
      covariates,
      groups,
      allowsEmpty: this.allowsEmpty,
      calendar,
      snap,
      resampling: resample === undefined ? undefined : { resample, aggregate },
      reading: this.readingOf(plan, target, covariates),
    };
    return buildDataset(source, this.warnings);
  }

  private readingOf(plan: TablePlan, target: string, covariates: string[]): Reading {
    return {
      layout: plan.isWide ? 'wide' : plan.id === null ? 'ohlcv' : 'long',
      time_column: plan.time.name,
      clock_column: plan.clock?.name ?? null,
      time_format: this.times.format,
      time_zone: this.timeZone,
      id_columns: plan.id === null ? [] : [plan.id.name],
      target: plan.isWide ? null : target,
      covariates,
      decimal: plan.numberStyle === 'comma' ? ',' : '.',
      missing: [],
    };
  }

  private hasRightLength(cells: string[], line: number): boolean {
    const width = this.columns!.length;
    if (cells.length === width) return true;
    if (isBlank(cells)) return false;
    if (cells.length > width && isBlank(cells.slice(width))) return true;
    this.wrongLength.add({
      line,
      message: `the row has ${cells.length} cell${cells.length === 1 ? '' : 's'}, but the header has ${width}`,
      accepted: `rows with as many cells as the header, separated by ${quoted(this.delimiter)}`,
    });
    return false;
  }

  private decide(): TablePlan {
    if (this.columns === null) throw new AppError('body_empty');
    const rows = this.sample.map(({ cells }) => cells);
    if (rows.length === 0) this.wrongLength.throwIfAny();
    if (rows.length === 0 && !looksLikeData(this.columns)) refuseWithoutRows();
    const plan = planTable(this.columns, rows, this.options, this.delimiter);
    this.plan = plan;
    this.times = new TimeColumn(plan.timeForm, this.options.date_order, this.timeZone);
    for (const { cells, line } of this.sample) this.addRow(plan, cells, line);
    this.sample = [];
    return plan;
  }

  private addRow(plan: TablePlan, cells: string[], line: number): void {
    if (isMissing(cells[plan.time.index])) {
      if (!isBlank(cells) && this.withoutTime.count++ === 0) this.withoutTime.line = line;
      return;
    }
    const written = timeCell(cells, plan.time, plan.clock);
    const time = this.times.read(written, line);
    if (time === null) {
      const { message, accepted } = this.times.fault(written);
      this.invalid.add({ line, message: `${message} (column ${quoted(labelOf(plan.time))})`, accepted });
    }
    const rows = this.rowsOf(plan, cells, line);
    if (time === null || rows === null) return;
    rows.add(time, line);
    if (rows.isRepetitive) this.refuseRepeats(plan, cells, line);
    this.countPoints(plan);
    if (plan.statics.length > 0) this.setAttributes(plan, cells, line);
    for (let i = 0; i < plan.values.length; i++) this.setValue(plan, rows, i, cells, line);
  }

  /** Refuses a table before its end: its rows repeat the same times again and again. */
  private refuseRepeats(plan: TablePlan, cells: string[], line: number): never {
    return refuse('time_duplicate', {
      line,
      message: `up to this line, more than a quarter of the rows of the series ${quoted(this.idOf(plan, cells))} have a time that it had before`,
      accepted: 'one row for each time of a series; id_column if the table has several series',
    });
  }

  /** Sets the static attributes of a series. They do not change in time: a second value is refused. */
  private setAttributes(plan: TablePlan, cells: string[], line: number): void {
    const id = this.idOf(plan, cells);
    const known = this.attributesById.get(id) ?? new Map<Column, string>();
    this.attributesById.set(id, known);
    for (const column of plan.statics) {
      const cell = cells[column.index].trim();
      const before = known.get(column);
      if (cell === '' || cell === before) continue;
      if (before === undefined) known.set(column, cell);
      else {
        this.invalid.add({
          line,
          message: `${quoted(cell)} differs from the earlier value ${quoted(before)} (column ${quoted(labelOf(column))})`,
          accepted: 'the same value in all rows of a series',
        });
      }
    }
  }

  private attributesOf(id: string): SeriesData['static'] {
    const cells = [...(this.attributesById.get(id) ?? [])];
    return Object.fromEntries(cells.map(([column, cell]) => [attributeOf(column)!, attributeValue(cell)]));
  }

  private idOf(plan: TablePlan, cells: string[]): string {
    return plan.id === null ? (this.options.name ?? 'series') : cells[plan.id.index].trim();
  }

  private setValue(plan: TablePlan, rows: Rows, i: number, cells: string[], line: number): void {
    const column = plan.values[i];
    const cell = cells[column.index];
    if (cell === '') return;
    const value = readNumber(cell, plan.numberStyle);
    if (value !== null && Math.abs(value) <= limits.valueMagnitudeMax) {
      rows.set(i, value);
      if (plan.undecided.has(column) && !plan.ignored.includes(column)) plan.undecided.delete(column);
      return;
    }
    if (value !== null && Number.isNaN(value)) return;
    if (plan.undecided.has(column)) {
      plan.ignored.push(column);
      return;
    }
    const fault =
      value === null ? 'not a number' : Number.isFinite(value) ? 'out of range' : 'not a finite number';
    this.invalid.add({
      line,
      message: `${quoted(cell)} is ${fault} (column ${quoted(labelOf(column))})`,
      accepted: `a number such as ${plan.numberStyle === 'comma' ? '1234,5' : '1234.5'}, from -${limits.valueMagnitudeMax} to ${limits.valueMagnitudeMax}, or an empty cell for a missing value`,
    });
  }

  private rowsOf(plan: TablePlan, cells: string[], line: number): Rows | null {
    const id = this.idOf(plan, cells);
    const known = this.rowsById.get(id);
    if (known !== undefined) return known;
    if (id === '' || id.length > limits.seriesIdLengthMax) {
      this.invalid.add({
        line,
        message: id === '' ? 'the row has no series id' : `the series id has ${id.length} characters`,
        accepted: `an id of 1 to ${limits.seriesIdLengthMax} characters (column ${quoted(labelOf(plan.id!))})`,
      });
      return null;
    }
    const seriesCount = plan.isWide ? plan.values.length : this.rowsById.size + 1;
    if (seriesCount > limits.seriesPerDatasetMax) {
      refuse('series_too_many', {
        line,
        message: `the table has more than ${limits.seriesPerDatasetMax} series`,
        accepted: `at most ${limits.seriesPerDatasetMax} in a dataset`,
      });
    }
    const rows = new Rows(plan.values.length);
    this.rowsById.set(id, rows);
    return rows;
  }

  private countPoints(plan: TablePlan): void {
    this.points++;
    const numbers = this.points * plan.values.length;
    const points = plan.isWide ? numbers : this.points;
    if (points <= limits.pointsPerDatasetMax && numbers <= numbersMax) return;
    throw new AppError('points_too_many', {
      detail: `The table has more than ${limits.pointsPerDatasetMax} points (or ${numbersMax} numbers with the covariates). Upload fewer rows or fewer columns.`,
    });
  }

  private groupOf(plan: TablePlan, id: string, rows: Rows): SeriesGroup {
    const times = rows.times();
    const place = (row: number) => ({ line: rows.lineOf(row) });
    const columns = plan.values
      .map((column, i) => ({ column, i }))
      .filter(({ column }) => !plan.undecided.has(column))
      .map(({ column, i }) => [labelOf(column), rows.column(i)] as const);
    if (plan.isWide) {
      return {
        times,
        place,
        series: columns.map(([name, values]) => ({ id: name, values, covariates: {}, static: {} })),
      };
    }
    const [[, values], ...beside] = columns;
    const covariates = Object.fromEntries(beside);
    return { times, place, series: [{ id, values, covariates, static: this.attributesOf(id) }] };
  }

  private describeBreaks(breaks: LineBreaks): void {
    if (!breaks.isFinished) {
      const message =
        'The last line does not end in a line break. It was read as it is. If the file was cut off, the rest is missing.';
      this.warnings.add('last_line_unfinished', message, { line: breaks.lines });
    }
    if (breaks.mixedLine !== null) {
      const message = `From line ${breaks.mixedLine} on, lines have different line breaks. Each line break was read as the end of a row.`;
      this.warnings.add('line_breaks_mixed', message, { line: breaks.mixedLine });
    }
  }

  private describeRows(plan: TablePlan): void {
    const { count, line } = this.withoutTime;
    if (count > 0) {
      const message = `${count} row${count === 1 ? ' has' : 's have'} no time and ${count === 1 ? 'was' : 'were'} ignored. The first is on line ${line}.`;
      this.warnings.add('rows_without_time', message, { line });
    }
    const text = [...new Set(plan.ignored)].map(labelOf);
    if (text.length > 0) {
      this.warnings.add('columns_ignored', `Columns without numbers were ignored: ${listed(text)}.`);
    }
    const empty = [...plan.undecided].filter((column) => !plan.ignored.includes(column)).map(labelOf);
    if (empty.length > 0) {
      this.warnings.add('columns_ignored', `Columns without any value were ignored: ${listed(empty)}.`);
    }
  }
}

function refuseWithoutRows(): never {
  refuse('series_empty', {
    line: 1,
    message: 'there is no row with a time after the header',
    accepted: 'one row for each time',
  });
}

/** Reads `true`, `false` and plain numbers as JSON does; any other text stays a text. */
function attributeValue(cell: string): string | number | boolean {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  return String(Number(cell)) === cell ? Number(cell) : cell;
}

function isBlank(cells: string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

const json = /^\s*[{[]/;
const markup = /^\s*<(!|\?|html|svg)/i;

export function looksLikeOtherFormat(header: string): boolean {
  return json.test(header) || markup.test(header);
}

/** Refuses a body that is not a table. The message names the format that its first line looks like. */
export function refuseBody(header: string): never {
  const found = quoted(header.trim());
  const isJson = json.test(header);
  return refuse('csv_invalid', {
    line: 1,
    message: isJson
      ? `the body looks like JSON: ${found}`
      : markup.test(header)
        ? `the body looks like HTML or XML: ${found}`
        : `the first line has only one column: ${found}`,
    accepted: `${acceptedHeader}; cells separated by comma, semicolon, tab or |${isJson ? '; for JSON set the content type application/json' : ''}`,
  });
}
