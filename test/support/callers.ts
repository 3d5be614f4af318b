/** The first admin key of a service with keys. */
export const firstKey = 'a-key-of-a-test-with-32-characters';

export interface CallerAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare fields of many kinds of answer
  body: any;
}

/** Calls an API with the key of one tenant. */
export interface Caller {
  get(path: string): Promise<CallerAnswer>;
  post(path: string, body: unknown): Promise<CallerAnswer>;
  delete(path: string): Promise<CallerAnswer>;
}

/** A caller of a new key of the tenant. */
export async function callerOf(api: { url: string }, tenant: string): Promise<Caller> {
  const { body } = await callerWith(api, firstKey).post('/v1/keys', { tenant });
  return callerWith(api, body.secret);
}

/** @param api its URL is read at each call: a restarted API may have another */
function callerWith(api: { url: string }, key: string): Caller {
  const call = async (method: string, path: string, body?: unknown): Promise<CallerAnswer> => {
    const response = await fetch(api.url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    delete: (path) => call('DELETE', path),
  };
}
