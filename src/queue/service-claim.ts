import type { Redis } from 'ioredis';

/** Key with the id of the service whose queue a Redis holds. Users of Redis have a right to its prefix. */
const claimKey = 'bull:gatecast-service';
/** A key that is there is only read, so a full Redis answers too. */
const script = `
  local owner = redis.call('GET', KEYS[1])
  if owner then return owner end
  redis.call('SET', KEYS[1], ARGV[1])
  return ARGV[1]`;

/** Two services would take jobs and messages from each other's queue, drop them as unknown, and
 *  remove each other's plans. */
export class ForeignQueueError extends Error {
  override readonly name = 'ForeignQueueError';

  constructor() {
    super(
      'The Redis in REDIS_URL holds the queue of another service, which has another database. Name another database of this Redis in REDIS_URL, such as redis://…/1; or, if the other service is gone, ' +
        `delete its key \`${claimKey}\` there.`,
    );
  }
}

/** Claims a Redis that no service has claimed, or that was emptied. @returns id of the service that has it */
export async function claimRedis(redis: Redis, serviceId: string): Promise<string> {
  return String(await redis.eval(script, 1, claimKey, serviceId));
}

/** @throws ForeignQueueError if another service has claimed the queue */
export async function requireOwnQueue(
  backend: { claim(serviceId: string): Promise<string> },
  serviceId: string,
): Promise<void> {
  if ((await backend.claim(serviceId)) !== serviceId) throw new ForeignQueueError();
}
