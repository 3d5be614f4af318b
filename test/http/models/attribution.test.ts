import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explanation, Memory, Trace } from '../../../src/contracts/schemas/attribution/explanation.ts';
import type { Forecast, SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import type { NumericModel } from '../../../src/contracts/schemas/kinds/kinds.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let model: NumericModel;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  const settings = { horizon: 7, cell: 'lstm', steps: 80, family: 'seasonal', members: 3 };
  model = (await service.trained(dailyCsv(200), settings)) as NumericModel;
});
afterAll(() => service.stop());

const post = (route: string, payload: object, id = model.id) =>
  service.app.inject({ method: 'POST', url: `/v1/models/${id}/${route}`, payload });
const faults = (answer: { json(): { errors: { path: string; accepted: string }[] } }) => answer.json().errors;

describe('explain', () => {
  test('a forecast with explanations: contributions of each lag to each step sum to what is explained', async () => {
    const answer = await post('forecasts', { explain: true, horizon: 4 });
    expect(answer.statusCode, answer.body).toBe(200);
    const forecast: Forecast = answer.json();
    expect(forecast.request.explain).toBe(true);
    const [one] = forecast.forecasts as (SeriesForecast & { explanation: Explanation })[];
    const { baseline, contributions, explains, forecast: explained, statistical_members } = one.explanation;
    // The networks are explained; the mixture adds methods.
    expect(statistical_members.map(({ name }) => name)).toContain('instant');
    expect(explains).toBe('median');
    const last = contributions[0];
    expect(last).toMatchObject({ source: 'lag', lag: 1, time: '2024-07-18', name: null });
    const values = (await service.app.inject(`/v1/datasets/${model.dataset_id}/series/y`)).json().values;
    const scale = Math.max(...values) - Math.min(...values);
    for (let h = 0; h < 4; h++) {
      const sum = contributions.reduce((total, { values }) => total + values[h], baseline[h]);
      expect(Math.abs(sum - explained[h])).toBeLessThan(1e-3 * scale);
      expect(Math.abs(explained[h] - one.median[h])).toBeLessThan(0.2 * scale);
    }
    expect((await service.app.inject(`/v1/forecasts/${forecast.id}`)).json()).toEqual(forecast);
    const plain: Forecast = (await post('forecasts', {})).json();
    expect(plain.forecasts[0].explanation).toBeUndefined();
  });

  test('a one-shot forecast is explained as well, by JSON and beside a table', async () => {
    const values = Array.from({ length: 60 }, (_, t) => 20 + (t % 7) + t / 10);
    const json = await service.app.inject({
      method: 'POST',
      url: '/v1/forecasts',
      payload: { series: [{ start: '2024-01-01', values }], horizon: 2, explain: true, model: model.id },
    });
    expect(json.statusCode, json.body).toBe(200);
    expect(json.json().forecasts[0].explanation.baseline).toHaveLength(2);
    const table = await service.app.inject({
      method: 'POST',
      url: `/v1/forecasts?horizon=2&explain=true&model=${model.id}`,
      headers: { 'content-type': 'text/csv' },
      payload: dailyCsv(80),
    });
    expect(table.statusCode, table.body).toBe(200);
    expect(table.json().forecasts[0].explanation.baseline).toHaveLength(2);
  });

  test('more work than the bound is refused with the bound', async () => {
    const values = Array.from({ length: 80 }, (_, t) => 20 + (t % 7));
    const each = 7 * model.spec.context_length! * model.spec.members!;
    const count = Math.ceil(limits.explanationNumbersMax / each) + 1;
    expect(count).toBeLessThanOrEqual(limits.forecastSeriesMax);
    const series = Array.from({ length: count }, (_, i) => ({ id: `s${i}`, start: '2024-01-01', values }));
    const answer = await post('forecasts', { series, explain: true });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'explanation_too_large']);
    expect(faults(answer)).toMatchObject([
      { path: '/explain', accepted: expect.stringContaining(String(limits.explanationNumbersMax)) },
    ]);
  });
});

describe('memory', () => {
  test('gradients by lag and by step, the half-life, shares of each weight; the card says it in words', async () => {
    const answer = await service.app.inject(`/v1/models/${model.id}/memory`);
    expect(answer.statusCode, answer.body).toBe(200);
    const memory: Memory = answer.json();
    expect(memory).toMatchObject({ model_id: model.id, dataset_version: 1 });
    expect(memory.statistical_members.map(({ name }) => name)).toContain('instant');
    expect(memory.windows).toBeGreaterThan(0);
    expect(memory.networks).toHaveLength(3);
    for (const network of memory.networks) {
      expect(network.cell).toBe('lstm');
      const { inputs, states, observations_per_step } = network;
      expect(inputs.forecast.length).toBeGreaterThanOrEqual(7);
      expect(inputs.loss).toHaveLength(inputs.forecast.length);
      expect(states.forecast).toHaveLength(inputs.forecast.length / observations_per_step);
      expect(network.weights.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['encoder.weight_ih_l0', 'encoder.weight_hh_l0']),
      );
      for (const { norm, shares } of network.weights)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(norm > 0 ? 1 : 0, 4);
    }
    expect(memory.look_back!.sentence).toMatch(/^Looks back about/);
    expect(model.card!.look_back!.sentence).toMatch(/^Looks back about/);
  });

  test('of a model in training: 409 with its job; of none: 404', async () => {
    await service.stopWorker();
    const dataset = (await upload(service.app, dailyCsv(120))).json();
    const created = await service.app.inject({
      method: 'POST',
      url: '/v1/models',
      payload: { dataset_id: dataset.id, horizon: 3, steps: 5 },
    });
    const { model: young, job } = created.json();
    for (const answer of [
      await service.app.inject(`/v1/models/${young.id}/memory`),
      await post('trace', {}, young.id),
      await post('forecasts', { explain: true }, young.id),
    ]) {
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'model_not_ready']);
      expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
    }
    const none = `mdl_${'0'.repeat(32)}`;
    expect((await service.app.inject(`/v1/models/${none}/memory`)).statusCode).toBe(404);
    service.startWorker();
    await service.ended(job.id);
  });
});

describe('trace', () => {
  test('states, cell states and gates of a stored series, up to a time, and of an inline one', async () => {
    const answer = await post('trace', { series_id: 'y', as_of: '2024-07-01', last_steps: 3 });
    expect(answer.statusCode, answer.body).toBe(200);
    const trace: Trace = answer.json();
    expect(trace.times.at(-1)).toBe('2024-07-01');
    expect(trace.series_id).toBe('y');
    const [{ h, c, gates }] = trace.layers;
    expect(h).toHaveLength(Math.min(3, trace.inputs.length));
    expect(c).toHaveLength(h.length);
    expect(Object.keys(gates)).toEqual(['i', 'f', 'g', 'o']);

    const points = (await service.app.inject(`/v1/datasets/${model.dataset_id}/series/y`)).json();
    const { times, values } = points;
    const inline = await post('trace', {
      series: { id: 'mine', times, values },
      as_of: '2024-07-01',
      last_steps: 3,
    });
    expect(inline.statusCode, inline.body).toBe(200);
    expect(inline.json()).toEqual({ ...trace, series_id: 'mine' });
    expect((await post('trace', {})).json().series_id).toBe('y');
  });

  test('the gradient of the forecast flows back through the steps of a series', async () => {
    const answer = await post('trace', { series_id: 'y', last_steps: 3, gradients: 'norms' });
    expect(answer.statusCode, answer.body).toBe(200);
    const { gradients, inputs }: Trace = answer.json();
    expect(gradients).toMatchObject({ of: 'forecast', loss: null });
    const [source] = gradients!.sources;
    expect(source.step).toBe(inputs.length - 1);
    expect(source.states).toEqual(gradients!.states);
    for (const norms of [source.states, source.cells!, ...gradients!.weights.map(({ norms }) => norms)])
      expect(norms).toHaveLength(inputs.length);
    expect(source.states.at(-1)).toBeGreaterThan(0);
  });

  test('what cannot be traced is refused, and the message names the field', async () => {
    for (const [payload, status, code, path] of [
      [{ network: 99 }, 422, 'network_unknown', '/network'],
      [{ series_id: 'other' }, 404, 'series_not_found', undefined],
      [{ series_id: 'y', series: { values: [1, 2, 3] } }, 422, 'request_invalid', '/series'],
      [{ series: { start: '2024-01-01', values: [1, 2] } }, 422, 'series_too_short', undefined],
      [{ series: { values: [1, 2] } }, 422, 'request_invalid', '/series'],
      [{ series: { start: '2024-01-01', values: [] } }, 422, 'request_invalid', '/series/values'],
      [{ as_of: 'yesterday' }, 422, 'request_invalid', '/as_of'],
      [{ last_steps: 0 }, 422, 'request_invalid', '/last_steps'],
      [{ steps: 3 }, 422, 'request_invalid', '/steps'],
    ] as const) {
      const answer = await post('trace', payload);
      expect([answer.statusCode, answer.json().code], answer.body).toEqual([status, code]);
      if (path !== undefined) expect(faults(answer)[0].path).toBe(path);
    }
  });
});
