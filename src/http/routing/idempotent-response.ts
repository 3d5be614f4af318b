import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdempotentCall } from '../../contracts/ports/index.ts';

/** Larger answers are not kept for an `Idempotency-Key`: the call is then made again. */
export const answerBytesMax = 4 * 1024 * 1024;
const jsonType = 'application/json';

type Json = string | { [key: string]: unknown };

interface ResponseOf<Made> {
  status: number;
  headers(made: Made): Record<string, string>;
  /** Default: JSON of what was made, by the schema of the route. */
  body?(made: Made): Json;
  /** Content type of a body that is a text already. */
  type?: string;
  /** Whether another answer may follow, and be kept in the place of this one. */
  isProvisional?: boolean;
}

/** How the answer of a call is kept with what it makes; null where the call has no key. */
export function idempotentCallFor<Made>(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body = (made) => made as Json, type, isProvisional = false }: ResponseOf<Made>,
): IdempotentCall<Made> | null {
  const { held, tenant } = request;
  if (held === null) return null;
  return {
    tenant,
    key: held.key,
    holder: held.holder,
    digest: held.digest(),
    answer(made) {
      const content = body(made);
      const text =
        typeof content === 'string'
          ? content
          : (reply.serializeInput(content, String(status), jsonType) as string);
      const bytes = Buffer.from(text);
      if (bytes.length > answerBytesMax) return null;
      held.isKept = !isProvisional;
      return {
        status,
        headers: { 'content-type': type ?? `${jsonType}; charset=utf-8`, ...headers(made) },
        body: bytes,
      };
    },
  };
}

/** Makes something and answers with it; the answer is kept in the transaction that makes it. */
export async function respondIdempotently<Made>(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: ResponseOf<Made>,
  make: (once: IdempotentCall<Made> | null) => Promise<Made>,
): Promise<FastifyReply> {
  const made = await make(idempotentCallFor(request, reply, answer));
  reply.code(answer.status).headers(answer.headers(made));
  if (answer.type !== undefined) reply.type(answer.type);
  return reply.send(answer.body === undefined ? made : answer.body(made));
}
