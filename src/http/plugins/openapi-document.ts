import { isDeepStrictEqual } from 'node:util';

export type Json = { [key: string]: unknown };

const componentPath = '#/components/schemas/';
const inputSuffix = 'Input';

/** Removes unused and duplicate schemas. The type provider lists each schema twice: for requests (`DatasetIn` →
 *  `DatasetInInput`) and for responses. The suffix `Input` stays only if the two differ. Schemas of responses allow
 *  further fields, and a `oneOf` names the field that distinguishes its branches. */
export function tidyComponents(document: Json): Json {
  const components = document.components as { schemas: Record<string, unknown> };
  const schemas = Object.fromEntries(
    Object.entries(components.schemas).map(([name, schema]) => [
      name,
      name.endsWith(inputSuffix) ? schema : withFurtherFields(schema),
    ]),
  );
  const used = reachable([document.paths, document.webhooks], schemas);
  const names = new Map<string, string>();
  const differs = (name: string) => {
    const plain = name.slice(0, -inputSuffix.length);
    return (
      used.has(plain) && !isDeepStrictEqual(withoutSuffixes(schemas[name]), withoutSuffixes(schemas[plain]))
    );
  };
  for (const name of used) {
    names.set(name, name.endsWith(inputSuffix) && !differs(name) ? name.slice(0, -inputSuffix.length) : name);
  }
  const kept = [...used]
    .map((name) => [names.get(name)!, schemas[name]] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const tidied = { ...document, components: { ...components, schemas: Object.fromEntries(kept) } };
  const renamed = mapReferences(tidied, (name) => names.get(name) ?? name) as typeof document;
  const { schemas: named } = renamed.components as typeof components;
  return withDiscriminators(renamed, named) as Json;
}

/** Internal mark of an operation that accepts an `Idempotency-Key`. It is removed from the published document. */
export const idempotentMark = 'x-idempotent';

/** Internal mark of an operation whose answers have an `ETag`. It is removed from the published document. */
export const taggedMark = 'x-tagged';

/** Internal mark of an operation that evaluates `If-Match`. It is removed from the published document. */
export const conditionalMark = 'x-conditional';

/** Name of the extension with the content types that a call takes too, and the paths that describe them. */
export const bodiesMark = 'x-bodies';

/** Name of the extension with the first day on which a deprecated operation may be removed. */
export const sunsetMark = 'x-sunset';

const deprecationHeaders = {
  Deprecation: { $ref: '#/components/headers/Deprecation' },
  Sunset: { $ref: '#/components/headers/Sunset' },
  Link: { $ref: '#/components/headers/DeprecationLink' },
};
const deprecationComponents = {
  Deprecation: {
    description: 'Start of the deprecation: `@` and seconds since 1970 (RFC 9745).',
    schema: { type: 'string' },
  },
  DeprecationLink: {
    description: 'The call that replaces it, and the deprecation policy (RFC 8288).',
    schema: { type: 'string' },
  },
  Sunset: {
    description: 'Date from which the call may be removed: an HTTP date (RFC 8594).',
    schema: { type: 'string' },
  },
};

const rateLimitHeaders = {
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
};

/** Adds the parameters and headers that many calls share: request id, idempotency key, rate limit, deprecation. */
export function addSharedParts(document: Json): Json {
  const components = document.components as Json;
  components.parameters = {
    RequestId: {
      name: 'X-Request-Id',
      in: 'header',
      required: false,
      description:
        'An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts.',
      schema: { type: 'string', maxLength: 128, pattern: '^[\\w.:/+=@-]+$' },
    },
    IfNoneMatch: {
      name: 'if-none-match',
      in: 'header',
      required: false,
      description: 'The `ETag` of an earlier answer: 304 if nothing has changed since.',
      schema: { type: 'string' },
    },
    UnlessMatch: {
      name: 'if-none-match',
      in: 'header',
      required: false,
      description:
        '`*`: the call is refused with 412 `precondition_failed`, and nothing is changed, if the resource exists. An `ETag`: if the resource is still as in that answer.',
      schema: { type: 'string' },
    },
    IfMatch: {
      name: 'if-match',
      in: 'header',
      required: false,
      description:
        'The `ETag` of an answer to GET for this resource: the call is refused with 412 `precondition_failed`, and nothing is changed, if the resource has changed since. `*` asks only that the resource exists.',
      schema: { type: 'string' },
    },
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    },
  };
  const isAnyDeprecated = operationsOf(document).some((operation) => sunsetMark in operation);
  components.headers = {
    ...(isAnyDeprecated ? deprecationComponents : {}),
    IdempotencyReplayed: {
      description:
        '`true` if this is the stored response of an earlier call with the same `Idempotency-Key`.',
      schema: { type: 'string', const: 'true' },
    },
    RateLimit: {
      description:
        'Remaining requests (`r`), and seconds until there are more (`t`): of the key or embed (`key`), or of all keys (`tenant`) or embeds (`embeds`) of its tenant where fewer are left.',
      schema: { type: 'string' },
    },
    RateLimitPolicy: {
      description:
        'Requests that a key or embed may make (`q`) in a window of seconds (`w`), and those that all keys (`tenant`) or embeds (`embeds`) of its tenant may make together.',
      schema: { type: 'string' },
    },
    RequestId: {
      description: 'The id of the request: the one that the caller sent, or a new one.',
      schema: { type: 'string' },
    },
  };
  for (const operation of operationsOf(document)) {
    const parameters = (operation.parameters ?? []) as Json[];
    const isIdempotent = operation[idempotentMark] === true;
    delete operation[idempotentMark];
    const isTagged = operation[taggedMark] === true;
    delete operation[taggedMark];
    const isConditional = operation[conditionalMark] === true;
    delete operation[conditionalMark];
    operation.parameters = [
      ...parameters,
      ...(isConditional
        ? ['IfMatch', 'UnlessMatch'].map((name) => ({ $ref: `#/components/parameters/${name}` }))
        : []),
      ...(isTagged ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
      ...(isIdempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      { $ref: '#/components/parameters/RequestId' },
    ];
    const responses = operation.responses as Record<string, Json>;
    for (const [status, response] of Object.entries(responses)) {
      const replayed = isIdempotent && status.startsWith('2');
      response.headers = {
        ...(response.headers as Json),
        ...(replayed ? { 'Idempotency-Replayed': { $ref: '#/components/headers/IdempotencyReplayed' } } : {}),
        ...('429' in responses ? rateLimitHeaders : {}),
        ...(sunsetMark in operation ? deprecationHeaders : {}),
        'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      };
    }
  }
  return document;
}

/** The schema of an answer as clients may rely on it: later versions add fields, so it refuses none. */
function withFurtherFields(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withFurtherFields);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === 'additionalProperties' && value === false))
      .map(([key, value]) => [key, withFurtherFields(value)]),
  );
}

/** Adds to each `oneOf` the required field whose values are different constants in each of its branches. */
function withDiscriminators(node: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(node)) return node.map((item) => withDiscriminators(item, schemas));
  if (node === null || typeof node !== 'object') return node;
  const { oneOf } = node as { oneOf?: { $ref?: string }[] };
  const discriminator = Array.isArray(oneOf) ? discriminatorOf(oneOf, schemas) : null;
  return {
    ...Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, withDiscriminators(value, schemas)]),
    ),
    ...(discriminator === null ? {} : { discriminator }),
  };
}

interface ObjectSchema {
  properties?: Record<string, { const?: unknown }>;
  required?: string[];
}

function discriminatorOf(branches: { $ref?: string }[], schemas: Record<string, unknown>): Json | null {
  if (!branches.every(({ $ref }) => $ref?.startsWith(componentPath))) return null;
  const objects = branches.map(({ $ref }) => schemas[$ref!.slice(componentPath.length)] as ObjectSchema);
  const propertyName = objects[0].required?.find((field) => {
    const values = objects.map(({ properties, required = [] }) =>
      required.includes(field) ? properties?.[field]?.const : undefined,
    );
    return values.every((value) => typeof value === 'string') && new Set(values).size === values.length;
  });
  if (propertyName === undefined) return null;
  const mapping = objects.map(({ properties }, i) => [properties![propertyName].const, branches[i].$ref]);
  return { propertyName, mapping: Object.fromEntries(mapping) };
}

/** The section `webhooks`: what the service posts to the address of a webhook, and which answers count as received.
 *  Source: Standard Webhooks. */
export const webhooksSection = {
  message: {
    post: {
      operationId: 'receiveWebhookMessage',
      summary: 'Receive a message about an event',
      description:
        'The service posts it to the address of each webhook that subscribes to the event. A message may arrive more than once, and messages may arrive in any order. `POST /v1/webhooks` gives the secret of the signature.',
      tags: ['webhooks'],
      security: [],
      parameters: [
        {
          name: 'webhook-id',
          in: 'header',
          required: true,
          description: 'Id of the delivery. It is the same in every attempt.',
          schema: { type: 'string' },
        },
        {
          name: 'webhook-timestamp',
          in: 'header',
          required: true,
          description:
            'When the attempt was signed: seconds since 1970. Refuse a message that is minutes old.',
          schema: { type: 'string', pattern: '^\\d+$' },
        },
        {
          name: 'webhook-signature',
          in: 'header',
          required: true,
          description:
            '`v1,` and the base64 of an HMAC-SHA256 over `webhook-id.webhook-timestamp.body`. Its key is the base64 part of the secret.',
          schema: { type: 'string' },
        },
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: `${componentPath}WebhookMessage` } } },
      },
      responses: {
        '2XX': { description: 'The message is received. The body is shown in the deliveries.' },
        default: {
          description:
            'The message is sent again after 5 seconds and then for days, with growing pauses. So are messages without an answer within 10 seconds.',
        },
      },
    },
  },
};

function operationsOf(document: Json): Json[] {
  return Object.values(document.paths as Record<string, Record<string, Json>>).flatMap((path) =>
    Object.values(path),
  );
}

function reachable(from: unknown, schemas: Record<string, unknown>): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown) => {
    mapReferences(node, (name) => {
      if (!found.has(name)) {
        found.add(name);
        visit(schemas[name]);
      }
      return name;
    });
  };
  visit(from);
  return found;
}

function withoutSuffixes(schema: unknown): unknown {
  return mapReferences(schema, (name) =>
    name.endsWith(inputSuffix) ? name.slice(0, -inputSuffix.length) : name,
  );
}

/** A copy in which the component behind each `$ref` is renamed. */
function mapReferences(node: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => mapReferences(item, rename));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      const isReference = key === '$ref' && typeof value === 'string' && value.startsWith(componentPath);
      return [
        key,
        isReference
          ? componentPath + rename(value.slice(componentPath.length))
          : mapReferences(value, rename),
      ];
    }),
  );
}
