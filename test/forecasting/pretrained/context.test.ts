import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { instantBy } from '../../../src/forecasting/methods/index.ts';
import {
  contextLength,
  leastTrainedHorizon,
  readContext,
  trainedHorizon,
} from '../../../src/forecasting/pretrained/context.ts';

const page = readFileSync('docs/forecasting.md', 'utf8');
const rows = [...page.matchAll(/^\| (none|\d+) \| (\d+) \| (\d+) \| (\d+) \|$/gm)];

test.each(rows.map(([, ...cells]) => cells))(
  'season %s: %s values are read and %s steps trained, of horizons from %s on, as documented',
  (name, ...limits) => {
    const season = name === 'none' ? 1 : Number(name);
    const found = [contextLength(season), trainedHorizon(season), leastTrainedHorizon(season)];
    expect(found).toEqual(limits.map(Number));
  },
);

test('other seasons have the limits that are documented', () => {
  expect(rows.length).toBeGreaterThan(8);
  for (const m of [5, 10, 60, 168, 365, 1_440, 5_000]) {
    expect(contextLength(m)).toBe(Math.min(20_000, Math.max(192, 16 * m)));
    expect(trainedHorizon(m)).toBe(Math.max(12, Math.min(96, 2 * m)));
    expect(leastTrainedHorizon(m)).toBe(Math.min(96, m));
  }
});

/** Sales of a product around 30 after days of zeros. */
const launched = (zeros: number, sold: readonly number[]) =>
  Float64Array.of(...Array(zeros).fill(0), ...sold);
const sold = [30, 28, 33, 29, 31, 34, 27, 32, 30, 29];

test('zeros before a launch are not read, and zeros that come back are', () => {
  expect([...readContext(launched(40, sold), 1).z]).toEqual(sold.map(Math.log));
  expect(readContext(launched(40, sold), 1).isLog).toBe(true);
  expect(readContext(launched(40, [...sold, 0, 31]), 1).z).toHaveLength(52);
  expect(readContext(launched(5, sold), 1).z).toHaveLength(15);
});

test('the forecast after a launch is about what was sold since, and not about the zeros before it', () => {
  const task = { horizon: 7, season: 7, levels: [0.5] };
  const instant = instantBy(null);
  const pointOf = (history: Float64Array) => instant.fit([history], task)[0](history).point;
  for (const zeros of [20, 40, 200])
    for (const value of pointOf(launched(zeros, sold))) {
      expect(value).toBeGreaterThan(26);
      expect(value).toBeLessThan(36);
    }
});
