import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import { steadySeason, withoutDisturbances } from '../../../src/forecasting/statistics/disturbances.ts';
import { randomWalk, seasonalSeries } from '../support.ts';

const seasonal = (noise = 1) => Float64Array.from(seasonalSeries(84, 12, noise, 4));

test('a tail without disturbances is returned unchanged', () => {
  const rng = createRng(2);
  const tails: [Float64Array, number][] = [
    [seasonal(), 12],
    [Float64Array.from(randomWalk(200)), 1],
    [Float64Array.from({ length: 90 }, (_, t) => 3 * t + rng.normal()), 1],
    [Float64Array.from({ length: 90 }, (_, t) => 0.1 * t * t + rng.normal()), 7],
    [Float64Array.from({ length: 90 }, (_, t) => 1.15 ** t), 1],
    [Float64Array.from({ length: 90 }, () => (rng.uniform() < 0.1 ? 10 : 0)), 1],
    [Float64Array.from({ length: 90 }, () => rng.normal() / rng.normal()), 1],
    [new Float64Array(50).fill(4), 1],
    [new Float64Array(50).fill(Number.NaN), 7],
    [Float64Array.of(1, 100, 2), 1],
    [new Float64Array(0), 1],
  ];
  for (const [i, [tail, season]] of tails.entries()) {
    // Heavy tails lose a value or two, at most.
    if (i === 6) expect(changed(tail, withoutDisturbances(tail, season)).length).toBeLessThan(5);
    else expect(withoutDisturbances(tail, season), `tail ${i}`).toBe(tail);
  }
});

test.each([20, 50, 83])('a value far from the others of its phase becomes missing (position %i)', (at) => {
  const tail = seasonal();
  tail[at] += 5_000;
  const steady = withoutDisturbances(tail, 12);
  expect(changed(tail, steady)).toEqual([at]);
  expect(steady[at]).toBeNaN();
  expect(tail[at]).toBeGreaterThan(5_000);
});

test.each([
  [1, 40],
  [1, 60],
  [12, 30],
  [12, 78],
])('values before a shift are moved to the new level (season %i, shift at %i)', (season, at) => {
  const rng = createRng(8);
  const flat = Float64Array.from({ length: 84 }, () => 50 + rng.normal());
  const level = season === 1 ? flat : seasonal();
  const tail = level.map((value, t) => (t < at ? value : value + 700));
  const steady = withoutDisturbances(tail, season);
  for (let t = 0; t < at; t++) expect(Math.abs(steady[t] - level[t] - 700)).toBeLessThan(6);
  expect(steady.subarray(at)).toEqual(tail.subarray(at));
});

test('two values at a new level at the end are not a shift', () => {
  const tail = seasonal().map((value, t) => (t < 82 ? value : value + 700));
  const steady = withoutDisturbances(tail, 12);
  expect(changed(tail, steady)).toEqual([82, 83]);
});

test.each([0, 5, 11])('the first value of a phase may be the outlier (phase %i)', (at) => {
  const tail = seasonal();
  tail[at] += 5_000;
  const steady = withoutDisturbances(tail, 12);
  expect(changed(tail, steady)).toEqual([at]);
  expect(steady[at]).toBeNaN();
});

test('the level of a phase that changes for good is no outlier', () => {
  const tail = Float64Array.from(seasonalSeries(40 * 24, 24, 1, 4));
  for (let t = 20 * 24 + 7; t < tail.length; t += 24) tail[t] += 700;
  expect(withoutDisturbances(tail, 24)).toBe(tail);
  tail[500] += 5_000;
  expect(changed(tail, withoutDisturbances(tail, 24))).toEqual([500]);
});

test.each([
  ['a job of each hour', 60, [17], 1],
  ['a job of each day for two steps', 96, [30, 31], 1],
  ['jobs of morning and evening', 168, [10, 50], 1],
  ['a job of each week, read with days', 168, [34], 24],
])('spikes that recur are no outliers: %s', (_, every, at, season) => {
  const rng = createRng(5);
  const tail = Float64Array.from(
    { length: 8 * every },
    (_, t) => (at.includes(t % every) ? 1_000 : 100) + 2 * rng.normal(),
  );
  expect(withoutDisturbances(tail, season)).toBe(tail);
  tail[3 * every + 5] = 50_000;
  expect(changed(tail, withoutDisturbances(tail, season))).toEqual([3 * every + 5]);
});

test.each([
  ['three weeks of days', 800, 7, 21],
  ['16 days, of which two weekdays are at a new level', 800, 7, 16],
  ['eight weeks, which is no short time', 1_200, 7, 56],
  ['three days of hours', 1_800, 24, 72],
])('values of a closure are outliers as soon as one value is back: %s', (_, length, season, closed) => {
  for (const after of [5 * season, 1]) {
    const tail = patterned(length, season);
    const from = length - after - closed;
    for (let t = from; t < from + closed; t++) if (t % season > 0) tail[t] = 0;
    if (after > 4) tail[length - 4] *= 10;
    const expected = Array.from({ length: closed }, (_, i) => from + i).filter((t) => t % season > 0);
    if (after > 4) expected.push(length - 4);
    expect(changed(tail, withoutDisturbances(tail, season))).toEqual(expected);
  }
});

test('a closure in which three days in a row fall alike does not move the values before it', () => {
  const levels = [510, 500, 505, 200, 800, 300, 900];
  const rng = createRng(3);
  const tail = Float64Array.from({ length: 800 }, (_, t) => levels[t % 7] + rng.normal());
  tail.fill(0, 350, 373);
  const steady = withoutDisturbances(tail, 7);
  // A shift down and one up again cancel each other, up to the noise.
  for (let t = 0; t < 350; t++) expect(Math.abs(steady[t] - tail[t])).toBeLessThan(10);
});

test('phases that change together for good are one change, and other outliers are found', () => {
  const tail = patterned(1_800, 24);
  for (let t = 1_000; t < tail.length; t++) if (t % 24 > 18) tail[t] += 1_000 * ((t % 24) - 15);
  expect(withoutDisturbances(tail, 24)).toBe(tail);
  for (const at of [500, 1_796]) tail[at] += 30_000;
  expect(changed(tail, withoutDisturbances(tail, 24))).toEqual([500, 1_796]);
});

test('a level that lasts is not left after a single value', () => {
  const tail = patterned(1_800, 24);
  for (let t = 799; t < tail.length; t += 24) if (t !== 799 + 24 * 30) tail[t] += 3_000;
  expect(changed(tail, withoutDisturbances(tail, 24))).toEqual([799 + 24 * 30]);
});

test('phases that change at three times are normal for the series', () => {
  const tail = patterned(1_800, 24);
  for (const [phase, from] of [
    [3, 600],
    [9, 900],
    [15, 1_200],
  ])
    for (let t = from; t < tail.length; t++) if (t % 24 === phase) tail[t] += 3_000;
  tail[100] += 30_000;
  expect(withoutDisturbances(tail, 24)).toBe(tail);
});

test.each([
  ['days', 7, [400, 765, 1_130, 1_495], 1_600],
  ['days with a leap year', 7, [40, 405, 770, 1_136, 1_501, 1_866], 1_900],
  ['weeks', 1, [30, 82, 134, 186, 238, 290], 320],
])('holidays of each year are outliers: %s', (_, season, at, length) => {
  const tail = patterned(length, season);
  for (const t of at) tail[t] += 5_000;
  expect(changed(tail, withoutDisturbances(tail, season))).toEqual(at);
});

test('values of several seasons are read by the longest that they hold twice, whatever the order', () => {
  for (const seasons of [
    [24, 168],
    [168, 24],
  ]) {
    expect(steadySeason(seasons, 2 * 168)).toBe(168);
    expect(steadySeason(seasons, 2 * 168 - 1)).toBe(24);
    expect(steadySeason(seasons, 30)).toBe(24);
  }
});

test('values are not read without a season, nor by one that splits the phases of another', () => {
  expect(steadySeason([52, 1], 150)).toBe(52);
  expect(steadySeason([1, 52], 80)).toBe(52);
  expect(steadySeason([7, 365], 1_460)).toBe(7);
  expect(steadySeason([1], 100)).toBe(1);
});

test('spikes without a rule are outliers', () => {
  const tail = seasonal(1);
  const at = [20, 31, 50, 74];
  for (const t of at) tail[t] += 5_000;
  expect(changed(tail, withoutDisturbances(tail, 12))).toEqual(at);
});

test('a spike and a dip just before a shift: time grows with the length only', () => {
  const noise = (t: number) => (t * 7919 + t * t * 31) % 13;
  const levelAt = (t: number) => (t < 30 ? 500_000 : t === 30 ? 900_000 : t === 31 ? 300_000 : 700_000);
  const reads = [2_000, 4_000].map((length) => {
    let count = 0;
    const counted = new Proxy(
      Float64Array.from({ length }, (_, t) => levelAt(t) + noise(t)),
      {
        get(target, key) {
          if (typeof key === 'string' && /^\d+$/.test(key)) count++;
          const value = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      },
    );
    expect(withoutDisturbances(counted, 1)).toBe(counted);
    return count;
  });
  expect(reads[1]).toBeLessThan(2.2 * reads[0]);
});

/** Values around 500 whose phases differ by far more than the noise. */
function patterned(length: number, season: number): Float64Array {
  const rng = createRng(6);
  const levels = Array.from({ length: season }, (_, phase) => 200 + ((phase * 397) % 600));
  return Float64Array.from({ length }, (_, t) => levels[t % season] + rng.normal());
}

function changed(before: Float64Array, after: Float64Array): number[] {
  return Array.from(before.keys()).filter((t) => !Object.is(before[t], after[t]));
}
