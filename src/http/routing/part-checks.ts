import { inTime } from '../../in-time.ts';
import type { AppDeps } from './deps.ts';

const pingMsMax = 800;

/** Checks of the parts that an API needs, by their names in `/readyz`. Each rejects if the part cannot be used. */
export function partChecks({
  store,
  queue,
}: {
  store: Pick<AppDeps['store'], 'ping'>;
  queue: Pick<AppDeps['queue'], 'ping'>;
}) {
  return {
    database: () => inTime(store.ping(), pingMsMax),
    queue: () => inTime(queue.ping(), pingMsMax),
  };
}
