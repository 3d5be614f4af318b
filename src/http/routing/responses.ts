import { z } from 'zod';
import { problemSchema } from '../../contracts/schemas/index.ts';
import { type ErrorCode, errorCatalog } from '../../errors.ts';

/** Response headers of a call, as the document describes them. */
export type ResponseHeaders = Record<string, { type: 'string' | 'integer'; description: string }>;

export const locationHeader = {
  Location: { type: 'string', description: 'Path of what was created.' },
} as const;
export const jobHeaders = {
  Location: { type: 'string', description: 'Path of the job.' },
  'Retry-After': { type: 'integer', description: 'Seconds after which to look at the job.' },
} as const;

/** Response headers of an answer that is a file. */
export const fileHeaders = {
  'Content-Disposition': { type: 'string', description: 'A name for the file.' },
} as const;

/** One kind of answer of a call. The schema also filters what is sent: fields that it does not name do not leave. */
export function answer<T extends z.ZodType>(schema: T, description: string, headers: ResponseHeaders = {}) {
  return { description, headers, content: { 'application/json': { schema } } };
}

export const noContent = z.undefined().describe('Done; there is nothing to say.');

/** A body of bytes; the content type says which. */
export const bytesSchema = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .meta({ type: 'string', format: 'binary' });

const retryHeaders: ResponseHeaders = {
  'Retry-After': { type: 'integer', description: 'Seconds after which to try again, where that can help.' },
};
const keyHeaders: ResponseHeaders = {
  'WWW-Authenticate': { type: 'string', description: 'How to send a key, and with which scope.' },
};

const everywhere: ErrorCode[] = ['url_malformed', 'headers_too_large', 'database_unavailable', 'internal'];
export const bodyProblems: ErrorCode[] = [
  'body_empty',
  'body_incomplete',
  'body_invalid_json',
  'body_too_large',
  'content_encoding_unsupported',
  'content_type_unsupported',
  'gzip_invalid',
  'request_invalid',
];

/** The error answers of a call by status, with those that any call may give. */
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

/** The codes behind each error answer, so that more can be added to it. */
const codesOf = new WeakMap<object, ErrorCode[]>();

/** The answers of a call with more errors: those of a plugin that stands before its handler. */
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
