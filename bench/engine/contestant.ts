import type { Row, Task } from './rows.ts';

/** Runs the rows: our engine, or a peer in a process of its own. */
export interface Contestant {
  name: string;
  covers(row: Row): boolean;
  prepare(row: Row, task: Task): Promise<void>;
  /** Milliseconds of each of `count` runs of the row that was prepared last. */
  run(count: number): Promise<number[]>;
}

/** Milliseconds of each of `count` calls. */
export function timeCalls(work: () => void, count: number): number[] {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}
