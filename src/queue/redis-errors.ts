/** Answers of a server that takes no writes any more, because it became a replica. Its address may lead to another one by now. */
const replica = /^(READONLY|UNBLOCKED|MASTERDOWN)/;
/** Answers of a server that does nothing for now: it is full, cannot save, is starting or busy, or its password was changed. */
const refusing = /^(OOM|MISCONF|LOADING|BUSY|NOREPLICAS|CLUSTERDOWN|NOAUTH|WRONGPASS|NOPERM)/;

/** Whether ioredis is to connect again after an error. BullMQ's fetch loop would spin with these errors: it waits after those with
 *  the code of a refused connection, so they get it. */
export function reconnectOnError(error: Error): boolean {
  const isOfReplica = replica.test(error.message);
  if (isOfReplica || refusing.test(error.message)) Object.assign(error, { code: 'ECONNREFUSED' });
  return isOfReplica;
}
