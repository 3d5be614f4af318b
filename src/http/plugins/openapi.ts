import { readFile } from 'node:fs/promises';
import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { bodyPaths, isMixed } from './body-paths.ts';
import {
  addSharedParts,
  bodiesMark,
  conditionalMark,
  idempotentMark,
  sunsetMark,
  taggedMark,
  tidyComponents,
  webhooksSection,
} from './openapi-document.ts';

interface DocumentOptions {
  version: string;
  /** The document of these routes, as `npm run openapi` wrote it; null: it is made from the routes when it is first
   *  read. That takes a fifth of a second of the main thread, in which no other call is served. */
  written: URL | null;
}

/** Serves `/openapi.json`, which describes the routes by the schemas of `contracts`, and its page at `/docs`. The page
 *  loads nothing from other servers. */
export const openapiPlugin = fp(async (app, { version, written }: DocumentOptions) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gatecast',
        version,
        description:
          'Upload time series, train recurrent networks on them in the background, and get forecasts with prediction intervals. Errors are RFC 9457 problems with a stable `code`.',
        contact: { name: 'The operator of this service' },
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'This service.' }],
      tags: [
        { name: 'datasets', description: 'Time series, or sequences of symbols, to learn from.' },
        { name: 'models', description: 'Models that are trained on a dataset.' },
        {
          name: 'fleets',
          description: 'One model for each series of a dataset, or for each group of its series.',
        },
        { name: 'forecasts', description: 'Forecasts of a model, with quantiles and intervals.' },
        {
          name: 'embeds',
          description: 'The latest forecast of a model as a picture, and links that show it without a key.',
        },
        { name: 'backtests', description: 'Tests of a model on data that it was not trained on.' },
        { name: 'jobs', description: 'Trainings and backtests that run in the background.' },
        { name: 'schedules', description: 'Trainings and forecasts that start at regular times.' },
        { name: 'webhooks', description: 'Addresses that receive messages about events.' },
        { name: 'keys', description: 'API keys and their permissions.' },
        { name: 'service', description: 'For operators.' },
      ],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'The API key. Not needed if the service has none.',
          },
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'X-API-Key',
            description: 'The API key in the header `X-API-Key`.',
          },
          embedToken: {
            type: 'apiKey',
            in: 'query',
            name: 'token',
            description: 'The token of an embed, which opens the latest forecast of one model.',
          },
        },
      },
      security: [{ bearer: [] }, { apiKey: [] }],
    },
    transform,
    transformObject,
  });
  let document: Buffer | null = null;
  /** The document is about a megabyte, and anybody may read it: it is written once. */
  const send = (type: string) => async (_request: FastifyRequest, reply: FastifyReply) => {
    document ??= Buffer.from(
      JSON.stringify(written === null ? app.swagger() : JSON.parse(await readFile(written, 'utf8'))),
    );
    return reply.type(type).send(document);
  };
  const sendDocument = send('application/json; charset=utf-8');
  app.addHook('onRoute', (route) => {
    if (route.url === '/docs/json') route.handler = sendDocument;
    // JSON is YAML too. Writing it in the other notation would take a second.
    if (route.url === '/docs/yaml') route.handler = send('application/x-yaml; charset=utf-8');
    // Swagger UI styles its elements with attributes.
    if (route.url.startsWith('/docs'))
      route.config = { ...route.config, pageSources: { 'style-src': "'unsafe-inline'" } };
    if (/^\/(openapi\.json|docs\/(json|yaml|static\/.*))$/.test(route.url))
      route.config = { ...route.config, keptAnswers: { by: 'address', compressed: true } };
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { deepLinking: true, displayRequestDuration: true, validatorUrl: null },
  });
  app.get('/openapi.json', { schema: { hide: true } }, sendDocument);
});

interface RouteSchema {
  querystring?: { properties?: Record<string, unknown>; required?: readonly string[] };
  body?: { content?: Record<string, { schema: unknown }> };
  response?: Record<string, { headers?: object }>;
}

/** Adds to the type provider's transform: bodies with several content types, and response headers. A call that takes
 *  JSON or a file is described with JSON and its query parameters alone, and a path for each other content type. */
const transform: SwaggerTransform = (route) => {
  const source = (route.schema ?? {}) as RouteSchema;
  const content = source.body?.content ?? {};
  const isOfMany = isMixed(content);
  const byContentType = Object.entries(content).filter(([type]) => !isOfMany || type === 'application/json');
  const convert = (schema: object) =>
    jsonSchemaTransform({ ...route, schema } as typeof route).schema as RouteSchema;
  const schema = convert(byContentType.length > 0 ? { ...source, body: undefined } : source);
  if (byContentType.length > 0) {
    const content = byContentType.map(([type, { schema: body }]) => [
      type,
      { schema: convert({ body }).body },
    ]);
    schema.body = { content: Object.fromEntries(content) };
  }
  for (const [status, { headers }] of Object.entries(source.response ?? {})) {
    if (headers !== undefined && Object.keys(headers).length > 0) schema.response![status].headers = headers;
  }
  const { jsonQuery, tableQuery } = route.route.config ?? {};
  const { querystring } = schema;
  if (isOfMany && jsonQuery !== undefined && querystring?.properties !== undefined)
    querystring.properties = Object.fromEntries(
      Object.entries(querystring.properties).filter(([name]) => jsonQuery.includes(name)),
    );
  if (!isOfMany && tableQuery !== undefined && querystring !== undefined) querystring.required = tableQuery;
  if (isOfMany) {
    const url = route.url.replaceAll(/:(\w+)/g, '{$1}');
    Object.assign(schema, { [bodiesMark]: bodyPaths(content, url) });
  }
  const { idempotent, deprecation, etag, takesPreconditions } = route.route.config ?? {};
  if (idempotent === true) Object.assign(schema, { [idempotentMark]: true });
  if (takesPreconditions === true) Object.assign(schema, { [conditionalMark]: true });
  if (etag === true) Object.assign(schema, { [taggedMark]: true });
  if (deprecation !== undefined) Object.assign(schema, { [sunsetMark]: deprecation.sunset });
  return { schema, url: route.url };
};

const transformObject: SwaggerTransformObject = (document) =>
  addSharedParts(
    tidyComponents({ ...jsonSchemaTransformObject(document), webhooks: webhooksSection }),
  ) as ReturnType<SwaggerTransformObject>;
