import { PassThrough, pipeline, type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyRequest, preValidationHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { ZodType } from 'zod';
import {
  bodyBounds,
  bodyFormatOf,
  createInflationBound,
  createJsonScanner,
  extraBytesOf,
  type JsonBounds,
  looksLikeTable,
  uploadBounds,
} from '../../bodies/index.ts';
import { collectBody } from '../../body-threads/index.ts';
import { AppError } from '../../errors.ts';
import { jsonInlineBytesMax } from '../../json-size.ts';
import { parseJsonBody } from '../../validation/index.ts';
import { namedSchemas, nameOf, parseLarge } from '../json/index.ts';
import { JsonText, ParsedBody } from '../routing/json-text.ts';
import { addRouteHook } from '../routing/route-hooks.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the handler accepts large JSON bodies unparsed, as `JsonText`. */
    readsJsonText?: boolean;
  }
}

/** Memory that a call holds for each byte of its body: the bytes, and what they are parsed to. `held`: for each
 *  decompressed byte of a workbook or of a row group. */
export const memoryPerByte = { json: 4, table: 2, held: 2, bundle: 6 } as const;

/** Bodies up to this size are read without streams that count, hash and unpack. */
const smallBytesMax = jsonInlineBytesMax;

/** Replaces fastify's body parsers, which refuse an oversized or broken body only after they have read all of it.
 *  A call without a body schema ignores the body. */
export const bodyPlugin = fp(async (app) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', async (request: FastifyRequest) => {
    if (!takesBody(request)) return undefined;
    if (!typesOf(request).includes('application/json')) throw unsupportedType(request);
    if (isSmall(request)) return jsonOf(request, scanned(request, await wholeBody(request)), null);
    return readJsonBody(request, openBody(request, { memory: memoryPerByte.json }));
  });
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    if (takesBody(request)) throw unsupportedType(request);
  });
  const requireBody: preValidationHookHandler = (request, _reply, done) => {
    if (request.body !== undefined) return done();
    const detail = `The request has no body; accepted: ${typesOf(request).join(', ')}.`;
    done(new AppError('body_empty', { detail }));
  };
  app.addHook('onRoute', (route) => {
    if (route.schema?.body !== undefined) addRouteHook(route, 'preValidation', requireBody);
  });
});

/** Whether a body is sent as it is, with a length that needs no streams. */
function isSmall({ headers, routeOptions }: FastifyRequest): boolean {
  const length = Number(headers['content-length']); // NaN if there is none
  return (
    length <= Math.min(smallBytesMax, routeOptions.bodyLimit) && headers['content-encoding'] === undefined
  );
}

/** The bytes of a small body. The HTTP parser ends it at its length. `buffer` of node:stream/consumers goes through a
 *  Blob, which takes 40 µs for 2 KB instead of 10.
 *  @throws AppError body_incomplete, overloaded */
function wholeBody({ raw, memory }: FastifyRequest): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer) => {
      try {
        memory.addSmall(memoryPerByte.json * chunk.length);
        chunks.push(chunk);
      } catch (error) {
        raw.off('data', onData);
        reject(error);
      }
    };
    raw.on('data', onData);
    raw.once('end', () => resolve(Buffer.concat(chunks)));
    const onClose = () => {
      if (!raw.readableEnded) reject(new AppError('body_incomplete'));
    };
    raw.once('error', onClose);
    raw.once('close', onClose);
    if (raw.destroyed) onClose(); // before this call
  });
}

/** A body of JSON: parsed, or as a text where it is large and the route takes texts.
 *  @throws AppError body_invalid_json, overloaded; request_invalid where a thread has parsed it */
export async function readJsonBody(request: FastifyRequest, body: Readable): Promise<unknown> {
  const hashes = request.headers['idempotency-key'] !== undefined;
  const hold = (bytes: number) => request.memory.add(bytes);
  const { bytes, digest } = await collectBody(body, { bounds: jsonBoundsOf(request), hashes, hold });
  return jsonOf(request, bytes, digest);
}

function jsonBoundsOf({ routeOptions }: FastifyRequest): JsonBounds {
  return routeOptions.config.readsJsonText === true ? uploadBounds : bodyBounds;
}

function scanned(request: FastifyRequest, bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const parts = createJsonScanner(jsonBoundsOf(request))(bytes);
  request.memory.addSmall(extraBytesOf(parts, bytes.length));
  return bytes;
}

/** The rule for JSON: more than `jsonInlineBytesMax` is parsed, validated and converted in threads only.
 *  @param digest SHA-256 of the bytes; null for small bodies, and for calls without an idempotency key */
async function jsonOf(
  request: FastifyRequest,
  bytes: Buffer<ArrayBuffer>,
  digest: Buffer | null,
): Promise<unknown> {
  if (typesOf(request).includes('text/csv')) refuseTableAsJson(bytes);
  if (bytes.length <= jsonInlineBytesMax) return parseJsonBody(bytes);
  if (request.routeOptions.config.readsJsonText === true) return new JsonText(bytes, digest);
  return new ParsedBody(await parseLarge(bytes, schemaOf(request)), digest);
}

/** Name of the schema of a JSON body. */
function schemaOf({ routeOptions }: FastifyRequest): string {
  const body = routeOptions.schema?.body as ZodType | { content: Record<string, { schema: ZodType }> };
  const name = nameOf('content' in body ? body.content['application/json'].schema : body);
  if (name === null || !namedSchemas.has(name))
    throw new Error(`${routeOptions.url}: the body has no named schema`);
  return name;
}

/** Refuses a table that is sent as JSON, with the content type that it needs. */
function refuseTableAsJson(bytes: Uint8Array): void {
  const found = bodyFormatOf(bytes)?.name ?? (looksLikeTable(bytes) ? 'a table of text (CSV)' : null);
  if (found === null) return;
  throw new AppError('body_invalid_json', {
    detail: `The body was sent as JSON, but it looks like ${found}; accepted: JSON, or the table with the content type of what it is (text/csv, or application/octet-stream for any file).`,
  });
}

/** The first bytes of a stream, and the whole stream again. */
export async function peek(body: Readable, bytesMin = 4_096): Promise<{ head: Buffer; body: Readable }> {
  const whole = new PassThrough();
  whole.on('error', () => {}); // whoever reads it sees the error
  const chunks = body.iterator({ destroyOnReturn: false });
  const head: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      head.push(chunk);
      length += chunk.length;
      if (length >= bytesMin) break;
    }
  } catch {
    // The stream below fails with the same error.
  }
  for (const chunk of head) whole.write(chunk);
  if (body.readableEnded) whole.end();
  else pipeline(body, whole, () => {});
  return { head: Buffer.concat(head), body: whole };
}

export function unsupportedType(request: FastifyRequest): AppError {
  const found = request.headers['content-type']?.slice(0, 100);
  const what =
    found === undefined ? 'The body has no Content-Type' : `Content-Type \`${found}\` is not supported`;
  return new AppError('content_type_unsupported', {
    detail: `${what}; accepted: ${typesOf(request).join(', ')}.`,
  });
}

function takesBody({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.schema?.body !== undefined;
}

function typesOf({ routeOptions }: FastifyRequest): string[] {
  const body = routeOptions.schema?.body as { content?: Record<string, unknown> } | undefined;
  return Object.keys(body?.content ?? { 'application/json': {} });
}

/** The decompressed bytes of a body as a stream. Their number is bounded while they arrive.
 *  @param options.memory bytes that the call holds for each byte of the body
 *  @param options.gzip whether the content itself is a gzip file, in addition to any `Content-Encoding`
 *  @throws AppError body_too_large, content_encoding_unsupported. The stream fails with body_too_large, gzip_invalid,
 *  or body_incomplete if the sender stops half-way. */
export function openBody(
  request: FastifyRequest,
  { gzip = false, memory }: { gzip?: boolean; memory: number },
): Readable {
  const bytesMax = request.routeOptions.bodyLimit;
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const isEncoded = gzipNames.includes(encoding.toLowerCase());
  if (!isEncoded && encoding.toLowerCase() !== 'identity') {
    throw new AppError('content_encoding_unsupported', {
      detail: `Content-Encoding \`${encoding.slice(0, 64)}\` is not supported; accepted: gzip, identity.`,
      headers: { 'accept-encoding': 'gzip, identity' },
    });
  }
  if (Number(request.headers['content-length']) > bytesMax) throw tooLarge(bytesMax);

  const { raw } = request;
  if (raw.destroyed && !raw.readableEnded) throw new AppError('body_incomplete');
  const isGzip = gzip || isEncoded;
  const hold = (bytes: number) => request.memory.add(memory * bytes);
  const wire = limitBytes(bytesMax, isGzip ? () => {} : hold);
  // Not `pipeline`: it would destroy the socket before the error response is sent.
  raw.pipe(wire);
  const onClose = () => {
    if (!wire.writableEnded) wire.destroy(new AppError('body_incomplete'));
  };
  raw.once('error', onClose);
  raw.once('close', onClose);
  const body = isGzip ? gunzip(wire, bytesMax, hold) : wire;
  // A request may be refused before its body is read. Errors of the unread streams are then ignored.
  for (const stream of new Set([wire, body])) stream.on('error', () => {});
  return body;
}

/** Names of the encoding (RFC 9110, 8.4.1.3), in lower case. */
const gzipNames = ['gzip', 'x-gzip'];
const gzipFirstByte = 0x1f;

/** Decompresses a body. What comes out is bounded while it arrives. */
function gunzip(packed: Readable, bytesMax: number, hold: (bytes: number) => void): Readable {
  const bound = createInflationBound(bytesMax);
  const counted = (count: (chunk: Buffer) => void) =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        try {
          count(chunk);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      },
    });
  let firstByte: number | null = null;
  const arrived = counted((chunk) => {
    firstByte ??= chunk[0];
    bound.packed(chunk.length);
  });
  const unpacked = counted(({ length }) => {
    bound.unpacked(length);
    hold(length);
  });
  const unzip = createGunzip();
  unzip.once('error', (cause: NodeJS.ErrnoException) => {
    if (cause instanceof AppError) return;
    unpacked.destroy(
      cause.code === 'Z_BUF_ERROR'
        ? new AppError('body_incomplete', {
            detail: 'The gzip data end before they are complete; send the whole file.',
            cause,
          })
        : new AppError('gzip_invalid', {
            detail:
              firstByte !== gzipFirstByte
                ? 'The request says that the body is gzip, but it is not; leave Content-Encoding out, or compress the body.'
                : `The gzip data are damaged, or other bytes follow them (${cause.message}); compress the file again, and send nothing behind it.`,
            cause,
          }),
    );
  });
  return pipeline(packed, arrived, unzip, unpacked, () => {});
}

function limitBytes(bytesMax: number, hold: (bytes: number) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) return done(tooLarge(bytesMax));
      try {
        hold(chunk.length);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function tooLarge(bytesMax: number): AppError {
  return new AppError('body_too_large', {
    detail: `The body has more than ${bytesMax} bytes, the limit of this call; send it in parts.`,
  });
}
