import createFetchClient, { type Client } from 'openapi-fetch';
import { type ForecastCall, forecastCall } from './forecast.ts';
import type { paths } from './schema.d.ts';

export interface ClientOptions {
  /** URL of the service, such as `http://127.0.0.1:8080`. */
  url: string;
  /** The API key, if the service requires one. */
  key?: string;
  fetch?: typeof fetch;
}

/** A client with a typed method call for every path: `client.GET('/v1/models/{model_id}', …)`, and with `forecast`. */
export type GatecastClient = Client<paths> & {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly forecast: ForecastCall;
};

export function createClient({ url, key, fetch }: ClientOptions): GatecastClient {
  const baseUrl = url.replace(/\/$/, '');
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const client = createFetchClient<paths>({ baseUrl, headers, ...(fetch === undefined ? {} : { fetch }) });
  return Object.assign(client, { url: baseUrl, headers, forecast: forecastCall(client) });
}
