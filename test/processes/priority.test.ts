import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { requestTimeSlice } from '../../src/engine/index.ts';
import { niceness, sliceMs } from '../../src/processes/priority.ts';
import { type Scheduling, schedulingOfThread } from './yielding-thread.ts';

const isLinux = process.platform === 'linux';

test.runIf(isLinux)(
  'a thread that trains, and the threads that it starts, yield to the rest of the process',
  async () => {
    const before = schedulingOfThread();
    const thread = new Worker(new URL('./yielding-thread.ts', import.meta.url), { workerData: 'parent' });
    const [found] = (await once(thread, 'message')) as [Scheduling[]];
    expect(found).toHaveLength(2);
    expect(schedulingOfThread()).toEqual(before);
    const takesSlices = requestTimeSlice(0) > 0;
    for (const { priority, slice } of found) {
      expect(priority).toBe(Math.min(19, before.priority + niceness));
      if (takesSlices && slice !== null) expect(slice).toBe(sliceMs);
    }
  },
);

test.runIf(isLinux)('a time slice is taken within the limits of the system, or not at all', () => {
  expect([0, 5]).toContain(requestTimeSlice(5));
  expect(requestTimeSlice(100_000)).toBeLessThanOrEqual(100);
  requestTimeSlice(0);
});
