import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  embedCreatedSchema,
  embedIdSchema,
  embedInSchema,
  embedPageSchema,
  embedSchema,
  embedsQuerySchema,
  type Model,
  modelRefSchema,
  noSeries,
  requireModelKind,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import { endOfKey, requireWithin } from '../routing/api-keys.ts';
import type { AppDeps } from '../routing/deps.ts';
import { newEmbedToken } from '../routing/embed-tokens.ts';
import { preconditionOf, tagsOfSettings } from '../routing/preconditions.ts';
import { bodyProblems, jsonResponse, locationHeader, noContent, problems } from '../routing/responses.ts';

const paramsSchema = z.object({ embed_id: embedIdSchema });
const createdHeaders = {
  ...locationHeader,
  'Cache-Control': { type: 'string', description: '`no-store`: a token is not for caches.' },
} as const;

/** Refusals of the latest forecast that say that there is none of the series. */
const seriesAbsent: ErrorCode[] = ['series_not_found', 'model_without_forecast'];

const embedTags = tagsOfSettings(embedSchema, ['last_used_at']);

/** Links that show the latest forecast of a model to anybody who has them. */
export const embedRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { store, pictures }) => {
  const tags = ['embeds'];

  app.route({
    method: 'POST',
    url: '/models/:model_id/embeds',
    config: { idempotent: false }, // an answer with a token is not stored
    schema: {
      operationId: 'createEmbed',
      summary: 'Create a link that shows the latest forecast of a model without a key',
      description:
        'Whoever has the link sees the latest stored forecast of this model, the observations around it, and the names of the model and its series, and can do nothing else. Only this response contains the token. An embed of an alias follows the alias. An embed that is created with a key that expires does not outlive it.',
      tags,
      params: z.object({ model_id: modelRefSchema }),
      body: embedInSchema,
      response: {
        201: jsonResponse(embedCreatedSchema, 'The embed, its token and its paths.', createdHeaders),
        ...problems(
          ...bodyProblems,
          'id_malformed',
          'model_not_found',
          'model_kind_mismatch',
          'series_not_found',
          'overloaded',
          'embeds_too_many',
        ),
      },
    },
    handler: async ({ identity, tenant, params, body }, reply) => {
      const model = await store.models.get(tenant, params.model_id);
      requireModelKind(model, 'numeric', {
        symbols: 'none, because forecasts of symbols are not stored',
      });
      if (body.series !== undefined) await requireSeries(tenant, model, body.series);
      const end = await endOfKey(store.keys, identity);
      const expiresAt = body.expires_at === undefined ? end : new Date(body.expires_at);
      requireWithin(end, expiresAt, 'an embed');
      const { token, hint, digest } = newEmbedToken();
      const embed = await store.embeds.create(tenant, {
        name: body.name ?? null,
        model: params.model_id,
        series: body.series ?? null,
        hint,
        digest,
        expiresAt,
      });
      const path = (end: string) => `/v1/models/${params.model_id}/forecasts/latest${end}?token=${token}`;
      return reply
        .code(201)
        .header('location', `/v1/embeds/${embed.id}`)
        .header('cache-control', 'no-store')
        .send({ embed, token, svg: path('.svg'), png: path('.png'), json: path('') });
    },
  });

  /** @throws AppError series_not_found if neither the dataset nor the last forecasts of the model have the series */
  async function requireSeries(tenant: TenantId, { id, dataset_id }: Model, series: string): Promise<void> {
    const { series: stored } = await store.datasets.spans(tenant, dataset_id, [series]);
    if (stored.length > 0) return;
    const shown = pictures.latest(tenant, id, { series, history: 0, namesOthers: true });
    const refused = await shown.then(
      () => null,
      (error: unknown) => error,
    );
    if (refused === null) return;
    if (!(refused instanceof AppError)) throw refused;
    // An imported model has no series before its first forecast.
    const { series_count } = await store.datasets.get(tenant, dataset_id);
    if (refused.code === 'model_without_forecast' && series_count === 0) return;
    if (!seriesAbsent.includes(refused.code) || series_count === 0) throw refused;
    const [similar] = await store.datasets.similarSeries(tenant, dataset_id, [series]);
    throw new AppError('series_not_found', { detail: noSeries(series, similar) });
  }

  app.route({
    method: 'GET',
    url: '/embeds',
    schema: {
      operationId: 'listEmbeds',
      summary: 'List embeds, the newest first',
      tags,
      querystring: embedsQuerySchema,
      response: {
        200: jsonResponse(embedPageSchema, 'A page.'),
        ...problems('request_invalid', 'id_malformed', 'cursor_invalid', 'model_not_found'),
      },
    },
    handler: ({ tenant, query }) => store.embeds.list(tenant, query),
  });

  app.route({
    method: 'GET',
    url: '/embeds/:embed_id',
    schema: {
      operationId: 'getEmbed',
      summary: 'Read an embed, without its token',
      tags,
      params: paramsSchema,
      response: {
        200: jsonResponse(embedSchema, 'The embed.'),
        ...problems('id_malformed', 'embed_not_found'),
      },
    },
    handler: async ({ tenant, params }, reply) => {
      const embed = await store.embeds.get(tenant, params.embed_id);
      return reply.header('etag', embedTags(embed)[0]).send(embed);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/embeds/:embed_id',
    config: { takesPreconditions: true },
    schema: {
      operationId: 'deleteEmbed',
      summary: 'Revoke an embed',
      description:
        'Its link is refused from now on. Other API processes refuse it within 5 seconds. A cache may show a picture for up to a minute longer.',
      tags,
      params: paramsSchema,
      response: { 204: noContent, ...problems('id_malformed', 'embed_not_found') },
    },
    handler: async ({ tenant, params, headers }, reply) => {
      await store.embeds.delete(tenant, params.embed_id, preconditionOf(headers, embedTags));
      app.embedTokens.forget(params.embed_id);
      return reply.code(204).send();
    },
  });
};
