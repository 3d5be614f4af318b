import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { SymbolModel } from '../../src/contracts/kinds.ts';
import { cellNames } from '../../src/contracts/network.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../support/app.ts';
import { ApiDocument } from '../support/document.ts';
import { symbolCalls } from '../support/symbols.ts';

/** Several trainings in a test, each a start of a thread: long where the machine has other work. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let it: TestApp;
let calls: ReturnType<typeof symbolCalls>;
let words: SymbolModel;

beforeAll(async () => {
  it = await startApp();
  it.startWorker();
  calls = symbolCalls(it);
  words = await calls.trained(await calls.lines('TRIANGLE\nINTEGRAL\n'));
});
afterAll(() => it.stop());

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

test('a dataset of symbols is listed, read and deleted as any other', async () => {
  const body = {
    kind: 'symbols',
    name: 'colours',
    sequences: [{ id: 'a', symbols: ['red', 'green', 'red'] }, { text: 'green  blue' }],
    unit: 'word',
  };
  const created = await calls.post('/v1/datasets', body);
  expect(created.statusCode, created.body).toBe(201);
  const dataset = created.json();
  expect(created.headers.location).toBe(`/v1/datasets/${dataset.id}`);
  expect(dataset).toMatchObject({
    name: 'colours',
    kind: 'symbols',
    series_count: 2,
    point_count: 5,
    symbols: { unit: 'word', vocabulary_size: 3, unknown_count: 0 },
  });
  const at = (path: string) => it.app.inject(`/v1/datasets/${dataset.id}${path}`);
  expect((await at('')).json()).toEqual(dataset);
  expect((await it.app.inject('/v1/datasets')).json().data[0].id).toBe(dataset.id);
  expect((await at('/series')).json().data).toMatchObject([
    { id: 'a', point_count: 3 },
    { id: 'sequence_1', point_count: 2 },
  ]);
  expect((await at('/vocabulary')).json().symbols).toEqual([
    { symbol: 'red', count: 2 },
    { symbol: 'green', count: 2 },
    { symbol: 'blue', count: 1 },
  ]);
  const page = (await at('/sequences/a?limit=2')).json();
  expect(page).toMatchObject({ id: 'a', start: 0, symbols: ['red', 'green'] });
  const rest = (await at(`/sequences/a?cursor=${page.next_cursor}`)).json();
  expect(rest).toEqual({ id: 'a', start: 2, symbols: ['red'], next_cursor: null });
  expect((await at('/sequences/nobody')).json().code).toBe('series_not_found');
  const url = `/v1/datasets/${dataset.id}`;
  expect((await it.app.inject({ method: 'DELETE', url })).statusCode).toBe(204);
  expect((await at('/vocabulary')).json().code).toBe('dataset_not_found');
});

test('an event log is put in the order of time', async () => {
  const log =
    'sequence_id,time,symbol\nb,2,stop\na,2024-01-02,pay\na,2024-01-01T10:00:00Z,order\nb,1,start\n';
  const answer = await upload(it.app, log, { kind: 'symbols', name: 'log' });
  expect(answer.statusCode, answer.body).toBe(201);
  const { id, symbols } = answer.json();
  expect(symbols).toEqual({ unit: 'word', vocabulary_size: 4, unknown_count: 0 });
  const of = async (sequence: string) =>
    (await it.app.inject(`/v1/datasets/${id}/sequences/${sequence}`)).json().symbols;
  expect(await of('a')).toEqual(['order', 'pay']);
  expect(await of('b')).toEqual(['start', 'stop']);
});

test('a text is read by line or as a whole, in characters or in words', async () => {
  const poem = 'red  green\r\n\nblue red\n';
  const read = async (query: Record<string, string>) => {
    const id = await calls.lines(poem, query);
    const { data } = (await it.app.inject(`/v1/datasets/${id}/series`)).json();
    const symbols = await Promise.all(
      data.map(
        async (one: { id: string }) =>
          (await it.app.inject(`/v1/datasets/${id}/sequences/${one.id}`)).json().symbols,
      ),
    );
    return symbols;
  };
  expect(await read({})).toEqual([[...'red  green'], [...'blue red']]);
  expect(await read({ unit: 'word' })).toEqual([
    ['red', 'green'],
    ['blue', 'red'],
  ]);
  expect(await read({ split: 'none', unit: 'word' })).toEqual([['red', 'green', 'blue', 'red']]);
  expect(await read({ split: 'none' })).toEqual([[...'red  green\n\nblue red\n']]);
});

test('vocabulary_size keeps the frequent symbols; the others are the unknown one', async () => {
  const id = await calls.lines('aaabbc\naabd\n', { vocabulary_size: '2' });
  const dataset = (await it.app.inject(`/v1/datasets/${id}`)).json();
  expect(dataset.symbols).toEqual({ unit: 'character', vocabulary_size: 2, unknown_count: 2 });
  expect(dataset.warnings).toMatchObject([{ code: 'symbols_rare' }]);
  const { symbols } = (await it.app.inject(`/v1/datasets/${id}/sequences/sequence_0`)).json();
  expect(symbols).toEqual(['a', 'a', 'a', 'b', 'b', null]);
  const model = await calls.trained(id, { steps: 200 });
  const { next } = await calls.forecast(model, { context: 'aaabb', top: 10 });
  expect(next.find(({ kind }) => kind === 'unknown')!.probability).toBeGreaterThan(0.1);
});

const badUploads: Record<string, [() => Promise<{ statusCode: number; json(): unknown }>, object]> = {
  'an empty sequence': [
    () => calls.post('/v1/datasets', { kind: 'symbols', sequences: [{ text: 'ab' }, { text: '' }] }),
    { status: 422, code: 'sequence_empty', errors: [{ path: '/sequences/1/text' }] },
  ],
  'no sequences': [
    () => calls.post('/v1/datasets', { kind: 'symbols', sequences: [] }),
    { status: 422, code: 'request_invalid', errors: [{ path: '/sequences' }] },
  ],
  'a misspelt field': [
    () => calls.post('/v1/datasets', { kind: 'symbols', sequence: [] }),
    { status: 422, code: 'request_invalid' },
  ],
  'both text and symbols': [
    () => calls.post('/v1/datasets', { kind: 'symbols', sequences: [{ text: 'a', symbols: ['a'] }] }),
    { status: 422, code: 'request_invalid', errors: [{ path: '/sequences/0' }] },
  ],
  'two sequences of one id': [
    () =>
      calls.post('/v1/datasets', {
        kind: 'symbols',
        sequences: [
          { id: 'a', text: 'ab' },
          { id: 'a', text: 'ba' },
        ],
      }),
    { status: 422, code: 'series_duplicate', errors: [{ path: '/sequences/1/id' }] },
  ],
  'invalid UTF-8': [
    () => text(Buffer.concat([Buffer.from('abc\n'), Buffer.from([0xff, 0xfe, 0xfa])])),
    { status: 422, code: 'text_invalid', errors: [{ line: expect.any(Number) }] },
  ],
  'a NUL': [() => text(Buffer.from('ab\nc\0')), { status: 422, code: 'text_invalid', errors: [{ line: 2 }] }],
  'a text of white space': [() => text(Buffer.from(' \n\n')), { status: 422, code: 'body_empty' }],
  'too many different symbols': [
    () => text(Buffer.from(Array.from({ length: 10_001 }, (_, i) => `w${i}`).join(' ')), { unit: 'word' }),
    { status: 422, code: 'vocabulary_too_large' },
  ],
  'an event log without symbols': [
    () => upload(it.app, 'sequence_id,time\na,1\n', { kind: 'symbols' }),
    { status: 422, code: 'column_unknown' },
  ],
  'an event at no time': [
    () => upload(it.app, 'sequence_id,time,symbol\na,soon,x\na,2,\n', { kind: 'symbols' }),
    { status: 422, code: 'cell_invalid', errors: [{ line: 2 }, { line: 3 }] },
  ],
  'a unit of a table of numbers': [
    () => upload(it.app, dailyCsv(20), { unit: 'word' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?unit' }] },
  ],
};
function text(payload: Buffer, query: Record<string, string> = {}) {
  const headers = { 'content-type': 'text/plain' };
  return it.app.inject({ method: 'POST', url: '/v1/datasets', query, headers, payload });
}
Object.assign(badUploads, {
  'half of a character': [
    () => calls.post('/v1/datasets', { kind: 'symbols', sequences: [{ symbols: ['ok', '\ud83d'] }] }),
    { status: 422, code: 'request_invalid', errors: [{ path: '/sequences/0/symbols/1' }] },
  ],
  'sequences without a kind': [
    () => calls.post('/v1/datasets', { sequences: [{ text: 'ab' }] }),
    { status: 422, code: 'request_invalid', errors: [{ path: '/kind', accepted: 'one of symbols' }] },
  ],
  'a column of a table of numbers': [
    () => upload(it.app, 'case,event\na,x\na,y\n', { kind: 'symbols', id_column: 'case' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?id_column' }] },
  ],
  'a date order, which an event log does not have': [
    () => upload(it.app, 'id,time,event\na,1,x\n', { kind: 'symbols', date_order: 'dmy' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?date_order' }] },
  ],
  'a column of an event log for a text': [
    () => text(Buffer.from('ab'), { symbol_column: 'x' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?symbol_column' }] },
  ],
  Parquet: [
    () =>
      it.app.inject({
        method: 'POST',
        url: '/v1/datasets?kind=symbols',
        headers: { 'content-type': 'application/vnd.apache.parquet' },
        payload: Buffer.from('PAR1'),
      }),
    { status: 415, code: 'content_type_unsupported', detail: expect.stringContaining('text/csv') },
  ],
  'the id that another was given': [
    () =>
      calls.post('/v1/datasets', {
        kind: 'symbols',
        sequences: [{ id: 'sequence_1', text: 'ab' }, { text: 'ba' }],
      }),
    { status: 422, code: 'series_duplicate', errors: [{ path: '/sequences/1' }] },
  ],
} satisfies typeof badUploads);
for (const [name, [call, expected]] of Object.entries(badUploads))
  test(`an upload is refused: ${name}`, async () => {
    expect((await call()).json()).toMatchObject(expected);
  });

test('one symbol is nothing to learn from', async () => {
  const dataset_id = await calls.lines('x');
  const answer = await calls.post('/v1/models', { dataset_id });
  expect(answer.json()).toMatchObject({ status: 422, code: 'sequences_too_short' });
});

test('a sequence of one and the same symbol trains, without skill', async () => {
  const model = await calls.trained(await calls.lines('aaaa\n'.repeat(20)), { steps: 100 });
  expect(model.card).toMatchObject({ has_skill: false, evaluation: { on: 'held_out' } });
});

test('what is for the other kind is refused with what would work', async () => {
  const numbers = await it.trained(dailyCsv(60), { horizon: 3, steps: 5 });
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
    [it.app.inject(`/v1/datasets/${symbolic}/series/sequence_0`), 'dataset_kind_mismatch', 'sequences'],
    [it.app.inject(`/v1/datasets/${symbolic}/export`), 'dataset_kind_mismatch', 'sequences'],
    [it.app.inject(`/v1/datasets/${numbers.dataset_id}/vocabulary`), 'dataset_kind_mismatch', 'series'],
    [it.app.inject(`/v1/datasets/${numbers.dataset_id}/sequences/x`), 'dataset_kind_mismatch', 'series'],
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

test('a forecast is refused where it would be too much, or of nothing', async () => {
  const ask = async (body: object) =>
    (await calls.post(`/v1/models/${words.id}/forecasts`, body)).json() as { code: string };
  expect((await ask({ context: '' })).code).toBe('request_invalid');
  expect((await ask({ context: [] })).code).toBe('request_invalid');
  expect((await ask({ context: 'T', samples: 1000, length: 1000 })).code).toBe('forecast_too_large');
  expect((await ask({ context: 'T'.repeat(100_001) })).code).toBe('sequence_too_long');
  expect((await ask({ context: 'T', horizon: 3 })).code).toBe('request_invalid');
  expect(await ask({ top: 3 })).toMatchObject({ errors: [{ path: '/context' }] });
  expect(await ask({ context: ['T', 5] })).toMatchObject({
    errors: [{ path: '/context/1', message: '`context[1]` is 5', accepted: 'a text' }],
  });
  expect(await ask({ context: 'T', samples: 2 })).toMatchObject({
    errors: [{ path: '/samples', message: '`samples` need a `length`: symbols that each has at most' }],
  });
  expect(await ask({ context: 'T', length: 2, temperature: 1e-310 })).toMatchObject({
    errors: [{ path: '/temperature' }],
  });
});

test('a model is trained again from its weights, and its weights can be downloaded', async () => {
  const again = await calls.post(`/v1/models/${words.id}/retrain`, { mode: 'warm' });
  expect(again.statusCode, again.body).toBe(202);
  expect((await it.ended(again.json().job.id)).status).toBe('succeeded');
  const { id } = again.json().model;
  expect((await calls.probabilities({ id }, 'INTE'))[3]).toBeGreaterThanOrEqual(0.99);
  const file = await it.app.inject(`/v1/models/${id}/weights`);
  expect(file.rawPayload.toString('latin1')).toContain('embedding.weight');
});

test('what is answered about symbols is what the document says', async () => {
  const document = new ApiDocument((await it.app.inject('/openapi.json')).json());
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
    const answer = await it.app.inject({ method: payload === undefined ? 'GET' : 'POST', url, payload });
    const operation = document.operations.find((one) => one.id === id)!;
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    expect(document.faultsOf(operation, answer), id).toEqual([]);
  }
});

test('settings of an input that is not there are refused at the call', async () => {
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

test('of unknown symbols the chains know that they come: no card says that nothing is ever a surprise', async () => {
  const id = await calls.lines('aabcdefghaa\nbcdaaa\n'.repeat(15), { vocabulary_size: '1' });
  const { card } = await calls.trained(id, { steps: 50 });
  expect(card!.metrics.uniform.bits_per_symbol).toBe(1);
  expect(card!.summary).not.toContain('never a surprise');
});

test('large JSON is read in a thread, and is what a small one is', async () => {
  const wide = await startApp({ uploadBytesMax: 32 * 1024 * 1024 });
  const post = (payload: object) => wide.app.inject({ method: 'POST', url: '/v1/datasets', payload });
  const filler = { id: 'filler', text: 'abc'.repeat(500_000) };
  try {
    const answer = await post({ kind: 'symbols', name: 'large', sequences: [filler, { text: 'cab💥' }] });
    expect(answer.statusCode, answer.body).toBe(201);
    expect(answer.json()).toMatchObject({ name: 'large', point_count: 1_500_004, series_count: 2 });
    const { id } = answer.json();
    const url = `/v1/datasets/${id}/sequences/sequence_1`;
    expect((await wide.app.inject(url)).json().symbols).toEqual(['c', 'a', 'b', '💥']);
    for (const [sequences, code, path] of [
      [[filler, { text: '' }], 'sequence_empty', '/sequences/1/text'],
      [[filler, { txt: 'a' }], 'request_invalid', '/sequences/1/txt'],
      [[filler, { text: 'a\ud83d' }], 'request_invalid', '/sequences/1/text'],
    ] as const) {
      const problem = (await post({ kind: 'symbols', sequences })).json();
      expect(problem).toMatchObject({
        code,
        errors: expect.arrayContaining([expect.objectContaining({ path })]),
      });
    }
    // A table of numbers that happens to have these words in it.
    const values = Array.from({ length: 200_000 }, (_, i) => i % 97);
    const numbers = await post({ series: [{ id: 'y', static: { kind: 'symbols' }, values }] });
    expect(numbers.json()).toMatchObject({ kind: 'numeric', point_count: 200_000 });
    const huge = await post({ kind: 'symbols', sequences: [{ text: 'ab'.repeat(9_000_000) }] });
    expect(huge.json()).toMatchObject({ status: 413, code: 'body_too_large' });
  } finally {
    await wide.stop();
  }
});

test('nothing was logged as an error', () => {
  expect(it.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
