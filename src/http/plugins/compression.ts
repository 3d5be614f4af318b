import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import fp from 'fastify-plugin';

/** Smaller answers would hardly shrink. */
const answerBytesMin = 1_024;
/** Brotli's default takes a hundred times as long for a tenth of the bytes. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** Texts, but no stream of events, which has to arrive line by line. */
const texts =
  /^(application\/(\S+\+)?json|application\/(x-ndjson|javascript)|text\/(html|plain|csv|css|javascript))\b/;

const encodings = {
  br: {
    whole: (bytes: Buffer) => promisify(brotliCompress)(bytes, brotliOptions),
    stream: () => createBrotliCompress(brotliOptions),
  },
  gzip: { whole: (bytes: Buffer) => promisify(gzip)(bytes), stream: () => createGzip() },
};

/** Answers are compressed as `Accept-Encoding` allows. (@fastify/compress also takes event streams and weights.) */
export const compressionPlugin = fp(async (app) => {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (!texts.test(type) || reply.hasHeader('content-encoding') || request.method === 'HEAD') return payload;
    reply.header('vary', [reply.getHeader('vary'), 'Accept-Encoding'].filter(Boolean).join(', '));
    const name = chosen(request.headers['accept-encoding']);
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const isShort = Buffer.isBuffer(bytes) && bytes.length < answerBytesMin;
    const isPackable = Buffer.isBuffer(bytes) || bytes instanceof Readable;
    if (name === null || isShort || !isPackable) return payload;
    reply.header('content-encoding', name).removeHeader('content-length');
    const encoding = encodings[name];
    return Buffer.isBuffer(bytes) ? encoding.whole(bytes) : pipeline(bytes, encoding.stream(), () => {});
  });
});

/** The best encoding that the caller takes; null for none. */
function chosen(accepted = ''): keyof typeof encodings | null {
  const refused = /;\s*q=0(\.0*)?\s*$/;
  const wanted = accepted
    .toLowerCase()
    .split(',')
    .filter((item) => !refused.test(item))
    .map((item) => item.split(';')[0].trim());
  return wanted.includes('br') ? 'br' : wanted.includes('gzip') ? 'gzip' : null;
}
