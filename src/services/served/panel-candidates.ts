import type { CacheCounts, DatasetStore } from '../../contracts/ports/index.ts';
import { type Dataset, limits, type SeriesSummary, type TenantId } from '../../contracts/schemas/index.ts';
import { createCacheCounts } from './cache-counts.ts';

/** Series among which similar ones are sought, and how many a page has. */
const candidatesMax = 20_000;
const candidatesAtOnce = 5_000;
/** Estimated bytes of the lists that are kept, of a series without its id and attributes, and of an attribute without its value. */
const candidateBytesMax = 64 * 1024 * 1024;
const seriesBytes = 150;
const attributeBytes = 50;

/** A series that has more than a few observations. */
export type Candidate = Pick<SeriesSummary, 'id' | 'static'>;

export interface PanelCandidatesOptions {
  bytesMax?: number;
  counts?: CacheCounts['panels'];
}

/** Keeps the series that forecasts of new series choose from, by tenant, dataset and version of the data. The least recently used
 *  lists are dropped first. */
export class PanelCandidates {
  readonly #store: Pick<DatasetStore, 'listSeries'>;
  readonly #bytesMax: number;
  readonly #counts: CacheCounts['panels'];
  readonly #entries = new Map<string, { found: Candidate[]; bytes: number }>();
  readonly #loading = new Map<string, Promise<Candidate[]>>();
  #bytes = 0;

  constructor(
    store: Pick<DatasetStore, 'listSeries'>,
    { bytesMax = candidateBytesMax, counts = createCacheCounts().panels }: PanelCandidatesOptions = {},
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
    this.#loading.clear();
    this.#bytes = 0;
  }

  /** The candidates of the version that `dataset` describes, in the order of the dataset. Concurrent calls share one read. */
  async of(tenant: TenantId, dataset: Dataset): Promise<readonly Candidate[]> {
    const key = JSON.stringify([tenant, dataset.id, dataset.version]);
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#counts.hits++;
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      return entry.found;
    }
    this.#counts.misses++;
    const underWay = this.#loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = this.#read(tenant, dataset);
    this.#loading.set(key, loading);
    try {
      const found = await loading;
      if (this.#loading.get(key) === loading) this.#keep(key, found);
      return found;
    } finally {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    }
  }

  async #read(tenant: TenantId, { id, version }: Dataset): Promise<Candidate[]> {
    const found: Candidate[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: candidatesAtOnce, cursor, version };
      const { data, next_cursor } = await this.#store.listSeries(tenant, id, query);
      for (const one of data) if (isLongEnough(one)) found.push({ id: one.id, static: one.static });
      cursor = next_cursor ?? undefined;
    } while (cursor !== undefined && found.length < candidatesMax);
    return found;
  }

  #keep(key: string, found: Candidate[]): void {
    const bytes = found.reduce((sum, one) => sum + bytesOf(one), 0);
    if (bytes > this.#bytesMax) return;
    this.#entries.set(key, { found, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#entries.delete(oldest);
      this.#bytes -= entry.bytes;
    }
  }
}

function isLongEnough({ point_count, missing_count }: SeriesSummary): boolean {
  return point_count - missing_count > limits.fewObservationsMax;
}

function bytesOf({ id, static: attributes }: Candidate): number {
  let bytes = seriesBytes + 2 * id.length;
  for (const name in attributes) bytes += attributeBytes + 2 * String(attributes[name]).length;
  return bytes;
}
