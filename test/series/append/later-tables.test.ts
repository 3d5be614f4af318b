/** Tables that are added to a dataset are read as its upload was. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import {
  type Dataset,
  type ParsedDataset,
  tableOptionsSchema,
} from '../../../src/contracts/schemas/index.ts';
import { appendContextOf, appendOptionsOf } from '../../../src/http/routes/datasets/append-tables.ts';
import { PeriodRows } from '../../../src/series/frame/index.ts';
import { createSeriesReader } from '../../../src/series/index.ts';
import { refusal } from '../reading.ts';
import { notAsked } from './append-targets.ts';

const reader = createSeriesReader();
const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const rows = (count: number, row: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${row(i)}\n`).join('');

const uploaded = (csv: string, query: object = {}) =>
  reader.table(Readable.from([Buffer.from(csv)]), tableOptionsSchema.parse(query));

/** Reads a table as the route of observations does. */
async function appended(
  { header, reading, warnings, series }: ParsedDataset,
  csv: string,
  query: object = {},
) {
  const counts = { point_count: 100, series_count: series.length };
  const dataset = { ...header, ...counts, reading, warnings } as unknown as Dataset;
  const soleId = series.length === 1 ? series[0].id : null;
  const stated = tableOptionsSchema.parse(query);
  const table = await reader.table(
    Readable.from([Buffer.from(csv)]),
    appendOptionsOf(stated, dataset, soleId),
    appendContextOf(stated, dataset, soleId),
  );
  return { ...reader.observationsOf(table, dataset), reading: table.reading };
}
type Constants = [column: string, value: string][];
const valuesOf = ({ series }: Awaited<ReturnType<typeof appended>>) =>
  series.map(({ id, values, covariates }) => [id, [...values], Object.keys(covariates)]);

test('the next file of an export has the columns that the upload ignored', async () => {
  const unix = (i: number) => Date.UTC(2024, 0, 1 + i) / 1_000;
  const cases: [string, (i: number) => string, ignored: string[], query?: object][] = [
    ['date,store_id,sales', (i) => `${day(i)},17,${i % 9}.5`, ['store_id']],
    ['STATIONS_ID,MESS_DATUM,TMK', (i) => `433,${day(i).replaceAll('-', '')},${i % 9}.5`, ['STATIONS_ID']],
    [
      'Open time,Close,Volume,Close time',
      (i) => `${unix(i)}000,${i % 9}.5,${i},${unix(i + 1) - 1}999`,
      ['Close time'],
    ],
    ['Unix,Date,Symbol,Close,Volume', (i) => `${unix(i)},${day(i)},BTC/USD,${i % 9}.5,${i}`, ['Unix']],
    // The caller names all columns that the upload needs.
    ['date,y,a,b', (i) => `${day(i)},${i % 9}.5,${i % 4},${i % 7}`, ['b'], { target: 'y', covariates: 'a' }],
    // A note may be a number later, with text after it.
    ['date,y,note', (i) => `${day(i)},${i % 9}.5,${i < 30 ? 'ok' : i}`, ['note']],
    // A column of a wide table that is no series.
    [
      'date,a,b,note',
      (i) => `${day(i)},${i % 9}.5,${i % 7},${i < 30 ? 'ok' : i}`,
      ['note'],
      { layout: 'wide' },
    ],
  ];
  for (const [header, row, ignored, query] of cases) {
    const dataset = await uploaded(`${header}\n${rows(30, row)}`, query);
    expect(dataset.reading?.ignored, header).toEqual(ignored);
    for (const next of [1, 3]) {
      const added = await appended(dataset, `${header}\n${rows(next, (i) => row(30 + i))}`);
      const { series } = dataset;
      expect(valuesOf(added), header).toEqual(
        series.map(({ id, covariates }) => [id, expect.any(Array), Object.keys(covariates)]),
      );
      expect(added.series[0].values).toHaveLength(next);
      const left = added.warnings.filter(({ code }) => code === 'columns_ignored');
      expect(left.map(({ message }) => message).join(), header).toContain(`"${ignored[0]}"`);
    }
  }
});

test('a column that the dataset lacks is refused with the names to exclude', async () => {
  const header = 'date,"note, 2",store_id,y';
  const row = (i: number) => `${day(i)},x,17,${i}.5`;
  const dataset = await uploaded(`${header}\n${rows(10, row)}`, { exclude: '"note, 2"' });
  expect(await refusal(() => appended(dataset, `${header},price\n${row(10)},5\n`))).toMatchObject({
    code: 'column_unknown',
    errors: [
      {
        accepted: 'exclude="note, 2",price to leave the column out',
        alternatives: [{ option: 'exclude', value: '"note, 2",price' }],
      },
    ],
  });
  // The reading of an earlier version does not name the columns that were ignored.
  const earlier = { ...dataset, reading: { ...dataset.reading!, ignored: undefined } };
  const { errors } = await refusal(() => appended(earlier, `${header}\n${row(10)}\n`));
  expect(errors).toMatchObject([{ accepted: 'exclude="note, 2",store_id to leave the column out' }]);
  const exclude = '"note, 2",store_id';
  expect(valuesOf(await appended(earlier, `${header}\n${row(10)}\n`, { exclude }))).toEqual([
    ['y', [10.5], []],
  ]);
});

test('rows without a header are refused as such, with the name of a column of the dataset', async () => {
  const dataset = await uploaded(`date,pressure_mbar\n${rows(10, (i) => `${day(i)},${i}.5`)}`);
  const refused = await refusal(() => appended(dataset, `${day(10)},5\n${day(11)},6\n`));
  expect(refused.code).toBe('time_column_missing');
  expect(refused.errors).toMatchObject([
    {
      message: expect.stringContaining('looks like data'),
      accepted: expect.stringContaining('with "date" as one of them'),
    },
  ]);
  const { errors } = await refusal(() => appended(dataset, `shop,pressure_mbar\na,5\nb,6\n`));
  expect(errors?.[0].accepted).toBe('one of "shop", "pressure_mbar"');
});

test('a column without any value in the upload is ignored as long as it has none', async () => {
  const dataset = await uploaded(`date,y,temperature\n${rows(10, (i) => `${day(i)},${i}.5,`)}`);
  expect(dataset.reading).not.toHaveProperty('ignored');
  for (const value of ['5', ''])
    expect(valuesOf(await appended(dataset, `date,y,temperature\n${day(10)},${value},\n`))).toEqual([
      ['y', [value === '' ? Number.NaN : 5], []],
    ]);
  expect(await refusal(() => appended(dataset, `date,y,temperature\n${day(10)},5,7\n`))).toMatchObject({
    code: 'column_unknown',
  });
  // Each column is a series.
  const header = 'date,a,b,note,snow';
  const wide = await uploaded(`${header}\n${rows(10, (i) => `${day(i)},${i}.5,${i},x,`)}`, {
    exclude: 'note',
  });
  const { series, ...sent } = await appended(wide, `${header}\n${day(10)},5,7,x,3\n`);
  const stored = { start: Date.parse(day(0)), end: Date.parse(day(9)) };
  const target = {
    ...{
      header: wide.header,
      isEmpty: false,
      ...stored,
    },
    ...{ spans: ['a', 'b'].map((id) => ({ id, ...stored })), firstIds: async () => ['a', 'b'] },
    ...notAsked,
  };
  const options = { new_series: 'refuse', distant_times: 'refuse', off_grid: 'refuse', snap: 'no' } as const;
  const check = () => reader.checkAppend({ ...sent, series }, target, options);
  expect(await refusal(check)).toMatchObject({
    code: 'series_unknown',
    errors: [
      {
        series_id: 'snow',
        accepted: expect.stringContaining('exclude=note,snow to leave it out'),
        alternatives: [{ option: 'new_series' }, { option: 'exclude', value: 'note,snow' }],
      },
    ],
  });
});

test('rows of another store, meter or unit do not replace the observations of a dataset', async () => {
  const cases: [string, (i: number) => string, [from: string, to: string], Constants, query?: object][] = [
    ['store,date,sales', (i) => `Berlin,${day(i)},${i}.5`, ['Berlin', 'Paris'], [['store', 'Berlin']]],
    ['store,date,sales', (i) => `1,${day(i)},${i}.5`, ['1,', '2,'], [['store', '1']]],
    ['STATION,date,y,x', (i) => `1017,${day(i)},${i}.5,${i % 4}`, ['1017', '1018'], [['STATION', '1017']]],
    ['Zählernummer,date,y', (i) => `a7,${day(i)},${i}.5`, ['a7', 'a8'], [['Zählernummer', 'a7']]],
    ['date,load,unit', (i) => `${day(i)},${i}.5,kWh`, ['kWh', 'MWh'], [['unit', 'kWh']]],
    ['date,rate,currency', (i) => `${day(i)},${i}.5,EUR`, ['EUR', 'USD'], [['currency', 'EUR']]],
    // One series, although the caller names its id.
    ['shop,date,y', (i) => `A,${day(i)},${i}.5`, ['A', 'B'], [['shop', 'A']], { id_column: 'shop' }],
    // All series are of one store, in rows and in columns.
    [
      'store,item,date,y',
      (i) => `S1,${'ab'[i % 2]},${day(i >> 1)},${i}.5`,
      ['S1', 'S2'],
      [['store', 'S1']],
      { id_column: 'item' },
    ],
    // Numbers that name a meter, a station or a plant are no series.
    ['meter,date,in,out', (i) => `4711,${day(i)},${i}.5,${i}`, ['4711', '4712'], [['meter', '4711']]],
    ['STATION,DATE,TMAX,TMIN', (i) => `725,${day(i)},${i}.5,${i}`, ['725,', '726,'], [['STATION', '725']]],
    ['Zählernummer,Datum,Verbrauch', (i) => `47,${day(i)},${i}.5`, ['47,', '48,'], [['Zählernummer', '47']]],
    ['MPAN,date,kwh', (i) => `1200,${day(i)},${i}.5`, ['1200,', '1201,'], [['MPAN', '1200']]],
    ['region,date,a,b', (i) => `North,${day(i)},${i}.5,${i}`, ['North', 'South'], [['region', 'North']]],
  ];
  for (const [header, row, [from, to], constants, query] of cases) {
    const dataset = await uploaded(`${header}\n${rows(30, row)}`, query);
    const noted = constants.map(([column, value]) => ({ column, value }));
    expect(dataset.reading?.constants, header).toEqual(noted);
    const next = `${header}\n${row(30)}\n`;
    const { length } = (await appended(dataset, next)).series;
    const other = next.replace(from, to);
    const [[column]] = constants;
    const { code, errors } = await refusal(() => appended(dataset, other));
    expect(code, header).toBe('cell_invalid');
    expect(errors![0], header).toMatchObject({
      line: 2,
      message: expect.stringContaining(`(column "${column}")`),
      accepted: expect.stringContaining(`exclude=${column} `),
    });
    expect((await appended(dataset, other, { exclude: column })).series, header).toHaveLength(length);
    // The reading of an earlier version notes no values.
    const earlier = { ...dataset, reading: { ...dataset.reading!, constants: undefined } };
    expect((await appended(earlier, other)).series, header).toHaveLength(length);
  }
});

/** Adds a table as `appended`, and compares it with the stored series. */
async function checked(dataset: ParsedDataset, csv: string, query: object = {}) {
  const stored = new Map(dataset.series.map(({ id, times }) => [id, times]));
  const spans = dataset.series.map(({ id, times }) => ({ id, start: times[0], end: times.at(-1)! }));
  const target = {
    ...notAsked,
    ...{ header: dataset.header, isEmpty: false, start: spans[0].start, end: spans[0].end, spans },
    firstIds: async () => [...stored.keys()],
    timesOf: async (id: string, from: number, to: number) =>
      stored.get(id)!.filter((time) => time >= from && time <= to),
  };
  const options = { new_series: 'allow', distant_times: 'refuse', off_grid: 'refuse', snap: 'no' } as const;
  return reader.checkAppend(await appended(dataset, csv, query), target, options);
}

test('rows with another value of an unread column replace no observations, whatever its name', async () => {
  const names = ['Ward', 'Airport', 'Department', 'Bidding zone', 'Type', 'Source'];
  for (const name of names) {
    const table = (value: string, from: number) =>
      `${name},Date,Occupied\n${rows(30, (i) => `${value},${day(from + i)},${(i * 7) % 31}.5`)}`;
    const dataset = await uploaded(table('A1', 0));
    expect(dataset.reading?.constants, name).toEqual([{ column: name, value: 'A1' }]);
    const { code, errors } = await refusal(() => checked(dataset, table('B2', 29)));
    expect(code, name).toBe('cell_invalid');
    expect(errors![0]).toMatchObject({
      line: 2,
      message: `"B2" is another value than "A1", which all rows of the upload have (column "${name}"). The rows may belong to another series, and they replace stored observations`,
      alternatives: [
        { option: 'id_column', value: name },
        { option: 'exclude', value: name },
      ],
    });
    const told = async (csv: string, query?: object) =>
      (await checked(dataset, csv, query)).warnings.flatMap((warning) =>
        warning.code === 'values_suspected' ? [warning.message] : [],
      );
    expect(await told(table('B2', 30)), name).toEqual([expect.stringContaining('another value than "A1"')]);
    expect(await told(table('B2', 0), { exclude: name }), name).toEqual([]);
    expect(await told(table('a1', 0)), name).toEqual([]);
    expect(await told(table('Revised', 0)), name).toEqual([]);
  }
  const compass = (value: string) => `direction,date,y\n${rows(30, (i) => `${value},${day(i)},${i % 7}.5`)}`;
  const north = await uploaded(compass('N'));
  expect((await refusal(() => checked(north, compass('S')))).code).toBe('cell_invalid');
});

test('a value that changes within added rows, such as that of a promotion, is no other series', async () => {
  for (const [name, before, after] of [
    ['promotion', 'Standard', 'Valentine'],
    ['conditions', 'Clear', 'Rain'],
    ['tariff', 'Peak', 'Off-peak'],
  ]) {
    const table = (from: number, to: number, changesAt: number) =>
      `date,sales,${name}\n${rows(to - from, (i) => `${day(from + i)},${(i * 7) % 31}.5,${from + i < changesAt ? before : after}`)}`;
    const dataset = await uploaded(table(0, 31, 31));
    const { warnings } = await checked(dataset, table(24, 38, 31));
    expect(warnings, name).toContainEqual(
      expect.objectContaining({
        code: 'values_suspected',
        message: expect.stringContaining(`"${after}" is another value than "${before}"`),
      }),
    );
    expect((await refusal(() => checked(dataset, table(24, 38, 0)))).code, name).toBe('cell_invalid');
  }
});

test('periods, states, versions, files and comments of an unread column may change', async () => {
  for (const [name, before, after] of [
    ['Month', 'January', 'February'],
    ['Label', 'January', 'February'],
    ['Type', 'Actual', 'Revised'],
    ['Status', 'A1', 'B2'],
    ['Tag', 'Week 5', 'Week 6'],
    ['Source', 'sales_a.csv', 'sales_b.csv'],
    ['Release', 'r1', 'r2'],
    ['Extract', '2024-02-01', '2024-03-01'],
    ['Remarks', 'first', 'second'],
    ['Answer', 'Y', 'N'],
    ['exported_by', 'anna', 'ben'],
  ]) {
    const table = (value: string) => `${name},Date,y\n${rows(30, (i) => `${value},${day(i)},${i % 7}.5`)}`;
    const dataset = await uploaded(table(before), { time_column: 'Date' });
    expect(
      (await checked(dataset, table(after))).warnings.map(({ code }) => code),
      name,
    ).not.toContain('values_suspected');
  }
});

test('a value that does not name something may change', async () => {
  const row = (i: number, last: string) => `${day(i)},${i}.5,x${i % 3},${last}\n`;
  for (const [name, before, after] of [
    ['quality', 'good', 'bad'],
    ['state', '0', '1'],
    ['state', 'on', 'off'],
    ['customers', '20', '30'],
    ['store', 'Berlin', ''],
    ['store', 'Berlin', 'BERLIN'],
    ['unit', 'kWh', 'kwh'],
    ['type', 'Actual', 'Estimated'],
    ['state', 'running', 'stopped'],
    ['state', '1', '0'],
    ['area', '120', '130'],
    ['batch_id', '20240106', '20240107'],
    ['user', 'alice', 'bob'],
    ['campaign', 'Spring', 'Summer'],
  ]) {
    const csv = Array.from({ length: 20 }, (_, i) => row(i, before)).join('');
    const dataset = await uploaded(`date,y,mood,${name}\n${csv}`, { target: 'y' });
    const added = await appended(dataset, `date,y,mood,${name}\n${row(20, after)}`);
    expect(added.series, name).toHaveLength(1);
  }
  const numbers = await uploaded(`date,y,meter\n${rows(20, (i) => `${day(i)},${i}.5,7.5`)}`, { target: 'y' });
  const next = `date,y,meter\n${day(20)},5,8\n`;
  expect((await refusal(() => appended(numbers, next))).detail).toContain(
    'covariates=meter to read its numbers',
  );
  expect(valuesOf(await appended(numbers, next, { covariates: 'meter' }))).toEqual([
    ['series', [5], ['meter']],
  ]);
  expect(valuesOf(await appended(numbers, next, { name: 'series' }))).toEqual([['series', [5], ['meter']]]);
  // The caller has said that the numbers are a covariate.
  const named = await uploaded(`date,y,meter\n${rows(20, (i) => `${day(i)},${i}.5,7.5`)}`, {
    target: 'y',
    covariates: 'meter',
  });
  expect(named.reading).not.toHaveProperty('constants');
});

test('one number of a thing, a place or a record is no series and no covariate', async () => {
  const cases: [header: string, cells: string, ignored: string[], ids: string[], query?: object][] = [
    ['meter,in,out', '4711', ['meter'], ['in', 'out']],
    ['invoice_id,in,out', '7001', ['invoice_id'], ['in', 'out']],
    ['Elevation,in,out', '12.5', ['Elevation'], ['in', 'out']],
    ['meter,in,out', '4711', ['out'], ['series'], { target: 'in', covariates: 'meter' }],
    ['lager,in,out', '100', [], ['lager', 'in', 'out']],
    ['item_no,in,out', '100', ['item_no'], ['in', 'out']],
    ['latitude,in,out', '', [], ['in', 'out']],
    ['customers,in,out', '20', [], ['customers', 'in', 'out']],
    ['store,in,out', '0', [], ['store', 'in', 'out']],
  ];
  for (const [header, number, ignored, ids, query] of cases) {
    const dataset = await uploaded(
      `date,${header}\n${rows(20, (i) => `${day(i)},${number},${i},${i % 7}`)}`,
      query,
    );
    expect([dataset.reading?.ignored ?? [], dataset.series.map(({ id }) => id)], header).toEqual([
      ignored,
      ids,
    ]);
  }
  const stock = await uploaded(`date,y,lager\n${rows(20, (i) => `${day(i)},${i}.5,100`)}`, { target: 'y' });
  expect(stock.reading).not.toHaveProperty('constants');
  const empty = await uploaded(`date,latitude,y\n${rows(20, (i) => `${day(i)},,${i}.5`)}`);
  expect(empty.warnings.filter(({ code }) => code === 'columns_ignored')).toHaveLength(1);
  // The only column of numbers.
  for (const name of ['store', 'invoice_id', 'latitude']) {
    const { series } = await uploaded(`date,${name}\n${rows(20, (i) => `${day(i)},5`)}`);
    expect(series.map(({ id }) => id)).toEqual([name]);
  }
  const panel = rows(40, (i) => `${day(i >> 1)},${'ab'[i % 2]},${70 + (i % 2)},${i}.5`);
  const { header, warnings } = await uploaded(`date,item,invoice_id,y\n${panel}`);
  expect(header.covariates).toEqual([]);
  expect(warnings.map(({ message }) => message).join()).toContain(
    'in each series were ignored: "invoice_id"',
  );
});

test('a new series beside those of the dataset may have another region', async () => {
  const row = (item: string, region: string, i: number, unit = 'pcs') =>
    `${item},${region},${day(i)},${i}.5,${unit}\n`;
  const csv = Array.from({ length: 20 }, (_, i) => row('a', 'North', i) + row('b', 'North', i)).join('');
  const dataset = await uploaded(`item,region,date,y,unit\n${csv}`, { id_column: 'item' });
  const added = await appended(
    dataset,
    `item,region,date,y,unit\n${row('a', 'North', 20)}${row('c', 'South', 20)}`,
  );
  expect(added.series.map(({ id }) => id)).toEqual(['a', 'c']);
  const boxes = `item,region,date,y,unit\n${row('a', 'North', 20, 'boxes')}${row('b', 'North', 20, 'boxes')}`;
  expect((await refusal(() => appended(dataset, boxes))).detail).toContain(
    'a new dataset with id_columns=item,unit',
  );
});

test('rows with one number have the unit of the dataset', async () => {
  const four = (row: string) => rows(4, (i) => `${day(10 + i)},${row}`);
  const dataset = await uploaded(`date,y,flow\n${rows(10, (i) => `${day(i)},${i}.5,${i}CFS`)}`, {
    target: 'y',
  });
  expect(valuesOf(await appended(dataset, `date,y,flow\n${four('5,3CFS')}`))).toEqual([
    [dataset.series[0].id, [5, 5, 5, 5], ['flow']],
  ]);
  const sole = await uploaded(`date,flow\n${rows(10, (i) => `${day(i)},${i}CFS`)}`);
  expect(valuesOf(await appended(sole, `date,flow\n${four('0CFS')}`))).toEqual([['flow', [0, 0, 0, 0], []]]);
  const wide = await uploaded(`date,a,b\n${rows(10, (i) => `${day(i)},${i}CFS,${i}CFS`)}`, {
    layout: 'wide',
  });
  expect(valuesOf(await appended(wide, `date,a,b\n${four('0CFS,3CFS')}`))).toEqual([
    ['a', [0, 0, 0, 0], []],
    ['b', [3, 3, 3, 3], []],
  ]);
});

test('ids that are all missing name no series of a dataset without ids', async () => {
  const dataset = await uploaded(`date,y,ticker\n${rows(10, (i) => `${day(i)},${i}.5,`)}`);
  for (const mark of ['NA', '-'])
    expect(valuesOf(await appended(dataset, `date,y,ticker\n${day(10)},5,${mark}\n`))).toEqual([
      ['y', [5], []],
    ]);
});

test('rows with hours are refused by the resampling of the dataset', async () => {
  const hour = (i: number) => new Date(Date.UTC(2024, 0, 1, i)).toISOString().slice(0, 16);
  const csv = (from: number, count: number) =>
    `time,kWh\n${rows(count, (i) => `${hour(from + i)},${i % 24}`)}`;
  const dataset = await uploaded(csv(0, 240), { resample: 'P1D', aggregate: 'sum' });
  const fault = { message: expect.stringContaining('the dataset was resampled to P1D and has dates') };
  expect(await refusal(() => appended(dataset, csv(240, 24)))).toMatchObject({
    code: 'times_off_grid',
    errors: [fault],
  });
  const header = { ...dataset.header, offsets: null };
  const raw = [{ times: [hour(240), hour(241)], values: [1, 2] }];
  expect(await refusal(() => reader.observations(raw, header, ['kWh']))).toMatchObject({
    code: 'times_off_grid',
    errors: [{ ...fault, path: '/series/0/times/0' }],
  });
});

test.each([
  ['German', ['1. Aug 2024', '1. Sep 2024'], '1. Okt 2024', '2024-10-01'],
  ['German in full', ['1. August 2024', '1. September 2024'], '1. Oktober 2024', '2024-10-01'],
  ['Dutch', ['01-jan-24', '01-feb-24'], '01-mrt-24', '2024-03-01'],
  ['Swedish', ['Mar-24', 'Apr-24'], 'Maj-24', '2024-05-01'],
  [
    'German beside a weekday',
    ['Montag, 5. August 2024', 'Montag, 12. August 2024'],
    'Dienstag, 15. Oktober 2024',
    '2024-10-15',
  ],
])('a month in another language continues months that are English too: %s', async (_, first, next, time) => {
  const upload = await uploaded(`date;y\n${first.map((cell) => `${cell};1.5\n`).join('')}`);
  expect(upload.reading!.time_format).toContain('%b');
  const { series } = await appended(upload, `date;y\n${next};2.5\n`);
  expect(series.map(({ times }) => [...times])).toEqual([[Date.parse(time)]]);
});

test('the last row of an upload can be sent again in every notation of its clock and its offset', async () => {
  const clocks = ['%H:%M', '%H:%M:%S.250', '%I:%M%p'];
  const written = (hour: number, [date, before, clock, zone]: string[]) => {
    const values: Record<string, string> = {
      ...{ d: `${26 + Math.floor(hour / 24)}`, m: '01', M: '00', S: '00', p: hour % 24 < 12 ? 'AM' : 'PM' },
      ...{ H: `${hour % 24}`.padStart(2, '0'), I: `${hour % 12 || 12}`.padStart(2, '0') },
    };
    return `${date}${before}${clock}${zone}`.replace(/%(\w)/g, (_, part: string) => values[part]);
  };
  for (const date of ['%d.%m.2024', '%m/%d/24'])
    for (const before of [' ', 'T'])
      for (const clock of clocks)
        for (const zone of ['', 'Z', '-05:00', ' -0500', ' GMT+0100']) {
          // JavaScript, which writes GMT before the offset, has clocks of 24 hours.
          if (zone.includes('GMT') && clock.includes('%p')) continue;
          const notation = [date, before, clock, zone];
          const row = (hour: number) => `"${written(hour, notation)}",${hour}\n`;
          const dataset = await uploaded(`time,y\n${rows(30, row)}`);
          const added = await appended(dataset, `time,y\n${row(29)}`);
          expect([...added.series[0].times], row(29)).toEqual([dataset.series[0].times.at(-1)]);
        }
});

test('one row continues the periods of a day, or the offsets, of the upload', async () => {
  const cases: [string, (hour: number) => string][] = [
    ['2024-01-08T11:00:00.000Z', (hour) => `2024-01-08 ${10 + hour}:00-${11 + hour}:00`],
    ['2024-01-08T22:00:00.000Z', (hour) => `2024-01-08 ${10 + hour}:00-11:00`],
  ];
  for (const [expected, time] of cases) {
    const dataset = await uploaded(`Interval,y\n${rows(10, (i) => `${time(i)},${i}`)}`);
    const { series } = await appended(dataset, `Interval,y\n${time(1)},5\n`);
    expect([...series[0].times].map((at) => new Date(at).toISOString())).toEqual([expected]);
  }
});

test('days without a time of day are refused by hours, with the column that has the times of day', async () => {
  const hour = (i: number) => `${i % 24}`.padStart(2, '0');
  for (const date of [day, (i: number) => `${13 + i}.01.2024`]) {
    const row = (i: number) => `${date(Math.floor(i / 24))} ${hour(i)}:00,${i}`;
    const hourly = await uploaded(`Date,value\n${rows(48, row)}`);
    const days = `Date,value\n${rows(3, (i) => `${date(i)},${i}`)}`;
    expect(await refusal(() => appended(hourly, days))).toMatchObject({
      code: 'cell_invalid',
      errors: [{ line: 2, message: expect.stringContaining('the step PT1H, and no row has a time of day') }],
    });
    const beside = `Date,Time,value\n${date(3)},14:00,5\n`;
    const { errors } = await refusal(() => appended(hourly, beside));
    const time_columns = 'Date:date,Time';
    expect(errors?.[0].alternatives).toEqual([{ option: 'time_columns', value: time_columns }]);
    const { series } = await appended(hourly, beside, { time_columns });
    expect(new Date(series[0].times[0]).getUTCHours()).toBe(14);
    // A midnight has a time of day.
    expect(await appended(hourly, `Date,value\n${date(3)} 00:00,5\n`)).not.toHaveProperty('otherThings');
    // The newest hour may be a midnight whose clock a program drops. It replaces no stored one.
    const midnight = await appended(hourly, `Date,value\n${date(2)},5\n`);
    expect([...midnight.series[0].times]).toEqual([Date.parse(day(date === day ? 2 : 14))]);
    expect((await checked(hourly, `Date,value\n${date(2)},5\n`)).warnings).toContainEqual(
      expect.objectContaining({ code: 'values_suspected', message: expect.stringContaining('its midnight') }),
    );
    const stored = `Date,value\n${date(1)},5\n`;
    expect(await refusal(() => checked(hourly, stored))).toMatchObject({ code: 'cell_invalid' });
  }
  const daily = await uploaded(`Date,value\n${rows(30, (i) => `${day(i)}T06:00:00Z,${i}`)}`);
  await appended(daily, `Date,value\n${day(31)},5\n`);
});

test('rows may have the first periods of a year or a day only, where the periods are across the columns', async () => {
  const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const numbered = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`);
  const cases: [time: string, rowTime: (i: number) => string, names: string[], last: string][] = [
    ['Year', (i) => `${2021 + i}`, monthNames, '2024-03-01'],
    ['Year', (i) => `${2021 + i}`, ['Q1', 'Q2', 'Q3', 'Q4'], '2024-07-01'],
    ['Date', day, numbered('HE', 24), '2024-01-04T02:00'],
  ];
  for (const [time, rowTime, names, last] of cases) {
    const whole = (i: number) => `${rowTime(i)},${names.map((_, at) => 10 * i + (at % 7)).join()}`;
    const dataset = await uploaded(`${time},${names.join()}\n${rows(3, whole)}`);
    expect(dataset.reading?.layout).toBe('periods');
    for (const count of [1, 3]) {
      const first = names.slice(0, count);
      const added = await appended(
        dataset,
        `${time},${first.join()}\n${rowTime(3)},${first.map(() => 5).join()}\n`,
      );
      expect(added.series.map(({ id, values }) => [id, values.length])).toEqual([
        [dataset.series[0].id, count],
      ]);
      if (count === 3) expect(new Date(added.series[0].times[2]).toISOString()).toContain(last);
    }
  }
});

test('the first periods of a day are refused where their names do not show which is the first', async () => {
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  const cases: [name: (hour: number) => string, from: number, isRead: boolean][] = [
    [clock, 0, true],
    [clock, 1, false],
    [String, 0, true],
    [String, 1, false],
    [(hour) => `H${hour}`, 1, false],
    [(hour) => `${clock(hour)}-${clock(hour + 1)}`, 1, false],
    [(hour) => `HE${hour + 1}`, 0, true],
  ];
  for (const [name, from, isRead] of cases) {
    const tableOf = (start: number, count: number, rowCount: number, firstDay: number) => {
      const hours = Array.from({ length: count }, (_, i) => start + i);
      const row = (i: number) => `${day(firstDay + i)},${hours.map((hour) => 10 * i + (hour % 7)).join()}`;
      return `Date,${hours.map(name).join()}\n${rows(rowCount, row)}`;
    };
    const dataset = await uploaded(tableOf(0, 24, 3, 0));
    expect(dataset.reading?.layout).toBe('periods');
    for (const count of [1, 3]) {
      const part = () => appended(dataset, tableOf(from, count, 1, 3));
      if (isRead) expect((await part()).series[0].values.length, name(from)).toBe(count);
      else
        expect(await refusal(part), name(from)).toMatchObject({
          code: 'reading_ambiguous',
          errors: [{ accepted: expect.stringContaining('empty where nothing is known yet') }],
        });
    }
  }
});

test('few places of many columns are tried for the first periods of a day', () => {
  const columns = Array.from({ length: 3_000 }, (_, index) => ({
    index,
    name: `v${index}`,
    key: `v${index}`,
  }));
  let sliced = 0;
  columns.slice = (from, to) => {
    sliced++;
    return Array.prototype.slice.call(columns, from, to);
  };
  const no = () => false;
  const dayOf = () => ({ date: '2024-01-01', zone: '' });
  const tests = { isMissing: no, isDate: no, dayOf, namesSeries: no, namesTime: no, partOf: () => null };
  const row = columns.map(() => '5');
  PeriodRows.find(columns, row, tableOptionsSchema.parse({}), columns[0], tests, 'PT5M');
  expect(sliced).toBeLessThan(30_000);
});
