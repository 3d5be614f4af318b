import type { CacheCounts, ForecastText, ServedModel, TextTask } from '../contracts/ports/index.ts';
import { BoundedEntries } from './served/bounded-entries.ts';
import { createCacheCounts } from './served/cache-counts.ts';

/** Bytes of the texts that are kept. */
const forecastBytesMax = 32 * 1024 * 1024;
/** Bytes of an entry besides its texts: key and objects. */
const entryBytes = 1_000;
/** Calls that are remembered without their forecasts; after as many, those before them are forgotten. */
const onceMax = 5_000;

type Parts = readonly ForecastText[];

interface Options {
  bytesMax?: number;
  counts?: CacheCounts['forecasts'];
}

/** Keeps forecasts of one stored series each. A forecast depends on the model, the data and the options alone, so the
 *  same call has the same numbers while the model and the dataset are unchanged. A forecast is kept when it is made for
 *  the second time: most calls are never repeated, and what outlives them costs the collector more than it saves. The
 *  least recently used are dropped first. */
export class ForecastCache {
  readonly #counts: CacheCounts['forecasts'];
  readonly #entries: BoundedEntries<Parts>;
  /** Keys of forecasts that were made once, and of those before. */
  #once = new Set<string>();
  #onceBefore = new Set<string>();
  /** Numbers for the rows of models and datasets as they were read. A changed row is read again, as another object. */
  readonly #numbers = new WeakMap<object, number>();
  #lastNumber = 0;

  constructor({ bytesMax = forecastBytesMax, counts = createCacheCounts().forecasts }: Options = {}) {
    this.#entries = new BoundedEntries(bytesMax);
    this.#counts = counts;
  }

  get bytes(): number {
    return this.#entries.bytes;
  }

  /** The forecast of a call for the stored series `seriesId`, up to their end.
   *  @param compute what makes it, if it is not kept */
  async of(
    { model, dataset }: ServedModel,
    seriesId: string,
    task: TextTask,
    compute: () => Promise<ForecastText[]>,
  ): Promise<Parts> {
    const { horizon, quantiles, levels, samples, seed, fittedSteps, isPacked, form } = task;
    const rows = [this.#numberOf(model), this.#numberOf(dataset)];
    const key = JSON.stringify([
      ...rows,
      seriesId,
      horizon,
      quantiles,
      levels,
      samples,
      seed,
      fittedSteps,
      isPacked,
      form,
    ]);
    const kept = this.#entries.take(key);
    if (kept !== undefined) {
      this.#counts.hits++;
      return kept;
    }
    this.#counts.misses++;
    const parts = await compute();
    if (parts.some(({ errors }) => errors.length > 0)) return parts;
    if (this.#wasMadeBefore(key)) this.#entries.keep(key, parts, bytesOf(parts));
    return parts;
  }

  #wasMadeBefore(key: string): boolean {
    if (this.#once.has(key) || this.#onceBefore.has(key)) return true;
    this.#once.add(key);
    if (this.#once.size < onceMax) return false;
    this.#onceBefore = this.#once;
    this.#once = new Set();
    return false;
  }

  #numberOf(row: object): number {
    const known = this.#numbers.get(row);
    if (known !== undefined) return known;
    this.#numbers.set(row, ++this.#lastNumber);
    return this.#lastNumber;
  }
}

function bytesOf(parts: Parts): number {
  return parts.reduce((sum, { text, packed }) => sum + text.length + (packed?.byteLength ?? 0), entryBytes);
}
