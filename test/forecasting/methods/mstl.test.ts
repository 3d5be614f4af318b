/** Several seasons in one series, on processes whose best forecast is known. */
import { expect, test } from 'vitest';
import { dayAndWeek, simulated } from '../../../bench/truths/processes.ts';
import { createRng } from '../../../src/engine/index.ts';
import { seasonsTogether } from '../../../src/forecasting/families/seasons-together.ts';
import { seasonalShapes, splitsOf } from '../../../src/forecasting/methods/fitting/nested-seasons.ts';
import { applies, type MethodName, methods } from '../../../src/forecasting/methods/index.ts';
import { header } from '../support.ts';

const made = (steps: number, n: number, horizon: number, count: number) => {
  const rng = createRng(n + 1);
  const make = simulated((own) => dayAndWeek(own, steps));
  return Array.from({ length: count }, () => make(rng, n, horizon, 1));
};

/** Mean absolute error over that of the best possible forecast, and the coverage of the 80 % interval. */
function scoreOf(
  name: MethodName,
  all: ReturnType<typeof made>,
  n: number,
  season: number,
  seasons: number[],
) {
  const histories = all.map(({ values }) => values.slice(0, n));
  const horizon = all[0].truth.length;
  const fitted = methods[name].fit(histories, { horizon, season, seasons, levels: [0.1, 0.5, 0.9] });
  let [error, best, inside] = [0, 0, 0];
  for (const [i, { values, truth }] of all.entries()) {
    const { point, quantiles } = fitted[i](histories[i]);
    for (let h = 0; h < horizon; h++) {
      const y = values[n + h];
      error += Math.abs(y - point[h]);
      best += Math.abs(y - truth[h]);
      if (y >= quantiles[3 * h] && y <= quantiles[3 * h + 2]) inside++;
    }
  }
  return { ratio: error / best, coverage: inside / all.length / horizon };
}

test('four weeks of hours show the day and the week, and the fan holds what it says', () => {
  const n = 672;
  const all = made(24, n, 48, 30);
  const { ratio, coverage } = scoreOf('mstl', all, n, 24, [24, 168]);
  expect(ratio).toBeLessThan(1.12);
  expect(coverage).toBeGreaterThan(0.74);
  expect(coverage).toBeLessThan(0.88);
  expect(scoreOf('seasonal_mean', all, n, 168, [24, 168]).ratio).toBeGreaterThan(ratio);
});

test('a week of five-minute days is smoothed over neighbouring steps', () => {
  const n = 5 * 2_016;
  const all = made(288, n, 288, 5);
  const { ratio } = scoreOf('mstl', all, n, 288, [288, 2_016]);
  expect(ratio).toBeLessThan(1.13);
  expect(scoreOf('seasonal_mean', all, n, 2_016, [288, 2_016]).ratio).toBeGreaterThan(ratio);
});

test('a week that is not in the data does no harm', () => {
  const n = 672;
  const rng = createRng(4);
  const shape = Array.from({ length: 24 }, () => 5 * rng.normal());
  const make = simulated((own) => {
    let t = 0;
    return { expected: (h) => 50 + shape[(t + h - 1) % 24], step: () => 50 + shape[t++ % 24] + own.normal() };
  });
  const all = Array.from({ length: 20 }, () => make(rng, n, 48, 1));
  expect(scoreOf('mstl', all, n, 24, [24, 168]).ratio).toBeLessThan(1.06);
});

test('it applies to several seasons and to long ones, where histories hold them twice', () => {
  const ofLength = (n: number) => [new Float64Array(n).map((_, t) => t)];
  const appliesTo = (n: number, season: number, seasons?: number[]) =>
    applies('mstl', ofLength(n), { season, seasons, horizon: 3 });
  expect(appliesTo(400, 24, [24, 168])).toBe(true);
  expect(appliesTo(300, 24, [24, 168])).toBe(false);
  expect(appliesTo(300, 12)).toBe(false);
  expect(appliesTo(300, 52)).toBe(true);
});

test('seasons together: from the frequency, from the request, or from the values', () => {
  const values = Float64Array.from(
    { length: 900 },
    (_, t) =>
      20 + 4 * Math.sin(t) ** 2 + 5 * ((t % 12) % 5) + 9 * Number(t % 60 < 12) + ((t * 7_919) % 13) / 13,
  );
  const data = { logs: [values], named: null, header };
  const hourly = { frequency: { ...header.frequency, season_lengths: [24, 168] } };
  expect(seasonsTogether(24, { ...data, header: hourly })).toEqual([24, 168]);
  expect(seasonsTogether(24, { ...data, logs: [values.subarray(0, 300)], header: hourly })).toEqual([24]);
  expect(seasonsTogether(24, { ...data, named: [24, 120] })).toEqual([24, 120]);
  expect(
    seasonsTogether(12, { ...data, header: { frequency: { ...header.frequency, season_lengths: [] } } }),
  ).toEqual([12, 60]);
  expect(seasonsTogether(1, { ...data, header: hourly })).toEqual([]);
});

test('kept splits are those of each beginning alone, and what options share is computed once', () => {
  const rng = createRng(7);
  const values = Float64Array.from({ length: 200 }, (_, t) => t / 10 + (t % 6) + rng.normal());
  for (const seasons of [[6, 42], [6, 15], [1]]) {
    const splits = splitsOf(values);
    const options = [8, 4].flatMap((read) => [1 / 3, 0].map((smoothing) => ({ seasons, read, smoothing })));
    for (const one of [...options, ...options.toReversed()])
      for (const length of [180, 200]) {
        const split = splits(length, one);
        expect(split).toEqual(seasonalShapes(values.subarray(0, length), one));
        expect(splits(length, { ...one })).toBe(split);
      }
  }
});
