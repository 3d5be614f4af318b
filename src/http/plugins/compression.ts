import compress from '@fastify/compress';
import fp from 'fastify-plugin';
import { addVary } from '../routing/vary.ts';

/** Smaller answers would hardly shrink. */
const answerBytesMin = 1_024;
/** Texts, except `text/event-stream`: its events must arrive one by one. */
const texts =
  /^(application\/(\S+\+)?json|application\/(x-ndjson|javascript)|image\/svg\+xml|text\/(html|plain|csv|css|javascript))\b/;

/** Compresses answers as `Accept-Encoding` allows. The package also compresses every type that mime-db calls
 *  compressible, so a route that answers with bytes sets `compress: false`. Bodies of requests are left alone: the
 *  body plugin unpacks them with a bound. */
export const compressionPlugin = fp(async (app) => {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    customTypes: texts,
    threshold: answerBytesMin,
    globalDecompression: false,
  });
  // The package sets `Vary` on compressed answers only; a cache needs it on the plain ones as well.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (texts.test(String(reply.getHeader('content-type') ?? ''))) addVary(reply, 'accept-encoding');
    done(null, payload);
  });
});
