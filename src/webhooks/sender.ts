import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { DeliveryResult, OutgoingDelivery, WebhookTargets } from '../contracts/ports/index.ts';
import { AppError } from '../errors.ts';
import { http } from '../node-http.ts';
import { type Address, type Lookup, LookupRefused, untilAborted } from './lookups.ts';
import { newSecret, signedHeaders } from './signature.ts';
import { createTargetPolicy, hostOf } from './target.ts';

/** Bound of a whole attempt: resolve, connect, post, and read the answer. */
const attemptMsMax = 10_000;
/** How long an attempt waits before it begins, while names of other receivers are resolved. Longer than a system
 *  takes to give up a name. */
const turnMsMax = 30_000;
/** How long a caller that registers a URL waits for the name server. */
const checkMsMax = 3_000;
/** Bytes that are read of an answer. */
const answerBytesMax = 1_024;

const unanswered = { isDelivered: false, responseStatus: null, responseBody: null };
const secretUnreadable =
  'the secret of the webhook cannot be decrypted: the operator has to add the key of its time to GATECAST_SECRET_KEY, or the webhook has to be created again';

export interface WebhookSender extends WebhookTargets {
  /** Posts once. Never throws: the result says what failed. Null if the attempt did not begin, because the names of
   *  other receivers took too long to resolve.
   *  @param leaving ends the attempt */
  send(delivery: OutgoingDelivery, leaving?: AbortSignal): Promise<DeliveryResult | null>;
}

/** @param options.allow private networks that may be called, as CIDR
 *  @param options.lookup resolves names; default: as the system does */
export function createWebhookSender(options: {
  allow: readonly string[];
  version: string;
  lookup?: Lookup;
}): WebhookSender {
  const policy = createTargetPolicy(options.allow, options.lookup);
  return {
    newSecret,

    async check(tenant, url) {
      const signal = AbortSignal.timeout(checkMsMax);
      await policy.resolve(url, { tenant, signal }).catch((error: unknown) => {
        if (error instanceof AppError) throw error; // other errors are ignored: the name may be resolvable later
      });
    },

    async send({ secret, ...delivery }, leaving) {
      if (secret === null) return { ...unanswered, error: secretUnreadable };
      const late = new AbortController();
      const ending = leaving === undefined ? late.signal : AbortSignal.any([late.signal, leaving]);
      let hasBegun = isIP(hostOf(delivery.url)) !== 0;
      let timer = setTimeout(() => late.abort(), hasBegun ? attemptMsMax : turnMsMax);
      const onBegin = () => {
        hasBegun = true;
        clearTimeout(timer);
        timer = setTimeout(() => late.abort(), attemptMsMax);
      };
      try {
        const caller = { tenant: delivery.tenant, signal: ending, onBegin };
        const addresses = await policy.resolve(delivery.url, caller);
        return await post({ ...delivery, secret }, addresses, options.version, ending);
      } catch (error) {
        if (ending.aborted && !hasBegun) return null;
        return { ...unanswered, error: reasonOf(error, ending) };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Posts to one of the addresses that were checked, so that a later answer of the name server has no effect. Redirects
 *  are not followed. */
async function post(
  { id, url, secret, body }: OutgoingDelivery & { secret: string },
  addresses: Address[],
  version: string,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    response: IncomingMessage;
    hasBody: boolean;
  }>();
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
  request.on('response', (response) => resolve({ response, hasBody: true }));
  // Without a listener Node cuts the connection of a 101, and tells nobody.
  request.on('upgrade', (response, socket) => {
    socket.destroy();
    resolve({ response, hasBody: false });
  });
  request.on('error', reject);
  request.on('close', () => reject(new Error('closed without an answer')));
  request.end(body);
  const { response, hasBody } = await untilAborted(promise, signal);
  const status = response.statusCode!;
  const isDelivered = status >= 200 && status < 300;
  return {
    isDelivered,
    responseStatus: status,
    responseBody: hasBody ? await startOfBody(response) : '',
    error: isDelivered ? null : `answered with status ${status}; accepted: 2xx`,
  };
}

/** First `answerBytesMax` bytes of the body, as text. */
async function startOfBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= answerBytesMax) break; // closes the connection
    }
  } catch {
    // The status is known, and the body is only shown to people.
  }
  return Buffer.concat(chunks).subarray(0, answerBytesMax).toString('utf8').replaceAll('\0', '');
}

/** Reason of a failed attempt, for the owner of the webhook. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `no answer within ${attemptMsMax / 1_000} seconds`;
  if (error instanceof AppError || error instanceof LookupRefused) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  return reasons[code ?? ''] ?? `the connection failed${code === null ? '' : ` (${code})`}`;
}

const reasons: Record<string, string> = {
  ENOTFOUND: 'the host name cannot be resolved',
  EAI_AGAIN: 'the host name cannot be resolved',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
};
