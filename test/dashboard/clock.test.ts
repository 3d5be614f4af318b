import { expect, test } from 'vitest';
import { clockOf, instantOf, secondsOf } from '../../dashboard/src/parts/charts/clock.ts';

test('the clock of a chart follows the offsets of the times, also where clocks are changed', () => {
  const times = ['2024-03-31T00:00:00+01:00', '2024-03-31T01:00:00+01:00', '2024-03-31T03:00:00+02:00'];
  const clock = clockOf(times);
  expect(times.map((time) => clock(secondsOf(time)))).toEqual([
    secondsOf('2024-03-31T00:00:00Z'),
    secondsOf('2024-03-31T01:00:00Z'),
    secondsOf('2024-03-31T03:00:00Z'),
  ]);
  for (const time of times) expect(instantOf(clock(secondsOf(time)), clock)).toBe(secondsOf(time));
  // Ticks before the first time, and after the last one, have its offset.
  expect(clock(secondsOf('2024-03-30T12:00:00+01:00'))).toBe(secondsOf('2024-03-30T12:00:00Z'));
  expect(clock(secondsOf('2024-04-01T12:00:00+02:00'))).toBe(secondsOf('2024-04-01T12:00:00Z'));
  const winter = clockOf(['2024-03-31T00:00:00Z', '2024-03-31T02:00:00+01:00']);
  expect(winter(secondsOf('2024-03-31T00:30:00Z'))).toBe(secondsOf('2024-03-31T00:30:00Z'));
  for (const plain of [['2024-01-01', '2024-01-02'], ['2024-01-01T00:00:00Z'], [1, 2, 3]])
    expect(clockOf(plain)(1_000)).toBe(1_000);
  expect(clockOf(['2024-01-01T00:00:00-05:30'])(0)).toBe(-19_800);
});
