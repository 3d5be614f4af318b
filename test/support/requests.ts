import fc, { type Arbitrary } from 'fast-check';
import type { InjectOptions } from 'fastify';
import { type ApiDocument, aboutResources, type Json, type Operation, type Resources } from './document.ts';

/** Maximum items of a generated list, and maximum depth of a value. Small, so that thousands of requests are fast. */
const itemsMax = 4;
const depthMax = 5;

const junk: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, '', ' ', '\u0000', 'é\u{1f40d}', -1, 0, 1e308, 2 ** 53, 'auto', [], {}, '2024-02-30'),
);

/** A random value that fits a schema of the document. Rules outside of the schema may still be broken. */
function fitting(document: ApiDocument, node: Json, depth = 0): Arbitrary<unknown> {
  const schema = document.resolved(node);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const branches = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => fitting(document, branch, depth)));
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type) => fitting(document, { ...schema, type }, depth)));
  const bound = (name: string, otherwise: number) => (schema[name] as number | undefined) ?? otherwise;
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer': {
      const min = Math.max(bound('minimum', -1_000), -1_000_000);
      return fc.integer({ min, max: Math.max(min, Math.min(bound('maximum', 1_000), min + 40)) });
    }
    case 'number': {
      const min = bound('exclusiveMinimum', bound('minimum', -1e6));
      const max = bound('exclusiveMaximum', bound('maximum', 1e6));
      return fc.double({ min, max, minExcluded: true, maxExcluded: true, noNaN: true });
    }
    case 'string':
      return typeof schema.pattern === 'string'
        ? fc.stringMatching(new RegExp(schema.pattern), { maxLength: 40 })
        : fc.oneof(
            fc.constantFrom('2024-01-01', 'P1D', 'auto', String(schema.example ?? 'y')),
            fc.string({ minLength: bound('minLength', 0), maxLength: Math.min(bound('maxLength', 40), 40) }),
          );
    case 'array':
      return depth > depthMax
        ? fc.constant([])
        : fc.array(fitting(document, (schema.items ?? {}) as Json, depth + 1), {
            minLength: Math.min(bound('minItems', 0), itemsMax),
            maxLength: itemsMax,
          });
    case 'object':
      return depth > depthMax ? fc.constant({}) : fittingObject(document, schema, depth);
    default:
      return junk;
  }
}

function fittingObject(document: ApiDocument, schema: Json, depth: number): Arbitrary<unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, fitting(document, field, depth + 1)]),
  );
  const others = schema.additionalProperties;
  const isMap = typeof others === 'object' && Object.keys(fields).length === 0;
  if (isMap)
    return fc.dictionary(fc.string({ maxLength: 8 }), fitting(document, others as Json, depth + 1), {
      maxKeys: itemsMax,
    });
  return fc.record(fields, { requiredKeys: (schema.required ?? []) as string[] });
}

/** A random change of a value: another value at some place, an additional field, or a missing field. */
function mutated(value: unknown): Arbitrary<unknown> {
  const isContainer = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isContainer) return junk;
  return fc
    .record({ key: fc.constantFrom(...Object.keys(value)), change: fc.nat(3), other: junk })
    .chain(({ key, change, other }) => {
      const copy = structuredClone(value) as Json;
      if (change === 0) return fc.constant({ ...copy, [`${key}x`]: other });
      if (change === 1) {
        delete copy[key];
        return fc.constant(copy);
      }
      if (change === 2) return fc.constant({ ...copy, [key]: other });
      return mutated(copy[key]).map((inside) => {
        copy[key] = inside;
        return copy;
      });
    });
}

const table = fc
  .array(
    fc.array(
      fc.oneof(fc.constantFrom('date', 'y', '2024-01-01', '2024-01-02', '1', '2.5', ''), fc.string()),
      { maxLength: 3 },
    ),
    {
      maxLength: 5,
    },
  )
  .map((rows) => rows.map((row) => row.join(',')).join('\n'));

/** Calls do not wait for a training: there is no worker. */
function atOnce(value: unknown): unknown {
  const waits = typeof value === 'object' && value !== null && 'horizon' in value;
  return waits && ('series' in value || 'records' in value) ? { ...value, timeout_seconds: 0 } : value;
}

function bodyOf(
  document: ApiDocument,
  operation: Operation,
  resources: Resources,
): Arbitrary<Partial<InjectOptions>> {
  if (operation.body === null) return fc.constant({});
  const json = operation.body['application/json'];
  const typed = (type: string, payload: string | Buffer) => ({ headers: { 'content-type': type }, payload });
  const asJson = (value: unknown) =>
    typed('application/json', JSON.stringify(aboutResources(atOnce(value), resources)) ?? '');
  const good = json === undefined ? junk : fitting(document, json.schema);
  const example = fc.constant(document.example(operation) ?? {});
  const types = Object.keys(operation.body);
  return fc.oneof(
    { weight: 3, arbitrary: good.map(asJson) },
    { weight: 2, arbitrary: example.map(asJson) },
    { weight: 3, arbitrary: fc.oneof(good, example).chain(mutated).map(asJson) },
    { weight: 1, arbitrary: junk.map(asJson) },
    { weight: 1, arbitrary: fc.string().map((text) => typed('application/json', text)) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...types), table).map(([type, text]) => typed(type, text)),
    },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => typed(types.at(-1)!, Buffer.from(bytes))),
    },
    { weight: 1, arbitrary: fc.constantFrom({}, typed('image/png', 'x'), typed('application/json', '')) },
  );
}

function parametersOf(document: ApiDocument, operation: Operation, place: 'query' | 'header') {
  const fields = operation.parameters
    .filter((parameter) => parameter.in === place)
    .map((parameter) => [
      parameter.name,
      fc.oneof(
        { weight: 3, arbitrary: fitting(document, parameter.schema) },
        { weight: 1, arbitrary: fc.string({ maxLength: 300 }) },
      ),
    ]);
  return fc
    .record(Object.fromEntries(fields) as Record<string, Arbitrary<unknown>>, { requiredKeys: [] })
    .map((values) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
    );
}

/** A random request for an operation: valid, invalid, or valid with one change. Deletions use unknown ids. */
export function requestsTo(
  document: ApiDocument,
  operation: Operation,
  resources: Resources,
): Arbitrary<InjectOptions> {
  const segment = (name: string): Arbitrary<string> => {
    const known =
      operation.method === 'DELETE' ? [] : [{ weight: 6, arbitrary: fc.constant(resources[name]) }];
    const { schema } = operation.parameters.find((parameter) => parameter.name === name)!;
    const text = fc.string({ minLength: 1, maxLength: 1_000, unit: 'grapheme' });
    const made = fitting(document, schema).map((value) => String(value) || 'x');
    return fc.oneof(...known, { weight: 1, arbitrary: made }, { weight: 1, arbitrary: text });
  };
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return fc
    .record({
      segments: fc.record(Object.fromEntries(names.map((name) => [name, segment(name)]))),
      query: parametersOf(document, operation, 'query'),
      extra: fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, fc.constant({ unknown: '1' })),
      headers: parametersOf(document, operation, 'header'),
      body: bodyOf(document, operation, resources),
    })
    .filter(({ segments }) => Object.values(segments).every((text) => !/^\.+$/.test(text)))
    .map(({ segments, query, extra, headers, body }) => {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(segments[name]));
      const search = new URLSearchParams({ ...query, ...extra }).toString();
      return {
        method: operation.method,
        url: search === '' ? path : `${path}?${search}`,
        ...body,
        headers: { ...visible(headers), ...body.headers },
      };
    });
}

/** Characters that HTTP allows in a header. */
function visible(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^\x21-\x7e]/g, '')]),
  );
}
