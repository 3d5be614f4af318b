import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type LatestForecast,
  type LatestForecastQuery,
  latestForecastQuerySchema,
  latestForecastSchema,
  modelRefSchema,
  pngPictureQuerySchema,
  svgPictureQuerySchema,
} from '../../../contracts/schemas/index.ts';
import type { ErrorCode } from '../../../errors.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { isOpenedByToken } from '../../routing/embed-tokens.ts';
import { etagOf, isKnown } from '../../routing/etag.ts';
import { bytesSchema, jsonResponse, problems } from '../../routing/responses.ts';

const paramsSchema = z.object({ model_id: modelRefSchema });
const latestProblems: ErrorCode[] = [
  'request_invalid',
  'id_malformed',
  'model_not_found',
  'model_kind_mismatch',
  'model_without_forecast',
  'forecast_not_found',
  'series_not_found',
  'overloaded',
  'computation_too_slow',
];
const headers = {
  'Cache-Control': {
    type: 'string',
    description: '`public, max-age=60` for a call with a token, `private, no-cache` for one with a key.',
  },
} as const;

/** Seconds for which a cache may show an answer to a call with a token. The link is the secret, so
 *  the cache may be shared. */
const embedCacheControl = 'public, max-age=60';
/** A picture that a browser shows as a page of its own loads nothing and runs nothing. */
const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
/** Raise it when pictures of the same forecast change. It is part of their tags. */
const drawingRevision = 5;
const nothing = Buffer.alloc(0);

/** The latest stored forecast of a model: for pages and programs, for READMEs, and for mails and chats. */
export const latestForecastRoutes: FastifyPluginAsyncZod<AppDeps> = async (app, { pictures }) => {
  const shared = { tags: ['embeds'], params: paramsSchema };
  const config = { acceptsToken: true };

  /** The forecast that a call shows. The token of an embed may name the series. */
  async function latest(request: FastifyRequest, reply: FastifyReply): Promise<LatestForecast> {
    const { series = request.embed?.series ?? undefined, history } = request.query as LatestForecastQuery;
    const { model_id } = request.params as z.output<typeof paramsSchema>;
    // Who may see one series does not learn the names of others.
    const namesOthers = request.embed === null || request.embed.series === null;
    const forecast = await pictures.latest(request.tenant, model_id, { series, history, namesOthers });
    if (isOpenedByToken(request)) reply.header('cache-control', embedCacheControl);
    return forecast;
  }

  /** The picture as a file. For a caller that knows it nothing is drawn: by its tag the answer becomes a 304. */
  async function drawn(
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    look: Omit<Parameters<typeof pictures.draw>[0], 'forecast'>,
  ): Promise<Uint8Array> {
    const forecast = await latest(request, reply);
    const etag = etagOf([drawingRevision, type, look, forecast]);
    reply.type(type).headers({ etag, 'content-security-policy': picturePolicy });
    if (isKnown(request.headers['if-none-match'], etag)) return nothing;
    const { buffer, byteOffset, byteLength } = await pictures.draw({ forecast, ...look }, etag);
    return Buffer.from(buffer, byteOffset, byteLength);
  }

  app.route({
    method: 'GET',
    url: '/models/:model_id/forecasts/latest',
    config,
    schema: {
      ...shared,
      operationId: 'getLatestForecast',
      summary: 'Read the latest stored forecast of a series, with the observations around it',
      querystring: latestForecastQuerySchema,
      response: {
        200: jsonResponse(latestForecastSchema, 'The forecast and the observations.', headers),
        ...problems(...latestProblems),
      },
    },
    handler: latest,
  });

  app.route({
    method: 'GET',
    url: '/models/:model_id/forecasts/latest.svg',
    config,
    schema: {
      ...shared,
      operationId: 'getLatestForecastSvg',
      summary: 'Draw the latest stored forecast of a series as SVG',
      description:
        'The end of the history, the intervals and the median. The picture has a description in words.',
      querystring: svgPictureQuerySchema,
      response: {
        200: { description: 'The picture.', headers, content: { 'image/svg+xml': { schema: bytesSchema } } },
        ...problems(...latestProblems),
      },
    },
    handler: (request, reply) => {
      const { theme, width, height } = request.query;
      return drawn(request, reply, 'image/svg+xml', { theme, width, height, scale: null });
    },
  });

  app.route({
    method: 'GET',
    url: '/models/:model_id/forecasts/latest.png',
    config,
    compress: false,
    schema: {
      ...shared,
      operationId: 'getLatestForecastPng',
      summary: 'Draw the latest stored forecast of a series as PNG',
      description: 'The same picture as SVG shows. Latin, Greek, Cyrillic and Korean letters are drawn.',
      querystring: pngPictureQuerySchema,
      response: {
        200: { description: 'The picture.', headers, content: { 'image/png': { schema: bytesSchema } } },
        ...problems(...latestProblems),
      },
    },
    handler: (request, reply) => {
      const { theme, width, height, scale } = request.query;
      return drawn(request, reply, 'image/png', { theme, width, height, scale });
    },
  });
};
