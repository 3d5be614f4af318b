import type { Readable } from 'node:stream';
import type { HoldBytes, ParsedSymbols } from '../../contracts/ports/index.ts';
import type { SymbolOptions, Warning } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import {
  type Column,
  type CsvText,
  delimiterOf,
  encodingWarnings,
  Faults,
  listed,
  type Moment,
  openText,
  quoted,
  readHeader,
  readMoment,
  readRecords,
  type TimeReader,
  Warnings,
  withEncoding,
} from '../../series/index.ts';
import {
  acceptedColumns,
  columnsOfDates,
  type DatedColumn,
  type EventColumns,
  eventColumnsOf,
  eventTimesOf,
  isTimeName,
  likelyTime,
  requireNoNotation,
} from './event-columns.ts';
import { GrowingArray } from './growing-array.ts';
import { SymbolCollector } from './symbol-collector.ts';

/** Bounds of the first rows, which show the notation of the times, or the columns of dates if no column
 *  is named as the time. */
const firstRowsMax = 100;
const firstCharsMax = 64 * 1024;

/** A sequence that is being read. */
interface OpenSequence {
  line: number;
  symbols: GrowingArray<Uint32Array>;
  times: GrowingArray<Float64Array>;
}

/** Reads an event log: a row for each symbol, in any order. Symbols of a sequence are sorted by time, and those
 *  of the same time keep the order of the rows.
 *  @throws AppError csv_invalid, cell_invalid, column_unknown, request_invalid, reading_ambiguous, sequence_empty, and
 *  those of `SymbolCollector` */
export async function readEventLog(
  body: Readable,
  options: SymbolOptions,
  hold?: HoldBytes,
): Promise<ParsedSymbols> {
  const text = await openText(body);
  const parsed = await readRows(text, options, hold).catch((error) => {
    throw withEncoding(error, text.notes);
  });
  parsed.warnings.unshift(...encodingWarnings(text.notes));
  return parsed;
}

async function readRows(text: CsvText, options: SymbolOptions, hold?: HoldBytes): Promise<ParsedSymbols> {
  const delimiter = delimiterOf(text.header);
  if (delimiter === undefined)
    throw new AppError('csv_invalid', {
      detail: `The first line has one column; accepted: ${acceptedColumns}.`,
    });
  const read: { log: EventLog | null } = { log: null };
  await readRecords(text, delimiter, (cells, line) => {
    if (read.log === null) read.log = new EventLog(readHeader(cells, line), { delimiter, options, hold });
    else read.log.add(cells, line);
  });
  const parsed = read.log?.finish() ?? null;
  if (parsed !== null) return parsed;
  throw new AppError('sequence_empty', {
    detail: `The table has a header and no rows; accepted: ${acceptedColumns}.`,
  });
}

/** The rows of an event log as they arrive. */
class EventLog {
  private readonly header: Column[];
  private readonly delimiter: string;
  private readonly name: string;
  private readonly columns: EventColumns;
  private readonly faults = new Faults('cell_invalid');
  private readonly collector: SymbolCollector;
  private readonly sequences = new Map<string, OpenSequence>();
  /** Rows that wait for the times to be found; null afterwards. */
  private first: { cells: string[]; line: number }[] | null = [];
  private firstChars = 0;
  /** Columns of dates, where no column is named as the time. */
  private dated: DatedColumn[] = [];
  /** The one of them that has the times. */
  private assumed: Column | null = null;
  /** The first line that has no date in it after all. */
  private undatedLine: number | null = null;
  /** Reads times whose notation shows in all rows; null if each time can be read by itself. */
  private times: TimeReader | null = null;
  private readonly timeWarnings = new Warnings();
  private readonly options: SymbolOptions;
  private firstTime: { kind: Moment['kind']; line: number } | null = null;

  /** @throws AppError column_unknown, request_invalid */
  constructor(
    header: Column[],
    { delimiter, options, hold }: { delimiter: string; options: SymbolOptions; hold: HoldBytes | undefined },
  ) {
    this.header = header;
    this.delimiter = delimiter;
    this.name = options.name ?? 'events';
    this.options = options;
    this.columns = eventColumnsOf(header, options);
    this.collector = new SymbolCollector(options.vocabulary_size, hold);
    if (this.columns.time === null) requireNoNotation(options);
  }

  add(cells: string[], line: number): void {
    if (this.first === null) {
      this.read(cells, line);
      return;
    }
    this.first.push({ cells, line });
    for (const cell of cells) this.firstChars += cell.length;
    if (this.first.length >= firstRowsMax || this.firstChars >= firstCharsMax) this.readFirst(this.first);
  }

  /** Null if there are no rows. @throws AppError cell_invalid, reading_ambiguous */
  finish(): ParsedSymbols | null {
    if (this.first !== null) this.readFirst(this.first);
    this.faults.throwIfAny();
    if (this.sequences.size === 0) return null;
    const columns = Array.from(this.sequences.values(), ({ times }) => times.view());
    this.times?.settle(columns, this.timeWarnings);
    for (const [id, { line, symbols, times }] of this.sequences) {
      const sorted = this.undatedLine === null ? inOrder(symbols, times.view()) : symbols;
      this.collector.end(id, sorted, { line, series_id: id });
    }
    const { sequence, symbol } = this.columns;
    return {
      ...this.collector.finish(this.name, 'word', this.warnings()),
      columns: {
        sequence_column: sequence.name,
        time_column: this.timeColumn?.name ?? null,
        symbol_column: symbol.name,
      },
    };
  }

  private get timeColumn(): Column | null {
    const { time, position } = this.columns;
    if (this.assumed === null) return time ?? (this.dated.length === 0 ? position : null);
    return this.undatedLine === null ? this.assumed : null;
  }

  private readFirst(rows: { cells: string[]; line: number }[]): void {
    this.first = null;
    const { time } = this.columns;
    const table = rows.map(({ cells }) => cells);
    if (time === null) {
      this.dated = columnsOfDates(this.header, this.columns, table);
      this.assumed = likelyTime(this.dated);
    } else
      this.times = eventTimesOf(
        time,
        this.options,
        table.map((cells) => (cells[time.index] ?? '').trim()),
      );
    for (const { cells, line } of rows) this.read(cells, line);
  }

  private read(cells: string[], line: number): void {
    const id = (cells[this.columns.sequence.index] ?? '').trim();
    const symbol = (cells[this.columns.symbol.index] ?? '').trim();
    const width = this.header.length;
    if (cells.slice(width).some((cell) => cell.trim() !== ''))
      this.faults.add({
        line,
        message: `the row has ${cells.length} cells, the header has ${width}`,
        accepted: `rows as long as the header, separated by ${quoted(this.delimiter)}`,
      });
    else if (id === '')
      this.faults.add({ line, message: 'the id of the sequence is missing', accepted: 'an id' });
    else if (symbol === '') this.faults.add({ line, message: 'the symbol is missing', accepted: 'a symbol' });
    else {
      const time = this.timeOf(cells, line);
      if (time !== null) this.push(id, symbol, time, line);
    }
  }

  /** Number that orders the row; null with a fault if it has no such time. */
  private timeOf(cells: string[], line: number): number | null {
    const column = this.timeColumn;
    if (column === null) return line;
    const written = (cells[column.index] ?? '').trim();
    if (this.times !== null) {
      const code = this.times.read(written, line);
      if (code === null) this.faults.add({ line, ...this.times.fault(written) });
      return code;
    }
    const time = readMoment(written);
    if (column === this.assumed && time?.kind !== 'date') {
      this.undatedLine = line;
      return line;
    }
    if (time === null) {
      this.faults.add({
        line,
        message: `${quoted(written)} is no time`,
        accepted:
          'a date as 2024-12-31, a date-time as 2024-12-31T10:00:00Z, a number, or `time_format` with the notation of all rows',
      });
      return null;
    }
    this.firstTime ??= { kind: time.kind, line };
    if (time.kind === this.firstTime.kind) return time.at;
    this.faults.add({
      line,
      message: `${quoted(written)} is a ${time.kind}, and the time of line ${this.firstTime.line} is a ${this.firstTime.kind}`,
      accepted: 'times of one kind in the column: all of them dates, or all of them numbers',
    });
    return null;
  }

  private push(id: string, symbol: string, time: number, line: number): void {
    const place = { line, series_id: id };
    let sequence = this.sequences.get(id);
    if (sequence === undefined) {
      this.collector.openSequence(this.sequences.size, place);
      sequence = { line, symbols: new GrowingArray(Uint32Array), times: new GrowingArray(Float64Array) };
      this.sequences.set(id, sequence);
    }
    this.collector.push(sequence.symbols, symbol, place);
    sequence.times.push(time);
  }

  private warnings(): Warning[] {
    const ordering = this.timeColumn;
    if (this.dated.length === 0 || (ordering !== null && isTimeName(ordering)))
      return this.timeWarnings.list();
    const names = listed(this.dated.map(({ column }) => column.name));
    const [has, inThem] = this.dated.length === 1 ? ['has', 'in it'] : ['have', 'in one of them'];
    const handled =
      ordering === null
        ? `${names} ${has} dates, but the events keep the order of the rows. If the times are ${inThem}, name the column with \`time_column\`. Each row needs one.`
        : `${listed([ordering.name])} has dates, and they order the events. \`time_column\` names another column.`;
    const message = `No column is named as the time. ${handled}`;
    return [{ code: 'layout_assumed', message, series_id: null, line: this.undatedLine }];
  }
}

function inOrder(symbols: GrowingArray<Uint32Array>, times: Float64Array): GrowingArray<Uint32Array> {
  if (times.every((time, i) => i === 0 || time >= times[i - 1])) return symbols;
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a] - times[b] || a - b);
  const all = symbols.values();
  const sorted = new GrowingArray(Uint32Array);
  for (const i of order) sorted.push(all[i]);
  return sorted;
}
