import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';
const keyBytes = 24;

/** Random secret, base64 with the prefix `whsec_`. */
export function newSecret(): string {
  return prefix + randomBytes(keyBytes).toString('base64');
}

/** Headers that sign a message: HMAC-SHA256 over `id.timestamp.body`, the timestamp in seconds since 1970.
 *  Source: https://www.standardwebhooks.com */
export function signedHeaders(id: string, secret: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
