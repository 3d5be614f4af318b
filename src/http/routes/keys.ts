import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Identity } from '../../contracts/ports/index.ts';
import {
  firstTenant,
  keyCreatedSchema,
  keyIdSchema,
  keyInSchema,
  keyPageSchema,
  keyRotationSchema,
  keySchema,
  keysQuerySchema,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import { endOfKey, newSecret, requireWithin } from '../routing/api-keys.ts';
import type { App, AppDeps } from '../routing/deps.ts';
import { preconditionOf, tagsOfSettings } from '../routing/preconditions.ts';
import { bodyProblems, jsonResponse, locationHeader, noContent, problems } from '../routing/responses.ts';

const paramsSchema = z.object({ key_id: keyIdSchema });
const createdHeaders = {
  ...locationHeader,
  'Cache-Control': { type: 'string', description: '`no-store`: a secret is not for caches.' },
} as const;
/** An answer with a secret is not stored for its `Idempotency-Key`. */
const admin = { scope: 'admin', idempotent: false } as const;

const keyTags = tagsOfSettings(keySchema, ['last_used_at']);

export const keyRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, deps) => {
  createKeyRoute(app, deps);
  createKeyRotationRoute(app, deps);
  listKeysRoute(app, deps);
  getKeyRoute(app, deps);
  deleteKeyRoute(app, deps);
};

function createKeyRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/keys',
    config: admin,
    schema: {
      operationId: 'createKey',
      summary: 'Create an API key',
      description:
        'Only this response contains the secret. A key that is created with a key that expires does not outlive it.',
      tags: ['keys'],
      body: keyInSchema,
      response: {
        201: jsonResponse(keyCreatedSchema, 'The key and its secret.', createdHeaders),
        ...problems(...bodyProblems, 'tenant_forbidden', 'quota_exceeded'),
      },
    },
    handler: async ({ identity, body }, reply) => {
      const tenant = tenantFor(identity, body.tenant, '/tenant');
      const { secret, hint, digest } = newSecret();
      const scopes = [...new Set(body.scopes)];
      const end = await endOfKey(store.keys, identity);
      const expiresAt = body.expires_at === undefined ? end : new Date(body.expires_at);
      requireWithin(end, expiresAt, 'a key');
      const key = await store.keys.create({
        tenant,
        name: body.name ?? null,
        scopes,
        hint,
        digest,
        expiresAt,
      });
      return reply
        .code(201)
        .header('location', `/v1/keys/${key.id}`)
        .header('cache-control', 'no-store')
        .send({ key, secret });
    },
  });
}

function createKeyRotationRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'POST',
    url: '/keys/:key_id/rotate',
    config: admin,
    schema: {
      operationId: 'createKeyRotation',
      summary: 'Replace an API key by a new one',
      description:
        'The new key has the name, the tenant and the scopes of the old one, which expires after the overlap. If the old one was created with an end, the new one lives as long, unless `expires_at` says otherwise. A repeated rotation gives a key with the same life. The new key does not outlive the calling key; a key that rotates itself keeps its end. Only this response contains the new secret.',
      tags: ['keys'],
      params: paramsSchema,
      body: keyRotationSchema,
      response: {
        201: jsonResponse(keyCreatedSchema, 'The new key and its secret.', createdHeaders),
        ...problems(...bodyProblems, 'id_malformed', 'key_not_found', 'quota_exceeded'),
      },
    },
    handler: async ({ identity, params, body }, reply) => {
      const { secret, hint, digest } = newSecret();
      const { expires_at } = body;
      const expiresAt = typeof expires_at === 'string' ? new Date(expires_at) : expires_at;
      const reach = reachOf(identity);
      const livesUntil = await store.keys.livesUntil(reach, params.key_id);
      // A key that repeats its own rotation has the end of the overlap, and keeps its life.
      const end = identity.keyId === params.key_id ? livesUntil : await endOfKey(store.keys, identity);
      // A key that lives longer is replaced by a shorter one only if the call says so: its users
      // would be refused too early.
      requireWithin(end, expiresAt === undefined ? livesUntil : expiresAt, 'a key');
      const rotation = {
        hint,
        digest,
        overlapSeconds: body.overlap_seconds,
        expiresAt,
        expiresBy: end,
      };
      const key = await store.keys.rotate(reach, params.key_id, rotation);
      if (body.overlap_seconds === 0) app.apiKeys.forget(params.key_id);
      else app.apiKeys.expires(params.key_id);
      return reply
        .code(201)
        .header('location', `/v1/keys/${key.id}`)
        .header('cache-control', 'no-store')
        .send({ key, secret });
    },
  });
}

function listKeysRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/keys',
    config: admin,
    schema: {
      operationId: 'listKeys',
      summary: 'List API keys, the newest first',
      tags: ['keys'],
      querystring: keysQuerySchema,
      response: {
        200: jsonResponse(keyPageSchema, 'A page.'),
        ...problems('request_invalid', 'cursor_invalid', 'tenant_forbidden'),
      },
    },
    handler: ({ identity, query }) => store.keys.list(tenantFor(identity, query.tenant, '?tenant'), query),
  });
}

function getKeyRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'GET',
    url: '/keys/:key_id',
    config: admin,
    schema: {
      operationId: 'getKey',
      summary: 'Read an API key, without its secret',
      tags: ['keys'],
      params: paramsSchema,
      response: { 200: jsonResponse(keySchema, 'The key.'), ...problems('id_malformed', 'key_not_found') },
    },
    handler: async ({ identity, params }, reply) => {
      const key = await store.keys.get(reachOf(identity), params.key_id);
      return reply.header('etag', keyTags(key)[0]).send(key);
    },
  });
}

function deleteKeyRoute(app: App, { store }: AppDeps): void {
  app.route({
    method: 'DELETE',
    url: '/keys/:key_id',
    config: { ...admin, takesPreconditions: true },
    schema: {
      operationId: 'deleteKey',
      summary: 'Delete an API key',
      description:
        'Requests with the key are refused from now on. Other API processes refuse it within 5 seconds.',
      tags: ['keys'],
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'key_not_found') },
    },
    handler: async ({ identity, params, headers }, reply) => {
      await store.keys.delete(reachOf(identity), params.key_id, preconditionOf(headers, keyTags));
      app.apiKeys.forget(params.key_id);
      return reply.code(204).send();
    },
  });
}

/** The tenant whose keys the caller may manage. Null: all tenants, for an admin key of the first tenant. */
function reachOf({ tenant }: Identity): TenantId | null {
  return tenant === firstTenant ? null : tenant;
}

/** @throws AppError tenant_forbidden */
function tenantFor({ tenant }: Identity, wanted: TenantId | undefined, path: string): TenantId {
  if (wanted === undefined || wanted === tenant || tenant === firstTenant) return wanted ?? tenant;
  const message = `the calling key is of the tenant \`${tenant}\`, and names \`${wanted}\``;
  refuse(
    'tenant_forbidden',
    { path, message, accepted: tenant },
    `${message}; accepted: \`${tenant}\`, or a key of the service.`,
  );
}
