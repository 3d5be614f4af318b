/** The cores that the jobs of a process share. How many each may use follows from a table that all of their threads read, so
 *  nothing is taken or handed back, and a job that dies leaves nothing behind. */
import assert from 'node:assert/strict';
import type { CoreShare } from '../contracts/ports/index.ts';
import type { SeriesData } from '../contracts/schemas/index.ts';

/** Words of the table: how many cores there are, then for each place whether a job is there, and the cores it can use. */
const headWords = 1;
const placeWords = 2;

export interface CoreBudget {
  /** Gives the work a place in the table until it ends. At most `jobsMax` at once. */
  use<T>(work: (share: CoreShare) => Promise<T>): Promise<T>;
}

/** @param cores to be shared; each job has one in any case.
 *  @param jobsMax places in the table */
export function createCoreBudget(cores: number, jobsMax: number): CoreBudget {
  const words = new Int32Array(
    new SharedArrayBuffer((headWords + placeWords * jobsMax) * Int32Array.BYTES_PER_ELEMENT),
  );
  words[0] = cores;
  return {
    async use(work) {
      const place = Array.from({ length: jobsMax }, (_, p) => p).find((p) => words[presentAt(p)] === 0);
      assert(place !== undefined, 'there is a place for every job that runs at once');
      Atomics.store(words, wishAt(place), 1);
      Atomics.store(words, presentAt(place), 1);
      try {
        return await work({ table: words.buffer as SharedArrayBuffer, place });
      } finally {
        Atomics.store(words, presentAt(place), 0);
      }
    },
  };
}

/** What a job's thread sees of the budget. */
export interface Cores {
  /** Says how many cores the job can use now. */
  wish(count: number): void;
  /** How many it may use now, at least one. */
  granted(): number;
}

/** The core that a job runs on, and no other. */
export const oneCore: Cores = { wish() {}, granted: () => 1 };

/** Cores of a job by its place in the table. */
export function coresOf(share: CoreShare | undefined): Cores {
  if (share === undefined) return oneCore;
  const words = new Int32Array(share.table);
  const places = (words.length - headWords) / placeWords;
  return {
    wish: (count) => {
      Atomics.store(words, wishAt(share.place), count);
    },
    granted() {
      const wishes = Array.from({ length: places }, (_, p) =>
        Atomics.load(words, presentAt(p)) === 1 ? Math.max(1, Atomics.load(words, wishAt(p))) : 0,
      );
      return Math.max(1, dividedCores(words[0], wishes)[share.place]);
    },
  };
}

/** One for every job, then one more for each in turn, as long as there are any and it wishes for more. */
export function dividedCores(cores: number, wishes: readonly number[]): number[] {
  const granted = wishes.map((wish) => Math.min(1, wish));
  let free = cores - granted.reduce((sum, one) => sum + one, 0);
  const wanting = () => wishes.map((_, p) => p).filter((p) => granted[p] < wishes[p]);
  for (let turn = wanting(); free > 0 && turn.length > 0; turn = wanting())
    for (const p of turn.slice(0, free)) {
      granted[p]++;
      free--;
    }
  return granted;
}

/** The same series in memory that threads share instead of copying it. */
export function sharedSeries(series: readonly SeriesData[]): SeriesData[] {
  return series.map((one) => ({
    ...one,
    times: shared(one.times),
    values: shared(one.values),
    covariates: Object.fromEntries(
      Object.entries(one.covariates).map(([name, values]) => [name, shared(values)]),
    ),
  }));
}

function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function presentAt(place: number): number {
  return headWords + placeWords * place;
}

function wishAt(place: number): number {
  return presentAt(place) + 1;
}
