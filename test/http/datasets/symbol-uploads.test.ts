import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { symbolCalls } from '../../support/symbols.ts';

let service: TestApp;
let calls: ReturnType<typeof symbolCalls>;

beforeAll(async () => {
  service = await startApp();
  calls = symbolCalls(service);
});
afterAll(() => service.stop());

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
  const at = (path: string) => service.app.inject(`/v1/datasets/${dataset.id}${path}`);
  expect((await at('')).json()).toEqual(dataset);
  expect((await service.app.inject('/v1/datasets')).json().data[0].id).toBe(dataset.id);
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
  expect((await service.app.inject({ method: 'DELETE', url })).statusCode).toBe(204);
  expect((await at('/vocabulary')).json().code).toBe('dataset_not_found');
});

test('an event log is put in the order of time', async () => {
  const log =
    'sequence_id,time,symbol\nb,2024-01-02,stop\na,2024-01-02,pay\na,2024-01-01T10:00:00Z,order\nb,2024-01-01,start\n';
  const answer = await upload(service.app, log, { kind: 'symbols', name: 'log' });
  expect(answer.statusCode, answer.body).toBe(201);
  const { id, symbols } = answer.json();
  expect(symbols).toEqual({ unit: 'word', vocabulary_size: 4, unknown_count: 0 });
  const of = async (sequence: string) =>
    (await service.app.inject(`/v1/datasets/${id}/sequences/${sequence}`)).json().symbols;
  expect(await of('a')).toEqual(['order', 'pay']);
  expect(await of('b')).toEqual(['start', 'stop']);
  const dry = await upload(service.app, log, { kind: 'symbols', dry_run: 'true' });
  expect(dry.json().event_columns).toEqual({
    ...{ sequence_column: 'sequence_id', time_column: 'time', symbol_column: 'symbol' },
  });
});

test('a text is read by line or as a whole, in characters or in words', async () => {
  const poem = 'red  green\r\n\nblue red\n';
  const read = async (query: Record<string, string>) => {
    const id = await calls.lines(poem, query);
    const { data } = (await service.app.inject(`/v1/datasets/${id}/series`)).json();
    const symbols = await Promise.all(
      data.map(
        async (one: { id: string }) =>
          (await service.app.inject(`/v1/datasets/${id}/sequences/${one.id}`)).json().symbols,
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
    () => upload(service.app, 'sequence_id,time\na,1\n', { kind: 'symbols' }),
    { status: 422, code: 'column_unknown' },
  ],
  'an event at no time': [
    () => upload(service.app, 'sequence_id,time,symbol\na,soon,x\na,2,\n', { kind: 'symbols' }),
    { status: 422, code: 'cell_invalid', errors: [{ line: 2 }, { line: 3 }] },
  ],
  'a unit of a table of numbers': [
    () => upload(service.app, dailyCsv(20), { unit: 'word' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?unit' }] },
  ],
  'half of a character': [
    () => calls.post('/v1/datasets', { kind: 'symbols', sequences: [{ symbols: ['ok', '\ud83d'] }] }),
    { status: 422, code: 'request_invalid', errors: [{ path: '/sequences/0/symbols/1' }] },
  ],
  'sequences without a kind': [
    () => calls.post('/v1/datasets', { sequences: [{ text: 'ab' }] }),
    { status: 422, code: 'request_invalid', errors: [{ path: '/kind', accepted: 'one of symbols' }] },
  ],
  'a column of a table of numbers': [
    () => upload(service.app, 'case,event\na,x\na,y\n', { kind: 'symbols', id_column: 'case' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?id_column' }] },
  ],
  'a date order, where no column of an event log is named as the time': [
    () => upload(service.app, 'id,event\na,x\n', { kind: 'symbols', date_order: 'dmy' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?date_order' }] },
  ],
  'a column of an event log for a text': [
    () => text(Buffer.from('ab'), { symbol_column: 'x' }),
    { status: 422, code: 'request_invalid', errors: [{ path: '?symbol_column' }] },
  ],
  Parquet: [
    () =>
      service.app.inject({
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
};
function text(payload: Buffer, query: Record<string, string> = {}) {
  const headers = { 'content-type': 'text/plain' };
  return service.app.inject({ method: 'POST', url: '/v1/datasets', query, headers, payload });
}
for (const [name, [call, expected]] of Object.entries(badUploads))
  test(`an upload is refused: ${name}`, async () => {
    expect((await call()).json()).toMatchObject(expected);
  });

test('large JSON is read in a thread, with the same result as small JSON', async () => {
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
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
