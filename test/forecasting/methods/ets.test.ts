import { expect, test } from 'vitest';
import { createRng, type EtsForm, type EtsParameters, runEts } from '../../../src/engine/index.ts';
import { fitEts } from '../../../src/forecasting/methods/fitting/ets-fit.ts';
import { refinedInitialStates } from '../../../src/forecasting/methods/fitting/ets-initial-states.ts';
import { etsMoments } from '../../../src/forecasting/methods/fitting/ets-moments.ts';
import { methods } from '../../../src/forecasting/methods/index.ts';
import { forecastWith } from '../../../src/forecasting/methods/method.ts';

const parameters: EtsParameters = {
  alpha: 0.4,
  beta: 0.1,
  gamma: 0.2,
  phi: 0.9,
  level: 100,
  slope: 2,
  seasons: new Float64Array([1]),
};

function simulated(
  form: EtsForm,
  start: EtsParameters,
  sigma: number,
  length: number,
  seed: number,
): Float64Array {
  const rng = createRng(seed);
  const values = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    // One value at a time: its expectation is the forecast of the model after those before.
    const run = runEts(form, start, values.subarray(0, t));
    const [mean] = etsMoments(form, start, run, { observations: t, sigma2: 0, horizon: 1 }).mean;
    const error = sigma * rng.normal();
    values[t] = form.error === 'additive' ? mean + error : mean * (1 + error);
  }
  return values;
}

const cases: [EtsForm, number, Float64Array][] = [
  [{ error: 'additive', trend: 'damped', season: 'none' }, 5, new Float64Array([0])],
  [{ error: 'additive', trend: 'damped', season: 'additive' }, 5, new Float64Array([-20, 5, 15])],
  [{ error: 'multiplicative', trend: 'damped', season: 'additive' }, 0.05, new Float64Array([-20, 5, 15])],
  [
    { error: 'multiplicative', trend: 'damped', season: 'multiplicative' },
    0.05,
    new Float64Array([0.8, 1.1, 1.1]),
  ],
];

test.each(cases)('variances of %o are those of simulated paths', (form, sigma, seasons) => {
  const start = { ...parameters, seasons };
  const horizon = 7;
  const paths = 4_000;
  const at = runEts(form, start, new Float64Array(0));
  const { mean, variance } = etsMoments(form, start, at, { observations: 0, sigma2: sigma ** 2, horizon });
  const sums = new Float64Array(horizon);
  const squares = new Float64Array(horizon);
  for (let path = 0; path < paths; path++)
    for (const [h, y] of simulated(form, start, sigma, horizon, path + 1).entries()) {
      sums[h] += y / paths;
      squares[h] += (y - mean[h]) ** 2 / paths;
    }
  for (let h = 0; h < horizon; h++) {
    expect(sums[h] / mean[h]).toBeCloseTo(1, 1);
    expect(squares[h] / variance[h]).toBeGreaterThan(0.9);
    expect(squares[h] / variance[h]).toBeLessThan(1.1);
  }
});

test('errors that are small beside the level keep their variance', () => {
  const form: EtsForm = { error: 'multiplicative', trend: 'none', season: 'none' };
  const flat = { ...parameters, beta: 0, slope: 0, phi: 1 };
  for (const level of [1e3, 1e9, 1e12]) {
    const run = runEts(form, { ...flat, level }, new Float64Array(0));
    const options = { observations: 0, sigma2: level ** -2, horizon: 5 };
    for (const [h, variance] of etsMoments(form, flat, run, options).variance.entries())
      expect(variance).toBeCloseTo(1 + h * flat.alpha ** 2, 4);
  }
});

test('selection finds the form that generated the series', () => {
  const made: EtsForm = { error: 'additive', trend: 'none', season: 'none' };
  const values = simulated(made, { ...parameters, beta: 0, slope: 0, phi: 1 }, 5, 200, 9);
  const flat = fitEts(made, [values], 1)[0]!;
  const damped = fitEts({ ...made, trend: 'damped' }, [values], 1)[0]!;
  expect(flat.aicc).toBeLessThan(damped.aicc);
  expect(Math.abs(flat.parameters.alpha - 0.4)).toBeLessThan(0.15);
  const negative = values.map((value) => value - 100);
  const relative = fitEts({ ...made, error: 'multiplicative' }, [negative, values], 1);
  expect(relative.map((fit) => fit === null)).toEqual([true, false]);
});

test.each([cases[1], cases[3]])(
  'the first season of %o is searched for, not only read off',
  (form, sigma, seasons) => {
    const truth = { ...parameters, gamma: 0.05, seasons };
    const values = simulated(form, truth, sigma, 60, 4);
    const wrong = { ...truth, level: 90, seasons: seasons.map(() => (form.season === 'additive' ? 0 : 1)) };
    const better = refinedInitialStates(form, wrong, values, 5)!;
    const costOf = (at: EtsParameters) => {
      const { squares, logScale } = runEts(form, at, values);
      return values.length * Math.log(squares) + logScale;
    };
    expect(costOf(better)).toBeLessThan(costOf(wrong) - 10);
    expect(costOf(fitEts(form, [values], 3)[0]!.parameters)).toBeLessThan(costOf(truth) + 1);
  },
);

test('ETS averages forms that are about equally likely, and uses one that is far more likely alone', () => {
  const line = Float64Array.from({ length: 60 }, (_, t) => 100 + 3 * t + (t % 2));
  const { point } = forecastWith(methods.ets, line, { horizon: 6, season: 1, levels: [0.5] });
  // A slope that fades is far likelier than none, and an undamped one is no form.
  expect(point[5]).toBeGreaterThan(277 + 8);
  expect(point[5]).toBeLessThan(277 + 6 * 3);
});

test.each(cases)('a run of %o has the states, errors and logarithms of the equations', (form, _, seasons) => {
  const rng = createRng(4);
  const of = (scale: number) => {
    const values = Float64Array.from({ length: 80 }, () => scale * (100 + 9 * rng.normal()));
    const isFactor = form.season === 'multiplicative';
    const start = { ...parameters, seasons: isFactor ? seasons : seasons.map((s) => s * scale) };
    return { values, start: { ...start, level: start.level * scale, slope: start.slope * scale } };
  };
  for (const scale of [1, 1e-120, 1e120]) {
    const { values, start } = of(scale);
    let { level, slope } = start;
    const states = start.seasons.slice();
    let [squares, logs] = [0, 0];
    values.forEach((y, t) => {
      const at = t % states.length;
      const s = states[at];
      const q = level + start.phi * slope;
      const forecast = { none: q, additive: q + s, multiplicative: q * s }[form.season];
      squares += ((y - forecast) / (form.error === 'additive' ? 1 : forecast)) ** 2;
      logs += form.error === 'additive' ? 0 : Math.log(forecast);
      const p = { none: y, additive: y - s, multiplicative: y / s }[form.season];
      level = q + start.alpha * (p - q);
      slope = start.phi * slope + start.beta * (p - q);
      const seen = { none: 0, additive: y - q, multiplicative: y / q }[form.season];
      if (form.season !== 'none') states[at] = s + start.gamma * (seen - s);
    });
    const run = runEts(form, start, values);
    expect(run.level / level).toBeCloseTo(1, 12);
    expect(run.slope / slope).toBeCloseTo(1, 8);
    expect(run.squares / squares).toBeCloseTo(1, 12);
    expect(run.logScale).toBeCloseTo(2 * logs, 6);
    const unit = form.season === 'multiplicative' ? 1 : scale;
    for (const [i, state] of states.entries()) expect((run.seasons[i] - state) / unit).toBeCloseTo(0, 8);
  }
});

test('a run of multiplicative errors with a forecast that is not positive has no likelihood', () => {
  const [form] = cases[2];
  const values = Float64Array.from({ length: 20 }, (_, t) => (t < 10 ? 100 : 1));
  const start = { ...parameters, seasons: new Float64Array([-99, 5, 94]) };
  expect(runEts(form, start, values).squares).toBe(Number.POSITIVE_INFINITY);
});
