import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

type Query = Record<string, string>;
const dayMs = 86_400_000;
const dates = (count: number, from = '2024-01-01', stepMs = dayMs) =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(from) + i * stepMs));
const iso = (date: Date) => date.toISOString().slice(0, 10);
const two = (number: number) => String(number).padStart(2, '0');
const table = (header: string, rows: string[]) => `${[header, ...rows].join('\n')}\n`;

/** The dataset that an upload would make. */
const read = async (csv: string, query: Query = {}) => {
  const answer = await upload(service.app, csv, { ...query });
  expect(answer.statusCode, answer.body).toBe(201);
  const dataset = answer.json();
  const url = `/v1/datasets/${dataset.id}/series`;
  const series = (await service.app.inject(url)).json().data;
  const points = (await service.app.inject(`${url}/${encodeURIComponent(series[0].id)}`)).json();
  const codes = dataset.warnings.map(({ code }: { code: string }) => code);
  return { ...dataset, ids: series.map(({ id }: { id: string }) => id), points, codes };
};
const refused = async (csv: string, query: Query = {}) => {
  const answer = await upload(service.app, csv, query);
  expect(answer.statusCode, answer.body).toBe(422);
  return answer.json();
};

test('a mark that may separate thousands or decimals is refused with both readings, until the query decides', async () => {
  const csv = 'Datum;Wert\n2024-01-01;850\n2024-01-02;1.234\n2024-01-03;12.345\n';
  const problem = await refused(csv);
  expect(problem).toMatchObject({ code: 'reading_ambiguous', errors: [{ line: 3, path: '?decimal' }] });
  expect(problem.detail).toContain('"1.234" is 1234 or 1.234');
  expect((await read(csv, { decimal: ',' })).points.values).toEqual([850, 1234, 12345]);
  expect((await read(csv, { decimal: '.' })).points.values).toEqual([850, 1.234, 12.345]);
  expect((await refused(csv.replaceAll('.', ','))).code).toBe('reading_ambiguous');
});

test('a number of any column and any row decides the decimal mark of the table', async () => {
  const rows = dates(1_500).map((date, i) => `${iso(date)};1.234;${i === 1_400 ? '0,5' : '7'}`);
  const comma = await read(table('date;a;b', rows), { layout: 'wide' });
  expect([comma.reading.decimal, comma.points.values[0], comma.points.values[999]]).toEqual([
    ',',
    1234,
    1234,
  ]);
  const point = await read(table('date;a;b', rows).replace('0,5', '0.5'), { layout: 'wide' });
  expect([point.reading.decimal, point.points.values[0]]).toEqual(['.', 1.234]);
  // A whole number of four digits without a mark shows that its column has no marks of thousands.
  const bare = await read('date;y\n2024-01-01;1234\n2024-01-02;1.234\n');
  expect(bare.points.values).toEqual([1234, 1.234]);
  const whole = await read('date;y\n2024-01-01;12\n2024-01-02;13\n');
  expect(whole.reading.decimal).toBeNull();
});

test('where commas separate the cells, a quoted "1,234" is told', async () => {
  const csv = 'date,y\n2024-01-01,"1,234"\n2024-01-02,"2,345"\n';
  const thousands = await read(csv);
  expect(thousands.points.values).toEqual([1234, 2345]);
  expect(thousands.warnings).toMatchObject([{ code: 'decimal_assumed', line: 2 }]);
  expect((await read(csv, { decimal: ',' })).points.values).toEqual([1.234, 2.345]);
  expect((await read(csv.replace('1,234', '1,5'))).points.values).toEqual([1.5, 2.345]);
});

test('units, negative numbers in brackets, and marks of missing values', async () => {
  const money = await read('date;y\n2024-01-31;(1.234,50 €)\n2024-02-01;€ 7\n');
  expect(money.points.values).toEqual([-1234.5, 7]);
  expect((await read('date,y\n2024-01-01,5%\n2024-01-02,6 %\n')).points.values).toEqual([5, 6]);
  expect((await refused('date,y\n2024-01-01,5%\n2024-01-02,0.06\n')).detail).toContain(
    '"5%" is a percentage',
  );
  expect((await refused('date,y\n2024-01-01,$5\n2024-01-02,€6\n')).detail).toContain('another unit');
  const marks = await read('date,y\n2024-01-01,1\n2024-01-02,-999.0\n2024-01-03,closed\n', {
    missing: '-999,Closed',
  });
  expect(marks.points.values).toEqual([1, null, null]);
  expect(marks.reading.missing).toEqual(['-999', 'Closed']);
  expect((await refused('date,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,closed\n')).detail).toContain(
    'set missing',
  );
});

test('two digits of the year are read by the steps of all rows, or refused with the readings', async () => {
  const short = (date: Date) => `${iso(date).slice(2)}`;
  for (const count of [20, 60]) {
    const days = dates(count, '2024-01-05');
    const daily = await read(
      table(
        'date,y',
        days.map((date, i) => `${short(date)},${i}`),
      ),
    );
    expect([daily.start, daily.end]).toEqual([iso(days[0]), iso(days[count - 1])]);
    expect([daily.reading.time_format, daily.codes]).toEqual(['%y-%m-%d', ['date_order_assumed']]);
  }
  const problem = await refused('date,y\n24-01-05,1\n24-01-06,2\n');
  expect(problem.code).toBe('reading_ambiguous');
  expect(problem.detail).toContain('2005-01-24 or 2024-01-05');
  expect(problem.errors[0].accepted).toContain('time_format=%y-%m-%d');
  expect((await read('date,y\n24-01-05,1\n24-01-06,2\n', { time_format: '%y-%m-%d' })).start).toBe(
    '2024-01-05',
  );
});

test('serial numbers of Excel are dates in a column of dates, and are asked for elsewhere', async () => {
  const whole = await read('Date;y\n45292;1\n45293;2\n45294;3\n');
  expect([whole.start, whole.reading.time_format]).toEqual(['2024-01-01', 'excel']);
  const hourly = await read('Date;y\n45292,5;1\n45292,5416667;2\n45292,5833333;3\n');
  expect([hourly.start, hourly.frequency.step]).toEqual(['2024-01-01T12:00:00Z', 'PT1H']);
  const csv = 'time,y\n45292,1\n45293,2\n';
  expect((await refused(csv)).detail).toContain('2024-01-01 as a serial number of Excel, or step 45292');
  expect((await read(csv, { time_format: 'excel' })).start).toBe('2024-01-01');
  expect((await read(csv, { time_format: 'integer' })).start).toBe(45292);
});

test.each<[format: string, cells: string[], first: string]>([
  ['%d/%m/%Y', ['01/02/2024', '02/02/2024'], '2024-02-01'],
  ['%Y|%m|%d', ['2024|05|01', '2024|05|02'], '2024-05-01'],
  ['%d %B %Y', ['1 May 2024', '02 May 2024'], '2024-05-01'],
  ['%Y%j', ['2024032', '2024033'], '2024-02-01'],
  ['%a %d %b %y %I:%M %p', ['Thu 01 Feb 24 01:30 PM', 'Thu 01 Feb 24 02:30 PM'], '2024-02-01T13:30:00Z'],
  [
    '%Y-%m-%dT%H:%M:%S.%f%z',
    ['2024-02-01T01:00:00.5+01:00', '2024-02-01T02:00:00.5+01:00'],
    '2024-02-01T00:00:00.500Z',
  ],
  ['%G-%V', ['2024-05', '2024-06'], '2024-01-29'],
  ['%Y/%W', ['2024/05', '2024/06'], '2024-01-29'],
  ['unix_s', ['1706745600', '1706749200'], '2024-02-01T00:00:00Z'],
  ['unix_ms', ['1706745600000', '1706749200000'], '2024-02-01T00:00:00Z'],
  ['year', ['2023', '2024'], '2023-01-01'],
])('time_format=%s', async (format, cells, first) => {
  const csv = table(
    'when;y',
    cells.map((cell, i) => `${cell};${i}`),
  );
  const dataset = await read(csv, { time_format: format });
  expect([dataset.start, dataset.reading.time_format]).toEqual([first, format]);
});

test('a format that is not known, or has no year, is refused by its directive', async () => {
  for (const [format, why] of [
    ['%Y %Q', '%Q is not a directive'],
    ['%d.%m.', 'it has no year'],
    ['%Y %I', '%I and %p need each other'],
  ]) {
    const problem = await refused('date,y\n2024-01-01,1\n', { time_format: format });
    expect(problem).toMatchObject({ code: 'request_invalid', errors: [{ path: '?time_format' }] });
    expect(problem.detail).toContain(why);
  }
  const rows = await refused('date,y\n2024-01-01,1\n01.02.2024,2\n', { time_format: '%Y-%m-%d' });
  expect(rows).toMatchObject({ code: 'cell_invalid', errors: [{ line: 3 }] });
});

test.each<
  [header: string, row: (date: string, i: number) => string, target: string | null, covariates: string[]]
>([
  ['ds,y,promo', (date, i) => `${date},${i},${i % 2}`, 'y', ['promo']],
  ['date,value,temperature', (date, i) => `${date},${i},${i / 3}`, 'value', ['temperature']],
  ['date,sales,price,promo', (date, i) => `${date},${i},${i / 3},${i % 2}`, 'sales', ['price', 'promo']],
  ['date,visits,holiday', (date, i) => `${date},${i},${i % 2}`, 'visits', ['holiday']],
  ['date,north,south', (date, i) => `${date},${i},${i}`, null, []],
])('%s: the layout is told, with the way to the other one', async (header, row, target, covariates) => {
  const csv = table(
    header,
    dates(6).map((date, i) => row(iso(date), i)),
  );
  const dataset = await read(csv);
  expect(dataset.reading).toMatchObject({ layout: target === null ? 'wide' : 'single', target, covariates });
  const told = dataset.warnings.find(({ code }: { code: string }) => code === 'layout_assumed');
  expect(told.message).toContain('layout=wide');
  expect(told.message).toContain('target=');
  expect((await read(csv, { layout: 'wide' })).codes).not.toContain('layout_assumed');
});

test.each(['', 'Unnamed: 0', 'index', 'X', 'id'])(
  'a column %j that numbers the rows is left out',
  async (name) => {
    const rows = dates(5).map((date, i) => `${i + 1},${iso(date)},${i * 2}`);
    const dataset = await read(table(`${name},date,y`, rows));
    expect([dataset.ids, dataset.covariates]).toEqual([['y'], []]);
    expect(dataset.warnings).toMatchObject([{ code: 'columns_ignored' }]);
    expect(dataset.warnings[0].message).toContain('number the rows');
  },
);

const panel = (columns: string[][], days = 6) =>
  columns.flatMap((values) => dates(days).map((date, i) => `${iso(date)},${values.join(',')},${i + 1}`));

test('ids are recognised by names and by times that repeat, with as few columns as needed', async () => {
  for (const name of ['sku', 'item_id', 'product', 'Store', 'store_nbr', 'region', 'Country', 'station']) {
    const dataset = await read(table(`date,${name},visits`, panel([['1'], ['2']])));
    expect([name, dataset.ids, dataset.covariates]).toEqual([name, ['1', '2'], []]);
    expect(dataset.reading.id_columns).toEqual([name]);
  }
  // The first rows of this table have one store and one item.
  const stores = [1, 2].flatMap((store) => [1, 2].map((item) => [String(store), String(item), 'city']));
  const both = await read(table('date,store,item,city,sales', panel(stores, 1_100)));
  expect([both.reading.id_columns, both.ids]).toEqual([
    ['store', 'item'],
    ['1|1', '1|2', '2|1', '2|2'],
  ]);
  expect(both.warnings.find(({ code }: { code: string }) => code === 'layout_assumed').message).toContain(
    'id_columns=store,item',
  );
  const stated = await read(
    table(
      'date,a,b,y',
      panel([
        ['x', '1'],
        ['x', '2'],
      ]),
    ),
    { id_columns: 'b,a' },
  );
  expect([stated.ids, stated.reading.id_columns]).toEqual([
    ['1|x', '2|x'],
    ['b', 'a'],
  ]);
  const sole = await read(
    table(
      'date,product,y',
      dates(4).map((date, i) => `${iso(date)},p${i},${i}`),
    ),
  );
  expect([sole.ids, sole.codes]).toEqual([['y'], ['columns_ignored', 'layout_assumed']]);
});

test('times that repeat name the columns that may tell series apart, once', async () => {
  const rows = panel(
    [
      ['x', '1'],
      ['x', '2'],
      ['y', '1'],
    ],
    30,
  );
  const problem = await refused(table('date,borehole,depth,oil', rows));
  expect(problem.code).toBe('time_duplicate');
  expect(problem.errors).toHaveLength(1);
  expect(problem.errors[0].accepted).toContain('id_columns=borehole,depth');
  const real = await refused('date,y\n2024-01-01,1\n2024-01-01,2\n2024-01-02,3\n');
  expect(real.errors).toMatchObject([{ line: 3 }]);
});

test('everyday headers: Walmart, Rossmann, FRED, Open Power System Data, hours beside dates', async () => {
  const weeks = dates(8, '2010-02-05', 7 * dayMs).map(iso);
  const walmart = [1, 2].flatMap((store) =>
    [1, 2].flatMap((dept) => weeks.map((week, i) => `${store},${dept},${week},${i}.5,FALSE`)),
  );
  expect((await read(table('Store,Dept,Date,Weekly_Sales,IsHoliday', walmart))).reading).toMatchObject({
    id_columns: ['Store', 'Dept'],
    target: 'Weekly_Sales',
    covariates: ['IsHoliday'],
    booleans: ['IsHoliday'],
  });
  const rossmann = [1, 2].flatMap((store) =>
    dates(9).map((date, i) => `${store},${i % 7},${iso(date)},${i * 10},${i},1`),
  );
  expect((await read(table('Store,DayOfWeek,Date,Sales,Customers,Open', rossmann))).reading).toMatchObject({
    id_columns: ['Store'],
    target: 'Sales',
    covariates: ['DayOfWeek', 'Customers', 'Open'],
  });
  expect(
    (await read('DATE,GDP\n1947-01-01,243.164\n1947-04-01,245.968\n1947-07-01,.\n')).frequency.step,
  ).toBe('P3M');
  expect((await read('Month,#Passengers\n1949-01,112\n1949-02,118\n')).ids).toEqual(['#Passengers']);
  const hours = dates(30, '2024-01-01', dayMs / 24);
  const load = hours.map((date, i) => `${date.toISOString()},${date.toISOString()},${i},${2 * i}`);
  const power = await read(table('utc_timestamp,cet_cest_timestamp,DE_load_actual,DE_solar', load));
  expect([power.ids, power.frequency.step]).toEqual([['DE_load_actual', 'DE_solar'], 'PT1H']);
  const split = hours.map((date, i) => `${iso(date)},${date.getUTCHours()},${i}`);
  expect((await read(table('date,hour,load', split))).reading.clock_column).toBe('hour');
});

test('tables that are nearly right name what is wrong', async () => {
  const cases: [string, string, string][] = [
    ['date,y,2024-01-01,1,2024-01-02,2,2024-01-03,3', 'csv_invalid', 'the line breaks are missing'],
    [
      'Price,Close,Open\nTicker,SPY,SPY\nDate,,\n2024-01-02,1,2\n',
      'csv_invalid',
      'lines 2 to 3 look like further lines',
    ],
    ['year,day,y\n1949,1,112\n1949,2,118\n1950,1,9\n', 'time_column_missing', 'the date is split'],
    [`date,hour,y\n2024-01-01,0,5\n2024-01-01,24,6\n`, 'cell_invalid', 'the hours in "hour" go to 24'],
  ];
  for (const [csv, code, words] of cases) {
    const problem = await refused(csv);
    expect([problem.code, problem.detail]).toEqual([code, expect.stringContaining(words)]);
  }
});

test('JSON with NaN, a list of records, and a false Parquet file name the cause and the remedy', async () => {
  const post = async (payload: string | Buffer, type = 'application/json') =>
    (
      await service.app.inject({
        method: 'POST',
        url: '/v1/datasets',
        headers: { 'content-type': type },
        payload,
      })
    ).json();
  expect((await post('{"series": [{"values": [1, NaN, 3]}]}')).detail).toContain(
    'write null for a missing value',
  );
  const records = await post('[{"ds": "2024-01-01", "y": 1}, {"ds": "2024-01-02", "y": 2}]');
  expect(records.code).toBe('request_invalid');
  expect(records.errors[0].message).toBe('the body is a list of 2 records, not an object');
  expect(records.errors[0].accepted).toContain('text/csv');
  const parquet = 'application/vnd.apache.parquet';
  const text = await post('date,y\n2024-01-01,1\n', parquet);
  expect([text.code, text.detail]).toEqual(['parquet_invalid', expect.stringContaining('the text "date,y"')]);
  expect((await post(Buffer.from('PAR1 and then nothing'), parquet)).detail).toContain('cut off');
});

test('the reading of an upload reads the same rows again, and a dataset without decimals leaves the mark open', async () => {
  const csv = table(
    'Datum;Filiale;Artikel;Menge',
    dates(20).flatMap((date) =>
      ['1', '2'].map(
        (shop) => `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.24;${shop};a;1.250,5`,
      ),
    ),
  );
  const dataset = await read(csv, { id_columns: 'Filiale,Artikel' });
  expect(dataset.reading).toMatchObject({ time_format: '%d.%m.%y', decimal: ',', target: 'Menge' });
  const answer = await service.app.inject({
    method: 'POST',
    url: `/v1/datasets/${dataset.id}/observations`,
    headers: { 'content-type': 'text/csv' },
    payload: 'Datum;Filiale;Artikel;Menge\n21.01.24;1;a;1.234\n',
  });
  expect(answer.json(), answer.body).toMatchObject({ added: 1, new_series: [] });
  const points = (
    await service.app.inject(`/v1/datasets/${dataset.id}/series/${encodeURIComponent('1|a')}`)
  ).json();
  expect([points.times.at(-1), points.values.at(-1)]).toEqual(['2024-01-21', 1234]);
});
