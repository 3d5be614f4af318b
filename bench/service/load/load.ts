import { type OwnProcess, startOwnProcess } from '../own-process.ts';

export interface Load {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** Bodies in turn. Each connection starts with another one. */
  bodies?: string[];
  /** Each body gets a `seed` of its own, from this one on: the service cannot know its answer from an earlier call. */
  firstSeed?: number;
  connections: number;
  seconds: number;
  /** Requests per second, evenly spaced. Default: each connection calls again as soon as it has its answer. */
  rate?: number;
  /** The status of every answer. */
  expects: number;
}

export interface LoadResult {
  answers: number;
  perSecond: number;
  /** Milliseconds from the request to the whole answer. */
  p50: number;
  p99: number;
  max: number;
  /** Some of the answers to `bodies[0]`, or to the only request. */
  samples: string[];
}

/** Calls as they were made: milliseconds of each, and how often each status came. */
export interface Called {
  times: number[];
  seconds: number;
  statuses: Record<string, number>;
  samples: string[];
}

/** Distance of the first seeds of two loads: more than a load has calls. */
export const seedsOfLoad = 1_000_000;

/** Answers that are kept to be checked. */
export const samplesMax = 10;

export type LoadProcess = OwnProcess<Load, LoadResult>;

/** A load as its process gets it. */
export interface BoundedLoad extends Load {
  /** Fewest answers of a load without a rate. */
  answersMin: number;
}

/** Starts the load tool in a process of its own.
 *  @param answersMin a load without a rate that has fewer answers is repeated for longer */
export function startLoadProcess(answersMin: number): LoadProcess {
  const file = new URL('./load-process.ts', import.meta.url);
  const { pid, ask, stop } = startOwnProcess<BoundedLoad, LoadResult>(file);
  return { pid, ask: (load) => ask({ ...load, answersMin }), stop };
}
