import { createHash, randomUUID } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import type {
  FastifyReply,
  FastifyRequest,
  onSendHookHandler,
  preHandlerHookHandler,
  preValidationHookHandler,
} from 'fastify';
import fp from 'fastify-plugin';
import {
  type IdempotencyStore,
  idempotencySilentSeconds,
  type StoredResponse,
} from '../../contracts/ports/index.ts';
import { type AppError, refusal } from '../../errors.ts';
import { createOutageLog } from '../../outage-log.ts';
import { startPolling } from '../../polling.ts';
import { forecastTypes } from '../routing/forecast-formats.ts';
import { answerBytesMax } from '../routing/idempotent-response.ts';
import { JsonText, ParsedBody } from '../routing/json-text.ts';
import { preferredType } from '../routing/negotiation.ts';
import { addProblems } from '../routing/responses.ts';
import { addRouteHook } from '../routing/route-hooks.ts';
import { addHeaders } from '../routing/vary.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the call supports `Idempotency-Key`. Default: true for every POST with a body under /v1. */
    idempotent?: boolean;
  }
  interface FastifyRequest {
    /** The key that this call holds until its response is sent. */
    heldKey: HeldKey | null;
    /** The body before its validation, which fills in defaults. Calls with a key have it. */
    sentBody: unknown;
  }
}

interface RequestDigest {
  /** SHA-256 of the request. Call it after a streamed body was read. */
  digest(): Buffer;
  /** Whether a stored digest is that of the same request. Call it after a streamed body was read. */
  equals(stored: Uint8Array): boolean;
}

interface HeldKey {
  key: string;
  holder: string;
  digest: RequestDigest['digest'];
  /** Whether the response is already stored, in the transaction of the work. */
  isKept: boolean;
  /** Whether the work came to nothing, so that a repeated call does it again although a response is stored. */
  worksAgain: boolean;
}

const renewEveryMs = 3_000;
const keptHeaders = ['content-type', 'location', 'retry-after', 'next-cursor', 'cache-control'];
const acceptedKey = /^[\x21-\x7e]{1,255}$/;

/** `Idempotency-Key`: the first successful response to a key is sent again for the same request. A different request
 *  with the key is refused. A failed call may be repeated with its key. An uploaded table is hashed while it is read,
 *  so a repeated call has to send it completely. */
export const idempotencyPlugin = fp(async (app, { store }: { store: IdempotencyStore }) => {
  /** Calls that hold a key. */
  const holders = new Set<string>();
  /** Keys that the database could not release. They are not renewed, and are released when it answers, or
   *  are free after a while. */
  const unreleased: { release: () => Promise<void>; freeAt: number }[] = [];
  async function releaseLeft(): Promise<void> {
    for (let left = unreleased.length; left > 0; left--) {
      const one = unreleased.shift()!;
      if (one.freeAt < performance.now()) continue;
      await one.release().catch((error: unknown) => {
        unreleased.push(one);
        throw error;
      });
    }
  }
  const outage = createOutageLog(app.log, {
    failing: 'idempotency keys not renewed',
    again: 'idempotency keys are renewed again',
  });
  const renewal = startPolling({
    everyMs: renewEveryMs,
    firstAfterMs: renewEveryMs,
    async run() {
      if (holders.size > 0) await store.renew([...holders]);
      await releaseLeft();
      outage.works();
    },
    onError: outage.failed,
  });
  app.addHook('onClose', () => renewal.stop());
  app.decorateRequest('heldKey', null);
  app.decorateRequest('sentBody', null);
  const keepBody: preValidationHookHandler = (request, _reply, done) => {
    if (request.headers['idempotency-key'] !== undefined) request.sentBody ??= request.body;
    done();
  };

  app.addHook('onRoute', (route) => {
    const isCreating = route.method === 'POST' && route.url.startsWith('/v1/');
    const takesKey = route.config?.idempotent ?? route.schema?.body !== undefined;
    if (!isCreating || !takesKey) return;
    route.config = { ...route.config, idempotent: true };
    const response = addProblems(route.schema?.response as object, [
      'idempotency_key_in_use',
      'idempotency_key_reused',
      'request_invalid',
    ]);
    route.schema = { ...route.schema, response };
    addRouteHook(route, 'preValidation', keepBody);
    addRouteHook(route, 'preHandler', holdKey);
    addRouteHook(route, 'onSend', keepAnswer);
  });

  const holdKey: preHandlerHookHandler = (request, reply, done) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return done();
    hold(request, reply, key).then((isReplayed) => isReplayed || done(), done);
  };

  /** @returns whether an earlier answer was sent */
  async function hold(
    request: FastifyRequest,
    reply: FastifyReply,
    key: string | string[],
  ): Promise<boolean> {
    if (typeof key !== 'string' || !acceptedKey.test(key)) throw unusableKey();
    const { digest, equals } = digestOf(request);
    const holder = randomUUID();
    const found = await store.reserve(request.tenant, key, holder);
    if (found.state === 'running') throw keyInUse(key);
    if (found.state === 'answered') {
      if (request.body instanceof Readable) await drain(request.body);
      if (!equals(found.digest)) throw keyReused(key);
      const { status, headers, body } = found.answer;
      if (body === null) throw answerUnreadable(key, headers.location);
      replay(reply, { status, headers, body });
      return true;
    }
    holders.add(holder);
    request.heldKey = { key, holder, digest, isKept: false, worksAgain: false };
    return false;
  }

  const keepAnswer: onSendHookHandler = (request, reply, payload, done) => {
    if (request.heldKey === null) return done(null, payload);
    keep(request, reply, request.heldKey, payload).then(() => done(null, payload), done);
  };

  async function keep(
    request: FastifyRequest,
    reply: FastifyReply,
    heldKey: HeldKey,
    payload: unknown,
  ): Promise<void> {
    const { tenant } = request;
    const { key, holder, worksAgain } = heldKey;
    request.heldKey = null;
    holders.delete(holder);
    if (heldKey.isKept && reply.statusCode < 300) {
      void bound(
        request,
        typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.byteLength(payload) : 0,
      );
      return;
    }
    const body = bytesOf(payload);
    const isKept = reply.statusCode < 300 && body !== null && body.length <= answerBytesMax;
    const release = () => store.release(tenant, key, holder, worksAgain);
    try {
      if (!isKept) return await release();
      const headers = Object.fromEntries(
        keptHeaders.flatMap((name) => {
          const value = reply.getHeader(name);
          return value === undefined ? [] : [[name, String(value)]];
        }),
      );
      await store.keep(tenant, key, holder, heldKey.digest(), {
        status: reply.statusCode,
        headers,
        body,
      });
    } catch (err) {
      request.log.warn({ err }, 'an idempotency key could not be kept or released; it is released later');
      unreleased.push({ release, freeAt: performance.now() + idempotencySilentSeconds * 1_000 });
      return;
    }
    void bound(request, body.length);
  }

  /** Deletes old answers. The caller does not wait for it. */
  async function bound(request: FastifyRequest, bytes: number): Promise<void> {
    await store
      .bound(request.tenant, bytes)
      .catch((err: unknown) => request.log.warn({ err }, 'old responses of idempotency keys not deleted'));
  }
});

/** SHA-256 of the method, the address, the format that the caller wants if it is not JSON, and the body. A streamed
 *  body is hashed while it is read. */
function digestOf(request: FastifyRequest): RequestDigest {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`);
  const format = preferredType(request, forecastTypes);
  if (format !== null && format !== 'application/json') hash.update(`${format}\n`);
  const { body, sentBody } = request;
  if (!(body instanceof Readable)) {
    const digestWith = (part: string | Buffer) => hash.copy().update(part).digest();
    const isLarge = sentBody instanceof JsonText || sentBody instanceof ParsedBody;
    const digest = digestWith(isLarge ? sentBody.digest! : textOf(withSortedNames(sentBody)));
    // Keys that version 0.1.0 stored have the digest of the validated body.
    const equalsEarlier = (stored: Uint8Array) => !isLarge && digestWith(textOf(body)).equals(stored);
    return { digest: () => digest, equals: (stored) => digest.equals(stored) || equalsEarlier(stored) };
  }
  if (request.formFields !== undefined) hash.update(JSON.stringify(request.formFields));
  let digest: Buffer | null = null;
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (digest === null) hash.update(chunk); // an answer may be sent before the body has ended
      done(null, chunk);
    },
  });
  request.body = pipeline(body, tap, () => {});
  const ended = () => {
    digest ??= hash.digest();
    return digest;
  };
  return { digest: ended, equals: (stored) => ended().equals(stored) };
}

/** JSON without spaces; empty if there is no value. */
function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

/** A body in which the order of names makes no difference. Values that the caller left out stay out of it: their
 *  defaults depend on the version of the service.
 *  @param value JSON that was validated, so that its depth is bounded */
function withSortedNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedNames);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, one]) => [name, withSortedNames(one)]));
}

async function drain(body: Readable): Promise<void> {
  for await (const _chunk of body);
}

function replay(reply: FastifyReply, { status, headers, body }: StoredResponse): FastifyReply {
  return addHeaders(reply.code(status), headers)
    .header('idempotency-replayed', 'true')
    .send(Buffer.from(body));
}

/** The bytes of an answer; null for a stream and for a text that is too long, which are not kept. */
function bytesOf(payload: unknown): Buffer | null {
  if (typeof payload === 'string' && payload.length <= answerBytesMax) return Buffer.from(payload);
  return Buffer.isBuffer(payload) ? payload : null;
}

const path = 'Idempotency-Key';

function unusableKey(): AppError {
  return refusal('request_invalid', {
    path,
    message: 'the header `Idempotency-Key` cannot be used',
    accepted: '1 to 255 visible ASCII characters, for example a UUID',
  });
}

function keyInUse(key: string): AppError {
  return refusal(
    'idempotency_key_in_use',
    { path, message: 'is in use' },
    `A call with the idempotency key \`${key}\` is still running: try again when it has been answered.`,
  );
}

/** @param location address of the resource that the answer is about */
function answerUnreadable(key: string, location: string | undefined): AppError {
  const message = 'has an answer that was encrypted with another GATECAST_SECRET_KEY';
  const made = location === undefined ? '' : ` What the first call created is at ${location}.`;
  return refusal(
    'idempotency_answer_unreadable',
    { path, message, accepted: 'another key' },
    `The idempotency key \`${key}\` ${message}, and cannot be decrypted.${made}`,
  );
}

function keyReused(key: string): AppError {
  const message = 'was used for another request';
  const accepted = 'the same method, address and body, or another key';
  return refusal(
    'idempotency_key_reused',
    { path, message, accepted },
    `The idempotency key \`${key}\` ${message}; accepted: ${accepted}.`,
  );
}
