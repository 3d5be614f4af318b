/** A thread that makes blocks of batches. It answers the number of a block with its batches. */
import { parentPort, workerData } from 'node:worker_threads';
import { type BlockOptions, makeBlock } from './block.ts';

parentPort!.on('message', (index: number) => {
  parentPort!.postMessage({ index, batches: makeBlock(index, workerData as BlockOptions) });
});
