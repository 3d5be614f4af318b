import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import { baselinesFor } from '../../../src/forecasting/evaluation/baselines.ts';

test('a growth curve is a baseline of large panels too: its search reads a part of each history', () => {
  const rng = createRng(1);
  const grown = (length: number) =>
    Float64Array.from(
      { length },
      (_, t) => 20 + 100 / (1 + Math.exp(8 * (0.6 - t / length))) + 2 * rng.normal(),
    );
  const ofPanel = (series: number, length: number) =>
    baselinesFor(
      [Array.from({ length: series }, () => grown(length))],
      { windows: series, effects: 0 },
      {
        ...{ horizon: 12, season: 1, preset: 'fast' },
      },
    );
  expect(ofPanel(500, 150)).toContain('logistic');
  expect(ofPanel(100, 2_000)).toContain('logistic');
  expect(ofPanel(2_000, 150)).not.toContain('logistic'); // about two seconds
});
