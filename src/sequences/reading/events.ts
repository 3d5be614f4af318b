import type { Readable } from 'node:stream';
import type { ParsedSymbols } from '../../contracts/ports/index.ts';
import type { SymbolOptions } from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';
import {
  type Column,
  type CsvText,
  columnByKey,
  columnNamed,
  delimiterOf,
  encodingWarnings,
  Faults,
  type Moment,
  openText,
  quoted,
  readHeader,
  readMoment,
  readRecords,
  withEncoding,
} from '../../series/index.ts';
import { GrowingArray } from './growing-array.ts';
import { SymbolCollector } from './symbol-collector.ts';

/** Normalised names of the columns, in the order of preference. */
const sequenceKeys = [
  'sequenceid',
  'sequence',
  'caseid',
  'case',
  'sessionid',
  'session',
  'traceid',
  'uniqueid',
  'id',
];
const timeKeys = ['time', 'timestamp', 'datetime', 'date', 'ds', 'position', 'step', 'index'];
const symbolKeys = ['symbol', 'event', 'activity', 'eventtype', 'action', 'state', 'token'];
const accepted = 'columns sequence_id, time (optional: else the order of the rows counts) and symbol';

/** A sequence that is being read. */
interface OpenSequence {
  line: number;
  symbols: GrowingArray<Uint32Array>;
  times: GrowingArray<Float64Array>;
}

/** Reads an event log: a row for each symbol, in any order. Symbols of a sequence are sorted by time, and those
 *  of the same time keep the order of the rows.
 *  @throws AppError csv_invalid, cell_invalid, column_unknown, sequence_empty, and those of `SymbolCollector` */
export async function readEventLog(body: Readable, options: SymbolOptions): Promise<ParsedSymbols> {
  const text = await openText(body);
  const parsed = await readRows(text, options).catch((error) => {
    throw withEncoding(error, text.notes);
  });
  parsed.warnings.unshift(...encodingWarnings(text.notes));
  return parsed;
}

async function readRows(text: CsvText, options: SymbolOptions): Promise<ParsedSymbols> {
  const delimiter = delimiterOf(text.header);
  if (delimiter === undefined)
    throw new AppError('csv_invalid', { detail: `The first line has one column; accepted: ${accepted}.` });
  const faults = new Faults('cell_invalid');
  const collector = new SymbolCollector(options.vocabulary_size);
  const sequences = new Map<string, OpenSequence>();
  let columns: ReturnType<typeof columnsOf> | null = null;
  let firstTime: { kind: Moment['kind']; line: number } | null = null;
  await readRecords(text, delimiter, (cells, line) => {
    if (columns === null) {
      columns = columnsOf(readHeader(cells, line), options);
      return;
    }
    const id = (cells[columns.sequence] ?? '').trim();
    const symbol = (cells[columns.symbol] ?? '').trim();
    const written = columns.time === null ? null : (cells[columns.time] ?? '').trim();
    const time: Moment | null = written === null ? { kind: 'number', at: line } : readMoment(written);
    if (time !== null) firstTime ??= { kind: time.kind, line };
    const tooMany = cells.slice(columns.width).some((cell) => cell.trim() !== '');
    if (tooMany)
      faults.add({
        line,
        message: `the row has ${cells.length} cells, the header has ${columns.width}`,
        accepted: `rows as long as the header, separated by ${quoted(delimiter)}`,
      });
    else if (id === '') faults.add({ line, message: 'the id of the sequence is missing', accepted: 'an id' });
    else if (symbol === '') faults.add({ line, message: 'the symbol is missing', accepted: 'a symbol' });
    else if (time === null)
      faults.add({
        line,
        message: `${quoted(written!)} is no time`,
        accepted: 'a date as 2024-12-31, a date-time as 2024-12-31T10:00:00Z, or a number',
      });
    else if (time.kind !== firstTime!.kind)
      faults.add({
        line,
        message: `${quoted(written!)} is a ${time.kind}, and the time of line ${firstTime!.line} is a ${firstTime!.kind}`,
        accepted: 'times of one kind in the column: all of them dates, or all of them numbers',
      });
    else {
      const place = { line, series_id: id };
      let sequence = sequences.get(id);
      if (sequence === undefined) {
        collector.requireSequenceAllowed(sequences.size, place);
        sequence = { line, symbols: new GrowingArray(Uint32Array), times: new GrowingArray(Float64Array) };
        sequences.set(id, sequence);
      }
      collector.push(sequence.symbols, symbol, place);
      sequence.times.push(time.at);
    }
  });
  faults.throwIfAny();
  if (sequences.size === 0)
    throw new AppError('sequence_empty', {
      detail: `The table has a header and no rows; accepted: ${accepted}.`,
    });
  for (const [id, { line, symbols, times }] of sequences)
    collector.end(id, inOrder(symbols, times.values()), { line, series_id: id });
  return collector.finish(options.name ?? 'events', 'word', []);
}

function inOrder(symbols: GrowingArray<Uint32Array>, times: Float64Array): GrowingArray<Uint32Array> {
  if (times.every((time, i) => i === 0 || time >= times[i - 1])) return symbols;
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a] - times[b] || a - b);
  const all = symbols.values();
  const sorted = new GrowingArray(Uint32Array);
  for (const i of order) sorted.push(all[i]);
  return sorted;
}

/** @throws AppError column_unknown */
function columnsOf(header: Column[], options: SymbolOptions) {
  const { sequence_column, time_column, symbol_column } = options;
  const find = (named: string | undefined, keys: string[], parameter: string) =>
    named === undefined ? columnByKey(header, keys) : columnNamed(header, named, parameter);
  const symbol = find(symbol_column, symbolKeys, 'symbol_column');
  const time = find(time_column, timeKeys, 'time_column');
  const sequence = find(sequence_column, sequenceKeys, 'sequence_column');
  if (sequence !== undefined && symbol !== undefined) {
    const used = [sequence, symbol, ...(time === undefined ? [] : [time])].map(({ index }) => index);
    if (new Set(used).size < used.length)
      throw new AppError('column_unknown', {
        detail: `One column cannot hold two things; accepted: ${accepted}, each in a column of its own.`,
      });
    return {
      sequence: sequence.index,
      symbol: symbol.index,
      time: time?.index ?? null,
      width: header.length,
    };
  }
  const missing = sequence === undefined ? 'the ids of the sequences' : 'the symbols';
  refuse(
    'column_unknown',
    { line: 1, message: `no column holds ${missing}`, accepted },
    `No column holds ${missing}; accepted: ${accepted}, or others that \`sequence_column\`, \`time_column\` and \`symbol_column\` name.`,
  );
}
