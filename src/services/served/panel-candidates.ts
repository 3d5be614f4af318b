import type { CacheCounts, DatasetStore } from '../../contracts/ports/index.ts';
import { type Dataset, limits, type SeriesSummary, type TenantId } from '../../contracts/schemas/index.ts';
import { BoundedEntries } from './bounded-entries.ts';
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
  readonly #counts: CacheCounts['panels'];
  readonly #entries: BoundedEntries<Candidate[]>;
  readonly #loading = new Map<string, Promise<Candidate[]>>();

  constructor(
    store: Pick<DatasetStore, 'listSeries'>,
    { bytesMax = candidateBytesMax, counts = createCacheCounts().panels }: PanelCandidatesOptions = {},
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
    this.#loading.clear();
  }

  /** The candidates of the version that `dataset` describes, in the order of the dataset. Concurrent calls share one read. */
  async of(tenant: TenantId, dataset: Dataset): Promise<readonly Candidate[]> {
    const key = JSON.stringify([tenant, dataset.id, dataset.version]);
    const kept = this.#entries.take(key);
    if (kept !== undefined) {
      this.#counts.hits++;
      return kept;
    }
    this.#counts.misses++;
    const underWay = this.#loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = this.#read(tenant, dataset);
    this.#loading.set(key, loading);
    try {
      const found = await loading;
      if (this.#loading.get(key) === loading) this.#entries.keep(key, found, bytesOf(found));
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
}

function isLongEnough({ point_count, missing_count }: SeriesSummary): boolean {
  return point_count - missing_count > limits.fewObservationsMax;
}

function bytesOf(found: readonly Candidate[]): number {
  let bytes = 0;
  for (const { id, static: attributes } of found) {
    bytes += seriesBytes + 2 * id.length;
    for (const name in attributes) bytes += attributeBytes + 2 * String(attributes[name]).length;
  }
  return bytes;
}
