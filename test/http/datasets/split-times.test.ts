/** Tables whose times stand in several columns: a year beside a month, a date beside a time of day. */
import { writeXlsx } from 'hucre/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

type Query = Record<string, string>;

const send = (payload: string | Buffer, query: Query = {}, path = '', type = 'text/csv') =>
  service.app.inject({
    method: 'POST',
    url: `/v1/datasets${path}?${new URLSearchParams(query)}`,
    headers: { 'content-type': type },
    payload,
  });

/** The dataset of an upload, with the times and values of its first series. The dry run tells the same reading. */
async function read(payload: string | Buffer, query: Query = {}, type = 'text/csv') {
  const tried = await send(payload, { ...query, dry_run: 'true' }, '', type);
  expect(tried.statusCode, tried.body).toBe(200);
  const made = await send(payload, query, '', type);
  expect(made.statusCode, made.body).toBe(201);
  const dataset = made.json();
  expect(tried.json().reading).toEqual(dataset.reading);
  const [preview] = tried.json().preview;
  return { dataset, ...(await pointsOf(dataset.id, preview.id)), parts: partsOf(dataset) };
}
const pointsOf = async (id: string, series: string) => {
  const { times, values } = (
    await service.app.inject(`/v1/datasets/${id}/series/${encodeURIComponent(series)}`)
  ).json();
  return { times, values };
};
const partsOf = ({ reading }: { reading: { time_columns?: { column: string; part: string }[] } }) =>
  reading.time_columns?.map(({ column, part }) => `${column}:${part}`).join(',');
const refused = async (payload: string, query: Query = {}, path = '') => {
  const answer = await send(payload, query, path);
  expect(answer.statusCode, answer.body).toBe(422);
  return answer.json();
};
const rows = (header: string, lines: string[]) =>
  `${header}\n${lines.map((line, i) => `${line},${i + 1}\n`).join('')}`;

const months = ['2023-11-01', '2023-12-01', '2024-01-01'];
const quarters = ['2023-07-01', '2023-10-01', '2024-01-01', '2024-04-01'];
const hours = ['2024-01-01T22:00:00Z', '2024-01-01T23:00:00Z', '2024-01-02T00:00:00Z'];

test.each([
  ['year,month,y', ['2023,11', '2023,12', '2024,1'], months, 'year:year,month:month'],
  ['Month,Year,y', ['Nov,2023', 'Dec,2023', 'Jan,2024'], months, 'Year:year,Month:month'],
  ['Jahr,Monat,Umsatz', ['2023,November', '2023,Dezember', '2024,Januar'], months, 'Jahr:year,Monat:month'],
  ['연도,월,판매량', ['2023년,11월', '2023년,12월', '2024년,1월'], months, '연도:year,월:month'],
  ['年,月,売上', ['2023,11月', '2023,12月', '2024,1月'], months, '年:year,月:month'],
  ['año,mes,ventas', ['2023,noviembre', '2023,diciembre', '2024,enero'], months, 'año:year,mes:month'],
  ['année,mois,ventes', ['2023.0,11.0', '2023.0,12.0', '2024.0,1.0'], months, 'année:year,mois:month'],
  ['year,quarter,gdp', ['2023,3', '2023,4', '2024,1', '2024,2'], quarters, 'year:year,quarter:quarter'],
  ['Jahr,Quartal,BIP', ['2023,Q3', '2023,Q4', '2024,Q1', '2024,Q2'], quarters, 'Jahr:year,Quartal:quarter'],
  [
    '연도,분기,GDP',
    ['2023,3분기', '2023,4분기', '2024,1분기', '2024,2분기'],
    quarters,
    '연도:year,분기:quarter',
  ],
  [
    'year,week,cases',
    ['2020,52', '2020,53', '2021,1'],
    ['2020-12-21', '2020-12-28', '2021-01-04'],
    'year:year,week:week',
  ],
  [
    'Jahr,KW,Fälle',
    ['2024,KW 1', '2024,KW 2', '2024,KW 3'],
    ['2024-01-01', '2024-01-08', '2024-01-15'],
    'Jahr:year,KW:week',
  ],
  [
    'day,month,year,temp',
    ['28,2,2024', '29,2,2024', '1,3,2024'],
    ['2024-02-28', '2024-02-29', '2024-03-01'],
    'year:year,month:month,day:day',
  ],
  [
    'YEAR,DOY,T2M',
    ['2023,364', '2023,365', '2024,1'],
    ['2023-12-30', '2023-12-31', '2024-01-01'],
    'YEAR:year,DOY:dayofyear',
  ],
  [
    'year,month,day,hour,load',
    ['2024,1,1,22', '2024,1,1,23', '2024,1,2,0'],
    hours,
    'year:year,month:month,day:day,hour:hour',
  ],
  [
    'YEAR,MO,DY,HR,WS10M',
    ['2024,1,1,22', '2024,1,1,23', '2024,1,2,0'],
    hours,
    'YEAR:year,MO:month,DY:day,HR:hour',
  ],
  [
    'date,time,load',
    ['2024-01-01,22:00', '2024-01-01,23:00', '2024-01-02,00:00'],
    hours,
    'date:date,time:time',
  ],
  ['date,time,load', ['2024-01-01,22', '2024-01-01,23', '2024-01-02,0'], hours, 'date:date,time:hour'],
  [
    '<DATE>,<TIME>,<CLOSE>',
    ['20240101,220000', '20240101,230000', '20240102,000000'],
    hours,
    '<DATE>:date,<TIME>:hhmmss',
  ],
  ['date,time,load', ['2024-01-01,2200', '2024-01-01,2300', '2024-01-02,0'], hours, 'date:date,time:hhmm'],
])('%s %j', async (header, lines, times, parts) => {
  const found = await read(rows(header, lines));
  expect([found.times, found.parts]).toEqual([times, parts]);
  expect(found.values).toEqual(lines.map((_, i) => i + 1));
  expect(found.dataset.reading.covariates).toEqual([]);
  // The next row is read in the same way, although one row by itself shows nothing.
  const last = lines.at(-1)!;
  const sent = await send(rows(header, [last]), {}, `/${found.dataset.id}/observations`);
  expect(sent.json()).toMatchObject({ added: 0, replaced: 1, new_series: [] });
});

test('a panel, a wide table and covariates keep their columns', async () => {
  const panel = await read(
    'store,year,month,sales,price\nA,2023,12,1,9\nA,2024,1,2,9\nA,2024,2,3,9\nB,2024,1,5,8\nB,2024,2,6,8\n',
  );
  expect(panel.dataset.reading).toMatchObject({
    id_columns: ['store'],
    target: 'sales',
    covariates: ['price'],
    time_column: 'year',
    clock_column: null,
  });
  const wide = await read('year,month,north,south\n2024,1,120,80\n2024,2,131,85\n');
  expect([wide.dataset.reading.layout, wide.dataset.series_count]).toEqual(['wide', 2]);
});

test('xlsx and Parquet have the same rule, and rows of one format continue the other', async () => {
  const cells = [
    [2023, 11, 1],
    [2023, 12, 2],
    [2024, 1, 3],
  ];
  const xlsx = Buffer.from(
    await writeXlsx({ sheets: [{ name: 'Data', rows: [['year', 'month', 'y'], ...cells] }] }),
  );
  const parquet = Buffer.from(
    parquetWriteBuffer({
      columnData: ['year', 'month', 'y'].map((name, i) => ({
        name,
        data: cells.map((row) => row[i]),
        type: 'INT32' as const,
      })),
    }),
  );
  for (const file of [xlsx, parquet]) {
    const found = await read(file, {}, 'application/octet-stream');
    expect([found.times, found.parts]).toEqual([months, 'year:year,month:month']);
    const { id } = found.dataset;
    expect((await send('year,month,y\n2024,2,4\n', {}, `/${id}/observations`)).json().added).toBe(1);
    const again = await send(file, {}, `/${id}/observations`, 'application/octet-stream');
    expect(again.json()).toMatchObject({ added: 0, replaced: 0 });
    expect((await pointsOf(id, 'y')).times).toEqual([...months, '2024-02-01']);
  }
});

test('a single row with an hour of its own is no midnight', async () => {
  const { dataset } = await read('date,hour,load\n2024-01-01,22,1\n2024-01-01,23,2\n');
  expect(
    (await send('date,hour,load\n2024-01-02,0,3\n', {}, `/${dataset.id}/observations`)).json().added,
  ).toBe(1);
  expect(
    (await send('date,hour,load\n2024-01-02,1,4\n', {}, `/${dataset.id}/observations`)).json().added,
  ).toBe(1);
  expect((await pointsOf(dataset.id, 'load')).times.at(-1)).toBe('2024-01-02T01:00:00Z');
  const refusedRow = await refused('date,hour,load\n2024-01-02,,5\n', {}, `/${dataset.id}/observations`);
  expect(refusedRow).toMatchObject({ code: 'cell_invalid', errors: [{ line: 2 }] });
  expect(refusedRow.detail).toContain('the cell is empty (column "hour")');
});

test('rows in several columns continue a dataset whose dates had one, if the call names them', async () => {
  const { dataset } = await read('date,y\n30/01/2024,1\n31/01/2024,2\n');
  expect(dataset.reading.time_format).toBe('%d/%m/%Y');
  const parts = { time_columns: 'year,month,day' };
  const sent = await send('year,month,day,y\n2024,2,1,3\n', parts, `/${dataset.id}/observations`);
  expect(sent.json()).toMatchObject({ added: 1, replaced: 0 });
  expect((await pointsOf(dataset.id, 'y')).times.at(-1)).toBe('2024-02-01');
});

test('one row for each year is refused with both readings, and each can be stated', async () => {
  const csv = 'year,month,flow\n2020,3,100\n2021,5,120\n2022,4,150\n';
  const problem = await refused(csv);
  expect(problem).toMatchObject({ code: 'reading_ambiguous', errors: [{ line: 2, path: '?time_columns' }] });
  expect(problem.errors[0].accepted).toBe(
    'time_columns=year,month to read 2020-03-01, or time_column=year to read 2020',
  );
  const dated = await read(csv, { time_columns: 'year,month' });
  expect(dated.times).toEqual(['2020-03-01', '2021-05-01', '2022-04-01']);
  const yearly = await read(csv, { time_column: 'year', target: 'flow' });
  expect([yearly.times[0], yearly.dataset.reading.covariates]).toEqual(['2020-01-01', ['month']]);
  expect((await refused(`country,${csv.replaceAll('\n20', '\nA,20')}B,2020,1,5\n`)).code).toBe(
    'reading_ambiguous',
  );
});

test('a quarter that is not that of its month is refused with both readings', async () => {
  const problem = await refused(
    rows('year,quarter,month,y', ['2024,1,1', '2024,1,2', '2024,2,1', '2024,2,2']),
  );
  expect(problem.code).toBe('time_column_missing');
  const both = await refused(rows('year,quarter,month,y', ['2023,1,7', '2023,2,10', '2024,3,1', '2024,4,4']));
  expect(both).toMatchObject({ code: 'reading_ambiguous', errors: [{ path: '?time_columns' }] });
  expect(both.errors[0].accepted).toContain('time_columns=year,month to read 2023-07-01');
  expect(both.errors[0].accepted).toContain('time_columns=year,quarter to read 2023-01-01');
  const calendar = await read(rows('year,quarter,month,y', ['2023,3,7', '2023,4,10', '2024,1,1']), {
    target: 'y',
  });
  expect([calendar.times[1], calendar.dataset.reading.covariates]).toEqual(['2023-10-01', ['quarter']]);
});

test('weeks are told to be those of ISO 8601, and a week that a year lacks is refused', async () => {
  const csv = rows('year,week,sales', ['2024,1', '2024,2', '2024,3']);
  const warned = (await read(csv)).dataset.warnings.map(({ message }: { message: string }) => message).join();
  expect(warned).toContain('Set time_columns=year,week to keep this reading');
  expect((await read(csv, { time_columns: 'year,week' })).dataset.warnings).toEqual([]);
  const problem = await refused(rows('year,week,sales', ['2023,51', '2023,52', '2023,53']));
  expect([problem.code, problem.errors[0].line]).toEqual(['cell_invalid', 4]);
  expect(problem.detail).toContain('2023 has no week 53 (column "week")');
});

test('a column with the whole date goes before its parts', async () => {
  const found = await read('year,month,observation_date,y\n2023,11,2023-11-01,1\n2023,11,2023-11-02,2\n', {
    target: 'y',
  });
  expect([found.times, found.parts]).toEqual([['2023-11-01', '2023-11-02'], undefined]);
});

test('a year that stands beside its first month only goes on, and this is told', async () => {
  const found = await read('Year,Month,Value\n2023,Nov,1\n,Dec,2\n2024,Jan,3\nTotal,,6\n');
  expect([found.times, found.values]).toEqual([months, [1, 2, 3]]);
  const messages = found.dataset.warnings.map(({ message }: { message: string }) => message).join(' ');
  expect(messages).toContain('1 row has no "Year". That of the row before was read');
  expect(messages).toContain('it is a total or a note: "Total 6"');
});

test('cells that are no parts of a time are refused with their column', async () => {
  const cases: [string, string][] = [
    ['2023,13', '"13" is not a month (column "month")'],
    ['2023,Total', '"Total" is not a month (column "month")'],
    ['23,12', '"23" is not a year (column "year")'],
    ['2023,', 'the cell is empty (column "month")'],
  ];
  for (const [row, message] of cases) {
    const problem = await refused(rows('year,month,y', ['2023,10', '2023,11', row, '2024,1']));
    expect([problem.code, problem.errors[0].line, problem.errors[0].message]).toEqual([
      'cell_invalid',
      4,
      message,
    ]);
  }
  const day = await refused(rows('year,month,day,y', ['2023,2,28', '2023,2,29', '2023,3,1']));
  expect(day.errors[0].message).toBe('month 2 of 2023 has no day 29 (column "day")');
  const hour = await refused(rows('year,month,day,hour,y', ['2023,2,28,0', '2023,2,28,24']));
  expect(hour.detail).toContain('the hours in "hour" go to 24');
});

test('time_columns names the columns and their parts; what makes no time is refused', async () => {
  const csv = rows('a,b,y', ['2023,11', '2023,12', '2024,1']);
  const stated = await read(csv, { time_columns: 'a:year,b:month' });
  expect([stated.times, stated.parts]).toEqual([months, 'a:year,b:month']);
  const sent = await send('a,b,y\n2024,2,4\n', {}, `/${stated.dataset.id}/observations`);
  expect(sent.json().added).toBe(1);
  const cases: [Query, string][] = [
    [{ time_columns: 'a,b' }, 'the name of "a" does not say its part'],
    [{ time_columns: 'a:year' }, 'the parts "year" are no time'],
    [{ time_columns: 'a:year,b:year' }, 'are no time'],
    [{ time_columns: 'a:year,b:hour' }, 'the parts "year", "hour" are no time'],
    [{ time_columns: 'a:year,b:month', time_column: 'a' }, 'are there together'],
    [{ time_columns: 'a:year,b:month', time_format: '%Y' }, '`time_format` is the notation of one column'],
  ];
  for (const [query, message] of cases) {
    const problem = await send(csv, query);
    expect([problem.statusCode, problem.json().detail]).toEqual([422, expect.stringContaining(message)]);
  }
  expect((await send(csv, { time_columns: 'a:year,c:month' })).json().code).toBe('column_unknown');
  const zoned = await read(rows('d,h,y', ['2024-07-01,9', '2024-07-01,10']), {
    time_columns: 'd:date,h:hour',
    time_zone: 'Asia/Seoul',
  });
  expect(zoned.times[0]).toBe('2024-07-01T09:00:00+09:00');
});

test('a forecast in one call reads split times too', async () => {
  const lines = Array.from({ length: 48 }, (_, i) => `${2020 + Math.floor(i / 12)},${(i % 12) + 1}`);
  const answer = await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts?horizon=2',
    headers: { 'content-type': 'text/csv' },
    payload: rows('year,month,y', lines),
  });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.body).toContain('2024-01-01');
});

test('hour 24 shows that hours are counted from 1, also behind the first rows of many series', async () => {
  const meters = Array.from({ length: 50 }, (_, i) => `m${i}`);
  const table = (from: number, header = 'date,hour,meter,kwh') =>
    [
      header,
      ...Array.from({ length: 24 }, (_, h) => meters.map((meter) => `13/06/2024,${h + from},${meter},${h}`)),
    ]
      .flat()
      .map((line) => `${line}\n`)
      .join('');
  for (const from of [0, 1]) {
    const { times, dataset } = await read(table(from), { time_zone: 'Europe/Berlin' });
    expect([times[0], times[23]]).toEqual(['2024-06-13T00:00:00+02:00', '2024-06-13T23:00:00+02:00']);
    expect(partsOf(dataset)).toBe(from === 0 ? 'date:date,hour:hour' : 'date:date,hour:hour24');
  }
  const stated = await refused(table(1), { time_columns: 'date:date,hour:hour' });
  expect(stated.errors[0].message).toBe('"24" is not an hour (column "hour")');
  const digits = await refused('date,time,y\n2024-01-01,0,1\n2024-01-01,930,2\n', {
    time_columns: 'date:date,time:hour',
  });
  expect(digits.detail).toContain('time_columns=date:date,time:hhmm if 930 is 09:30');
});

test('hours from 1 to 24 begin at midnight, with a warning, and so do those of added rows', async () => {
  const day = (date: string) => Array.from({ length: 24 }, (_, i) => `${date},${i + 1}`);
  for (const [header, dates] of [
    ['Date,Hour,y', ['2024-01-01', '2024-01-02']],
    ['OPR_DT,HE,y', ['12/31/2023', '01/01/2024']],
  ] as const) {
    const { dataset, times, parts } = await read(rows(header, dates.flatMap(day)));
    const [date, hour] = header.split(',');
    expect([times[0].slice(11), times[23].slice(11), times.length]).toEqual(['00:00:00Z', '23:00:00Z', 48]);
    expect([dataset.frequency.step, parts]).toEqual(['PT1H', `${date}:date,${hour}:hour24`]);
    const told = dataset.warnings.filter(({ code }: { code: string }) => code === 'layout_assumed');
    expect(told).toMatchObject([{ message: expect.stringContaining(`time_columns=${parts} to keep`) }]);
    const stated = await read(rows(header, dates.flatMap(day)), { time_columns: parts! });
    expect([stated.times, stated.dataset.warnings]).toEqual([
      times,
      dataset.warnings.filter(({ code }: { code: string }) => code !== 'layout_assumed'),
    ]);
    // The hours of a part of a day do not show that they are counted from 1.
    const added = await send(
      `${header}\n${header.startsWith('Date') ? '2024-01-03' : '01/02/2024'},1,9\n`,
      {},
      `/${dataset.id}/observations`,
    );
    expect(added.json(), added.body).toMatchObject({ added: 1, warnings: [] });
    const after = await pointsOf(dataset.id, 'y');
    expect(Date.parse(after.times[48]) - Date.parse(after.times[47])).toBe(3_600_000);
  }
});
