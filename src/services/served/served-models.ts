import type {
  CacheCounts,
  ServedModel,
  ServedModelRef,
  ServedModelStore,
  ServedModels,
} from '../../contracts/ports/index.ts';
import { createCacheCounts } from './cache-counts.ts';
import { createVersionReads } from './version-reads.ts';

/** Models that stay in memory. One has its spec, its card and the description of its dataset: about 100 KB. */
export const servedModelsMax = 500;

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

  return {
    async use(tenant, reference, work) {
      const key = JSON.stringify([tenant, reference]);
      const last = kept.get(key);
      if (last !== undefined) {
        keep(key, last);
        const made = await tried({ tenant, reference }, last, work);
        if (made !== undefined) {
          counts.hits++;
          return made.result;
        }
        if (kept.get(key) === last) kept.delete(key);
      }
      counts.misses++;
      const found = await store.find(tenant, reference);
      keep(key, found);
      return work({ model: found.model, dataset: found.dataset });
    },
  };
}

async function settled<T>(work: (served: ServedModel) => Promise<T>, served: ServedModel): Promise<T> {
  return work(served);
}
