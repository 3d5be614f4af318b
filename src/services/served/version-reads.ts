import type { ServedModelRef, ServedModelStore } from '../../contracts/ports/index.ts';
import { isOfCall } from '../../sharing/index.ts';

/** Models that one query asks for. */
const askedMax = 256;
interface Waiting {
  ref: ServedModelRef;
  /** Whether the work of the call has ended, so that it needs nothing but its version. */
  isDue: boolean;
  resolve(version: string | null): void;
  reject(error: unknown): void;
}

/** Reads versions of models, with one query at a time. A call that is alone reads at once, beside its work. Of several
 *  calls in work, the first whose work ends reads for all that have arrived, so the more calls there are, the less each
 *  one costs. A model of another tenant than that of the call has no version, as it has no row.
 *  @param work what the call does meanwhile */
export function createVersionReads(
  store: Pick<ServedModelStore, 'versions'>,
): (ref: ServedModelRef, work: Promise<unknown>) => Promise<string | null> {
  let waiting: Waiting[] = [];
  let isRunning = false;
  /** Calls whose work or version is not there yet. */
  let calls = 0;

  function readIfDue(): void {
    if (!isRunning && waiting.length > 0 && (calls === 1 || waiting.some(({ isDue }) => isDue))) void read();
  }

  async function read(): Promise<void> {
    isRunning = true;
    const asked = waiting.slice(0, askedMax);
    waiting = waiting.slice(askedMax);
    const byKey = Map.groupBy(asked, ({ ref }) => JSON.stringify([ref.tenant, ref.reference]));
    const groups = [...byKey.values()];
    try {
      const versions = await store.versions(groups.map(([{ ref }]) => ref));
      for (const [i, group] of groups.entries()) for (const { resolve } of group) resolve(versions[i]);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    } finally {
      isRunning = false;
      readIfDue();
    }
  }

  return async (ref, work) => {
    if (!isOfCall(ref.tenant)) return null;
    const { promise, resolve, reject } = Promise.withResolvers<string | null>();
    const own: Waiting = { ref, isDue: false, resolve, reject };
    calls++;
    waiting.push(own);
    readIfDue();
    const ended = work.then(becomeDue, becomeDue);
    try {
      return await promise;
    } finally {
      void ended.then(leave);
    }

    function becomeDue(): void {
      own.isDue = true;
      readIfDue();
    }
  };

  function leave(): void {
    calls--;
    readIfDue();
  }
}
