import http from 'node:http';
import https from 'node:https';
import type { DeliveryResult, OutgoingDelivery, WebhookTargets } from '../contracts/ports/index.ts';
import { AppError } from '../errors.ts';
import { newSecret, signedHeaders } from './signature.ts';
import { type Address, createTargetPolicy } from './target.ts';

/** An attempt as a whole: resolving, connecting, posting, and reading the answer. */
const attemptMsMax = 10_000;
/** How long a caller who names an address waits for the name server. */
const checkMsMax = 3_000;
/** Of an answer no more is read. */
const answerBytesMax = 1_024;

export interface WebhookSender extends WebhookTargets {
  /** Posts once. Never throws: whatever goes wrong is the result. */
  send(delivery: OutgoingDelivery): Promise<DeliveryResult>;
}

/** @param allow networks that may be called although they are private, as CIDR */
export function createWebhookSender(options: { allow: readonly string[]; version: string }): WebhookSender {
  const policy = createTargetPolicy(options.allow);
  return {
    newSecret,

    async check(url) {
      await inTime(policy.resolve(url), AbortSignal.timeout(checkMsMax)).catch((error: unknown) => {
        if (error instanceof AppError) throw error; // a name that cannot be resolved today may be tomorrow
      });
    },

    async send(delivery) {
      const ending = AbortSignal.timeout(attemptMsMax);
      try {
        const addresses = await inTime(policy.resolve(delivery.url), ending);
        return await post(delivery, addresses, options.version, ending);
      } catch (error) {
        return {
          isDelivered: false,
          responseStatus: null,
          responseBody: null,
          error: reasonOf(error, ending),
        };
      }
    },
  };
}

/** Connects to an address that was checked, so that another answer of the name server changes nothing. Redirects are
 *  answers like any other. */
async function post(
  { id, url, secret, body }: OutgoingDelivery,
  addresses: Address[],
  version: string,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const request = (url.startsWith('https:') ? https : http).request(url, {
    method: 'POST',
    agent: false,
    signal,
    lookup: (_host, { all }, done) => {
      if (all) done(null, addresses);
      else done(null, addresses[0].address, addresses[0].family);
    },
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': `gatecast/${version}`,
      ...signedHeaders(id, secret, body, new Date()),
    },
  });
  request.on('response', resolve);
  request.on('error', reject);
  request.end(body);
  const response = await promise;
  const status = response.statusCode!;
  const isDelivered = status >= 200 && status < 300;
  return {
    isDelivered,
    responseStatus: status,
    responseBody: await beginning(response),
    error: isDelivered ? null : `answered with status ${status}; accepted: 2xx`,
  };
}

async function beginning(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= answerBytesMax) break; // ends the connection
    }
  } catch {
    // The status has been seen; the rest is for people.
  }
  return Buffer.concat(chunks).subarray(0, answerBytesMax).toString('utf8').replaceAll('\0', '');
}

async function inTime<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([call, tooLate]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What the owner of the webhook is told. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `no answer within ${attemptMsMax / 1_000} seconds`;
  if (error instanceof AppError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  return reasons[code ?? ''] ?? `the connection failed${code === null ? '' : ` (${code})`}`;
}

const reasons: Record<string, string> = {
  ENOTFOUND: 'the host name cannot be resolved',
  EAI_AGAIN: 'the host name cannot be resolved',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
};
