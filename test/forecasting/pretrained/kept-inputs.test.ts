import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import { instantForecaster, keepInputs } from '../../../src/forecasting/pretrained/index.ts';

const rng = createRng(5);

/** Values with a season of a day, in the middle of which some are missing. */
function history(length: number, level: number): Float64Array {
  const values = Float64Array.from(
    { length },
    (_, t) => level + Math.sin((2 * Math.PI * t) / 24) + 0.3 * rng.normal(),
  );
  values.fill(Number.NaN, 50, 53);
  return values;
}

const histories = [history(400, 10), history(900, 0), history(60, 1e6), history(400, 10)];
const task = { season: 24, horizon: 30 };
const forecaster = instantForecaster();

test('kept inputs give the forecasts that written ones give, in any batch', () => {
  const kept = keepInputs();
  for (const steps of [30, 7])
    for (const batch of [
      histories,
      [histories[2]],
      [...histories].reverse(),
      [history(80, 3), histories[0]],
    ]) {
      const expected = forecaster.forecast(batch, { ...task, steps });
      expect(forecaster.forecast(batch, { ...task, steps, kept })).toEqual(expected);
      expect(forecaster.forecast(batch, { ...task, steps, kept })).toEqual(expected);
    }
});

test('a copy of a history is the same history; another season, horizon, sign of zero or value is not', () => {
  const kept = keepInputs();
  const known = histories[0];
  const asked = { ...task, steps: 30 };
  forecaster.forecast([known], { ...asked, kept });
  expect(kept.find(known.slice(), asked)).toBeDefined();
  expect(kept.find(known, { ...asked, season: 7 })).toBeUndefined();
  expect(kept.find(known, { ...asked, horizon: 29 })).toBeUndefined();
  expect(kept.find(known, { ...asked, steps: 29 })).toBeUndefined();
  expect(kept.find(known.subarray(1), asked)).toBeUndefined();
  const changed = known.slice();
  changed[7] += 1e-9;
  expect(kept.find(changed, asked)).toBeUndefined();
  const [zero, negative] = [0, -0].map((value) => {
    const values = known.slice();
    values[9] = value;
    return values;
  });
  forecaster.forecast([zero], { ...asked, kept });
  expect(kept.find(negative, asked)).toBeUndefined();
});

test('the oldest inputs make room for new ones', () => {
  const kept = keepInputs();
  const asked = { season: 1, horizon: 1_000, steps: 1_000 };
  const all = Array.from({ length: 150 }, (_, n) => history(60, n));
  forecaster.forecast(all, { ...asked, kept });
  expect(kept.find(all[0], asked)).toBeUndefined();
  expect(kept.find(all[149], asked)).toBeDefined();
});
