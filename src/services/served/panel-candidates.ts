import { setImmediate } from 'node:timers/promises';
import type { CacheCounts, DatasetStore } from '../../contracts/ports/index.ts';
import {
  type Dataset,
  evenlySpaced,
  limits,
  type SeriesSummary,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { BoundedEntries } from './bounded-entries.ts';
import { createCacheCounts } from './cache-counts.ts';

/** Series among which similar ones are sought, and how many a page has. */
const candidatesMax = 20_000;
const candidatesAtOnce = 5_000;
/** Series whose texts are shared between other calls; some milliseconds. */
const sharedAtOnce = 250;
/** Estimated bytes of the lists that are kept; of a series without its id and attributes; of an attribute of a series,
 *  whose name and text are counted once; of a name in each set of names that series have; and of a text
 *  without its characters. */
const candidateBytesMax = 64 * 1024 * 1024;
const seriesBytes = 150;
const attributeBytes = 16;
const nameBytes = 100;
const textBytes = 24;
/** Part of the bound that a list takes which was thinned to fit: the texts of fewer series are shared by fewer. */
const thinnedShare = 0.95;

/** A series that has more than a few observations. */
export type Candidate = Pick<SeriesSummary, 'id' | 'static'>;

export interface PanelCandidatesOptions {
  bytesMax?: number;
  counts?: CacheCounts['panels'];
}

/** Keeps the series that forecasts of new series choose from, by tenant, dataset and version of the data. The least
 *  recently used lists are dropped first. A list over the bound is thinned, and is then the same for each call. */
export class PanelCandidates {
  readonly #store: Pick<DatasetStore, 'listSeries'>;
  readonly #counts: CacheCounts['panels'];
  readonly #bytesMax: number;
  readonly #entries: BoundedEntries<Candidate[]>;
  readonly #loading = new Map<string, Promise<CandidateList>>();

  constructor(
    store: Pick<DatasetStore, 'listSeries'>,
    { bytesMax = candidateBytesMax, counts = createCacheCounts().panels }: PanelCandidatesOptions = {},
  ) {
    this.#store = store;
    this.#bytesMax = bytesMax;
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

  /** The candidates of the version that `dataset` describes, in the order of the dataset. Concurrent
   *  calls share one read. */
  async of(tenant: TenantId, dataset: Dataset): Promise<readonly Candidate[]> {
    const key = JSON.stringify([tenant, dataset.id, dataset.version]);
    const kept = this.#entries.take(key);
    if (kept !== undefined) {
      this.#counts.hits++;
      return kept;
    }
    this.#counts.misses++;
    const underWay = this.#loading.get(key);
    if (underWay !== undefined) return (await underWay).candidates;
    const loading = this.#read(tenant, dataset);
    this.#loading.set(key, loading);
    try {
      const { candidates, bytes } = await loading;
      if (this.#loading.get(key) === loading) this.#entries.keep(key, candidates, bytes);
      return candidates;
    } finally {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    }
  }

  async #read(tenant: TenantId, { id, version }: Dataset): Promise<CandidateList> {
    const found: Candidate[] = [];
    const sharing = new SharedTexts(this.#bytesMax);
    let cursor: string | undefined;
    do {
      const query = { limit: candidatesAtOnce, cursor, version };
      const { data, next_cursor } = await this.#store.listSeries(tenant, id, query);
      for (const [i, one] of data.entries()) {
        if (i % sharedAtOnce === sharedAtOnce - 1) await setImmediate();
        if (isLongEnough(one)) found.push(sharing.of(one));
      }
      cursor = next_cursor ?? undefined;
    } while (cursor !== undefined && found.length < candidatesMax);
    return thinned(found, sharing.bytes, this.#bytesMax);
  }
}

interface CandidateList {
  candidates: Candidate[];
  /** Estimated. */
  bytes: number;
}

function isLongEnough({ point_count, missing_count }: SeriesSummary): boolean {
  return point_count - missing_count > limits.fewObservationsMax;
}

/** Candidates that have one string for equal texts, where each row that was read has its own. Over the bound no further
 *  texts are remembered: the candidates will be thinned. */
class SharedTexts {
  readonly #bytesMax: number;
  readonly #texts = new Map<string, string>();
  /** Names of the attributes that some series has, joined: series with the same ones share them. */
  readonly #sets = new Set<string>();
  /** Estimated bytes of the candidates so far. */
  bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  of({ id, static: attributes }: Candidate): Candidate {
    const shared = { ...attributes };
    const names = Object.keys(shared);
    this.bytes += seriesBytes + 2 * id.length + attributeBytes * names.length;
    const set = names.join('\n');
    if (!this.#sets.has(set)) {
      this.#sets.add(set);
      this.bytes += nameBytes * names.length;
      for (const name of names) this.#text(name);
    }
    for (const name of names) {
      const value = shared[name];
      if (typeof value === 'string') shared[name] = this.#text(value);
    }
    return { id, static: shared };
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.bytes <= this.#bytesMax) this.#texts.set(text, text);
    this.bytes += textBytes + 2 * text.length;
    return text;
  }
}

/** A list that fits: all candidates, or as many of them as there is room for, evenly spread. */
async function thinned(all: Candidate[], bytesOfAll: number, bytesMax: number): Promise<CandidateList> {
  let [candidates, bytes] = [all, bytesOfAll];
  while (bytes > bytesMax && candidates.length > 0) {
    const some = evenlySpaced(all, Math.floor((thinnedShare * candidates.length * bytesMax) / bytes));
    const sharing = new SharedTexts(bytesMax);
    candidates = [];
    for (const [i, one] of some.entries()) {
      if (i % sharedAtOnce === sharedAtOnce - 1) await setImmediate();
      candidates.push(sharing.of(one));
    }
    bytes = sharing.bytes;
  }
  return { candidates, bytes };
}
