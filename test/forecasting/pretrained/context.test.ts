import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contextLength, trainedHorizon } from '../../../src/forecasting/pretrained/context.ts';

const page = readFileSync('docs/forecasting.md', 'utf8');
const rows = [...page.matchAll(/^\| (none|\d+) \| (\d+) \| (\d+) \|$/gm)];

test.each(rows.map(([, ...cells]) => cells))(
  'season %s: %s values are read and %s steps trained, as documented',
  (name, values, steps) => {
    const season = name === 'none' ? 1 : Number(name);
    expect([contextLength(season), trainedHorizon(season)]).toEqual([Number(values), Number(steps)]);
  },
);

test('other seasons have the limits that are documented', () => {
  expect(rows.length).toBeGreaterThan(8);
  for (const m of [5, 10, 60, 168, 365, 1_440, 5_000]) {
    expect(contextLength(m)).toBe(Math.min(20_000, Math.max(192, 16 * m)));
    expect(trainedHorizon(m)).toBe(Math.max(12, Math.min(96, 2 * m)));
  }
});
