import type { ServedModelRef, ServedModelStore } from '../../contracts/ports/index.ts';
import { isOfCall } from '../../sharing/index.ts';

/** Models that one query asks for. */
const askedMax = 256;
interface Waiting {
  ref: ServedModelRef;
  resolve(version: string | null): void;
  reject(error: unknown): void;
}

/** Reads versions of models, with one query at a time. Calls that arrive while it runs share the next one, so the more calls
 *  there are, the less each one costs. A model of another tenant than that of the call has no version, as it has no row. */
export function createVersionReads(
  store: Pick<ServedModelStore, 'versions'>,
): (ref: ServedModelRef) => Promise<string | null> {
  let waiting: Waiting[] = [];
  let isRunning = false;

  async function read(): Promise<void> {
    isRunning = true;
    const calls = waiting.slice(0, askedMax);
    waiting = waiting.slice(askedMax);
    const byKey = Map.groupBy(calls, ({ ref }) => JSON.stringify([ref.tenant, ref.reference]));
    const groups = [...byKey.values()];
    try {
      const versions = await store.versions(groups.map(([{ ref }]) => ref));
      for (const [i, group] of groups.entries()) for (const { resolve } of group) resolve(versions[i]);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    } finally {
      isRunning = false;
      if (waiting.length > 0) void read();
    }
  }

  return (ref) =>
    new Promise((resolve, reject) => {
      if (!isOfCall(ref.tenant)) return resolve(null);
      waiting.push({ ref, resolve, reject });
      if (!isRunning) void read();
    });
}
