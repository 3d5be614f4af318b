import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { returnPagesWhenIdle } from '../../src/processes/free-memory.ts';

const MiB = 1024 * 1024;

/** Counts how often free pages are returned. */
function watch(): { calls: number } {
  const returned = { calls: 0 };
  const timer = returnPagesWhenIdle(() => {
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
