import { expect, test } from 'vitest';
import { pauseMs } from '../../embed/pauses.ts';

const seconds = (refresh: string | null, failures: number[]) =>
  failures.map((count) => {
    const pause = pauseMs(refresh, count);
    return pause === null ? null : pause / 1_000;
  });

test('pauses between reads are those of the attribute, and grow to ten minutes after failures', () => {
  expect(seconds('60', [0, 1, 2, 3, 4, 5, 9])).toEqual([60, 60, 120, 240, 480, 600, 600]);
  expect(seconds('3600', [0, 1, 5])).toEqual([3_600, 3_600, 3_600]);
  expect(seconds('1', [0, 1, 2])).toEqual([10, 10, 20]);
  expect(seconds('Infinity', [0])).toEqual([(2 ** 31 - 1) / 1_000]);
});

test('`refresh="0"` reads until one read succeeds', () => {
  expect(seconds('0', [0, 1, 2, 9])).toEqual([null, 60, 120, 600]);
  expect(seconds('-5', [0, 1])).toEqual([null, 60]);
});

test('an empty `refresh`, or one that is no number, is the default', () => {
  for (const refresh of [null, '', ' ', 'often']) expect(seconds(refresh, [0, 2])).toEqual([60, 120]);
});
