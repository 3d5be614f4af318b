import {
  type CacheCounts,
  type CallEnd,
  ModelChanged,
  type ServedModel,
  type ServedModelRef,
  type ServedModelStore,
  type ServedModels,
} from '../../contracts/ports/index.ts';
import { isOfCall } from '../../sharing/index.ts';
import { createCacheCounts } from './cache-counts.ts';
import { createVersionReads } from './version-reads.ts';

/** Models that stay in memory. One has its spec, its card and the description of its dataset: about 100 KB. */
const servedModelsMax = 500;

export interface ServedModelsOptions {
  modelsMax?: number;
  counts?: CacheCounts['models'];
}

/** Keeps the models that were used last, by tenant and id or alias. `work` runs with a kept model, while or before one indexed read
 *  asks the database for its version. */
export function createServedModels(
  store: ServedModelStore,
  { modelsMax = servedModelsMax, counts = createCacheCounts().models }: ServedModelsOptions = {},
): ServedModels {
  const kept = new Map<string, ServedModel & { version: string }>();
  const versionOf = createVersionReads(store);

  /** The most recently used is last. */
  function keep(key: string, served: ServedModel & { version: string }): void {
    kept.delete(key);
    kept.set(key, served);
    if (kept.size > modelsMax) kept.delete(kept.keys().next().value!);
  }

  /** The result of `work`, or undefined if the model has changed. */
  async function tried<T>(
    ref: ServedModelRef,
    { version, ...served }: ServedModel & { version: string },
    work: (served: ServedModel) => Promise<T>,
  ): Promise<{ result: T } | undefined> {
    const working = settled(work, served);
    const [present, outcome] = await Promise.allSettled([versionOf(ref, working), working]);
    if (present.status === 'rejected') throw present.reason;
    if (present.value !== version) return undefined;
    if (outcome.status === 'rejected') throw outcome.reason;
    return { result: outcome.value };
  }

  /** The same for work that leaves an end. Only an end that does not require the version by itself, and an error, wait for it. */
  async function triedToEnd<T>(
    ref: ServedModelRef,
    { version, ...served }: ServedModel & { version: string },
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
    attempt: (last: ServedModel & { version: string }) => Promise<{ result: T } | undefined>,
    fresh: (served: ServedModel) => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify([tenant, reference]);
    // A model of another tenant than that of the call does not exist for it.
    const last = isOfCall(tenant) ? kept.get(key) : undefined;
    if (last !== undefined) {
      keep(key, last);
      const made = await attempt(last);
      if (made !== undefined) {
        counts.hits++;
        return made.result;
      }
      if (kept.get(key) === last) kept.delete(key);
    }
    counts.misses++;
    const found = await store.find(tenant, reference);
    keep(key, found);
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
