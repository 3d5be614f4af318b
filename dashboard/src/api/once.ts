import { GatecastError } from '../../../clients/typescript/src/index.ts';

/** Statuses of 4xx after which the call may have begun, or may be accepted later as it is. */
const unsettled = [401, 408, 409, 425, 429];

/** A key for a call that may be repeated. `randomUUID` is missing on pages without TLS. */
export function newCallKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Sends calls that start work with a key. After a failure the same request has the same key again, so the service
 *  starts nothing twice. A call begins anew once it has succeeded, or was refused with a 4xx before anything began. One
 *  sender belongs to one form or button.
 *  `const [once] = useState(createOnce)`, then
 *  `once(body, (headers) => client.POST('/v1/models', { body, headers }))` */
export function createOnce() {
  let last: { text: string; key: string } | null = null;
  return async <T>(request: unknown, call: (headers: Record<string, string>) => Promise<T>): Promise<T> => {
    const text = JSON.stringify(request);
    if (last?.text !== text) last = { text, key: newCallKey() };
    try {
      const answer = await call({ 'idempotency-key': last.key });
      last = null;
      return answer;
    } catch (error) {
      if (isRefused(error)) last = null;
      throw error;
    }
  };
}

/** Whether the service has refused a call, so that nothing has begun. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof GatecastError &&
    error.status >= 400 &&
    error.status < 500 &&
    !unsettled.includes(error.status)
  );
}
