import type { CacheCounts, Weights } from '../contracts/ports/index.ts';
import type { TenantId } from '../contracts/schemas/index.ts';
import { BoundedEntries } from './served/bounded-entries.ts';
import { createCacheCounts } from './served/cache-counts.ts';

/** The weights that were used last, by tenant and SHA-256. Bounded in bytes: the least recently used are dropped first. */
export class WeightsCache {
  readonly #entries: BoundedEntries<Weights>;
  readonly #loading = new Map<string, Promise<Weights>>();
  readonly #counts: CacheCounts['weights'];

  constructor(bytesMax: number, counts = createCacheCounts().weights) {
    this.#entries = new BoundedEntries(bytesMax);
    this.#counts = counts;
  }

  /** Concurrent calls for the same weights share one load. */
  async get(tenant: TenantId, sha256: string, load: () => Promise<Weights>): Promise<Weights> {
    const key = `${tenant}\n${sha256}`;
    const kept = this.#entries.take(key);
    if (kept !== undefined) {
      this.#counts.hits++;
      return kept;
    }
    this.#counts.misses++;
    const underWay = this.#loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = load().finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    const weights = await loading;
    this.#entries.keep(key, weights, weights.bytes.byteLength);
    return weights;
  }
}
