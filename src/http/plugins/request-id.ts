import { randomFillSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fp from 'fastify-plugin';
import { v7 as uuidv7 } from 'uuid';

const acceptedRequestId = /^[\w.:/+=@-]{1,128}$/;

/** The caller's `X-Request-Id` if it is short and safe to log, else a new id. */
export function requestIdOf(raw: IncomingMessage): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && acceptedRequestId.test(given)
    ? given
    : uuidv7({ random: randomBytes() });
}

const idBytes = 16;
/** Random bytes for many ids are drawn at once: drawing them for each takes a twentieth of the time of a small answer. */
const pool = new Uint8Array(256 * idBytes);
let used = pool.length;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += idBytes;
  return pool.subarray(used - idBytes, used);
}

/** Every response has the id of its request. The logs of the request, and of the job that it starts, have it too. */
export const requestIdPlugin = fp(async (app) => {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
});
