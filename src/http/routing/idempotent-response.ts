import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdempotentCall } from '../../contracts/ports/index.ts';
import { addHeaders } from './vary.ts';

/** Larger responses are not stored for an `Idempotency-Key`: a repeated call then runs again. */
export const answerBytesMax = 4 * 1024 * 1024;
const jsonType = 'application/json';

type Json = string | { [key: string]: unknown };

interface ResponseOf<Result> {
  status: number;
  headers(result: Result): Record<string, string>;
  /** Response body; default: the result as JSON, by the schema of the route. */
  body?(result: Result): Json;
  /** The body as it is sent, where it is written elsewhere than for an `Idempotency-Key`. Default: `body`. */
  written?(result: Result): Promise<Json | Buffer>;
  /** Content type, if the body is a text. */
  type?: string;
  /** Whether a later response of this call may replace the stored one. */
  isProvisional?: boolean;
}

/** The `Idempotency-Key` of a request, with its future response; null if the request has no key. */
export function idempotentCallFor<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body = (result) => result as Json, type, isProvisional = false }: ResponseOf<Result>,
): IdempotentCall<Result> | null {
  const { heldKey, tenant } = request;
  if (heldKey === null) return null;
  return {
    tenant,
    key: heldKey.key,
    holder: heldKey.holder,
    digest: heldKey.digest(),
    response(result) {
      const content = body(result);
      const text =
        typeof content === 'string'
          ? content
          : (reply.serializeInput(content, String(status), jsonType) as string);
      const bytes = Buffer.from(text);
      if (bytes.length > answerBytesMax) return null;
      heldKey.isKept = !isProvisional;
      return {
        status,
        headers: { 'content-type': type ?? `${jsonType}; charset=utf-8`, ...headers(result) },
        body: bytes,
      };
    },
  };
}

/** Does the work of a call and sends its result. The store saves the response in the transaction that does the work. */
export async function respondIdempotently<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  response: ResponseOf<Result>,
  work: (idempotentCall: IdempotentCall<Result> | null) => Promise<Result>,
): Promise<FastifyReply> {
  const result = await work(idempotentCallFor(request, reply, response));
  addHeaders(reply.code(response.status), response.headers(result));
  if (response.type !== undefined) reply.type(response.type);
  if (response.written !== undefined) return reply.send(await response.written(result));
  return reply.send(response.body === undefined ? result : response.body(result));
}
