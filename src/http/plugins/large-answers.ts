import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { ZodType } from 'zod';
import { inJsonThread, isLargerThan, jsonInlineBytesMax, namedSchemas, nameOf } from '../json/index.ts';

/** Large answers are written as JSON in a thread, by the schema of the route. */
export const largeAnswersPlugin = fp(async (app) => {
  app.addHook('preSerialization', (request, reply, payload: unknown, done) => {
    const schema = schemaOf(request, reply.statusCode);
    if (schema === null || !isLargerThan(payload, jsonInlineBytesMax)) return done(null, payload);
    inJsonThread('write', { value: payload, schema }).then((text) => {
      reply.serializer(() => text as unknown as string);
      done(null, payload);
    }, done);
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
