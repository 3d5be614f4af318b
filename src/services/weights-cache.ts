import type { CacheCounts, Weights } from '../contracts/ports/index.ts';
import type { TenantId } from '../contracts/schemas/index.ts';
import { createCacheCounts } from './served/cache-counts.ts';

/** The weights that were used last, by tenant and SHA-256. Bounded in bytes: the least recently used are dropped first. */
export class WeightsCache {
  readonly #bytesMax: number;
  readonly #entries = new Map<string, Weights>();
  readonly #loading = new Map<string, Promise<Weights>>();
  readonly #counts: CacheCounts['weights'];
  #bytes = 0;

  constructor(bytesMax: number, counts = createCacheCounts().weights) {
    this.#bytesMax = bytesMax;
    this.#counts = counts;
  }

  /** Concurrent calls for the same weights share one load. */
  async get(tenant: TenantId, sha256: string, load: () => Promise<Weights>): Promise<Weights> {
    const key = `${tenant}\n${sha256}`;
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#counts.hits++;
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      return entry;
    }
    this.#counts.misses++;
    const underWay = this.#loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = load().finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    const weights = await loading;
    this.#keep(key, weights);
    return weights;
  }

  #keep(key: string, weights: Weights): void {
    if (weights.bytes.byteLength > this.#bytesMax || this.#entries.has(key)) return;
    this.#entries.set(key, weights);
    this.#bytes += weights.bytes.byteLength;
    for (const [oldest, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#entries.delete(oldest);
      this.#bytes -= bytes.byteLength;
    }
  }
}
