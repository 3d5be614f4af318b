/** Reads tables that are files: Parquet, xlsx, and zip archives with one table. They are read as a whole. */

import { bodyFormatOf, signatureBytes } from '../../bodies/index.ts';
import type { ReadContext } from '../../contracts/ports/index.ts';
import type { ParsedDataset, TableOptions } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { type Archive, checkedParts, hasEmptyFormulas, openArchive, soleFile } from '../archive/index.ts';
import { readCsv } from '../csv/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import { parquetTable } from '../parquet/index.ts';
import { collected, readHead } from '../text/index.ts';
import { readWorkbook } from '../xlsx/index.ts';
import { refuseSheet } from './sheet.ts';

/** Counts decompressed bytes before they are held. @throws AppError body_incomplete if the main thread refuses them */
type Hold = (bytes: number) => Promise<void>;

/** @param bytes begin as a zip archive or a Parquet file
 *  @throws AppError zip_invalid, xlsx_invalid, parquet_invalid, format_unsupported, body_too_large,
 *  and those of tables */
export async function readFile(
  bytes: Uint8Array,
  options: TableOptions,
  context: ReadContext,
  hold: Hold = async () => {},
): Promise<ParsedDataset> {
  if (bodyFormatOf(bytes)?.format === 'parquet') {
    refuseSheet(options);
    return parquetTable(bytes, options, context, bounded('A row group of the file', hold));
  }
  const archive = await openArchive(bytes);
  try {
    if (isWorkbook(archive)) return await readParts(archive, options, context, hold);
    return await readSoleFile(archive, options, context, hold);
  } finally {
    archive.close();
  }
}

async function readParts(
  archive: Archive,
  options: TableOptions,
  context: ReadContext,
  hold: Hold,
): Promise<ParsedDataset> {
  const bytes = await checkedParts(archive, bounded('The workbook', hold));
  try {
    const dataset = await readWorkbook(bytes, options, context);
    const lacking = dataset.warnings.find(({ code }) => lackOfValues.has(code));
    if (lacking !== undefined && (await hasEmptyFormulas(archive))) lacking.message += ` ${emptyFormulas}`;
    return dataset;
  } catch (error) {
    if (!(error instanceof AppError) || !refusedForValues.has(error.code)) throw error;
    if (!(await hasEmptyFormulas(archive))) throw error;
    throw new AppError(error.code, { ...error.details, detail: `${error.message} ${emptyFormulas}` });
  }
}

/** Warnings and errors of a table that has fewer values than people see in it. */
const lackOfValues = new Set<string>(['values_missing', 'columns_ignored', 'rows_without_time']);
const refusedForValues = new Set<string>([
  'value_column_missing',
  'time_column_missing',
  'series_empty',
  'cell_invalid',
  'csv_invalid',
  'body_empty',
]);
const emptyFormulas =
  'The workbook has formulas without stored values, which were read as empty cells. Open it in a spreadsheet program and save it once, so that the values are stored.';

/** Counts the most bytes that are held at once.
 *  @throws AppError body_too_large. What is read as a whole has less room than a table that is read while it arrives */
function bounded(subject: string, hold: Hold): Hold {
  let held = 0;
  return async (bytes) => {
    if (bytes > limits.heldBytesMax)
      throw new AppError('body_too_large', {
        detail: `${subject} has ${bytes} bytes when it is decompressed; accepted: at most ${limits.heldBytesMax}. Send the table as CSV, which is read while it arrives, or in parts.`,
      });
    if (bytes <= held) return;
    await hold(bytes - held);
    held = bytes;
  };
}

/** Whether an archive is an xlsx workbook. @throws AppError format_unsupported for documents of other programs */
function isWorkbook({ names }: Archive): boolean {
  const has = (name: string) => names.includes(name);
  if (has('xl/workbook.bin')) refuseDocument('an Excel workbook in binary form (.xlsb)');
  if (has('content.xml') && has('mimetype')) refuseDocument('an OpenDocument file (.ods)');
  if (has('word/document.xml')) refuseDocument('a Word document');
  if (has('ppt/presentation.xml')) refuseDocument('a PowerPoint document');
  return has('[Content_Types].xml') && names.some((name) => name.startsWith('xl/'));
}

function refuseDocument(name: string): never {
  return refuse('format_unsupported', {
    message: `the body is ${name}`,
    accepted: 'the table saved as .xlsx, CSV or Parquet',
  });
}

async function readSoleFile(
  archive: Archive,
  options: TableOptions,
  context: ReadContext,
  hold: Hold,
): Promise<ParsedDataset> {
  const name = soleFile(archive);
  const start = await readHead(archive.content(name), (head) => head.length >= signatureBytes);
  const found = bodyFormatOf(start.head);
  if (found === null || found.format === 'gzip') {
    refuseSheet(options);
    return readCsv(start.chunks, options, context);
  }
  if (found.format === 'unsupported')
    return refuse('zip_invalid', {
      message: `${quoted(name)} in the archive is ${found.name}`,
      accepted: found.remedy!,
    });
  await bounded('The file in the archive', hold)(archive.statedBytes([name]));
  const bytes = await collected(start.chunks);
  if (found.format === 'parquet')
    return parquetTable(bytes, options, context, bounded('A row group of the file', hold));
  const inner = await openArchive(bytes);
  try {
    if (isWorkbook(inner)) return await readParts(inner, options, context, hold);
  } finally {
    inner.close();
  }
  throw new AppError('zip_invalid', {
    detail: `${quoted(name)} in the archive is another archive; accepted is one table.`,
  });
}
