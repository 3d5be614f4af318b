import { expect, test } from 'vitest';
import { createKnownDurations } from '../../../src/forecasting/serving/known-durations.ts';

test('a duration falls at once, and rises step by step: one interrupted call does not make its kind slow', () => {
  const durations = createKnownDurations();
  expect(durations.of('a')).toBeNull();
  durations.remember('a', 80);
  durations.remember('a', 1);
  expect(durations.of('a')).toBe(1);
  durations.remember('a', 50);
  expect(durations.of('a')).toBeCloseTo(2.1);
  durations.remember('a', 1);
  expect(durations.of('a')).toBe(1);
  for (let n = 0; n < 7; n++) durations.remember('a', 50);
  expect(durations.of('a')).toBe(50);
  durations.remember('b', 0);
  for (let n = 0; n < 9; n++) durations.remember('b', 3);
  expect(durations.of('b')).toBe(3);
});

test('the kinds that were done last are remembered', () => {
  const durations = createKnownDurations();
  for (let n = 0; n < 70; n++) {
    durations.remember(`${n}`, n);
    durations.remember('often', 5);
  }
  expect(durations.of('often')).toBe(5);
  expect(durations.of('69')).toBe(69);
  expect(durations.of('2')).toBeNull();
});
