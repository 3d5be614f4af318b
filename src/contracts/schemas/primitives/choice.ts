import { z } from 'zod';

const choices = new WeakMap<z.ZodType, (data: unknown) => z.ZodType>();

/** A union in which something in the data says which schema they are meant to fit: faults are then those of this one
 *  alone, and not of both. */
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

/** The schema that data are meant to fit: of a choice the one that is chosen, else the schema itself. */
export function chosen(schema: z.ZodType, data: unknown): z.ZodType {
  return choices.get(schema)?.(data) ?? schema;
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
