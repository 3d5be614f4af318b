import type { Readable } from 'node:stream';
import type { ReadingOptions } from '../../contracts/ports/index.ts';
import {
  type CsvOptions,
  canonicalTimeZone,
  type ParsedDataset,
  unmarkedText,
} from '../../contracts/schemas/index.ts';
import { LineBreaks } from './line-breaks.ts';
import { looksLikeOtherFormat, refuseBody } from './other-formats.ts';
import { delimiterOf, readRecords } from './records.ts';
import { Table } from './table.ts';
import { openText } from './text.ts';

/** Reads a CSV upload while it arrives.
 *  @throws AppError with the faults by line */
export async function readCsv(
  body: Readable,
  options: CsvOptions,
  reading: ReadingOptions = {},
): Promise<ParsedDataset> {
  const timeZone =
    options.time_zone === undefined ? null : canonicalTimeZone(options.time_zone, '?time_zone');
  const text = await openText(body);
  const delimiter = delimiterOf(text.header);
  if (delimiter === undefined || looksLikeOtherFormat(text.header)) return refuseBody(text.header);
  const table = new Table(options, timeZone, delimiter, reading);
  const breaks = new LineBreaks();
  const chunks = breaks.watch(text.chunks);
  await readRecords({ ...text, chunks }, delimiter, (cells, line) =>
    table.add(cells.map(unmarkedText), line),
  );
  return table.finish(breaks);
}
