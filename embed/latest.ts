import type { LatestForecast } from '../src/contracts/schemas/index.ts';

/** Where a forecast is read, and with which permission. */
export interface Source {
  service: string;
  model: string;
  series: string | null;
  history: string | null;
  token: string | null;
  key: string | null;
}

/** Why there is no new forecast. */
export interface Failure {
  /** HTTP status; 0 if the service was not reached, or not asked. */
  status: number;
  code: string;
  title: string;
  detail: string;
}

export type Reading = { forecast: LatestForecast; tag: string | null } | { failure: Failure };

const answerMsMax = 30_000;

/** Reads the latest forecast. The browser keeps the last answer and asks the service whether it
 *  still holds (`ETag`). */
export async function readLatest(source: Source, ended: AbortSignal): Promise<Reading> {
  const { service, model, key, ...query } = source;
  const base = service.endsWith('/') ? service : `${service}/`;
  const url = new URL(`v1/models/${encodeURIComponent(model)}/forecasts/latest`, base);
  for (const name of ['series', 'history', 'token'] as const) {
    const value = query[name];
    if (value !== null) url.searchParams.set(name, value);
  }
  try {
    const answer = await fetch(url, {
      ...(key === null ? {} : { headers: { authorization: `Bearer ${key}` } }),
      cache: 'no-cache',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([ended, AbortSignal.timeout(answerMsMax)]),
    });
    const body = await answer.json();
    if (answer.ok) return { forecast: body, tag: answer.headers.get('etag') };
    const { code = 'unknown', title = 'The forecast could not be read', detail = '' } = body;
    return { failure: { status: answer.status, code, title, detail } };
  } catch {
    return { failure: { status: 0, code: 'unreachable', ...unreachable(navigator.onLine) } };
  }
}

function unreachable(isOnline: boolean): Pick<Failure, 'title' | 'detail'> {
  return isOnline
    ? { title: 'The forecast cannot be reached', detail: 'The service does not answer this page.' }
    : { title: 'You are offline', detail: 'The forecast returns with the connection.' };
}
