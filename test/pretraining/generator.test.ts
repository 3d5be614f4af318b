import { expect, test } from 'vitest';
import {
  familyNames,
  historyMax,
  type MadeUpSeries,
  makePool,
  type Pool,
} from '../../bench/pretraining/generator/index.ts';

const valueMax = 1e12;
const seasons = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 24, 30, 48, 52, 96, 288];
const pools = Array.from({ length: 200 }, (_, index) => makePool(1, index, 24));

function eachSeries(check: (series: MadeUpSeries, pool: Pool) => void): void {
  for (const pool of pools) for (const series of pool.series) check(series, pool);
}

test('the same seed and index give the same values', () => {
  for (const index of [0, 7, 4_000_000]) expect(makePool(3, index, 8)).toEqual(makePool(3, index, 8));
});

test('a pool begins as a larger one of the same seed and index', () => {
  expect(makePool(3, 5, 20).series.slice(0, 8)).toEqual(makePool(3, 5, 8).series);
});

test('another index or seed gives other values', () => {
  const firsts = [makePool(3, 0, 1), makePool(3, 1, 1), makePool(4, 0, 1), makePool(3 + 2 ** 32, 0, 1)];
  const texts = firsts.map(({ series }) => series[0].values.slice(0, 8).join());
  expect(new Set(texts).size).toBe(firsts.length);
});

test('every value of 200 pools is finite and bounded, or missing', () => {
  eachSeries(({ values }) => {
    expect(values.every((value) => Number.isNaN(value) || Math.abs(value) <= valueMax)).toBe(true);
  });
});

test('values are missing in the history only, of which a part is always known', () => {
  let withMissing = 0;
  eachSeries(({ values, historyLength }) => {
    const known = values.subarray(0, historyLength).filter((value) => !Number.isNaN(value)).length;
    if (known < historyLength) withMissing++;
    expect(known).toBeGreaterThanOrEqual(Math.floor(historyLength / 4));
    expect(values.subarray(historyLength).some(Number.isNaN)).toBe(false);
  });
  expect(withMissing).toBeGreaterThan(0);
});

test('a history is as long as its season allows, and the future is the horizon', () => {
  eachSeries(({ values, historyLength }, { season, horizon }) => {
    expect(historyLength).toBeGreaterThanOrEqual(Math.max(8, Math.ceil(1.3 * season)));
    expect(historyLength).toBeLessThanOrEqual(historyMax(season));
    expect(values.length - historyLength).toBe(horizon);
  });
});

test.each([
  [1, 4, 24],
  [4, 4, 12],
  [7, 7, 28],
  [12, 8, 24],
  [24, 24, 72],
  [52, 8, 26],
  [6, 6, 12],
  [288, 96, 96],
])('horizons of a season of %i are from %i to %i', (season, least, most) => {
  for (let index = 0; index < 60; index++) {
    const { horizon } = makePool(2, index, 0, { season });
    expect(horizon).toBeGreaterThanOrEqual(least);
    expect(horizon).toBeLessThanOrEqual(most);
  }
});

test('every season and every family occurs', () => {
  const drawn = new Set(Array.from({ length: 3_000 }, (_, index) => makePool(1, index, 0).season));
  expect([...drawn].sort((a, b) => a - b)).toEqual(seasons);
  const made = new Set(pools.flatMap(({ series }) => series.map(({ family }) => family)));
  expect([...made].sort()).toEqual(familyNames.toSorted());
});

test('a season that is asked for is the season of the pool', () => {
  for (const season of seasons) expect(makePool(1, season, 2, { season }).season).toBe(season);
});

test('families that are left out do not occur, and leave season and horizon as they are', () => {
  for (let index = 0; index < 40; index++) {
    const { season, horizon, series } = makePool(1, index, 16, { without: ['growth', 'day-week'] });
    expect(series.some(({ family }) => family === 'growth' || family === 'day-week')).toBe(false);
    expect({ season, horizon }).toEqual({ season: pools[index].season, horizon: pools[index].horizon });
  }
});

test('leaving out every family is refused', () => {
  expect(() => makePool(1, 0, 1, { without: familyNames, season: 12 })).toThrow(RangeError);
});

test('prices are positive, counts and demand are integers', () => {
  eachSeries(({ family, values }) => {
    const known = values.filter((value) => !Number.isNaN(value));
    if (family === 'prices') expect(known.every((value) => value > 0)).toBe(true);
    if (family === 'counts' || family === 'intermittent')
      expect(known.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
  });
});

test('hours of a day and a week repeat the day, and growth moves away from its mean', () => {
  const correlationAt = (family: string, season: number, lag: number) => {
    const own = Array.from({ length: 12 }, (_, index) => makePool(5, index, 32, { season }))
      .flatMap(({ series }) => series)
      .filter(
        (one) => one.family === family && one.historyLength > 6 * lag && !one.values.some(Number.isNaN),
      );
    return own.map(({ values }) => autocorrelation(values, lag)).sort((a, b) => a - b)[own.length >> 1];
  };
  expect(correlationAt('day-week', 24, 24)).toBeGreaterThan(0.6);
  expect(correlationAt('growth', 1, 1)).toBeGreaterThan(0.8);
});

function autocorrelation(values: Float64Array, lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [product, square] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    square += (values[t] - mean) ** 2;
    if (t >= lag) product += (values[t] - mean) * (values[t - lag] - mean);
  }
  return square === 0 ? 0 : product / square;
}
