/** Reads tables that are files: Parquet, xlsx, and zip archives with one table. They are read as a whole. */

import { bodyFormatOf, signatureBytes } from '../../bodies/index.ts';
import type { ReadingOptions } from '../../contracts/ports/index.ts';
import type { CsvOptions, ParsedDataset } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { type Archive, checkedParts, openArchive, soleFile } from '../archive/index.ts';
import { readCsv } from '../csv/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import { parquetTable } from '../parquet/index.ts';
import { collected, readHead } from '../text/index.ts';
import { readWorkbook } from '../xlsx/index.ts';
import { refuseSheet } from './sheet.ts';

/** @param bytes begin as a zip archive or a Parquet file
 *  @throws AppError zip_invalid, xlsx_invalid, parquet_invalid, format_unsupported, body_too_large, and those of tables */
export async function readFile(
  bytes: Uint8Array,
  options: CsvOptions,
  reading: ReadingOptions,
): Promise<ParsedDataset> {
  if (bodyFormatOf(bytes)?.format === 'parquet') {
    refuseSheet(options);
    return parquetTable(bytes, options, reading);
  }
  const archive = await openArchive(bytes);
  try {
    if (isWorkbook(archive)) return await readWorkbook(await checkedParts(archive), options, reading);
    return await readSoleFile(archive, options, reading);
  } finally {
    archive.close();
  }
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
  options: CsvOptions,
  reading: ReadingOptions,
): Promise<ParsedDataset> {
  const name = soleFile(archive);
  const start = await readHead(archive.content(name), (head) => head.length >= signatureBytes);
  const found = bodyFormatOf(start.head);
  if (found === null || found.format === 'gzip') {
    refuseSheet(options);
    return readCsv(start.chunks, options, reading);
  }
  if (found.format === 'unsupported' || archive.statedBytes > limits.uploadBytesMax)
    return refuse('zip_invalid', {
      message: `${quoted(name)} in the archive is ${found.name}`,
      accepted: found.remedy ?? `a file of at most ${limits.uploadBytesMax} bytes`,
    });
  const bytes = await collected(start.chunks);
  if (found.format === 'parquet') return parquetTable(bytes, options, reading);
  const inner = await openArchive(bytes);
  try {
    if (isWorkbook(inner)) return await readWorkbook(await checkedParts(inner), options, reading);
  } finally {
    inner.close();
  }
  throw new AppError('zip_invalid', {
    detail: `${quoted(name)} in the archive is another archive; accepted is one table.`,
  });
}
