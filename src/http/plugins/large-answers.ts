import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { ZodType } from 'zod';
import { inJsonThread, isLargerThan, jsonInlineBytesMax, namedSchemas, nameOf } from '../json/index.ts';

/** Large answers are written as JSON in a thread, by the schema of the route. */
export const largeAnswersPlugin = fp(async (app) => {
  app.addHook('preSerialization', async (request, reply, payload: unknown) => {
    const schema = schemaOf(request, reply.statusCode);
    if (schema === null || !isLargerThan(payload, jsonInlineBytesMax)) return payload;
    const text = await inJsonThread('write', { value: payload, schema });
    reply.serializer(() => text as unknown as string);
    return payload;
  });
});

/** Name of the schema of an answer; null if it has none. */
function schemaOf({ routeOptions }: FastifyRequest, status: number): string | null {
  const answers = routeOptions.schema?.response as
    | Record<string, { content?: Record<string, { schema: ZodType }> }>
    | undefined;
  const schema = answers?.[status]?.content?.['application/json']?.schema;
  const name = schema === undefined ? null : nameOf(schema);
  return name !== null && namedSchemas.has(name) ? name : null;
}
