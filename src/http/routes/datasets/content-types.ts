/** Content types of uploaded tables. A type says what a body should be; its first bytes say what it is. */
import type { FastifyRequest } from 'fastify';
import type { StatedFormat } from '../../../contracts/ports/index.ts';

export const parquetType = 'application/vnd.apache.parquet';
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const stated: Record<string, StatedFormat> = {
  'text/csv': 'text',
  'application/csv': 'text',
  'text/x-csv': 'text',
  'text/tab-separated-values': 'text',
  [parquetType]: 'parquet',
  'application/x-parquet': 'parquet',
  'application/parquet': 'parquet',
  [xlsxType]: 'xlsx',
  'application/zip': 'zip',
  'application/x-zip-compressed': 'zip',
  // Browsers on Windows give this type to CSV files too.
  'application/vnd.ms-excel': 'unknown',
};

export const tableTypes = Object.keys(stated);
export const gzipTypes = ['application/gzip', 'application/x-gzip'];
/** Types of senders that do not know what they send. `curl --data-binary` uses the last one. */
export const unknownTypes = [
  'application/octet-stream',
  'binary/octet-stream',
  'application/x-www-form-urlencoded',
];

/** The media type of a request, in lower case without parameters; empty where it has none. */
export function mediaTypeOf({ headers }: FastifyRequest): string {
  return (headers['content-type'] ?? '').split(';', 1)[0].trim().toLowerCase();
}

export function statedFormatOf(request: FastifyRequest): StatedFormat {
  return stated[request.fileType ?? mediaTypeOf(request)] ?? 'unknown';
}
