import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import { createBank } from '../../../src/forecasting/pretrained/bank.ts';
import { memberCount, memberNamesOf, readContext } from '../../../src/forecasting/pretrained/index.ts';

/** Forecasts of a member for the steps after a history, in the units of the series. */
function forecastsOf(member: string, history: Float64Array, season: number, horizon: number): number[] {
  const context = readContext(history, season);
  const at = memberNamesOf(context).indexOf(member);
  expect(at).toBeGreaterThanOrEqual(0);
  const bank = createBank(2_000);
  bank.fit(context, context.z.length);
  const to = new Float64Array(memberCount);
  return Array.from({ length: horizon }, (_, h) => {
    bank.forecast(to, [h + 1], 1);
    return context.isLog ? Math.exp(to[at]) : to[at];
  });
}

const repeat = (length: number, at: (t: number) => number) => Float64Array.from({ length }, (_, t) => at(t));

test('the names of the members are as many as the members, and differ', () => {
  for (const context of [
    { season: 1, secondSeason: 0 },
    { season: 12, secondSeason: 0 },
    { season: 7, secondSeason: 364 },
    { season: 24, secondSeason: 168 },
  ])
    expect(new Set(memberNamesOf(context)).size).toBe(memberCount);
});

test.each([
  ['line_of_values', (t: number) => 100 + 2 * t],
  ['line', (t: number) => -50 + 3 * t],
  ['reversion_to_line', (t: number) => -50 + 3 * t],
  ['line', (t: number) => 5 * 1.03 ** t],
])('the member %s continues its kind of growth', (member, at) => {
  const path = repeat(60, at);
  for (const [h, value] of forecastsOf(member, path.subarray(0, 40), 1, 20).entries())
    expect(value).toBeCloseTo(path[40 + h], 6);
});

test('a line of values carries a season that grows with it', () => {
  const path = repeat(120, (t) => (100 + 2 * t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)));
  for (const [h, value] of forecastsOf('line_of_values', path.subarray(0, 96), 12, 24).entries())
    expect(Math.abs(value / path[96 + h] - 1)).toBeLessThan(0.02);
});

const meanError = (forecasts: number[], path: Float64Array, from: number) =>
  forecasts.reduce((sum, value, h) => sum + Math.abs(value - path[from + h]), 0) / forecasts.length;

test('reversion is nearer to an autoregression than its last value and its mean', () => {
  const rng = createRng(3);
  const sums: Record<string, number> = { reversion: 0, last_value: 0, mean: 0 };
  for (let series = 0; series < 200; series++) {
    let x = rng.normal();
    const path = repeat(90, () => {
      x = 0.8 * x + 0.6 * rng.normal();
      return x;
    });
    for (const member of Object.keys(sums))
      sums[member] += meanError(forecastsOf(member, path.subarray(0, 80), 1, 10), path, 80);
  }
  expect(sums.reversion).toBeLessThan(sums.last_value);
  expect(sums.reversion).toBeLessThan(sums.mean);
});

const hour = (t: number) => Math.sin((2 * Math.PI * t) / 24);
const workAndRest = (t: number) => (Math.floor(t / 24) % 7 < 5 ? 50 + 20 * hour(t) : 40 + 5 * hour(t + 3));

test('the week of days is exact for work days and weekends', () => {
  const path = repeat(500, workAndRest);
  for (const member of ['week_of_days', 'week_of_days_at_level', 'week_of_days_with_memory'])
    for (const [h, value] of forecastsOf(member, path.subarray(0, 350), 24, 150).entries())
      expect(value).toBeCloseTo(path[350 + h], 1);
});

test('two noisy weeks say more as days of two kinds than hour by hour', () => {
  const rng = createRng(5);
  const sums: Record<string, number> = { week_of_days: 0, second_season_mean: 0 };
  for (let series = 0; series < 20; series++) {
    const path = repeat(528, (t) => workAndRest(t) + 3 * rng.normal());
    for (const member of Object.keys(sums))
      sums[member] += meanError(forecastsOf(member, path.subarray(0, 360), 24, 168), path, 360);
  }
  expect(sums.week_of_days).toBeLessThan(0.9 * sums.second_season_mean);
});

test('similar seasons know which shape follows which', () => {
  // Two shapes of a day take turns, two days each; levels differ from day to day.
  const path = repeat(
    648,
    (t) =>
      200 + 3 * Math.sin(Math.floor(t / 24)) + 20 * Math.sin((2 * Math.PI * t) / (t % 96 < 48 ? 24 : 12)),
  );
  const errorOf = (member: string) =>
    meanError(forecastsOf(member, path.subarray(0, 624), 24, 24), path, 624);
  expect(errorOf('similar_pairs_of_seasons')).toBeLessThan(0.2 * errorOf('seasonal_naive'));
});

test('seasons that repeat exactly are similar', () => {
  // Two whole weeks of the same level take turns, so that distances are exactly 0.
  const path = repeat(98, (t) => (t % 14 < 7 ? [5, 9, 2, 7, 0, 9, 3] : [8, 0, 6, 2, 9, 6, 4])[t % 7]);
  const forecast = forecastsOf('similar_seasons', path.subarray(0, 84), 7, 7);
  for (const [h, value] of forecast.entries()) expect(value).toBeCloseTo(path[84 + h], 6);
});

test('similar pasts continue a cycle that is no season', () => {
  const path = repeat(130, (t) => Math.sin((2 * Math.PI * t) / 13));
  expect(meanError(forecastsOf('similar_pasts', path.subarray(0, 100), 1, 20), path, 100)).toBeLessThan(0.01);
});

test('half a line that breaks goes on as its last half', () => {
  const path = repeat(60, (t) => (t < 20 ? 5 : 5 - 2 * (t - 20)));
  for (const member of ['line_of_last_half', 'line_of_last_10_steps'])
    for (const [h, value] of forecastsOf(member, path.subarray(0, 50), 1, 10).entries())
      expect(value).toBeCloseTo(path[50 + h], 6);
});
