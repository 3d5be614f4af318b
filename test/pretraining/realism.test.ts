import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { familyNames } from '../../bench/pretraining/generator/index.ts';
import { featuresOf } from '../../bench/pretraining/realism/features.ts';
import { errorOf, learn, predictorNames, rowsOf } from '../../bench/pretraining/realism/linear.ts';
import { createRng } from '../../src/engine/index.ts';

const rng = createRng(1);
const seriesOf = (length: number, value: (t: number) => number) =>
  Float64Array.from({ length }, (_, t) => value(t));

function walk(length: number, drift: number): Float64Array {
  let level = 1_000;
  return seriesOf(length, () => {
    level += drift + rng.normal();
    return level;
  });
}

test('statistics tell a season, noise and a random walk apart', () => {
  const season = featuresOf(
    seriesOf(120, (t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 12) + rng.normal()),
    12,
    12,
  );
  expect(season['season strength']).toBeGreaterThan(0.95);
  expect(season['season, same in halves']).toBeGreaterThan(0.95);
  const noise = featuresOf(
    seriesOf(400, () => 50 + rng.normal()),
    1,
    6,
  );
  expect(noise['autocorrelation of changes, 1']).toBeLessThan(-0.4);
  const moves = featuresOf(walk(400, 0), 1, 6);
  expect(Math.abs(moves['autocorrelation of changes, 1'])).toBeLessThan(0.15);
  expect(featuresOf(walk(400, 2), 1, 6)['drift over sd of changes']).toBeCloseTo(2, 0);
});

test('the linear forecaster learns to continue lines, and not to continue random walks', () => {
  const rowsOfMany = (values: () => Float64Array) =>
    rowsOf(Array.from({ length: 60 }, () => ({ values: values(), season: 1, horizon: 6 })));
  const lines = rowsOfMany(() => {
    const slope = 5 * rng.normal();
    return seriesOf(40, (t) => slope * t + 0.01 * rng.normal());
  });
  const walks = rowsOfMany(() => walk(80, 0));
  const lastValue = new Float64Array(predictorNames.length);
  expect(errorOf(learn(lines), lines)).toBeLessThan(0.05 * errorOf(lastValue, lines));
  expect(errorOf(learn(walks), walks)).toBeGreaterThan(0.85 * errorOf(lastValue, walks));
});

test('the comparison reads training parts only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-realism-'));
  try {
    const rows = ['a', 'b', 'c'].flatMap((id) =>
      [...walk(30, 3)].map((y, t) => `${id},${t + 1},${t < 24 ? y : 1e9},${t < 24 ? 'train' : 'test'}`),
    );
    writeFileSync(join(folder, 'series.csv'), ['unique_id,ds,y,split', ...rows].join('\n'));
    const evaluations = [{ name: 'official', kind: 'official_split', horizon: 6 }];
    writeFileSync(join(folder, 'task.json'), JSON.stringify({ season_length: 1, evaluations }));
    const run = spawnSync(process.execPath, ['bench/pretraining/realism/main.ts', folder, '--series', '30']);
    const text = run.stdout.toString();
    expect(run.stderr.toString()).not.toContain('Error');
    expect(text).toContain('m = 1, h = 6: 3 real series');
    const range = /range of logs *\|(.*?)\|/.exec(text)![1].trim().split(/\s+/).map(Number);
    expect(Math.max(...range)).toBeLessThan(0.5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every family has a small picture with four panels', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-pictures-'));
  try {
    const run = spawnSync(process.execPath, ['bench/pretraining/pictures.ts', folder]);
    expect(run.stderr.toString()).not.toContain('Error');
    for (const family of familyNames) {
      const svg = readFileSync(join(folder, `${family}.svg`), 'utf8');
      expect(svg.length, family).toBeLessThan(60_000);
      expect(svg.match(/>m = \d+</g), family).toHaveLength(4);
      expect(/NaN|undefined/.test(svg), family).toBe(false);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
