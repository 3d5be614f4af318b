import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const values = [1, 2, 3, 4, 5, 6, 7, 8];
const types = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet' } as const;

/** Covariates of a dataset, and those of the same dataset after an export and an upload. */
const cases: [covariates: string[], again: string[]][] = [
  [['ds'], ['ds_2']],
  [
    ['unique_id', 'DS'],
    ['unique_id_2', 'DS_2'],
  ],
  [
    ['Value', 'VALUE'],
    ['Value_2', 'VALUE_3'],
  ],
  [
    ['A', 'a', 'a_2'],
    ['A', 'a_2', 'a_2_2'],
  ],
];

/** The target and the covariates of a dataset. An upload of its table would find another target, or none. */
const targets: [target: string, covariates: string[]][] = [
  ['value', ['close', 'y']],
  ['volume', ['close']],
  ['a, b', ['close, last', 'Y']],
  ['left', ['right', 'middle']],
];

for (const format of ['csv', 'parquet'] as const)
  test.each(targets)(`an upload reads an export as ${format} with its target %j`, async (target, names) => {
    const quoted = (name: string) => `"${name}"`;
    const rows = values.map(
      (value, i) => `a,2024-01-0${i + 1},${names.map((_, c) => c).join(',')},${value}\n`,
    );
    const table = `unique_id,ds,${[...names, target].map(quoted).join(',')}\n${rows.join('')}`;
    const made = await service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets', payload: table },
      query: { target, covariates: names.map(quoted).join(',') },
      headers: { 'content-type': 'text/csv' },
    });
    expect(made.json()).toMatchObject({ target, covariates: names });
    const file = await service.app.inject(`/v1/datasets/${made.json().id}/export?format=${format}`);
    const upload = await service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets', payload: file.rawPayload },
      headers: { 'content-type': types[format] },
    });
    expect(upload.json()).toMatchObject({ target, covariates: names });
    expect(upload.json().warnings).toEqual(made.json().warnings);
    expect((await service.app.inject(`/v1/datasets/${upload.json().id}/series/a`)).json().values).toEqual(
      values,
    );
  });

test('a table with several names of targets is read as before, with a warning', async () => {
  const rows = values.map((value, i) => `a,2024-01-0${i + 1},${value},${2 * value}\n`);
  const read = async (header: string) => {
    const payload = `${header}\n${rows.join('')}`;
    const headers = { 'content-type': 'text/csv' };
    return (await service.app.inject({ method: 'POST', url: '/v1/datasets', payload, headers })).json();
  };
  for (const header of ['unique_id,ds,y,close', '"unique_id","ds","y","close"', 'unique_id,ds,"y",close']) {
    const { target, warnings } = await read(header);
    expect(target).toBe('close');
    expect(warnings).toMatchObject([{ code: 'layout_assumed' }]);
    expect(warnings[0].message).toContain('Set target=y to forecast another column');
  }
  expect(await read('unique_id,ds,volume,close')).toMatchObject({ target: 'close', warnings: [] });
});

for (const format of ['csv', 'parquet'] as const)
  test.each(cases)(`an upload reads an export as ${format} with the covariates %j`, async (names, again) => {
    const covariates = Object.fromEntries(
      names.map((name, c) => [name, values.map((value) => value * (c + 2))]),
    );
    const series = [{ id: 'a', start: '2024-01-01', values, covariates, static: { x: 'north' } }];
    const made = await service.app.inject({ method: 'POST', url: '/v1/datasets', payload: { series } });
    expect(made.statusCode, made.body).toBe(201);
    const file = await service.app.inject(`/v1/datasets/${made.json().id}/export?format=${format}`);
    expect(file.statusCode, file.body.slice(0, 300)).toBe(200);

    const upload = await service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets?target=value', payload: file.rawPayload },
      headers: { 'content-type': types[format] },
    });
    expect(upload.statusCode, upload.body).toBe(201);
    const { id, covariates: read } = upload.json();
    expect(read).toEqual(again);
    const back = (await service.app.inject(`/v1/datasets/${id}/series/a`)).json();
    expect(back.values).toEqual(values);
    expect(Object.values(back.covariates)).toEqual(Object.values(covariates));
  });

test('names that every object has are those of a series only if it has them', async () => {
  const post = async (url: string, payload: object | string) => {
    const answer = await service.app.inject({
      ...{ method: 'POST', url, payload },
      ...(typeof payload === 'string' ? { headers: { 'content-type': 'text/csv' } } : {}),
    });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json();
  };
  const rows = values.map((value, i) => `a,2024-01-0${i + 1},${value},x\nb,2024-01-0${i + 1},${value},`);
  const table = await post('/v1/datasets', `unique_id,ds,y,static.constructor\n${rows.join('\n')}\n`);
  const exported = (await service.app.inject(`/v1/datasets/${table.id}/export?format=csv`)).body;
  expect(exported).toContain('b,2024-01-01,1,\n');
  expect(exported).not.toContain('native code');

  const start = '2024-01-01';
  const series = [
    { id: 'a', start, values, covariates: { constructor: values, toString: values } },
    { id: 'b', start, values },
  ];
  const { id } = await post('/v1/datasets', { series });
  const more = [{ id: 'a', times: ['2024-01-09'], values: [9] }];
  const { warnings } = await post(`/v1/datasets/${id}/observations`, { series: more });
  expect(JSON.stringify(warnings)).toContain('constructor');
  const read = async (of: string) => (await service.app.inject(`/v1/datasets/${id}/series/${of}`)).json();
  const missing = values.map(() => null);
  expect((await read('b')).covariates).toEqual({ constructor: missing, toString: missing });
  expect((await read('a')).covariates).toEqual({
    constructor: [...values, null],
    toString: [...values, null],
  });
});

test.each(['csv', 'parquet'] as const)('line breaks in names are kept by an export as %s', async (format) => {
  const name = (noun: string) => `${noun}\nof\r\nthe\rone\u2028`.concat('x');
  const one = {
    ...{ start: '2024-01-01', values, covariates: { [name('heat')]: values.toReversed() } },
    static: { [name('region')]: name('north') },
  };
  const payload = { series: [name('a'), 'b'].map((id) => ({ id, ...one })) };
  const made = await service.app.inject({ method: 'POST', url: '/v1/datasets', payload });
  const file = await service.app.inject(`/v1/datasets/${made.json().id}/export?format=${format}`);
  const upload = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets?target=value', payload: file.rawPayload },
    headers: { 'content-type': types[format] },
  });
  expect(upload.statusCode, upload.body).toBe(201);
  expect(upload.json().covariates).toEqual([name('heat')]);
  const { data } = (await service.app.inject(`/v1/datasets/${upload.json().id}/series`)).json();
  expect(data).toMatchObject([
    { id: name('a'), static: one.static },
    { id: 'b', static: one.static },
  ]);
});

/** The dataset of an upload of the export of a JSON dataset, and the series of both. */
async function roundTrip(
  series: ({ id: string } & Record<string, unknown>)[],
  format: 'csv' | 'parquet',
  query: Record<string, string> = {},
) {
  const seriesOf = async (id: string) => {
    const read = async (one: string) => (await service.app.inject(`/v1/datasets/${id}/series/${one}`)).json();
    return Promise.all(series.map((one) => read(one.id)));
  };
  const made = await service.app.inject({ method: 'POST', url: '/v1/datasets', payload: { series } });
  expect(made.statusCode, made.body).toBe(201);
  const file = await service.app.inject(`/v1/datasets/${made.json().id}/export?format=${format}`);
  const upload = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', query, payload: file.rawPayload },
    headers: { 'content-type': types[format] },
  });
  expect(upload.statusCode, upload.body).toBe(201);
  const [before, after] = await Promise.all([made, upload].map((answer) => seriesOf(answer.json().id)));
  return { dataset: upload.json(), before, after };
}

/** Covariates whose names may be those of ids, times or numbers of rows, with such values. */
const named: Record<string, (series: number, row: number) => number | null> = {
  ...{ store: (series) => 7 + series, item_id: () => 3, 'unit code': () => 1, symbol: () => 2 },
  ...{ timestamp: (_, row) => 1_700_000_000 + 86_400 * row, date: (_, row) => 20_240_101 + row },
  ...{ hour: (_, row) => row, time: () => 12, year: () => 2024, index: (_, row) => row },
  ...{ order_id: (_, row) => row, no: (_, row) => row + 1, '2024': (_, row) => row, empty: () => null },
  'static.q': (_, row) => row % 3,
};

test.each(['csv', 'parquet'] as const)(
  'an upload reads an export as %s with its covariates, whatever they are named',
  async (format) => {
    const series = ['a', 'b'].map((id, s) => ({
      ...{ id, start: '2024-01-01', values: values.map((value) => value + s) },
      covariates: Object.fromEntries(
        Object.entries(named).map(([name, numberOf]) => [name, values.map((_, row) => numberOf(s, row))]),
      ),
      static: { q: 5 + s },
    }));
    const { dataset, before, after } = await roundTrip(series, format);
    expect(dataset.warnings.map(({ code }: { code: string }) => code)).not.toContain('columns_ignored');
    expect(dataset.covariates).toEqual(Object.keys(named).map((name) => name.replace('static.', 'static_')));
    for (const s of [0, 1]) {
      expect(after[s]).toMatchObject({ times: before[s].times, values: before[s].values });
      expect(Object.values(after[s].covariates)).toEqual(Object.values(before[s].covariates));
    }
  },
);

test.each(['csv', 'parquet'] as const)(
  'an upload reads an export as %s with its integer times, whatever dates they may be',
  async (format) => {
    for (const first of [0, -5, 2_000, 40_000, 202_401, 20_240_101, 1_700_000_000, 9_007_199_254_740_000]) {
      const times = values.map((_, row) => first + row);
      const series = ['a', 'b'].map((id) => ({ id, times, values }));
      const query: Record<string, string> = first === 2_000 ? { target: 'value' } : {};
      const { dataset, after } = await roundTrip(series, format, query);
      expect(dataset).toMatchObject({ time_kind: 'integer', reading: { time_format: 'integer' } });
      expect(after.map((one) => one.times)).toEqual([times, times]);
    }
  },
);

describe.each(['csv', 'parquet'] as const)('an upload reads an export as %s', (format) => {
  const start = '2024-01-01';

  test('with a covariate that has no values', async () => {
    const series = [{ id: 'a', start, values, covariates: { promo: values.map(() => null) } }];
    for (const query of [{}, { target: 'value' }] as Record<string, string>[])
      expect((await roundTrip(series, format, query)).dataset.covariates).toEqual(['promo']);
  });

  test('with numbers as ids and an observation in each series', async () => {
    const series = values.map((value) => ({ id: String(value), start, values: [value] }));
    const { after } = await roundTrip(series, format);
    expect(after.map((one) => one.values)).toEqual(values.map((value) => [value]));
  });

  test.each(['NA', '-', 'null'])('with the only series %j', async (id) => {
    const { after } = await roundTrip([{ id, start, values }], format);
    expect(after[0]).toMatchObject({ id, values });
  });
});
