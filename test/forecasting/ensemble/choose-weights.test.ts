import { expect, test } from 'vitest';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import { createRng, decodeSafetensors, selectKernel } from '../../../src/engine/index.ts';
import { chooseEnsembleWeights } from '../../../src/forecasting/ensemble/choose-weights.ts';
import type { EnsembleWeights } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import { decodeParts } from '../../../src/forecasting/ensemble/weights-file.ts';
import type { ComparedWindow } from '../../../src/forecasting/ensemble/window-losses.ts';
import { familyOf, type ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import { forecastTask, randomWalk, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const many = { separate: 1e6, trained: 1e6 };
const weightsOf = (...task: Parameters<typeof chooseEnsembleWeights>): EnsembleWeights =>
  chooseEnsembleWeights(...task).weights;
const spec = { ...specOf({ quantiles: [0.1, 0.5, 0.9] }), family: 'short' } as ResolvedSpec;

/** Prior weight of the network beside DOTM alone. */
function priorShare(): number {
  const { network = 0, dotm = 0 } = familyOf(spec).prior;
  return network / (network + dotm);
}

/** Windows in which the network errs by one and Theta by the other. */
function windows(count: number, networkError: number, thetaError: number, blocks = count): ComparedWindow[] {
  const rng = createRng(2);
  return Array.from({ length: count }, (_, w) => {
    const actual = Float64Array.from({ length: 3 }, () => 50 + rng.normal());
    const around = (error: number) =>
      Array.from(actual).flatMap((y) => {
        const point = y + error * rng.normal();
        return [point - 1, point, point + 1];
      });
    return {
      quantiles: [Float64Array.from(around(networkError)), Float64Array.from(around(thetaError))],
      zeroShares: null,
      asleep: [],
      actual,
      unit: 1,
      origin: w,
      block: String(w % blocks),
    };
  });
}

test('the better candidate gets the ensemble weight; candidates whose errors cancel share it', () => {
  expect(weightsOf(['theta'], windows(200, 0, 5), many, spec)).toEqual({ network: 1 });
  expect(weightsOf(['theta'], windows(200, 5, 0), many, spec)).toEqual({ theta: 1 });
  const even = weightsOf(['theta'], windows(400, 2, 2), many, spec);
  expect(even.network).toBeGreaterThan(0.3);
  expect(even.theta).toBeGreaterThan(0.3);
});

test('with few windows the ensemble weights stay near the prior; without windows they are the prior', () => {
  const { network, dotm } = weightsOf(['dotm'], windows(200, 5, 0, 3), { separate: 3, trained: 1e6 }, spec);
  expect(network).toBeCloseTo((5 / 8) * priorShare(), 2);
  expect(dotm).toBeCloseTo(1 - network, 3);
  expect(weightsOf(['dotm'], [], { separate: 0, trained: 1e6 }, spec).network).toBeCloseTo(priorShare(), 2);
});

test('a prior that is nearly as good as the chosen weights keeps its part of the weights; a clearly worse one keeps none', () => {
  const worse = (factor: number) =>
    windows(400, 1, 0).map(({ quantiles: [own, right], ...window }) => {
      const other = own.map((value, i) => right[i] + factor * (value - right[i]));
      return { ...window, quantiles: [own, other] };
    });
  const { trustMax } = familyOf(spec);
  const { network } = weightsOf(['dotm'], worse(1.01), many, spec);
  expect(network).toBeCloseTo(trustMax + (1 - trustMax) * priorShare(), 2);
  expect(weightsOf(['dotm'], worse(3), many, spec)).toEqual({
    network: 1,
  });
});

test('a network that learnt from few windows has little of the prior; where it is clearly worse, the instant forecast has all', () => {
  const prior = (trained: number) => weightsOf(['instant', 'dotm'], [], { separate: 0, trained }, spec);
  expect(prior(20).network).toBeLessThan(0.1);
  expect(prior(20).instant).toBeGreaterThan(0.5);
  expect(prior(1e5).network).toBeGreaterThan(0.4);
  for (const family of ['short', 'seasonal'] as const)
    expect(weightsOf(['instant'], windows(200, 5, 0), many, { ...spec, family })).toEqual({
      instant: 1,
    });
});

test('a network that learns nothing gets no weight in the forecast, and the card says so', async () => {
  const values = Array.from({ length: 120 }, (_, t) => 100 + 3 * t);
  const trained = succeeded(
    await run({ spec: specOf({ steps: 3, family: 'short', members: 1 }), series: [seriesOf(values)] }),
  );
  expect(Object.values(trained.spec.shares!).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 2);
  expect(trained.card.notes.join(' ')).toMatch(/weighted by validation|Validation found nothing better/);
  const [answer] = (await forecast(forecastTask(trained, [seriesOf(values)]))) as SeriesForecast[];
  for (const [h, median] of answer.median.entries()) expect(median / (100 + 3 * (120 + h))).toBeCloseTo(1, 1);
});

for (const [name, values] of [
  ['prices', randomWalk(600)],
  ['a season', seasonalSeries(600, 12, 2)],
  ['a short series', seasonalSeries(90, 12, 2)],
] as const)
  test(`${name}: a forecast depends on nothing after its origin`, async () => {
    const settings = specOf({ steps: 20, members: 2, validation: { windows: 4, step: 3 } });
    const others = [7, 8].map((seed) => seriesOf(randomWalk(values.length, seed), `o${seed}`));
    const series = [seriesOf(values), ...others];
    const trained = succeeded(await run({ spec: settings, series }));
    const origin = values.length - 20;
    const cut = series.map((one) => ({
      ...one,
      times: one.times.subarray(0, origin),
      values: one.values.subarray(0, origin),
    }));
    const [before] = (await forecast(forecastTask(trained, cut))) as SeriesForecast[];
    expect(before.median.every(Number.isFinite)).toBe(true);

    // The evaluation, its shares for the card and the calibration see nothing of the backtest part.
    const firstHeldOut = values.length - 6 - 3 * 3;
    const changed = series.map((one) => ({
      ...one,
      values: one.values.map((value, t) => (t < firstHeldOut ? value : 1e3 * (1 + (t % 5)))),
    }));
    const other = succeeded(await run({ spec: settings, series: changed }));
    const [a, b] = [trained, other].map(({ weights }) => decodeSafetensors(weights.bytes));
    expect(JSON.parse(a.metadata.shares).evaluation).toEqual(JSON.parse(b.metadata.shares).evaluation);
    for (const [tensor, { data }] of a.tensors)
      if (tensor.startsWith('evaluation.')) expect(b.tensors.get(tensor)!.data, tensor).toEqual(data);
    const [calibration, calibrationOfOther] = [trained, other].map(
      ({ weights: { bytes } }) => decodeParts(bytes, ['heldOut'], selectKernel(), 1).calibration.heldOut,
    );
    expect(calibrationOfOther).toEqual(calibration);
  });
