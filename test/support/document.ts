import type { IncomingHttpHeaders } from 'node:http';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { LightMyRequestResponse } from 'fastify';

export type Json = { [key: string]: unknown };
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Json;
}

/** One operation of the OpenAPI document, with its parameters resolved. */
export interface Operation {
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  parameters: Parameter[];
  body: Record<string, { schema: Json; example?: unknown }> | null;
  responses: Record<string, { content?: Record<string, { schema: Json }>; headers?: Json }>;
  /** Scope that a key needs for it; null if it needs no key. */
  scope: 'read' | 'write' | 'admin' | null;
}

/** The OpenAPI document for tests: its operations and examples, and checks of responses against its schemas. */
export class ApiDocument {
  readonly operations: Operation[];
  readonly #document: Json;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: Json) {
    this.#document = document;
    this.#ajv.addSchema(closed(document) as Json, 'document');
    this.operations = Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, call]) => this.#operation(path, method, call)),
    );
  }

  #operation(path: string, method: string, call: Json): Operation {
    const open = Array.isArray(call.security) && call.security.length === 0;
    const scope = /Needs a key with the scope `(\w+)`/.exec(String(call.description))?.[1];
    return {
      id: String(call.operationId),
      method: method.toUpperCase() as Operation['method'],
      path,
      parameters: ((call.parameters ?? []) as Json[]).map(
        (node) => this.resolved(node) as unknown as Parameter,
      ),
      body: ((call.requestBody as Json | undefined)?.content ?? null) as Operation['body'],
      responses: call.responses as Operation['responses'],
      scope: open ? null : (scope as Operation['scope']),
    };
  }

  resolved(node: Json): Json {
    if (typeof node.$ref !== 'string') return node;
    const parts = node.$ref.slice(2).split('/');
    const target = parts.reduce<unknown>((at, key) => (at as Json)[key], this.#document) as Json;
    return { ...target, ...Object.fromEntries(Object.entries(node).filter(([key]) => key !== '$ref')) };
  }

  /** The example of a JSON body. */
  example({ body }: Operation): unknown {
    const content = body?.['application/json'];
    return content === undefined ? undefined : (content.example ?? this.resolved(content.schema).example);
  }

  /** The example of a call whose body is a table; empty for other calls. */
  table(operation: Operation): {
    headers?: Record<string, string>;
    query?: Record<string, string>;
    payload?: string;
  } {
    const fromFile = this.operations.find(({ id }) => id === operation.id.replace(/FromForm$/, 'FromFile'));
    const content = fromFile?.body?.['text/csv'];
    if (content === undefined) return {};
    const query: Record<string, string> = operation.id.includes('OneShot') ? { horizon: '1' } : {};
    const payload = String(this.resolved(content.schema).example);
    return operation === fromFile
      ? { headers: { 'content-type': 'text/csv' }, query, payload }
      : formOf(query, payload);
  }

  /** Faults of a response: a status, content type, field or header that the document does not describe. */
  faultsOf(operation: Operation, answer: LightMyRequestResponse): string[] {
    const described = operation.responses[answer.statusCode];
    if (described === undefined)
      return [`status ${answer.statusCode} is not documented: ${answer.body.slice(0, 300)}`];
    const headers = Object.keys(described.headers ?? {}).map((name) => name.toLowerCase());
    const unnamed = Object.keys(answer.headers).filter(
      (name) => !headers.includes(name) && !everyAnswerHas.has(name),
    );
    return [
      ...unnamed.map((name) => `header ${name} is not documented`),
      ...this.#contentFaults(operation, answer, described.content ?? {}),
    ];
  }

  #contentFaults(
    operation: Operation,
    answer: LightMyRequestResponse,
    content: Record<string, { schema: Json }>,
  ) {
    const type = String(answer.headers['content-type'] ?? '').split(';')[0];
    if (type === '') return answer.body === '' ? [] : ['a body without a content type'];
    if (content[type] === undefined) return [`content type ${type} is not documented`];
    if (!type.endsWith('json')) return [];
    const pointer = ['paths', operation.path, operation.method.toLowerCase(), 'responses', answer.statusCode];
    const path = [...pointer, 'content', type, 'schema'].map(escaped).join('/');
    return this.faultsAgainst(`#/${path}`, answer.json());
  }

  /** Faults of a request that the service posted: a header or field that the document does not describe, or one that is
   *  missing. */
  faultsOfWebhook(name: string, headers: IncomingHttpHeaders, body: unknown): string[] {
    const { parameters } = (this.#document.webhooks as Record<string, { post: { parameters: Parameter[] } }>)[
      name
    ].post;
    const path = `#/webhooks/${name}/post`;
    return [
      ...parameters.flatMap(({ name }, i) =>
        this.faultsAgainst(`${path}/parameters/${i}/schema`, headers[name]),
      ),
      ...Object.keys(headers)
        .filter((name) => !everyMessageHas.has(name) && !parameters.some((header) => header.name === name))
        .map((name) => `header ${name} is not documented`),
      ...this.faultsAgainst(`${path}/requestBody/content/${escaped('application/json')}/schema`, body),
    ];
  }

  /** Faults of a value by a schema of the document, such as `#/components/schemas/Job`; also fields
   *  that it does not name. */
  faultsAgainst(reference: string, value: unknown): string[] {
    const validate = this.#validators.get(reference) ?? this.#ajv.compile({ $ref: `document${reference}` });
    this.#validators.set(reference, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** Headers of HTTP itself, which the document does not describe. */
const everyAnswerHas = new Set([
  ...['content-type', 'content-length', 'date', 'connection', 'vary'],
  ...['content-encoding', 'transfer-encoding', 'keep-alive', 'cache-control'],
  ...['x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-opener-policy'],
  'content-security-policy',
]);

/** Headers of HTTP itself in what the service posts. */
const everyMessageHas = new Set(['host', 'connection', 'user-agent', 'content-type', 'content-length']);

/** The document with schemas that refuse the fields that they do not name: clients ignore such
 *  fields, tests report them. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  const isOpenObject = copy.type === 'object' && !('additionalProperties' in copy);
  return isOpenObject ? { ...copy, additionalProperties: false } : copy;
}

function escaped(part: string | number): string {
  return encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** Ids of existing resources, by the name of the path parameter. */
export type Resources = Record<string, string>;

/** The URL of a call, with the ids of existing resources in the path. */
export function addressOf({ path }: Operation, resources: Resources): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (resources[name] === undefined) throw new Error(`there is no resource for ${name}`);
    return encodeURIComponent(resources[name]);
  });
}

/** An example of the document, with each made-up id replaced by the id of an existing resource of the same kind. */
export function aboutResources<T>(example: T, resources: Resources): T {
  const byPrefix = new Map(Object.values(resources).map((id) => [id.split('_', 1)[0], id]));
  const text = JSON.stringify(example).replaceAll(
    /\b([a-z]+)_[0-9a-f]{32}\b/g,
    (id, prefix: string) => byPrefix.get(prefix) ?? id,
  );
  return JSON.parse(text.replaceAll('https://hooks.example.com/gatecast', resources.webhook_url ?? ''));
}

/** A table in a multipart form. Its other fields are parameters of the query. */
function formOf(fields: Record<string, string>, table: string) {
  const part = (disposition: string, text: string) =>
    `--part\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${text}\r\n`;
  const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value));
  const file = part('name="file"; filename="table.csv"', table);
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=part' },
    payload: `${parts.join('')}${file}--part--\r\n`,
  };
}
