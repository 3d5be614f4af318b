import { ZodType, z } from 'zod';
import * as contracts from '../../contracts/schemas/index.ts';

/** The schemas that have a name in the OpenAPI document, by this name: a thread finds by it the schema of a route. */
export const namedSchemas: ReadonlyMap<string, ZodType> = new Map(
  Object.values(contracts as Record<string, unknown>).flatMap((value) => {
    const name = value instanceof ZodType ? nameOf(value) : null;
    return name === null ? [] : [[name, value as ZodType] as const];
  }),
);

/** Name of a schema in the OpenAPI document; null if it has none. */
export function nameOf(schema: ZodType): string | null {
  return z.globalRegistry.get(schema)?.id ?? null;
}
