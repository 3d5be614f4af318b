import { type core, safeParse, type ZodType } from 'zod';
import { idShape } from '../contracts/schemas/index.ts';
import { type AppError, type ErrorCode, type Fault, refusal } from '../errors.ts';
import { faultsOf, type Issue, type KnownFields, type RequestPart } from './faults.ts';

/** Parses data with a schema. Returns the value, or an error that names every fault. */
export function validated<T>(
  schema: ZodType<T>,
  data: unknown,
  part: RequestPart,
): { value: T } | { error: AppError } {
  // zod passes the schema of an issue only to the error map, so the known fields are collected there.
  const fields = new Map<string, KnownFields>();
  const result = safeParse(schema, data, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') fields.set(String(issue.path ?? []), knownFields(issue.inst));
      return undefined;
    },
  });
  if (result.success) return { value: result.data };
  const issues = withTightestBounds(result.error.issues);
  return {
    error: schemaRefusal(
      issues,
      faultsOf(issues, part, data, (path) => fields.get(String(path)) ?? noFields),
    ),
  };
}

const noFields: KnownFields = { names: [], ofItems: {} };

type Schema = core.$ZodType | core.$ZodCheck | undefined;
interface Definition {
  shape?: Record<string, core.$ZodType>;
  innerType?: core.$ZodType;
  element?: core.$ZodType;
}

/** Names of the fields of an object, and of the fields of the items of its lists. */
function knownFields(schema: Schema): KnownFields {
  const shape = shapeOf(schema);
  const ofItems = Object.entries(shape).flatMap(([name, field]) => {
    const names = Object.keys(shapeOf(definitionOf(unwrapped(field)).element));
    return names.length === 0 ? [] : [[name, names] as const];
  });
  return { names: Object.keys(shape), ofItems: Object.fromEntries(ofItems) };
}

function shapeOf(schema: Schema): Record<string, core.$ZodType> {
  return (schema === undefined ? undefined : definitionOf(schema).shape) ?? {};
}

/** The schema inside of optional and default ones. */
function unwrapped(schema: core.$ZodType): core.$ZodType {
  const { innerType } = definitionOf(schema);
  return innerType === undefined ? schema : unwrapped(innerType);
}

function definitionOf(schema: NonNullable<Schema>): Definition {
  return schema._zod.def as Definition;
}

/** The issues without bounds that another issue of the same value makes tighter: an integer past all safe integers
 *  breaks its own bound too. */
function withTightestBounds(issues: readonly Issue[]): readonly Issue[] {
  const tightest = new Map<string, Issue>();
  const keyOf = ({ code, path }: Issue) => `${code} ${path.map(String).join('/')}`;
  for (const issue of issues) {
    const other = tightest.get(keyOf(issue));
    if (other === undefined || isTighter(issue, other)) tightest.set(keyOf(issue), issue);
  }
  return issues.filter((issue) => {
    const kept = tightest.get(keyOf(issue))!;
    return !isTighter(kept, issue);
  });
}

function isTighter(a: Issue, b: Issue): boolean {
  if (a.code === 'too_big' && b.code === 'too_big') return a.maximum < b.maximum;
  return a.code === 'too_small' && b.code === 'too_small' && a.minimum > b.minimum;
}

function schemaRefusal(issues: readonly Issue[], faults: Fault[]): AppError {
  const [first] = faults;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const isClear = first.accepted === undefined || first.message.endsWith('?');
  const accepted = isClear ? '' : `; accepted: ${first.accepted}`;
  return refusal(codeOf(issues), faults, `${first.message}${accepted}${more}`);
}

/** Fields with the horizon of a new model or a forecast, and that of a new fleet. */
const horizonPaths = new Set(['horizon', 'settings/horizon']);

/** A more specific code than `request_invalid`, if all issues agree on it. */
function codeOf(issues: readonly Issue[]): ErrorCode {
  if (issues.every((issue) => issue.code === 'invalid_format' && idShape(issue.pattern ?? '') !== null))
    return 'id_malformed';
  if (issues.every((issue) => issue.code === 'too_big' && horizonPaths.has(issue.path.join('/'))))
    return 'horizon_too_long';
  return 'request_invalid';
}
