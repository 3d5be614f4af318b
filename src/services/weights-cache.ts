import type { Weights } from '../contracts/ports/index.ts';

/** The weights that were used last, by their SHA-256. Bounded in bytes: the least recently used are dropped first. */
export class WeightsCache {
  readonly #bytesMax: number;
  readonly #entries = new Map<string, Weights>();
  readonly #loading = new Map<string, Promise<Weights>>();
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Concurrent calls for the same weights share one load. */
  async get(sha256: string, load: () => Promise<Weights>): Promise<Weights> {
    const entry = this.#entries.get(sha256);
    if (entry !== undefined) {
      this.#entries.delete(sha256);
      this.#entries.set(sha256, entry);
      return entry;
    }
    const underWay = this.#loading.get(sha256);
    if (underWay !== undefined) return underWay;
    const loading = load().finally(() => this.#loading.delete(sha256));
    this.#loading.set(sha256, loading);
    const weights = await loading;
    this.#keep(weights);
    return weights;
  }

  #keep(weights: Weights): void {
    if (weights.bytes.byteLength > this.#bytesMax || this.#entries.has(weights.sha256)) return;
    this.#entries.set(weights.sha256, weights);
    this.#bytes += weights.bytes.byteLength;
    for (const [sha256, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#entries.delete(sha256);
      this.#bytes -= bytes.byteLength;
    }
  }
}
