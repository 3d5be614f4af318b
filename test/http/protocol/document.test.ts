import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import accepts from '@fastify/accepts';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createInflationBound } from '../../../src/bodies/index.ts';
import { keptAnswersPlugin } from '../../../src/http/plugins/kept-answers.ts';
import { requestsPlugin } from '../../../src/http/plugins/requests.ts';
import { compressorsWithin } from '../../../src/series/parquet/compression.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security?: Json[];
  parameters: (Json & { name?: string; in?: string })[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>;
}

let service: TestApp;
let document: Json & { paths: Record<string, Record<string, Operation>>; components: Record<string, Json> };
let operations: Operation[];

beforeAll(async () => {
  service = await startApp();
  document = (await service.app.inject('/openapi.json')).json();
  operations = Object.values(document.paths).flatMap((path) => Object.values(path));
});
afterAll(() => service.stop());

test('the document is OpenAPI 3.1 with a title, a version and a server', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Gatecast', version } });
});

test('reading the document does not make it from the routes, which would hold up all other calls', async () => {
  const other = await startApp();
  const makes = vi.spyOn(other.app, 'swagger');
  const urls = ['/openapi.json', '/docs/json', '/docs/yaml'];
  const read = await Promise.all(urls.map((url) => other.app.inject(url)));
  expect(makes).not.toHaveBeenCalled();
  const made = { ...other.app.swagger(), info: document.info };
  for (const answer of read) expect(JSON.parse(answer.payload)).toEqual(JSON.parse(JSON.stringify(made)));
  await other.stop();
});

test('the document and the files of the docs are compressed once, and are the same in each encoding', async () => {
  const decoders = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer) => bytes };
  for (const url of [
    '/openapi.json',
    '/docs/json',
    '/docs/static/swagger-ui-bundle.js',
    '/docs/static/swagger-ui.css',
  ]) {
    const bodies = new Set<string>();
    for (const [encoding, decode] of Object.entries(decoders)) {
      const read = () => service.app.inject({ url, headers: { 'accept-encoding': encoding } });
      const [first, again] = [await read(), await read()];
      expect(first.statusCode, url).toBe(200);
      expect(first.headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding);
      expect(first.headers.vary).toContain('accept-encoding');
      expect(first.headers['content-length']).toBe(String(first.rawPayload.length));
      expect(again.rawPayload.equals(first.rawPayload)).toBe(true);
      bodies.add(decode(first.rawPayload).toString());
      const tag = String(first.headers.etag);
      if (first.headers.etag === undefined) continue;
      const known = await service.app.inject({
        url,
        headers: { 'accept-encoding': encoding, 'if-none-match': tag },
      });
      expect([known.statusCode, known.rawPayload.length], url).toEqual([304, 0]);
    }
    expect(bodies.size, url).toBe(1);
  }
  const none = await service.app.inject({
    url: '/docs/static/none.js',
    headers: { 'accept-encoding': 'br' },
  });
  expect(none.statusCode).toBe(404);
});

test('a stranger who spells the document and its files in many ways does not end the keeping of others', async () => {
  const other = await startApp();
  const read = (url: string) => other.app.inject({ url, headers: { 'accept-encoding': 'br' } });
  const spelled = (mask: number) =>
    [...'openapi.json'].map((letter, i) => (mask & (1 << i) ? escaped(letter) : letter));
  for (let mask = 1; mask <= 70; mask++)
    expect((await read(`/${spelled(mask).join('')}`)).statusCode).toBe(200);
  for (const url of ['/docs/static/swagger-ui.css', '/docs/static/swagger-ui.%63ss']) {
    const { headers, rawPayload } = await read(url);
    // Only what is kept has its length: other answers are compressed while they are sent.
    expect([headers['content-encoding'], headers['content-length']], url).toEqual([
      'br',
      `${rawPayload.length}`,
    ]);
  }
  await other.stop();
});

test('when the kept answers are too many, the least recently used are compressed anew', async () => {
  const app = Fastify();
  await app.register(requestsPlugin);
  await app.register(accepts);
  await app.register(keptAnswersPlugin);
  let made = 0;
  app.get<{ Params: { name: string } }>(
    '/:name',
    { config: { keptAnswers: { by: 'address', compressed: true } } },
    (_request, reply) => reply.type('text/plain').send(`${made++} `.repeat(1_000)),
  );
  const read = async (name: number) => {
    const answer = await app.inject({ url: `/${name}`, headers: { 'accept-encoding': 'gzip' } });
    return Number.parseInt(gunzipSync(answer.rawPayload).toString(), 10);
  };
  expect(await read(0)).toBe(0);
  for (let name = 1; name <= 140; name++) {
    expect(await read(name)).toBe(await read(name));
    expect(await read(0)).toBe(0);
  }
  expect(await read(1)).not.toBe(1);
  await app.close();
});

function escaped(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

test('every reference leads to a component, and every component is used', () => {
  const references = new Set<string>();
  visit(document, (node) => {
    if (typeof node.$ref === 'string') references.add(node.$ref);
  });
  for (const reference of references) {
    const target = reference
      .replace('#/', '')
      .split('/')
      .reduce<unknown>((node, key) => (node as Json | undefined)?.[key], document);
    expect(target, reference).toBeDefined();
  }
  const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect(components.filter((component) => !references.has(component))).toEqual([]);
});

test('no body is an object or a file: generators of clients cannot write such a call', () => {
  for (const { operationId, requestBody } of operations) {
    const types = Object.keys(requestBody?.content ?? {});
    const kinds = new Set(types.map((type) => (/\bjson$|^multipart/.test(type) ? type : 'file')));
    expect([...kinds].length, `${operationId}: ${types}`).toBeLessThanOrEqual(1);
  }
});

test('every call has a unique id that starts with a verb, a summary and a tag', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('createDataset');
  for (const operation of operations) {
    expect(operation.operationId).toMatch(
      /^(create|import|list|get|update|put|delete|cancel|retry|restore|redeliver|retrain|test|estimate)[A-Z]/,
    );
    expect(operation.summary).toBeTruthy();
    expect(operation.tags).toHaveLength(1);
  }
});

test('answers may have fields that the document does not name yet, and requests may not', () => {
  const isStrict = (schema: unknown) => {
    const found: unknown[] = [];
    visit(schema, (node) => found.push(node.additionalProperties));
    return found.includes(false);
  };
  const componentsOf = (parts: unknown[]): Json => {
    const found: Json = {};
    const look = (part: unknown) =>
      visit(part, ({ $ref }) => {
        const name = String($ref).split('/').at(-1)!;
        if ($ref === undefined || name in found) return;
        found[name] = document.components.schemas[name as never];
        look(found[name]);
      });
    look(parts);
    return found;
  };
  const answered = componentsOf([document.webhooks, ...operations.map(({ responses }) => responses)]);
  expect(Object.keys(answered)).toEqual(expect.arrayContaining(['Problem', 'Alias', 'Forecast']));
  expect(Object.keys(answered).filter((name) => isStrict(answered[name]))).toEqual([]);
  const requested = componentsOf(operations.map(({ requestBody }) => requestBody));
  const objects = Object.keys(requested).filter((name) => 'properties' in (requested[name] as Json));
  expect(objects).toEqual(expect.arrayContaining(['ModelIn', 'ValidationInInput']));
  const open = objects.filter((name) => !isStrict(requested[name]));
  expect(open).toEqual([]);
});

test('tests of answers report a field that the document does not name', async () => {
  const answer = await service.app.inject('/v1/usage');
  const checked = new ApiDocument(document);
  const operation = checked.operations.find(({ id }) => id === 'getUsage')!;
  expect(checked.faultsOf(operation, answer)).toEqual([]);
  const later = { ...answer.json(), colour: 1 };
  const faults = checked.faultsOf(operation, { ...answer, json: () => later } as typeof answer);
  expect(faults.join()).toContain('"additionalProperty":"colour"');
});

test('a union whose branches have a constant of their own names that field as its discriminator', () => {
  const fields: Json = {};
  for (const [name, schema] of Object.entries(document.components.schemas))
    visit(schema, ({ oneOf, discriminator }) => {
      if (oneOf === undefined) return;
      const { propertyName, mapping } = discriminator as { propertyName: string; mapping: Json };
      fields[name] = propertyName;
      const branches = Object.values(mapping).map(($ref) => ({ $ref }));
      expect(branches, name).toEqual(oneOf);
    });
  expect(fields).toEqual({
    CardSentence: 'code',
    InstantExplanation: 'method',
    NumericForecast: 'method',
    NumericForecastSummary: 'method',
    WebhookMessage: 'type',
    YearlyClosure: 'rule',
  });
});

test('bodies are named components, and no object in them is anonymous', () => {
  for (const { operationId, requestBody, responses } of operations) {
    for (const { content } of [requestBody, ...Object.values(responses)].filter(
      (part) => part !== undefined,
    )) {
      for (const [type, { schema }] of Object.entries(content ?? {})) {
        if (/\bjson$/.test(type)) expect(schema, operationId).toHaveProperty('$ref');
      }
    }
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    for (const part of Object.values(schema as Json)) {
      visit(part, (node) => expect(node, name).not.toHaveProperty('properties'));
    }
  }
});

test('every call lists its errors as problems with their codes', () => {
  for (const { operationId, responses, security } of operations) {
    if (operationId === 'getHealth') continue;
    const needed = security?.length === 0 ? ['500', '503'] : ['401', '403', '500', '503'];
    const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    expect(failures.map(([status]) => status)).toEqual(expect.arrayContaining(needed));
    for (const [, { description, content }] of failures) {
      expect(content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      });
      expect(description).toMatch(/^`\w+`: /);
    }
  }
});

test('every call with a query lists its refusal, and forecasts those of the work behind them', () => {
  const codesOf = ({ responses }: Operation) =>
    Object.values(responses).flatMap(({ description }) =>
      [...description.matchAll(/`(\w+)`: /g)].map(([, code]) => code),
    );
  const withQuery = operations.filter(({ parameters }) => parameters?.some((one) => one.in === 'query'));
  expect(withQuery.length).toBeGreaterThan(20);
  for (const operation of withQuery)
    expect(codesOf(operation), operation.operationId).toContain('request_invalid');
  for (const [id, codes] of Object.entries({
    createOneShotForecast: ['queue_full'],
    createFleetForecast: ['dataset_empty', 'model_not_found', 'model_outdated'],
  }))
    expect(codesOf(operations.find(({ operationId }) => operationId === id)!), id).toEqual(
      expect.arrayContaining(codes),
    );
});

test('every field, parameter and schema is described', () => {
  const described = (schema: Json): boolean => {
    const branches = (schema.anyOf ?? schema.oneOf ?? []) as Json[];
    return schema.description !== undefined || schema.$ref !== undefined || branches.some(described);
  };
  const bare = Object.entries(document.components.schemas).flatMap(([name, schema]) => {
    const { description, properties = {} } = schema as { description?: string; properties?: Json };
    const fields = Object.entries(properties).filter(([, field]) => !described(field as Json));
    return [...(description === undefined ? [name] : []), ...fields.map(([field]) => `${name}.${field}`)];
  });
  for (const { operationId, description, parameters } of operations) {
    if (!description) bare.push(operationId);
    for (const parameter of parameters)
      if (!described(parameter) && !described(parameter.schema as Json))
        bare.push(`${operationId} ${parameter.name}`);
  }
  expect(bare).toEqual([]);
});

test('an upload may be a table, and every call takes a request id', () => {
  const { '/v1/datasets': json, '/v1/datasets/file': file, '/v1/datasets/form': form } = document.paths;
  const createDataset = file.post;
  expect(Object.keys(createDataset.requestBody!.content)).toEqual([
    'text/csv',
    'text/tab-separated-values',
    'application/gzip',
    'application/vnd.apache.parquet',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/zip',
    'application/octet-stream',
    'text/plain',
  ]);
  expect(createDataset.parameters.map(({ name }) => name)).toContain('layout');
  expect(Object.keys(form.post.requestBody!.content)).toEqual(['multipart/form-data']);
  expect(json.post).toHaveProperty(['x-bodies', 'text/csv'], '/v1/datasets/file');
  expect(json.post).toHaveProperty(['x-bodies', 'multipart/form-data'], '/v1/datasets/form');
  for (const { parameters } of operations)
    expect(parameters).toContainEqual({ $ref: '#/components/parameters/RequestId' });
});

test('the document names each compression of Parquet files that is read', () => {
  const names = { SNAPPY: 'Snappy', GZIP: 'GZIP', BROTLI: 'Brotli', ZSTD: 'Zstandard' };
  expect(Object.keys(compressorsWithin(createInflationBound(0)))).toEqual(Object.keys(names));
  const { schema } =
    document.paths['/v1/datasets/file'].post.requestBody!.content['application/vnd.apache.parquet'];
  for (const name of Object.values(names)) expect(schema.description).toContain(name);
});

test('the docs page and all that it loads come from the service itself', async () => {
  const page = await service.app.inject('/docs');
  expect(page.headers['content-type']).toContain('text/html');
  const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url);
  expect(loaded.length).toBeGreaterThan(3);
  for (const url of loaded) {
    expect(url).toMatch(/^\/docs\//);
    expect((await service.app.inject(url)).statusCode, url).toBe(200);
  }
});

function visit(node: unknown, look: (node: Json) => void): void {
  if (node === null || typeof node !== 'object') return;
  if (!Array.isArray(node)) look(node as Json);
  for (const child of Object.values(node)) visit(child, look);
}
