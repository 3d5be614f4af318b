import { createClient, HttpError } from '../../../clients/typescript/src/index.ts';
import { found, lost } from './connection.ts';
import { askUnlessDeclined, key } from './key.ts';

/** The client of the service that serves this page. It adds the key of the tab, and asks for one after a 401
 *  until the reader declines. */
export const client = createClient({ url: location.origin, fetch: fetchWithKey });

/** Whether the service has accepted a call with the present key. */
let isAccepted = false;
key.subscribe(() => {
  isAccepted = false;
});

async function fetchWithKey(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  // A copy holds the body in memory, so it is made only until the key is known to be right.
  const spare = isAccepted ? null : request.clone();
  const sent = key.peek();
  const response = await send(request, sent);
  // An answer to a call with an earlier key says nothing about the present one.
  if (key.peek() === sent) isAccepted = response.status !== 401;
  if (response.status !== 401) return response;
  if (spare === null) return response;
  // Another call may have asked meanwhile.
  const isChanged = key.peek() !== sent && key.peek() !== null;
  return isChanged || (await askUnlessDeclined()) ? fetchWithKey(spare) : response;
}

async function send(request: Request, key: string | null): Promise<Response> {
  if (key !== null) request.headers.set('authorization', `Bearer ${key}`);
  try {
    const response = await fetch(request);
    if (isProxyOutage(response)) lost();
    else found();
    return response;
  } catch (error) {
    if (!request.signal.aborted) lost();
    throw error;
  }
}

/** Whether a proxy answers because the service does not. The service itself answers 503 with a problem. */
function isProxyOutage(response: Response): boolean {
  return new HttpError(response).isOutage && !response.headers.get('content-type')?.includes('json');
}
