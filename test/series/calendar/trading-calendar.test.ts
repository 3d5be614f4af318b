import { createReadStream } from 'node:fs';
import { beforeAll, expect, test, vi } from 'vitest';
import { type ParsedDataset, tableOptionsSchema } from '../../../src/contracts/schemas/datasets/dataset.ts';
import { nextTimes } from '../../../src/series/calendar/calendar.ts';
import { inferFrequency } from '../../../src/series/calendar/frequency.ts';
import { createSeriesReader } from '../../../src/series/index.ts';
import { readCsv } from '../reading.ts';

const file = 'node_modules/vega-datasets/data/sp500-2000.csv';
let dataset: ParsedDataset;
let days: string[];

beforeAll(async () => {
  dataset = await createSeriesReader().table(
    createReadStream(file),
    tableOptionsSchema.parse({ name: 'spx' }),
  );
  days = [...dataset.series[0].times].map(written);
});

function written(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function following({ header, series }: ParsedDataset, count: number): string[] {
  return [...nextTimes(header, series[0].times.at(-1)!, count)].map(written);
}

/** New York Stock Exchange, rule 7.2, in the years of the file. */
const nyse = [
  { rule: 'month_day', month: 1, day: 1, shift: 'after_weekend_only' },
  { rule: 'nth_weekday', month: 1, weekday: 1, nth: 3 },
  { rule: 'nth_weekday', month: 2, weekday: 1, nth: 3 },
  { rule: 'easter', offset_days: -2 },
  { rule: 'nth_weekday', month: 5, weekday: 1, nth: -1 },
  { rule: 'month_day', month: 7, day: 4, shift: 'nearest_weekday' },
  { rule: 'nth_weekday', month: 9, weekday: 1, nth: 1 },
  { rule: 'nth_weekday', month: 11, weekday: 4, nth: 4 },
  { rule: 'month_day', month: 12, day: 25, shift: 'nearest_weekday' },
];

test('the holidays of the exchange are learnt from the S&P 500, and nothing else', () => {
  expect(dataset.header.frequency).toEqual({
    kind: 'calendar',
    step: 'P1D',
    season_lengths: [5],
    closed_weekdays: [6, 7],
    closures: nyse,
    open_times: null,
  });
  expect(dataset.warnings.map(({ code }) => code)).toEqual(['last_line_unfinished', 'gaps']);
});

/** One-off closures: days of mourning and a hurricane. */
const unforeseen = ['2012-10-29', '2012-10-30', '2018-12-05'];

for (const cut of ['2010-12-31', '2013-05-05', '2016-12-31', '2018-03-20', '2018-12-31']) {
  test(`from ${cut} on the trading days of the next year come out as they were`, async () => {
    const known = days.filter((day) => day <= cut);
    const truncated = await readCsv(`date,y\n${known.map((day, i) => `${day},${i}`).join('\n')}`, {}, 65_536);
    const real = days.slice(known.length, known.length + 300);
    const predicted = following(truncated, 310).filter((day) => day <= real.at(-1)!);
    expect(predicted.filter((day) => !unforeseen.includes(day))).toEqual(real);
  });
}

test('after the end of the file weekends, Memorial Day, Independence Day and Good Friday are skipped', () => {
  const next = following(dataset, 260);
  expect(next.slice(0, 2)).toEqual(['2020-04-20', '2020-04-21']);
  expect(next.filter((day) => new Date(day).getUTCDay() % 6 === 0)).toEqual([]);
  for (const holiday of ['2020-05-25', '2020-07-03', '2020-12-25', '2021-01-01', '2021-04-02']) {
    expect(next).not.toContain(holiday);
  }
  for (const open of ['2020-07-02', '2020-07-06', '2020-12-24', '2021-04-01', '2021-04-05'])
    expect(next).toContain(open);
});

// No test has a limit on the time of reading, because it depends on the machine. `bench:uploads` measures it.

/** Every open day of some years as a table of one column. */
function daily(years: [number, number], isOpen: (day: Date) => boolean): Promise<ParsedDataset> {
  const rows: string[] = [];
  for (let time = Date.UTC(years[0], 0, 1); time < Date.UTC(years[1] + 1, 0, 1); time += 86_400_000) {
    if (isOpen(new Date(time))) rows.push(`${written(time)},${rows.length % 10}`);
  }
  return readCsv(`date,y\n${rows.join('\n')}`, {}, 65_536);
}

test('Christmas is learnt as the only holiday of a shop', async () => {
  const { header } = await daily([2016, 2020], (day) => written(+day).slice(5) !== '12-25');
  expect(header.frequency).toMatchObject({
    season_lengths: [7],
    closed_weekdays: [],
    closures: [{ rule: 'month_day', month: 12, day: 25 }],
  });
});

for (const years of [
  [2015, 2019],
  [2016, 2020],
  [2018, 2022],
  [2013, 2022],
] as const)
  test(`a shop that is closed on Sundays, at Christmas for two days and at New Year, from ${years[0]} to ${years[1]}`, async () => {
    const holidays = ['01-01', '12-25', '12-26'];
    const isOpen = (day: Date) => day.getUTCDay() !== 0 && !holidays.includes(written(+day).slice(5));
    const shop = await daily([...years], isOpen);
    expect(shop.header.frequency.closed_weekdays).toEqual([7]);
    expect(shop.header.frequency.closures).toEqual(
      [
        [1, 1],
        [12, 25],
        [12, 26],
      ].map(([month, day]) => ({ rule: 'month_day', month, day, shift: 'none' })),
    );
    for (const day of following(shop, 1_000)) expect(isOpen(new Date(day))).toBe(true);
  });

test('a holiday that is three years old is learnt, one that was given up is not', async () => {
  const { header } = await daily([2013, 2022], (day) => {
    const [year, monthDay] = [day.getUTCFullYear(), written(+day).slice(5)];
    return !(monthDay === '06-19' && year >= 2020) && !(monthDay === '10-10' && year < 2019);
  });
  expect(header.frequency.closures).toMatchObject([{ rule: 'month_day', month: 6, day: 19 }]);
});

test('days that are missing at random are not holidays', async () => {
  let state = 7;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (const share of [0.02, 0.1, 0.2, 0.5]) {
    const { header } = await daily([2012, 2021], () => random() > share);
    expect(header.frequency).toMatchObject({ step: 'P1D', closed_weekdays: [], closures: [] });
  }
});

test('with less than three years no holidays are learnt', async () => {
  const { header } = await daily([2019, 2020], (day) => written(+day).slice(5) !== '12-25');
  expect(header.frequency.closures).toEqual([]);
});

test('years without data cost the learning of holidays nothing', () => {
  let state = 7;
  const days: number[] = [];
  for (let day = Date.UTC(2020, 0, 1); days.length < 990; day += 86_400_000) {
    state = (state * 48_271) % 2_147_483_647;
    if (state / 2_147_483_647 > 0.22) days.push(day);
  }
  const callsFor = (times: number[]) => {
    const calls = vi.spyOn(Date, 'UTC'); // each rule takes one or more for each year
    inferFrequency([Float64Array.from(times)], 'date', null);
    const { length } = calls.mock.calls;
    calls.mockRestore();
    return length;
  };
  const usual = callsFor(days);
  expect(callsFor([Date.parse('0001-01-01'), ...days])).toBeLessThan(2 * usual);
  // Many years with few data are bounded as well.
  expect(usual).toBeGreaterThan(0);
  const first = Array.from({ length: 500 }, (_, year) => Date.UTC(1_500 + year, 0, 1));
  expect(callsFor([...first, ...days])).toBeLessThan(3 * usual);
});
