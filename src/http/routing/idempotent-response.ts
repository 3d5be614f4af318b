import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdempotentCall } from '../../contracts/ports/index.ts';
import { largeAnswer } from './large-answer.ts';
import { addHeaders } from './vary.ts';

/** Larger responses are not stored for an `Idempotency-Key`: a repeated call then runs again. */
export const answerBytesMax = 4 * 1024 * 1024;
const jsonType = 'application/json';
const texts = /^(text\/|application\/(json|x-ndjson)$)/;

type Json = string | Buffer | { [key: string]: unknown };

interface ResponseOf<Result> {
  status: number;
  headers(result: Result): Record<string, string>;
  /** Response body; default: the result as JSON, by the schema of the route. */
  body?(result: Result): Json | Promise<Json>;
  /** Content type, if the body is a text. */
  type?: string;
  /** Whether a later response of this call may replace the stored one. */
  isProvisional?: boolean;
}

interface PreparedCall<Result> extends IdempotentCall<Result> {
  /** Body of the response; null before it is written. */
  written: string | Buffer | null;
}

/** The `Idempotency-Key` of a request, with its future response; null if the request has no key. */
export function idempotentCallFor<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body = (result) => result as Json, type, isProvisional = false }: ResponseOf<Result>,
): PreparedCall<Result> | null {
  const { heldKey, tenant } = request;
  if (heldKey === null) return null;
  const call: PreparedCall<Result> = {
    tenant,
    key: heldKey.key,
    holder: heldKey.holder,
    digest: heldKey.digest(),
    written: null,
    async response(result) {
      const content = await body(result);
      const text =
        typeof content === 'string' || Buffer.isBuffer(content)
          ? content
          : ((await largeAnswer(request, status, content)) ??
            (reply.serializeInput(content, String(status), jsonType) as string));
      call.written = text;
      if (text.length > answerBytesMax) return null;
      const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text as string);
      if (bytes.length > answerBytesMax) return null;
      heldKey.isKept = !isProvisional;
      return {
        status,
        headers: { 'content-type': sentType(type), ...headers(result) },
        body: bytes,
      };
    },
  };
  return call;
}

/** Does the work of a call and sends its result. The store saves the response in the transaction that does the work. */
export async function respondIdempotently<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  response: ResponseOf<Result>,
  work: (idempotentCall: IdempotentCall<Result> | null) => Promise<Result>,
): Promise<FastifyReply> {
  const call = idempotentCallFor(request, reply, response);
  const result = await work(call);
  addHeaders(reply.code(response.status), response.headers(result));
  if (response.type !== undefined) reply.type(sentType(response.type));
  // It is written once, for the store and for the caller.
  if (call !== null && call.written !== null) {
    return reply.type(sentType(response.type)).send(call.written as never);
  }
  return reply.send(response.body === undefined ? result : await response.body(result));
}

/** The content type of an answer with the charset of texts, UTF-8. Clients take `text/csv` without
 *  a charset for Latin-1. */
export function sentType(type: string = jsonType): string {
  return texts.test(type) ? `${type}; charset=utf-8` : type;
}
