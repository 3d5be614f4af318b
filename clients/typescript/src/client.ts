import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.d.ts';

export interface ClientOptions {
  /** Where the service is, such as `http://127.0.0.1:8080`. */
  url: string;
  /** An API key; not needed where none is set. */
  key?: string;
  fetch?: typeof fetch;
}

/** Every call of the service by its path: `client.GET('/v1/models/{model_id}', …)`. */
export type GatecastClient = Client<paths> & {
  readonly url: string;
  readonly headers: Record<string, string>;
};

export function createClient({ url, key, fetch }: ClientOptions): GatecastClient {
  const baseUrl = url.replace(/\/$/, '');
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return Object.assign(createFetchClient<paths>({ baseUrl, headers, fetch }), { url: baseUrl, headers });
}
