import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freeMemory } from '../../src/free-memory.ts';
import { returnMemoryWhenIdle } from '../../src/processes/memory-when-idle.ts';

const MiB = 1024 * 1024;

/** Counts how often free pages are returned. */
function watch(): { calls: number } {
  const returned = { calls: 0 };
  const timer = returnMemoryWhenIdle(() => {
    returned.calls++;
  }, 50);
  onTestFinished(() => clearInterval(timer));
  return returned;
}

test('free pages are returned once after the process has grown and is idle again', async () => {
  const returned = watch();
  await sleep(200);
  const before = returned.calls;
  const grown = Buffer.alloc(200 * MiB, 1);
  for (let i = 0; i < 100 && returned.calls === before; i++) await sleep(50);
  expect(returned.calls).toBe(before + 1);
  await sleep(300);
  expect(returned.calls).toBe(before + 1);
  expect(grown[MiB]).toBe(1);
});

test('a busy process returns none', async () => {
  const returned = watch();
  const grown = Buffer.alloc(200 * MiB, 1);
  const until = performance.now() + 500;
  while (performance.now() < until) {
    const pause = performance.now() + 20;
    while (performance.now() < pause);
    await sleep(1);
  }
  expect(returned.calls).toBe(0);
  expect(grown[MiB]).toBe(1);
});

test('garbage is collected after the process has grown, but not again soon', async () => {
  freeMemory(); // what the other tests have left
  const returned = watch();
  const heap = () => process.memoryUsage().heapTotal;
  const leave = () => Array.from({ length: 3_000_000 }, (_, i) => ({ i, text: `${i}` })).length;
  await sleep(200);
  const [calls, before] = [returned.calls, heap()];
  expect(leave()).toBe(3_000_000);
  const grown = heap();
  expect(grown).toBeGreaterThan(before + 80 * MiB);
  for (let i = 0; i < 100 && returned.calls === calls; i++) await sleep(50);
  expect(heap()).toBeLessThan(before + 20 * MiB);
  expect(leave()).toBe(3_000_000);
  for (let i = 0; i < 100 && returned.calls === calls + 1; i++) await sleep(50);
  expect([returned.calls, heap() > before + 80 * MiB]).toEqual([calls + 2, true]);
});
