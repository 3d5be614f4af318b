import { describe, expect, test } from 'vitest';
import type { InstantTask } from '../../../src/contracts/ports/index.ts';
import type { InstantSeriesForecast } from '../../../src/contracts/schemas/forecasts/instant.ts';
import { limits } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { methods } from '../../../src/forecasting/methods/index.ts';
import { instantTailPoints } from '../../../src/forecasting/serving/instant.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { compareMethods } from '../../../src/forecasting/serving/method-comparison.ts';
import { insampleError, withoutDisturbances } from '../../../src/forecasting/statistics/index.ts';
import { header, ofSeason, randomWalk, seasonalSeries, seriesOf } from '../support.ts';

function taskOf(series: InstantTask['series'], settings: Partial<InstantTask> = {}): InstantTask {
  return {
    header,
    series,
    spec: { target: 'y', covariates: null, calendar: null, bounds: null },
    decision: null,
    horizon: 6,
    quantiles: [0.1, 0.5, 0.9],
    levels: [80, 95],
    samples: 0,
    seed: 1,
    fittedSteps: 0,
    ...settings,
  };
}

type SeriesForecast = Omit<InstantSeriesForecast, 'season_length'>;

function forecastsOf(series: InstantTask['series'], settings: Partial<InstantTask> = {}): SeriesForecast[] {
  return forecastInstantly(taskOf(series, settings)).answers.map((answer) => {
    if ('problem' in answer) throw new Error(JSON.stringify(answer.problem));
    return answer;
  });
}

const only = (values: ArrayLike<number>, settings: Partial<InstantTask> = {}) =>
  forecastsOf([seriesOf(values)], settings)[0];

function numbersOf({ mean, median, quantiles, intervals, samples = [] }: SeriesForecast): number[] {
  return [mean, median, ...Object.values(quantiles), ...samples]
    .concat(Object.values(intervals).flatMap(({ lower, upper }) => [lower, upper]))
    .flat();
}

const width = ({ intervals: { 95: interval } }: SeriesForecast, h: number) =>
  interval.upper[h] - interval.lower[h];

const oddSeries: Record<string, number[]> = {
  'one point': [5],
  'two points': [5, 8],
  'two equal points': [5, 5],
  'a single zero': [0],
  'a constant': new Array(50).fill(7),
  zeros: new Array(50).fill(0),
  'all missing but one': [...new Array(20).fill(Number.NaN), 3, ...new Array(20).fill(Number.NaN)],
  'tiny values': Array.from({ length: 60 }, (_, t) => 1e-30 * (2 + Math.sin(t))),
  'huge values': Array.from({ length: 60 }, (_, t) => 1e30 * (2 + Math.sin(t))),
  'the smallest numbers': Array.from({ length: 60 }, (_, t) => 5e-324 * (1 + (t % 3))),
  'the largest numbers': Array.from({ length: 60 }, (_, t) => 1e100 * Math.sin(t)),
  'tiny and huge values': Array.from({ length: 60 }, (_, t) => (t % 2 === 0 ? 1e-30 : 1e30)),
  negatives: Array.from({ length: 60 }, (_, t) => -100 + 5 * Math.sin(t)),
  'zeros among counts': Array.from({ length: 60 }, (_, t) => (t % 5 === 0 ? 3 : 0)),
  'an outlier': Array.from({ length: 60 }, (_, t) => (t === 40 ? 1e9 : 10 + (t % 3))),
  'a jump': Array.from({ length: 60 }, (_, t) => (t < 55 ? 1 : 1e6)),
  'many missing': randomWalk(90).map((value, t) => (t % 3 === 0 ? value : Number.NaN)),
  'a gap at the end': [...randomWalk(60), ...new Array(30).fill(Number.NaN)],
};

describe('any series gets finite numbers in order', () => {
  for (const [name, values] of Object.entries(oddSeries))
    for (const horizon of [1, 24, limits.horizonMax])
      test(`${name}, ${horizon} steps ahead`, () => {
        const settings = { horizon, samples: 2, fittedSteps: 10, quantiles: [0.001, 0.1, 0.5, 0.9, 0.999] };
        const forecast = only(values, settings);
        expect(numbersOf(forecast).every(Number.isFinite)).toBe(true);
        const paths = Object.values(forecast.quantiles);
        for (let h = 0; h < horizon; h++)
          for (let k = 1; k < paths.length; k++) expect(paths[k][h]).toBeGreaterThanOrEqual(paths[k - 1][h]);
        expect(forecast.fitted!.median.every((value) => value === null || Number.isFinite(value))).toBe(true);
        if (values.every((value) => !(value < 0)))
          expect(Math.min(...numbersOf(forecast))).toBeGreaterThanOrEqual(0);
      });
});

test('one or two observations get a wide fan that widens, and a warning that it is a guess', () => {
  for (const values of [[5], [5, 5], [0], [-3]]) {
    const forecast = only(values);
    expect(width(forecast, 0)).toBeGreaterThan(0.1 * Math.abs(values[0]));
    expect(width(forecast, 5)).toBeGreaterThan(width(forecast, 0));
    expect(forecast.median[0]).toBeCloseTo(values[0], 6);
    expect(forecast.warnings.join(' ')).toContain(`Only ${values.length} observation`);
  }
  expect(width(only([5]), 0)).toBeGreaterThan(width(only([5, 5]), 0));
});

test('the width follows the changes from three observations on, and does not jump at the eighth', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6].map((digit) => 1e6 + digit);
  for (let count = 3; count < 8; count++) {
    const forecast = only(values.slice(0, count));
    expect(width(forecast, 0)).toBeGreaterThan(2);
    expect(width(forecast, 0), `${count} observations`).toBeLessThan(100);
  }
  // Equal values do not tell how they change.
  expect(width(only([7, 7, 7]), 0)).toBeGreaterThan(0.1);
});

test('the fan and the mean of a few observations stay in proportion to them', () => {
  for (const values of [
    [100, 10],
    [10, 20],
    [10, 20, 15],
    [1, 100, 1],
    [3, 1, 4, 1, 5, 9, 2],
  ]) {
    const { mean, intervals } = only(values, { horizon: 12 });
    const largest = Math.max(...values);
    expect(Math.max(...mean), `${values}`).toBeLessThan(5 * largest);
    expect(Math.max(...intervals['95'].upper), `${values}`).toBeLessThan(20 * largest);
  }
});

test('zeros before a launch are not read, also where few demands follow them', () => {
  const demands = [31, 27, 33, 30, 25, 36, 28, 32, 29];
  for (const count of [2, 5, 9]) {
    const sold = demands.slice(0, count);
    const forecast = only([...new Array(80).fill(0), ...sold]);
    expect(forecast.median).toEqual(only(sold).median);
    const isFew = count < 8;
    expect(forecast.warnings.join(' ').includes(`Only ${count} observations follow the zeros`)).toBe(isFew);
  }
  // A single demand may be a rare one, and so may demands between which zeros are.
  for (const sold of [[30], [30, 0, 28]])
    expect(only([...new Array(80).fill(0), ...sold]).median[0]).toBeLessThan(10);
});

test('a demand that has been zero for far longer than ever before has probably ended', () => {
  const sold = Array.from({ length: 28 }, (_, t) => 25 + ((t * 7) % 11));
  const ended = only([...sold, ...new Array(12).fill(0)], { horizon: 12, explain: true });
  expect(ended.median).toEqual(new Array(12).fill(0));
  expect(Math.max(...ended.intervals['80'].upper)).toBe(0);
  expect(ended.explanation!.forecast).toEqual(ended.median);
  expect(ended.warnings.join(' ')).toContain('has probably ended');
  // Zeros that have lasted as long before say nothing.
  const rare = Array.from({ length: 60 }, (_, t) => (t % 10 === 1 ? 30 : 0));
  expect(only(rare).warnings).toEqual([]);
});

test('a demand of hours that is zero for most of the values that are read has probably ended', () => {
  const sold = Array.from({ length: 4_000 }, (_, t) => 25 + ((t * 7) % 11));
  const decision = { ...ofSeason(24), stepsOfYear: 8_766 };
  const { warnings } = only([...sold, ...new Array(2_200).fill(0)], { decision });
  expect(warnings.join(' ')).toContain('has probably ended');
});

test('a weekday that is always zero keeps the bounds of the call', () => {
  const sold = Array.from({ length: 84 }, (_, t) => (t % 7 === 6 ? 0 : 20 + ((t * 5) % 11)));
  const bounds = { lower: 5, upper: null, integer: false };
  const spec = { target: 'y', covariates: null, calendar: null, bounds };
  const { median, mean, quantiles } = only(sold, { spec, decision: ofSeason(7), horizon: 7 });
  for (const path of [median, mean, ...Object.values(quantiles)]) expect(path[6]).toBe(5);
});

test('no warning says that a demand has ended where the forecast does not assume it', () => {
  const stopped = [...new Array<number>(60).fill(5), ...new Array<number>(12).fill(0)];
  expect(only(stopped, { decision: ofSeason(1) }).warnings).toEqual([]);
  const sold = stopped.map((value, t) => value && value + ((t * 7) % 11));
  const warned = 'has probably ended';
  expect(only(sold, { decision: ofSeason(1) }).warnings.join(' ')).toContain(warned);
  const prices = { ...ofSeason(1), arePrices: true };
  expect(only(sold, { decision: prices }).warnings.join(' ')).not.toContain(warned);
});

describe('values that change rarely', () => {
  const still = (count: number, value: number) => new Array<number>(count).fill(value);

  test('stay at the last one, in a fan of their past changes', () => {
    const prices = [...still(28, 9.99), ...still(8, 11.99), ...still(12, 10.99)];
    for (const horizon of [3, 12]) {
      const { median, mean, intervals } = only(prices, { horizon });
      expect(median).toEqual(still(horizon, 10.99));
      expect(Math.max(...mean)).toBeLessThan(12);
      expect(Math.max(...intervals['95'].upper)).toBeLessThan(18);
      expect(intervals['95'].upper[horizon - 1]).toBeGreaterThan(10.99);
    }
    const { explanation } = only(prices, { explain: true });
    expect(explanation!.forecast).toEqual(still(6, 10.99));
    expect(explanation!.summary).toContain('change rarely');
  });

  test('may come back after a single exception, and do so where they always did', () => {
    for (const values of [
      [...still(60, 100), 0],
      [...still(60, 100), 97.5],
      [...still(365, 5), 0],
    ]) {
      const { intervals } = only(values);
      expect(intervals['80'].lower[0]).toBeLessThanOrEqual(values.at(-1)!);
      expect(intervals['80'].upper[0]).toBeGreaterThanOrEqual(values[0]);
    }
    const dips = Array.from({ length: 61 }, (_, t) => (t % 20 === 0 || t === 33 ? 40 : 100));
    expect(only(dips, { decision: ofSeason(1) }).median[0]).toBe(100);
  });

  test('are not those of a counter, of a season, or of rare demand', () => {
    const decision = ofSeason(1);
    const counter = Array.from({ length: 100 }, (_, t) => Math.floor(t / 5));
    expect(only(counter, { horizon: 20, decision }).median[19]).toBeGreaterThan(21);
    const shifts = Array.from({ length: 96 }, (_, t) => (t % 12 < 6 ? 10 : 4));
    expect(only(shifts, { horizon: 12, decision: ofSeason(12) }).median[8]).toBeLessThan(6);
    expect(only([...still(80, 0), 30]).median[0]).toBeLessThan(10);
  });
});

test('a constant is forecast as it is, without a width', () => {
  const forecast = only(new Array(50).fill(7));
  for (const value of numbersOf(forecast)) expect(value).toBeCloseTo(7, 12);
});

test('a series without an observation is refused alone', () => {
  const { answers } = forecastInstantly(
    taskOf([seriesOf([1, 2, 3, 4], 'good'), seriesOf([Number.NaN, Number.NaN], 'empty')]),
  );
  expect(answers).toMatchObject([
    { series_id: 'good' },
    { series_id: 'empty', problem: { code: 'series_too_short' } },
  ]);
});

test('the season is found in the values, and repeats', () => {
  const values = seasonalSeries(240, 12, 0.5);
  const { decision, answers } = forecastInstantly(taskOf([seriesOf(values)], { horizon: 12 }));
  expect(decision.seasons).toEqual([12]);
  const [{ median }] = answers as SeriesForecast[];
  for (let h = 0; h < 12; h++) expect(Math.abs(median[h] - values[228 + h])).toBeLessThan(4);
  expect(forecastInstantly(taskOf([seriesOf(randomWalk(240))])).decision.seasons[0]).toBe(1);
});

test('a horizon that is longer than the series does not hide its season', () => {
  const task = taskOf([seriesOf(seasonalSeries(100, 12, 0.5))], { horizon: 300 });
  const { decision, answers } = forecastInstantly(task);
  expect(decision.seasons).toEqual([12]);
  expect((answers[0] as SeriesForecast).warnings.join(' ')).toContain('from step 25 on');
});

test('a series is forecast the same alone and among others of its season', () => {
  const series = [1, 2, 3].map((seed) => seriesOf(seasonalSeries(150, 12, 2, seed), `s${seed}`));
  const [, among] = forecastsOf(series);
  const [alone] = forecastsOf([series[1]]);
  // A kernel adds the numbers of a batch in another order.
  for (const [h, value] of alone.median.entries()) expect(among.median[h]).toBeCloseTo(value, 3);
});

test('only the last observations are read', () => {
  const values = randomWalk(instantTailPoints(header) + 2_000);
  const whole = seriesOf(values);
  const first = values.length - instantTailPoints(header);
  const tail = { ...whole, times: whole.times.slice(first), values: whole.values.slice(first) };
  expect(forecastsOf([tail])).toEqual(forecastsOf([whole]));
});

test('values of any size are forecast in proportion', () => {
  const values = seasonalSeries(120, 12, 2, 3);
  const one = numbersOf(only(values));
  for (const factor of [2 ** 300, 2 ** -300]) {
    const other = numbersOf(only(values.map((value) => factor * value)));
    for (const [i, number] of one.entries()) expect(other[i] / factor / number).toBeCloseTo(1, 6);
  }
});

test('a gap at the end is forecast too: the fan is wider after it, and the season keeps its place', () => {
  const values = seasonalSeries(120, 12, 0.5);
  const forecast = only(values, { horizon: 12 });
  const later = only([...values, ...new Array(5).fill(Number.NaN)], { horizon: 7 });
  expect(later.median).toEqual(forecast.median.slice(5));
  expect(later.times).toEqual([125, 126, 127, 128, 129, 130, 131]);
  expect(later.warnings.join(' ')).toContain('The last 5 values are missing');
  const walk = randomWalk(120);
  expect(width(only([...walk, Number.NaN, Number.NaN]), 0)).toBeGreaterThan(width(only(walk), 0));
});

test('an outlier does not move the forecast', () => {
  const values = seasonalSeries(120, 12, 1);
  const marred = values.map((value, t) => (t === 100 ? 1e6 : value));
  const [clean, other] = [only(values).median, only(marred).median];
  for (const [h, value] of other.entries()) expect(Math.abs(value - clean[h])).toBeLessThan(5);
});

test('bounds hold for every number, and counts are whole', () => {
  const values = Array.from({ length: 40 }, (_, t) => 2 + (t % 4));
  const bounds = { lower: 1, upper: 4, integer: true };
  const spec = { target: 'y', covariates: null, calendar: null, bounds };
  const forecast = only(values, { spec, samples: 20 });
  for (const value of numbersOf(forecast)) expect(value >= 1 && value <= 4).toBe(true);
  for (const value of [...forecast.median, ...forecast.samples!.flat()])
    expect(Number.isInteger(value)).toBe(true);
  expect(forecast.warnings.join(' ')).toContain('outside the bounds');
});

test('samples have the spread of the fan, and the same seed gives the same paths', () => {
  const values = randomWalk(200);
  const { samples, intervals } = only(values, { samples: 1_000 });
  const inside = samples!.filter(
    (path) => path[5] >= intervals['80'].lower[5] && path[5] <= intervals['80'].upper[5],
  );
  expect(inside.length / 1_000).toBeGreaterThan(0.76);
  expect(inside.length / 1_000).toBeLessThan(0.84);
  expect(only(values, { samples: 3 }).samples).toEqual(only(values, { samples: 3 }).samples);
  expect(only(values, { samples: 3, seed: 2 }).samples).not.toEqual(only(values, { samples: 3 }).samples);
});

test('one-step forecasts of the past read only what came before', () => {
  const values = seasonalSeries(150, 12, 1);
  const { fitted } = only(values, { fittedSteps: 40, decision: ofSeason(12) });
  expect(fitted!.times).toHaveLength(40);
  const changed = values.map((value, t) => (t >= 130 ? value + 100 : value));
  const after = only(changed, { fittedSteps: 40, decision: ofSeason(12) }).fitted!;
  expect(after.median.slice(0, 21)).toEqual(fitted!.median.slice(0, 21));
  const errors = fitted!.median.map((median, i) => Math.abs(median! - fitted!.values[i]!));
  expect(errors.reduce((sum, error) => sum + error, 0) / 40).toBeLessThan(2.5);
});

test('one-step forecasts of the past are the same for each horizon', () => {
  const values = seasonalSeries(150, 12, 1);
  const mediansOf = (horizon: number) =>
    only(values, { horizon, fittedSteps: 10, decision: ofSeason(12) }).fitted!.median;
  const medians = mediansOf(1);
  expect(mediansOf(5)).toEqual(medians);
  expect(mediansOf(30)).toEqual(medians);
});

describe('a comparison with baselines', () => {
  const compare = (values: number[], horizon = 6) => compareMethods(taskOf([seriesOf(values)], { horizon }));

  test('measures the last window', () => {
    const values = [...seasonalSeries(100, 12, 1), ...new Array(6).fill(61)];
    values[99] = 61;
    const { series, errors } = compare(values)!;
    expect(series).toBe(1);
    expect(errors.naive).toBe(0);
    expect(errors.instant).toBeGreaterThan(0);
    expect(Object.keys(errors)).toEqual(['instant', 'naive', 'seasonal_naive', 'theta']);
  });

  test('leaves out a series with a gap before its last window that a forecast would be refused for', () => {
    const values = seasonalSeries(4_400, 8, 1).map((value, t) =>
      t >= 150 && t < 4_390 ? Number.NaN : value,
    );
    expect(compare(values, 10)).toBeNull();
    const both = taskOf([seriesOf(values), seriesOf(randomWalk(60))], { horizon: 10 });
    expect(compareMethods(both)!.series).toBe(1);
  });

  test('counts the steps of a gap before the window in the phase of the season', () => {
    const values = seasonalSeries(200, 8, 1).map((value, t) => (t >= 173 && t < 190 ? Number.NaN : value));
    const { errors } = compare(values, 10)!;
    expect(errors.seasonal_naive).toBeLessThan(0.5 * errors.naive);
    expect(errors.instant).toBeLessThan(0.5 * errors.naive);
  });

  test('compares prices with their last value, also after a jump', () => {
    const prices = [1, 2, 3, 4].map((seed) => randomWalk(300, seed));
    for (let t = 298; t < 300; t++) prices[0][t] *= 0.5;
    const task = taskOf(
      prices.map((values, s) => seriesOf(values, `s${s}`)),
      { horizon: 1 },
    );
    expect(forecastInstantly(task).decision.arePrices).toBe(true);
    const scaled = prices.map(
      (values) => Math.abs(values[299] - values[298]) / insampleError(Float64Array.from(values), 299, 1)!,
    );
    expect(compareMethods(task)!.errors.naive).toBeCloseTo(scaled.reduce((sum, error) => sum + error) / 4, 9);
  });

  test('leaves series out whose errors are not finite', () => {
    const values = [...Array.from({ length: 50 }, (_, t) => (t % 2) * 1e-250), 1e90, -1e90, 1e90, -1e90];
    expect(compare(values, 4)).toBeNull();
    const both = taskOf([seriesOf(values), seriesOf(randomWalk(54))], { horizon: 4 });
    expect(compareMethods(both)!.series).toBe(1);
  });

  test('leaves the seasonal method out without a season, and needs observations on both sides', () => {
    expect(Object.keys(compare(randomWalk(100))!.errors)).toEqual(['instant', 'naive', 'theta']);
    for (const values of [[1], [1, 2], [1, 2, 3, 4], [...randomWalk(40), ...new Array(6).fill(Number.NaN)]])
      expect(compare(values)).toBeNull();
  });
});

test('rare demands are read, and not taken for outliers', () => {
  // A third of the values is zero, and a few are large.
  const rng = createRng(3);
  const values = Float64Array.from({ length: 150 }, () => (rng.uniform() < 0.35 ? 0 : 1 + rng.int(4)));
  for (const t of [17, 41, 58, 133]) values[t] = 400;
  expect(withoutDisturbances(values, 1)).not.toBe(values);
  const [answer] = forecastsOf([seriesOf(values)], { quantiles: [0.9], decision: null });
  const { seasons, areRareDemands } = forecastInstantly(taskOf([seriesOf(values)])).decision;
  expect(areRareDemands).toBe(true);
  const ofNetwork = seasons.map(
    (season) => methods.instant.forecastAll!([values], { horizon: 6, season, levels: [0.9] })[0].quantiles,
  );
  const upper = ofNetwork[0].map((_, h) => ofNetwork.reduce((sum, one) => sum + one[h], 0) / seasons.length);
  for (const [h, value] of answer.quantiles['0.9'].entries()) expect(value).toBeCloseTo(upper[h], 2);
});
