import { expect, test } from 'vitest';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import { createRng, selectKernel } from '../../../src/engine/index.ts';
import { decodeHeldOut } from '../../../src/forecasting/ensemble/weights-file.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import {
  forecastTask,
  header,
  randomWalk,
  run,
  seasonalSeries,
  seriesOf,
  specOf,
  succeeded,
} from '../support.ts';

async function forecastAfter(values: number[], settings = {}, history = values) {
  const trained = succeeded(await run({ spec: specOf(settings), series: [seriesOf(values)] }));
  const [answer] = await forecast(forecastTask(trained, [seriesOf(history)]));
  return { answer: answer as SeriesForecast, card: trained.card, spec: trained.spec };
}

function widths({ intervals }: SeriesForecast, level = '80'): number[] {
  return intervals[level].upper.map((upper, h) => upper - intervals[level].lower[h]);
}

function poisson(mean: number, rng: { uniform(): number }): number {
  let count = -1;
  for (let product = 1; product > Math.exp(-mean); count++) product *= rng.uniform();
  return count;
}

const flatThenMoving: Record<string, (rng: ReturnType<typeof createRng>) => number[]> = {
  'zeros, then counts': (rng) => Array.from({ length: 293 }, (_, t) => (t < 250 ? 0 : poisson(20, rng))),
  'a level, then a random walk': (rng) => {
    let level = 50;
    return Array.from({ length: 345 }, (_, t) => {
      if (t >= 300) level += rng.normal();
      return level;
    });
  },
};

for (const [name, make] of Object.entries(flatThenMoving))
  test(`${name}: the fan is as wide as the recent changes, and the card claims no skill`, async () => {
    const values = make(createRng(3));
    const { answer, card } = await forecastAfter(values, { preset: 'balanced' });
    const recent = values.slice(-40);
    const move = Math.sqrt(
      recent.slice(1).reduce((sum, value, i) => sum + (value - recent[i]) ** 2, 0) / (recent.length - 1),
    );
    const width = widths(answer);
    for (const one of width) expect(one).toBeGreaterThan(0.8 * move);
    expect(card.summary).not.toContain('use it for the width');
    expect(card.notes.join(' ')).toMatch(/the networks that it tests learnt nothing/);
    expect(card.training.loss.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  });

test('zeros, then a square: the forecast goes on with it, and its fan is as wide as its error', async () => {
  const square = (t: number) => Math.max(0, t - 250) ** 2;
  const { answer } = await forecastAfter(
    Array.from({ length: 300 }, (_, t) => square(t)),
    { preset: 'balanced' },
  );
  const width = widths(answer);
  for (const [h, median] of answer.median.entries()) {
    const error = Math.abs(median - square(300 + h));
    expect(error / square(300 + h)).toBeLessThan(0.05);
    // The zeros are neither errors nor rare demand: with them the fan had a sixth of this width.
    expect(error).toBeLessThan(0.7 * width[h]);
    expect(square(300 + h)).toBeLessThan(answer.intervals['95'].upper[h]);
  }
});

test('a constant start does not make the later fan narrow', async () => {
  const rng = createRng(5);
  const walk = (flat: number) => {
    let level = 100;
    return Array.from({ length: flat + 400 }, (_, t) => {
      if (t >= flat) level += rng.normal();
      return level;
    });
  };
  const plain = widths((await forecastAfter(walk(0))).answer);
  const late = widths((await forecastAfter(walk(600))).answer);
  for (let h = 0; h < plain.length; h++) expect(late[h] / plain[h]).toBeGreaterThan(0.6);
});

test('missing values at the end widen the fan, and the warning counts them', async () => {
  const values = randomWalk(800, 1);
  const trained = succeeded(await run({ spec: specOf({ steps: 20 }), series: [seriesOf(values)] }));
  const after = async (gap: number) => {
    const tail = new Array(gap).fill(Number.NaN);
    const [answer] = await forecast(forecastTask(trained, [seriesOf([...values, ...tail])]));
    return answer as SeriesForecast;
  };
  const [none, some] = [await after(0), await after(15)];
  expect(widths(some)[0] / widths(none)[0]).toBeGreaterThan(3);
  expect(some.warnings.join(' ')).toContain('The last 15 values are missing');
  const refused = await after(80);
  expect(refused).toMatchObject({ problem: { code: 'series_too_short' } });
  expect(JSON.stringify(refused)).toMatch(/0 observations among its last 32 steps.*needs 8/);
});

test('if the last season is missing, the forecast repeats the one before, with a wider fan', async () => {
  const values = seasonalSeries(600, 12, 2);
  const trained = succeeded(await run({ spec: specOf({ horizon: 12 }), series: [seriesOf(values)] }));
  const holes = values.map((value, t) => (t < 576 ? value : Number.NaN));
  const answers = (await forecast(
    forecastTask(trained, [seriesOf(values), seriesOf(holes)]),
  )) as SeriesForecast[];
  const [whole, missing] = answers.map((answer) => widths(answer).reduce((a, b) => a + b));
  expect(missing / whole).toBeGreaterThan(1.3);
  expect(missing / whole).toBeLessThan(3);
  for (let h = 0; h < 12; h++) expect(Math.abs(answers[1].median[h] - answers[0].median[h])).toBeLessThan(6);
  expect(answers[1].warnings.join(' ')).toContain('The last 24 values are missing');
});

for (const [name, values] of Object.entries({
  counts: (() => {
    const rng = createRng(2);
    return Array.from({ length: 300 }, () => poisson(0.7, rng));
  })(),
  season: seasonalSeries(400, 12, 3).map((value) => Math.max(0, value - 52)),
}))
  test(`demand that is never negative has no negative forecast (${name})`, async () => {
    const { answer, spec } = await forecastAfter(values);
    expect(spec.lower_bound).toBe(0);
    const { mean, median, quantiles, intervals } = answer;
    for (const path of [mean, median, ...Object.values(quantiles), intervals['95'].lower])
      for (const value of path) expect(value).toBeGreaterThanOrEqual(0);
    expect(widths(answer)[0]).toBeGreaterThan(0);
  });

test('values below zero in training, or in what a forecast reads, leave the fan unbounded', async () => {
  const values = seasonalSeries(400, 12, 3).map((value) => value - 50);
  const trained = await forecastAfter(values);
  expect(trained.spec.lower_bound).toBeNull();
  expect(trained.answer.intervals['95'].lower.some((value) => value < 0)).toBe(true);
  const bounded = seasonalSeries(400, 12, 3).map((value) => Math.max(0, value - 50));
  const { answer } = await forecastAfter(bounded, {}, values);
  expect(answer.intervals['95'].lower.some((value) => value < 0)).toBe(true);
  expect(answer.warnings.join(' ')).toContain('values below 0');
});

test('values below zero in the backtest leave forecasts unbounded, but not those of the backtest', async () => {
  const rng = createRng(1);
  const values = Array.from({ length: 400 }, (_, t) => Math.abs(rng.normal()) * (t === 260 ? -1 : 1));
  const settings = { horizon: 2, steps: 5, members: 1, validation: { windows: 40, step: 4 } };
  const trained = succeeded(await run({ spec: specOf(settings), series: [seriesOf(values)] }));
  expect(trained.spec.lower_bound).toBeNull();
  expect(decodeHeldOut(trained.weights.bytes, selectKernel(), 1).model.spec.lower_bound).toBe(0);
});

test('the card of a constant series does not mention a random walk', async () => {
  const { card } = succeeded(await run({ spec: specOf(), series: [seriesOf(new Array(200).fill(5))] }));
  expect(card.notes.join(' ')).not.toContain('random walk');
  const short = succeeded(
    await run({ spec: specOf({ horizon: 2 }), series: [seriesOf(new Array(9).fill(5))] }),
  );
  expect(short.card.notes.join(' ')).not.toContain('move like');
});

test('a horizon beyond the last representable time is refused with the longest that works', async () => {
  const trained = succeeded(await run({ spec: specOf({ steps: 5 }), series: [seriesOf(randomWalk(200))] }));
  const monthly = {
    ...header,
    time_kind: 'date' as const,
    frequency: { ...header.frequency, kind: 'calendar' as const, step: 'P1M' },
  };
  const series = seriesOf(randomWalk(100));
  series.times = series.times.map((_, t) => Date.UTC(9991, 6 + t, 1));
  expect(await forecast(forecastTask(trained, [series], { header: monthly }))).toMatchObject([
    { problem: { code: 'horizon_too_long', status: 422, errors: [{ accepted: 'a horizon of at most 2' }] } },
  ]);
});

test('the largest accepted values train and give finite forecasts', async () => {
  const rng = createRng(1);
  const outlier = Array.from({ length: 200 }, (_, t) => (t === 120 ? 1e100 : rng.uniform()));
  const huge = Array.from({ length: 200 }, () => 1e100 * rng.uniform());
  for (const values of [outlier, huge]) {
    const { answer, card } = await forecastAfter(values);
    for (const value of [...answer.mean, ...widths(answer)]) expect(value).toBeLessThan(1e160);
    expect(Number.isFinite(card.metrics.auto.wql)).toBe(true);
  }
});

test('values that overflow are refused with their own error', async () => {
  const values = Array.from({ length: 200 }, (_, t) => (t % 2 === 0 ? -1.5e308 : 1.5e308));
  const { outcome } = await run({ spec: specOf(), series: [seriesOf(values)] });
  expect(outcome).toMatchObject({ problem: { code: 'value_out_of_range', status: 422, retryable: false } });
});
