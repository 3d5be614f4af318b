import type { ReadingOptions } from '../../contracts/ports/index.ts';
import type { CsvOptions, ParsedDataset } from '../../contracts/schemas/index.ts';
import { canonicalTimeZone, exportMark, unmarkedText } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { namesTime } from '../columns/index.ts';
import { quoted } from '../faults/index.ts';
import { preambleOf, warningOfTitles } from '../frame/index.ts';
import { type Chunks, LineBreaks, openText, type TextNotes } from '../text/index.ts';
import { isValue, looksLikeOtherFormat, refuseBody } from './other-formats.ts';
import { delimiterOf, delimiters, readRecords } from './records.ts';
import { Table } from './table.ts';

/** Reads a CSV upload while it arrives.
 *  @param ownsBody whether nobody else uses the chunks of the body, so that they may be emptied
 *  @throws AppError with the faults by line */
export async function readCsv(
  body: Chunks,
  options: CsvOptions,
  reading: ReadingOptions = {},
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
  const table = new Table({ ...options, ...reading.textNotation }, timeZone, delimiter, reading);
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
  const { windowsLine, windowsWord } = text.notes;
  if (windowsLine !== null)
    dataset.warnings.unshift({
      code: 'encoding_assumed',
      message: `The text is not UTF-8 from line ${windowsLine} on. It was read as Windows-1252 (Latin-1), for example ${quoted(windowsWord)}. If these letters are wrong, convert the file to UTF-8 before the upload.`,
      series_id: null,
      line: windowsLine,
    });
  return dataset;
}

const apostrophe = "'";

/** The cells without the marks that keep spreadsheets from running formulas. */
function unmarked(cells: string[]): string[] {
  for (const cell of cells) if (cell[0] === apostrophe) return cells.map(unmarkedText);
  return cells;
}

/** An error that also says which encoding was assumed: the letters of another one make dates and names unreadable. */
function withEncoding(error: unknown, { windowsLine, windowsWord }: TextNotes): unknown {
  if (!(error instanceof AppError) || windowsLine === null || error.status !== 422) return error;
  const sentence = `The body is not UTF-8 and was read as Windows-1252: line ${windowsLine} has ${quoted(windowsWord)}. If letters are wrong, send it in UTF-8.`;
  return new AppError(error.code, { ...error.details, detail: `${error.message} ${sentence}` });
}
