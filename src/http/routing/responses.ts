import { z } from 'zod';
import { problemSchema } from '../../contracts/schemas/index.ts';
import { type ErrorCode, errorCatalog } from '../../errors.ts';

/** Response headers of a call, for the OpenAPI document. */
export type ResponseHeaders = Record<string, { type: 'string' | 'integer'; description: string }>;

export const locationHeader = {
  Location: { type: 'string', description: 'Path of the created resource.' },
} as const;
export const jobHeaders = {
  Location: { type: 'string', description: 'Path of the job.' },
  'Retry-After': { type: 'integer', description: 'Seconds to wait before reading the job.' },
} as const;

/** Headers of a response that is a file. */
export const fileHeaders = {
  'Content-Disposition': { type: 'string', description: 'Suggested name of the file.' },
} as const;

/** Describes a JSON response of a call. Fields that are not in the schema are not sent. */
export function jsonResponse<T extends z.ZodType>(
  schema: T,
  description: string,
  headers: ResponseHeaders = {},
) {
  return { description, headers, content: { 'application/json': { schema } } };
}

export const noContent = z.undefined().describe('Done. The response has no body.');

/** A binary body. */
export const bytesSchema = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .meta({ type: 'string', format: 'binary' });

const retryHeaders: ResponseHeaders = {
  'Retry-After': { type: 'integer', description: 'Seconds to wait before a retry, if a retry can help.' },
};
const keyHeaders: ResponseHeaders = {
  'WWW-Authenticate': { type: 'string', description: 'How to send a key, and which scope it needs.' },
};

/** Errors that every route can have, with or without a database. */
export const problemsOfAnyRoute: ErrorCode[] = [
  'host_refused',
  'origin_refused',
  'request_malformed',
  'headers_too_large',
  'overloaded',
  'internal',
];
const everywhere: ErrorCode[] = [
  'url_malformed',
  ...problemsOfAnyRoute,
  'database_unavailable',
  'storage_full',
];
export const bodyProblems: ErrorCode[] = [
  'body_empty',
  'body_incomplete',
  'body_invalid_json',
  'body_too_large',
  'json_too_complex',
  'content_encoding_unsupported',
  'content_type_unsupported',
  'gzip_invalid',
  'overloaded',
  'request_invalid',
];

/** The error responses of a call by status, including the errors that every call can have. */
export function problems(...codes: ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...codes, ...everywhere])) {
    const { status } = errorCatalog[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [status, problemAnswer(status, codes)]),
  );
}

/** The codes of each error response, so that a plugin can add codes. */
const codesOf = new WeakMap<object, ErrorCode[]>();

/** Adds error codes to the responses of a call: those of a plugin that runs before the handler. */
export function addProblems(answers: object, codes: ErrorCode[]): Record<string, unknown> {
  const added: Record<string, unknown> = { ...answers };
  for (const code of codes) {
    const { status } = errorCatalog[code];
    const present = codesOf.get((added[status] ?? {}) as object) ?? [];
    added[status] = problemAnswer(status, [...new Set([...present, code])]);
  }
  return added;
}

function problemAnswer(status: number, codes: ErrorCode[]) {
  const retryable = codes.some((code) => errorCatalog[code].retryable);
  const answer = {
    description: codes.map((code) => `\`${code}\`: ${errorCatalog[code].title}.`).join(' '),
    headers: {
      ...(status === 401 || status === 403 ? keyHeaders : {}),
      ...(retryable && status !== 500 ? retryHeaders : {}),
    },
    content: { 'application/problem+json': { schema: problemSchema } },
  };
  codesOf.set(answer, codes);
  return answer;
}
