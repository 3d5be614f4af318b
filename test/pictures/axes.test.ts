import { describe, expect, test } from 'vitest';
import { fitted, numberFormat, textWidth } from '../../src/pictures/drawing/labels.ts';
import { positionsOf, timeInWords, timeTicks } from '../../src/pictures/drawing/time-axis.ts';
import { valueAxis } from '../../src/pictures/drawing/value-axis.ts';

const at = (text: string) => Date.parse(text);
const minuteMs = 60_000;
const dayMs = 86_400_000;
const labels = (from: string, to: string, count: number, spacing: number) =>
  timeTicks('instant', [at(from), at(to)], count, spacing).map(({ label, context }) =>
    `${label} ${context}`.trim(),
  );

describe('ticks of times', () => {
  test('are at round times of the unit that the span has', () => {
    expect(labels('2024-03-01T23:50:00Z', '2024-03-02T00:10:00Z', 4, minuteMs)).toEqual([
      '23:50 1 Mar 2024',
      '23:55 1 Mar 2024',
      '00:00 2 Mar 2024',
      '00:05 2 Mar 2024',
      '00:10 2 Mar 2024',
    ]);
    expect(labels('2024-03-01T00:00:00Z', '2024-03-02T00:00:00Z', 4, 60 * minuteMs)).toEqual([
      '00:00 1 Mar 2024',
      '06:00 1 Mar 2024',
      '12:00 1 Mar 2024',
      '18:00 1 Mar 2024',
      '00:00 2 Mar 2024',
    ]);
    expect(labels('2024-02-26T00:00:00Z', '2024-03-02T00:00:00Z', 6, dayMs)).toEqual([
      ...['26 Feb 2024', '27 Feb 2024', '28 Feb 2024', '29 Feb 2024', '1 Mar 2024', '2 Mar 2024'],
    ]);
    expect(labels('2023-11-15T00:00:00Z', '2024-02-20T00:00:00Z', 4, dayMs)).toEqual([
      'Dec 2023',
      'Jan 2024',
      'Feb 2024',
    ]);
    expect(labels('1990-01-01T00:00:00Z', '2024-01-01T00:00:00Z', 4, 365 * dayMs)).toEqual([
      '1990',
      '2000',
      '2010',
      '2020',
    ]);
    expect(labels('2024-03-01T00:00:00Z', '2024-03-01T00:00:20Z', 4, 1_000)[1]).toBe('00:00:05 1 Mar 2024');
  });

  test('are not closer together than the data, and not more than have room', () => {
    for (const [span, spacing] of [
      [3, 365],
      [20, 30.4],
      [12, 91],
      [90, 1],
      [400, 1 / 24],
      [2, 7],
      [5, 1 / 1440],
    ] as const)
      for (const count of [1, 2, 4, 9, 20]) {
        const ticks = timeTicks(
          'date',
          [at('2021-02-03'), at('2021-02-03') + span * spacing * dayMs],
          count,
          spacing * dayMs,
        );
        expect(ticks.length, `${span} × ${spacing}`).toBeLessThanOrEqual(Math.max(2, 1.25 * count));
        for (const [i, { at }] of ticks.entries())
          if (i > 0 && count > 1) expect(at - ticks[i - 1].at).toBeGreaterThanOrEqual(0.9 * spacing * dayMs);
      }
  });

  test('of two days leave out the last day of a month beside the first', () => {
    const days = timeTicks('date', [at('2024-01-25'), at('2024-02-08')], 8, dayMs).map(({ label }) => label);
    expect(days).not.toContain('31');
    expect(days).toContain('1');
  });

  test('of integers are integers', () => {
    expect(timeTicks('integer', [0, 3], 20, 1).map(({ label }) => label)).toEqual(['0', '1', '2', '3']);
    expect(timeTicks('integer', [0, 40_000], 4, 1).at(-1)!.label).toBe('40000');
  });
});

test('instants are shown in the local time of the last observation', () => {
  const position = positionsOf('instant', '2024-03-08T09:30:00-05:00');
  expect(position('2024-03-08T09:30:00-05:00')).toBe(at('2024-03-08T09:30:00Z'));
  // After the clocks have changed: an hour later on the clock, but the same distance on the axis.
  expect(position('2024-03-11T09:30:00-04:00')).toBe(at('2024-03-11T08:30:00Z'));
  expect(positionsOf('instant', '2024-03-08T00:00:00Z')('2024-03-08T01:00:00Z')).toBe(
    at('2024-03-08T01:00:00Z'),
  );
  expect(positionsOf('integer', 5)(7)).toBe(7);
});

test('times in words', () => {
  expect(timeInWords('date', '2024-03-01')).toBe('1 Mar 2024');
  expect(timeInWords('instant', '2024-03-01T14:00:00-05:00')).toBe('1 Mar 2024, 14:00');
  expect(timeInWords('instant', '2024-03-01T14:00:30Z')).toBe('1 Mar 2024, 14:00:30');
  expect(timeInWords('instant', '2024-03-01T14:00:00.25Z')).toBe('1 Mar 2024, 14:00:00.25');
  expect(timeInWords('integer', 1990)).toBe('1990');
});

describe('ticks of values', () => {
  const axis = (...values: number[]) => valueAxis(values, 4);
  const labelsOf = (...values: number[]) => axis(...values).ticks.map(({ label }) => label);

  test('have one unit and as many decimals as their step needs', () => {
    expect(labelsOf(5_800, 6_700)).toEqual(['5,800', '6,000', '6,200', '6,400', '6,600']);
    expect(labelsOf(1.02, 1.11)).toEqual(['1.02', '1.04', '1.06', '1.08', '1.10']);
    expect(labelsOf(1.1e6, 3e6)).toEqual(['1.0M', '1.5M', '2.0M', '2.5M', '3.0M']);
    expect(labelsOf(-40, 35)).toEqual(['−40', '−20', '0', '20']);
    expect(labelsOf(2e-7, 4e-7).at(0)).toBe('2.0e−7');
    expect(labelsOf(6e17, 1.1e18)).toEqual(['0.6e18', '0.7e18', '0.8e18', '0.9e18', '1.0e18', '1.1e18']);
    // A small step on large numbers needs all digits.
    expect(labelsOf(1_000_000.1, 1_000_000.4)[0]).toBe('1,000,000.1');
  });

  test('of a constant and of nothing have a range, and values of one sign do not cross zero', () => {
    for (const values of [[0], [7, 7], [-3], [1e100], [1e-300], []]) {
      const { domain, ticks } = axis(...values);
      expect(domain[1]).toBeGreaterThan(domain[0]);
      expect(ticks.length, String(values)).toBeGreaterThan(0);
      for (const value of values) expect(value >= domain[0] && value <= domain[1]).toBe(true);
    }
    expect(axis(0, 10).domain[0]).toBe(0);
    expect(axis(-10, 0).domain[1]).toBe(0);
  });

  test('a single value has one or two digits more', () => {
    expect(axis(5_800, 6_700).write(6_287.4)).toBe('6,287');
    expect(axis(100, 130).write(118.25)).toBe('118.3');
  });
});

test('numbers: no minus before zero, groups, and a sign that is a minus', () => {
  expect(numberFormat(10, 1)(-0.2)).toBe('0');
  expect(numberFormat(12_345, 1)(-12_345)).toBe('−12,345');
  expect(numberFormat(1e-8, 1e-9)(0)).toBe('0');
});

test('a text is cut to its room by characters, not in the middle of one', () => {
  expect(fitted('short', 12, 200)).toBe('short');
  const cut = fitted('👩‍🔬'.repeat(40), 12, 100);
  expect(cut.endsWith('…') && cut.isWellFormed()).toBe(true);
  expect(textWidth(cut, 12)).toBeLessThanOrEqual(100);
  expect(fitted('something', 12, 1)).toBe('');
});
