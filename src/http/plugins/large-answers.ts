import fp from 'fastify-plugin';
import { largeAnswer } from '../routing/large-answer.ts';

/** Large answers are written as JSON in a thread, by the schema of the route. */
export const largeAnswersPlugin = fp(async (app) => {
  app.addHook('preSerialization', (request, reply, payload: unknown, done) => {
    const writing = largeAnswer(request, reply.statusCode, payload);
    if (writing === null) return done(null, payload);
    writing.then((text) => {
      reply.serializer(() => text as unknown as string);
      done(null, payload);
    }, done);
  });
});
