import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { isKnown, weakTagOf } from '../routing/etag.ts';
import { addProblems } from '../routing/responses.ts';
import { addRouteHook } from '../routing/route-hooks.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether answers of the call have an `ETag`. Default: true for every GET under /v1 and for the document. */
    etag?: boolean;
    /** Whether a change evaluates `If-Match` and `If-None-Match`. */
    takesPreconditions?: boolean;
    /** The tag that the answer to a call without a query has now, if it is known without reading anything.
     *  Undefined: not known. */
    tagNow?(call: Pick<FastifyRequest, 'tenant' | 'params'>): string | undefined;
  }
  interface FastifyInstance {
    /** An `onRequest` hook that answers 304 at once where the caller knows `tagNow`. It runs after `limitRate`. */
    answerKnown: onRequestHookHandler;
  }
}

const taggedPaths = /^\/(v1\/|openapi\.json$)/;
const header = {
  ETag: { type: 'string', description: 'Changes with the answer. Send it as `If-None-Match` to get 304.' },
};
const unchanged = z.undefined().describe('The answer is still as `If-None-Match` knows it. No body.');

/** Gives the answers to GET an entity tag, and answers 304 where the caller knows the tag (RFC 9110, 13.1.2). Tags are
 *  weak, because an answer may be compressed. A route may set its own tag. Streams have a tag only if the route sets
 *  it. A PUT, PATCH or DELETE with `If-Match` or `If-None-Match` that does not evaluate the header is refused. */
export const etagPlugin = fp(async (app) => {
  app.addHook('onRoute', (route) => {
    const isTagged = route.method === 'GET' && (route.config?.etag ?? taggedPaths.test(route.url));
    route.config = { ...route.config, etag: isTagged };
    if (isTagged) describe(route);
    const takesPreconditions = route.config.takesPreconditions === true;
    const isChange = ['PUT', 'PATCH', 'DELETE'].includes(String(route.method));
    if (takesPreconditions || isChange) describePrecondition(route);
    if (isChange && !takesPreconditions) addRouteHook(route, 'onRequest', refusePreconditions);
  });

  app.decorate('answerKnown', (request: FastifyRequest, reply, done) => {
    const known = request.headers['if-none-match'];
    if (known === undefined) return done();
    const { tagNow } = request.routeConfig;
    const tag = tagNow === undefined || request.url.includes('?') ? undefined : tagNow(request);
    if (tag === undefined || !isKnown(known, tag)) return done();
    reply.code(304).header('etag', tag);
    app.repeatedCalls?.keep(request, reply, tag);
    reply.send();
  });

  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    done(null, isUnchanged(request, reply, payload) ? withoutBody(reply, payload) : payload);
  });
});

/** Sets the tag of an answer that has none. @returns whether the caller knows the tag */
function isUnchanged(request: FastifyRequest, reply: FastifyReply, payload: unknown): boolean {
  if (reply.statusCode !== 200 || !['GET', 'HEAD'].includes(request.method)) return false;
  if (request.method === 'GET' && request.routeConfig.etag !== true) return false;
  if (reply.getHeader('etag') === undefined) {
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return false;
    reply.header('etag', weakTagOf(payload));
  }
  return isKnown(request.headers['if-none-match'], String(reply.getHeader('etag')));
}

function withoutBody(reply: FastifyReply, payload: unknown): null {
  if (payload instanceof Readable) payload.destroy();
  reply.code(304).removeHeader('content-type').removeHeader('content-length');
  return null;
}

const refusePreconditions: onRequestHookHandler = (request, _reply, done) => {
  const header = ['If-Match', 'If-None-Match'].find(
    (name) => request.headers[name.toLowerCase()] !== undefined,
  );
  if (header === undefined) return done();
  const detail = `This call does not evaluate ${header}. Send it without the header, or with \`dry_run=true\` first.`;
  done(new AppError('precondition_failed', { detail }));
};

function describePrecondition(route: RouteOptions): void {
  const response = addProblems(route.schema?.response as object, ['precondition_failed']);
  route.schema = { ...route.schema, response };
}

function describe(route: RouteOptions): void {
  const response = route.schema?.response as Record<string, object> | undefined;
  const answer = response?.['200'] as { headers?: object } | undefined;
  if (response === undefined || answer === undefined) return;
  const tagged = { ...answer, headers: { ...header, ...answer.headers } };
  route.schema = { ...route.schema, response: { '304': unchanged, ...response, '200': tagged } };
}
