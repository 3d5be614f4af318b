import { Worker } from 'node:worker_threads';
import type { BlockOptions, TrainingBatch } from './block.ts';

/** Makes blocks ahead of the training, in threads of their own. */
export interface Blocks {
  /** Batches of the next block. */
  next(): Promise<TrainingBatch[]>;
  close(): Promise<void>;
}

/** @param first number of the first block
 *  @param end number after the last block */
export function readBlocks(options: BlockOptions, first: number, end: number, threads: number): Blocks {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./block-thread.ts', import.meta.url), { workerData: options }),
  );
  const made = new Map<number, TrainingBatch[]>();
  let wake: () => void = () => {};
  let failure: Error | null = null;
  const idle: Worker[] = [];
  let [asked, given] = [first, first];
  for (const worker of workers) {
    worker.on('message', ({ index, batches }: { index: number; batches: TrainingBatch[] }) => {
      made.set(index, batches);
      ask(worker);
      wake();
    });
    worker.on('error', (error) => {
      failure = error;
      wake();
    });
    ask(worker);
  }

  function ask(worker: Worker): void {
    // One block ahead of each thread: blocks take memory.
    if (asked < end && asked <= given + threads) worker.postMessage(asked++);
    else idle.push(worker);
  }

  return {
    async next() {
      while (!made.has(given)) {
        if (failure !== null) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const batches = made.get(given)!;
      made.delete(given);
      given++;
      for (const worker of idle.splice(0)) ask(worker);
      return batches;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
