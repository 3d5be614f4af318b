import { z } from 'zod';

const choices = new WeakMap<z.ZodType, (data: unknown) => z.ZodType>();

/** A union of two schemas in which `isFirst` decides by the data which schema applies. Faults are reported for this
 *  schema only. */
export function choiceOf<A extends z.ZodType, B extends z.ZodType>(
  schemas: readonly [A, B],
  isFirst: (data: Record<string, unknown>) => boolean,
  { id, description }: { id: string; description: string },
) {
  const [first, second] = schemas;
  const union = z.union([first, second]).meta({ id, description, example: second.meta()?.example });
  choices.set(union, (data) => (isObject(data) && isFirst(data) ? first : second));
  return union;
}

/** A condition for `choiceOf`: the data have a field that only the first schema has. */
export function hasFieldsOf(first: z.ZodObject, second: z.ZodObject) {
  const own = Object.keys(first.shape).filter((field) => !(field in second.shape));
  return (data: Record<string, unknown>): boolean => own.some((field) => Object.hasOwn(data, field));
}

/** The schema that applies to the data: one branch of a choice, or the schema itself. */
export function chosen(schema: z.ZodType, data: unknown): z.ZodType {
  return choices.get(schema)?.(data) ?? schema;
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
