import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { NewestEntries } from '../../newest-entries.ts';
import { addVary } from '../routing/vary.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How the answers of a route that has the same ones for all callers are kept. */
    keptAnswers?: KeptAnswers;
  }
}

interface KeptAnswers {
  /** Whether each address has an answer of its own, or all have the same. */
  by: 'route' | 'address';
  /** Whether answers are compressed here; otherwise they are sent as they come from the route. */
  compressed: boolean;
}

/** Answers that are kept, in each encoding: the files of the docs and the dashboard, and the document. The least
 *  recently used are dropped first. */
const keptMax = 128;
const quality = 6;
const encoders = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};
type Encoding = keyof typeof encoders;

/** Anybody may read the docs and the pages. All callers share the bytes of an answer, and it is compressed once: the
 *  largest one takes .1 s of CPU. A file that is read for each call would stay open until its caller has taken it, and
 *  a caller who reads nothing holds 16 at once. Parts of files are not served, so each answer is whole. */
export const keptAnswersPlugin = fp(async (app) => {
  const kept = new NewestEntries<string, Promise<Buffer>>(keptMax);

  app.addHook('onRequest', (request, _reply, done) => {
    if (request.routeConfig.keptAnswers !== undefined) delete request.headers.range;
    done();
  });

  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    const { keptAnswers } = request.routeConfig;
    if (keptAnswers === undefined || request.method !== 'GET' || reply.statusCode !== 200)
      return done(null, payload);
    const encoding = keptAnswers.compressed ? encodingFor(request) : null;
    const name = nameOf(request, reply, keptAnswers, encoding);
    let answer = kept.peek(name);
    if (answer === undefined) answer = bytesOf(payload, encoding);
    else if (payload instanceof Readable) payload.destroy();
    kept.keep(name, answer);
    answer.then(
      (bytes) => {
        if (keptAnswers.compressed) addVary(reply, 'accept-encoding');
        if (encoding !== null) reply.header('content-encoding', encoding);
        reply.header('content-length', bytes.length);
        done(null, bytes);
      },
      (error) => {
        if (kept.peek(name) === answer) kept.drop(name);
        done(error);
      },
    );
  });
});

function encodingFor(request: FastifyRequest): Encoding | null {
  const encoding = request.encoding(['br', 'gzip', 'identity']);
  return encoding === 'br' || encoding === 'gzip' ? encoding : null;
}

async function bytesOf(payload: unknown, encoding: Encoding | null): Promise<Buffer> {
  const bytes = payload instanceof Readable ? await buffer(payload) : Buffer.from(payload as string);
  return encoding === null ? bytes : encoders[encoding](bytes);
}

/** Name of what is answered. An address has many spellings, such as `/%6fpenapi.json` or `/docs/static//index.css`,
 *  which all have the same route and the same file. A file that has changed has a tag of its own. */
function nameOf(
  { routeConfig, params }: FastifyRequest,
  reply: FastifyReply,
  { by }: KeptAnswers,
  encoding: Encoding | null,
): string {
  const values = by === 'route' ? [] : Object.values(params as Record<string, string>);
  const given = reply.getHeader('content-encoding');
  return JSON.stringify([
    routeConfig.url,
    values.map((value) => posix.normalize(value)),
    reply.getHeader('etag'),
    given ?? encoding,
  ]);
}
