import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';
import { isLargerThan, jsonInlineBytesMax } from '../../json-size.ts';
import { inJsonThread, namedSchemas, nameOf } from '../json/index.ts';

/** A large answer as JSON, written in a thread by the schema of the route; null for a short answer, and for one without
 *  a schema that the threads know. */
export function largeAnswer(
  request: FastifyRequest,
  status: number,
  answer: unknown,
): Promise<Buffer> | null {
  const schema = schemaOf(request, status);
  if (schema === null || !isLargerThan(answer, jsonInlineBytesMax)) return null;
  return inJsonThread('write', { value: answer, schema });
}

/** Name of the schema of an answer; null if it has none. */
function schemaOf({ routeOptions }: FastifyRequest, status: number): string | null {
  const answers = routeOptions.schema?.response as
    | Record<string, { content?: Record<string, { schema: ZodType }> }>
    | undefined;
  const schema = answers?.[status]?.content?.['application/json']?.schema;
  const name = schema === undefined ? null : nameOf(schema);
  return name !== null && namedSchemas.has(name) ? name : null;
}
