import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

type Query = Record<string, string>;
const created = async (csv: string, query: Query = {}) => {
  const answer = await upload(service.app, csv, query);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const append = async (id: string, body: string | object, query: Query = {}, type = 'text/csv') =>
  (
    await service.app.inject({
      method: 'POST',
      url: `/v1/datasets/${id}/observations`,
      query,
      headers: {
        'content-type': typeof body === 'string' || Buffer.isBuffer(body) ? type : 'application/json',
      },
      payload: body as string,
    })
  ).json();
const read = async (url: string) => (await service.app.inject(url)).json();
const codesOf = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code).sort();

const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10),
  );
const longCsv = (ids: string[], count: number) =>
  `unique_id,ds,y,price\n${ids.flatMap((id) => days('2024-01-01', count).map((day, i) => `${id},${day},${i + 1},10`)).join('\n')}\n`;

test('a dataset shows how its table was read; one from JSON has no reading', async () => {
  const dataset = await created(longCsv(['a', 'b'], 5));
  expect(dataset.reading).toMatchObject({
    layout: 'long',
    time_column: 'ds',
    id_columns: ['unique_id'],
    target: 'y',
    covariates: ['price'],
    decimal: null,
  });
  expect((await read(`/v1/datasets/${dataset.id}`)).reading).toEqual(dataset.reading);
  const payload = { series: [{ start: '2024-01-01', values: [1, 2, 3] }] };
  const json = await service.app.inject({ method: 'POST', url: '/v1/datasets', payload });
  expect(json.json().reading).toBeNull();
});

test('later tables are read by the stored notation of the times, so that history is not overwritten', async () => {
  const rows = Array.from({ length: 31 }, (_, i) => `${String(i + 1).padStart(2, '0')}/01/2024,${i + 1}`);
  const { id, reading } = await created(`date,y\n${rows.join('\n')}\n`);
  expect(reading.time_format).toBe('%d/%m/%Y');
  expect(await append(id, 'date,y\n01/02/2024,999\n')).toMatchObject({ added: 1, replaced: 0, warnings: [] });
  const points = await read(`/v1/datasets/${id}/series/y?from=2024-01-31`);
  expect([points.times, points.values]).toEqual([
    ['2024-01-31', '2024-02-01'],
    [31, 999],
  ]);
  for (const row of ['2024-02-02,5', '02/13/2024,5']) {
    const refused = await append(id, `date,y\n02/02/2024,4\n${row}\n`);
    expect([row, refused.code, refused.errors[0].line]).toEqual([row, 'cell_invalid', 3]);
  }
  const stated = await append(id, 'date,y\n2024-02-02,5\n', { time_format: 'iso' });
  expect(stated).toMatchObject({ added: 1 });

  const days31 = days('2024-01-01', 31).map((day, i) => `${day},${i}`);
  const iso = await created(`date,y\n${days31.join('\n')}\n`);
  const slashes = await append(iso.id, 'date,y\n01/02/2024,999\n');
  expect([slashes.code, slashes.errors[0].line]).toEqual(['cell_invalid', 2]);
  expect(slashes.detail).toContain('time_format');
});

test('later tables are read by the stored decimal mark, and by the stored marks of missing values', async () => {
  const rows = days('2024-01-01', 20).map((day, i) => `${day};${i},5`);
  const { id, reading } = await created(`date;y\n${rows.join('\n')}\n`, { missing: '-999' });
  expect(reading).toMatchObject({ decimal: ',', missing: ['-999'] });
  expect(await append(id, 'date;y\n2024-01-21;1,234\n2024-01-22;-999\n')).toMatchObject({ added: 2 });
  const { values } = await read(`/v1/datasets/${id}/series/y?from=2024-01-21`);
  expect(values).toEqual([1.234, null]);
  const point = await append(id, 'date;y\n2024-01-23;5.25\n');
  expect([point.code, point.errors[0].line]).toEqual(['cell_invalid', 2]);
  expect(point.detail).toContain('decimal=.');
  expect(await append(id, 'date;y\n2024-01-23;5.25\n', { decimal: '.' })).toMatchObject({ added: 1 });
});

test('one column of a table is the only series of a dataset that came as JSON', async () => {
  const payload = { series: [{ id: 'coffee', start: '2024-01-01', values: [1, 2, 3] }] };
  const { id } = (await service.app.inject({ method: 'POST', url: '/v1/datasets', payload })).json();
  expect(await append(id, 'date,sold\n2024-01-04,4\n')).toMatchObject({ added: 1, new_series: [] });
  expect((await read(`/v1/datasets/${id}/series/coffee`)).values).toEqual([1, 2, 3, 4]);
});

test('two id columns of the upload name the series of later tables', async () => {
  const rows = days('2024-01-01', 5).flatMap((day) =>
    ['n', 's'].flatMap((store) => ['x', 'z'].map((item) => `${store},${item},${day},1`)),
  );
  const { id, reading, series_count } = await created(`store,item,date,sales\n${rows.join('\n')}\n`);
  expect([reading.id_columns, series_count]).toEqual([['store', 'item'], 4]);
  expect(await append(id, 'store,item,date,sales\nn,z,2024-01-06,7\n')).toMatchObject({
    added: 1,
    new_series: [],
  });
  expect((await append(id, 'store,date,sales\nn,2024-01-06,7\n')).code).toBe('series_id_missing');
  expect((await append(id, 'store,item,date,sales\nw,z,2024-01-06,7\n')).code).toBe('series_unknown');
});

test('rows without an id are refused where there are several series, in tables and in JSON', async () => {
  const { id } = await created(longCsv(['a', 'b', 'c', 'd'], 5));
  for (const body of ['ds,y\n2024-01-06,1\n', { series: [{ times: ['2024-01-06'], values: [1] }] }]) {
    const answer = await append(id, body, typeof body === 'string' ? {} : { new_series: 'allow' });
    expect(answer.code, JSON.stringify(answer)).toBe('series_id_missing');
    expect(answer.detail).toContain('"a", "b", "c"');
  }
  const named = await append(id, 'ds,y\n2024-01-06,1\n', { name: 'b' });
  expect(named).toMatchObject({ added: 1, new_series: [] });
  expect((await read(`/v1/datasets/${id}/series/b`)).times.at(-1)).toBe('2024-01-06');
});

test('a new id is refused with the similar one, and added with new_series=allow', async () => {
  const { id } = await created(longCsv(['AAPL', 'MSFT'], 5));
  const row = 'unique_id,ds,y,price\nAAPK,2024-01-06,1,2\n';
  const json = { series: [{ id: 'AAPK', times: ['2024-01-06'], values: [1], covariates: { price: [2] } }] };
  for (const body of [row, json]) {
    const refused = await append(id, body);
    expect(refused).toMatchObject({ code: 'series_unknown', errors: [{ series_id: 'AAPK' }] });
    expect(refused.detail).toContain('did you mean "AAPL"?');
    expect(refused.detail).toContain('new_series=allow');
  }
  expect((await read(`/v1/datasets/${id}`)).series_count).toBe(2);
  const added = await append(id, json, { new_series: 'allow' });
  expect(added).toMatchObject({ added: 1, new_series: ['AAPK'], warnings: [{ code: 'series_added' }] });
  expect((await read(`/v1/datasets/${id}`)).series_count).toBe(3);
});

test('times far from their series are refused unless they are allowed; a history with gaps allows as long a gap', async () => {
  const daily = await created(longCsv(['a'], 30));
  for (const day of ['2204-02-01', '2024-02-11', '1924-01-01', '2023-12-20']) {
    const body = { series: [{ times: [day], values: [5] }] };
    const refused = await append(daily.id, body);
    expect([day, refused.code]).toEqual([day, 'times_distant']);
    expect(refused.detail).toContain(day);
    expect(refused.detail).toContain('distant_times=allow');
  }
  // Ten steps are near, and a longer continuation is near too.
  const near = { series: [{ times: ['2024-02-09', ...days('2024-02-10', 40)], values: Array(41).fill(5) }] };
  expect(await append(daily.id, near)).toMatchObject({ added: 41, warnings: [{ code: 'gaps' }, {}] });
  const typo = { series: [{ times: ['2024-03-21', '2204-03-22'], values: [5, 6] }] };
  expect((await append(daily.id, typo)).errors[0].message).toContain('2204-03-22');
  const allowed = await append(daily.id, typo, { distant_times: 'allow' });
  expect(codesOf(allowed)).toEqual(['columns_missing', 'gaps', 'times_distant']);

  const rows = [
    '2024-01-01',
    '2024-01-02',
    '2024-01-03',
    '2024-01-04',
    '2024-02-20',
    '2024-02-21',
    '2024-02-22',
  ];
  const gappy = await created(`date,y\n${rows.map((day, i) => `${day},${i}`).join('\n')}\n`);
  expect(await append(gappy.id, 'date,y\n2024-04-01,9\n')).toMatchObject({ added: 1 });
  expect((await append(gappy.id, 'date,y\n2024-06-01,9\n')).code).toBe('times_distant');
});

test('times between the steps of a regular series are refused; moved days are kept with a warning', async () => {
  const hours = Array.from(
    { length: 30 },
    (_, i) => `2024-01-${String(i + 1).padStart(2, '0')}T00:00:00Z,${i}`,
  );
  const daily = await created(`ds,y\n${hours.join('\n')}\n`);
  // Midnights are dates. A dataset of date-times with daily steps comes as JSON.
  expect(daily.time_kind).toBe('date');
  const instants = days('2024-01-01', 30).map((day) => `${day}T08:00:00Z`);
  const payload = { series: [{ id: 'y', times: instants, values: instants.map((_, i) => i) }] };
  const { id } = (await service.app.inject({ method: 'POST', url: '/v1/datasets', payload })).json();
  const morning = { series: [{ times: ['2024-01-31T09:30:00Z'], values: [1] }] };
  const refused = await append(id, morning);
  expect(refused).toMatchObject({ code: 'times_off_grid', errors: [{ series_id: 'y' }] });
  expect(refused.detail).toContain('2024-01-31T09:30:00Z');
  expect(codesOf(await append(id, morning, { off_grid: 'allow' }))).toContain('times_off_grid');

  const months = Array.from({ length: 24 }, (_, i) =>
    new Date(Date.UTC(2022, i, 1)).toISOString().slice(0, 10),
  );
  const monthly = await created(`date,y\n${months.map((day, i) => `${day},${i}`).join('\n')}\n`);
  expect((await append(monthly.id, 'date,y\n2024-01-15,9\n')).code).toBe('times_off_grid');
  expect((await append(monthly.id, 'date,y\n2023-05-17,9\n')).code).toBe('times_off_grid');
  expect(codesOf(await append(monthly.id, 'date,y\n2024-01-02,9\n'))).toEqual(['gaps', 'times_off_grid']);
  expect(codesOf(await append(monthly.id, 'date,y\n2024-02-01,9\n'))).toEqual([]);

  const weekly = await created(
    'date,y\n2024-01-01,1\n2024-01-08,2\n2024-01-15,3\n2024-01-22,4\n2024-01-29,5\n',
  );
  expect((await append(weekly.id, 'date,y\n2024-02-08,9\n')).code).toBe('times_off_grid');
  expect((await append(weekly.id, 'date,y\n2024-02-05,9\n')).added).toBe(1);
  const resampled = await created(longCsv(['a'], 60), { resample: 'P1W' });
  expect((await read(`/v1/datasets/${resampled.id}`)).frequency).toMatchObject({ resampled: true });
  expect((await append(resampled.id, 'unique_id,ds,y\na,2024-03-05,9\n')).code).toBe('times_off_grid');
});

test('answers carry the warnings of an upload: sorted, missing, ignored and absent columns, gaps', async () => {
  const { id } = await created(longCsv(['a', 'b'], 10));
  const rows = 'unique_id,ds,y,note\na,2024-01-14,4,x\na,2024-01-12,,x\nb,2024-01-11,1,x\n';
  const answer = await append(id, rows);
  expect(answer, JSON.stringify(answer)).toMatchObject({ added: 3 });
  expect(codesOf(answer)).toEqual([
    'columns_ignored',
    'columns_missing',
    'gaps',
    'times_sorted',
    'values_missing',
  ]);
  const json = { series: [{ id: 'a', times: ['2024-01-16', '2024-01-15'], values: [null, 2] }] };
  expect(codesOf(await append(id, json))).toEqual(['columns_missing', 'times_sorted', 'values_missing']);
});

test('columns that the dataset does not have are refused by name', async () => {
  const { id } = await created(longCsv(['a'], 5));
  const unknown = await append(id, 'unique_id,ds,y,price,volume\na,2024-01-06,1,2,3\n');
  expect(unknown.code).toBe('column_unknown');
  expect(unknown.detail).toContain('"volume"');
  const renamed = await append(id, 'unique_id,day,y\na,2024-01-06,1\n');
  expect(renamed).toMatchObject({ code: 'column_unknown', errors: [{ path: '?time_column' }] });
  const other = await append(id, 'unique_id,day,y\na,2024-01-06,1\n', { time_column: 'day' });
  expect(other).toMatchObject({ added: 1 });
});

test('a dry run of an append counts and shows the rows as read, and stores nothing', async () => {
  const { id } = await created(longCsv(['a', 'b'], 5));
  const before = await read(`/v1/datasets/${id}`);
  const rows = 'unique_id,ds,y,price\na,2024-01-05,50,1\na,2024-01-06,6,2\nc,2024-01-06,,3\n';
  const answer = await append(id, rows, { dry_run: 'true', new_series: 'allow' });
  expect(answer).toMatchObject({
    dry_run: true,
    added: 2,
    replaced: 1,
    new_series: ['c'],
    reading: { time_column: 'ds' },
    preview: [
      { id: 'a', times: ['2024-01-05', '2024-01-06'], values: [50, 6], covariates: { price: [1, 2] } },
      { id: 'c', times: ['2024-01-06'], values: [null], covariates: { price: [3] } },
    ],
  });
  const json = { series: [{ id: 'a', times: days('2024-01-06', 8), values: Array(8).fill(1) }] };
  const small = await append(id, json, { dry_run: 'true' });
  expect(small).toMatchObject({ dry_run: true, added: 8, reading: null });
  expect(small.preview[0].times).toHaveLength(5);
  const file = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'unique_id', data: ['a'], type: 'STRING' },
        { name: 'ds', data: ['2024-01-06'], type: 'STRING' },
        { name: 'y', data: [7.5], type: 'DOUBLE' },
      ],
    }),
  );
  const parquet = await append(id, file, { dry_run: 'true' }, 'application/vnd.apache.parquet');
  expect(parquet, JSON.stringify(parquet)).toMatchObject({ added: 1, preview: [{ values: [7.5] }] });
  expect(await read(`/v1/datasets/${id}`)).toEqual(before);
  expect((await append(id, rows, { new_series: 'allow' })).dry_run).toBe(false);
  expect((await read(`/v1/datasets/${id}`)).version).toBe(2);
});

test('a dry run of an upload shows the dataset, and stores nothing: tables, JSON and symbols', async () => {
  const count = async () => (await read('/v1/datasets?limit=500')).data.length;
  const before = await count();
  const csv = await upload(service.app, longCsv(['a', 'b'], 8), { dry_run: 'true', name: 'shop' });
  expect(csv.statusCode, csv.body).toBe(200);
  expect(csv.json()).toMatchObject({
    dry_run: true,
    name: 'shop',
    series_count: 2,
    point_count: 16,
    frequency: { step: 'P1D' },
    reading: { layout: 'long' },
    preview: [{ id: 'a', values: [1, 2, 3, 4, 5], covariates: { price: [10, 10, 10, 10, 10] } }, { id: 'b' }],
  });
  const post = (payload: object) =>
    service.app.inject({ method: 'POST', url: '/v1/datasets', query: { dry_run: 'true' }, payload });
  const json = await post({ series: [{ start: '2024-01-01', values: [1, null, 3] }] });
  expect(json.json()).toMatchObject({ missing_count: 1, reading: null, preview: [{ values: [1, null, 3] }] });
  const symbols = await post({ kind: 'symbols', sequences: [{ text: 'TRIANGLE' }] });
  expect(symbols.json()).toMatchObject({
    kind: 'symbols',
    symbols: { vocabulary_size: 8 },
    sequences: [{ id: 'sequence_0', symbols: ['T', 'R', 'I', 'A', 'N'] }],
  });
  const refused = await post({ series: [{ start: 'yesterday', values: [1] }] });
  expect(refused.statusCode).toBe(422);
  expect(await count()).toBe(before);
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('errors about times name the line and the series of a table, wherever its rows stand', async () => {
  const { id } = await created(longCsv(['a', 'b'], 10));
  const distant = 'unique_id,ds,y\nb,2024-01-12,1\nb,2204-01-01,2\nb,2024-01-11,3\na,2024-01-11,4\n';
  expect((await append(id, distant)).errors).toMatchObject([{ series_id: 'b', line: 3 }]);
  expect((await append(id, distant)).detail).toContain('Line 3');
  const allowed = await append(id, distant, { distant_times: 'allow', dry_run: 'true' });
  expect(allowed.warnings).toContainEqual(
    expect.objectContaining({ code: 'times_distant', series_id: 'b', line: 3 }),
  );

  const hourly = Array.from({ length: 48 }, (_, i) => `${hour(i)},${i}`).join('\n');
  const regular = await created(`ds,y\n${hourly}\n`);
  const between = `ds,y\n${hour(48)},1\n${hour(49).replace(':00:00', ':30:00')},2\n`;
  expect((await append(regular.id, between)).errors).toMatchObject([{ series_id: 'y', line: 3 }]);
  // Of JSON there are no lines.
  const body = { series: [{ times: ['2204-01-01'], values: [1], id: 'a' }] };
  expect((await append(id, body)).errors).toMatchObject([{ series_id: 'a' }]);
  expect((await append(id, body)).errors[0].line).toBeUndefined();
});

const hour = (i: number) => new Date(Date.UTC(2024, 0, 1, i)).toISOString().slice(0, 19);

test('snap moves observations that are posted later to the steps of their series', async () => {
  const hourly = Array.from({ length: 48 }, (_, i) => `${hour(i)},${i}`).join('\n');
  const { id } = await created(`ds,y\n${hourly}\n`);
  const late = `ds,y\n${hour(48).replace(':00:00', ':20:13')},5\n${hour(48).replace(':00:00', ':21:13')},6\n${hour(49).replace(':00:00', ':00:07')},7\n`;
  expect((await append(id, late)).code).toBe('times_off_grid');
  expect((await append(id, late)).detail).toContain('snap=true');
  const snapped = await append(id, late, { snap: 'true' });
  expect(snapped).toMatchObject({ added: 2, replaced: 0, warnings: [{ code: 'times_snapped' }] });
  expect(snapped.warnings[0].message).toContain('3 times were moved');
  expect(snapped.warnings[0].message).toContain('1 observation has the same time as a later one');
  const { times, values } = await read(`/v1/datasets/${id}/series/y?from=2024-01-03`);
  expect([times, values]).toEqual([
    [`${hour(48)}Z`, `${hour(49)}Z`],
    [6, 7],
  ]);

  const daily = await created('date,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n');
  const refused = await append(daily.id, 'date,y\n2024-01-04,4\n', { snap: 'true' });
  expect(refused).toMatchObject({ code: 'request_invalid', errors: [{ path: '?snap' }] });
});

test('rows whose only values are missing are added to a dataset, also of one column', async () => {
  const one = await created('date,price\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n');
  expect(await append(one.id, 'date,price\n2024-01-04,\n2024-01-05,\n')).toMatchObject({ added: 2 });
  expect((await read(`/v1/datasets/${one.id}/series/price`)).values).toEqual([1, 2, 3, null, null]);
  const wide = await created('date,a,b\n2024-01-01,1,5\n2024-01-02,2,6\n2024-01-03,3,7\n');
  expect(await append(wide.id, 'date,a,b\n2024-01-04,,\n')).toMatchObject({ added: 2, new_series: [] });
  const long = await created(longCsv(['a', 'b'], 5));
  expect(await append(long.id, 'unique_id,ds,y,price\na,2024-01-06,,\n')).toMatchObject({ added: 1 });
  // A new dataset still needs a number.
  expect((await upload(service.app, 'date,price\n2024-01-04,\n')).json().code).toBe('value_column_missing');
});

test('a wide reading tells the sizes of its columns', async () => {
  const similar = await created('date,north,south\n2024-01-01,10,15\n2024-01-02,11,16\n2024-01-03,12,17\n');
  const [near] = similar.warnings.filter(({ code }: { code: string }) => code === 'layout_assumed');
  expect(near.message).toContain('of similar size, from 11 ("north") to 16 ("south")');
  const mixed = await created(
    'date,north,south\n2024-01-01,10,15000\n2024-01-02,11,16000\n2024-01-03,12,17000\n',
  );
  const [far] = mixed.warnings.filter(({ code }: { code: string }) => code === 'layout_assumed');
  expect(far.message).toContain('differ much, from 11 ("north") to 16000 ("south")');
});

test('faults of times in JSON name the path of the time, also where the body is large', async () => {
  const { id } = await created(longCsv(['a', 'b'], 10), { name: 'paths' });
  const b = { id: 'b', times: ['2024-01-12', '2204-01-01', '2024-01-11'], values: [1, 2, 3] };
  const a = { id: 'a', times: ['2024-01-11'], values: [4] };
  const refused = await append(id, { series: [a, b] });
  expect(refused).toMatchObject({
    code: 'times_distant',
    errors: [
      { path: '/series/1/times/1', series_id: 'b', accepted: expect.stringContaining('distant_times') },
    ],
  });
  expect(refused.detail).toContain('/series/1/times/1: series "b": 2204-01-01');
  const started = await append(id, { series: [{ id: 'b', start: '2104-01-01', values: [4] }] });
  expect(started).toMatchObject({ code: 'times_distant', errors: [{ path: '/series/0/start' }] });
  const unknown = await append(id, { series: [a, { ...b, id: 'x' }] });
  expect(unknown).toMatchObject({
    code: 'series_unknown',
    errors: [{ path: '/series/1/id', series_id: 'x' }],
  });

  const many = [...days('2024-01-11', 9_000), '2200-01-01'];
  const large = { series: [{ id: 'a', times: many, values: many.map(() => 1) }] };
  expect(await append(id, large)).toMatchObject({
    code: 'times_distant',
    errors: [{ path: '/series/0/times/9000', series_id: 'a' }],
  });
});

test('a single row keeps covariates that are named as ids', async () => {
  const rows = [1, 2].flatMap((store) =>
    days('2024-01-01', 5).map((day, i) => `${store},${day},${100 + i},${50 + i},${i % 2}\n`),
  );
  const { id, covariates } = await created(`Store,Date,Sales,Customers,Promo\n${rows.join('')}`);
  expect(covariates).toEqual(['Customers', 'Promo']);
  const answer = await append(id, 'Store,Date,Sales,Customers,Promo\n1,2024-01-06,120,70,1\n');
  expect(answer).toMatchObject({ added: 1, warnings: [] });
  const series = await read(`/v1/datasets/${id}/series/1`);
  expect(series.covariates.Customers.at(-1)).toBe(70);
});

test('row numbers that the upload ignored are ignored in a single row, too', async () => {
  const rows = ['A', 'B'].flatMap((store, s) =>
    days('2024-01-01', 5).map((day, i) => `${5 * s + i},${day},${store},${100 + i},${i % 2}\n`),
  );
  const { id } = await created(`id,date,store,sales,promo\n${rows.join('')}`);
  const answer = await append(id, 'id,date,store,sales,promo\n999,2024-01-06,A,120,1\n');
  expect(answer).toMatchObject({ added: 1, new_series: [] });
  expect(codesOf(answer)).toEqual(['columns_ignored']);
  // Another column that the dataset does not have is refused.
  const other = await append(id, 'id,date,store,sales,promo,price\n999,2024-01-07,A,120,1,5\n');
  expect(other).toMatchObject({ code: 'column_unknown' });
  // Columns of a wide dataset may be called so.
  const wide = await created(
    `date,x,index\n${days('2024-01-01', 5)
      .map((day, i) => `${day},${7 - i},${3 * i}\n`)
      .join('')}`,
  );
  expect(await append(wide.id, 'date,x,index\n2024-01-06,2,9\n')).toMatchObject({ added: 2 });
});

test('the file of another store does not replace the observations of the only one', async () => {
  const csv = days('2024-01-01', 5).map((day, i) => `Berlin,${day},${100 + i}\n`);
  const { id } = await created(`store,date,sales\n${csv.join('')}`);
  const dataset = await read(`/v1/datasets/${id}`);
  expect(dataset.reading).toMatchObject({
    ignored: ['store'],
    constants: [{ column: 'store', value: 'Berlin' }],
  });
  const other = await append(id, 'store,date,sales\nParis,2024-01-05,900\n');
  expect(other).toMatchObject({ code: 'cell_invalid', errors: [{ line: 2 }] });
  expect(await append(id, 'store,date,sales\nBerlin,2024-01-06,105\n')).toMatchObject({ added: 1 });
  const apart = { id_column: 'store', new_series: 'allow' };
  expect(await append(id, 'store,date,sales\nParis,2024-01-05,900\n', apart)).toMatchObject({
    added: 1,
    new_series: ['Paris'],
  });
});

test('rows with covariates only leave the target as it is, whatever the dataset came from', async () => {
  const [one, two] = [
    { id: 'a', values: [1, 2, 3], covariates: { promo: [0, 1, 0] } },
    { id: 'b', values: [5, 6, 7], covariates: { promo: [0, 1, 0] } },
  ].map((series) => ({ ...series, times: days('2024-01-01', 3) }));
  const payload = { series: [one, two] };
  const json = (await service.app.inject({ method: 'POST', url: '/v1/datasets', payload })).json();
  const csv = [one, two].flatMap(({ id, times, values, covariates }) =>
    times.map((time, i) => `${id},${time},${values[i]},${covariates.promo[i]}\n`),
  );
  const table = await created(`unique_id,ds,sold,promo\n${csv.join('')}`);
  for (const { id } of [json, table]) {
    const rows = 'unique_id,ds,Promo\na,2024-01-03,1\na,2024-01-04,1\nb,2024-01-04,0\n';
    expect(await append(id, rows)).toMatchObject({ added: 2, replaced: 1, warnings: [] });
    expect(await append(id, 'ds,promo\n2024-01-03,1\n')).toMatchObject({
      code: 'series_id_missing',
    });
    expect(await read(`/v1/datasets/${id}/series/a`)).toMatchObject({
      values: [1, 2, 3, null],
      covariates: { promo: [0, 1, 1, 1] },
    });
    expect(
      await append(id, 'unique_id,ds,promo,other\na,2024-01-04,1,2\n', {
        target: 'other',
        covariates: 'promo',
      }),
    ).toMatchObject({ replaced: 1 });
    expect(await append(id, 'unique_id,ds,promo,value,other\na,2024-01-04,1,2,3\n')).toMatchObject({
      code: 'column_unknown',
    });
  }

  const { id } = (
    await service.app.inject({ method: 'POST', url: '/v1/datasets', payload: { series: [one] } })
  ).json();
  expect(await append(id, 'ds,promo\n2024-01-03,1\n')).toMatchObject({ added: 0, replaced: 1 });
  expect(await append(id, 'ds,close,promo\n2024-01-04,4,1\n')).toMatchObject({ added: 1, replaced: 0 });
  expect((await read(`/v1/datasets/${id}/series/a`)).values).toEqual([1, 2, 3, 4]);
});

test('a dataset from JSON takes its own export, whatever its covariates are called', async () => {
  const series = [
    { start: '2024-01-01', values: [1, 2, 3], covariates: { close: [7, 8, 9], y: [4, 5, 6], n: [1, 2, 3] } },
  ];
  const { id } = (
    await service.app.inject({ method: 'POST', url: '/v1/datasets', payload: { series } })
  ).json();
  const file = (await service.app.inject(`/v1/datasets/${id}/export`)).body;
  expect(await append(id, file)).toMatchObject({ added: 0, replaced: 0, warnings: [] });
});
