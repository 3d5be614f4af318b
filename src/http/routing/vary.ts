import type { FastifyReply } from 'fastify';

/** Adds a request header to `Vary` and keeps the names that other plugins have added. */
export function addVary(reply: FastifyReply, name: string): void {
  const names = String(reply.getHeader('vary') ?? '')
    .split(',')
    .map((present) => present.trim())
    .filter(Boolean);
  const isPresent = names.some((present) => present.toLowerCase() === name.toLowerCase());
  if (!isPresent) reply.header('vary', [...names, name].join(', '));
}

/** Sets the headers of a response; the value of `vary` is added to `Vary`. */
export function addHeaders(reply: FastifyReply, { vary, ...headers }: Record<string, string>): FastifyReply {
  if (vary !== undefined) addVary(reply, vary);
  return reply.headers(headers);
}
