import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bodyFormatOf, looksLikeTable } from '../../../bodies/index.ts';
import type { ParsedSymbols, SymbolReader } from '../../../contracts/ports/index.ts';
import {
  choiceOf,
  datasetInSchema,
  limits,
  type SymbolsIn,
  symbolsInSchema,
  symbolsQueryFields,
  type TableOptions,
  type UploadQuery,
} from '../../../contracts/schemas/index.ts';
import { type Alternative, AppError, type ErrorCode, refuse } from '../../../errors.ts';
import { memoryPerByte, openBody, peek } from '../../plugins/body.ts';
import { JsonText } from '../../routing/json-text.ts';
import { mediaTypeOf, statedFormatOf } from './content-types.ts';
import { readStream, uploadBody } from './uploads.ts';

const textType = 'text/plain';
/** Larger JSON takes too much memory. Larger data come as a text or an event log. */
const jsonBytesMax = limits.requestBytesMax;
const textFields = ['kind', 'name', 'unit', 'split', 'vocabulary_size'];
const eventFields = [
  'kind',
  'name',
  'vocabulary_size',
  'sequence_column',
  'time_column',
  'symbol_column',
  'time_format',
  'date_order',
];
const kindWithinBytes = 4_096;
const kindPattern = /"kind"\s*:\s*"symbols"/;
const textSchema = z
  .custom<Readable>((value) => value instanceof Readable)
  .meta({
    type: 'string',
    description:
      'A text in UTF-8. Each line is a sequence of symbols; with `split=none` the whole text is one sequence.',
    example: 'TRIANGLE\nINTEGRAL\n',
  });

const tables = uploadBody(
  choiceOf(
    [symbolsInSchema, datasetInSchema],
    ({ kind, sequences }) => kind === 'symbols' || (kind === undefined && sequences !== undefined),
    {
      id: 'DatasetUpload',
      description: 'Numeric series, or sequences of symbols with `kind: "symbols"`.',
    },
  ),
);
/** The content types of an upload: JSON, tables and texts. */
export const uploadWithSymbols = { content: { ...tables.content, [textType]: { schema: textSchema } } };

export const symbolProblems: ErrorCode[] = [
  'text_invalid',
  'sequence_empty',
  'sequence_too_long',
  'vocabulary_too_large',
];

/** Makes bodies of texts arrive as streams in the routes of a plugin. */
export function acceptTexts(app: FastifyInstance): void {
  app.addContentTypeParser(textType, async (request: FastifyRequest) =>
    openBody(request, { memory: memoryPerByte.table }),
  );
}

/** The sequences of a body; null where it holds numeric series.
 *  @throws AppError with the faults by line or path; request_invalid where the query fits no sequences */
export async function readSymbols(
  request: FastifyRequest,
  reader: SymbolReader,
  query: UploadQuery,
): Promise<ParsedSymbols | null> {
  const { body: given } = request;
  if (!(given instanceof Readable)) {
    const body = given;
    const isLarge = body instanceof JsonText;
    if (isLarge ? !hasSymbolsKind(body) : (body as SymbolsIn | undefined)?.kind !== 'symbols') return null;
    refuseQuery(query, Object.keys(query), 'and the body is JSON');
    return isLarge ? reader.jsonText(body.bytes) : reader.json(body as SymbolsIn);
  }
  const type = request.fileType ?? mediaTypeOf(request);
  // A file of text in a form is a table, unless the form says that it has symbols.
  const isText = type === textType && (request.fileType === undefined || query.kind === 'symbols');
  const body = isText && query.kind !== 'symbols' ? await requiredText(given) : given;
  if (!isText && query.kind !== 'symbols') {
    refuseQuery(query, Object.keys(symbolsQueryFields), 'and the table is of numbers: add `kind=symbols`', [
      { option: 'kind', value: 'symbols' },
    ]);
    return null;
  }
  if (!isText && !['text', 'unknown'].includes(statedFormatOf(request)))
    throw new AppError('content_type_unsupported', {
      detail:
        'Symbols cannot be uploaded as a workbook, an archive or Parquet; accepted: JSON, a text (`text/plain`) or an event log (`text/csv`).',
    });
  const readFields = isText ? textFields : eventFields;
  refuseQuery(
    query,
    Object.keys(query).filter((name) => !readFields.includes(name)),
    `and this is ${isText ? 'a text' : 'an event log'}, which is read by ${readFields.filter((name) => name !== 'kind').join(', ')}`,
  );
  const hold = (bytes: number) => request.memory.add(bytes);
  return readStream(body, (stream) =>
    isText ? reader.text(stream, query, hold) : reader.events(stream, query, hold),
  );
}

/** Refuses a table or a file that is sent as a text: its letters would be taken for symbols. */
async function requiredText(given: Readable): Promise<Readable> {
  const { head, body } = await peek(given);
  const file = bodyFormatOf(head);
  if (file === null && !looksLikeTable(head)) return body;
  throw new AppError('content_type_unsupported', {
    detail: `The body was sent as text/plain, whose characters are symbols, but it looks like ${file?.name ?? 'a table'}; accepted: a table as text/csv (any file as application/octet-stream), or a text of symbols with \`kind=symbols\`.`,
  });
}

/** Whether large JSON has `"kind": "symbols"` near its beginning or end. @throws AppError body_too_large */
function hasSymbolsKind({ bytes }: JsonText): boolean {
  const ends = [bytes.subarray(0, kindWithinBytes), bytes.subarray(-kindWithinBytes)];
  if (!ends.some((end) => kindPattern.test(Buffer.from(end).toString('latin1')))) return false;
  if (bytes.length <= jsonBytesMax) return true;
  throw new AppError('body_too_large', {
    detail: `Symbols as JSON have at most ${jsonBytesMax} bytes; what works for more: a text (\`text/plain\`) or an event log (\`text/csv?kind=symbols\`).`,
  });
}

/** The query parameters that describe a table of numbers. */
export function tableOptionsOf(query: UploadQuery): TableOptions {
  return Object.fromEntries(
    Object.entries(query).filter(([name]) => !Object.hasOwn(symbolsQueryFields, name)),
  ) as TableOptions;
}

const defaults: Partial<Record<string, unknown>> = { layout: 'auto', date_order: 'auto', kind: 'numeric' };

function refuseQuery(
  query: UploadQuery,
  names: readonly string[],
  because: string,
  alternatives: Alternative[] = [],
): void {
  const given = names.filter((name) => {
    const value = query[name as keyof UploadQuery];
    return value !== undefined && value !== defaults[name];
  });
  if (given.length === 0) return;
  const faults = given.map((name) => ({
    path: `?${name}`,
    message: `query parameter \`${name}\` says how to read something else, ${because}`,
    accepted: 'the call without it',
    alternatives,
  }));
  refuse('request_invalid', faults, faults[0].message);
}
