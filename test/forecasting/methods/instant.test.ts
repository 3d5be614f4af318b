import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import { singleEwma } from '../../../src/forecasting/methods/ewma.ts';
import { chanceOfDemand } from '../../../src/forecasting/methods/fitting/ended-demand.ts';
import { stepValues } from '../../../src/forecasting/methods/fitting/step-values.ts';
import {
  decideInstant,
  instantBy,
  methods,
  readInstantly,
  stepsOf,
} from '../../../src/forecasting/methods/index.ts';
import { randomWalk, seasonalSeries } from '../support.ts';

const instant = methods.instant;
const task = { horizon: 6, season: 12, levels: [0.1, 0.5, 0.9] };
const long = Float64Array.from(seasonalSeries(192, 12, 2));
const histories = [long, long.subarray(150), Float64Array.from(randomWalk(30)), Float64Array.of(3, 4)];

test('forecasts of many series in one call are those of each alone', () => {
  const together = instant.forecastAll!(histories, task);
  for (const [i, history] of histories.entries()) {
    const [alone] = instant.forecastAll!([history], task);
    for (const [at, value] of alone.quantiles.entries())
      expect(together[i].quantiles[at] / value).toBeCloseTo(1, 5);
  }
});

test('the fan of prices does not depend on other series of the call', () => {
  const byDecision = instantBy({ seasons: [1], arePrices: true, areRareDemands: false, year: null });
  const price = Float64Array.from(randomWalk(300));
  // Series that rest and jump have other past errors.
  const others = [2, 3, 4].map((seed) =>
    Float64Array.from(randomWalk(300, seed), (value, t) => (t % 40 === 0 ? value : 100)),
  );
  const [alone] = byDecision.fit([price], task);
  const [together] = byDecision.fit([price, ...others], task);
  const [a, b] = [alone(price), together(price)];
  for (const [at, value] of b.quantiles.entries()) expect(a.quantiles[at] / value).toBeCloseTo(1, 5);
});

test('the fan of a few prices is not that of their few errors alone', () => {
  const rising = Float64Array.from({ length: 12 }, (_, t) => 100 * 1.01 ** t);
  const [fitted] = singleEwma.fit([rising], task);
  const { quantiles } = fitted(rising);
  expect(quantiles[0]).toBeLessThan(rising[11]);
  expect(quantiles[2]).toBeGreaterThan(rising[11] * 1.01);
});

test('far steps of the fan of a price lie between those that are computed', () => {
  const price = Float64Array.from(randomWalk(800), (value) => 100 * Math.exp(value / 100));
  const horizon = 60;
  const [fitted] = singleEwma.fit([price], { ...task, horizon });
  const { quantiles } = fitted(price);
  // The first quantile in units of the deviation, which grows with the root of the steps.
  const shape = Array.from(
    { length: horizon },
    (_, h) => Math.log(quantiles[3 * h] / price[799]) / Math.sqrt(h + 1),
  );
  for (const [from, to] of [
    [30, 36],
    [36, 43],
    [51, 59],
  ])
    for (let h = from + 1; h < to; h++)
      expect(shape[h]).toBeCloseTo(shape[from] + ((h - from) / (to - from)) * (shape[to] - shape[from]), 9);
  expect(shape[59]).toBeLessThan(0);
});

test('a rota of two weeks is a season of days, and a week that repeats is not read as two', () => {
  const days = { ...task, season: 7, horizon: 28 };
  for (const seed of [1, 2, 3]) {
    const rng = createRng(seed);
    const payday = Float64Array.from({ length: 140 }, (_, t) => (t % 14 === 4 ? 100 + 5 * rng.normal() : 0));
    expect(decideInstant([payday], days).seasons).toEqual([14]);
    const weekly = Float64Array.from({ length: 140 }, (_, t) => 100 + 40 * (t % 7) + 10 * rng.normal());
    expect(decideInstant([weekly], days).seasons).toEqual([7]);
  }
});

test('values far from zero are forecast as the same values near it', () => {
  const days = { ...task, season: 7 };
  const near = Float64Array.from(seasonalSeries(200, 7, 2), (value) => Math.round(64 * value) / 64);
  const [expected] = instant.forecastAll!([near.map((value) => value + 2 ** 32)], days);
  for (const level of [2 ** 40, 2 ** 45, -(2 ** 45)]) {
    const [{ quantiles }] = instant.forecastAll!([near.map((value) => value + level)], days);
    for (const [at, value] of quantiles.entries())
      expect(Math.abs(value - level - (expected.quantiles[at] - 2 ** 32))).toBeLessThan(0.1);
  }
});

test('the order of the seasons does not change what is read', () => {
  const weeks = 8;
  const hours = Float64Array.from(seasonalSeries(weeks * 168, 24, 1));
  // An event of each week at another hour is an outlier for the season of days alone.
  for (let week = 0; week < weeks; week++) hours[week * 168 + 120 + ((7 * week) % 24)] += 60;
  const decision = { arePrices: false, areRareDemands: false, year: null };
  const [a, b] = [
    [24, 168],
    [168, 24],
  ].map((seasons) => readInstantly(hours, { ...decision, seasons }));
  expect(b).toEqual(a);
});

test('the first steps alone are those of the whole horizon', () => {
  const whole = instant.forecastAll!(histories, task);
  const first = instant.forecastAll!(histories, { ...task, steps: 2 });
  for (const [i, { point, quantiles }] of first.entries()) {
    expect([point.length, quantiles.length]).toEqual([2, 6]);
    for (const [at, value] of quantiles.entries()) expect(whole[i].quantiles[at] / value).toBeCloseTo(1, 5);
  }
});

test('after equal values the fan has the changes of the history before them', () => {
  const rng = createRng(4);
  const noise = Array.from({ length: 500 }, () => 100 + 20 * rng.normal());
  const rest = new Array<number>(200).fill(100);
  const days = { ...task, season: 1 };
  const [stuck] = instant.forecastAll!([Float64Array.from([...noise, ...rest])], days);
  expect([...stuck.point]).toEqual(new Array(6).fill(100));
  const width = stuck.quantiles[2] - stuck.quantiles[0];
  expect(width).toBeGreaterThan(20);
  expect(width).toBeLessThan(100);
  const [zeros] = instant.forecastAll!([Float64Array.from([...noise, ...rest.fill(0)])], days);
  expect([...zeros.quantiles]).toEqual(new Array(18).fill(0));
});

test('the fan of equal values has the changes of the last 1,000 values before them', () => {
  const rng = createRng(4);
  const noise = Array.from({ length: 2_500 }, (_, t) => 100 + (t < 1_500 ? 50 : 2) * rng.normal());
  const rest = new Array<number>(1_500).fill(100);
  const [stuck] = instant.forecastAll!([Float64Array.from([...noise, ...rest])], { ...task, season: 1 });
  const width = stuck.quantiles[2] - stuck.quantiles[0];
  expect(width).toBeGreaterThan(2);
  expect(width).toBeLessThan(10);
});

test('reads the number of last values that it states', () => {
  const longer = Float64Array.from(seasonalSeries(1_000, 12, 2));
  const end = longer.subarray(-instant.reads!(12));
  const [all, read] = [longer, end].map((history) => instant.forecastAll!([history], task)[0]);
  expect(read.quantiles).toEqual(all.quantiles);
});

test.each([1e-200, 1e-30, 1e30, 1e200])('in units of %d the forecast is the same in those units', (unit) => {
  const [plain] = instant.forecastAll!([long], task);
  const [scaled] = instant.forecastAll!([long.map((value) => value * unit)], task);
  for (const [at, value] of scaled.quantiles.entries())
    expect(value / unit / plain.quantiles[at]).toBeCloseTo(1, 4);
});

test('the fan of few observations is bounded where a trained model asks for the network too', () => {
  const wide = { ...task, horizon: 6, season: 1, levels: [0.025, 0.5, 0.975] };
  const [{ quantiles }] = instant.forecastAll!([Float64Array.of(3, 400, 7_900)], wide);
  expect(Math.max(...quantiles)).toBeLessThan(10 * 7_900);
});

describe('zeros at the end', () => {
  const zeros = (count: number) => new Array<number>(count).fill(0);
  const sold = (count: number) => Array.from({ length: count }, (_, t) => 20 + (t % 5));
  const openOnWeekdays = Array.from({ length: 60 }, (_, t) => (t % 7 < 5 ? 20 + (t % 4) : 0));
  const hours = { seasons: [24], stepsOfYear: 8_766 };
  const days = { seasons: [7], stepsOfYear: 365.25 };
  const weeks = { seasons: [1], stepsOfYear: 52.18 };
  const months = { seasons: [12], stepsOfYear: 12 };
  const unknown = { seasons: [1], stepsOfYear: null };

  test.each([
    ['eight closed days after three years', [...sold(1_000), ...zeros(8)], days],
    ['a closed fortnight after two months', [...sold(60), ...zeros(14)], days],
    ['holidays after two months with weekends', [...openOnWeekdays, ...zeros(20)], days],
    ['the first night', [...sold(10), ...zeros(10)], hours],
    ['eight hours of a meter', [...sold(800), ...zeros(8)], hours],
    ['the first half of a year in which a shop is closed', [...sold(26), ...zeros(26)], weeks],
    ['less than two seasons', [...sold(60), ...zeros(14)], { ...unknown, seasons: [12] }],
    ['a tenth of the values or less', [...sold(200), ...zeros(20)], unknown],
  ])('%s end no demand', (_, values, calendar) => {
    expect(chanceOfDemand(Float64Array.from(values), calendar)).toBe(1);
  });

  test.each([
    ['a year of months', [...sold(28), ...zeros(12)], months],
    ['more than half a year after two months', [...sold(60), ...zeros(190)], days],
    ['four months after two years', [...sold(730), ...zeros(120)], days],
    [
      'three months of hours in the values that are read',
      [...sold(1_900), ...zeros(2_196)],
      { ...hours, readMax: 4_096 },
    ],
    ['values of an unknown step', [...sold(28), ...zeros(12)], unknown],
  ])('%s end a demand', (_, values, calendar) => {
    expect(chanceOfDemand(Float64Array.from(values), calendar)).toBeLessThan(0.1);
  });
});

describe('values that change rarely', () => {
  const areSteps = (length: number, at: (t: number) => number, seasons: number[]) =>
    stepValues(
      Float64Array.from({ length }, (_, t) => at(t)),
      seasons,
    ) !== null;

  test('are not noise of weeks or months that is repeated on days', () => {
    const rng = createRng(3);
    const noise = Array.from({ length: 60 }, () => 100 + 10 * rng.normal());
    expect(areSteps(400, (t) => noise[Math.floor(t / 7)], [7])).toBe(false);
    expect(areSteps(1_800, (t) => noise[Math.floor(t / 30.44)], [7])).toBe(false);
    // Exceptions that come back alternate too.
    expect(areSteps(400, (t) => (t % 31 < 3 || t % 67 === 40 ? 80 : 100), [7])).toBe(true);
  });

  test('are not a season that is longer than usual, or seen less than twice', () => {
    const tariff = [1, 2, 3, 2];
    expect(areSteps(14_400, (t) => tariff[Math.floor((t % 1_440) / 360)], [1_440])).toBe(false);
    expect(areSteps(20, (t) => (t % 12 < 6 ? 10 : 4), [12])).toBe(false);
  });

  test('are not a course of the year', () => {
    const toll = Float64Array.from({ length: 1_461 }, (_, t) => (t % 365.25 < 180 ? 5 : 8));
    const decision = { seasons: [7], arePrices: false, areRareDemands: false };
    expect(stepsOf(toll, { ...decision, year: 365.25 })).toBeNull();
    expect(stepsOf(toll, { ...decision, year: null })).not.toBeNull();
  });
});
