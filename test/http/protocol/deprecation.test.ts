import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Deprecation, deprecationPlugin } from '../../../src/http/plugins/deprecation.ts';
import { errorsPlugin } from '../../../src/http/plugins/errors.ts';
import { openapiPlugin } from '../../../src/http/plugins/openapi.ts';
import { requestsPlugin } from '../../../src/http/plugins/requests.ts';
import { validationPlugin } from '../../../src/http/plugins/validation.ts';
import { RequestLog } from '../../../src/http/routing/request-log.ts';
import { jsonResponse, problems } from '../../../src/http/routing/responses.ts';
import { startApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';

const thingSchema = z
  .object({ size: z.int().meta({ description: 'Its size.' }) })
  .meta({ id: 'Thing', description: 'A thing.' });

/** The plugins of the service with a deprecated call and its successor. */
async function appWith(deprecation: Deprecation): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(errorsPlugin, { requestLog: new RequestLog(null) });
  for (const plugin of [requestsPlugin, deprecationPlugin, validationPlugin]) await app.register(plugin);
  await app.register(openapiPlugin, { version: '0.0.0-test', written: null });
  await app.register(async (routes) => {
    for (const [url, operationId, config] of [
      ['/v1/things', 'listThings', { deprecation }],
      ['/v2/things', 'listNewThings', {}],
    ] as const)
      routes.route({
        method: 'GET',
        url,
        config,
        schema: {
          operationId,
          summary: 'List things',
          description: 'All of them.',
          querystring: z.strictObject({ limit: z.coerce.number().int().optional() }),
          response: { 200: jsonResponse(thingSchema, 'A thing.'), ...problems('request_invalid') },
        } as object,
        handler: async () => ({ size: 1 }),
      });
  });
  await app.ready();
  return app;
}

let app: FastifyInstance;
let document: ApiDocument;
const deprecation = { since: '2026-01-01', sunset: '2026-09-01', successor: '/v2/things' };

beforeAll(async () => {
  app = await appWith(deprecation);
  document = new ApiDocument((await app.inject('/openapi.json')).json());
});
afterAll(() => app.close());

const deprecationHeaders = {
  deprecation: '@1767225600',
  sunset: 'Tue, 01 Sep 2026 00:00:00 GMT',
  link: '</docs>; rel="deprecation"; type="text/html", </v2/things>; rel="successor-version"',
};

test('responses and refusals of a deprecated call have its dates and its replacement', async () => {
  const good = await app.inject('/v1/things');
  expect(good.json()).toEqual({ size: 1 });
  expect(good.headers).toMatchObject(deprecationHeaders);
  const bad = await app.inject('/v1/things?limit=x');
  expect(bad.statusCode).toBe(422);
  expect(bad.headers).toMatchObject(deprecationHeaders);
  for (const name of Object.keys(deprecationHeaders))
    expect((await app.inject('/v2/things')).headers).not.toHaveProperty(name);
});

test('the document marks a deprecated call, with its headers and its last day', async () => {
  const { paths } = (await app.inject('/openapi.json')).json();
  expect(paths['/v1/things'].get).toMatchObject({
    deprecated: true,
    'x-sunset': '2026-09-01',
    description: 'All of them. Deprecated: may be removed from 2026-09-01 on. Use `/v2/things` instead.',
  });
  expect(paths['/v2/things'].get).not.toHaveProperty('deprecated');
  const [old] = document.operations;
  for (const url of ['/v1/things', '/v1/things?limit=x'])
    expect(
      document.faultsOf(old, await app.inject(url)).filter((fault) => /deprecation|sunset|link/.test(fault)),
    ).toEqual([]);
});

test('a deprecation with less than half a year of notice is refused', async () => {
  await expect(appWith({ since: '2026-01-01', sunset: '2026-05-01' })).rejects.toThrow('less than 183 days');
});

test('each deprecated call of the service has its last day in the document and in its responses', async () => {
  const service = await startApp();
  const { paths } = (await service.app.inject('/openapi.json')).json();
  const calls = Object.values(paths as Record<string, Record<string, Record<string, unknown>>>).flatMap(
    (path) => Object.values(path),
  );
  for (const call of calls.filter(({ deprecated }) => deprecated === true))
    expect(call['x-sunset'], String(call.operationId)).toMatch(/^\d{4}-\d\d-\d\d$/);
  await service.stop();
});
