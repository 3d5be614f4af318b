import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../../errors.ts';
import { addVary } from '../routing/vary.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the answer of a path is the same as long as the process runs. It is compressed once. */
    isUnchanging?: boolean;
  }
}

/** Smaller answers would hardly shrink. */
const answerBytesMin = 1_024;
/** Texts, except `text/event-stream`: its events must arrive one by one. */
const texts =
  /^(application\/(\S+\+)?json|application\/(x-ndjson|javascript)|image\/svg\+xml|text\/(html|plain|csv|css|javascript))\b/;

/** Compressed answers that are kept: the files of the docs and the document, in each encoding. The least recently used are dropped first. */
const keptMax = 64;
const keptQuality = 6;
const encoders = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: keptQuality } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};

/** Other answers are compressed once for each call, at the fastest level: forecasts are numbers, which a better one hardly makes smaller. 6 MB of them
 *  take 27 instead of 106 ms with Brotli (.36 of the size instead of .34), and 48 instead of 93 with gzip (.38 instead of .37). */
const fastest = {
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
  zlibOptions: { level: 1 },
};

/** Compresses answers as `Accept-Encoding` allows. The package also compresses every type that mime-db calls
 *  compressible, so a route that answers with bytes sets `compress: false`. Bodies of requests are left alone: the
 *  body plugin unpacks them with a bound. */
export const compressionPlugin = fp(async (app) => {
  // Anybody may read the docs, and their largest file takes .1 s of CPU. The package leaves an answer with an encoding alone.
  const kept = new Map<string, Promise<Buffer>>();
  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    const { isUnchanging = false } = request.routeConfig;
    if (!isUnchanging || request.method !== 'GET' || reply.statusCode !== 200) return done(null, payload);
    const encoding = request.encoding(['br', 'gzip', 'identity']);
    if (encoding !== 'br' && encoding !== 'gzip') return done(null, payload);
    const name = `${encoding} ${nameOf(request)}`;
    let answer = kept.get(name);
    if (answer === undefined) {
      const bytes =
        payload instanceof Readable ? buffer(payload) : Promise.resolve(Buffer.from(payload as string));
      const made = bytes.then(encoders[encoding]);
      made.catch(() => kept.get(name) === made && kept.delete(name));
      answer = made;
    } else if (payload instanceof Readable) payload.destroy();
    kept.delete(name);
    kept.set(name, answer); // the most recently used is last
    if (kept.size > keptMax) kept.delete(kept.keys().next().value as string);
    answer.then((bytes) => {
      addVary(reply, 'accept-encoding');
      reply.header('content-encoding', encoding).header('content-length', bytes.length);
      done(null, bytes);
    }, done);
  });

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

/** Name of what is answered. An address has many spellings, such as `/%6fpenapi.json`, which all have the same route and parameters. */
function nameOf({ routeConfig, params }: FastifyRequest): string {
  return JSON.stringify([routeConfig.url, params]);
}
