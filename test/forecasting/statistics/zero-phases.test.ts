import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import { zeroPhases } from '../../../src/forecasting/statistics/index.ts';
import { forecastTask, header, run, seriesOf, specOf, succeeded } from '../support.ts';

/** Steps, of the first `season`, that are known to be zero. */
function zerosOf(values: number[], season: number): number[] | null {
  const isZero = zeroPhases(Float64Array.from(values), season);
  return isZero && Array.from({ length: season }, (_, h) => h).filter(isZero);
}

const rng = createRng(5);
const sales = (length: number, zeros = 0) =>
  Array.from({ length }, (_, t) => (t % 7 === 6 || rng.uniform() < zeros ? 0 : 40 + rng.int(30)));

test('a phase that was zero in four seasons stays zero, wherever the series ends', () => {
  expect(zerosOf(sales(28), 7)).toEqual([6]);
  expect(zerosOf(sales(31), 7)).toEqual([3]);
  const missing = sales(70).map((value, t) => (t % 5 === 0 ? Number.NaN : value));
  expect(zerosOf(missing, 7)).toEqual([6]);
});

test('the edges of a long run of zeros stay open, as those of nights do', () => {
  const solar = Array.from({ length: 24 * 10 }, (_, t) =>
    Math.max(0, Math.round(50 * Math.sin(((t % 24) - 6) / 4))),
  );
  const night = Array.from({ length: 24 }, (_, h) => h).filter((h) =>
    solar.every((value, t) => t % 24 !== h || value === 0),
  );
  expect(zerosOf(solar, 24)).toEqual(
    night.filter((h) => [-1, 1].every((by) => night.includes((h + by + 24) % 24))),
  );
});

test('where others have zeros too, a phase needs many', () => {
  expect(zerosOf(sales(7 * 12, 0.3), 7)).toBeNull();
  expect(zerosOf(sales(7 * 30, 0.3), 7)).toEqual([6]);
});

test('fewer seasons, a value other than zero, and zeros that may be chance show nothing', () => {
  expect(zerosOf(sales(27), 7)).toBeNull();
  expect(
    zerosOf(
      sales(70).map((value, t) => (t === 34 ? 5 : value)),
      7,
    ),
  ).toBeNull();
  expect(zerosOf(sales(35, 0.6), 7)).toBeNull();
  expect(zerosOf(sales(28), 1)).toBeNull();
  expect(zerosOf(new Array(70).fill(0), 7)).toBeNull();
});

const settings = { horizon: 14, quantiles: [0.9], levels: [95], samples: 2, seed: 1, fittedSteps: 0 };

interface Answer {
  mean: number[];
  median: number[];
  intervals: Record<string, { lower: number[]; upper: number[] }>;
  samples: number[][];
}

function expectClosed({ mean, median, intervals: { 95: interval }, samples }: Answer): void {
  for (const column of [mean, median, interval.lower, interval.upper, ...samples])
    expect([column[6], column[13]]).toEqual([0, 0]);
  for (const h of [0, 5, 7, 12]) expect(interval.upper[h] - interval.lower[h]).toBeGreaterThan(5);
}

test('a forecast of a shop that is closed on Sundays has nothing on Sundays', async () => {
  const series = [seriesOf(sales(140))];
  const spec = { target: 'y', covariates: null, calendar: null, bounds: null };
  const [answer] = forecastInstantly({ ...settings, header, spec, series, decision: null } as never).answers;
  expectClosed(answer as unknown as Answer);
  const trained = specOf({ horizon: 14, context_length: 28, season_length: 7, steps: 3, hidden_size: 4 });
  const outcome = succeeded(await run({ series, spec: trained }));
  const [known] = await forecast(forecastTask(outcome, series, settings));
  expectClosed(known as unknown as Answer);
});
