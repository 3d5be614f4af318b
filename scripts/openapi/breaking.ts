type Json = { [key: string]: unknown };
type Schema = Json;

/** Changes between two OpenAPI documents that break programs written for `before`. Requests may require less and accept
 *  more; responses may contain more. An operation may be removed after its `x-sunset`.
 *  @returns one line per change, sorted */
export function breakingChanges(before: Json, after: Json, today = new Date()): string[] {
  const found = new Set<string>();
  const say = (line: string) => found.add(line);

  for (const [path, methods] of Object.entries(before.paths as Record<string, Json>)) {
    for (const [method, old] of Object.entries(methods as Record<string, Json>)) {
      const call = `${method.toUpperCase()} ${path}`;
      const now = (after.paths as Record<string, Record<string, Json>>)[path]?.[method];
      if (now === undefined) {
        const isSunset = typeof old['x-sunset'] === 'string' && new Date(old['x-sunset']) <= today;
        if (!isSunset) say(`${call}: is gone`);
        continue;
      }
      if (old.operationId !== now.operationId) say(`${call}: operation id ${old.operationId} is gone`);
      compareParameters(call, parametersOf(before, old), parametersOf(after, now));
      compareBodies(call, bodyOf(before, old), bodyOf(after, now));
      compareAnswers(call, old.responses as Record<string, Json>, now.responses as Record<string, Json>);
    }
  }
  return [...found].sort();

  function compareParameters(call: string, old: Json[], now: Json[]): void {
    for (const parameter of old) {
      const match = now.find(({ name, in: place }) => name === parameter.name && place === parameter.in);
      const name = `${call}: ${parameter.in} parameter ${parameter.name}`;
      if (match === undefined) say(`${name} is gone`);
      else compareSchemas(name, parameter.schema as Schema, match.schema as Schema, 'taken', new Set());
    }
    for (const parameter of now) {
      const isNew = !old.some(({ name, in: place }) => name === parameter.name && place === parameter.in);
      const was = old.find(({ name, in: place }) => name === parameter.name && place === parameter.in);
      if (parameter.required === true && (isNew || was?.required !== true))
        say(`${call}: ${parameter.in} parameter ${parameter.name} is required now`);
    }
  }

  function compareBodies(call: string, old: Json | undefined, now: Json | undefined): void {
    if (old === undefined) {
      if (now?.required === true) say(`${call}: a body is required now`);
      return;
    }
    compareContents(`${call}: body`, old, now ?? {}, 'taken');
  }

  function compareAnswers(call: string, old: Record<string, Json>, now: Record<string, Json>): void {
    for (const [status, answer] of Object.entries(old)) {
      if (Number(status) >= 400) continue; // clients depend on the code of a problem, not on its status
      if (now[status] === undefined) say(`${call}: answer ${status} is gone`);
      else compareContents(`${call}: answer ${status}`, answer, now[status], 'given');
    }
  }

  function compareContents(where: string, old: Json, now: Json, use: Use): void {
    const contents = (now.content ?? {}) as Record<string, { schema: Schema }>;
    for (const [type, { schema }] of Object.entries((old.content ?? {}) as typeof contents)) {
      if (contents[type] === undefined) say(`${where}: ${type} is gone`);
      else compareSchemas(where, schema, contents[type].schema, use, new Set());
    }
  }

  function compareSchemas(where: string, oldSchema: Schema, newSchema: Schema, use: Use, seen: Set<string>) {
    const nowSchema = branchOf(oldSchema, newSchema, use);
    const pair = `${oldSchema.$ref}→${nowSchema.$ref}`;
    if (oldSchema.$ref !== undefined && seen.has(pair)) return;
    const visited = new Set(seen).add(pair);
    const [old, now] = [resolved(before, oldSchema), resolved(after, nowSchema)];
    // If the component is replaced, or becomes one of several, the change belongs to its place.
    const isNamed = oldSchema.$ref !== undefined && oldSchema.$ref === nowSchema.$ref;
    const name = isNamed ? `${use} ${String(oldSchema.$ref).split('/').at(-1)}` : where;

    compareTypes(name, old, now, use);
    compareEnums(name, old.enum as unknown[] | undefined, now.enum as unknown[] | undefined, use);
    if (use === 'taken') compareBounds(name, old, now);
    const oldFields = (old.properties ?? {}) as Record<string, Schema>;
    const nowFields = (now.properties ?? {}) as Record<string, Schema>;
    const required = (schema: Schema, field: string) => ((schema.required ?? []) as string[]).includes(field);
    for (const [field, schema] of Object.entries(oldFields)) {
      if (nowFields[field] === undefined) say(`${name}.${field} is gone`);
      else compareSchemas(`${name}.${field}`, schema, nowFields[field], use, visited);
      if (use === 'given' && nowFields[field] !== undefined && required(old, field) && !required(now, field))
        say(`${name}.${field} may be absent now`);
    }
    if (use === 'taken')
      for (const field of (now.required ?? []) as string[])
        if (!required(old, field)) say(`${name}.${field} is required now`);
    if (isSchema(old.items) && isSchema(now.items))
      compareSchemas(`${name}[]`, old.items, now.items, use, visited);
    if (isSchema(old.additionalProperties) && isSchema(now.additionalProperties))
      compareSchemas(`${name}.*`, old.additionalProperties, now.additionalProperties, use, visited);
    compareBranches(name, old, now, use, visited);
  }

  /** If a schema became one branch of a union, it is compared with that branch. Requests may accept more branches, but in
   *  responses each new branch is a breaking change. */
  function branchOf(old: Schema, now: Schema, use: Use): Schema {
    if (old.$ref === now.$ref) return now;
    const { anyOf, oneOf } = resolved(after, now);
    const branches = (anyOf ?? oneOf) as Schema[] | undefined;
    const same = old.$ref === undefined ? undefined : branches?.find(({ $ref }) => $ref === old.$ref);
    if (same === undefined) return now;
    const nameOf = ({ $ref, type }: Schema) => ($ref === undefined ? type : String($ref).split('/').at(-1));
    for (const other of branches ?? [])
      if (use === 'given' && other !== same && other.type !== 'null')
        say(`given ${nameOf(old)} may be ${nameOf(other)} now`);
    return same;
  }

  function compareTypes(name: string, old: Schema, now: Schema, use: Use): void {
    const [oldTypes, nowTypes] = [typesOf(before, old), typesOf(after, now)];
    if (oldTypes.size === 0 || nowTypes.size === 0) return;
    const [from, to] = use === 'taken' ? [oldTypes, nowTypes] : [nowTypes, oldTypes];
    const fits = (type: string) => to.has(type) || (type === 'integer' && to.has('number'));
    const unfit = [...from].filter((type) => !fits(type));
    if (unfit.length > 0) say(`${name} ${use === 'taken' ? 'may not be' : 'may be'} ${unfit.join(', ')} now`);
  }

  function compareEnums(
    name: string,
    old: unknown[] | undefined,
    now: unknown[] | undefined,
    use: Use,
  ): void {
    if (use === 'taken' && now !== undefined) {
      if (old === undefined) say(`${name} takes certain values only now`);
      for (const value of old ?? []) if (!now.includes(value)) say(`${name} does not take ${value} any more`);
    }
    // New enum values in responses are not breaking: the API guide tells clients to expect them.
    if (use === 'given' && old !== undefined && now === undefined) say(`${name} may be any value now`);
  }

  function compareBounds(name: string, old: Schema, now: Schema): void {
    for (const [bound, sign] of Object.entries(bounds)) {
      const [from, to] = [old[bound], now[bound]] as (number | undefined)[];
      if (to === undefined) continue;
      const unbounded = sign * Number.POSITIVE_INFINITY;
      if (sign * to < sign * (from ?? unbounded)) say(`${name} has a narrower ${bound} now`);
    }
    if (now.pattern !== undefined && old.pattern !== now.pattern) say(`${name} has another pattern now`);
  }

  function compareBranches(name: string, old: Schema, now: Schema, use: Use, seen: Set<string>): void {
    for (const key of ['anyOf', 'oneOf', 'allOf']) {
      const [from, to] = [old[key], now[key]] as (Schema[] | undefined)[];
      if (from === undefined || to === undefined) continue;
      const matched = from.map((branch) => ({ branch, match: to.find((other) => alike(branch, other)) }));
      for (const { branch, match } of matched) {
        if (match !== undefined) compareSchemas(name, branch, match, use, seen);
        else if (use === 'taken') say(`${name} lost a branch of ${key}`);
      }
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

type Use = 'taken' | 'given';

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
