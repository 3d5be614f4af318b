import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { looksLikeJson } from '../../../bodies/index.ts';
import type { HoldBytes, PackedDataset, ReadContext, SeriesReader } from '../../../contracts/ports/index.ts';
import { chosen, type ParsedDataset, type TableOptions } from '../../../contracts/schemas/index.ts';
import { AppError, type ErrorCode, refuse } from '../../../errors.ts';
import { validated } from '../../../validation/index.ts';
import { memoryPerByte, openBody, peek, readJsonBody, unsupportedType } from '../../plugins/body.ts';
import { JsonText } from '../../routing/json-text.ts';
import {
  gzipTypes,
  parquetType,
  statedFormatOf,
  tableTypes,
  unknownTypes,
  xlsxType,
} from './content-types.ts';
import { openForm } from './forms.ts';

const csvSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({
    type: 'string',
    description:
      'A table with a header, in the wide, long or OHLCV layout. Commas, semicolons, tabs or vertical bars separate the cells. Query parameters control how the table is read.',
    example: 'date,close\n2024-01-02,4742.83\n2024-01-03,4704.81\n',
  });
const fileSchema = (description: string) =>
  z
    .custom<Readable>((value) => value instanceof Readable)
    .meta({ type: 'string', format: 'binary', description });
const formSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({
    type: 'object',
    properties: {
      file: { type: 'string', format: 'binary', description: 'The table, in any of the formats.' },
    },
    required: ['file'],
    additionalProperties: true, // texts; a stricter schema clashes with the type of `file` in generated clients
    description:
      'A form with one file. Its other fields are the parameters of the query. They come before the file where the file has more than 16 MiB.',
  });
const gzipSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({ type: 'string', format: 'binary', description: 'The same table, compressed.' });
const parquetSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({
    type: 'string',
    format: 'binary',
    description:
      'The same table as a Parquet file, uncompressed or compressed with Snappy, GZIP, Brotli or Zstandard. Row 1 is line 2 in errors.',
  });

/** The content types of a body that is JSON by a schema, or a table. */
export function uploadBody<T extends z.ZodType>(json: T) {
  return {
    content: {
      'application/json': { schema: json },
      'text/csv': { schema: csvSchema },
      'text/tab-separated-values': { schema: csvSchema },
      'application/gzip': { schema: gzipSchema },
      [parquetType]: { schema: parquetSchema },
      [xlsxType]: { schema: fileSchema('The same table as a sheet of an Excel workbook (.xlsx).') },
      'application/zip': { schema: fileSchema('A zip archive with one file: CSV, xlsx or Parquet.') },
      'application/octet-stream': {
        schema: z.unknown().meta({
          type: 'string',
          format: 'binary',
          description: 'A file in any of these formats. Its first bytes tell the format.',
        }),
      },
      'multipart/form-data': { schema: formSchema },
    },
  };
}

type UploadBody = ReturnType<typeof uploadBody>;

export const uploadProblems: ErrorCode[] = [
  'csv_invalid',
  'parquet_invalid',
  'xlsx_invalid',
  'zip_invalid',
  'form_invalid',
  'format_unsupported',
  'overloaded',
  'reading_ambiguous',
  'time_column_missing',
  'value_column_missing',
  'column_unknown',
  'column_duplicate',
  'cell_invalid',
  'time_duplicate',
  'series_duplicate',
  'series_empty',
  'series_too_many',
  'points_too_many',
];

/** Makes bodies of tables arrive as streams in the routes of a plugin. */
export function acceptTables(app: FastifyInstance): void {
  app.addContentTypeParser(tableTypes, async (request: FastifyRequest) =>
    openBody(request, { memory: memoryPerByte.table }),
  );
  app.addContentTypeParser(gzipTypes, async (request: FastifyRequest) =>
    openBody(request, { gzip: true, memory: memoryPerByte.table }),
  );
  app.addContentTypeParser('multipart/form-data', async (request: FastifyRequest) =>
    openForm(request, openBody(request, { memory: memoryPerByte.table })),
  );
  app.addContentTypeParser(unknownTypes, openUnknown);
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    if (request.headers['content-type'] !== undefined) throw unsupportedType(request);
    return openUnknown(request);
  });
}

/** A body without a useful content type: JSON is parsed, everything else is a table. */
async function openUnknown(request: FastifyRequest): Promise<unknown> {
  const { head, body } = await peek(openBody(request, { memory: memoryPerByte.table }));
  const { content } = request.routeOptions.schema!.body as UploadBody;
  // The paths of files and forms take no JSON. The reader of tables refuses it.
  if (!looksLikeJson(head) || content['application/json'] === undefined) return body;
  const json = await readJsonBody(request, body);
  if (json instanceof JsonText) return json;
  request.sentBody = json;
  const { schema } = content['application/json'];
  const result = validated(chosen(schema, json), json, 'body');
  if ('error' in result) throw result.error;
  return result.value;
}

/** The table of a body; null where the body is JSON. If the body is cut short or too large, that error goes before the
 *  error of the reader.
 *  @throws AppError with the faults by line; request_invalid where JSON comes with a query about tables */
export async function readTable(
  request: FastifyRequest,
  reader: SeriesReader,
  options: TableOptions,
  context: ReadContext = {},
): Promise<ParsedDataset | null> {
  return tableOf(request, (body) =>
    reader.table(body, options, context, statedFormatOf(request), holdOf(request)),
  );
}

/** The table of an upload as `readTable`, packed for the store. */
export async function readPackedTable(
  request: FastifyRequest,
  reader: SeriesReader,
  options: TableOptions,
): Promise<PackedDataset | null> {
  return tableOf(request, (body) =>
    reader.packedTable(body, options, statedFormatOf(request), holdOf(request)),
  );
}

/** Counts decompressed bytes of a file as memory of the call. */
function holdOf({ memory }: FastifyRequest): HoldBytes {
  return (bytes) => memory.add(memoryPerByte.held * bytes);
}

async function tableOf<Dataset>(
  request: FastifyRequest,
  read: (body: Readable) => Promise<Dataset>,
): Promise<Dataset | null> {
  const { body } = request;
  if (!(body instanceof Readable)) {
    refuseTableQuery(request);
    return null;
  }
  return readStream(body, read);
}

/** Reads the stream of a body, and closes it. If the body is cut short or too large, that error goes before
 *  the error of the reader. */
export async function readStream<Content>(
  body: Readable,
  read: (body: Readable) => Promise<Content>,
): Promise<Content> {
  try {
    return await read(body);
  } catch (error) {
    throw body.errored instanceof AppError ? body.errored : error;
  } finally {
    body.destroy(); // a reader that stops early leaves it open
  }
}

/** Refuses a JSON body beside query parameters that say how to read a table: all but `jsonQuery` of the route.
 *  @throws AppError request_invalid */
export function refuseTableQuery(request: FastifyRequest): void {
  const { jsonQuery = [] } = request.routeOptions.config;
  const { searchParams } = new URL(request.url, 'http://localhost');
  const accepted =
    jsonQuery.length === 0
      ? 'no query parameter beside a JSON body'
      : `beside a JSON body only ${jsonQuery.join(', ')}`;
  const faults = [...searchParams.keys()]
    .filter((name) => !jsonQuery.includes(name))
    .map((name) => ({
      path: `?${name}`,
      message: `query parameter \`${name}\` says how to read a table, and the body is JSON`,
      accepted,
    }));
  if (faults.length > 0) refuse('request_invalid', faults, faults[0].message);
}
