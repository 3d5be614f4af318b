import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SymbolModel } from '../../../src/contracts/schemas/kinds/kinds.ts';
import { cellNames } from '../../../src/contracts/schemas/models/network.ts';
import { jsonTasksInThreads } from '../../../src/http/json/index.ts';
import { jsonInlineBytesMax } from '../../../src/json-size.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';
import { symbolCalls } from '../../support/symbols.ts';

/** Long timeouts: a test has several trainings, and each starts a thread. */
let service: TestApp;
let calls: ReturnType<typeof symbolCalls>;
let words: SymbolModel;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  calls = symbolCalls(service);
  words = await calls.trained(await calls.lines('TRIANGLE\nINTEGRAL\n'));
});
afterAll(() => service.stop());

test('trained on one word, every next letter of it is near certain', async () => {
  const model = await calls.trained(await calls.lines('pytorch'));
  const [, ...later] = await calls.probabilities(model, 'pytorch');
  expect(later).toHaveLength(6);
  expect(Math.min(...later)).toBeGreaterThanOrEqual(0.99);
  expect((await calls.forecast(model, { context: 'pyt' })).next[0]).toMatchObject({
    symbol: 'o',
    kind: 'symbol',
  });
  const { next, continuation } = await calls.forecast(model, { context: 'pytorch', length: 5 });
  expect(next[0]).toMatchObject({ symbol: null, kind: 'end' });
  expect(continuation).toMatchObject({ text: '', symbols: [], ended: true });
});

for (const cell of cellNames)
  test(`a ${cell} knows every letter after the second of two words whose letters alone do not tell`, async () => {
    const dataset_id = await calls.lines('TRIANGLE\nINTEGRAL\n');
    const model = await calls.trained(dataset_id, { cell });
    for (const word of ['TRIANGLE', 'INTEGRAL']) {
      const [, , ...later] = await calls.probabilities(model, word);
      expect(later).toHaveLength(6);
      expect(Math.min(...later), word).toBeGreaterThanOrEqual(0.99);
    }
    const { metrics, evaluation, notes, has_skill } = model.card!;
    expect(metrics.markov_1.bits_per_symbol).toBeGreaterThan(0.95);
    expect(metrics.markov_1.bits_per_symbol).toBeLessThan(1.1);
    expect(metrics.auto.bits_per_symbol).toBeLessThan(0.2);
    expect(metrics.uniform.bits_per_symbol).toBeCloseTo(3, 6);
    expect(evaluation).toEqual({ on: 'in_sample', sequences: 2, symbols: 16 });
    expect(notes.join()).toContain('in-sample');
    expect(has_skill).toBe(false);
  });

test('one_hot input does as well, and the same seed gives the same bytes', async () => {
  const dataset_id = await calls.lines('TRIANGLE\nINTEGRAL\n');
  const [a, b, c] = [
    await calls.trained(dataset_id, { input: 'one_hot', seed: 5 }),
    await calls.trained(dataset_id, { input: 'one_hot', seed: 5 }),
    await calls.trained(dataset_id, { input: 'one_hot', seed: 6 }),
  ];
  expect(a.weights!.sha256).toBe(b.weights!.sha256);
  expect(a.weights!.sha256).not.toBe(c.weights!.sha256);
  expect((await calls.probabilities(a, 'TRIA'))[3]).toBeGreaterThanOrEqual(0.99);
});

test('the continuation is the word, and samples are drawn by seed and temperature', async () => {
  const asked = { context: 'TRI', top: 3, length: 20, samples: 3, seed: 7 };
  const answer = await calls.forecast(words, asked);
  expect(answer.continuation).toMatchObject({ text: 'ANGLE', ended: true });
  expect(answer.continuation!.bits).toBeLessThan(0.5);
  expect(answer.next).toHaveLength(3);
  expect(answer.next[0]).toMatchObject({ symbol: 'A', kind: 'symbol' });
  expect(answer.samples).toHaveLength(3);
  expect(await calls.forecast(words, asked)).toEqual(answer);
  const hot = await calls.forecast(words, { ...asked, temperature: 10, samples: 20 });
  expect(new Set(hot.samples.map(({ text }) => text)).size).toBeGreaterThan(10);
  const bounded = await calls.forecast(words, { context: 'TRI', length: 2 });
  expect(bounded.continuation).toMatchObject({ text: 'AN', ended: false });
});

test('probabilities of all symbols, the end and the unknown add up to one', async () => {
  const { next } = await calls.forecast(words, { context: 'T', top: 100 });
  expect(next).toHaveLength(10);
  expect(next.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
});

test('each symbol of a sequence has its surprise, and the unusual one stands out', async () => {
  const { bits, bits_per_symbol, context, unknown } = await calls.forecast(words, { context: 'TRIANTLE' });
  expect(context).toHaveLength(8);
  expect(unknown).toEqual([]);
  expect(bits.indexOf(Math.max(...bits))).toBe(5);
  expect(bits[5]).toBeGreaterThan(3);
  expect(bits_per_symbol).toBeCloseTo(bits.reduce((a, b) => a + b) / 8, 10);
});

test('a symbol that was never seen is read as the unknown one, and reported', async () => {
  const { unknown, next, bits } = await calls.forecast(words, { context: ['T', 'q', 'I', '💥'] });
  expect(unknown).toEqual([
    { position: 1, symbol: 'q' },
    { position: 3, symbol: '💥' },
  ]);
  expect(bits).toHaveLength(4);
  for (const value of bits) expect(Number.isFinite(value)).toBe(true);
  expect(next.length).toBeGreaterThan(0);
});

test('a long answer leaves its thread as JSON, without a second thread that writes it', async () => {
  const context = Array.from({ length: 5_000 }, (_, i) => (i % 2 === 0 ? 'T' : `unseen ${i}`));
  const written = jsonTasksInThreads('write');
  const answer = await calls.forecast(words, { context });
  expect(answer).toMatchObject({ model_id: words.id, context, bits: { length: 5_000 } });
  expect(answer.unknown).toHaveLength(2_500);
  const traced = await service.app.inject({
    method: 'POST',
    url: `/v1/models/${words.id}/trace`,
    payload: { context, last_steps: 500 },
  });
  expect(traced.statusCode, traced.body.slice(0, 500)).toBe(200);
  expect(traced.body.length).toBeGreaterThan(jsonInlineBytesMax);
  expect(traced.json()).toMatchObject({ model_id: words.id, symbols: context.slice(-500) });
  expect(jsonTasksInThreads('write')).toBe(written);
});

test('vocabulary_size keeps the frequent symbols; the others are the unknown one', async () => {
  const id = await calls.lines('aaabbc\naabd\n', { vocabulary_size: '2' });
  const dataset = (await service.app.inject(`/v1/datasets/${id}`)).json();
  expect(dataset.symbols).toEqual({ unit: 'character', vocabulary_size: 2, unknown_count: 2 });
  expect(dataset.warnings).toMatchObject([{ code: 'symbols_rare' }]);
  const { symbols } = (await service.app.inject(`/v1/datasets/${id}/sequences/sequence_0`)).json();
  expect(symbols).toEqual(['a', 'a', 'a', 'b', 'b', null]);
  const model = await calls.trained(id, { steps: 200 });
  const { next } = await calls.forecast(model, { context: 'aaabb', top: 10 });
  expect(next.find(({ kind }) => kind === 'unknown')!.probability).toBeGreaterThan(0.1);
});

test('sequences of one symbol are refused', async () => {
  const dataset_id = await calls.lines('x');
  const answer = await calls.post('/v1/models', { dataset_id });
  expect(answer.json()).toMatchObject({ status: 422, code: 'sequences_too_short' });
});

test('a sequence of one and the same symbol trains, without skill', async () => {
  const model = await calls.trained(await calls.lines('aaaa\n'.repeat(20)), { steps: 100 });
  expect(model.card).toMatchObject({ has_skill: false, evaluation: { on: 'held_out' } });
});

test('calls for the other kind are refused with an alternative', async () => {
  const numbers = await service.trained(dailyCsv(60), { horizon: 3, steps: 5 });
  const symbolic = words.dataset_id;
  const refused: [Promise<{ json(): unknown }>, string, string][] = [
    [calls.post(`/v1/models/${numbers.id}/forecasts`, { context: 'TRI' }), 'model_kind_mismatch', 'series'],
    [calls.post(`/v1/models/${words.id}/forecasts`, {}), 'model_kind_mismatch', 'context'],
    [calls.post(`/v1/models/${words.id}/anomalies`, {}), 'model_kind_mismatch', 'bits'],
    [
      calls.post('/v1/forecasts', { model: words.id, horizon: 1, series: [{ values: [1, 2] }] }),
      'model_kind_mismatch',
      'context',
    ],
    [
      calls.post('/v1/schedules', { kind: 'forecast', model_id: words.id, every: 'P1D' }),
      'model_kind_mismatch',
      'retrain',
    ],
    [calls.post('/v1/models', { dataset_id: symbolic, horizon: 3 }), 'dataset_kind_mismatch', 'cell'],
    [calls.post('/v1/models', { dataset_id: symbolic, epochs: 3 }), 'dataset_kind_mismatch', 'steps'],
    [
      calls.post('/v1/models', { dataset_id: numbers.dataset_id, horizon: 3, input: 'one_hot' }),
      'dataset_kind_mismatch',
      'the call without it',
    ],
    [service.app.inject(`/v1/datasets/${symbolic}/series/sequence_0`), 'dataset_kind_mismatch', 'sequences'],
    [service.app.inject(`/v1/datasets/${symbolic}/export`), 'dataset_kind_mismatch', 'sequences'],
    [service.app.inject(`/v1/datasets/${numbers.dataset_id}/vocabulary`), 'dataset_kind_mismatch', 'series'],
    [service.app.inject(`/v1/datasets/${numbers.dataset_id}/sequences/x`), 'dataset_kind_mismatch', 'series'],
    [
      calls.post(`/v1/datasets/${symbolic}/observations`, { series: [{ values: [1] }] }),
      'dataset_kind_mismatch',
      'new dataset',
    ],
  ];
  for (const [call, code, works] of refused) {
    const problem = (await call).json() as { status: number; code: string; detail: string };
    expect(problem).toMatchObject({ status: 409, code });
    expect(problem.detail).toContain(works);
  }
  const without = await calls.post('/v1/models', { dataset_id: numbers.dataset_id });
  expect(without.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/horizon' }] });
});

test('a change of a model of symbols may name no anomaly watch, which it cannot have', async () => {
  const url = `/v1/models/${words.id}`;
  const change = async (payload: object) =>
    (await service.app.inject({ method: 'PATCH', url, payload })).json();
  expect(await change({ tags: ['named'], anomaly_level: null })).toMatchObject({
    ...{ id: words.id, tags: ['named'], anomaly_level: null },
  });
  expect((await change({ anomaly_level: 99 })).code).toBe('model_kind_mismatch');
});

test('a forecast that would be too large, or has no context, is refused', async () => {
  const ask = async (body: object) =>
    (await calls.post(`/v1/models/${words.id}/forecasts`, body)).json() as { code: string; detail: string };
  expect((await ask({ context: '' })).code).toBe('request_invalid');
  expect((await ask({ context: [] })).code).toBe('request_invalid');
  expect((await ask({ context: 'T', samples: 1000, length: 1000 })).code).toBe('forecast_too_large');
  expect((await ask({ context: 'T'.repeat(100_001) })).code).toBe('sequence_too_long');
  expect((await ask({ context: 'T\r\n'.repeat(50_001) })).detail).toContain('has 100002 symbols');
  expect((await ask({ context: 'T', horizon: 3 })).code).toBe('request_invalid');
  expect(await ask({ top: 3 })).toMatchObject({ errors: [{ path: '/context' }] });
  expect(await ask({ context: ['T', 5] })).toMatchObject({
    errors: [{ path: '/context/1', message: '`context[1]` is 5', accepted: 'a text' }],
  });
  expect(await ask({ context: 'T', samples: 2 })).toMatchObject({
    errors: [
      { path: '/samples', message: '`samples` need `length`, the maximum number of symbols of a sample' },
    ],
  });
  expect(await ask({ context: 'T', length: 2, temperature: 1e-310 })).toMatchObject({
    errors: [{ path: '/temperature' }],
  });
});

test('a model is trained again from its weights, and its weights can be downloaded', async () => {
  const again = await calls.post(`/v1/models/${words.id}/retrain`, { mode: 'warm' });
  expect(again.statusCode, again.body).toBe(202);
  expect((await service.ended(again.json().job.id)).status).toBe('succeeded');
  const { id } = again.json().model;
  expect((await calls.probabilities({ id }, 'INTE'))[3]).toBeGreaterThanOrEqual(0.99);
  const file = await service.app.inject(`/v1/models/${id}/weights`);
  expect(file.rawPayload.toString('latin1')).toContain('embedding.weight');
});

test('responses about symbols match the OpenAPI document', async () => {
  const document = new ApiDocument((await service.app.inject('/openapi.json')).json());
  const dataset = `/v1/datasets/${words.dataset_id}`;
  const asked: [string, string, object?][] = [
    ['getVocabulary', `${dataset}/vocabulary`],
    ['getSequence', `${dataset}/sequences/sequence_0`],
    ['getDataset', dataset],
    ['listSeries', `${dataset}/series`],
    ['getModel', `/v1/models/${words.id}`],
    ['createForecast', `/v1/models/${words.id}/forecasts`, { context: 'TR?', length: 4, samples: 2 }],
    ['createDataset', '/v1/datasets', { kind: 'symbols', sequences: [{ text: 'ab' }] }],
  ];
  for (const [id, url, payload] of asked) {
    const answer = await service.app.inject({ method: payload === undefined ? 'GET' : 'POST', url, payload });
    const operation = document.operations.find((one) => one.id === id)!;
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    expect(document.faultsOf(operation, answer), id).toEqual([]);
  }
});

test('settings of another input are refused at the call', async () => {
  const many = Array.from({ length: 1_001 }, (_, i) => `w${i}`).join(' ');
  const dataset_id = await calls.lines(many, { unit: 'word' });
  const large = await calls.post('/v1/models', { dataset_id, input: 'one_hot' });
  expect(large.json()).toMatchObject({
    status: 422,
    code: 'vocabulary_too_large',
    errors: [{ path: '/input' }],
  });
  const both = { dataset_id: words.dataset_id, input: 'one_hot', embedding_size: 4 };
  expect((await calls.post('/v1/models', both)).json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '/embedding_size' }],
  });
});

test('the chains expect unknown symbols, so no card claims that nothing is a surprise', async () => {
  const id = await calls.lines('aabcdefghaa\nbcdaaa\n'.repeat(15), { vocabulary_size: '1' });
  const { card } = await calls.trained(id, { steps: 50 });
  expect(card!.metrics.uniform.bits_per_symbol).toBe(1);
  expect(card!.summary).not.toContain('predicts every symbol');
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
