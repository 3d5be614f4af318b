import type { core } from 'zod';
import { cutText, idShape, limits, nearest } from '../contracts/schemas/index.ts';
import type { Fault } from '../errors.ts';

/** Part of the request that holds a value. */
export type RequestPart = 'body' | 'querystring' | 'params' | 'headers';
export type Issue = core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A message repeats at most this many characters of a caller's text. */
const shownLengthMax = 64;

/** Fields that a schema has at a path. */
export interface KnownFields {
  names: readonly string[];
  /** By the name of a list: names of the fields of its items. */
  ofItems: Readonly<Record<string, readonly string[]>>;
}

/** Faults of a request, from zod's issues.
 *  @param fieldsAt names of the fields that the schema has at a path, to suggest a name for an unknown field */
export function faultsOf(
  issues: readonly Issue[],
  part: RequestPart,
  data: unknown,
  fieldsAt: (path: Path) => KnownFields,
): Fault[] {
  const all = issues.flatMap(issuesOfBranch);
  const first = all.slice(0, limits.faultsMax).filter((issue) => !isUnknownField(issue));
  const faults = [...all.filter(isUnknownField).slice(0, limits.faultsMax), ...first]
    .slice(0, limits.faultsMax)
    .flatMap((issue) => {
      if (!isUnknownField(issue)) return [faultOf(issue, part, valueAt(data, issue.path))];
      return issue.keys
        .slice(0, limits.faultsMax)
        .map((key) =>
          unknownFieldFault(part, [...issue.path, key], fieldsAt(issue.path), valueAt(data, issue.path)),
        );
    });
  return faults.slice(0, limits.faultsMax);
}

/** A wrong name often explains what is missing, so it is told first. */
function isUnknownField(issue: Issue): issue is Extract<Issue, { code: 'unrecognized_keys' }> {
  return issue.code === 'unrecognized_keys';
}

/** For a union in which only one alternative accepts the type of the value: the issues of that alternative. Otherwise
 *  the issue itself. */
function issuesOfBranch(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const fitting = issue.errors.filter((branch) =>
    branch.every(({ code, path }) => path.length > 0 || code === 'too_small' || code === 'too_big'),
  );
  if (fitting.length !== 1) return [issue];
  return fitting[0].map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
}

/** @param found the object with the field */
function unknownFieldFault(
  part: RequestPart,
  path: Path,
  { names: known, ofItems }: KnownFields,
  found: unknown,
): Fault {
  const key = shortened(path.at(-1)!);
  const near = nearest(key, known) ?? inItems(key, ofItems);
  const what = part === 'querystring' ? 'query parameter' : 'field';
  return {
    path: pointer(part, path),
    message: `unknown ${what} \`${key}\`${near === null ? '' : `; did you mean \`${near}\`?`}`,
    accepted:
      known.length === 0
        ? `no ${what}`
        : `one of ${known.join(', ')}${lacksSeries(found, path, known) ? `; ${acceptedObservations}` : ''}`,
  };
}

const acceptedObservations =
  'observations as {"series": [{"id": "a", "times": [...], "values": [...]}]}, or the table as CSV with the content type text/csv';

/** Whether a body may have observations and has none, as the tables that other programs write in JSON. */
function lacksSeries(found: unknown, path: Path, known: readonly string[]): boolean {
  const isBody = path.length === 1 && typeof found === 'object' && found !== null;
  return isBody && known.includes('series') && !Object.hasOwn(found, 'series');
}

/** The list whose items have a field of this name, as it is written: `series: [{"values": …}]`. */
function inItems(key: string, ofItems: KnownFields['ofItems']): string | null {
  const list = Object.keys(ofItems).find((name) => ofItems[name].includes(key));
  return list === undefined ? null : `${list}: [{"${key}": …}]`;
}

function faultOf(issue: Issue, part: RequestPart, found: unknown): Fault {
  if (part === 'body' && issue.path.length === 0 && areRecords(found)) {
    return {
      path: '',
      message: `the body is a list of ${found.length} record${found.length === 1 ? '' : 's'}, not an object`,
      accepted: `an object with its fields; ${acceptedObservations}`,
    };
  }
  const { message, accepted } = explain(issue, found, part);
  const place = issue.path.length === 0 ? partNames[part] : `\`${dotted(issue.path)}\``;
  return {
    path: pointer(part, issue.path),
    message: `${place} ${message}`,
    ...(accepted ? { accepted } : {}),
  };
}

/** Whether a value is a list of objects, as `to_json(orient="records")` of pandas writes a table. */
function areRecords(value: unknown): value is object[] {
  return (
    Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null && !Array.isArray(value[0])
  );
}

const partNames: Record<RequestPart, string> = {
  body: 'the body',
  querystring: 'the query',
  params: 'the path',
  headers: 'the header',
};

const acceptedDateTime = 'a date-time with `Z` or an offset, such as 2026-11-28T06:00:00Z';

function explain(issue: Issue, found: unknown, part: RequestPart): { message: string; accepted?: string } {
  // A query has texts only.
  const isText = part === 'body' && isNumberText(found);
  const is = found === undefined ? 'is missing' : `is ${isText ? 'the text ' : ''}${formatValue(found)}`;
  switch (issue.code) {
    case 'invalid_type':
      return { message: is, accepted: typeNames[issue.expected] ?? `a ${issue.expected}` };
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = typeof found === 'string' ? nearest(found, values) : null;
      return {
        message: near === null ? is : `${is}; did you mean \`${near}\`?`,
        accepted: `one of ${values.join(', ')}`,
      };
    }
    case 'too_big':
      return explainSize(found, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'too_small':
      return explainSize(found, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'invalid_union': {
      const types = issue.errors.flatMap((branch) =>
        branch.flatMap((inner) => (inner.code === 'invalid_type' ? [typeNames[inner.expected]] : [])),
      );
      return types.length === 0 ? { message: is } : { message: is, accepted: types.join(' or ') };
    }
    case 'invalid_format': {
      const shape = issue.pattern === undefined ? null : idShape(issue.pattern);
      if (shape !== null) return { message: `is wrong: ${issue.message}`, accepted: shape };
      if (issue.format === 'datetime') return { message: is, accepted: acceptedDateTime };
      // A schema that has a message of its own says what it accepts; others have one of zod.
      return issue.message.startsWith('Invalid ')
        ? { message: is }
        : { message: is, accepted: issue.message };
    }
    case 'custom':
      if (typeof issue.params?.accepted !== 'string') return { message: issue.message };
      return {
        message: issue.params.meant === undefined ? is : `${is}; did you mean ${issue.params.meant}?`,
        accepted: issue.params.accepted,
      };
    default:
      return { message: is };
  }
}

const typeNames: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function explainSize(found: unknown, relation: string, bound: number | bigint) {
  const limit = `${relation} ${bound}`;
  const isText = typeof found === 'string' && (found.trim() === '' || !Number.isFinite(Number(found)));
  if (isText || Array.isArray(found)) {
    const what = isText ? 'character' : 'item';
    const counted = (count: number | bigint) => (Number(count) === 1 ? what : `${what}s`);
    return {
      message: `has ${found.length === 0 ? 'no' : found.length} ${counted(found.length)}`,
      accepted: `${limit} ${counted(bound)}`,
    };
  }
  return { message: `is ${formatValue(found)}`, accepted: limit };
}

/** Whether a value is a number that is written as a text. */
function isNumberText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

/** A value as a message shows it: texts are shortened; lists and objects are only named. */
function formatValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value !== 'string') return String(value);
  if (value === '') return 'empty';
  return value.length > shownLengthMax ? `\`${cutText(value, shownLengthMax)}…\`` : `\`${value}\``;
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}

function dotted(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? shortened(key) : `${text}.${shortened(key)}`;
  }, '');
}

function shortened(key: PropertyKey): string {
  return cutText(String(key), limits.nameLengthMax);
}

export function pointer(part: RequestPart, path: Path): string {
  if (part === 'querystring') return `?${dotted(path)}`;
  if (part === 'params') return `{${dotted(path)}}`;
  if (part === 'headers') return dotted(path);
  return path.map((key) => `/${shortened(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
