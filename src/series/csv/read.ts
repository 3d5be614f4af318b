import type { ReadContext } from '../../contracts/ports/index.ts';
import type { ParsedDataset, TableOptions } from '../../contracts/schemas/index.ts';
import { canonicalTimeZone, exportMark, unmarkedText } from '../../contracts/values/index.ts';
import { delimiters } from '../cells/index.ts';
import { namesTime } from '../columns/index.ts';
import { preambleOf, warningOfTitles } from '../frame/index.ts';
import { isValue, Table } from '../table/index.ts';
import { type Chunks, encodingWarnings, LineBreaks, openText, withEncoding } from '../text/index.ts';
import { looksLikeOtherFormat, refuseBody } from './other-formats.ts';
import { delimiterOf, readRecords } from './records.ts';

/** Reads a CSV upload while it arrives.
 *  @param ownsBody whether nobody else uses the chunks of the body, so that they may be emptied
 *  @throws AppError with the faults by line */
export async function readCsv(
  body: Chunks,
  options: TableOptions,
  context: ReadContext = {},
  ownsBody = false,
): Promise<ParsedDataset> {
  const timeZone =
    options.time_zone === undefined ? null : canonicalTimeZone(options.time_zone, '?time_zone');
  const text = await openText(body);
  const {
    delimiter,
    header,
    titles,
    chunks: tableChunks,
  } = preambleOf(text, { delimiters, delimiterOf, isValue, namesTime });
  const start = text.lines
    .filter((line) => line.trim() !== '')
    .slice(0, 2)
    .join('\n');
  if (looksLikeOtherFormat(start)) return refuseBody(start);
  if (delimiter === undefined) return refuseBody(header);
  const table = new Table({ ...options, ...context.textNotation }, timeZone, delimiter, context);
  table.titles = titles;
  table.isExport = titles.length === 0 && header.startsWith(exportMark);
  const breaks = new LineBreaks();
  const chunks = breaks.watch(tableChunks);
  const read = async () => {
    await readRecords({ chunks, ownsChunks: ownsBody }, delimiter, (cells, line) =>
      table.add(unmarked(cells), line),
    );
    return table.finish(breaks);
  };
  const dataset = await read().catch((error) => {
    throw withEncoding(error, text.notes);
  });
  if (titles.length > 0) dataset.warnings.unshift(warningOfTitles(titles));
  dataset.warnings.unshift(...encodingWarnings(text.notes));
  return dataset;
}

const apostrophe = "'";

/** The cells without the marks that keep spreadsheets from running formulas. */
function unmarked(cells: string[]): string[] {
  for (const cell of cells) if (cell.includes(apostrophe)) return cells.map(unmarkedText);
  return cells;
}
