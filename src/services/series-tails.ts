import type { CacheCounts, DatasetStore, ReadOptions } from '../contracts/ports/index.ts';
import { type Dataset, type SeriesData, sharedSeries, type TenantId } from '../contracts/schemas/index.ts';
import { createCacheCounts } from './served/cache-counts.ts';

/** Bytes of the arrays that are kept. */
export const tailBytesMax = 128 * 1024 * 1024;
/** Bytes of an entry besides its arrays: texts and objects. */
const entryBytes = 500;
const numberBytes = 8;

interface Entry {
  /** A series, or the ids that a call for several series found. */
  kept: SeriesData | string[];
  bytes: number;
}

export interface SeriesTailsOptions {
  bytesMax?: number;
  counts?: CacheCounts['series'];
}

type Reader = Pick<DatasetStore, 'read'>;

/** Keeps the ends of series that forecasts have read, by tenant, dataset, version of the data and number of observations.
 *  They lie in memory that threads share. The least recently used are dropped first. */
export class SeriesTails {
  readonly #store: Reader;
  readonly #bytesMax: number;
  readonly #entries = new Map<string, Entry>();
  readonly #counts: CacheCounts['series'];
  #bytes = 0;
  /** Number of times that everything was forgotten. */
  #clearings = 0;

  constructor(
    store: Reader,
    { bytesMax = tailBytesMax, counts = createCacheCounts().series }: SeriesTailsOptions = {},
  ) {
    this.#store = store;
    this.#bytesMax = bytesMax;
    this.#counts = counts;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Forgets everything, also what is being read. */
  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
    this.#clearings++;
  }

  /** Reads the version of a dataset that `dataset` describes, whatever the newest one is. Other reads than of ends go to the
   *  store. */
  of({ version }: Pick<Dataset, 'version'>): Reader {
    return {
      read: (tenant, id, options = {}) => {
        const { seriesIds, seriesMax, tailPoints, ...others } = options;
        if (tailPoints === undefined || Object.values(others).some((value) => value !== undefined))
          return this.#store.read(tenant, id, { version, ...options });
        return this.#read(tenant, id, { version, seriesIds, seriesMax, tailPoints });
      },
    };
  }

  async #read(
    tenant: TenantId,
    id: string,
    options: ReadOptions & { version: number; tailPoints: number },
  ): Promise<SeriesData[]> {
    const { seriesIds, seriesMax, version, tailPoints } = options;
    const source = JSON.stringify([tenant, id, version, tailPoints]);
    const asked = `${source} of ${JSON.stringify(seriesIds ?? seriesMax)}`;
    // A call for one series, which is the most frequent one, needs no list.
    const listed = seriesIds?.length === 1 ? seriesIds : (this.#take(asked) as string[] | undefined);
    const found = listed?.map((name) => this.#take(source + name) as SeriesData | undefined);
    if (found?.every((one) => one !== undefined)) {
      this.#counts.hits++;
      return found;
    }
    this.#counts.misses++;
    const clearings = this.#clearings;
    const read = sharedSeries(await this.#store.read(tenant, id, options));
    if (clearings !== this.#clearings) return read;
    const ids = read.map((one) => one.id); // in the order of the upload, whatever the order of the call
    if (seriesIds?.length !== 1)
      this.#keep(asked, { kept: ids, bytes: asked.length + entryBytes * ids.length });
    for (const one of read) this.#keep(source + one.id, { kept: one, bytes: bytesOf(one) });
    return read;
  }

  #take(key: string): Entry['kept'] | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.kept;
  }

  #keep(key: string, entry: Entry): void {
    if (entry.bytes > this.#bytesMax) return;
    this.#bytes += entry.bytes - (this.#entries.get(key)?.bytes ?? 0);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const [oldest, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#entries.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}

function bytesOf({ times, covariates }: SeriesData): number {
  return entryBytes + times.length * (2 + Object.keys(covariates).length) * numberBytes;
}
