/** node --expose-gc allocation-steps.ts KERNEL STEPS: prints what a training step allocates; see allocation.ts. */
import assert from 'node:assert/strict';
import { GCProfiler } from 'node:v8';
import { cellNames, createRng, selectKernel } from '../../src/engine/index.ts';
import { createNetwork } from './ours.ts';

const [kernelName, steps] = [process.argv[2], Number(process.argv[3])];
const kernel = selectKernel(kernelName);
const collect = (globalThis as { gc?: () => void }).gc;
assert(collect, 'run with --expose-gc');

let bytesPerStep = 0;
for (const cell of cellNames) {
  const row = { cell, shape: [32, 30, 1, 32, 1], tasks: ['train'] } as const;
  const { trainStep } = createNetwork(kernel, row, createRng(1), false);
  for (let step = 0; step < steps / 2; step++) trainStep(); // until the code is compiled and every page touched
  collect();
  const profiler = new GCProfiler();
  profiler.start();
  const before = process.memoryUsage();
  for (let step = 0; step < steps; step++) trainStep();
  const after = process.memoryUsage();
  const collections = profiler.stop().statistics.length;
  assert.equal(collections, 0, 'garbage was collected during the measurement');
  const heap = after.heapUsed - before.heapUsed + (after.external - before.external);
  const process_ = after.rss - before.rss; // memory that native code took shows here alone
  bytesPerStep = Math.max(bytesPerStep, heap / steps, process_ / steps);
}
process.stdout.write(`${JSON.stringify({ steps, bytesPerStep: Math.round(bytesPerStep) })}\n`);
