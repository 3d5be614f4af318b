/** Divides the cores of a worker process between its jobs. The share of each job follows from a table in shared memory
 *  that all of their threads read. No core is acquired or released, so a job that dies holds none. */
import assert from 'node:assert/strict';
import type { CoreShare } from '../contracts/ports/index.ts';

/** Words of the table: the number of cores, then for each slot whether a job uses it, and how
 *  many cores it requests. */
const headWords = 1;
const slotWords = 2;

export interface CoreBudget {
  /** Runs the work with a slot of the table. At most `jobsMax` run at once. */
  use<T>(work: (share: CoreShare) => Promise<T>): Promise<T>;
}

/** @param cores to be shared; each job has at least one
 *  @param jobsMax slots of the table */
export function createCoreBudget(cores: number, jobsMax: number): CoreBudget {
  const words = new Int32Array(
    new SharedArrayBuffer((headWords + slotWords * jobsMax) * Int32Array.BYTES_PER_ELEMENT),
  );
  words[0] = cores;
  return {
    async use(work) {
      const slot = Array.from({ length: jobsMax }, (_, s) => s).find((s) => words[inUseAt(s)] === 0);
      assert(slot !== undefined, 'there is a slot for every job that runs at once');
      Atomics.store(words, requestAt(slot), 1);
      Atomics.store(words, inUseAt(slot), 1);
      try {
        return await work({ table: words.buffer as SharedArrayBuffer, slot });
      } finally {
        Atomics.store(words, inUseAt(slot), 0);
      }
    },
  };
}

/** The budget as the thread of one job uses it. */
export interface Cores {
  /** Announces how many cores the job can use now. */
  request(count: number): void;
  /** Number of cores that the job may use now; at least 1. */
  granted(): number;
}

/** The core that a job runs on, and no other. */
export const oneCore: Cores = { request() {}, granted: () => 1 };

/** Cores of a job by its slot in the table; one core without a table. */
export function coresOf(share: CoreShare | undefined): Cores {
  if (share === undefined) return oneCore;
  const words = new Int32Array(share.table);
  const slots = (words.length - headWords) / slotWords;
  return {
    request: (count) => {
      Atomics.store(words, requestAt(share.slot), count);
    },
    granted() {
      const requests = Array.from({ length: slots }, (_, s) =>
        Atomics.load(words, inUseAt(s)) === 1 ? Math.max(1, Atomics.load(words, requestAt(s))) : 0,
      );
      return Math.max(1, dividedCores(words[0], requests)[share.slot]);
    },
  };
}

/** Gives every job one core, then one more to each in turn while cores are left and the job requests more. */
export function dividedCores(cores: number, requests: readonly number[]): number[] {
  const granted = requests.map((request) => Math.min(1, request));
  let free = cores - granted.reduce((sum, one) => sum + one, 0);
  const unsatisfied = () => requests.map((_, p) => p).filter((p) => granted[p] < requests[p]);
  for (let turn = unsatisfied(); free > 0 && turn.length > 0; turn = unsatisfied())
    for (const p of turn.slice(0, free)) {
      granted[p]++;
      free--;
    }
  return granted;
}

function inUseAt(slot: number): number {
  return headWords + slotWords * slot;
}

function requestAt(slot: number): number {
  return inUseAt(slot) + 1;
}
