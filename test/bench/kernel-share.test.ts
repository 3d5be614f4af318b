import { expect, test } from 'vitest';
import type { CpuProfile } from '../../bench/cpu-profiles.ts';
import { kernelShare } from '../../bench/kernel-share/share.ts';

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 0 });
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('gemm', 'file:///somewhere/src/engine/kernels/native/index.ts') },
    { id: 2, callFrame: frame('score', 'file:///somewhere/src/forecasting/evaluation/metrics.ts') },
    { id: 3, callFrame: frame('(idle)', '') },
    { id: 4, callFrame: frame('(garbage collector)', '') },
    { id: 5, callFrame: frame('atomicsWaitLoop', 'file:///somewhere/node_modules/piscina/dist/worker.js') },
  ],
  startTime: 1_000,
  samples: [2, 1, 1, 2, 3, 5, 4, 2],
  timeDeltas: [500, 1_000, 1_000, 1_000, 500, 500, 9_000, 1_000],
};

test('the share of the kernel counts the samples of the training, without idle ones', () => {
  // The first sample is before the training, the last one after it; the one before it came late.
  const { share, kernelSeconds, busySeconds, others } = kernelShare([profile], {
    fromUs: 1_600,
    toUs: 14_500,
  });
  expect(kernelSeconds).toBeCloseTo(0.002, 9);
  expect(busySeconds).toBeCloseTo(0.002 + 0.001 + 0.0013, 9);
  expect(share).toBeCloseTo(0.002 / 0.0043, 9);
  expect(others.map(({ name }) => name)).toEqual([
    '(garbage collector)',
    'score src/forecasting/evaluation/metrics.ts:1',
  ]);
});
