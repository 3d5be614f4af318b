import { expect, test } from 'vitest';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import type { ModelSpec } from '../../../src/contracts/schemas/models/model.ts';
import { createRng, selectKernel } from '../../../src/engine/index.ts';
import { decodeParts, modelOf } from '../../../src/forecasting/ensemble/weights-file.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { forecastTask, randomWalk, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

type Values = ArrayLike<number>;

/** A backtest as long as the data allow. */
const wholeBacktest = { windows: null, step: null };

/** Trains on some series and forecasts others, or the same. The backtest is short, because most tests
 *  read the forecasts alone. */
async function forecastsOf(train: Values[], asked: Values[] = train, settings: Partial<ModelSpec> = {}) {
  const validation = { windows: 4, step: null };
  const spec = specOf({ horizon: 6, steps: 60, validation, ...settings });
  const named = (all: Values[]) => all.map((values, i) => seriesOf(values, `s${i}`));
  const trained = succeeded(await run({ spec, series: named(train) }));
  const model = modelOf(decodeParts(trained.weights.bytes, ['members'], selectKernel(undefined), 64), 64);
  const answers = forecastSeries(
    forecastTask(trained, named(asked), { samples: 20, levels: [95] }),
    model,
    64,
  );
  return { trained, answers };
}

async function forecastOf(train: Values, settings: Partial<ModelSpec> = {}): Promise<SeriesForecast> {
  const [answer] = (await forecastsOf([train], [train], settings)).answers;
  if ('problem' in answer) throw new Error(answer.problem.detail);
  return answer;
}

/** Noise of the series that are compared. */
const noise = 2;

/** The forecasts that others are compared with, by the length of their series. */
const plainForecasts = new Map<number, Promise<SeriesForecast>>();

function plainForecast(length: number): Promise<SeriesForecast> {
  const forecast = plainForecasts.get(length) ?? forecastOf(seasonalSeries(length, 12, noise));
  plainForecasts.set(length, forecast);
  return forecast;
}

/** All numbers are finite and quantiles do not cross. */
function expectSound(answer: Awaited<ReturnType<typeof forecastsOf>>['answers'][number]): SeriesForecast {
  if ('problem' in answer) throw new Error(answer.problem.detail);
  const numbers = [answer.mean, answer.median, ...Object.values(answer.quantiles), ...answer.samples!].flat();
  expect(numbers.filter((x) => !Number.isFinite(x))).toEqual([]);
  const levels = Object.keys(answer.quantiles).sort((a, b) => Number(a) - Number(b));
  for (const h of answer.median.keys())
    for (let k = 1; k < levels.length; k++)
      expect(answer.quantiles[levels[k]][h]).toBeGreaterThanOrEqual(answer.quantiles[levels[k - 1]][h]);
  return answer;
}

const width = ({ intervals }: SeriesForecast) =>
  intervals['95'].upper.reduce((sum, upper, h) => sum + upper - intervals['95'].lower[h], 0) /
  intervals['95'].upper.length;

test('three values a hundred times too large, far before the end, change neither the level nor the width', async () => {
  const clean = seasonalSeries(400, 12, 2);
  const dirty = clean.slice();
  for (const t of [60, 190, 310]) dirty[t] *= 100;
  const before = await plainForecast(400);
  const after = await forecastOf(dirty);
  for (const [h, median] of after.median.entries())
    expect(Math.abs(median - before.median[h])).toBeLessThan(8);
  expect(width(after)).toBeLessThan(3 * width(before));
});

test('one such value shortly before the end widens the fan moderately', async () => {
  const clean = seasonalSeries(400, 12, 2);
  const dirty = clean.slice();
  dirty[390] *= 100;
  const before = await plainForecast(400);
  const after = await forecastOf(dirty);
  for (const [h, median] of after.median.entries())
    expect(Math.abs(median - before.median[h])).toBeLessThan(30);
  expect(width(after)).toBeLessThan(10 * width(before));
});

test.each([0, 12])(
  'after a shift of the level the forecast is at the new level (season %i)',
  async (season) => {
    const rng = createRng(3);
    const wave = (t: number) => (season === 0 ? 0 : 4 * Math.sin((2 * Math.PI * t) / season));
    const values = Array.from({ length: 300 }, (_, t) => (t < 270 ? 100 : 600) + wave(t) + rng.normal());
    const { median, quantiles } = await forecastOf(values);
    for (const [h, value] of median.entries()) {
      expect(Math.abs(value - 600)).toBeLessThan(25);
      expect(quantiles['0.975'][h] - quantiles['0.025'][h]).toBeLessThan(900);
    }
  },
);

test.each([1e-12, 1e-3, 1e6, 1e80])(
  'in units of %d the forecast is the same in those units',
  async (unit) => {
    const values = seasonalSeries(300, 12, 2);
    const plain = await plainForecast(300);
    const scaled = await forecastOf(values.map((value) => value * unit));
    for (const [h, median] of scaled.median.entries()) {
      expect(Math.abs(median / unit - plain.median[h])).toBeLessThan(0.02 * plain.median[h] + 1);
      expect(scaled.intervals['95'].upper[h]).toBeGreaterThan(median);
    }
  },
);

// Meter readings, pressures and identifiers that count: the level is large and the moves are small.
test.each([1e4, 1e6, 1e9].flatMap((level) => [60, 300].map((length) => [level, length])))(
  'at %d above zero, %d observations have the forecast that they have at zero',
  async (level, length) => {
    const values = seasonalSeries(length, 12, noise);
    const plain = await plainForecast(length);
    const shifted = await forecastOf(values.map((value) => value + level));
    for (const [h, median] of shifted.median.entries())
      expect(Math.abs(median - level - plain.median[h])).toBeLessThan(2 * noise);
    expect(width(shifted) / width(plain)).toBeGreaterThan(0.5);
    expect(width(shifted) / width(plain)).toBeLessThan(2);
  },
);

test('series of two and of ten thousand observations, tiny and huge, constant and mostly missing, share one model', async () => {
  const long = seasonalSeries(10_000, 24, 3);
  const sparse = randomWalk(200, 5).map((value, t) => (t % 9 === 0 ? value : Number.NaN));
  const { answers } = await forecastsOf([
    long,
    [5, 6],
    seasonalSeries(200, 24, 2).map((value) => value * 1e-9),
    seasonalSeries(300, 24, 2).map((value) => value * 1e12),
    new Array(120).fill(7),
    sparse,
    randomWalk(80),
  ]);
  const [first, two, tiny, huge, constant] = answers;
  expectSound(first);
  expect('problem' in two && two.problem.code).toBe('series_too_short');
  for (const median of expectSound(tiny).median) expect(median > 2e-8 && median < 8e-8).toBe(true);
  for (const median of expectSound(huge).median) expect(median > 2e13 && median < 8e13).toBe(true);
  for (const median of expectSound(constant).median) expect(median).toBeCloseTo(7, 6);
  expectSound(answers[6]);
});

test('counts with zeros between them: forecasts stay at or above zero, with a mean near that of the data', async () => {
  const rng = createRng(11);
  const demand = () => Array.from({ length: 300 }, () => (rng.uniform() < 0.2 ? 1 + rng.int(9) : 0));
  const { answers } = await forecastsOf([demand(), demand(), demand(), demand()]);
  for (const answer of answers.map(expectSound)) {
    const numbers = [...Object.values(answer.quantiles), ...answer.samples!, answer.mean].flat();
    expect(numbers.filter((value) => value < 0)).toEqual([]);
    const mean = answer.mean.reduce((sum, value) => sum + value, 0) / answer.mean.length;
    expect(mean).toBeGreaterThan(0.2);
    expect(mean).toBeLessThan(4);
  }
});

test.each<[string, (t: number, normal: () => number) => number]>([
  ['nearly all zero', (t) => (t % 71 === 5 ? 3 : 0)],
  ['two values only', (t) => ((t * 7919) % 13 > 6 ? 1 : 0)],
  ['constant but for the last value', (t) => (t === 199 ? 50 : 10)],
  ['constant but for one value', (t) => (t === 100 ? 50 : 10)],
  ['growth by a tenth with every step', (t) => 1.1 ** t],
  ['growth from below to above zero', (t, normal) => t - 100 + normal()],
  ['white noise of mean zero', (_, normal) => normal()],
  ['heavy tails', (_, normal) => normal() / Math.abs(normal())],
  ['a gap of half its length', (t, normal) => (t > 50 && t < 150 ? Number.NaN : 20 + normal())],
  ['missing at every second time', (t, normal) => (t % 2 ? Number.NaN : 20 + normal())],
  ['missing at the end', (t, normal) => (t > 192 ? Number.NaN : 20 + normal())],
  ['constant, missing at the end', (t) => (t > 192 ? Number.NaN : 20)],
  ['alternating signs', (t) => (t % 2 ? 1e5 : -1e5)],
  ['near the largest value', (_t, normal) => 9e99 * (1 + 0.01 * normal())],
  ['rounded to a few steps', (_, normal) => Math.round(normal()) / 2],
])('%s: training ends, and the quantiles are finite and ordered', async (_, valueAt) => {
  const rng = createRng(7);
  const values = Array.from({ length: 200 }, (_, t) => valueAt(t, rng.normal));
  const { answers, trained } = await forecastsOf([values], [values], { validation: wholeBacktest });
  for (const answer of answers) expectSound(answer);
  for (const { loss } of trained.card.training.loss) expect(Number.isFinite(loss)).toBe(true);
});

test('a card reports how many observations are outside the bounds of the model', async () => {
  const values = seasonalSeries(120, 12, 2).map((value, t) => (t % 40 === 3 ? -1 : Math.round(value)));
  const notesOf = async (bounds: ModelSpec['bounds']) =>
    (await forecastsOf([values], [values], { bounds, steps: 5 })).trained.card.notes.join(' ');
  expect(await notesOf({ lower: 0, upper: 60, integer: true })).toContain(
    `of 120 observations 3 below 0, ${values.filter((value) => value > 60).length} above 60)`,
  );
  expect(await notesOf({ lower: -1, upper: null, integer: true })).not.toContain('bounds');
  expect(await notesOf(null)).not.toContain('bounds');
});
