import { Readable } from 'node:stream';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyBaseLogger } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../../errors.ts';
import { addVary } from '../routing/vary.ts';

/** Smaller answers would hardly shrink. */
const answerBytesMin = 1_024;
/** Texts, except `text/event-stream`: its events must arrive one by one. */
const texts =
  /^(application\/(\S+\+)?json|application\/(x-ndjson|javascript)|image\/svg\+xml|text\/(html|plain|csv|css|javascript))\b/;

/** Answers that are not kept are compressed for each call, at the fastest level: forecasts are numbers, which a better
 *  one hardly makes smaller. 6 MB of them take 27 instead of 106 ms with Brotli (.36 of the size instead of .34), and
 *  48 instead of 93 with gzip (.38 instead of .37). */
const fastest = {
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
  zlibOptions: { level: 1 },
};

/** Compresses answers as `Accept-Encoding` allows. The package also compresses every type that mime-db calls
 *  compressible, so a route that answers with bytes sets `compress: false`. It leaves an answer with an encoding alone.
 *  Bodies of requests are left alone: the body plugin unpacks them with a bound. */
export const compressionPlugin = fp(async (app) => {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    customTypes: texts,
    threshold: answerBytesMin,
    ...fastest,
    globalDecompression: false,
  });
  // The package also logs the error of a stream, with its stack. The log of requests or the answer tells it.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (payload instanceof Readable) reply.log = withoutRefusals(reply.log);
    done(null, payload);
  });
  // The package sets `Vary` on compressed answers only; a cache needs it on the plain ones as well.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (texts.test(String(reply.getHeader('content-type') ?? ''))) addVary(reply, 'accept-encoding');
    done(null, payload);
  });
});

/** The logger without lines that are an `AppError` only. */
function withoutRefusals(log: FastifyBaseLogger): FastifyBaseLogger {
  const error = (...line: Parameters<typeof log.error>) => {
    if (!((line[0] as unknown) instanceof AppError)) log.error(...line);
  };
  return Object.assign(Object.create(log), { error });
}
