import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/index.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let model: Model;

const formulaIds = ['=1+1', '+cmd', '-x', '@SUM(A1)', "'=quoted", 'a,"b', '-5', ' =spaced', '＝wide'];
const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const wave = (length: number) =>
  Array.from({ length }, (_, i) => Math.round(1e3 * (100 + 10 * Math.sin(i / 3))) / 1e3);

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  const dataset = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    payload: {
      series: [
        { id: '=late', start: '2024-01-20', values: wave(40) },
        { id: 'early', start: '2024-01-01', values: wave(59) },
      ],
    },
  });
  const created = await service.app.inject({
    method: 'POST',
    url: '/v1/models',
    payload: { dataset_id: dataset.json().id, horizon: 2, preset: 'fast', steps: 5 },
  });
  await service.ended(created.json().job.id);
  model = (await service.app.inject(`/v1/models/${created.json().model.id}`)).json();
});
afterAll(() => service.stop());

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url, payload, headers });
const oneShot = (payload: object, headers: Record<string, string> = {}) =>
  post('/v1/forecasts', payload, headers);
const csv = { accept: 'text/csv' };
const rowsOf = (body: string) =>
  body
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

test('a CSV forecast has a row for each series that failed, and the column `error` only then', async () => {
  const good = { id: 'good', start: '2024-01-01', values: wave(30) };
  const bad = { id: '=bad', start: '2024-01-01', values: [null, null, null] };
  const url = `/v1/models/${model.id}/forecasts`;
  const body = { levels: [80], quantiles: [0.5] };
  for (const answer of [
    await oneShot({ ...body, series: [good, bad], horizon: 2 }, csv),
    await post(url, { ...body, series: [good, bad] }, csv),
    await post(url, { ...body, series_ids: ['early', '=bad'] }, csv),
  ]) {
    expect(answer.statusCode, answer.body).toBe(200);
    const [header, first, second, last, ...more] = rowsOf(answer.body);
    expect(header.join()).toBe('series_id,time,mean,median,q0.5,lower80,upper80,error');
    expect([first.at(-1), second.at(-1)]).toEqual(['', '']);
    expect(last.slice(0, 7)).toEqual(["'=bad", '', '', '', '', '', '']);
    expect(last[7]).toMatch(/^"?series_(empty|not_found|too_short): /);
    expect(more).toEqual([]);
  }
  const fine = await oneShot({ ...body, series: [good], horizon: 2 }, csv);
  expect(rowsOf(fine.body)[0].join()).toBe('series_id,time,mean,median,q0.5,lower80,upper80');

  const stored = await oneShot({ ...body, series: [good, bad], horizon: 2, store: true });
  const again = await service.app.inject({ url: `/v1/forecasts/${stored.json().id}`, headers: csv });
  expect(again.body).toContain("\n'=bad,,,,,,,");
});

test('errors of calls that accept CSV are problems', async () => {
  const all = await oneShot({ series: [{ values: [null] }], horizon: 2 }, csv);
  expect(all.statusCode).toBe(422);
  expect(all.headers['content-type']).toContain('application/problem+json');
  const invalid = await oneShot({ series: [{ values: [1, 2] }], horizon: 0 }, csv);
  expect(invalid.headers['content-type']).toContain('application/problem+json');
});

test('ids that a spreadsheet would run are marked in forecasts, and kept on request', async () => {
  const series = formulaIds.map((id) => ({ id, values: wave(12) }));
  const marked = await oneShot({ series, horizon: 1 }, csv);
  for (const start of [
    "'=1+1,",
    "'+cmd,",
    "'-x,",
    "'@SUM(A1),",
    "''=quoted,",
    '"a,""b",',
    '-5,',
    "'=spaced,",
    "'＝wide,",
  ])
    expect(marked.body).toContain(`\n${start}`);
  const kept = await post('/v1/forecasts?formulas=keep', { series, horizon: 1 }, csv);
  for (const start of ['=1+1,', '+cmd,', '-x,', '@SUM(A1),', "'=quoted,"])
    expect(kept.body).toContain(`\n${start}`);
  const wrong = await post('/v1/forecasts?formulas=kep', { series, horizon: 1 });
  expect(wrong.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?formulas' }] });
  const ofModel = await post(`/v1/models/${model.id}/forecasts?formulas=keep`, {}, csv);
  expect(ofModel.body).toContain('\n=late,');
});

test('an export marks ids, columns and attributes, and an upload of it gives the same names', async () => {
  const series = formulaIds.map((id) => ({
    id,
    start: '2024-01-01',
    values: [1, 2, 3, 4],
    covariates: { '=promo': [0, 1, 0, 1] },
    static: { '@region': '=HYPERLINK("http://x","y")', level: -3, plain: "it's" },
  }));
  const dataset = (await post('/v1/datasets', { series })).json();
  const table = async (query: string) =>
    (await service.app.inject(`/v1/datasets/${dataset.id}/export${query}`)).body;
  const marked = await table('');
  expect(marked.split('\n')[0]).toBe(
    'unique_id,"ds",value,\'=promo,static.@region,static.level,static.plain',
  );
  expect(marked).toContain(`"'=HYPERLINK(""http://x"",""y"")",-3,it's`);
  for (const line of marked.split('\n')) expect(line).not.toMatch(/(^|,)"?[=+@]/);
  expect(await table('?formulas=keep')).toContain('\n=1+1,2024-01-01,1,0,');

  for (const query of ['', '?formulas=keep']) {
    const again = await upload(service.app, await table(query), { id_column: 'unique_id' });
    expect(again.statusCode, again.body).toBe(201);
    expect(again.json().covariates).toEqual(['=promo']);
    const { data } = (await service.app.inject(`/v1/datasets/${again.json().id}/series`)).json();
    const ids = formulaIds.map((id) => (query === '' ? id : id.replace(/^'=/, '='))).map((id) => id.trim());
    expect(data.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(data[0].static).toEqual(series[0].static);
  }
});

test('windows of a backtest mark ids', async () => {
  const created = await post('/v1/backtests', { model_id: model.id, windows: 1 });
  await service.ended(created.json().job.id);
  const url = `/v1/backtests/${created.json().backtest.id}/windows`;
  const marked = await service.app.inject({ url, headers: csv });
  expect(marked.body).toContain("\n'=late,");
  const kept = await service.app.inject({ url: `${url}?formulas=keep`, headers: csv });
  expect(kept.body).toContain('\n=late,');
});

test('levels that are shares and quantiles that are percentages are refused with what was meant', async () => {
  const series = [{ values: wave(12) }];
  const cases: [string, object, string, RegExp][] = [
    ['/v1/forecasts', { series, horizon: 1, levels: [0.8] }, '/levels/0', /did you mean 80\?/],
    ['/v1/forecasts', { series, horizon: 1, levels: [0] }, '/levels/0', /^(?!.*did you mean)/],
    ['/v1/forecasts', { series, horizon: 1, levels: [1e-9] }, '/levels/0', /^(?!.*did you mean)/],
    ['/v1/forecasts', { series, horizon: 1, levels: [80, 0.95] }, '/levels/1', /did you mean 95\?/],
    ['/v1/forecasts', { series, horizon: 1, quantiles: [10] }, '/quantiles/0', /did you mean 0.1\?/],
    ['/v1/forecasts', { series, horizon: 1, quantiles: [2.5] }, '/quantiles/0', /did you mean 0.025\?/],
    [`/v1/models/${model.id}/forecasts`, { levels: [0.999] }, '/levels/0', /did you mean 99.9\?/],
    [`/v1/models/${model.id}/anomalies`, { level: 0.99 }, '/level', /did you mean 99\?/],
    [
      '/v1/models',
      { dataset_id: model.dataset_id, horizon: 1, quantiles: [50] },
      '/quantiles/0',
      /mean 0.5\?/,
    ],
  ];
  for (const [url, body, path, text] of cases) {
    const answer = await post(url, body);
    expect(answer.statusCode, answer.body).toBe(422);
    expect(answer.json(), answer.body).toMatchObject({ code: 'request_invalid', errors: [{ path }] });
    expect(answer.json().detail).toMatch(text);
  }
  const query = await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts?horizon=1&levels=0.8',
    headers: { 'content-type': 'text/csv' },
    payload: 'date,y\n2024-01-01,1\n2024-01-02,2\n',
  });
  expect(query.json().detail).toMatch(/did you mean 80\?/);
  const change = {
    method: 'PATCH' as const,
    url: `/v1/models/${model.id}`,
    payload: { anomaly_level: 0.99 },
  };
  expect((await service.app.inject(change)).json().detail).toMatch(/did you mean 99\?/);
  expect((await oneShot({ series, horizon: 1, levels: [100] })).json().detail).toMatch(/from 1 to 99.999999/);
  expect((await oneShot({ series, horizon: 1, quantiles: [1] })).json().detail).toMatch(/between 0 and 1/);
});

test('one-shot answers carry the warnings about the data of the call', async () => {
  const times = [...Array.from({ length: 36 }, (_, i) => day(i)), day(40), day(41)];
  const values: (number | null)[] = wave(38);
  values[5] = null;
  const call = { series: [{ id: 'a', times, values }], horizon: 2 };
  const codesOf = (answer: { body: string; json(): { warnings?: { code: string }[] } }) =>
    answer
      .json()
      .warnings?.map(({ code }) => code)
      .sort();

  for (const body of [
    call,
    { ...call, method: 'train' },
    { ...call, model: model.id },
    { ...call, method: 'train', timeout_seconds: 0 },
  ])
    expect(codesOf(await oneShot(body)), JSON.stringify(body)).toEqual(['gaps', 'values_missing']);

  const trained = (await oneShot({ ...call, method: 'train' })).json();
  const stored = (await service.app.inject(`/v1/forecasts/${trained.id}`)).json();
  expect(stored.warnings).toEqual(trained.warnings);
  expect(trained.warnings.map(({ series_id }: { series_id: string }) => series_id)).toEqual(['a', 'a']);

  const irregular = [0, 1, 2, 7, 9, 20, 21, 40].map(day);
  const odd = await oneShot({ series: [{ times: irregular, values: wave(8) }], horizon: 1 });
  expect(codesOf(odd)).toEqual(['frequency_irregular']);

  const ofStored = await post(`/v1/models/${model.id}/forecasts`, {});
  expect(ofStored.json()).not.toHaveProperty('warnings');
});

test('a table for a model: its warnings, and future rows are not missing values', async () => {
  const series = [
    {
      id: 'a',
      start: '2024-01-01',
      values: wave(50),
      covariates: { promo: wave(50).map((_, i) => i % 3) },
    },
  ];
  const dataset = (await post('/v1/datasets', { series })).json();
  const created = await post('/v1/models', {
    dataset_id: dataset.id,
    horizon: 2,
    preset: 'fast',
    steps: 5,
    covariates: { future: ['promo'] },
  });
  await service.ended(created.json().job.id);
  const inline = {
    id: 'a',
    start: '2024-01-01',
    values: [...wave(50), null, null],
    covariates: { promo: Array.from({ length: 52 }, (_, i) => i % 3) },
  };
  const answer = await post(`/v1/models/${created.json().model.id}/forecasts`, { series: [inline] });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().warnings).toEqual([]);
  expect(answer.json().forecasts[0].warnings).toEqual([]);
  expect(answer.json().forecasts[0].times[0]).toBe(day(50));
});

test('`as_of` before the first observation is refused with the first and the last time', async () => {
  const inline = [{ id: 'a', start: '2024-01-01', values: wave(30) }];
  const expected = /`as_of` 2023-12-31 .*"(a|early)".*from 2024-01-01 to 2024-0/;
  for (const answer of [
    await oneShot({ series: inline, horizon: 2, as_of: '2023-12-31' }),
    await oneShot({ series: inline, horizon: 2, as_of: '2023-12-31', model: model.id }),
    await post(`/v1/models/${model.id}/forecasts`, { as_of: '2023-12-31', series_ids: ['early'] }),
  ]) {
    expect(answer.statusCode, answer.body).toBe(422);
    expect(answer.json().detail).toMatch(expected);
  }
  const some = await post(`/v1/models/${model.id}/forecasts`, { as_of: '2024-01-15' });
  expect(some.statusCode, some.body).toBe(200);
  expect(some.json().forecasts.map(({ series_id }: { series_id: string }) => series_id)).toEqual(['early']);
  expect(some.json().errors).toMatchObject([
    {
      series_id: '=late',
      problem: {
        code: 'request_invalid',
        errors: [{ path: '/as_of' }],
        detail: expect.stringContaining('2024-02-28'),
      },
    },
  ]);
});
