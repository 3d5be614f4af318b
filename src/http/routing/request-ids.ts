import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import { hasMadeSecret } from './censor.ts';

const acceptedRequestId = /^[\w.:/+=@-]{1,128}$/;

/** The caller's `X-Request-Id` if it is short and safe to log, else a new id. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  if (typeof given !== 'string' || !acceptedRequestId.test(given)) return newRequestId();
  const isSecret = hasMadeSecret(given) || credentialsOf(headers).includes(given);
  return isSecret ? newRequestId() : given;
}

/** Whole keys that the caller sent, with and without the scheme. An id is not compared with parts of them: the answer
 *  would tell which text is a part of a key that a proxy has added. */
function credentialsOf({ authorization = '', 'x-api-key': plain }: IncomingHttpHeaders): string[] {
  const sent = authorization.trim();
  return [sent, sent.replace(/^\S+ +/, ''), String(plain ?? '').trim()];
}

/** Hexadecimal digits that an id takes from the pool. */
const idDigits = 19;
/** Random digits for many ids are drawn at once: drawing them for each takes a twentieth of the
 *  time of a small answer. */
const poolBytes = 4_864; // 512 ids
let pool = '';
let used = 0;
/** The digits of the present millisecond, with the version of the UUID. */
let time = '';
let timeMs = 0;

/** A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits. */
export function newRequestId(): string {
  const nowMs = Date.now();
  if (nowMs !== timeMs) {
    timeMs = nowMs;
    const digits = nowMs.toString(16).padStart(12, '0');
    time = `${digits.slice(0, 8)}-${digits.slice(8)}-7`;
  }
  if (used + idDigits > pool.length) {
    pool = randomBytes(poolBytes).toString('hex');
    used = 0;
  }
  const from = used;
  used += idDigits;
  const variant = '89ab'[Number.parseInt(pool[from], 16) & 3];
  return `${time}${pool.slice(from + 1, from + 4)}-${variant}${pool.slice(from + 4, from + 7)}-${pool.slice(from + 7, used)}`;
}
