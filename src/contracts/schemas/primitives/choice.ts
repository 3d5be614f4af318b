import { z } from 'zod';

const choices = new WeakMap<z.ZodType, (data: unknown) => z.ZodType>();

/** A union in which something in the data says which schema they are meant to fit. The faults are those of this schema
 *  only, not of both. */
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

/** For `choiceOf`: whether data have a field that the first schema has and the second one does not. */
export function hasFieldsOf(first: z.ZodObject, second: z.ZodObject) {
  const own = Object.keys(first.shape).filter((field) => !(field in second.shape));
  return (data: Record<string, unknown>): boolean => own.some((field) => field in data);
}

/** The schema that data are meant to fit: the chosen one of a choice, else the schema itself. */
export function chosen(schema: z.ZodType, data: unknown): z.ZodType {
  return choices.get(schema)?.(data) ?? schema;
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
