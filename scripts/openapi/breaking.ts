type Json = { [key: string]: unknown };
type Schema = Json;
type Lines = Generator<string, void>;
/** Whether callers send what a schema describes, or receive it. */
type Use = 'taken' | 'given';

interface Documents {
  before: Json;
  after: Json;
}

/** Two schemas of the same place in both documents. */
interface Pair {
  documents: Documents;
  /** Name of the place in the lines. */
  name: string;
  old: Schema;
  now: Schema;
  use: Use;
  /** References that led here: a schema may contain itself. */
  seen: ReadonlySet<string>;
}

/** Changes between two OpenAPI documents that break programs written for `before`. Requests may require less and accept
 *  more; responses may contain more. An operation may be removed after its `x-sunset`.
 *  @returns one line per change, sorted */
export function breakingChanges(before: Json, after: Json, today = new Date()): string[] {
  const documents = { before, after };
  return [...new Set([...operationChanges(documents, today), ...webhookChanges(documents)])].sort();
}

function* operationChanges(documents: Documents, today: Date): Lines {
  const { before, after } = documents;
  for (const [path, methods] of Object.entries(before.paths as Record<string, Json>)) {
    for (const [method, old] of Object.entries(methods as Record<string, Json>)) {
      const call = `${method.toUpperCase()} ${path}`;
      const now = (after.paths as Record<string, Record<string, Json>>)[path]?.[method];
      if (now !== undefined) yield* changesOfOperation(documents, call, old, now);
      else if (!isSunset(old, today)) yield `${call}: is gone`;
    }
  }
}

/** Changes of the messages that callers receive. */
function* webhookChanges(documents: Documents): Lines {
  const [before, after] = [documents.before, documents.after].map(
    ({ webhooks }) => (webhooks ?? {}) as Record<string, Record<string, Json>>,
  );
  for (const [webhook, { post: old }] of Object.entries(before)) {
    const name = `webhook ${webhook}`;
    const now = after[webhook]?.post;
    if (now === undefined) {
      yield `${name}: is gone`;
      continue;
    }
    const headers = parametersOf(documents.after, now).map((header) => header.name);
    for (const header of parametersOf(documents.before, old))
      if (!headers.includes(header.name)) yield `${name}: header ${header.name} is gone`;
    yield* contentChanges(documents, name, old.requestBody as Json, now.requestBody as Json, 'given');
  }
}

function isSunset(operation: Json, today: Date): boolean {
  return typeof operation['x-sunset'] === 'string' && new Date(operation['x-sunset']) <= today;
}

function* changesOfOperation(documents: Documents, call: string, old: Json, now: Json): Lines {
  const { before, after } = documents;
  if (old.operationId !== now.operationId) yield `${call}: operation id ${old.operationId} is gone`;
  yield* parameterChanges(documents, call, parametersOf(before, old), parametersOf(after, now));
  yield* bodyChanges(documents, call, bodyOf(before, old), bodyOf(after, now));
  const [oldAnswers, answers] = [old.responses, now.responses] as Record<string, Json>[];
  yield* answerChanges(documents, call, oldAnswers, answers);
}

function* parameterChanges(documents: Documents, call: string, old: Json[], now: Json[]): Lines {
  const sameIn = (list: Json[], parameter: Json) =>
    list.find(({ name, in: place }) => name === parameter.name && place === parameter.in);
  const nameOf = (parameter: Json) => `${call}: ${parameter.in} parameter ${parameter.name}`;
  for (const parameter of old) {
    const match = sameIn(now, parameter);
    const name = nameOf(parameter);
    if (match === undefined) yield `${name} is gone`;
    else yield* schemaChanges(pairAt(documents, name, parameter.schema, match.schema, 'taken'));
  }
  for (const parameter of now)
    if (parameter.required === true && sameIn(old, parameter)?.required !== true)
      yield `${nameOf(parameter)} is required now`;
}

function* bodyChanges(
  documents: Documents,
  call: string,
  old: Json | undefined,
  now: Json | undefined,
): Lines {
  if (old !== undefined) yield* contentChanges(documents, `${call}: body`, old, now ?? {}, 'taken');
  else if (now?.required === true) yield `${call}: a body is required now`;
}

function* answerChanges(
  documents: Documents,
  call: string,
  old: Record<string, Json>,
  now: Record<string, Json>,
): Lines {
  for (const [status, answer] of Object.entries(old)) {
    if (Number(status) >= 400) continue; // clients depend on the code of a problem, not on its status
    const name = `${call}: answer ${status}`;
    if (now[status] === undefined) yield `${name} is gone`;
    else yield* contentChanges(documents, name, answer, now[status], 'given');
  }
}

function* contentChanges(documents: Documents, name: string, old: Json, now: Json, use: Use): Lines {
  const contents = (now.content ?? {}) as Record<string, { schema: Schema }>;
  for (const [type, { schema }] of Object.entries((old.content ?? {}) as typeof contents)) {
    if (contents[type] === undefined) yield `${name}: ${type} is gone`;
    else yield* schemaChanges(pairAt(documents, name, schema, contents[type].schema, use));
  }
}

function pairAt(documents: Documents, name: string, old: unknown, now: unknown, use: Use): Pair {
  return { documents, name, old: old as Schema, now: now as Schema, use, seen: new Set() };
}

/** Changes of a schema and of all that it contains. */
function* schemaChanges(pair: Pair): Lines {
  const { documents, old } = pair;
  const branch = branchOf(pair);
  if (branch !== pair.now) yield* addedBranches(pair, branch);
  const references = `${old.$ref}→${branch.$ref}`;
  if (old.$ref !== undefined && pair.seen.has(references)) return;
  // If the component is replaced, or becomes one of several, the change belongs to its place.
  const isNamed = old.$ref !== undefined && old.$ref === branch.$ref;
  const resolvedPair: Pair = {
    ...pair,
    name: isNamed ? `${pair.use} ${componentOf(old.$ref)}` : pair.name,
    old: resolved(documents.before, old),
    now: resolved(documents.after, branch),
    seen: new Set(pair.seen).add(references),
  };
  yield* typeChanges(resolvedPair);
  yield* enumChanges(resolvedPair);
  yield* boundChanges(resolvedPair);
  yield* fieldChanges(resolvedPair);
  yield* requiredChanges(resolvedPair);
  yield* itemChanges(resolvedPair);
  yield* branchChanges(resolvedPair);
}

/** The branch of a union that a schema became, or the schema as it is now. */
function branchOf({ documents, old, now }: Pair): Schema {
  if (old.$ref === undefined || old.$ref === now.$ref) return now;
  return unionOf(documents.after, now).find(({ $ref }) => $ref === old.$ref) ?? now;
}

/** Requests may accept more branches, but in responses each new branch is a breaking change. */
function* addedBranches({ documents, old, now, use }: Pair, same: Schema): Lines {
  if (use === 'taken') return;
  const nameOf = ({ $ref, type }: Schema) => ($ref === undefined ? type : componentOf($ref));
  for (const other of unionOf(documents.after, now))
    if (other !== same && other.type !== 'null') yield `given ${nameOf(old)} may be ${nameOf(other)} now`;
}

function* typeChanges({ documents, name, old, now, use }: Pair): Lines {
  const [oldTypes, nowTypes] = [typesOf(documents.before, old), typesOf(documents.after, now)];
  if (oldTypes.size === 0 || nowTypes.size === 0) return;
  const [from, to] = use === 'taken' ? [oldTypes, nowTypes] : [nowTypes, oldTypes];
  const fits = (type: string) => to.has(type) || (type === 'integer' && to.has('number'));
  const unfit = [...from].filter((type) => !fits(type));
  if (unfit.length > 0) yield `${name} ${use === 'taken' ? 'may not be' : 'may be'} ${unfit.join(', ')} now`;
}

function* enumChanges({ name, old: { enum: old }, now: { enum: now }, use }: Pair): Lines {
  const [from, to] = [old, now] as (unknown[] | undefined)[];
  if (use === 'taken' && to !== undefined) {
    if (from === undefined) yield `${name} takes certain values only now`;
    for (const value of from ?? []) if (!to.includes(value)) yield `${name} does not take ${value} any more`;
  }
  // New enum values in responses are not breaking: the API guide tells clients to expect them.
  if (use === 'given' && from !== undefined && to === undefined) yield `${name} may be any value now`;
}

/** +1: a smaller bound is narrower; −1: a larger bound is narrower. */
const bounds = {
  maximum: 1,
  exclusiveMaximum: 1,
  maxLength: 1,
  maxItems: 1,
  minimum: -1,
  exclusiveMinimum: -1,
  minLength: -1,
  minItems: -1,
};

function* boundChanges({ name, old, now, use }: Pair): Lines {
  if (use === 'given') return;
  for (const [bound, sign] of Object.entries(bounds)) {
    const [from, to] = [old[bound], now[bound]] as (number | undefined)[];
    if (to === undefined) continue;
    const unbounded = sign * Number.POSITIVE_INFINITY;
    if (sign * to < sign * (from ?? unbounded)) yield `${name} has a narrower ${bound} now`;
  }
  if (now.pattern !== undefined && old.pattern !== now.pattern) yield `${name} has another pattern now`;
}

function* fieldChanges(pair: Pair): Lines {
  const fields = fieldsOf(pair.now);
  for (const [field, schema] of Object.entries(fieldsOf(pair.old))) {
    const name = `${pair.name}.${field}`;
    if (fields[field] === undefined) yield `${name} is gone`;
    else yield* schemaChanges({ ...pair, name, old: schema, now: fields[field] });
  }
}

function* requiredChanges({ name, old, now, use }: Pair): Lines {
  const [wasRequired, isRequired] = [requiredOf(old), requiredOf(now)];
  if (use === 'taken')
    for (const field of isRequired)
      if (!wasRequired.includes(field)) yield `${name}.${field} is required now`;
  if (use === 'given')
    for (const field of Object.keys(fieldsOf(old)))
      if (field in fieldsOf(now) && wasRequired.includes(field) && !isRequired.includes(field))
        yield `${name}.${field} may be absent now`;
}

/** Changes of the items of an array and of the further fields of an object. */
function* itemChanges(pair: Pair): Lines {
  for (const [key, suffix] of [
    ['items', '[]'],
    ['additionalProperties', '.*'],
  ]) {
    const [old, now] = [pair.old[key], pair.now[key]];
    if (isSchema(old) && isSchema(now)) yield* schemaChanges({ ...pair, name: pair.name + suffix, old, now });
  }
}

function* branchChanges(pair: Pair): Lines {
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const [from, to] = [pair.old[key], pair.now[key]] as (Schema[] | undefined)[];
    if (from === undefined || to === undefined) continue;
    for (const old of from) {
      const now = to.find((other) => alike(old, other));
      if (now !== undefined) yield* schemaChanges({ ...pair, old, now });
      else if (pair.use === 'taken') yield `${pair.name} lost a branch of ${key}`;
    }
  }
}

/** The body of an operation, with the content types that other paths describe (`x-bodies`). */
function bodyOf(document: Json, operation: Json): Json | undefined {
  const body = operation.requestBody as Json | undefined;
  const others = Object.entries((operation['x-bodies'] ?? {}) as Record<string, string>).map(
    ([type, path]) => {
      const { post } = (document.paths as Record<string, { post?: { requestBody: Json } }>)[path] ?? {};
      return [type, (post?.requestBody.content as Json | undefined)?.[type]] as const;
    },
  );
  const described = Object.fromEntries(others.filter(([, media]) => media !== undefined));
  return body === undefined ? undefined : { ...body, content: { ...(body.content as Json), ...described } };
}

function componentOf(reference: unknown): string | undefined {
  return String(reference).split('/').at(-1);
}

function unionOf(document: Json, schema: Schema): Schema[] {
  const { anyOf, oneOf } = resolved(document, schema);
  return (anyOf ?? oneOf ?? []) as Schema[];
}

function fieldsOf(schema: Schema): Record<string, Schema> {
  return (schema.properties ?? {}) as Record<string, Schema>;
}

function requiredOf(schema: Schema): string[] {
  return (schema.required ?? []) as string[];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}

function alike(a: Schema, b: Schema): boolean {
  return (
    a.$ref === b.$ref &&
    JSON.stringify(a.type) === JSON.stringify(b.type) &&
    a.format === b.format &&
    constantsOf(a) === constantsOf(b)
  );
}

/** Fields with one value only, such as the code that tells the branches of a union apart. */
function constantsOf({ properties = {} }: Schema): string {
  const fields = Object.entries(properties as Record<string, Schema>);
  return JSON.stringify(fields.flatMap(([name, field]) => ('const' in field ? [[name, field.const]] : [])));
}

function typesOf(document: Json, schema: Schema): Set<string> {
  if (schema.type !== undefined) return new Set([schema.type].flat() as string[]);
  const branches = (schema.anyOf ?? schema.oneOf ?? []) as Schema[];
  return new Set(branches.flatMap((branch) => [...typesOf(document, resolved(document, branch))]));
}

function parametersOf(document: Json, operation: Json): Json[] {
  return ((operation.parameters ?? []) as Json[]).map((parameter) => resolved(document, parameter));
}

function resolved(document: Json, node: Json): Json {
  if (typeof node.$ref !== 'string') return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Json)[key], document) as Json;
}
