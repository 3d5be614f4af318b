import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Memory } from '../../../src/contracts/schemas/attribution/explanation.ts';
import type { SymbolTrace } from '../../../src/contracts/schemas/attribution/symbol-explanation.ts';
import type { SymbolModel } from '../../../src/contracts/schemas/kinds/kinds.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';
import { symbolCalls } from '../../support/symbols.ts';

let service: TestApp;
let calls: ReturnType<typeof symbolCalls>;
let words: SymbolModel;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  calls = symbolCalls(service);
  words = await calls.trained(await calls.lines('TRIANGLE\nINTEGRAL\n'), { cell: 'lstm' });
});
afterAll(() => service.stop());

const path = (route: string, id = words.id) => `/v1/models/${id}/${route}`;

test('each symbol of a context has what it adds to the next one, and all of it sums to the forecast', async () => {
  const { next, explanation } = await calls.forecast(words, { context: 'TRIA', explain: true });
  expect(explanation).toMatchObject({ symbol: 'N', kind: 'symbol' });
  const { forecast, baseline, contributions } = explanation!;
  expect(2 ** forecast).toBeCloseTo(next[0].probability, 4);
  expect(contributions.map(({ position, symbol }) => [position, symbol])).toEqual([
    [0, 'T'],
    [1, 'R'],
    [2, 'I'],
    [3, 'A'],
  ]);
  const sum = contributions.reduce((total, { value }) => total + value, baseline);
  expect(Math.abs(sum - forecast)).toBeLessThan(1e-3);
  // N follows the A of TRI alone: without the letters it is no more likely than the others.
  expect(forecast).toBeGreaterThan(Math.log2(0.99));
  expect(baseline).toBeLessThan(-1);
  expect(await calls.forecast(words, { context: 'TRIA' })).not.toHaveProperty('explanation');
});

test('an explanation of more symbols than the bound is refused with the bound', async () => {
  const answer = await calls.post(path('forecasts'), { context: 'TR'.repeat(1_001), explain: true });
  expect(answer.json()).toMatchObject({
    status: 422,
    code: 'explanation_too_large',
    errors: [{ path: '/explain', accepted: expect.stringContaining('at most 2000 symbols') }],
  });
  const without = await calls.post(path('forecasts'), { context: 'TR'.repeat(1_001) });
  expect(without.statusCode).toBe(200);
});

test('how far back: gradients by lag, the half-life, shares of each weight; the card says it in words', async () => {
  const answer = await service.app.inject(path('memory'));
  expect(answer.statusCode, answer.body).toBe(200);
  const memory: Memory = answer.json();
  expect(memory).toMatchObject({
    model_id: words.id,
    dataset_version: 1,
    windows: 18,
    statistical_members: [],
  });
  const [{ inputs, states, weights, cell, observations_per_step }] = memory.networks;
  expect({ cell, observations_per_step }).toEqual({ cell: 'lstm', observations_per_step: 1 });
  // The longest window has the beginning and the eight letters of a word.
  for (const norms of [inputs.forecast, inputs.loss, states.forecast, states.loss]) {
    expect(norms).toHaveLength(9);
    expect(norms.every((norm) => norm > 0)).toBe(true);
  }
  expect(weights.map(({ name }) => name)).toEqual([
    'encoder.weight_ih_l0',
    'encoder.weight_hh_l0',
    'encoder.bias_ih_l0',
    'encoder.bias_hh_l0',
  ]);
  for (const { norm, shares } of weights) {
    expect(norm).toBeGreaterThan(0);
    expect(shares).toHaveLength(9);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
  }
  const { look_back } = words.card!;
  expect(look_back!.sentence).toBe(
    `Looks back about ${look_back!.looks_back} symbols; 80 % of the forecast comes from the last ${look_back!.most}`,
  );
  // One letter alone does not say what comes next.
  expect(look_back!.looks_back).toBeGreaterThan(1);
  expect(memory.look_back).toEqual(look_back);
});

test('of a long text the memory is that of its end', async () => {
  const text = 'the quick brown fox jumps over the lazy dog and '.repeat(120);
  const model = await calls.trained(await calls.lines(text, { split: 'none' }), { steps: 30 });
  const memory: Memory = (await service.app.inject(path('memory', model.id))).json();
  expect(memory.windows).toBe(limits.memoryWindowsMax);
  expect(memory.networks[0].inputs.loss).toHaveLength(model.spec.context_length!);
  // It has no beginning and no end.
  const traced = { context: 'the', gradients: 'norms' };
  expect((await calls.post(path('trace', model.id), traced)).json().symbols).toEqual(['t', 'h', 'e']);
  const refused = await calls.post(path('trace', model.id), { ...traced, ends: true });
  expect(refused.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/ends' }] });
});

test('states, cell states and gates as a network reads a context', async () => {
  const answer = await calls.post(path('trace'), { context: 'TRI' });
  expect(answer.statusCode, answer.body).toBe(200);
  const trace: SymbolTrace = answer.json();
  expect(trace).toMatchObject({ model_id: words.id, cell: 'lstm', symbols: [null, 'T', 'R', 'I'] });
  expect(trace.inputs[0]).toHaveLength(words.spec.embedding_size!);
  const [{ h, c, gates }] = trace.layers;
  expect(Object.keys(gates)).toEqual(['i', 'f', 'g', 'o']);
  for (const states of [h, c!, ...Object.values(gates)])
    expect(states.map((row) => row.length)).toEqual(Array(4).fill(words.spec.hidden_size));
  const last = await calls.post(path('trace'), { context: ['T', 'R', 'I'], last_steps: 1 });
  expect(last.json().symbols).toEqual(['I']);
});

test('the losses of a word flow back through its letters, and the parts of the steps add up', async () => {
  const asked = { context: 'TRIANGLE', gradients: 'parts', ends: true, top: 1 };
  const answer = await calls.post(path('trace'), asked);
  expect(answer.statusCode, answer.body).toBe(200);
  const { gradients, next }: SymbolTrace = answer.json();
  expect(next!.at(-1)).toMatchObject([{ kind: 'end' }]);
  expect(gradients!.sources).toHaveLength(9);
  for (const { step, states, cells } of gradients!.sources) {
    expect(states.map((norm) => norm > 0)).toEqual(states.map((_, at) => at <= step));
    // A loss reads the hidden state of its own step. Only the next step reads the cell state.
    expect(cells!.map((norm) => norm > 0)).toEqual(cells!.map((_, at) => at < step));
  }
  for (const { shape, parts } of gradients!.weights)
    expect(parts!.map((part) => part.length)).toEqual(Array(9).fill(shape.reduce((a, b) => a * b, 1)));
  expect((await calls.post(path('trace'), { context: 'TRI' })).json()).not.toHaveProperty('gradients');
});

test('what cannot be traced is refused, and the message names the field', async () => {
  for (const [payload, status, code, fault] of [
    [{ context: '' }, 422, 'request_invalid', '/context'],
    [{ context: 'T', last_steps: 0 }, 422, 'request_invalid', '/last_steps'],
    [{ context: 'T', network: 0 }, 422, 'request_invalid', '/network'],
    [{ context: 'T'.repeat(100_001) }, 422, 'sequence_too_long', '/context'],
    [{ context: 'T'.repeat(10_000) }, 422, 'trace_too_large', '/last_steps'],
    [{ context: 'T'.repeat(100), gradients: 'norms' }, 422, 'trace_too_large', '/last_steps'],
    [{ context: 'T', gradients: 'all' }, 422, 'request_invalid', '/gradients'],
    [{ context: 'T', ends: true }, 422, 'request_invalid', '/ends'],
  ] as const) {
    const answer = await calls.post(path('trace'), payload);
    expect([answer.statusCode, answer.json().code], answer.body).toEqual([status, code]);
    expect(answer.json().errors[0].path).toBe(fault);
  }
  const long = { context: 'T'.repeat(10_000), last_steps: 3 };
  expect((await calls.post(path('trace'), long)).json().symbols).toEqual(['T', 'T', 'T']);
});

test('calls for the other kind are refused with an alternative', async () => {
  const numbers = await service.trained(dailyCsv(60), { horizon: 3, steps: 5 });
  for (const [payload, id, works] of [
    [{ context: 'TRI' }, numbers.id, 'series'],
    [{}, words.id, 'context'],
    [{ series_id: 'y' }, words.id, 'context'],
  ] as const) {
    const answer = await calls.post(path('trace', id), payload);
    expect([answer.statusCode, answer.json().code], answer.body).toEqual([409, 'model_kind_mismatch']);
    expect(answer.json().detail).toContain(works);
  }
});

test('of a model in training: 409 with its job', async () => {
  await service.stopWorker();
  const dataset_id = await calls.lines('TRIANGLE\n');
  const { model, job } = (await calls.post('/v1/models', { dataset_id, steps: 5 })).json();
  for (const answer of [
    await service.app.inject(path('memory', model.id)),
    await calls.post(path('trace', model.id), { context: 'T' }),
    await calls.post(path('forecasts', model.id), { context: 'T', explain: true }),
  ]) {
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'model_not_ready']);
    expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
  }
  service.startWorker();
  await service.ended(job.id);
});

test('responses match the OpenAPI document', async () => {
  const document = new ApiDocument((await service.app.inject('/openapi.json')).json());
  const asked: [string, string, object?][] = [
    ['getModel', `/v1/models/${words.id}`],
    ['getModelMemory', path('memory')],
    ['getModelTrace', path('trace'), { context: 'TR?' }],
    ['createForecast', path('forecasts'), { context: 'TR?', explain: true }],
  ];
  for (const [id, url, payload] of asked) {
    const answer = await service.app.inject({ method: payload === undefined ? 'GET' : 'POST', url, payload });
    const operation = document.operations.find((one) => one.id === id)!;
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    expect(document.faultsOf(operation, answer), id).toEqual([]);
  }
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
