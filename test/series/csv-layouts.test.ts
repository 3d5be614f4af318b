import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type ParsedDataset, tableOptionsSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { readCsv, refusal, timesOf, warningCodes } from './reading.ts';

test('Yahoo prices: one series named like the dataset, close is the target, the rest are covariates', async () => {
  const yahoo = `Date,Open,High,Low,Close,Adj Close,Volume
2020-01-02,3244.67,3258.14,3235.53,3257.85,3257.85,3458250000
2020-01-03,3226.36,3246.15,3222.34,3234.85,3234.85,0
`;
  const dataset = await readCsv(yahoo, { name: 'spx' });
  expect(dataset.header).toMatchObject({
    target: 'Close',
    covariates: ['Open', 'High', 'Low', 'Adj Close', 'Volume'],
    time_kind: 'date',
  });
  expect(dataset.series.map(({ id }) => id)).toEqual(['spx']);
  expect([...dataset.series[0].values]).toEqual([3257.85, 3234.85]);
  expect([...dataset.series[0].covariates.Volume]).toEqual([3458250000, 0]);
  expect((await readCsv(yahoo)).series[0].id).toBe('series');
});

test('long table: series by id in the order of their first row, extra numeric columns are covariates', async () => {
  const dataset = await readCsv('unique_id,ds,y,temp\nB,1,10,0.5\nA,1,20,\nB,2,11,0.7\nA,2,21,1\n');
  expect(dataset.series.map(({ id, values }) => [id, [...values]])).toEqual([
    ['B', [10, 11]],
    ['A', [20, 21]],
  ]);
  expect([...dataset.series[1].covariates.temp]).toEqual([Number.NaN, 1]);
  expect(dataset.header).toMatchObject({ target: 'y', covariates: ['temp'], time_kind: 'integer' });
});

test('a symbol column makes a table of prices long', async () => {
  const dataset = await readCsv('date,symbol,open,close\n2020-01-01,X,1,2\n2020-01-01,Y,3,4\n');
  expect(dataset.series.map(({ id, values }) => [id, values[0]])).toEqual([
    ['X', 2],
    ['Y', 4],
  ]);
});

test('wide table: each numeric column is a series', async () => {
  const dataset = await readCsv('month,north,south\n2020-01,1,10\n2020-02,2,\n2020-03,3,30\n');
  expect(dataset.series.map(({ id, values }) => [id, [...values]])).toEqual([
    ['north', [1, 2, 3]],
    ['south', [10, Number.NaN, 30]],
  ]);
  expect(dataset.header).toMatchObject({ target: 'value', covariates: [] });
});

test('a named target makes one series of a table, with the other columns beside it', async () => {
  const text = 'ds,sales,visits,price\n2020-01-01,1,2,3\n2020-01-02,4,5,6\n';
  expect((await readCsv(text, { target: 'Visits' })).header).toMatchObject({
    target: 'visits',
    covariates: ['sales', 'price'],
  });
  const named = await readCsv(text, { target: 'visits', covariates: 'price' });
  expect(Object.keys(named.series[0].covariates)).toEqual(['price']);
});

test('a column of row numbers is not a series id', async () => {
  const dataset = await readCsv('id,date,close\n1,2020-01-01,5\n2,2020-01-02,6\n3,2020-01-03,7\n');
  expect(dataset.series.map(({ values }) => [...values])).toEqual([[5, 6, 7]]);
});

test('columns of text are left out with a warning that names them', async () => {
  const dataset = await readCsv('date,close,note,split\n2020-01-01,1,hot,train\n2020-01-02,2,,test\n');
  expect(dataset.header.covariates).toEqual([]);
  expect(dataset.warnings[0]).toMatchObject({ code: 'columns_ignored' });
  expect(dataset.warnings[0].message).toContain('"note", "split"');
});

test('a column that stays empty is left out, also when text comes late', async () => {
  const rows = Array.from({ length: 1_500 }, (_, i) => `${i},${i % 7},,${i === 1_400 ? 'late' : ''}`);
  const dataset = await readCsv(`t,close,empty,note\n${rows.join('\n')}\n`, {}, 4_096);
  expect(dataset.header.covariates).toEqual([]);
  expect(dataset.warnings.map(({ message }) => message).join()).toMatch(/note.*empty/);
});

test('a column whose first value comes late, with another decimal mark or a unit, is refused with its line', async () => {
  const refusedBy = (cell: string) => {
    const rows = Array.from({ length: 1_050 }, (_, i) => `${i},${i % 7},${i === 1_040 ? cell : ''}`);
    return refusal(() => readCsv(`t,close,late\n${rows.join('\n')}\n`, {}, 65_536));
  };
  for (const cell of ['"1200,5"', '1200 kW', '1.2k']) {
    const problem = await refusedBy(cell);
    expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 1_042 }] });
    expect(problem.detail).toContain('exclude=late');
  }
  expect((await refusedBy('"1200,5"')).detail).toContain('decimal=,');
});

test('a column of notes that begins late, with an amount, is left out with a warning that quotes it', async () => {
  const tableOf = (notes: Record<number, string>, name: string) => {
    const rows = Array.from({ length: 1_050 }, (_, i) => `${i},${i % 7},${notes[i] ?? ''}`);
    return `t,close,${name}\n${rows.join('\n')}\n`;
  };
  for (const [first, third] of [
    ['2 h', '3'],
    ['12 kg', '4 kg'],
    ['3 days', 'late'],
  ]) {
    const notes = { 1010: first, 1020: 'machine down', 1030: third, 1040: 'repaired', 1045: 'ok' };
    for (const name of ['note', 'machine']) {
      const { header, warnings } = await readCsv(tableOf(notes, name), {}, 65_536);
      expect(header).toMatchObject({ target: 'close', covariates: [] });
      const told = warnings.filter(({ code }) => code === 'columns_ignored');
      expect(told).toContainEqual(
        expect.objectContaining({ message: expect.stringContaining(`"${first}"`), line: 1_012 }),
      );
    }
  }
  const amounts = { 1010: '2 h', 1020: '3', 1030: 'closed', 1040: '4 h' };
  const problem = await refusal(() => readCsv(tableOf(amounts, 'late'), {}, 65_536));
  expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 1_012 }] });
});

test('separators: semicolon, tab and bar', async () => {
  for (const separator of [';', '\t', '|']) {
    const dataset = await readCsv('date,a,b\n2020-01-01,1,2\n'.replaceAll(',', separator));
    expect(dataset.series.map(({ id, values }) => [id, values[0]])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  }
});

test('header names are trimmed and matched in any case, trailing empty columns are dropped', async () => {
  const dataset = await readCsv(' TIMESTAMP , Value ,,\n2020-01-01,1,,\n2020-01-02,2,,\n');
  expect(dataset.series.map(({ id, values }) => [id, [...values]])).toEqual([['Value', [1, 2]]]);
});

test('quoted cells may hold separators, quotes and line breaks', async () => {
  const dataset = await readCsv('"unique_id","ds","y"\r\n"a, ""b""\r\nc","2020-01-01","1,234.5"\r\n');
  expect(dataset.series[0].id).toBe('a, "b"\r\nc');
  expect(dataset.series[0].values[0]).toBe(1234.5);
});

test.each([['NA'], ['null', '-'], ['nan', 'NA']])(
  'words for missing values may be ids: %s',
  async (...ids) => {
    const rows = ids.flatMap((id, i) => [`${id},2024-01-01,${i}`, `${id},2024-01-02,${i}`]);
    const dataset = await readCsv(`unique_id,ds,value\n${rows.join('\n')}\n`);
    expect(dataset.series.map(({ id }) => id)).toEqual(ids);
    const blank = await readCsv('unique_id,ds,value\n,2024-01-01,1\n ,2024-01-02,2\n');
    expect(blank.series.map(({ id }) => id)).toEqual(['value']);
  },
);

test('a date and a time of day in two columns are read together', async () => {
  const dataset = await readCsv('<DATE>,<TIME>,<CLOSE>\n20200102,09:30,1\n20200102,10:30,2\n');
  expect(timesOf(dataset)).toEqual(['2020-01-02T09:30:00Z', '2020-01-02T10:30:00Z']);
});

test('line breaks may be mixed, the last one may lack, blank lines do not count as rows', async () => {
  const dataset = await readCsv('date,y\r\n2020-01-01,1\n\n2020-01-02,2\r2020-01-03,3\r\n,\r\n2020-01-04,4');
  expect([...dataset.series[0].values]).toEqual([1, 2, 3, 4]);
});

test.each([
  ...[',', ';', '\t', '|'].flatMap((delimiter) => [
    [delimiter, delimiter.repeat(2)],
    [delimiter, ['""', '" "', ''].join(delimiter)],
  ]),
  [';', '""'],
])(
  'cells are separated by %j, and rows without text such as %j are read as if they were not there',
  async (delimiter, blank) => {
    const rows = [
      ['Date', 'North', 'South'],
      ['2024-01-02', '1', '2'],
      ['2024-01-03', '3', '4'],
      ['2024-01-04', '5', '6'],
    ].map((cells) => cells.join(delimiter));
    const title = `Sales report${delimiter.repeat(2)}`;
    const expected = (await readCsv(rows.join('\n'))).series;
    for (let at = 0; at <= rows.length; at++) {
      const lines = rows.toSpliced(at, 0, blank, blank);
      expect((await readCsv(lines.join('\n'))).series).toEqual(expected);
      expect((await readCsv([title, ...lines].join('\r\n'))).series).toEqual(expected);
    }
    const many = [title, ...Array<string>(20).fill(blank), ...rows];
    expect((await readCsv(many.join('\n'))).series).toEqual(expected);
    expect((await refusal(() => readCsv(`${blank}\n${blank}\n`))).status).toBeLessThan(500);
  },
);

test('rows without a time are left out with a warning', async () => {
  const dataset = await readCsv('date,y\n2020-01-01,1\n,5\n2020-01-02,2\n');
  expect([...dataset.series[0].values]).toEqual([1, 2]);
  expect(dataset.warnings).toMatchObject([{ code: 'rows_without_time', line: 3 }]);
});

test('unsorted times are sorted together with all columns, with a warning', async () => {
  const dataset = await readCsv('date,close,volume\n2020-01-03,3,30\n2020-01-01,1,10\n2020-01-02,2,20\n');
  expect([...dataset.series[0].values]).toEqual([1, 2, 3]);
  expect([...dataset.series[0].covariates.volume]).toEqual([10, 20, 30]);
  expect(dataset.warnings).toMatchObject([{ code: 'times_sorted', line: 3 }]);
});

test('gaps, missing values and constant series are kept, each with a warning', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `2020-01-${String(i + 1).padStart(2, '0')},5`);
  rows.splice(10, 2);
  const dataset = await readCsv(`date,y\n${rows.join('\n')}\n2020-01-31,\n`);
  expect(warningCodes(dataset).sort()).toEqual(['gaps', 'series_constant', 'values_missing']);
  expect(dataset.warnings.find(({ code }) => code === 'gaps')!.message).toMatch(/1 gap: 2 .* 2020-01-11/);
  expect(dataset.series[0].values.length).toBe(29);
});

test('warnings of many series are counted, not repeated', async () => {
  const ids = Array.from({ length: 50 }, (_, i) => `s${i}`);
  const rows = ids.flatMap((id) => [`${id},1,7`, `${id},2,7`]);
  const dataset = await readCsv(`id,t,y\n${rows.join('\n')}\n`);
  expect(dataset.warnings).toHaveLength(11);
  expect(dataset.warnings.at(-1)!.message).toContain('40 more series');
});

test('the wide layout has no covariates to name', async () => {
  const attempt = () => readCsv('date,a,b\n2020-01-01,1,2\n', { layout: 'wide', covariates: 'b' });
  expect((await refusal(attempt)).errors).toMatchObject([{ path: '?covariates' }]);
});

test('hours beside dates that do not repeat within a series are a covariate', async () => {
  const table = (header: string, idOf: (series: string) => string) =>
    `${header}\n${['a', 'b'].flatMap((series, s) => [1, 2, 3, 4, 5, 6].map((day) => `${idOf(series)}2024-01-0${day},${100 + day},${8 + ((day * (s + 1)) % 3)}\n`)).join('')}`;
  for (const name of ['hour', 'time', 'he'])
    for (const id of ['unique_id', 'store']) {
      const { header, series, warnings } = await readCsv(table(`${id},ds,y,${name}`, (one) => `${one},`));
      expect([header.time_kind, header.covariates, series.length, warnings]).toEqual(['date', [name], 2, []]);
    }
  const split = table('unique_id,year,month,day,y,hour', (one) => `${one},`).replaceAll(
    /(20\d\d)-(\d\d)-/g,
    '$1,$2,',
  );
  expect((await readCsv(split)).header).toMatchObject({ time_kind: 'date', covariates: ['hour'] });

  const closes = split
    .replaceAll(/,(\d)$/gm, ',16:00')
    .replaceAll(/,\d\d$/gm, ',16:00')
    .replace('hour', 'time');
  expect((await readCsv(closes)).header).toMatchObject({ time_kind: 'instant', covariates: [] });

  // Dates that repeat within a series need their hours, unless the caller says what the columns are.
  const hourly = `unique_id,ds,y,hour\n${['a', 'b'].flatMap((id) => [0, 1, 2, 3].map((hour) => `${id},2024-01-01,5,${hour}\n`)).join('')}`;
  expect((await readCsv(hourly)).header).toMatchObject({ time_kind: 'instant', covariates: [] });
  for (const options of [{ covariates: 'hour' }, { time_column: 'ds' }])
    expect((await refusal(() => readCsv(hourly, options))).code).toBe('time_duplicate');
});

test('a column of numbers that is named as an id and is constant in each series is left out with a warning', async () => {
  const rows = ['a', 'b'].flatMap((id, s) =>
    [1, 2, 3, 4].map((day) => `${id},2024-01-0${day},${day},${7 + s}\n`),
  );
  const table = `unique_id,ds,y,store\n${rows.join('')}`;
  const { header, warnings } = await readCsv(table);
  expect(header.covariates).toEqual([]);
  expect(warnings).toMatchObject([{ code: 'columns_ignored' }]);
  expect(warnings[0].message).toContain(
    'one number in each series were ignored: "store". Name them in covariates',
  );
  const stated = await readCsv(table, { covariates: 'store' });
  expect([stated.header.covariates, warningCodes(stated)]).toEqual([['store'], []]);
});

const panelOf = (header: string, cellsOf: (day: number, store: number, item: number) => unknown[]) =>
  `${header}\n${Array.from({ length: 30 }, (_, day) =>
    [0, 1].flatMap((store) =>
      [0, 1].map(
        (item) =>
          `${new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)},${cellsOf(day, store, item).join(',')}\n`,
      ),
    ),
  )
    .flat()
    .join('')}`;

test('a column that counts names no series, whatever its name and its place are', async () => {
  const unitsOf = (day: number, store: number, item: number) => 100 * (1 + 2 * store + item) + (day % 7);
  const cells = (day: number, store: number, item: number) => [
    ...[`S${store}`, item, unitsOf(day, store, item), 9.5 + (day % 3)],
  ];
  const priced = await readCsv(panelOf('date,store,item,units,price', cells));
  const bare = await readCsv(panelOf('date,store,item,units', (...at) => cells(...at).slice(0, 3)));
  for (const { header, series } of [priced, bare]) {
    expect(header.target).toBe('units');
    expect(series.map(({ id }) => id)).toEqual(['S0|0', 'S0|1', 'S1|0', 'S1|1']);
  }
  // Each of its values is new, so it separates all rows too.
  const early = await readCsv(
    panelOf('date,customers,store,sales', (day, store, item) => [
      1_000 + 4 * day + 2 * store + item,
      `${store}${item}`,
      day,
    ]),
  );
  expect(early.header).toMatchObject({ target: 'sales', covariates: ['customers'] });
  expect(early.series.map(({ id }) => id)).toEqual(['00', '01', '10', '11']);
});

test('a column with the name of a count names series if times repeat without it and it has few values', async () => {
  const few = await readCsv(
    panelOf('date,customers,sales', (day, store, item) => [101 + 2 * store + item, day]),
  );
  expect(few.series.map(({ id }) => id)).toEqual(['101', '102', '103', '104']);
  const many = panelOf('date,users,sales', (day, store, item) => [
    ((day * 4 + store * 2 + item) * 37) % 61,
    day,
  ]);
  const problem = await refusal(() => readCsv(many));
  expect(problem.code).toBe('time_duplicate');
  expect(problem.detail).not.toContain('users');
  // A row that is there twice does not make a count the name of series.
  const twice = panelOf('date,store,items,sales', (day, store, item) => [`${store}${item}`, day % 3, day]);
  const [first] = twice.split('\n').slice(1);
  expect((await refusal(() => readCsv(`${twice}${first.replace(',0,0', ',1,0')}\n`))).code).toBe(
    'time_duplicate',
  );
});

/** Rows of three devices whose times never repeat. */
const logged = (header: string, cellsOf: (i: number) => unknown[]) =>
  `${header}\n${Array.from({ length: 12 }, (_, i) => `2024-01-01T00:00:0${i % 10}.${100 + i}Z,${cellsOf(i).join(',')}\n`).join('')}`;

test('numbers of devices whose times never repeat have the warning of ids, and no proposal of a wide layout', async () => {
  for (const header of [
    'timestamp,sensor_id,value',
    'timestamp,Meter No,value',
    'timestamp,device code,temp',
  ]) {
    const text = logged(header, (i) => [17 + (i % 3), i / 2]);
    const { series, warnings } = await readCsv(text);
    const name = header.split(',')[1];
    const told = warnings.filter(({ code }) => code === 'layout_assumed');
    expect(told).toMatchObject([
      {
        message: expect.stringContaining(`Set id_columns=${name} to`),
        alternatives: [{ value: name }, { option: 'layout', value: 'single' }],
      },
    ]);
    expect(series.map(({ covariates }) => Object.keys(covariates))).toEqual([[name]]);
    expect((await readCsv(text, { id_columns: name })).series.map(({ id }) => id)).toEqual([
      '17',
      '18',
      '19',
    ]);
    for (const stated of [{ covariates: name }, { layout: 'single' }]) {
      const kept = await readCsv(text, stated);
      expect(warningCodes(kept)).not.toContain('layout_assumed');
      expect(kept.series).toEqual(series);
    }
  }
  // The other covariates are told as before.
  const { warnings } = await readCsv(logged('timestamp,sensor_id,value,heat', (i) => [17 + (i % 3), i, -i]));
  expect(warnings.map(({ message }) => message).join()).toMatch(/"heat" as its covariates.*sensor_id/);
  const wide = await readCsv(logged('timestamp,sensor_id,heat,light', (i) => [17 + (i % 3), i, -i]));
  expect(wide.warnings.map(({ message }) => message).join()).toMatch(/set target=heat.*id_columns=sensor_id/);
});

test('columns that have to be values, or that a dataset has, have no warning of ids', async () => {
  const told = ({ warnings }: ParsedDataset) => warnings.map(({ message }) => message).join();
  for (const header of ['timestamp,item_no', 'timestamp,device_no,sensor_no']) {
    const text = logged(header, (i) =>
      header
        .split(',')
        .map((_, at) => 1 + ((i + at) % 3))
        .slice(1),
    );
    expect(told(await readCsv(text)), header).not.toContain('may name series');
  }
  const text = logged('timestamp,sales,store_id', (i) => [i, 1 + (i % 3)]);
  expect(told(await readCsv(text, { target: 'sales' }))).toContain('"store_id" was read as a covariate');
  const expected = { target: 'sales', covariates: ['store_id'], isTargetNamed: true };
  for (const isAppended of [true, false]) {
    const read = createSeriesReader().table(
      Readable.from([Buffer.from(text)]),
      tableOptionsSchema.parse({}),
      {
        expected: { ...expected, isAppended },
      },
    );
    expect(warningCodes(await read)).not.toContain('layout_assumed');
  }
});

test.each([
  ['hour_of_day', (i: number) => i % 3],
  ['store count', (i: number) => 3 + (i % 2)],
  ['temperature', (i: number) => 20 + (i % 3)],
  ['account_no', (i: number) => 1_000 + i],
  ['store_id', (i: number) => 0.5 + (i % 2)],
])('numbers in a column %s are no ids of series', async (name, numberOf) => {
  const { warnings } = await readCsv(logged(`timestamp,${name},value`, (i) => [numberOf(i), i / 2]));
  expect(warnings.map(({ message }) => message).join()).not.toContain('id_columns');
});

const counted = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const countedRows = (header: string, rows: number, columns: number) =>
  `${header}\n${counted(rows)
    .map((number) => `${number},${counted(columns).join(',')}\n`)
    .join('')}`;

test.each([
  ['years beside months', countedRows('Month,2021,2022,2023', 12, 3), 'one row for each month'],
  ['years beside weeks', countedRows('Week,2022,2023', 52, 2), 'one row for each week'],
  ['years beside quarters', countedRows('Quarter,2022,2023', 4, 2), 'one row for each quarter'],
  [
    'years beside days of months',
    'Month,Day,2022,2023\n1,1,5,6\n1,2,7,8\n1,3,7,8\n',
    'one row for each day, with its date, such as 2024-01-31',
  ],
  ['years beside numbers of rows', ',Country,2022,2023\n0,Aruba,1,2\n1,Benin,3,4\n', 'no column has times'],
  [
    'months beside ids of regions',
    'RegionID,SizeRank,RegionName,2000-01-31,2000-02-29,2000-03-31,2000-04-30\n102001,0,Everywhere,1,2,3,4\n394913,1,New York,5,6,7,8\n',
    'the times "2000-01-31" to "2000-04-30" are across the columns',
  ],
  ['months beside days', countedRows('Day,Jan,Feb,Mar', 31, 3), 'one row for each day'],
  [
    'days beside a year and a month',
    `Year,Month,${counted(31)}\n2024,1,${counted(31)}\n2024,2,${counted(31)}\n`,
    'the days "1" to "31" are across the columns, and "Month" has the month of a row',
  ],
])('%s are refused with the remedy', async (_, text, expected) => {
  expect(await refusal(() => readCsv(text))).toMatchObject({
    code: 'csv_invalid',
    detail: expect.stringContaining(expected),
  });
});

test('numbered columns beside dates, and years across with layout=wide, are series', async () => {
  const values = counted(31).map((number) => 10 * number);
  const daily = `date,${counted(31)}\n2024-01-01,${values}\n2024-01-02,${values}\n`;
  expect((await readCsv(daily)).series).toHaveLength(31);
  const years = await readCsv('Month,2021,2022\n1,10,20\n2,30,40\n', { layout: 'wide' });
  expect(years.series.map(({ id }) => id)).toEqual(['2021', '2022']);
});

test('the column of an hour that clocks repeat does not change the layout while it is empty', async () => {
  const header = `Date,${counted(24).map((hour) => `H${hour}`)},HE25`;
  const row = (day: string, extra: string) => `${day},${counted(24)},${extra}\n`;
  const { series, warnings } = await readCsv(`${header}\n${row('2024-01-01', '')}${row('2024-01-02', '')}`);
  expect(series.map(({ values }) => values.length)).toEqual([48]);
  expect(warnings.map(({ code }) => code)).toEqual(['layout_assumed']);
  const filled = await refusal(() => readCsv(`${header}\n${row('2024-10-26', '')}${row('2024-10-27', '7')}`));
  expect(filled).toMatchObject({
    errors: [{ line: 3, message: expect.stringContaining('"HE25"') }],
    detail: expect.stringContaining('with its offset from UTC'),
  });
});

const hoursOf = (name: string, clock: (hour: number) => string) =>
  `Data;${name};MWh\n${Array.from({ length: 96 }, (_, i) => `2024-03-0${1 + Math.floor(i / 24)};${clock(i % 24)};${i}.5\n`).join('')}`;
const twoDigits = (number: number) => String(number).padStart(2, '0');

test.each([
  'Godzina',
  'Horas',
  'Ore',
  'Tid',
  'Hr_End',
  'MTU',
  'Heures',
  'Startzeit',
  'Interval',
  'Slot',
  'x',
])('times of day in a column %s are a part of the time', async (name) => {
  const { reading, warnings } = await readCsv(hoursOf(name, (hour) => `${twoDigits(hour)}:00`));
  expect(reading!.time_columns).toEqual([
    { column: 'Data', part: 'date' },
    { column: name, part: 'time' },
  ]);
  const isUnnamed = ['MTU', 'Interval', 'Slot', 'x'].includes(name);
  expect(warnings.map(({ message }) => message)).toEqual(
    isUnnamed ? [expect.stringContaining(`Set time_columns=Data:date,${name}:time to keep`)] : [],
  );
});

test('hours in digits are a part of the time under a name for hours, and proposed under another', async () => {
  for (const name of ['Godzina', 'Hours', 'Stunden'])
    expect((await readCsv(hoursOf(name, String))).reading!.time_columns![1].part).toBe('hour');
  expect((await readCsv(hoursOf('Hr_End', (hour) => String(hour + 1)))).reading!.time_columns![1].part).toBe(
    'hour24',
  );
  const refused = await refusal(() => readCsv(hoursOf('a, b', String)));
  expect(refused.errors![0].accepted).toContain('time_columns=Data:date,"a, b:hour" to read');
  const stores = await refusal(() => readCsv(hoursOf('x', (hour) => String(100 + (hour % 3)))));
  expect(JSON.stringify(stores)).not.toContain('time_columns');
});

test('times of day that may describe series are proposed, and not read', async () => {
  const body = `Date,Team,Opens,Visits\n${Array.from({ length: 40 }, (_, i) => `2024-03-${twoDigits(1 + Math.floor(i / 4))},${'ABCD'[i % 4]},0${6 + (i % 4)}:00,${i}\n`).join('')}`;
  const refused = await refusal(() => readCsv(body));
  expect(refused.code).toBe('time_duplicate');
  expect((await readCsv(body, { id_column: 'Team' })).series).toHaveLength(4);
});

test('times of day stand beside no numbers that may name series', async () => {
  const shifts = (header: string, row: (day: number, place: number) => string) =>
    `${header}\n${Array.from({ length: 40 }, (_, i) => `2024-03-${twoDigits(1 + Math.floor(i / 4))},${row(Math.floor(i / 4), i % 4)},${i}.5\n`).join('')}`;
  const cases: [header: string, row: (day: number, place: number) => string][] = [
    ['date,team,shift_start,output', (_, place) => `${1 + place},${twoDigits(6 * place)}:00`],
    ['Datum,Filialnummer,Oeffnung,Umsatz', (_, place) => `${101 + place},0${5 + place}:00`],
    // Teams that take turns.
    [
      'date,team_no,shift_start,output',
      (day, place) => `${1 + ((day + place) % 4)},${twoDigits(6 * place)}:00`,
    ],
  ];
  for (const [header, row] of cases)
    expect(await refusal(() => readCsv(shifts(header, row))), header).toMatchObject({
      code: 'time_duplicate',
    });
  const counted = await readCsv(
    shifts('date,visits,slot,output', (day, place) => `${(day * place) % 5},${twoDigits(6 * place)}:00`),
    { target: 'output' },
  );
  const bids = shifts('date,slot,bid,output', (_, place) => `${twoDigits(6 * place)}:00,${20 + place}`);
  expect((await readCsv(bids, { target: 'output', covariates: 'bid' })).series).toHaveLength(1);
  expect(counted.reading!.time_columns![1]).toEqual({ column: 'slot', part: 'time' });
});

test('months and quarters beside years are a part of the time whatever the name of their column', async () => {
  const months = [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ];
  const yearsWith = (name: string, count: number, part: (i: number) => string) =>
    `Zeit;${name};Wert\n${Array.from({ length: 4 * count }, (_, i) => `${2019 + Math.floor(i / count)};${part(i % count)};${i}.5\n`).join('')}`;
  const german = await readCsv(yearsWith('1_Auspraegung_Label', 12, (i) => months[i]));
  expect(timesOf(german).slice(0, 2)).toEqual(['2019-01-01', '2019-02-01']);
  const quarters = await readCsv(yearsWith('x', 4, (i) => `Q${i + 1}`));
  expect(timesOf(quarters).slice(0, 2)).toEqual(['2019-01-01', '2019-04-01']);
  const named = await readCsv(yearsWith('Q', 4, (i) => String(i + 1)).replace('Zeit', 'Year'));
  expect(timesOf(named)[1]).toBe('2019-04-01');
  const refused = await refusal(() => readCsv(yearsWith('Folge', 12, (i) => String(i + 1))));
  expect(refused.errors![0].accepted).toContain('time_columns=Zeit:year,Folge:month to read');
  const merged = await readCsv('Year,x,Sales\n2020,Q1,1\n,Q2,2\n,Q3,3\n,Q4,4\n2021,Q1,5\n,Q2,6\n');
  expect(timesOf(merged).slice(3)).toEqual(['2020-10-01', '2021-01-01', '2021-04-01']);
});

test('codes and ranks beside years are no quarters, and a few names are no months', async () => {
  const yearly = (values: string[]) =>
    `year,x,points\n${Array.from({ length: 6 * values.length }, (_, i) => `${2015 + Math.floor(i / values.length)},${values[i % values.length]},${i}.5\n`).join('')}`;
  for (const values of [
    ['1st', '2nd', '3rd'],
    ['T1', 'T2', 'T3', 'T4'],
    ['Q1', 'Q2', 'Q3'],
    ['April', 'May', 'June'],
  ]) {
    const { code } = await refusal(() => readCsv(yearly(values)));
    expect(code, values.join()).toBe('time_duplicate');
    expect((await readCsv(yearly(values), { id_column: 'x' })).series).toHaveLength(values.length);
  }
  for (const quarter of ['Q', 'Qtr ', 'Trimestre ']) {
    const { reading } = await readCsv(yearly(['1', '2', '3', '4'].map((number) => `${quarter}${number}`)));
    expect(reading!.time_columns![1], quarter).toEqual({ column: 'x', part: 'quarter' });
  }
});

test('amounts of weeks, quarters and hours beside years and months are covariates', async () => {
  const monthly = (name: string, amount: (i: number) => number) =>
    `year,month,product,${name},sales\n${Array.from({ length: 48 }, (_, i) => `${2022 + Math.floor(i / 24)},${1 + (Math.floor(i / 2) % 12)},${'ab'[i % 2]},${amount(i)},${i}.5\n`).join('')}`;
  for (const name of ['weeks', 'q', 'trim', 'months']) {
    const { header, series, reading } = await readCsv(monthly(name, (i) => 1 + ((i * 7) % 4)));
    expect([series.length, header.covariates], name).toEqual([2, [name]]);
    expect(
      reading!.time_columns!.map(({ part }) => part),
      name,
    ).toEqual(['year', 'month']);
  }
  const yearly = await readCsv(
    `year,product,q,sales\n${Array.from({ length: 20 }, (_, i) => `${2010 + Math.floor(i / 2)},${'ab'[i % 2]},${1 + (i % 4)},${i}.5\n`).join('')}`,
  );
  expect([yearly.series.length, yearly.header.covariates]).toEqual([2, ['q']]);
  const shifts = await refusal(() =>
    readCsv(
      `year,month,day,worker,hours,output\n${Array.from({ length: 30 }, (_, i) => `2024,3,${1 + Math.floor(i / 3)},${'xyz'[i % 3]},${5 + (i % 3)},${i}.5\n`).join('')}`,
    ),
  );
  expect(shifts.errors![0].alternatives).toContainEqual({ option: 'id_column', value: 'worker' });
  const weekly = await readCsv(
    `year,weeks,sales\n${Array.from({ length: 104 }, (_, i) => `${2022 + Math.floor(i / 52)},${1 + (i % 52)},${i}.5\n`).join('')}`,
  );
  expect(timesOf(weekly)[1]).toBe('2022-01-10');
});
