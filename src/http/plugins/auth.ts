import type { FastifyContextConfig, FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { EmbedAccess, EmbedStore, Identity, KeyStore } from '../../contracts/ports/index.ts';
import { firstTenant, type Scope, scopeNames, type TenantId } from '../../contracts/schemas/index.ts';
import { bearerKeyOf, type ReadUnknown } from '../../credentials.ts';
import { AppError } from '../../errors.ts';
import { ApiKeys } from '../routing/api-keys.ts';
import { EmbedTokens, embedTokenOf, isOpenedByToken, opens } from '../routing/embed-tokens.ts';
import { addProblems } from '../routing/responses.ts';
import { FailedKeys } from './failed-keys.ts';
import { UnknownKeys } from './unknown-keys.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Tenant of the caller. Every call of the store names it. */
    tenant: TenantId;
    identity: Identity;
    /** Access by the token of the call; null if the call has a key, or needs none. */
    embed: EmbedAccess | null;
  }
  interface FastifyContextConfig {
    /** Scope that a key needs for the call. Default under /v1: `read` for GET, `write` for other methods. Elsewhere a
     *  route without a scope needs no key. */
    scope?: Scope;
    /** Whether the token of an embed may stand for a key. The route names the model as `model_id`. */
    acceptsToken?: boolean;
  }
  interface FastifyInstance {
    /** An `onRequest` hook that refuses callers whose key does not have the scope of the route. */
    requireKey: onRequestHookHandler;
    /** Whether the key of an identity that `requireKey` has admitted would still be admitted,
     *  without a look at the store. */
    isAdmitted(identity: Identity): boolean;
    apiKeys: ApiKeys;
    embedTokens: EmbedTokens;
  }
}

/** The caller if the service has no key. The settings allow that on a loopback address only. */
const anonymous: Identity = { keyId: 'anybody', tenant: firstTenant, scopes: scopeNames };

interface AuthOptions {
  apiKey: string | null;
  keys: KeyStore;
  embeds: EmbedStore;
}

/** Authenticates the caller and checks the scope of its key. Also adds the scope of each route to
 *  the OpenAPI document. */
export const authPlugin = fp(async (app, options: AuthOptions) => {
  const unknownKeys = new UnknownKeys();
  const readUnknown: ReadUnknown = (address, work) => unknownKeys.read(address, work);
  const apiKeys = new ApiKeys(options.apiKey, options.keys, readUnknown);
  const failedKeys = new FailedKeys();
  const embedTokens = new EmbedTokens(options.embeds, readUnknown);
  app.decorate('apiKeys', apiKeys);
  app.decorate('embedTokens', embedTokens);
  app.decorateRequest('tenant', firstTenant);
  app.decorateRequest('identity', null as unknown as Identity);
  app.decorateRequest('embed', null);

  app.addHook('onRoute', (route) => {
    const config: FastifyContextConfig = route.config ?? {};
    const scope = config.scope ?? (route.url.startsWith('/v1/') ? scopeOfMethod(route.method) : undefined);
    if (scope === undefined) return;
    route.config = { ...config, scope };
    route.schema = {
      ...route.schema,
      description: [
        route.schema?.description,
        `Needs a key with the scope \`${scope}\`${config.acceptsToken ? ', or the token of an embed of this model' : ''}.`,
      ]
        .filter(Boolean)
        .join(' '),
      security: [{ bearer: [] }, { apiKey: [] }, ...(config.acceptsToken ? [{ embedToken: [] }] : [])],
      response: addProblems(route.schema?.response as object, ['unauthorized', 'scope_missing']),
    };
  });

  app.decorate('isAdmitted', (identity: Identity) => identity === anonymous || apiKeys.isKept(identity));
  app.decorate('requireKey', (request: FastifyRequest, _reply, done) => {
    const admit = (identity: Identity) => {
      request.identity = identity;
      request.tenant = identity.tenant;
      const { scope } = request.routeConfig;
      const isAllowed = scope === undefined || mayUse(identity, scope);
      done(isAllowed ? undefined : scopeMissing(identity, scope));
    };
    // A token is the only permission of its call: a key beside it does not count.
    if (isOpenedByToken(request)) {
      identifyEmbed(embedTokens, failedKeys, request).then((embed) => {
        Object.assign(request, { embed, tenant: embed.tenant, identity: identityOf(embed) });
        done();
      }, done);
      return;
    }
    if (options.apiKey === null) return admit(anonymous);
    identify(apiKeys, failedKeys, request).then(admit, done);
  });
});

function scopeOfMethod(method: string | string[]): Scope {
  return [method].flat().every((name) => name === 'GET' || name === 'HEAD') ? 'read' : 'write';
}

function mayUse({ scopes }: Identity, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes('admin');
}

async function identify(
  apiKeys: ApiKeys,
  failedKeys: FailedKeys,
  request: FastifyRequest,
): Promise<Identity> {
  const given = keyOf(request);
  const identity = given === null ? null : await apiKeys.identify(given, request.ip);
  if (identity !== null) return identity;
  if (given !== null && (await failedKeys.slowDown(request.ip))) throw tooManyWrong();
  throw new AppError('unauthorized', {
    detail: `${given === null ? 'The request has no API key' : 'The API key is not valid'}; accepted: \`Authorization: Bearer <key>\` or \`X-API-Key: <key>\`.`,
    headers: { 'www-authenticate': 'Bearer realm="gatecast"' },
  });
}

/** @throws AppError unauthorized, rate_limited */
async function identifyEmbed(
  embedTokens: EmbedTokens,
  failedKeys: FailedKeys,
  request: FastifyRequest,
): Promise<EmbedAccess> {
  const embed = await embedTokens.identify(embedTokenOf(request)!, request.ip);
  if (embed !== null && opens(embed, request)) return embed;
  if (embed === null && (await failedKeys.slowDown(request.ip))) throw tooManyWrong();
  throw new AppError('unauthorized', {
    detail:
      'The token does not open this address: there is no such embed, it was revoked or has expired, or it is for another model or series.',
    headers: { 'www-authenticate': 'Bearer realm="gatecast"' },
  });
}

function identityOf({ id, tenant }: EmbedAccess): Identity {
  return { keyId: id, tenant, scopes: [] };
}

function tooManyWrong(): AppError {
  return new AppError('rate_limited', {
    detail: 'Too many wrong API keys have come from this address; try again in a minute.',
    headers: { 'retry-after': '60' },
  });
}

function keyOf({ headers }: FastifyRequest): string | null {
  const plain = headers['x-api-key'];
  return bearerKeyOf(headers.authorization) ?? (typeof plain === 'string' ? plain : null);
}

function scopeMissing({ scopes }: Identity, scope: Scope): AppError {
  const accepted = scope === 'admin' ? 'admin' : `${scope} or admin`;
  return new AppError('scope_missing', {
    values: { scope },
    detail: `The call needs a key with the scope \`${scope}\`, but this key has ${scopes.join(', ')}; accepted: ${accepted}.`,
    headers: { 'www-authenticate': `Bearer realm="gatecast", error="insufficient_scope", scope="${scope}"` },
  });
}
