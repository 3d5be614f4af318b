import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keepCall } from '../../sharing/index.ts';
import type { ApiKeys } from './api-keys.ts';

/** Calls `work` once when a response is closed: it was sent, or its caller has hung up. Now, if that was before: a
 *  response says so only once. */
export function whenClosed(response: ServerResponse, work: () => void): void {
  if (response.destroyed) work();
  else response.once('close', work);
}

/** Ends a response in its middle when the key of its caller is deleted or expires. */
export function endWithKey(
  apiKeys: ApiKeys,
  { identity }: Pick<FastifyRequest, 'identity'>,
  response: ServerResponse,
): void {
  const unwatch = apiKeys.watch(identity.keyId, () => response.destroy());
  whenClosed(response, unwatch);
}

/** Sends a body piece by piece: the next piece is read when the caller has taken the one before. The body ends with
 *  the key of its caller. */
export function sendPieces(
  apiKeys: ApiKeys,
  request: Pick<FastifyRequest, 'identity'>,
  reply: FastifyReply,
  pieces: AsyncIterable<string | Uint8Array>,
): FastifyReply {
  endWithKey(apiKeys, request, reply.raw);
  return reply.send(Readable.from(keepCall(pieces), { objectMode: false }));
}
