import { describe, expect, test } from 'vitest';
import type { InstantTask } from '../../../src/contracts/ports/index.ts';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import { createRng } from '../../../src/engine/index.ts';
import { knownEffects, withoutEffects } from '../../../src/forecasting/method-fits/known-effects.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { observedMean } from '../../../src/forecasting/statistics/index.ts';
import { header, seriesOf } from '../support.ts';

const horizon = 6;
const rng = createRng(5);
/** Columns over 120 observations and the horizon. */
const column = (at: (t: number) => number, length = 120 + horizon) =>
  Float64Array.from({ length }, (_, t) => at(t));
const promotion = column((t) => (t % 10 === 3 || t === 122 ? 1 : 0));
const noise = column(() => rng.normal());
const level = column(() => 50 + rng.normal(), 120);

/** Four standard errors of an effect that twelve of the observations show. */
function expectNear(effect: number, expected: number): void {
  expect(Math.abs(effect - expected)).toBeLessThan(1.5);
}

describe('effects', () => {
  test('are those that the values were made with', () => {
    const values = level.map((value, t) => value + 20 * promotion[t] - 5 * noise[t]);
    const { effects, areRelative, isUsed } = knownEffects(values, [promotion, noise], 1)!;
    expect(areRelative).toBe(false);
    expect(isUsed).toEqual([true, true]);
    expectNear(effects[122] - effects[121], 20 - 5 * (noise[122] - noise[121]));
    expect(effects.subarray(0, 120).reduce((sum, effect) => sum + effect, 0)).toBeCloseTo(0, 6);
  });

  test('are factors where the values move in proportion to their level', () => {
    const values = level.map((value, t) => value * 1.03 ** t * (promotion[t] === 1 ? 2 : 1));
    const { effects, areRelative } = knownEffects(values, [promotion], 1)!;
    expect(areRelative).toBe(true);
    expect(Math.exp(effects[122] - effects[121])).toBeCloseTo(2, 1);
  });

  test('of noise are not used', () => {
    const columns = Array.from({ length: 20 }, () => column(() => rng.normal()));
    expect(knownEffects(level, columns, 1)).toBeNull();
    const values = level.map((value, t) => value + 20 * promotion[t]);
    expect(knownEffects(values, [...columns, promotion], 1)!.isUsed.indexOf(true)).toBe(20);
  });

  test('bend where cold and heat both raise the values', () => {
    const temperature = column((t) => 15 - 8 * Math.cos(t / 19) + 3 * noise[t]);
    const all = column((t) => (level[t] ?? 50) + 3 * Math.abs(temperature[t] - 15));
    const known = knownEffects(all.subarray(0, 120), [temperature], 1)!;
    expect(known.isUsed).toEqual([true]);
    const rest = withoutEffects(all, known);
    const mean = observedMean(rest);
    expect(observedMean(rest.map((value) => Math.abs(value - mean)))).toBeLessThan(2);
  });

  test('that bend are 0, their mean, where the covariate is missing', () => {
    const temperature = column((t) => (t % 9 === 4 || t > 120 ? Number.NaN : 15 + 12 * Math.cos(t)));
    const bent = (t: number) => 3 * Math.abs(temperature[t] - 15);
    const values = level.map((value, t) => (Number.isNaN(temperature[t]) ? value + 23 : value + bent(t)));
    const { effects, isUsed } = knownEffects(values, [temperature], 1)!;
    expect(isUsed).toEqual([true]);
    for (const [t, x] of temperature.entries()) if (Number.isNaN(x)) expect(effects[t]).toBeCloseTo(0, 9);
    expectNear(effects[120], bent(120) - 23);
  });

  test('bend for each of several columns among many', () => {
    const columns = Array.from({ length: 12 }, () => column(() => rng.normal(), 400));
    const bent = (t: number) => columns.slice(0, 3).reduce((sum, x) => sum + 5 * Math.abs(x[t]), 0);
    const values = column((t) => 100 + bent(t) + rng.normal(), 400);
    const { effects, isUsed } = knownEffects(values, columns, 1)!;
    expect(isUsed.slice(0, 3)).toEqual([true, true, true]);
    const rest = values.map((value, t) => value - effects[t]);
    const mean = observedMean(rest);
    expect(observedMean(rest.map((value) => Math.abs(value - mean)))).toBeLessThan(2);
  });

  test('of a straight line have no bend', () => {
    for (let trial = 0; trial < 20; trial++) {
      const x = column(() => rng.normal());
      const { effects } = knownEffects(
        column((t) => 50 + 3 * x[t] + rng.normal(), 120),
        [x],
        1,
      )!;
      const slope = (effects[1] - effects[0]) / (x[1] - x[0]);
      for (let t = 2; t < 120; t++) expect(effects[t] - effects[0]).toBeCloseTo(slope * (x[t] - x[0]), 6);
    }
  });

  test('of a column that only shares the season are not used', () => {
    const sine = (t: number, lag: number) => Math.sin((2 * Math.PI * (t - lag)) / 24);
    const values = column((t) => 100 + 20 * sine(t, 0) + 3 * rng.normal(), 504);
    let weather = 0;
    const temperature = column((t) => {
      weather = 0.9 * weather + rng.normal();
      return 15 + 5 * sine(t, 3) + weather;
    }, 504 + horizon);
    expect(knownEffects(values, [temperature], 24)).toBeNull();
    const moved = values.map((value, t) => value + temperature[t]);
    const { effects } = knownEffects(moved, [temperature], 24)!;
    const change = temperature[60] - temperature[50];
    expect(Math.abs((effects[60] - effects[50]) / change - 1)).toBeLessThan(0.3);
  });

  test('of a column that repeats with the season are those that steps show', () => {
    const week = [0, 5, 8, 3, 10, 30, 25];
    const isOpen = column((t) => (t % 7 === 6 || t === 122 ? 0 : 1));
    const values = level.map((value, t) => value + isOpen[t] * (200 + week[t % 7]));
    const { effects } = knownEffects(values, [isOpen], 7)!;
    expect(effects[122] - effects[121]).toBeLessThan(-180);
  });

  test('of a column that never changed, that is missing, or that repeats another are not used', () => {
    const values = level.map((value, t) => value + 20 * promotion[t]);
    const useless = [column(() => 1), column(() => Number.NaN), column((t) => (t < 120 ? 0 : 1))];
    expect(knownEffects(values, useless, 1)).toBeNull();
    const twice = knownEffects(values, [promotion, promotion.map((x) => 2 * x)], 1)!;
    expect(twice.isUsed.filter(Boolean)).toHaveLength(1);
    expectNear(twice.effects[122] - twice.effects[121], 20);
  });

  test('are learnt beside missing values, and from few observations not at all', () => {
    const values = level.map((value, t) => (t % 4 === 0 ? Number.NaN : value + 20 * promotion[t]));
    const marred = promotion.map((x, t) => (t === 50 ? Number.NaN : x));
    const { effects } = knownEffects(values, [marred], 1)!;
    expectNear(effects[122] - effects[121], 20);
    expect(knownEffects(values.subarray(0, 6), [promotion], 1)).toBeNull();
    expect(knownEffects(new Float64Array(40).fill(3), [promotion], 1)).toBeNull();
  });

  test('of extreme columns stay finite', () => {
    for (const size of [1e-100, 1e100]) {
      const found = knownEffects(level, [column((t) => size * (t % 3))], 1);
      expect(found === null || found.effects.every(Number.isFinite)).toBe(true);
    }
  });
});

function forecastWith(values: Float64Array, columns: Record<string, Float64Array>, past: string[] = []) {
  const names = Object.keys(columns).filter((name) => !past.includes(name));
  const covariates = { past, future: names, static: [], time_features: [] };
  const task: InstantTask = {
    header: { ...header, covariates: Object.keys(columns) },
    series: [
      {
        ...seriesOf(values),
        covariates: Object.fromEntries(
          Object.entries(columns).map(([name, column]) => [name, column.slice(0, values.length)]),
        ),
      },
    ],
    future: [
      {
        given: [
          {
            times: null,
            covariates: Object.fromEntries(names.map((name) => [name, columns[name].slice(values.length)])),
          },
        ],
        stored: [],
      },
    ],
    spec: { target: 'y', covariates, calendar: null, bounds: null },
    ...{ decision: null, horizon, quantiles: [0.1, 0.9], levels: [80] },
    ...{ samples: 0, seed: 1, fittedSteps: 20 },
  };
  return forecastInstantly(task).answers[0] as SeriesForecast;
}

describe('a forecast', () => {
  test('of a shop that a covariate closes has no warning that the demand has ended', () => {
    const open = column((t) => ((t > 30 && t < 34) || (t >= 90 && t < 120) ? 0 : 1));
    const values = level.map((value, t) => value * open[t]);
    const { median, warnings } = forecastWith(values, { open });
    expect(median[0]).toBeGreaterThan(40);
    expect(warnings).toEqual([]);
  });

  test('of a demand that has ended is zero, also beside a covariate that had an effect', () => {
    const sold = column((t) => (t < 60 ? 20 + (t % 5) + 10 * promotion[t] : 0), 120);
    const { median, warnings } = forecastWith(sold, { promotion });
    expect(median).toEqual(new Array(horizon).fill(0));
    expect(warnings).toEqual([
      expect.stringContaining('the forecast assumes that the demand has probably ended.'),
      '`promotion` is not used: the demand has probably ended.',
    ]);
  });

  test('after a launch has the effects that were seen since then', () => {
    const sold = column((t) => (t < 70 ? 0 : 20 + (t % 5) + 10 * promotion[t]), 120);
    const { median } = forecastWith(sold, { promotion });
    const since = column((t) => promotion[t + 70], 50 + horizon);
    expect(median).toEqual(forecastWith(sold.slice(70), { promotion: since }).median);
    expect(median[2] - median[1]).toBeGreaterThan(8);
  });

  test('rises in the step whose covariate does, and so do the fitted steps', () => {
    const values = level.map((value, t) => value + 20 * promotion[t]);
    const forecast = forecastWith(values, { promotion });
    for (const h of [0, 1, 3, 4, 5]) {
      const expected = promotion[120 + h] === 1 ? 70 : 50;
      expect(Math.abs(forecast.median[h] - expected), `step ${h}`).toBeLessThan(3);
    }
    expect(forecast.median[2]).toBeGreaterThan(66);
    expect(forecast.intervals['80'].upper[1] - forecast.intervals['80'].lower[1]).toBeLessThan(8);
    const { median } = forecast.fitted!;
    expect(median[113 - 100]! - median[112 - 100]!).toBeGreaterThan(15);
    expect(forecast.future_covariates).toEqual({ promotion: Array.from(promotion.subarray(120)) });
    expect(forecast.warnings).toEqual([]);
  });

  test('says which covariates it does not use', () => {
    const forecast = forecastWith(level, { noise, visitors: noise }, ['visitors']);
    expect(forecast.warnings).toEqual([
      '`visitors` is not used: an instant forecast reads covariates that are known in advance.',
      '`noise` is not used: it does not lower the errors on past observations.',
    ]);
    expect(forecast.median).toEqual(forecastWith(level, {}).median);
  });
});
