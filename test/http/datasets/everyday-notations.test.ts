/** Tables of banks, meters, exchanges and accounting programs in several languages, each with a
 *  dry run and an upload. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

type Query = Record<string, string>;

const send = (payload: string | Buffer, query: Query, type = 'text/csv') =>
  service.app.inject({
    method: 'POST',
    url: `/v1/datasets?${new URLSearchParams(query)}`,
    headers: { 'content-type': type },
    payload,
  });

/** The dataset and the observations of its first series, which a dry run gives as well. */
async function read(payload: string | Buffer, query: Query = {}) {
  const tried = await send(payload, { ...query, dry_run: 'true' });
  expect(tried.statusCode, tried.body).toBe(200);
  const made = await send(payload, query);
  expect(made.statusCode, made.body).toBe(201);
  const dataset = made.json();
  const [preview] = tried.json().preview;
  const url = `/v1/datasets/${dataset.id}/series/${encodeURIComponent(preview.id)}`;
  const { times, values } = (await service.app.inject(url)).json();
  expect(times.slice(0, preview.times.length)).toEqual(preview.times);
  expect(values.slice(0, preview.values.length)).toEqual(preview.values);
  const told = (code: string): string | undefined =>
    dataset.warnings.find((warning: { code: string }) => warning.code === code)?.message;
  return { dataset, step: dataset.frequency.step, times, values, told };
}

const rows = (cells: readonly string[], separator = ',') =>
  cells.map((cell, i) => `${cell}${separator}${100 + i}\n`).join('');

const dates = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'];
const months = ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'];
const quarters = ['2023-07-01', '2023-10-01', '2024-01-01', '2024-04-01'];
const weeks = ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22'];
const hours = [
  '2024-01-01T10:00:00Z',
  '2024-01-01T11:00:00Z',
  '2024-01-01T12:00:00Z',
  '2024-01-01T13:00:00Z',
];

test.each([
  ['German months', 'Monat', ['Jan 2024', 'Feb 2024', 'Mär 2024', 'Apr 2024'], months],
  ['long German months', 'Monat', ['Januar 2024', 'Februar 2024', 'März 2024', 'April 2024'], months],
  ['German dates', 'Datum', ['1. Januar 2024', '2. Januar 2024', '3. Januar 2024', '4. Januar 2024'], dates],
  [
    'German dates with weekdays',
    'Datum',
    [
      'Montag, 1. Januar 2024',
      'Dienstag, 2. Januar 2024',
      'Mittwoch, 3. Januar 2024',
      'Donnerstag, 4. Januar 2024',
    ],
    dates,
  ],
  ['French months', 'mois', ['janv. 2024', 'févr. 2024', 'mars 2024', 'avr. 2024'], months],
  ['French dates', 'date', ['1er janvier 2024', '2 janvier 2024', '3 janvier 2024', '4 janvier 2024'], dates],
  ['Spanish months', 'mes', ['enero 2024', 'febrero 2024', 'marzo 2024', 'abril 2024'], months],
  [
    'Spanish dates',
    'fecha',
    ['1 de enero de 2024', '2 de enero de 2024', '3 de enero de 2024', '4 de enero de 2024'],
    dates,
  ],
  [
    'Polish dates',
    'data',
    ['1 stycznia 2024', '2 stycznia 2024', '3 stycznia 2024', '4 stycznia 2024'],
    dates,
  ],
  ['Korean months', '월', ['2024년 1월', '2024년 2월', '2024년 3월', '2024년 4월'], months],
  ['Korean dates', '날짜', ['2024년 1월 1일', '2024년 1월 2일', '2024년 1월 3일', '2024년 1월 4일'], dates],
  ['Korean dates with points', '일자', ['2024. 1. 1.', '2024. 1. 2.', '2024. 1. 3.', '2024. 1. 4.'], dates],
  [
    'Korean times',
    '일시',
    ['2024-01-01 오전 10:00', '2024-01-01 오전 11:00', '2024-01-01 오후 12:00', '2024-01-01 오후 1:00'],
    hours,
  ],
  ['Japanese dates', '日付', ['2024年1月1日', '2024年1月2日', '2024年1月3日', '2024年1月4日'], dates],
  ['months of SAP', 'Periode', ['01.2024', '02.2024', '03.2024', '04.2024'], months],
  ['months with a slash', 'Buchungsmonat', ['01/2024', '02/2024', '03/2024', '04/2024'], months],
  ['quarters 3Q23', 'Period', ['3Q23', '4Q23', '1Q24', '2Q24'], quarters],
  ['quarters Q3/23', 'Quartal', ['Q3/23', 'Q4/23', 'Q1/24', 'Q2/24'], quarters],
  ['quarters 2023 Q3', 'Quarter', ['2023 Q3', '2023 Q4', '2024 Q1', '2024 Q2'], quarters],
  [
    'German quarters',
    'Quartal',
    ['3. Quartal 2023', '4. Quartal 2023', '1. Quartal 2024', '2. Quartal 2024'],
    quarters,
  ],
  ['Korean quarters', '분기', ['2023년 3분기', '2023년 4분기', '2024년 1분기', '2024년 2분기'], quarters],
  ['German weeks', 'KW', ['KW 1/2024', 'KW 2/2024', 'KW 3/2024', 'KW 4/2024'], weeks],
  ['weeks of one digit', 'week', ['2024-W1', '2024-W2', '2024-W3', '2024-W4'], weeks],
  ['dates with hours', 'MESS_DATUM', ['2024010110', '2024010111', '2024010112', '2024010113'], hours],
  [
    'periods',
    'MTU',
    [
      '01.01.2024 10:00 - 01.01.2024 11:00',
      '01.01.2024 11:00 - 01.01.2024 12:00',
      '01.01.2024 12:00 - 01.01.2024 13:00',
      '01.01.2024 13:00 - 01.01.2024 14:00',
    ],
    hours,
  ],
] as const)('%s are read', async (_, name, cells, times) => {
  const found = await read(`${name};Menge\n${rows(cells, ';')}`);
  expect(found.times).toEqual(times);
  expect(found.values).toEqual([100, 101, 102, 103]);
  expect(found.dataset.reading.time_column).toBe(name);
});

test('later tables in these notations are read as the upload was', async () => {
  for (const [name, cells, later, time] of [
    ['Monat', ['Mai 2024', 'Juni 2024', 'Juli 2024', 'Aug 2024'], 'September 2024', '2024-09-01'],
    ['KW', ['KW 1/2024', 'KW 2/2024', 'KW 3/2024', 'KW 4/2024'], 'KW 5/2024', '2024-01-29'],
    [
      'MTU',
      [
        '01.01.2024 00:00 - 02.01.2024 00:00',
        '02.01.2024 00:00 - 03.01.2024 00:00',
        '03.01.2024 00:00 - 04.01.2024 00:00',
      ],
      '04.01.2024 00:00 - 05.01.2024 00:00',
      '2024-01-04',
    ],
  ] as const) {
    const { dataset } = await read(`${name};Menge\n${rows(cells, ';')}`);
    const answer = await service.app.inject({
      method: 'POST',
      url: `/v1/datasets/${dataset.id}/observations?dry_run=true`,
      headers: { 'content-type': 'text/csv' },
      payload: `${name};Menge\n${later};7\n`,
    });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({ added: 1, replaced: 0 });
    expect(answer.json().preview[0].times[0]).toContain(time);
  }
});

test('the order of day and month is told where all rows have one date, because later rows need it', async () => {
  const day = (separator: string) =>
    Array.from({ length: 24 }, (_, i) => `01${separator}01${separator}2024 ${String(i).padStart(2, '0')}:00`);
  const german = await read(`Datum von;Last\n${rows(day('.'), ';')}`);
  expect(german.dataset.reading.time_format).toBe('%d.%m.%Y %H:%M');
  const open = await read(`time,load\n${rows(day('/'))}`);
  expect(open.told('date_order_assumed')).toContain(
    'Rows that are added later are read with time_format=%m/%d/%Y',
  );
});

test('years of two parts are not taken for months', async () => {
  const csv = `season,visitors\n${rows(['2009/10', '2010/11', '2011/12'])}`;
  const refused = (await send(csv, {})).json();
  expect(refused).toMatchObject({ code: 'reading_ambiguous', errors: [{ line: 2, path: '?time_format' }] });
  expect(refused.detail).toContain('"2009/10" is the year from 2009 to 2010, or month 10 of 2009');
  const stated = await read(csv, { time_column: 'season', time_format: '%Y/%m' });
  expect(stated.times).toEqual(['2009-10-01', '2010-11-01', '2011-12-01']);
  expect((await read(`month,visitors\n${rows(['2011-11', '2011-12', '2012-01'])}`)).step).toBe('P1M');
});

test('meters: the start of a quarter of an hour is its time, and trailing minus signs are read', async () => {
  const meter = await read(
    `Datum;von;bis;Lastgang [kW]\n15.03.2024;00:00;00:15;1.203,5-\n15.03.2024;00:15;00:30;3,25\n15.03.2024;00:30;00:45;-1,5\n`,
  );
  expect(meter.dataset.reading).toMatchObject({ time_column: 'Datum', clock_column: 'von', decimal: ',' });
  expect(meter.step).toBe('PT15M');
  expect(meter.values).toEqual([-1203.5, 3.25, -1.5]);
});

test('lists of SAP: bars at both ends, lines of hyphens, numbers with a minus behind', async () => {
  const ruler = `${'-'.repeat(36)}\n`;
  const list = `${ruler}|Buchungsmonat|Umsatz        |\n${ruler}|01.2024      |    1.234,56- |\n|02.2024      |    2.345,60  |\n|03.2024      |    3.456,78- |\n${ruler}`;
  const found = await read(list);
  expect(found.times).toEqual(months.slice(0, 3));
  expect(found.values).toEqual([-1234.56, 2345.6, -3456.78]);
});

test('a header that comes again is skipped and told', async () => {
  const part = (cells: string[]) => `date,sales\n${rows(cells)}`;
  const found = await read(part(dates.slice(0, 2)) + part(dates.slice(2)));
  expect(found.times).toEqual(dates);
  expect(found.told('lines_skipped')).toBe('Line 4 repeats the header and was not read.');
});

test('titles with as many cells as the header are skipped and named', async () => {
  for (const title of [
    'Report,2024\n',
    'Station,Bern\nElevation,540\n',
    'Report,2024\n\nSource,"ERP, all"\n',
  ]) {
    const found = await read(`${title}date,sales\n${rows(dates)}`);
    expect([found.times, found.dataset.reading.time_column]).toEqual([dates, 'date']);
    expect(found.told('lines_skipped')).toContain(title.split(',')[0]);
  }
  // The first line is the header where its first cell names the times, or where no later one does.
  expect((await read(`date,sales\n${rows(dates)}`)).told('lines_skipped')).toBeUndefined();
  expect((await send(`Price,Close\nTicker,AAPL\n${rows(dates)}`, {})).json().detail).toContain(
    'further line',
  );
});

test.each([
  [
    'weeks of months',
    'year,month,week,sales\n2024,1,1,5\n2024,1,2,6\n2024,2,1,7\n2024,2,2,7\n',
    'the date is split over the columns "year", "month", "week"',
  ],
  [
    'fiscal years',
    `Fiscal year,Revenue\n${rows(['FY2020', 'FY2021', 'FY2022'])}`,
    'are fiscal years or seasons, such as "FY2020"',
  ],
  [
    'fiscal quarters',
    `Period,Revenue\n${rows(['FY23 Q1', 'FY23 Q2', 'FY23 Q3'])}`,
    'nothing says on which day they begin',
  ],
  [
    'months across',
    'Product,2024-01,2024-02,2024-03\nA,1,2,3\nB,5,6,7\n',
    'the times "2024-01" to "2024-03" are across the columns',
  ],
  [
    'days across',
    'Province,Country,1/22/20,1/23/20,1/24/20\n,Austria,0,1,2\n',
    'the times "1/22/20" to "1/24/20" are across',
  ],
  [
    'two headers',
    `,North,North,South\ndate,sales,returns,sales\n${dates.map((date) => `${date},1,2,3\n`).join('')}`,
    'line 2 looks like a further line of the header',
  ],
  [
    'three headers of pandas',
    `Price,Close,Close\nTicker,AAPL,MSFT\nDate,,\n${dates.map((date) => `${date},1,2\n`).join('')}`,
    'lines 2 to 3 look like further lines of the header',
  ],
  [
    'lines of JSON',
    `${dates.map((date) => `${JSON.stringify({ date, value: 1 })}\n`).join('')}`,
    'lines of JSON, one object in each line',
  ],
  ['a name twice', 'date,sales,sales\n2024-01-01,1,2\n', 'both named "sales"'],
])('%s are refused with the cause and a remedy', async (_, csv, cause) => {
  const answer = await send(csv, {});
  expect(answer.statusCode, answer.body).toBe(422);
  const problem = answer.json();
  expect(problem.detail).toContain(cause);
  expect(problem.errors[0].accepted).toBeTruthy();
});

test('lines of JSON that are sent as JSON are told for what they are', async () => {
  const lines = dates.map((date) => `${JSON.stringify({ date, value: 1 })}\n`).join('');
  const answer = await send(lines, {}, 'application/json');
  expect(answer.json()).toMatchObject({ code: 'body_invalid_json' });
  expect(answer.json().detail).toContain('The body has an object in each line: send one document');
});

test('numbers that look like a month and a year are no times', async () => {
  const refused = (await send('a,b\n1.2024,5\n2.2025,6\n3.2026,7\n', {})).json();
  expect(refused.code).toBe('time_column_missing');
  const seconds = Array.from({ length: 4 }, (_, i) => String(1_704_103_200 + 3_600 * i));
  expect((await read(`time,y\n${rows(seconds)}`)).times).toEqual(hours);
});

test('signs, groups and currencies of numbers in one file each', async () => {
  for (const [cell, value] of [
    ['1 234,5 €', 1234.5],
    ['CHF 1’234.50', 1234.5],
    ['−1.5', -1.5],
    ['12,5 %', 12.5],
    ['(1.234,50)', -1234.5],
    ['1\u202f234', 1234],
  ] as const) {
    const found = await read(`date;x\n${dates.map((date) => `${date};${cell}\n`).join('')}`);
    expect(found.values[0], cell).toBe(value);
  }
});
