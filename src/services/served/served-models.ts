import {
  type CacheCounts,
  type CallEnd,
  ModelChanged,
  type ServedModel,
  type ServedModelRef,
  type ServedModelStore,
  type ServedModels,
} from '../../contracts/ports/index.ts';
import { jsonSizeOf } from '../../json-size.ts';
import { isOfCall } from '../../sharing/index.ts';
import { BoundedEntries } from './bounded-entries.ts';
import { createCacheCounts } from './cache-counts.ts';
import { createVersionReads } from './version-reads.ts';

/** Estimated bytes of the models that stay in memory; and of the memory for a byte of their JSON. A model has its spec,
 *  its card and the description of its dataset, and one of a fleet the ids of its series: 10 to 500 KB. */
const servedBytesMax = 64 * 1024 * 1024;
const bytesPerJsonByte = 2;

export interface ServedModelsOptions {
  bytesMax?: number;
  counts?: CacheCounts['models'];
}

/** A model with its version, as one read found it. */
type Found = ServedModel & { version: string };

/** Keeps the models that were used last, by tenant and id or alias. `work` runs with a kept model, while or before one
 *  indexed read asks the database for its version. */
export function createServedModels(
  store: ServedModelStore,
  { bytesMax = servedBytesMax, counts = createCacheCounts().models }: ServedModelsOptions = {},
): ServedModels {
  const kept = new BoundedEntries<Found>(bytesMax);
  const versionOf = createVersionReads(store);

  /** The result of `work`, or undefined if the model has changed. */
  async function tried<T>(
    ref: ServedModelRef,
    { version, ...served }: Found,
    work: (served: ServedModel) => Promise<T>,
  ): Promise<{ result: T } | undefined> {
    const working = settled(work, served);
    const [present, outcome] = await Promise.allSettled([versionOf(ref, working), working]);
    if (present.status === 'rejected') throw present.reason;
    if (present.value !== version) return undefined;
    if (outcome.status === 'rejected') throw outcome.reason;
    return { result: outcome.value };
  }

  /** The same for work that leaves an end. Only an end that does not require the version by itself, and
   *  an error, wait for it. */
  async function triedToEnd<T>(
    ref: ServedModelRef,
    { version, ...served }: Found,
    work: (served: ServedModel) => Promise<CallEnd<T>>,
  ): Promise<{ result: T } | undefined> {
    const working = settled(work, served);
    const [outcome] = await Promise.allSettled([working]);
    if (outcome.status === 'fulfilled' && outcome.value.requiresVersion) {
      try {
        return { result: await outcome.value.run({ ...ref, version }) };
      } catch (error) {
        if (error instanceof ModelChanged) return undefined;
        throw error;
      }
    }
    if ((await versionOf(ref, working)) !== version) return undefined;
    if (outcome.status === 'rejected') throw outcome.reason;
    return { result: await outcome.value.run(null) };
  }

  /** Result of `attempt` with a kept model; else that of `fresh` with the model as it is now. */
  async function withModel<T>(
    { tenant, reference }: ServedModelRef,
    attempt: (last: Found) => Promise<{ result: T } | undefined>,
    fresh: (served: ServedModel) => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify([tenant, reference]);
    // A model of another tenant than that of the call does not exist for it.
    const last = isOfCall(tenant) ? kept.take(key) : undefined;
    if (last !== undefined) {
      const made = await attempt(last);
      if (made !== undefined) {
        counts.hits++;
        return made.result;
      }
      kept.drop(key, last);
    }
    counts.misses++;
    const found = await store.find(tenant, reference);
    kept.keep(key, found, bytesPerJsonByte * jsonSizeOf(found));
    const { version: _, ...served } = found;
    return fresh(served);
  }

  return {
    use(tenant, reference, work) {
      const ref = { tenant, reference };
      return withModel(ref, (last) => tried(ref, last, work), work);
    },
    useAndEnd(tenant, reference, work) {
      const ref = { tenant, reference };
      return withModel(
        ref,
        (last) => triedToEnd(ref, last, work),
        async (served) => (await work(served)).run(null),
      );
    },
  };
}

async function settled<T>(work: (served: ServedModel) => Promise<T>, served: ServedModel): Promise<T> {
  return work(served);
}
