/** Tables as programs export them: units of time that change, years that are missing, marks instead of numbers. */
import { expect, test } from 'vitest';
import { datasetInSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { readCsv, refusal } from './reading.ts';

const refused = async (csv: string, query: Record<string, string> = {}) => {
  const { code, detail = '' } = await refusal(() => readCsv(csv, query));
  return { code, message: detail };
};

type Dataset = Awaited<ReturnType<typeof readCsv>>;

const dayMs = 86_400_000;
const table = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const day = (i: number, start = '2024-01-01') =>
  new Date(Date.parse(start) + i * dayMs).toISOString().slice(0, 10);
const told = ({ warnings }: Dataset, code: string) => warnings.filter((warning) => warning.code === code);
const timesOf = ({ series }: Dataset) =>
  Array.from(series[0].times, (time) => new Date(time).toISOString().slice(0, 16));

test('times since 1970 that change their unit, and clocks that were at zero, are refused', async () => {
  const start = Date.parse('2024-12-28');
  const prices = range(10).map((i) => `${(start + i * dayMs) * (i < 4 ? 1 : 1_000)},${i}`);
  const units = await refused(table('open_time,close', prices));
  expect(units.code).toBe('reading_ambiguous');
  expect(units.message).toContain('microseconds since 1970, as 2025-01-01');
  expect(units.message).toContain('"1735344000000" may be milliseconds: 2024-12-28');
  const reset = range(10).map((i) => `${i === 5 ? 0 : 1_704_067_200 + i * 60},${i}`);
  expect((await refused(table('timestamp,y', reset))).message).toContain('"0" is no such time');
  // Counts stay counts: the column says that they are, they pass the smallest such time, or the caller says so.
  const counted = await readCsv(table('timestamp,y', reset), { time_format: 'integer' });
  expect(counted.header.time_kind).toBe('integer');
  const passing = range(20).map((i) => `${99_999_990 + i},${i}`);
  expect((await readCsv(table('t,y', passing))).header.time_kind).toBe('integer');
  const ticks = range(9).map((i) => `${i * 1e9},${i}`);
  expect((await readCsv(table('t,y', ticks))).header.time_kind).toBe('integer');
});

test('weeks and months that begin again without a year are refused', async () => {
  const numbers = (from: number, to: number) => range(to - from + 1).map((i) => from + i);
  const rows = (values: number[]) => values.map((value, i) => `${value},${i}`);
  const weeks = [...numbers(40, 53), ...numbers(1, 9)];
  const problem = await refused(table('week,y', rows(weeks)));
  expect(problem.code).toBe('reading_ambiguous');
  expect(problem.message).toContain('from 53 to 1');
  const months = [...numbers(10, 12), ...numbers(1, 9)];
  expect((await refused(table('Monat,y', rows(months)))).message).toContain('from 12 to 1');
  expect((await refused(table('month,y', rows(months.toReversed())))).message).toContain('from 1 to 12');
  const sorted = await readCsv(table('week,y', rows(weeks)), { time_format: 'integer' });
  expect(sorted.series[0].times[0]).toBe(1);
  for (const fine of [numbers(1, 52), [3, 1, 2, 4, 5, 7, 6], numbers(1, 12).toReversed()])
    expect((await readCsv(table('week,y', rows(fine)))).header.time_kind).toBe('integer');
});

test('a first or last time that is far from all others is told with its line', async () => {
  const dated = (days: string[]) =>
    readCsv(
      table(
        'date,y',
        days.map((date, i) => `${date},${i}`),
      ),
    );
  const usual = range(60).map((i) => day(i));
  const [last] = told(await dated(usual.with(30, '2042-01-31')), 'times_distant');
  expect(last).toMatchObject({ line: 32, series_id: 'y' });
  expect(last.message).toContain('2042-01-31 follows 2024-02-29. Forecasts begin after 2042-01-31.');
  const [first] = told(
    await dated([...usual.slice(0, 40), '1970-01-01', '1970-01-02', ...usual.slice(40)]),
    'times_distant',
  );
  expect(first).toMatchObject({ line: 42 });
  expect(first.message).toContain('The first 2 observations are far from the others');
  for (const fine of [
    usual,
    usual.toSpliced(20, 30),
    range(40).map((i) => day(i * i)),
    ['2020-01-01', '2024-01-01'],
  ])
    expect(told(await dated(fine), 'times_distant')).toEqual([]);
  const json = createSeriesReader().json(
    datasetInSchema.parse({
      series: [{ times: usual.with(59, '2034-02-29'.replace('29', '28')), values: range(60) }],
    }),
  );
  expect(told(json as Dataset, 'times_distant')[0].message).toContain('Forecasts begin after 2034-02-28');
});

test('data that change their step are told', async () => {
  const hours = (from: number, count: number, step: number) =>
    range(count).map((i) => new Date(Date.parse('2024-01-01') + (from + i * step) * 3_600_000).toISOString());
  const read = (times: string[]) =>
    readCsv(
      table(
        'time,y',
        times.map((time, i) => `${time},${i}`),
      ),
    );
  const [finer] = told(await read([...hours(0, 50, 1), ...hours(50, 30, 0.25)]), 'frequency_irregular');
  expect(finer.message).toContain('29 of 79 steps are shorter than PT1H, the step of the dataset');
  expect(finer.message).toContain('such as the one to 2024-01-03T02:15:00Z');
  const years = [1990, 1995, 2000, 2005, 2010, 2011, 2012, 2013].map((year) => `${year},${year}`);
  expect(told(await readCsv(table('year,y', years)), 'frequency_irregular')[0].message).toContain(
    '3 of 7 steps',
  );
  const coarse = await readCsv(
    table(
      'time,y',
      [...hours(0, 50, 1), ...hours(50, 32, 0.25)].map((time) => `${time},1`),
    ),
    {
      resample: 'PT1H',
      aggregate: 'mean',
    },
  );
  expect(told(coarse, 'frequency_irregular')).toEqual([]);
  expect(coarse.series[0].times).toHaveLength(58);
  expect(coarse.header.frequency.resampled).toBe(true);
  const same = await readCsv(
    table(
      'time,y',
      hours(0, 50, 1).map((time) => `${time},1`),
    ),
    { resample: 'PT1H' },
  );
  expect(same.header.frequency.resampled).toBeUndefined();
});

test('days that are late are no gaps', async () => {
  const monthEnd = (month: number) => new Date(Date.UTC(2022, month, 0)).toISOString().slice(0, 10);
  const paid = range(24).flatMap((i) => [`${monthEnd(i + 1).slice(0, 8)}15,1`, `${monthEnd(i + 1)},2`]);
  const dataset = await readCsv(table('date,y', paid));
  expect(told(dataset, 'gaps')).toEqual([]);
  expect(told(dataset, 'frequency_irregular')).toHaveLength(1);
  // A clock that is set back makes a day of 25 hours.
  const daily = range(10).map((i) => `2024-10-${22 + i}T08:00:00+0${i < 5 ? 2 : 1}:00,${i}`);
  expect(told(await readCsv(table('time,y', daily)), 'gaps')).toEqual([]);
  const gap = range(10).map((i) => `${day(i < 5 ? i : i + 1)},${i}`);
  expect(told(await readCsv(table('date,y', gap)), 'gaps')[0].message).toContain(
    '1 expected time is missing, such as 2024-01-06',
  );
});

test('times of single events are no sessions', async () => {
  const events = range(40).map(
    (i) => `${new Date(Date.parse('2024-01-01') + i * i * 977_000).toISOString()},${i}`,
  );
  const { header, warnings } = await readCsv(table('created_at,amount', events));
  expect(header.frequency.open_times).toBeNull();
  expect(warnings.find(({ code }) => code === 'frequency_irregular')?.message).toContain(
    '`resample` and `aggregate`',
  );
});

test('a column that has nothing but marks of missing values is told', async () => {
  const dataset = await readCsv(
    table(
      'MESS_DATUM;FX;TMK',
      range(20).map((i) => `${day(i).replaceAll('-', '')};-999;${i}.5`),
    ),
    { layout: 'wide' },
  );
  const [warning] = told(dataset, 'missing_suspected');
  expect(warning.message).toContain('The number -999 is there 20 times ("FX"), and no other number.');
  const zero = await readCsv(
    table(
      'date,y',
      range(9).map((i) => `${day(i)},-1`),
    ),
  );
  expect(told(zero, 'missing_suspected')).toEqual([]);
});

test('numbers of the entries of a log are no series', async () => {
  const rows = range(12).map((i) => `2024-01-01 00:${10 + i}:00,${500 + i},${20 + i},${40 - i}`);
  const dataset = await readCsv(table('created_at,entry_id,field1,field2', rows), { layout: 'wide' });
  expect(dataset.series.map(({ id }) => id)).toEqual(['field1', 'field2']);
  expect(told(dataset, 'columns_ignored')[0].message).toContain('number the rows were ignored: "entry_id"');
  const steps = range(12).map((i) => `${day(i)},${500 + 3 * i},${i}`);
  const kept = await readCsv(table('date,record,y', steps), { layout: 'wide' });
  expect(kept.series.map(({ id }) => id)).toEqual(['record', 'y']);
});

test('accounting formats of spreadsheets are numbers', async () => {
  const valuesOf = async (cells: string[], delimiter = ',') => {
    const rows = range(3).map((i) => `${day(i)}${delimiter}"${cells[i]}"`);
    return [...(await readCsv(table(`date${delimiter}profit`, rows))).series[0].values];
  };
  for (const cells of [
    [' $1,200.00 ', ' $(1,234.50)', ' $-   '],
    [' $ 1,200.00 ', ' $ (1,234.50)', ' $ -   '],
    [' £1,200.00 ', '-£1,234.50 ', ' £-   '],
  ])
    expect(await valuesOf(cells)).toEqual([1200, -1234.5, 0]);
  for (const cells of [
    [' 1.200,00 € ', '-   1.234,50 € ', ' -   € '],
    ['1 200,00 €', '-1 234,50 €', '- €'],
  ])
    expect(await valuesOf(cells, ';')).toEqual([1200, -1234.5, 0]);
  // Without a currency, a dash of any length is a missing value.
  for (const dash of ['-', '–', '—'])
    expect(await valuesOf(['1.5', dash, '2.5'])).toEqual([1.5, Number.NaN, 2.5]);
});

test('clocks with points, and the starts of periods', async () => {
  const expected = ['2006-12-16T00:00', '2006-12-16T01:00', '2006-12-16T02:00'];
  for (const [header, date] of [
    ['Aika;Arvo', (h: number) => `16.12.2006 ${h}.00`],
    ['Tid;Værdi', (h: number) => `16-12-2006 0${h}.00`],
    ['Data;Ora;Valore', (h: number) => `16/12/2006;0${h}.00.00`],
    ['Datum;Anfang;Ende;Wert', (h: number) => `16.12.2006;0${h}:00;0${h + 1}:00`],
  ] as const) {
    const dataset = await readCsv(
      table(
        header,
        range(3).map((h) => `${date(h)};${h},5`),
      ),
    );
    expect(timesOf(dataset)).toEqual(expected);
    expect([...dataset.series[0].values]).toEqual([0.5, 1.5, 2.5]);
  }
  // Numbers with decimals are no clocks.
  expect(
    (
      await readCsv(
        table(
          'date,time',
          range(5).map((i) => `${day(i)},12.${10 + i}`),
        ),
      )
    ).series[0].values[1],
  ).toBe(12.11);
});

test('the example of dates with an open order is one that the orders read differently', async () => {
  const { message } = await refused(
    table(
      'day,y',
      range(5).map((i) => `1/${i + 1}/24,${i}`),
    ),
  );
  expect(message).toContain('"1/2/24" is 2024-01-02 or 2024-02-01 or 2001-02-24');
});

test('a table whose numbers are all times or ids has no values', async () => {
  for (const [csv, query] of [
    [
      table(
        'date,timestamp',
        range(5).map((i) => `${day(i)},${1_704_067_200 + i * 86_400}`),
      ),
      {},
    ],
    [
      table(
        'date,station_id',
        range(5).map((i) => `${day(i)},44`),
      ),
      {},
    ],
  ] as const) {
    const problem = await refused(csv, query);
    expect(problem.code).toBe('value_column_missing');
    expect(problem.message).toContain('the table has no column of values');
  }
  // A number with an exponent may be rounded, so that it is no time, and its column stays that of the times.
  const rounded = await refused(
    table(
      'timestamp,value',
      range(5).map((i) => `1.7040672${i}e+09,${i}`),
    ),
    {
      time_format: 'unix_s',
    },
  );
  expect(rounded.message).toContain('"1.70406720e+09" is not a time (column "timestamp")');
});

test('series that end long before the others are told once', async () => {
  const rows = range(60).flatMap((i) => [`A,${day(i)},1${i}`, ...(i < 40 ? [`B,${day(i)},2${i}`] : [])]);
  const [warning, ...more] = told(await readCsv(table('store,date,y', rows)), 'gaps');
  expect(more).toEqual([]);
  expect(warning).toMatchObject({ series_id: 'B' });
  expect(warning.message).toContain('The series "B" ends at 2024-02-09, and the dataset at 2024-02-29.');
  const several = [...rows, ...range(9).map((i) => `C,${day(i)},3${i}`)];
  expect(told(await readCsv(table('store,date,y', several)), 'gaps')[0].message).toContain(
    '2 of 3 series end long before the others, such as "B" at 2024-02-09',
  );
  const nearly = rows.filter((row) => !row.startsWith('A') || row < 'A,2024-02-15');
  expect(told(await readCsv(table('store,date,y', nearly)), 'gaps')).toEqual([]);
});

test('a table about the place and an empty line stand before the measurements', async () => {
  const place =
    'latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n52.52,13.41,38.0,3600,Europe/Berlin,CET\n';
  const rows = range(24).map((i) => `${day(0)}T${String(i).padStart(2, '0')}:00,${i},0`);
  const measured = table('time,temperature_2m (°C),precipitation (mm)', rows);
  const dataset = await readCsv(`${place}\n${measured}`);
  expect(dataset.series.map(({ id }) => id)).toEqual(['temperature_2m (°C)', 'precipitation (mm)']);
  expect(timesOf(dataset).slice(0, 2)).toEqual(['2024-01-01T00:00', '2024-01-01T01:00']);
  expect(told(dataset, 'lines_skipped')[0].message).toContain('Lines 1 to 2 before the header');
  expect(told(dataset, 'time_zone_named')[0].message).toContain('time_zone=Europe/Berlin');
  // Without the empty line the rows have the wrong number of cells, and a first table with times is no title.
  expect((await refused(`${place}${measured}`)).code).toBe('csv_invalid');
  expect((await refused(`${table('time,a,b,c', [`${day(0)},1,2,3`])}\n${measured}`)).code).toBe(
    'csv_invalid',
  );
});

test('ids of records that grow from row to row are no series and no covariates', async () => {
  const rows = range(12).map((i) => `${9_000 + i * (i + 7)},${day(11 - i)},${i % 5},${900 - i * i}`);
  const dataset = await readCsv(table('Activity ID,Date,Distance,orderId', rows));
  expect(dataset.series.map(({ id }) => id)).toEqual(['Distance']);
  expect(told(dataset, 'columns_ignored')[0].message).toContain(
    'rows were ignored: "Activity ID", "orderId"',
  );
  // Other words, ids that come again, and a column that the caller names are read.
  const bids = range(12).map((i) => `${day(i)},${9_000 + i * i},${i % 3}`);
  const prices = await readCsv(table('Date,bid,grid id', bids));
  expect(prices.series.map(({ id }) => id)).toEqual(['bid', 'grid id']);
  const named = await readCsv(table('Activity ID,Date,Distance,orderId', rows), { target: 'Activity ID' });
  expect(named.header.target).toBe('Activity ID');
});

test('prices with a column that is named as a property of every object are resampled', async () => {
  const rows = Array.from(
    { length: 21 },
    (_, i) => `2024-01-${String(i + 1).padStart(2, '0')},${i},9,1,${i}`,
  );
  const weeks = await readCsv(table('date,close,high,low,constructor', rows), {
    resample: 'P1W',
    aggregate: undefined,
  });
  const column = Object.entries(weeks.series[0].covariates).find(([name]) => name === 'constructor');
  expect([...column![1]]).toEqual([6, 13, 20]);
});
