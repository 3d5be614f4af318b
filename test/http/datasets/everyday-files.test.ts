/** Tables as people have them: titles and totals around them, units in the cells, periods across the columns. */
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

type Query = Record<string, string>;
type Point = [time: string, value: number | null];

const sent = (csv: string | Buffer, query: Query, contentType: string) =>
  service.app.inject({
    method: 'POST',
    url: `/v1/datasets?${new URLSearchParams({ ...query, dry_run: 'true' })}`,
    headers: { 'content-type': contentType },
    payload: csv,
  });
/** The dataset that an upload would make, with its first observations by series. */
const read = async (csv: string | Buffer, query: Query = {}, contentType = 'text/csv') => {
  const answer = await sent(csv, query, contentType);
  expect(answer.statusCode, answer.body).toBe(200);
  const dataset = answer.json();
  const first: Record<string, Point[]> = {};
  for (const { id, times, values } of dataset.preview)
    first[id] = times.map((time: string, i: number) => [time, values[i]]);
  const told = (code: string) =>
    dataset.warnings.filter((warning: { code: string }) => warning.code === code) as {
      message: string;
      line: number | null;
      series_id: string | null;
    }[];
  return { ...dataset, first, told };
};
const refused = async (csv: string, query: Query = {}) => {
  const answer = await sent(csv, query, 'text/csv');
  expect(answer.statusCode, answer.body).toBe(422);
  return answer.json();
};
const days = (rows: string[]) => rows.map((row, i) => `2024-01-0${i + 1}${row}\n`).join('');

test('titles before the header are skipped and named', async () => {
  for (const [csv, lines, first] of [
    [`Sales report\n\ndate,north,south\n${days([',1,2', ',3,4'])}`, 'Line 1 ', 'Sales report'],
    [
      `Sales, all stores\nSource: ERP\ndate;north;south\n${days([';1;2', ';3;4'])}`,
      'Lines 1 to 2 ',
      'Sales, all',
    ],
    [`Sales,,\nNote,x,\ndate,north,south\n${days([',1,2', ',3,4'])}`, 'Lines 1 to 2 ', 'Note x'],
    [
      `"Report ""A"""\r\nStation: 5\r\ndate\tnorth\tsouth\r\n${days(['\t1\t2', '\t3\t4'])}`,
      'Lines 1 to 2 ',
      'Station: 5',
    ],
  ] as const) {
    const dataset = await read(csv, { layout: 'wide' });
    expect(Object.keys(dataset.first)).toEqual(['north', 'south']);
    expect(dataset.first.south).toEqual([
      ['2024-01-01', 2],
      ['2024-01-02', 4],
    ]);
    const [warning] = dataset.told('lines_skipped');
    expect(warning.line).toBe(1);
    expect(warning.message).toContain(lines);
    expect(warning.message).toContain(first);
  }
  // Later lines keep their numbers.
  const problem = await refused(`Sales report\n\ndate,north,south\n${days([',1,2', ',x,4'])}`, {
    layout: 'wide',
  });
  expect(problem.errors[0].line).toBe(5);
});

test('decimal commas, groups of columns and short headers are no titles', async () => {
  const comma = await read(`Datum;Wert\n${days([';1,5', ';2,5', ';3,5;'])}`);
  expect(comma.first.Wert.map(([, value]: Point) => value)).toEqual([1.5, 2.5, 3.5]);
  expect(comma.told('lines_skipped')).toEqual([]);
  expect((await refused(`date,north\n${days([',1,2', ',3,4'])}`)).errors).toHaveLength(2);
  expect((await refused(`,North,,South,\ndate,a,b,c,d\n${days([',1,2,3,4'])}`)).code).toBe('csv_invalid');
  expect((await refused('Price,Open,Close\nTicker,x,y\nDate,,\n2024-01-01,1,2\n')).code).toBe('csv_invalid');
});

test('a first line sep=; names the delimiter', async () => {
  for (const start of ['sep=;\n', '\ufeffsep=;\r\n', '"sep=;"\n', 'SEP=;\n\n']) {
    const dataset = await read(`${start}date;y\n${days([';1,5', ';2,5'])}`);
    expect(dataset.first.y).toEqual([
      ['2024-01-01', 1.5],
      ['2024-01-02', 2.5],
    ]);
    expect(dataset.told('lines_skipped')).toEqual([]);
  }
  // The stated delimiter goes before the more frequent one.
  const tabs = await read(`sep=|\ndate|a,b,c\n${days(['|1', '|2'])}`);
  expect(Object.keys(tabs.first)).toEqual(['a,b,c']);
});

test('totals and notes after the last row are skipped and named', async () => {
  for (const last of [
    'Total,4,6',
    'Grand total:,4,6',
    'Gesamt,4,6',
    '합계,4,6',
    'Summe 2024,4,6',
    'Source: ERP',
    '* provisional,,',
    '"Note: north, and south",x,',
  ]) {
    const dataset = await read(`date,north,south\n${days([',1,2', ',3,4'])}${last}\n`, { layout: 'wide' });
    expect(dataset.point_count).toBe(4);
    expect(dataset.told('lines_skipped')).toMatchObject([
      { line: 4, message: expect.stringContaining('Line 4 ') },
    ]);
  }
  const several = await read(`date,y\n${days([',1', ',3'])}Total,4\nAverage,2\nSource: ERP\n`);
  expect(several.told('lines_skipped')[0].message).toContain('Lines 4 to 6 ');
  const empty = await read(`date,y\n${days([',1', ',3'])},4\n`);
  expect(empty.told('rows_without_time')).toMatchObject([{ line: 4 }]);
  // Years are numbers, and the total is none.
  expect((await read('Jahr;Wert\n2022;1\n2023;2\nSumme;3\n')).point_count).toBe(2);
});

test('totals inside a table, and other rows without a time, are refused', async () => {
  const inside = await refused('date,y\n2024-01-01,1\nTotal,1\n2024-02-01,2\n');
  expect(inside.errors).toMatchObject([{ line: 3 }]);
  expect(inside.detail).toContain('rows of totals and notes inside the table must be removed');
  expect((await refused(`date,y\n${days([',1', ',3'])}2024-0\n`)).errors).toMatchObject([{ line: 4 }]);
  expect((await refused(`date,y\n${days([',1', ',3'])}tomorrow,4\n`)).errors).toMatchObject([{ line: 4 }]);
});

test('24:00 is the start of the next day', async () => {
  for (const [csv, query] of [
    ['time,y\n2024-02-28 23:00,1\n2024-02-28 24:00,2\n2024-02-29T01:00,3\n', {}],
    ['time,y\n28.02.2024 23:00,1\n28.02.2024 24:00:00,2\n29.02.2024 01:00,3\n', {}],
    ['date,time,y\n2024-02-28,23:00,1\n2024-02-28,24:00,2\n2024-02-29,01:00,3\n', {}],
    ['when,y\n28/2/2024 23h00,1\n28/2/2024 24h00,2\n29/2/2024 01h00,3\n', { time_format: '%d/%m/%Y %Hh%M' }],
  ] as const) {
    const { first } = await read(csv, query);
    expect(first.y.map(([time]: Point) => time)).toEqual([
      '2024-02-28T23:00:00Z',
      '2024-02-29T00:00:00Z',
      '2024-02-29T01:00:00Z',
    ]);
  }
  const year = await read('time,y\n31/12/2023 23:00,1\n31/12/2023 24:00,2\n', {});
  expect(year.first.y[1][0]).toBe('2024-01-01T00:00:00Z');
  const late = await refused('time,y\n2024-02-28 23:00,1\n2024-02-28 24:01,2\n');
  expect(late.errors).toMatchObject([{ line: 3 }]);
});

test('a unit that each cell of a column has is read and told', async () => {
  const values = (points: Point[]) => points.map(([, value]) => value);
  const power = await read(`date,load\n${days([',3.1 kW', ',', ',1e1kW', ',-0.5 kW'])}`);
  expect(values(power.first.load)).toEqual([3.1, null, 10, -0.5]);
  expect(power.reading.units).toEqual({ load: 'kW' });
  const german = await read(`Datum;Last;Preis\n${days([';1.234,5 MWh;€ 1.234,50', ';0,5 MWh;€ 2,00'])}`, {
    layout: 'wide',
  });
  expect([values(german.first.Last), values(german.first.Preis)]).toEqual([
    [1234.5, 0.5],
    [1234.5, 2],
  ]);
  expect(german.reading.units).toEqual({ Last: 'MWh', Preis: '€' });
  const share = await read(`date;a;b\n${days([';12 %;20.5 °C', ';13 %;21 °C'])}`, { layout: 'wide' });
  expect(share.reading.units).toEqual({ a: '%', b: '°C' });
  const people = await read(`날짜;방문자\n${days([';1,200명', ';980명'])}`, { decimal: '.' });
  expect(values(Object.values<Point[]>(people.first)[0])).toEqual([1200, 980]);
  expect((await read(`date,y\n${days([',1', ',2'])}`)).reading).not.toHaveProperty('units');
});

test('different units and suffixes that multiply are refused with the column, the line and the remedy', async () => {
  for (const [rows, line, text] of [
    [[',3.1 kW', ',2 MW'], 3, '"2 MW" has another unit than "3.1 kW"'],
    [[',3.1 kW', ',2'], 3, '"2" has another unit than "3.1 kW"'],
    [[',1.2k', ',5M'], 2, '"1.2k" has a suffix that multiplies'],
    [[',850', ',1.2k', ',5M', ',3B'], 3, '"1.2k" has a suffix that multiplies'],
    [[',$1.2M', ',$3.4M'], 2, '"$1.2M" has a suffix that multiplies'],
    [[',850', ',900', ',1.2k'], 4, '"1.2k" has a suffix that multiplies'],
  ] as const) {
    const problem = await refused(`date,load\n${days([...rows])}`);
    expect(problem.errors).toMatchObject([{ line }]);
    expect(problem.detail).toContain(text);
    expect(problem.detail).toContain('column "load"');
    expect(problem.detail).toMatch(/convert them to one unit|written in full/);
  }
  // The sample ends before the other unit.
  const rows = Array.from({ length: 1_500 }, (_, i) => `${1_000 + i},${i} ${i < 1_400 ? 'kW' : 'MW'}`);
  expect((await refused(`t,load\n${rows.join('\n')}\n`)).errors).toMatchObject([{ line: 1_402 }]);
});

test('codes that begin with a digit are text', async () => {
  const dataset = await read(`date,y,room,street\n${days([',1,12A,1 High Street', ',2,3B,2 Low Street'])}`);
  expect(dataset.told('columns_ignored')[0].message).toContain('"room", "street"');
  expect(dataset.told('columns_ignored')).toHaveLength(1);
});

const row = (first: string, from: number, count: number) =>
  [first, ...Array.from({ length: count }, (_, i) => from + i)].join(',');
const months = {
  short: 'Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec',
  long: 'year,January,February,March,April,May,June,July,August,September,October,November,December',
  german: 'Jahr,Jan,Feb,Mrz,Apr,Mai,Jun,Jul,Aug,Sep,Okt,Nov,Dez',
  austrian: 'Jahr,Jänner,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember',
  french: 'année,janv.,févr.,mars,avr.,mai,juin,juil.,août,sept.,oct.,nov.,déc.',
  korean: '연도,1월,2월,3월,4월,5월,6월,7월,8월,9월,10월,11월,12월',
  numbers: 'Year,1,2,3,4,5,6,7,8,9,10,11,12',
  padded: ',M01,M02,M03,M04,M05,M06,M07,M08,M09,M10,M11,M12',
};

test.each(Object.entries(months))(
  'a year in each row and %s months across are one monthly series',
  async (_, header) => {
    const dataset = await read(`${header}\n${row('2022', 1, 12)}\n${row('2023', 13, 12)}\n`);
    expect(dataset).toMatchObject({
      series_count: 1,
      point_count: 24,
      start: '2022-01-01',
      end: '2023-12-01',
    });
    expect(dataset.frequency.step).toBe('P1M');
    expect(dataset.reading.layout).toBe('periods');
    expect(dataset.first.value.slice(0, 2)).toEqual([
      ['2022-01-01', 1],
      ['2022-02-01', 2],
    ]);
    const told = dataset.told('layout_assumed');
    expect(told).toHaveLength(1);
    expect(told[0].message).toContain('read as the months of one monthly series');
    expect(told[0].message).toContain('layout=wide');
  },
);

test('quarters of years and hours of days are one series too', async () => {
  for (const header of [
    'Year,Q1,Q2,Q3,Q4',
    'Jahr,1. Quartal,2. Quartal,3. Quartal,4. Quartal',
    '연도,1분기,2분기,3분기,4분기',
  ]) {
    const quarters = await read(`${header}\n${row('2022', 1, 4)}\n${row('2023', 5, 4)}\n`);
    expect(quarters).toMatchObject({ point_count: 8, start: '2022-01-01', end: '2023-10-01' });
    expect(quarters.frequency.step).toBe('P3M');
  }
  const hours = (name: (hour: number) => string) => Array.from({ length: 24 }, (_, i) => name(i)).join(',');
  for (const names of [
    hours(String),
    hours((i) => `${i}:00 Uhr`),
    hours((i) => `${String(i).padStart(2, '0')}:00-${String((i + 1) % 24).padStart(2, '0')}:00`),
    hours((i) => `H${i + 1}`),
    hours((i) => `${String(i).padStart(2, '0')}:00`),
  ]) {
    const days = `${row('2024-01-30', 0, 24)}\n${row('2024-01-31', 24, 24)}\n`;
    const dataset = await read(`Date,${names}\n${days}`);
    expect(dataset).toMatchObject({ point_count: 48, end: '2024-01-31T23:00:00Z' });
    expect(dataset.first.value[1]).toEqual(['2024-01-30T01:00:00Z', 1]);
    expect(dataset.told('layout_assumed')[0].message).toContain('the time 2024-01-30 00:00 in the first row');
  }
  const german = await read(
    `Datum;${hours(String).replaceAll(',', ';')}\n${row('31.01.2024', 0, 24).replaceAll(',', ';')}\n`,
  );
  expect(german.first.value[1]).toEqual(['2024-01-31T01:00:00Z', 1]);
});

test('years with ids, totals beside and below, missing months, and an unfinished year', async () => {
  const cells = (text: string) => text.replaceAll(' ', ',');
  const csv = [
    'Rainfall by month',
    `Country,${months.short},Total`,
    cells('A 2022 1 2 3 4 5 6 7 8 9 10 11 12 78'),
    cells('A 2023 1 2  4 5 6       24'),
    cells('B 2022   3 4 5 6 7 8 9 10 11 12 75'),
    cells('B 2023  2 3 4 5 6 7 8 9 10 11 12 77'),
    `,Total${','.repeat(13)}`,
    '',
  ].join('\n');
  const dataset = await read(csv);
  expect(dataset.reading.id_columns).toEqual(['Country']);
  expect(dataset).toMatchObject({ series_count: 2, point_count: 18 + 22 });
  expect(dataset.told('lines_skipped').map(({ line }: { line: number }) => line)).toEqual([1, 7]);
  expect(dataset.told('columns_ignored')[0].message).toContain('"Total"');
  // A missing month between two values is a missing value.
  expect(dataset.missing_count).toBe(2);
});

test('the layout of periods can be stated, refused and used for later tables', async () => {
  const csv = `${months.short}\n${row('2022', 1, 12)}\n${row('2023', 13, 12)}\n`;
  expect((await read(csv, { layout: 'periods' })).told('layout_assumed')).toEqual([]);
  const wide = await read(csv, { layout: 'wide' });
  expect(wide).toMatchObject({ series_count: 12, reading: { layout: 'wide' } });
  const problem = await refused(`date,y\n${days([',1', ',2'])}`, { layout: 'periods' });
  expect(problem.errors).toMatchObject([{ path: '?layout' }]);
  // Twelve stores beside dates are no months.
  const stores = await read(
    `${months.numbers.replace('Year', 'date')}\n${row('2024-01-01', 5, 12)}\n${row('2024-01-02', 7, 12)}\n`,
  );
  expect(stores.series_count).toBe(12);

  const stored = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    headers: { 'content-type': 'text/csv' },
    payload: csv,
  });
  const append = await service.app.inject({
    method: 'POST',
    url: `/v1/datasets/${stored.json().id}/observations`,
    headers: { 'content-type': 'text/csv' },
    payload: `${months.short}\n2024,25,26,,,,,,,,,,\n`,
  });
  expect(append.statusCode, append.body).toBe(200);
  expect(append.json()).toMatchObject({ added: 2, replaced: 0, new_series: [] });
});

const dated = (rows: (string | number)[]) =>
  rows.map((row, i) => `2024-01-${String(i + 1).padStart(2, '0')},${row}\n`).join('');

test('numbers that usually mean a missing value are told with the option, and kept', async () => {
  for (const mark of [
    '-999',
    '-9999',
    '-99.9',
    '-999.9',
    '9999',
    '99999',
    '1e20',
    '9.96921e36',
    '-32768',
    '8888',
    '-7777.0',
  ]) {
    const dataset = await read(`date,y\n${dated([12.5, mark, 14, 11, 12.25, mark, 15, 13.5])}`);
    expect(dataset).toMatchObject({ point_count: 8, missing_count: 0 });
    const told = dataset.told('missing_suspected');
    expect(told, mark).toHaveLength(1);
    expect(told[0]).toMatchObject({ line: 3 });
    expect(told[0].message).toContain(`Set missing=${mark.replace('.0', '')} `);
    const marked = await read(`date,y\n${dated([12.5, mark, 14, 11, 12.25, mark, 15, 13.5])}`, {
      missing: String(Number(mark)),
    });
    expect(marked.missing_count).toBe(2);
    expect(marked.told('missing_suspected')).toEqual([]);
  }
});

test('two sentinels are named together, also beside stated marks, in covariates and in long tables', async () => {
  const both = await read(`date,y\n${dated([0.5, -999, 'closed', 3, 1500, -999, 9999999, 9999999, 200])}`, {
    missing: 'closed',
  });
  expect(both.told('missing_suspected')).toHaveLength(2);
  expect(both.told('missing_suspected')[0].message).toContain('missing=closed,-999,9999999');
  // Negative temperatures are usual, and the mark is still far from them.
  const weather = await read(
    `date,y,temp\n${dated(['1,-12', '2,-99', '3,5', '1,21', '2,-99', '3,-8', '1,-3', '2,14'])}`,
    { target: 'y' },
  );
  expect(weather.told('missing_suspected')[0].message).toContain('"temp"');
  const rows = ['A,1', 'B,1000', 'A,2', 'B,999', 'A,3', 'B,998', 'A,999', 'B,1001', 'A,999', 'B,999'];
  const long = `id,date,y\n${rows.map((cell, i) => cell.replace(',', `,2024-01-0${1 + (i >> 1)},`)).join('\n')}\n`;
  expect((await read(long)).told('missing_suspected')).toMatchObject([
    { message: expect.stringContaining('The number 999 is there 2 times') },
  ]);
  const wide = await read(`date,a,b\n${dated(['1,5', '-999,6', '2,7', '3,-999', '4,8'])}`, {
    layout: 'wide',
  });
  expect(wide.told('missing_suspected')[0].message).toContain('("a", "b")');
});

test('a single sentinel is told where no outlier is so far', async () => {
  for (const [values, mark] of [
    [[12, 9999, 14, 11, 12, 15], '9999'],
    [[10, 11, 12, -999, 14, 10, 11, 12], '-999'],
    [[-5, 3, -2, -99.9, 1, 4, -3, 2], '-99.9'],
    [[1, 2, 3, 1e20, 2, 1], '1e20'],
    [[100, 200, 32767, 150, 120, 130], '32767'],
  ] as const) {
    const [told] = (await read(`date,load\n${dated([...values])}`)).told('missing_suspected');
    expect(told?.message, mark).toContain(`The number ${mark} is there once ("load")`);
    expect(told?.message).toContain(`missing=${mark}`);
    expect(told?.line).toBe(2 + values.findIndex((value) => String(value) === String(Number(mark))));
  }
});

test('a number is no sentinel if it is there once and not far enough, near the others, or without the form', async () => {
  for (const values of [
    [120, 9999, 1400, 110, 1200, 150],
    [900, 999, 990, 999, 1010, 950],
    [12, 5000, 14, 11, 5000, 15],
    [0, 0, 99, 0, 3, 99, 250, 0, 1],
    [101, 99.99, 101, 99.99, 101, 101],
    [499, 999, 499, 999, 499, 499],
    [-120, -999, 40, -999, -1500, 800, 20],
  ])
    expect((await read(`date,y\n${dated(values)}`)).told('missing_suspected'), String(values)).toEqual([]);
});

test('sentinels of JSON are told with null as the remedy', async () => {
  const answer = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets?dry_run=true',
    payload: { series: [{ id: 'a', start: '2024-01-01', values: [1, -999, 2, 3, -999, 4] }] },
  });
  expect(answer.json().warnings).toMatchObject([
    { code: 'missing_suspected', message: expect.stringContaining('Send null') },
  ]);
});

test('a series that is the sum of the others is told with the option that leaves it out', async () => {
  const wide = `date,north,south,Gesamt\n${dated(['1.25,2,3.3', '3,4,7', ',6,6', '7,8.04,15.0'])}`;
  const told = (await read(wide, { layout: 'wide' })).told('totals_suspected');
  expect(told).toMatchObject([
    { series_id: 'Gesamt', message: expect.stringContaining('Set exclude=Gesamt ') },
  ]);
  const without = await read(wide, { layout: 'wide', exclude: 'gesamt' });
  expect(Object.keys(without.first)).toEqual(['north', 'south']);
  expect(without.told('totals_suspected')).toEqual([]);
  expect(without.reading.exclude).toEqual(['gesamt']);
  // The rule is the sum, not the name, and other columns may follow.
  const unnamed = `date,a,b,c,x,temp\n${dated(['1,2,3,6,20', '3,4,5,12,21', '5,6,9,20,19', '7,8,1,16,25'])}`;
  expect((await read(unnamed, { layout: 'wide' })).told('totals_suspected')).toMatchObject([
    { series_id: 'x' },
  ]);
  const nested = `date,a,b,sub,c,d,all\n${dated(['1,2,3,4,5,12', '2,2,4,5,1,10', '3,1,4,6,6,16'])}`;
  expect((await read(nested, { layout: 'wide' })).told('totals_suspected')[0].message).toContain(
    'exclude=sub,all ',
  );
  const other = `date,a,b,Total\n${dated(['1,2,3', '3,4,7', '5,6,12', '7,8,15'])}`;
  expect((await read(other, { layout: 'wide' })).told('totals_suspected')).toEqual([]);
});

test('a total among the ids is told, also for one of two id columns', async () => {
  const rows = [1, 2, 3, 4].flatMap((day) => [
    `N,2024-01-0${day},${day}`,
    `S,2024-01-0${day},${2 * day + 1}`,
    `Total,2024-01-0${day},${3 * day + 1}`,
  ]);
  const csv = `store,date,sales\n${rows.join('\n')}\n`;
  expect((await read(csv)).told('totals_suspected')).toMatchObject([{ series_id: 'Total' }]);
  expect(Object.keys((await read(csv, { exclude: 'Total' })).first)).toEqual(['N', 'S']);

  const two = ['N', 'S'].flatMap((store) =>
    rows.map((row) => `${store},${row.replace(/^[NS],/, (id) => `item${id}`)}`),
  );
  const both = `store,item,date,sales\n${two.join('\n')}\n`;
  const [told] = (await read(both)).told('totals_suspected');
  expect(told.message).toContain('exclude=N|Total,S|Total ');
  expect(Object.keys((await read(both, { exclude: 'Total' })).first)).toEqual([
    'N|itemN',
    'N|itemS',
    'S|itemN',
    'S|itemS',
  ]);
});

test('what is excluded stays out of later tables; an unknown name and all series are refused', async () => {
  const csv = `date,north,south,Total\n${dated(['1,2,3', '3,4,7', '5,6,11', '7,8,15'])}`;
  const post = (url: string, payload: string) =>
    service.app.inject({ method: 'POST', url, headers: { 'content-type': 'text/csv' }, payload });
  const stored = (await post('/v1/datasets?layout=wide&exclude=Total', csv)).json();
  const append = await post(
    `/v1/datasets/${stored.id}/observations`,
    'date,north,south,Total\n2024-01-05,1,2,3\n',
  );
  expect(append.statusCode, append.body).toBe(200);
  expect(append.json()).toMatchObject({ added: 2, new_series: [] });
  expect(
    (await post(`/v1/datasets/${stored.id}/observations`, 'date,north,south\n2024-01-06,1,2\n')).statusCode,
  ).toBe(200);

  const unknown = await refused(csv, { layout: 'wide', exclude: 'Totl' });
  expect(unknown.errors).toMatchObject([{ path: '?exclude' }]);
  const long = 'id,date,y\nA,2024-01-01,1\nA,2024-01-02,2\n';
  expect((await refused(long, { exclude: 'A' })).errors).toMatchObject([{ path: '?exclude' }]);
});

test('a title with the separator of another table, and a note below', async () => {
  const csv =
    'Umsatz, in Tsd. Euro\n\nDatum;Nord;Süd\n01.02.2024;1,5;2\n14.02.2024;2,5;2\nSumme;4;4\n\nQuelle: ERP, Stand 1.3.\n';
  const dataset = await read(csv, { layout: 'wide' });
  expect(dataset.first.Nord).toEqual([
    ['2024-02-01', 1.5],
    ['2024-02-14', 2.5],
  ]);
  expect(dataset.told('lines_skipped').map(({ line }: { line: number }) => line)).toEqual([1, 6]);
});

test('a workbook has titles, a total and months across too', async () => {
  const book = async (rows: unknown[][]) =>
    Buffer.from(await writeXlsx({ sheets: [{ name: 'Data', rows: rows as never }] }));
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const day = (i: number) => new Date(Date.UTC(2024, 0, i));
  const shifted = await book([
    ['Sales report'],
    [],
    [null, 'date', 'north', 'south'],
    [null, day(1), 1, 2],
    [null, day(2), 3, 4],
    [null, 'Total', 4, 6],
  ]);
  const dataset = await read(shifted, { layout: 'wide' }, type);
  expect(dataset.first.south.map(([, value]: Point) => value)).toEqual([2, 4]);
  expect(dataset.told('lines_skipped').map(({ line }: { line: number }) => line)).toEqual([1, 6]);
  const cells = (text: string) => text.split(',').map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell));
  const across = await book([cells(months.german), cells(row('2022', 1, 12)), cells(row('2023', 13, 12))]);
  expect(await read(across, {}, type)).toMatchObject({ point_count: 24, reading: { layout: 'periods' } });
});

test('later tables have the unit of the dataset or none', async () => {
  const post = (url: string, payload: string) =>
    service.app.inject({ method: 'POST', url, headers: { 'content-type': 'text/csv' }, payload });
  const stored = (await post('/v1/datasets', `date,load\n${days([',3.1 kW', ',3.2 kW'])}`)).json();
  const url = `/v1/datasets/${stored.id}/observations`;
  for (const cell of ['3.3 kW', '3.4'])
    expect((await post(url, `date,load\n2024-01-03,${cell}\n`)).statusCode).toBe(200);
  for (const cell of ['3300 W', '$3']) {
    const problem = (await post(url, `date,load\n2024-01-03,${cell}\n`)).json();
    expect(problem.errors).toMatchObject([{ line: 2, message: expect.stringContaining('another unit') }]);
  }
});

test('days of a month across are refused, and a month without a value is marked by asterisks', async () => {
  const header = Array.from({ length: 31 }, (_, i) => i + 1).join(',');
  const daysAcross = `Month,${header}\n${row('2024-01', 3, 31)}\n${row('2024-03', 5, 31)}\n`;
  expect((await refused(daysAcross)).detail).toContain('the days "1" to "31" are across the columns');
  expect(await read(daysAcross, { layout: 'wide' })).toMatchObject({ series_count: 31 });
  const stars = await read(`${months.short}\n${row('2022', 1, 12)}\n2023,1,***,3${',***'.repeat(9)}\n`);
  expect(stars).toMatchObject({ point_count: 15, missing_count: 1, end: '2023-03-01' });
});

test('years across the columns are refused with the remedy', async () => {
  for (const csv of [
    '"Data Source","World Development Indicators",\n\n"Country Name","Country Code","1990","1991","1992"\n"Aruba","ABW","1","2","3"\n',
    'Month,2021,2022\nJan,1,2\nFeb,3,4\n',
  ]) {
    const problem = await refused(csv);
    expect(problem.code).toBe('csv_invalid');
    expect(problem.detail).toMatch(/the years "\d+" to "\d+" are across the columns.*swap rows and columns/);
  }
  // Years are names of series where another column has times.
  expect((await read(`date,2021,2022\n${days([',10,20', ',30,40'])}`, { layout: 'wide' })).series_count).toBe(
    2,
  );
});
