import { tlsRemedy } from '../tls-faults.ts';

/** Answers of a server that takes no writes any more, because it became a replica. Its address may lead
 *  to another one by now. */
const replica = /^(READONLY|UNBLOCKED|MASTERDOWN)/;
/** Answers of a server that does nothing for now: it is full, cannot save, is starting or busy, or its password or its
 *  commands were changed. */
const refusing =
  /^(OOM|MISCONF|LOADING|BUSY|NOREPLICAS|CLUSTERDOWN|NOAUTH|WRONGPASS|NOPERM|ERR unknown command)/;

/** Whether ioredis is to connect again after an error. BullMQ's fetch loop would spin with these errors: it waits after
 *  those with the code of a refused connection, so they get it. */
export function reconnectOnError(error: Error): boolean {
  const isOfReplica = replica.test(error.message);
  if (isOfReplica || refusing.test(error.message)) Object.assign(error, { code: 'ECONNREFUSED' });
  return isOfReplica;
}

/** Remedies by the answer with which Redis refuses. */
const advice: [RegExp, string][] = [
  [
    /^(WRONGPASS|ERR invalid password|NOAUTH|ERR AUTH)/,
    'Correct the password in REDIS_URL (redis://:password@host:6379; special characters are encoded: @ as %40).',
  ],
  [
    /^NOPERM/,
    'Grant this user of Redis all commands on the keys `bull:*`, with INFO and scripts (`~bull:* &* +@all`), or name another one in REDIS_URL.',
  ],
  [
    /DB index is out of range|invalid DB index/,
    'Correct the number of the database at the end of REDIS_URL.',
  ],
  [
    /^(CROSSSLOT|MOVED)/,
    'The scripts of the queue need all keys on one server: name a Redis that is no Redis Cluster in REDIS_URL, or leave REDIS_URL out, which keeps the queue in PostgreSQL.',
  ],
  [
    /^ERR unknown command/,
    'The queue needs this: remove the `rename-command` from the configuration of Redis, or name another Redis in REDIS_URL.',
  ],
];
/** End of the answer to an unknown command. */
const argumentsOf = /, with args beginning with:.*/s;
const tls = {
  server: 'Redis',
  trust: 'give the process the file of the certificate (NODE_EXTRA_CA_CERTS=/path/ca.pem)',
};

/** Why no work with Redis can begin, and what the operator changes; null for an error that has another
 *  reason, or that may pass. */
export function redisRefusal(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { message, code = '' } = error as NodeJS.ErrnoException;
  const known = advice.find(([pattern]) => pattern.test(message));
  if (known !== undefined)
    return `Redis refuses the service: ${message.replace(argumentsOf, '').slice(0, 200)}. ${known[1]}`;
  const remedy = tlsRemedy(code, tls);
  return remedy === null ? null : `The encrypted connection to Redis fails: ${message}. ${remedy}`;
}
