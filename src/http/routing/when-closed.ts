import type { ServerResponse } from 'node:http';

/** Calls `work` once when a response is closed: it was sent, or its caller has hung up. Now, if that was before: a response says so
 *  only once. */
export function whenClosed(response: ServerResponse, work: () => void): void {
  if (response.destroyed) work();
  else response.once('close', work);
}
