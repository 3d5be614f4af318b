import type { Readable } from 'node:stream';
import type { ParsedSymbols } from '../../contracts/symbol-ports.ts';
import type { SymbolOptions } from '../../contracts/symbols.ts';
import { AppError } from '../../errors.ts';
import {
  type Column,
  columnByKey,
  columnNamed,
  delimiterOf,
  Faults,
  openText,
  quoted,
  readHeader,
  readMoment,
  readRecords,
} from '../../series/event-log.ts';
import { SymbolCollector } from './parsed.ts';

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

interface Event {
  time: number;
  symbol: string;
}

/** Reads an event log: a row for each symbol, in any order; those of a sequence are put in the order of time, and at
 *  the same time in that of the rows. */
export async function readEventLog(body: Readable, options: SymbolOptions): Promise<ParsedSymbols> {
  const text = await openText(body);
  const delimiter = delimiterOf(text.header);
  if (delimiter === undefined)
    throw new AppError('csv_invalid', { detail: `The first line has one column; accepted: ${accepted}.` });
  const faults = new Faults('cell_invalid');
  const sequences = new Map<string, { line: number; events: Event[] }>();
  let columns: ReturnType<typeof columnsOf> | null = null;
  await readRecords(text, delimiter, (cells, line) => {
    if (columns === null) {
      columns = columnsOf(readHeader(cells, line), options);
      return;
    }
    const id = (cells[columns.sequence] ?? '').trim();
    const symbol = (cells[columns.symbol] ?? '').trim();
    const written = columns.time === null ? null : (cells[columns.time] ?? '').trim();
    const time = written === null ? line : readMoment(written);
    if (id === '') faults.add({ line, message: 'the id of the sequence is missing', accepted: 'an id' });
    else if (symbol === '') faults.add({ line, message: 'the symbol is missing', accepted: 'a symbol' });
    else if (time === null)
      faults.add({
        line,
        message: `${quoted(written!)} is no time`,
        accepted: 'a date, a date-time or a number',
      });
    else {
      const sequence = sequences.get(id) ?? { line, events: [] };
      sequences.set(id, sequence);
      sequence.events.push({ time, symbol });
    }
  });
  faults.throwIfAny();
  if (sequences.size === 0)
    throw new AppError('sequence_empty', {
      detail: `The table has a header and no rows; accepted: ${accepted}.`,
    });
  const collector = new SymbolCollector(options.vocabulary_size);
  for (const [id, { line, events }] of sequences) {
    events.sort((a, b) => a.time - b.time);
    collector.add(
      id,
      events.map(({ symbol }) => symbol),
      { line, series_id: id },
    );
  }
  return collector.finish(options.name ?? 'events', 'word', []);
}

/** @throws AppError column_unknown */
function columnsOf(header: Column[], options: SymbolOptions) {
  const { sequence_column, time_column, symbol_column } = options;
  const find = (named: string | undefined, keys: string[], parameter: string) =>
    named === undefined ? columnByKey(header, keys) : columnNamed(header, named, parameter);
  const symbol = find(symbol_column, symbolKeys, 'symbol_column');
  const time = find(time_column, timeKeys, 'time_column');
  const sequence = find(sequence_column, sequenceKeys, 'sequence_column');
  if (sequence !== undefined && symbol !== undefined)
    return { sequence: sequence.index, symbol: symbol.index, time: time?.index ?? null };
  const missing = sequence === undefined ? 'the ids of the sequences' : 'the symbols';
  throw new AppError('column_unknown', {
    detail: `No column holds ${missing}; accepted: ${accepted}, or others that \`sequence_column\`, \`time_column\` and \`symbol_column\` name.`,
    faults: [{ line: 1, message: `no column holds ${missing}`, accepted }],
  });
}
