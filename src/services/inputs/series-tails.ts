import type { CacheCounts, DatasetStore, ReadOptions } from '../../contracts/ports/index.ts';
import { type Dataset, type SeriesData, sharedSeries, type TenantId } from '../../contracts/schemas/index.ts';
import { BoundedEntries } from '../served/bounded-entries.ts';
import { createCacheCounts } from '../served/cache-counts.ts';

/** Estimated bytes of the series that are kept; of an entry besides its arrays and attributes, with its key and id; of
 *  an array without its numbers; of an attribute without its text, whose name all series of a dataset share; and of a
 *  text without its characters. */
const tailBytesMax = 128 * 1024 * 1024;
const entryBytes = 500;
const arrayBytes = 200;
const attributeBytes = 16;
const textBytes = 24;
const characterBytes = 2;
const numberBytes = 8;

/** A series, or the ids that a call for several series found. */
type Kept = SeriesData | string[];

export interface SeriesTailsOptions {
  bytesMax?: number;
  counts?: CacheCounts['series'];
}

type Reader = Pick<DatasetStore, 'read'>;

/** Keeps the ends of series that forecasts have read, by tenant, dataset, version of the data and number of
 *  observations. They lie in memory that threads share. The least recently used are dropped first. */
export class SeriesTails {
  readonly #store: Reader;
  readonly #entries: BoundedEntries<Kept>;
  readonly #counts: CacheCounts['series'];
  /** Number of times that everything was forgotten. */
  #clearings = 0;

  constructor(
    store: Reader,
    { bytesMax = tailBytesMax, counts = createCacheCounts().series }: SeriesTailsOptions = {},
  ) {
    this.#store = store;
    this.#entries = new BoundedEntries(bytesMax);
    this.#counts = counts;
  }

  get bytes(): number {
    return this.#entries.bytes;
  }

  /** Forgets everything, also what is being read. */
  clear(): void {
    this.#entries.clear();
    this.#clearings++;
  }

  /** Reads the version of a dataset that `dataset` describes, whatever the newest one is. Other reads than of ends go
   *  to the store. */
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
    const listed = seriesIds?.length === 1 ? seriesIds : (this.#entries.take(asked) as string[] | undefined);
    const found = listed?.map((name) => this.#entries.take(`${source}=${name}`) as SeriesData | undefined);
    if (found?.every((one) => one !== undefined)) {
      this.#counts.hits++;
      return found;
    }
    this.#counts.misses++;
    const clearings = this.#clearings;
    const read = sharedSeries(await this.#store.read(tenant, id, options));
    if (clearings !== this.#clearings) return read;
    const ids = read.map((one) => one.id); // in the order of the upload, whatever the order of the call
    if (seriesIds?.length !== 1) this.#entries.keep(asked, ids, asked.length + entryBytes * ids.length);
    for (const one of read) this.#entries.keep(`${source}=${one.id}`, one, bytesOf(one));
    return read;
  }
}

function bytesOf({ times, covariates, static: attributes }: SeriesData): number {
  const arrays = 2 + Object.keys(covariates).length;
  let bytes = entryBytes + arrays * (arrayBytes + times.length * numberBytes);
  for (const value of Object.values(attributes))
    bytes += attributeBytes + (typeof value === 'string' ? textBytes + characterBytes * value.length : 0);
  return bytes;
}
