import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type PollingOptions, startPolling } from '../src/polling.ts';
import { soonMs } from './support/soon.ts';

function start(options: Partial<PollingOptions>) {
  const loop = startPolling({
    everyMs: 1,
    run: async () => {},
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  onTestFinished(() => loop.stop());
  return loop;
}

test('the first run starts at once, and a failed run is reported and followed by the next', async () => {
  const errors: unknown[] = [];
  const fault = new Error('no database');
  let runs = 0;
  start({
    run: async () => {
      runs++;
      if (runs === 1) throw fault;
    },
    onError: (error) => errors.push(error),
  });
  expect(runs).toBe(1);
  await vi.waitFor(() => expect(runs).toBeGreaterThan(3), soonMs);
  expect(errors).toEqual([fault]);
});

test('the first run waits as long as it is told to', async () => {
  let runs = 0;
  const begunAt = performance.now();
  start({ firstAfterMs: 200, run: async () => void runs++ });
  await vi.waitFor(() => expect(runs).toBeGreaterThan(0), soonMs);
  expect(performance.now() - begunAt).toBeGreaterThan(190);
});

test('runs do not overlap, however long they take, and pause in between', async () => {
  let atWork = 0;
  const atWorkAtOnce: number[] = [];
  const ends: number[] = [];
  const starts: number[] = [];
  start({
    everyMs: 40,
    run: async () => {
      starts.push(performance.now());
      atWorkAtOnce.push(++atWork);
      await sleep(60);
      atWork--;
      ends.push(performance.now());
    },
  });
  await vi.waitFor(() => expect(ends.length).toBeGreaterThan(2), soonMs);
  expect(new Set(atWorkAtOnce)).toEqual(new Set([1]));
  for (const [i, at] of starts.slice(1).entries()) expect(at - ends[i]).toBeGreaterThan(38);
});

test('a run that answers that there is more is followed by the next after the shorter pause', async () => {
  let runs = 0;
  start({ everyMs: 60_000, moreAfterMs: 1, run: async () => (++runs < 3 ? 'more' : undefined) });
  await vi.waitFor(() => expect(runs).toBe(3), soonMs);
});

test('stop waits for the run at work, tells it so, and starts no other', async () => {
  const steps: string[] = [];
  const release = Promise.withResolvers<void>();
  const loop = start({
    run: async (stopping) => {
      steps.push('run');
      stopping.addEventListener('abort', () => steps.push('aborted'));
      await release.promise;
      steps.push('end');
    },
  });
  const stopped = loop.stop().then(() => steps.push('stopped'));
  await sleep(20);
  expect(steps).toEqual(['run', 'aborted']);
  release.resolve();
  await stopped;
  await sleep(20);
  expect(steps).toEqual(['run', 'aborted', 'end', 'stopped']);
});

test('stop ends a pause at once, also the one before the first run', async () => {
  let runs = 0;
  const count = async () => void runs++;
  const begunAt = performance.now();
  const [pausing, waiting] = [
    start({ everyMs: 60_000, run: count }),
    start({ everyMs: 60_000, firstAfterMs: 60_000, run: count }),
  ];
  await sleep(20);
  await Promise.all([pausing.stop(), waiting.stop()]);
  expect(performance.now() - begunAt).toBeLessThan(soonMs);
  expect(runs).toBe(1);
});
