import type { CacheCounts, Weights } from '../../contracts/ports/index.ts';
import type { TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { type Call, currentCall } from '../../sharing/index.ts';
import { BoundedEntries } from '../served/bounded-entries.ts';
import { createCacheCounts } from '../served/cache-counts.ts';

/** Reads weights. It calls `beforePart` before each part; what that throws ends the read. */
type Load = (beforePart: () => void) => Promise<Weights>;

/** A read of weights for all calls that wait for it. One of them holds its memory. */
class SharedRead {
  readonly weights: Promise<Weights>;
  readonly #calls = new Set<Call>();
  readonly #bytes: number;
  #holder: Call | null = null;
  /** Whether it ends because all its calls have gone. */
  isGivenUp = false;

  constructor(load: Load, bytes: number) {
    this.#bytes = bytes;
    this.join();
    this.weights = this.#begin(load);
  }

  join(): void {
    this.#calls.add(currentCall());
  }

  async #begin(load: Load): Promise<Weights> {
    const beforePart = () => this.#requireCall();
    beforePart();
    return load(beforePart);
  }

  /** @throws AppError call_abandoned if all calls have gone, overloaded if there is no memory for the next holder */
  #requireCall(): void {
    for (const call of this.#calls) if (call.signal?.aborted) this.#calls.delete(call);
    if (this.#holder !== null && this.#calls.has(this.#holder)) return;
    const [next] = this.#calls;
    if (next === undefined) {
      this.isGivenUp = true;
      throw new AppError('call_abandoned');
    }
    next.memory?.expect(this.#bytes);
    this.#holder = next;
  }
}

/** The weights that were used last, by tenant and SHA-256. Bounded in bytes: the least recently
 *  used are dropped first. */
export class WeightsCache {
  readonly #entries: BoundedEntries<Weights>;
  readonly #reads = new Map<string, SharedRead>();
  readonly #counts: CacheCounts['weights'];

  constructor(bytesMax: number, counts = createCacheCounts().weights) {
    this.#entries = new BoundedEntries(bytesMax);
    this.#counts = counts;
  }

  /** Concurrent calls for the same weights share one read. It ends when the last of them has gone.
   *  @param bytes of the weights, which a call that reads them reserves. @throws AppError overloaded */
  async get(
    tenant: TenantId,
    { sha256, bytes }: { sha256: string; bytes: number },
    load: Load,
  ): Promise<Weights> {
    const key = `${tenant}\n${sha256}`;
    const kept = this.#entries.take(key);
    if (kept !== undefined) {
      this.#counts.hits++;
      return kept;
    }
    this.#counts.misses++;
    const underWay = this.#reads.get(key);
    if (underWay !== undefined && !underWay.isGivenUp) {
      underWay.join();
      return underWay.weights;
    }
    const read = new SharedRead(load, bytes);
    this.#reads.set(key, read);
    try {
      const weights = await read.weights;
      this.#entries.keep(key, weights, weights.bytes.byteLength);
      return weights;
    } finally {
      if (this.#reads.get(key) === read) this.#reads.delete(key);
    }
  }
}
