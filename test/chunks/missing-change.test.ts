import { expect, test } from 'vitest';
import { merge } from '../../src/chunks/merge.ts';
import { missingChange } from '../../src/chunks/missing-change.ts';
import type { Arrays } from '../../src/chunks/pack.ts';
import { missingValues, rowsOf } from '../../src/contracts/values/rows.ts';

/** Random numbers from 0 to 1, the same for each run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Rows at the given times, of which many have no value, mostly those at the end. */
function randomRows(times: number[], random: () => number): Arrays {
  const column = (share: number) => Float64Array.from(times, () => (random() < share ? 1 : Number.NaN));
  const [shareOfValues, shareOfFuture] = [random() * 0.8, random() * 0.5];
  const values = column(shareOfValues);
  if (random() < 0.5) values.fill(Number.NaN, Math.floor(random() * times.length));
  return { times: Float64Array.from(times), values, covariates: { x: column(shareOfFuture) } };
}

function joined(parts: Arrays[]): Arrays {
  const all = (columnOf: (part: Arrays) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => [...columnOf(part)]));
  return {
    times: all(({ times }) => times),
    values: all(({ values }) => values),
    covariates: { x: all(({ covariates }) => covariates.x) },
  };
}

test('the change of missing values that a part tells is that of a count over the whole series', () => {
  const random = randomOf(1);
  const below = (count: number) => Math.floor(random() * count);
  let [told, open] = [0, 0];
  for (let trial = 0; trial < 5_000; trial++) {
    const pointCount = 1 + below(9);
    const whole = randomRows([...Array(pointCount).keys()], random);
    const firstIndex = below(pointCount);
    const end = firstIndex + 1 + below(pointCount - firstIndex);
    const part = rowsOf(whole, firstIndex, end);
    // At the end of the series rows are added or deleted. Elsewhere values are replaced.
    const isDeletion = end === pointCount && random() < 0.3;
    const addedMax = end === pointCount ? 3 : 0;
    const from = firstIndex + below(end - firstIndex);
    const given = randomRows(
      [...Array(1 + below(end - from + addedMax)).keys()].map((i) => from + i),
      random,
    );
    const kept = part.times.length - below(part.times.length + 1);
    const after = isDeletion ? rowsOf(part, 0, kept) : merge(part, given, ['x'], random() < 0.5).series;
    const [head, rest] = [rowsOf(whole, 0, firstIndex), rowsOf(whole, end, pointCount)];
    const change = missingChange(part, after, { firstIndex, pointCount });
    if (change === null) open++;
    else {
      told++;
      expect(change).toBe(missingValues(joined([head, after, rest])) - missingValues(whole));
    }
  }
  expect(told).toBeGreaterThan(2_000);
  expect(open).toBeGreaterThan(100);
});
