import { setImmediate as turn } from 'node:timers/promises';
import { inCall } from './call.ts';

/** Longest wait for a read that was begun before. The next one begins beside a read that hangs. */
const waitMsMax = 1_000;
/** Turns of the event loop between a read and the next one. Those of an idle process take microseconds. */
const turnsBeforeNext = 2;

/** Reads for callers of one tenant that ask for the same: those that arrive while a read is under way wait for its end,
 *  and then share the next one. So each caller gets what was committed before its call, and the more callers there are,
 *  the less each one costs. */
export type JoinedReads = <Result>(
  tenant: string,
  key: string,
  read: () => Promise<Result>,
) => Promise<Result>;

interface Place {
  /** The read under way. It never rejects. */
  present: Promise<unknown>;
  /** The read that begins after it; null while nobody waits for it. */
  next: Promise<unknown> | null;
}

export function createJoinedReads(): JoinedReads {
  const places = new Map<string, Place>();

  function begin(name: string, tenant: string, read: () => Promise<unknown>): Promise<unknown> {
    // The read does not end with the call that began it.
    const result = inCall({ tenant, signal: null }, async () => read());
    const place: Place = { present: result.then(end, end), next: null };
    places.set(name, place);
    return result;

    function end(): void {
      if (places.get(name) === place && place.next === null) places.delete(name);
    }
  }

  return <Result>(tenant: string, key: string, read: () => Promise<Result>): Promise<Result> => {
    const name = JSON.stringify([tenant, key]);
    const place = places.get(name);
    if (place === undefined) return begin(name, tenant, read) as Promise<Result>;
    place.next ??= ended(place.present)
      .then(turnsOfLoop)
      .then(() => begin(name, tenant, read));
    return place.next as Promise<Result>;
  };
}

/** Callers that were just answered often call again at once. They share the next read too, if it begins after their
 *  requests have been taken in: otherwise half of the callers wait for each read, and there are twice as many reads. */
async function turnsOfLoop(): Promise<void> {
  for (let i = 0; i < turnsBeforeNext; i++) await turn();
}

/** Waits for the end of a read, but not for ever. */
async function ended(read: Promise<unknown>): Promise<void> {
  const { promise: isLate, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMsMax);
  await Promise.race([read, isLate]);
  clearTimeout(timer);
}
