import { expect, test } from 'vitest';
import type { ForecastTask } from '../../../src/contracts/ports/index.ts';
import type { Explanation } from '../../../src/contracts/schemas/attribution/explanation.ts';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import { cellNames, createRng, selectKernel } from '../../../src/engine/index.ts';
import { explainForecast } from '../../../src/forecasting/attribution/explain.ts';
import { explainedValue } from '../../../src/forecasting/attribution/explained-value.ts';
import { neutralWindow, pathWindows } from '../../../src/forecasting/attribution/integrated-gradients.ts';
import { scaledMixing } from '../../../src/forecasting/attribution/look-back.ts';
import { readWindows } from '../../../src/forecasting/attribution/window-batch.ts';
import { evenFactors } from '../../../src/forecasting/ensemble/calibration.ts';
import { createEnsemble } from '../../../src/forecasting/ensemble/ensemble.ts';
import { buildMember } from '../../../src/forecasting/ensemble/member.ts';
import { networkOnly } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import { decodeParts } from '../../../src/forecasting/ensemble/weights-file.ts';
import { memberSpecs } from '../../../src/forecasting/families/members.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf, historyOf } from '../../../src/forecasting/history/target.ts';
import { trainingLoss } from '../../../src/forecasting/network/loss.ts';
import { forecast, memory, trace } from '../../../src/forecasting/serving/thread.ts';
import { normalQuantile } from '../../../src/forecasting/statistics/quantiles.ts';
import { relativeError } from '../../engine/differences.ts';
import {
  forecastTask,
  header,
  randomWalk,
  run,
  seasonalSeries,
  seriesOf,
  specOf,
  succeeded,
} from '../support.ts';

const trained = Object.fromEntries(
  await Promise.all(
    cellNames.map(
      async (cell) =>
        [
          cell,
          {
            seasonal: succeeded(
              await run({
                spec: specOf({ horizon: 12, steps: 150, cell }),
                series: [seriesOf(seasonalSeries(800, 12, 2))],
              }),
            ),
            prices: succeeded(
              await run({ spec: specOf({ steps: 300, cell }), series: [seriesOf(randomWalk(3_000))] }),
            ),
          },
        ] as const,
    ),
  ),
);

async function explained(task: ForecastTask): Promise<(SeriesForecast & { explanation: Explanation })[]> {
  const answers = await forecast({ ...task, explain: true });
  for (const answer of answers) if ('problem' in answer) throw new Error(JSON.stringify(answer.problem));
  return answers as (SeriesForecast & { explanation: Explanation })[];
}

for (const cell of cellNames)
  for (const family of ['seasonal', 'prices'] as const)
    test(`${cell}, ${family}: contributions sum to the forecast less the baseline, and the forecast is that of the networks`, async () => {
      const outcome = trained[cell][family];
      const values = family === 'prices' ? randomWalk(400, 5) : seasonalSeries(400, 12, 2, 5);
      const [answer] = await explained(forecastTask(outcome, [seriesOf(values)]));
      const { explanation } = answer;
      const parts = decodeParts(outcome.weights.bytes, ['members'], selectKernel(), 64);
      const alone = createEnsemble({
        ...parts,
        calibration: parts.calibration.members,
        ensembleWeights: networkOnly,
        batchMax: 64,
      });
      const [fan] = alone.forecast([
        { series: historyOf(seriesOf(values), outcome.spec, header), origin: values.length },
      ]);
      expect(explanation.explains).toBe(family === 'prices' ? 'interval_width' : 'median');
      const lags = explanation.contributions.filter(({ source }) => source === 'lag');
      // Networks of one model may read contexts of several lengths.
      expect(lags.length).toBeGreaterThanOrEqual(outcome.spec.context_length!);
      expect(lags.map(({ lag }) => lag)).toEqual(lags.map((_, i) => i + 1));
      expect(lags[0].time).toBe(399);
      const scale = family === 'prices' ? answer.median[0] * 0.01 : 10; // of one step's moves
      for (let h = 0; h < answer.median.length; h++) {
        const at = (level: number) => fan!.quantileAt(h, normalQuantile(level));
        const own = family === 'prices' ? at(0.9) - at(0.1) : at(0.5);
        expect(Math.abs(explanation.forecast[h] - own)).toBeLessThan(1e-3 * scale);
        const sum = explanation.contributions.reduce((total, { values }) => total + values[h], 0);
        const difference = explanation.forecast[h] - explanation.baseline[h];
        expect(Math.abs(sum - difference)).toBeLessThan(1e-3 * scale);
      }
      expect(explanation.contributions.some(({ values }) => Math.abs(values[0]) > 1e-3 * scale)).toBe(true);
    });

test('prices that are explained together are read with each other, as for their forecasts', async () => {
  const series = [5, 6, 7].map((seed) => seriesOf(randomWalk(400, seed), `s${seed}`));
  const outcome = succeeded(await run({ spec: specOf({ family: 'prices', steps: 60 }), series }));
  const task = forecastTask(outcome, series);
  const together = await explained(task);
  const parts = decodeParts(outcome.weights.bytes, ['members'], selectKernel(), 64);
  const networks = createEnsemble({
    ...parts,
    ...{ calibration: parts.calibration.members, ensembleWeights: networkOnly, batchMax: 64 },
  });
  const histories = historiesOf(series, outcome.spec, header);
  const fans = networks.forecast(histories.map((one) => ({ series: one, origin: one.raw.length })));
  for (const [i, { explanation, median }] of together.entries()) {
    const width = fans[i]!.quantileAt(0, normalQuantile(0.9)) - fans[i]!.quantileAt(0, normalQuantile(0.1));
    expect(Math.abs(explanation.forecast[0] - width)).toBeLessThan(1e-5 * median[0]);
  }
  const [alone] = await explained({ ...task, series: series.slice(0, 1) });
  const difference = together[0].explanation.forecast[0] - alone.explanation.forecast[0];
  expect(Math.abs(difference)).toBeGreaterThan(1e-4 * alone.median[0]);
});

test('a step that lies on a bound at both ends of the path, but not between them, is explained', () => {
  const kernel = selectKernel();
  const horizon = 3;
  const histories = [historyOf(seriesOf(seasonalSeries(200, 12, 2)), specOf(), header)];
  const settings = { horizon, members: 1, family: 'seasonal', transform: 'identity' } as const;
  const { spec } = resolveSpec(specOf(settings), histories, header);
  const rng = createRng(12);
  const member = buildMember(memberSpecs(spec)[0], { kernel, batchMax: 64, use: 'gradients' }, (network) => {
    network.parameters.values.forEach((value, i, all) => {
      all[i] = value + 0.2 * rng.normal();
    });
  });
  const { layout, network } = member;
  const { batch } = readWindows(member, [{ series: histories[0], origin: 200 }]);
  const shares = [0, 0.25, 0.5, 0.75, 1];
  const y = network.forward(pathWindows(batch, 0, neutralWindow(batch, 0, member), shares, layout), false);
  const medians = (h: number) =>
    shares.map((_, j) => {
      const at = (j * horizon + h) * layout.quantiles;
      return batch.base[h] + batch.unit[h] * y.slice(at, at + layout.quantiles).sort()[layout.median];
    });
  const rises = Array.from({ length: horizon }, (_, h) => {
    const end = Math.max(medians(h)[0], medians(h)[4]);
    return { h, end, rise: Math.max(...medians(h)) - end };
  });
  const { h, end, rise } = rises.reduce((a, b) => (b.rise > a.rise ? b : a));
  expect(rise).toBeGreaterThan(0.05 * batch.unit[h]);

  const bounds = { lower: 0, upper: null, integer: false };
  const shifted = { ...histories[0], raw: histories[0].raw.map((value) => value - end - rise / 2) };
  const parts = {
    ...{ spec: { ...spec, bounds }, members: [member], heldOut: [], kernel, paths: null, trainedUntil: null },
    ensembleWeights: { members: networkOnly, heldOut: networkOnly },
    calibration: { members: evenFactors([1, 1]), heldOut: evenFactors([1, 1]) },
  };
  const { baseline, forecast, contributions } = explainForecast(parts, shifted, header, horizon);
  expect([baseline[h], forecast[h]]).toEqual([0, 0]);
  const sum = contributions.reduce((total, { values }) => total + values[h], 0);
  expect(Math.abs(sum)).toBeLessThan(1e-3 * batch.unit[h]);
});

test('a shorter horizon has the explanations of the whole horizon', async () => {
  const outcome = trained.gru.seasonal;
  const task = forecastTask(outcome, [seriesOf(seasonalSeries(300, 12, 2, 3))]);
  const [[all], [few]] = [await explained(task), await explained({ ...task, horizon: 3 })];
  for (const [i, { values }] of few.explanation.contributions.entries()) {
    expect(values).toHaveLength(3);
    for (const [h, value] of values.entries())
      expect(value).toBeCloseTo(all.explanation.contributions[i].values[h], 3);
  }
});

for (const cell of cellNames)
  test(`${cell}: the shares of the steps sum to one, and their gradient is the one that training applies`, async () => {
    const outcome = trained[cell].seasonal;
    const series = [seriesOf(seasonalSeries(600, 12, 2, 7))];
    const found = await memory({ ...forecastTask(outcome, series), windowsMax: 16 });
    if ('problem' in found) throw new Error(found.problem.detail);
    expect(found.windows).toBe(16);
    const [network] = found.networks;

    // The engine's own gradient on the same windows: a whole sequence at once, as in training.
    const kernel = selectKernel();
    const { members } = decodeParts(outcome.weights.bytes, ['members'], kernel, 64, 'gradients');
    expect(found.networks).toHaveLength(members.length);
    const [member] = members;
    const { layout, spec } = member;
    const history = historyOf(series[0], outcome.spec, header);
    const windows = Array.from({ length: 16 }, (_, i) => ({
      series: history,
      origin: history.raw.length - layout.horizon * (i + 1),
    }));
    const { batch } = readWindows(member, windows);
    const y = member.network.forward(batch, true);
    const dY = new Float32Array(y.length);
    trainingLoss(kernel, spec)(dY, y, batch.targets, batch.mask);
    member.network.backward(dY);
    for (const { name, norm, shares } of network.weights) {
      const { gradient } = member.network.parameters.get(name);
      expect(norm / Math.hypot(...gradient)).toBeCloseTo(1, 4);
      expect(shares).toHaveLength(layout.steps);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
    }
    expect(network.weights.map(({ name }) => name)).toContain('encoder.weight_hh_l0');
    expect(network.inputs.forecast).toHaveLength(layout.context);
    expect(network.states.loss).toHaveLength(layout.steps);
    expect(network.states.forecast[0]).toBeGreaterThan(0);
  });

test('the gradient with respect to an observation equals the effect of a small change of it', async () => {
  const outcome = trained.gru.seasonal;
  const kernel = selectKernel('reference');
  const { members } = decodeParts(outcome.weights.bytes, ['members'], kernel, 4, 'gradients');
  const [member] = members;
  const { layout, network } = member;
  const history = historyOf(seriesOf(seasonalSeries(400, 12, 2, 7)), outcome.spec, header);
  const { batch } = readWindows(member, [{ series: history, origin: 380 }]);
  const mixing = scaledMixing(layout);
  const forecastOf = () => {
    const y = network.forward(batch, true);
    const dY = new Float32Array(y.length);
    let sum = 0;
    for (let row = 0; row < layout.horizon; row++) {
      const fan = { y, dY, offset: row * layout.quantiles, base: 0, unit: 1, isLog: false };
      sum += explainedValue(mixing, [fan], 1 / layout.horizon) / layout.horizon;
    }
    return { sum, dY };
  };
  const { dY } = forecastOf();
  const dInputs = network.backward(dY).dInputs!.slice();
  const moved = dInputs.map((_, i) => {
    const kept = batch.inputs[i];
    batch.inputs[i] = kept + 0.01;
    const above = forecastOf().sum;
    batch.inputs[i] = kept - 0.01;
    const below = forecastOf().sum;
    batch.inputs[i] = kept;
    return (above - below) / 0.02;
  });
  expect(relativeError(moved, dInputs)).toBeLessThan(5e-3);
});

test('an explanation covers the networks of a mixed model, and names its methods with their weights', async () => {
  const outcome = succeeded(
    await run({
      spec: specOf({ steps: 60, family: 'short', members: 2 }),
      series: [seriesOf(seasonalSeries(90, 12, 2))],
    }),
  );
  const { network, ...methods } = outcome.spec.shares!;
  const named = Object.entries(methods).map(([name, weight]) => ({ name, weight }));
  expect(named.length).toBeGreaterThan(0);
  const task = forecastTask(outcome, [seriesOf(seasonalSeries(90, 12, 2, 5))]);
  const [{ explanation }] = await explained(task);
  expect(explanation.statistical_members).toEqual(named);
  expect(named.reduce((sum, { weight }) => sum + weight, network)).toBeCloseTo(1, 2);
  for (const [h, value] of explanation.forecast.entries()) {
    const sum = explanation.contributions.reduce((total, { values }) => total + values[h], 0);
    expect(sum).toBeCloseTo(value - explanation.baseline[h], 2);
  }
  expect(await memory({ ...task, windowsMax: 4 })).toMatchObject({ statistical_members: named });
});

test('a trace has the states and gates of every layer at each step, or at the last steps that are requested', async () => {
  for (const cell of cellNames) {
    const outcome = trained[cell].seasonal;
    const series = seriesOf(seasonalSeries(300, 12, 2, 3));
    const task = { ...forecastTask(outcome, []), series, network: 0, lastSteps: null, numbersMax: 1e6 };
    const found = await trace(task);
    if ('problem' in found) throw new Error(found.problem.detail);
    const { hidden_size: H, layers } = outcome.spec;
    expect(found.layers).toHaveLength(layers!);
    expect(found.times.at(-1)).toBe(299);
    const [{ h, c, gates }] = found.layers;
    expect(h[0]).toHaveLength(H!);
    expect(h).toHaveLength(found.inputs.length);
    expect(c === null).toBe(cell !== 'lstm');
    expect(Object.keys(gates)).toEqual({ rnn: [], lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'] }[cell]);
    for (let t = 1; t < h.length; t++)
      for (let j = 0; j < H!; j++) {
        if (cell === 'gru')
          expect(h[t][j]).toBeCloseTo((1 - gates.z[t][j]) * gates.n[t][j] + gates.z[t][j] * h[t - 1][j], 4);
        if (cell === 'lstm')
          expect(c![t][j]).toBeCloseTo(gates.f[t][j] * c![t - 1][j] + gates.i[t][j] * gates.g[t][j], 4);
      }
    // The gradient of one window is the memory of a series that has only this one.
    const { gradients } = await trace({ ...task, gradients: 'parts' }).then((all) => {
      if ('problem' in all) throw new Error(all.problem.detail);
      return all;
    });
    expect(gradients!.states.length).toBe(found.inputs.length);
    for (const { parts, norm, sums } of gradients!.weights) {
      const added = parts![0].map((_, i) => parts!.reduce((sum, part) => sum + part[i], 0));
      expect(Math.hypot(...added) / norm).toBeCloseTo(1, 3);
      expect(sums[0] / norm).toBeCloseTo(1, 4);
    }
    const last = await trace({ ...task, lastSteps: 2 });
    if ('problem' in last) throw new Error(last.problem.detail);
    expect(last.layers[0].h).toEqual(h.slice(-2));
    expect(last.times).toEqual(found.times.slice(-2));
  }
});

test('a trace that is too large is refused with the size that would be accepted', async () => {
  const series = seriesOf(seasonalSeries(300, 12, 2, 3));
  const task = {
    ...forecastTask(trained.gru.seasonal, []),
    series,
    network: 0,
    lastSteps: null,
    numbersMax: 1e6,
  };
  expect(await trace({ ...task, network: 5 })).toMatchObject({
    problem: { code: 'network_unknown', errors: [{ path: '/network' }] },
  });
  expect(await trace({ ...task, numbersMax: 100 })).toMatchObject({
    problem: { code: 'trace_too_large', errors: [{ accepted: expect.stringContaining('last_steps') }] },
  });
  // The pre-trained network would forecast the longer one, and is not traced.
  for (const length of [2, 9])
    expect(await trace({ ...task, series: seriesOf(seasonalSeries(length, 12, 2)) })).toMatchObject({
      problem: { code: 'series_too_short', detail: expect.stringContaining('the networks need 14') },
    });
  expect(
    await memory({ ...forecastTask(trained.gru.seasonal, [seriesOf([1, 2])]), windowsMax: 8 }),
  ).toMatchObject({ problem: { code: 'series_too_short' } });
});

test('look back: the width of a fan of prices comes from recent volatility, most from the nearest observations', async () => {
  const outcome = trained.gru.prices;
  const found = await memory({
    ...forecastTask(outcome, [seriesOf(randomWalk(3_000))]),
    windowsMax: 32,
  });
  if ('problem' in found) throw new Error(found.problem.detail);
  const { context, looks_back, most, sentence } = found.look_back!;
  expect(context).toBe(outcome.spec.context_length);
  expect(most).toBeLessThan(looks_back);
  expect(looks_back).toBeLessThan(context);
  expect(sentence).toBe(
    `Looks back about ${looks_back} steps; 80 % of what it adds to the width of the fan comes from the last ${most}`,
  );
  const [{ inputs, half_life }] = found.networks;
  for (const { 0: last, [context - 1]: first } of [inputs.forecast, inputs.loss])
    expect(first).toBeLessThan(last / 10);
  expect(half_life).toBeGreaterThan(0);
  expect(half_life).toBeLessThan(context);
});

test('look back: an untrained network has no contributions', async () => {
  const series = [seriesOf(randomWalk(800))];
  const outcome = succeeded(await run({ spec: specOf({ steps: 1, learning_rate: 1e-9 }), series }));
  const found = await memory({ ...forecastTask(outcome, series), windowsMax: 4 });
  if ('problem' in found) throw new Error(found.problem.detail);
  expect(found.look_back).toBeNull();
});
