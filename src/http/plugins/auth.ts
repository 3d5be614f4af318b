import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { TenantId } from '../../contracts/ports.ts';
import { AppError } from '../../errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose data the request is about; every call of the store names it. */
    tenant: TenantId;
  }
  interface FastifyInstance {
    /** An `onRequest` hook that lets only callers with the key pass. */
    requireKey: onRequestAsyncHookHandler;
  }
}

/** The tenant of the one key, and of everybody where no key is set. */
const onlyTenant: TenantId = 'default';

/** One key for the whole service; without one it is open, which the settings allow on a loopback address only. */
export const authPlugin = fp(async (app, { apiKey }: { apiKey: string | null }) => {
  const expected = apiKey === null ? null : sha256(apiKey);
  app.decorateRequest('tenant', onlyTenant);
  app.decorate('requireKey', async (request) => {
    if (expected === null) return;
    const given = keyOf(request);
    if (given !== null && timingSafeEqual(sha256(given), expected)) return;
    throw new AppError('unauthorized', {
      detail: `${given === null ? 'No API key was sent' : 'The API key is not valid'}; accepted: \`Authorization: Bearer <key>\` or \`X-API-Key: <key>\`.`,
      headers: { 'www-authenticate': 'Bearer realm="gatecast"' },
    });
  });
});

function keyOf({ headers }: FastifyRequest): string | null {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const plain = headers['x-api-key'];
  return bearer ?? (typeof plain === 'string' ? plain : null);
}

/** Keys are compared by digest: of one length, and in a time that says nothing about the key. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
