/** node --expose-gc allocation-steps.ts KERNEL STEPS: prints what a training step allocates; see allocation.ts. */
import assert from 'node:assert/strict';
import { GCProfiler } from 'node:v8';
import { cellNames, createRng, selectKernel } from '../../src/engine/index.ts';
import { createNetwork } from './ours.ts';

const [kernelName, steps] = [process.argv[2], Number(process.argv[3])];
const kernel = selectKernel(kernelName);
const collect = (globalThis as { gc?: () => void }).gc;
assert(collect, 'run with --expose-gc');

/** Bytes by which the JavaScript heap grows, or the process if that is more, because memory of native code is only in
 *  the process; and the bytes of the heap that are in use after a collection. */
function growth(work: () => void): { allocated: number; kept: number } {
  for (let i = 0; i < 3; i++) collect!(); // the first collections also free unused compiled code
  const profiler = new GCProfiler();
  profiler.start();
  const before = process.memoryUsage();
  for (let step = 0; step < steps; step++) work();
  const after = process.memoryUsage();
  const { statistics } = profiler.stop();
  assert.equal(statistics.length, 0, 'garbage was collected during the measurement');
  const heap = after.heapUsed - before.heapUsed + (after.external - before.external);
  collect!();
  const collected = process.memoryUsage();
  const kept = collected.heapUsed - before.heapUsed + (collected.external - before.external);
  return { allocated: Math.max(heap, after.rss - before.rss), kept };
}

const warmUpSteps = 3_000;
let [allocated, kept] = [0, 0];
for (const cell of cellNames) {
  const row = { cell, shape: [32, 30, 1, 32, 1], tasks: ['train'] } as const;
  const { trainStep } = createNetwork(kernel, row, createRng(1), false);
  for (let step = 0; step < warmUpSteps; step++) trainStep(); // compiles the code and touches every page
  const measuring = growth(() => {});
  const [once, again] = [growth(trainStep), growth(trainStep)]; // a single allocation does not belong to the step
  allocated = Math.max(allocated, Math.min(once.allocated, again.allocated) - measuring.allocated);
  kept = Math.max(kept, Math.min(once.kept, again.kept));
}
const perStep = (bytes: number) => Math.round(bytes / steps);
process.stdout.write(
  `${JSON.stringify({ steps, bytesPerStep: perStep(allocated), bytesKeptPerStep: perStep(kept) })}\n`,
);
