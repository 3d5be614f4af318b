/** Rows that are added in another notation than the upload: they are refused where they would be misread. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const post = (url: string, body: string, contentType = 'text/csv') =>
  service.app.inject({ method: 'POST', url, headers: { 'content-type': contentType }, payload: body });
const dataset = async (csv: string, query = ''): Promise<string> => {
  const answer = await post(`/v1/datasets?name=x${query}`, csv);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().id;
};
const append = (id: string, body: string, query = '', contentType = 'text/csv') =>
  post(`/v1/datasets/${id}/observations?dry_run=true${query}`, body, contentType);
const refused = async (id: string, body: string, query = '', contentType = 'text/csv') => {
  const answer = await append(id, body, query, contentType);
  expect(answer.statusCode, answer.body).toBe(422);
  return answer.json().detail as string;
};
const added = async (id: string, body: string, query = '', contentType = 'text/csv') => {
  const answer = await append(id, body, query, contentType);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as { added: number; replaced: number; warnings: { code: string }[] };
};
const day = (i: number) => `2024-01-${String(i + 1).padStart(2, '0')}`;
const rows = (count: number, row: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => row(i)).join('\n');
const daily = (cell: (i: number) => string, count = 20) =>
  `date,y\n${rows(count, (i) => `${day(i)},${cell(i)}`)}\n`;

test('a month, a quarter or a week does not overwrite a day', async () => {
  const id = await dataset(daily((i) => `${10 + i}`));
  for (const [time, name] of [
    ['2024-01', 'month'],
    ['Jan 2024', 'month'],
    ['01/2024', 'month'],
    ['2024Q1', 'quarter'],
    ['2024-W03', 'week'],
  ])
    expect(await refused(id, `date,y\n${time},999\n`)).toContain(
      `is a ${name}, but the dataset has the step P1D`,
    );
  expect(await refused(id, 'date,y\n2024-01,999\n', '&time_format=%Y-%m')).toContain('is a month');
  expect(await added(id, 'date,y\n2024-01-21,1\n')).toMatchObject({ added: 1, replaced: 0 });

  const months = await dataset(
    `month,y\n${rows(12, (i) => `2023-${String(i + 1).padStart(2, '0')},${i}`)}\n`,
  );
  expect(await refused(months, 'month,y\n2024Q1,5\n')).toContain('"2024Q1" is a quarter');
  for (const time of ['2024-01', 'Jan 2024', '2024-01-01', '202401'])
    expect(await added(months, `month,y\n${time},5\n`)).toMatchObject({ added: 1 });
});

test('numbers have the unit of the dataset', async () => {
  const bare = await dataset(daily((i) => `${10 + i}.5`));
  for (const cell of ['5 %', '5 MWh', '5 TEUR'])
    expect(await refused(bare, `date,y\n2024-01-21,${cell}\n`)).toContain(
      'the numbers of the dataset have none',
    );
  expect(await added(bare, 'date,y\n2024-01-21,$5\n')).toMatchObject({ added: 1 });
  const shares = await dataset(daily((i) => `${10 + i}%`));
  expect(await refused(shares, 'date,y\n2024-01-21,0.05\n')).toContain('the number has no %');
  expect(await added(shares, 'date,y\n2024-01-21,5%\n2024-01-22,\n')).toMatchObject({ added: 2 });
  const energy = await dataset(daily((i) => `${10 + i} kWh`));
  expect(await added(energy, 'date,y\n2024-01-21,5\n')).toMatchObject({ added: 1 });
  expect(await refused(energy, 'date,y\n2024-01-21,5 MWh\n')).toContain('another unit');
  const json = JSON.stringify({ series: [{ times: ['2024-01-21'], values: [5] }] });
  expect(await added(energy, json, '', 'application/json')).toMatchObject({ added: 1 });
});

test('times keep their offset from UTC, or have none', async () => {
  const hour = (i: number) => `2024-01-02T${String(i).padStart(2, '0')}:00`;
  const zoned = await dataset(`time,y\n${rows(20, (i) => `${hour(i)}+01:00,${i}`)}\n`);
  expect(await refused(zoned, `time,y\n${hour(20)},5\n`)).toContain('has no offset from UTC');
  expect(await added(zoned, `time,y\n${hour(20)}+01:00,5\n`)).toMatchObject({ added: 1 });
  const midnight = await append(zoned, 'time,y\n2024-01-03T00:00+01:00,5\n');
  expect(midnight.json().preview[0].times).toEqual(['2024-01-02T23:00:00Z']);
  expect(await added(zoned, `time,y\n${hour(20)},5\n`, '&time_zone=Europe/Berlin')).toMatchObject({
    added: 1,
  });
  const plain = await dataset(`time,y\n${rows(20, (i) => `${hour(i)},${i}`)}\n`);
  expect(await refused(plain, `time,y\n${hour(20)}+01:00,5\n`)).toContain('has an offset from UTC');
  for (const time of [hour(20), `${hour(20)}Z`])
    expect(await added(plain, `time,y\n${time},5\n`)).toMatchObject({ added: 1 });
  const json = (time: string) => JSON.stringify({ series: [{ times: [time], values: [5] }] });
  for (const [id, right, wrong] of [
    [zoned, `${hour(20)}+01:00`, hour(20)],
    [plain, hour(20), `${hour(20)}+01:00`],
  ]) {
    expect(await added(id, json(right), '', 'application/json')).toMatchObject({ added: 1 });
    expect(await refused(id, json(wrong), '', 'application/json')).toContain('/series/0/times/0');
  }
  const inZone = await dataset(`time,y\n${rows(20, (i) => `${hour(i)},${i}`)}\n`, '&time_zone=Europe/Berlin');
  for (const time of [hour(20), `${hour(20)}+01:00`, '2024-01-02T19:00Z'])
    expect(await added(inZone, `time,y\n${time},5\n`)).toMatchObject({ added: 1 });
  const mixed = { series: [{ times: [hour(20), `${hour(21)}+01:00`], values: [5, 5] }] };
  expect(await refused(inZone, JSON.stringify(mixed), '', 'application/json')).toContain('/series/0/times/1');
});

/** Adds the rows of a workbook in a dry run. */
const appendSheet = async (id: string, rows: (string | number)[][], query = '') => {
  const { writeXlsx } = await import('hucre/xlsx');
  const body = await writeXlsx({ sheets: [{ name: 'S', rows }] });
  return service.app.inject({
    method: 'POST',
    url: `/v1/datasets/${id}/observations?dry_run=true${query}`,
    payload: Buffer.from(body),
    headers: { 'content-type': 'application/octet-stream' },
  });
};

test('text in a workbook is read with the decimal mark of the dataset', async () => {
  const id = await dataset(`date;y\n${rows(20, (i) => `${day(i)};${10 + i},5`)}\n`);
  const answer = await appendSheet(id, [
    ['date', 'y'],
    ['2024-01-21', '1.234'],
    ['2024-01-22', 1.234],
  ]);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().preview[0].values).toEqual([1234, 1.234]);
});

test('dates that a workbook has as text are read in the order of the dataset', async () => {
  const sheet = (date: string) => [
    ['date', 'y'],
    [date, 7],
  ];
  const parts = (i: number) => day(i).split('-');
  for (const [separator, isMonthFirst] of [
    ['/', false],
    ['.', true],
  ] as const) {
    const written = (i: number) => {
      const [year, month, dayOfMonth] = parts(i);
      return [...(isMonthFirst ? [month, dayOfMonth] : [dayOfMonth, month]), year].join(separator);
    };
    const id = await dataset(`date,y\n${rows(31, (i) => `${written(i)},${i}`)}\n`);
    const next = isMonthFirst ? ['02', '01', '2024'] : ['01', '02', '2024'];
    const answer = await appendSheet(id, sheet(next.join(separator)));
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({ added: 1, replaced: 0, preview: [{ times: ['2024-02-01'] }] });
    const other = isMonthFirst ? 'dmy' : 'mdy';
    const stated = await appendSheet(id, sheet(next.join(separator)), `&date_order=${other}`);
    expect(stated.json(), stated.body).toMatchObject({ added: 0, preview: [{ times: ['2024-01-02'] }] });
    const wrong = await appendSheet(
      id,
      sheet((isMonthFirst ? ['13', '02'] : ['02', '13']).concat('2024').join(separator)),
    );
    expect(wrong.json(), wrong.body).toMatchObject({ status: 422 });
  }
});

test('names of covariates are compared in any case', async () => {
  const id = await dataset(`store,date,sales,promo\n${rows(20, (i) => `A,${day(i)},${i},${i % 2}`)}\n`);
  const answer = await append(id, 'STORE,DATE,SALES,PROMO\nA,2024-01-21,5,1\n');
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().preview[0].covariates).toEqual({ promo: [1] });
});

test('the last day of a month is not the first of the next one', async () => {
  const id = await dataset(`date,y\n${rows(12, (i) => `2023-${String(i + 1).padStart(2, '0')}-01,${i}`)}\n`);
  expect(await refused(id, 'date,y\n2023-12-31,5\n')).toContain('not on the steps of P1M');
  expect(await added(id, 'date,y\n2024-01-02,5\n')).toMatchObject({ added: 1 });
});

test('times of an append are those of the dataset where numbers may be years or steps', async () => {
  const made = async (body: object) => {
    const answer = await post('/v1/datasets', JSON.stringify({ name: 'x', ...body }), 'application/json');
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json().id as string;
  };
  const values = Array.from({ length: 10 }, (_, i) => i);
  const steps = await made({ series: [{ id: 'a', times: values.map((i) => 1990 + i), values }] });
  for (const name of ['t', 'index', 'period', '', 'time', 'year', 'date'])
    expect(await added(steps, `${name},y\n2000,5\n2001,6\n`), name).toMatchObject({ added: 2 });
  expect(await added(steps, 'n,y\n2000,5\n2001,6\n', '&time_column=n')).toMatchObject({ added: 2 });
  const long = await made({ series: [{ id: 'a', times: values.map((i) => 202_400 + i), values }] });
  expect(await added(long, 't,y\n202410,5\n202411,6\n')).toMatchObject({ added: 2 });

  const dates = values.map((i) => `${1990 + i}-01-01`);
  const years = await made({ series: [{ id: 'a', times: dates, values }] });
  for (const name of ['t', 'index', 'period', '', 'year'])
    expect(await added(years, `${name},y\n2000,5\n2001,6\n`), name).toMatchObject({ added: 2 });
  const instants = await made({
    series: [{ id: 'a', times: dates.map((day) => `${day}T05:00:00Z`), values }],
  });
  expect(await refused(instants, 't,y\n2000,5\n2001,6\n')).toContain('is the year 2000 or step 2000');
});

test('one month, quarter, week or year is followed by the next', async () => {
  for (const [times, step, start, end] of [
    [['2024-01', '2024-02', '2024-03'], 'P1M', '2024-01-01', '2024-03-01'],
    [['Jan 2024', 'Feb 2024', 'Mar 2024'], 'P1M', '2024-01-01', '2024-03-01'],
    [['2024Q1', '2024Q2', '2024Q3'], 'P3M', '2024-01-01', '2024-07-01'],
    [['2024-W02', '2024-W03', '2024-W04'], 'P1W', '2024-01-08', '2024-01-22'],
    [['2021', '2022', '2023'], 'P1Y', '2021-01-01', '2023-01-01'],
  ] as const) {
    const column = step === 'P1Y' ? 'year' : 'date';
    const id = await dataset(`${column},y\n${times[0]},5\n`);
    for (const [i, time] of times.slice(1).entries()) {
      const answer = await post(`/v1/datasets/${id}/observations`, `${column},y\n${time},${6 + i}\n`);
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.json()).toMatchObject({ added: 1, replaced: 0, warnings: [] });
    }
    const found = (await service.app.inject(`/v1/datasets/${id}`)).json();
    expect(found).toMatchObject({ start, end, point_count: 3, frequency: { step } });
  }
  const several = await dataset('id,month,y\na,2024-01,5\nb,2024-02,6\n');
  expect(await added(several, 'id,month,y\na,2024-02,5\nb,2024-03,6\n')).toMatchObject({ added: 2 });
  expect(await refused(several, 'id,month,y\na,2024-W09,5\n')).toContain('is a week');
});

test('the unit of the target is that of the dataset, whatever its column is called', async () => {
  const long = (name: string, cell: (i: number) => string, from = 0) =>
    `id,date,${name}\n${rows(6, (i) => `${i < 3 ? 'a' : 'b'},${day(from + (i % 3))},${cell(i)}`)}\n`;
  const id = await dataset(long('power', (i) => `${i + 1} kW`));
  const query = '&target=other';
  expect(
    await added(
      id,
      long('other', (i) => `${i + 1} kW`, 3),
      query,
    ),
  ).toMatchObject({ added: 6 });
  expect(
    await refused(
      id,
      long('other', (i) => `${i + 1} MW`, 3),
      query,
    ),
  ).toContain('has another unit than "1 kW" (column "other")');
  const shares = await dataset(long('share', (i) => `${i + 1}%`));
  expect(
    await added(
      shares,
      long('other', (i) => `${i + 1}%`, 3),
      query,
    ),
  ).toMatchObject({ added: 6 });
  expect(
    await refused(
      shares,
      long('other', (i) => `0.0${i + 1}`, 3),
      query,
    ),
  ).toContain('has no %');
  const one = await dataset(daily((i) => `${i + 1} kW`));
  const next = (cell: string) => `date,other\n2024-01-21,${cell}\n`;
  expect(await added(one, next('3 kW'), query)).toMatchObject({ added: 1 });
  expect(await refused(one, next('3 MW'), query)).toContain('has another unit than "1 kW"');
});
