/** A key for a call that may be repeated. `randomUUID` is missing on pages without TLS. */
export function newCallKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Sends calls that start work with a key. After a lost connection the same request has the same key again, so the service
 *  starts nothing twice. A call that has succeeded begins anew. One sender belongs to one form or button.
 *  `const [once] = useState(createOnce)`, then `once(body, (headers) => client.POST('/v1/models', { body, headers }))` */
export function createOnce() {
  let last: { text: string; key: string } | null = null;
  return async <T>(request: unknown, call: (headers: Record<string, string>) => Promise<T>): Promise<T> => {
    const text = JSON.stringify(request);
    if (last?.text !== text) last = { text, key: newCallKey() };
    const answer = await call({ 'idempotency-key': last.key });
    last = null;
    return answer;
  };
}
