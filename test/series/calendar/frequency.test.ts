import { expect, test } from 'vitest';
import type { Frequency } from '../../../src/contracts/schemas/primitives/frequency.ts';
import { formatTime, parseTime } from '../../../src/contracts/values/time.ts';
import type { TimeKind } from '../../../src/contracts/values/time-kind.ts';
import { gridFitOf } from '../../../src/series/append/grid.ts';
import { nextTimes, timesFrom } from '../../../src/series/calendar/calendar.ts';
import { inferFrequency } from '../../../src/series/calendar/frequency.ts';
import { readCsv } from '../reading.ts';

interface Case {
  name: string;
  times: (string | number)[];
  zone?: string;
  frequency: Partial<Frequency>;
  next: (string | number)[];
}

const day = (time: number) => new Date(time).toISOString().slice(0, 10);
/** A first day and `count` more, by steps that repeat. */
function days(first: string, steps: number[], count: number): string[] {
  const all = [first];
  for (let i = 0; i < count; i++) all.push(day(Date.parse(all[i]) + steps[i % steps.length] * 86_400_000));
  return all;
}
/** Days `dayOf(year, month)` of a run of months. */
const months = (count: number, step: number, dayOf: (year: number, month: number) => number) =>
  Array.from({ length: count }, (_, i) => {
    const [year, month] = [2015 + Math.floor((i * step) / 12), (i * step) % 12];
    return day(Date.UTC(year, month, dayOf(year, month)));
  });
const lengthOf = (year: number, month: number) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
const lastWeekday = (year: number, month: number) => {
  const length = lengthOf(year, month);
  const weekday = new Date(Date.UTC(year, month, length)).getUTCDay();
  return weekday === 0 ? length - 2 : weekday === 6 ? length - 1 : length;
};
const clock = (date: string, hours: number[], minute = '00') =>
  hours.map((hour) => `${date}T${String(hour).padStart(2, '0')}:${minute}:00`);

const summer = (time: string) => `${time}+02:00`;
const iso = (hours: number) => `${new Date(Date.UTC(2024, 0, 1, hours)).toISOString().slice(0, 19)}Z`;

const cases: Case[] = [
  {
    name: 'months of the years 50 to 52',
    times: Array.from(
      { length: 36 },
      (_, i) => `00${50 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01`,
    ),
    frequency: { step: 'P1M', season_lengths: [12] },
    next: ['0053-01-01', '0053-02-01'],
  },
  {
    name: 'every day',
    times: days('2020-01-01', [1], 20),
    frequency: { kind: 'calendar', step: 'P1D', season_lengths: [7], closed_weekdays: [] },
    next: ['2020-01-22', '2020-01-23'],
  },
  {
    name: 'business days of two weeks',
    times: days('2020-01-06', [1, 1, 1, 1, 3], 9),
    frequency: { kind: 'calendar', step: 'P1D', season_lengths: [5], closed_weekdays: [6, 7] },
    next: ['2020-01-20', '2020-01-21'],
  },
  {
    name: 'Mondays, Wednesdays and Fridays',
    times: days('2020-01-06', [2, 2, 3], 60),
    frequency: { step: 'P1D', season_lengths: [3], closed_weekdays: [2, 4, 6, 7] },
    next: ['2020-05-27', '2020-05-29', '2020-06-01'],
  },
  {
    name: 'Sunday to Thursday',
    times: days('2020-01-05', [1, 1, 1, 1, 3], 50),
    frequency: { step: 'P1D', closed_weekdays: [5, 6] },
    next: ['2020-03-16', '2020-03-17'],
  },
  {
    name: 'every third day',
    times: days('2020-01-01', [3], 20),
    frequency: { step: 'P3D', season_lengths: [], closed_weekdays: [] },
    next: ['2020-03-04'],
  },
  {
    name: 'weeks',
    times: days('2020-01-06', [7], 30),
    frequency: { kind: 'calendar', step: 'P1W', season_lengths: [52] },
    next: ['2020-08-10', '2020-08-17'],
  },
  {
    name: 'Fridays, one moved to a Thursday by a holiday at the end',
    times: [...days('2020-01-03', [7], 20), '2020-05-28'],
    frequency: { step: 'P1W', closed_weekdays: [1, 2, 3, 4, 6, 7] },
    next: ['2020-06-05', '2020-06-12'],
  },
  {
    name: 'Mondays, one on the Sunday before at the end',
    times: [...days('2020-01-06', [7], 20), '2020-05-31'],
    frequency: { step: 'P1W', closed_weekdays: [2, 3, 4, 5, 6, 7] },
    next: ['2020-06-08', '2020-06-15'],
  },
  {
    name: 'Sundays, one moved to a Monday at the end',
    times: [...days('2020-01-05', [7], 20), '2020-06-01'],
    frequency: { step: 'P1W', closed_weekdays: [1, 2, 3, 4, 5, 6] },
    next: ['2020-06-07', '2020-06-14'],
  },
  {
    name: 'every second week',
    times: days('2020-01-06', [14], 20),
    frequency: { step: 'P2W', season_lengths: [26] },
    next: ['2020-10-26'],
  },
  {
    name: 'every fourth week',
    times: days('2020-01-06', [28], 20),
    frequency: { step: 'P4W', season_lengths: [13] },
    next: ['2021-08-16'],
  },
  {
    name: 'month starts',
    times: months(30, 1, () => 1),
    frequency: { step: 'P1M', season_lengths: [12], day_of_month: 1, closed_weekdays: [] },
    next: ['2017-07-01', '2017-08-01'],
  },
  {
    name: 'month starts, the last one moved before a weekend',
    times: [...months(30, 1, () => 1), '2017-06-30'],
    frequency: { step: 'P1M', day_of_month: 1 },
    next: ['2017-08-01', '2017-09-01'],
  },
  {
    name: 'month ends, the last one moved behind a holiday',
    times: [...months(29, 1, lengthOf), '2017-07-03'],
    frequency: { step: 'P1M', day_of_month: 31 },
    next: ['2017-07-31', '2017-08-31'],
  },
  {
    name: 'month ends',
    times: months(30, 1, lengthOf),
    frequency: { step: 'P1M', day_of_month: 31, closed_weekdays: [] },
    next: ['2017-07-31', '2017-08-31', '2017-09-30'],
  },
  {
    name: 'month ends, the last one in February',
    times: months(14, 1, lengthOf),
    frequency: { step: 'P1M', day_of_month: 31 },
    next: ['2016-03-31'],
  },
  {
    name: 'last weekdays of months',
    times: months(30, 1, lastWeekday),
    frequency: { step: 'P1M', day_of_month: 31, closed_weekdays: [6, 7] },
    next: ['2017-07-31', '2017-08-31', '2017-09-29'],
  },
  {
    name: 'the 15th',
    times: months(30, 1, () => 15),
    frequency: { step: 'P1M', day_of_month: 15 },
    next: ['2017-07-15'],
  },
  {
    name: 'months with gaps',
    times: months(40, 1, () => 1).filter((_, i) => i % 7 !== 3),
    frequency: { step: 'P1M' },
    next: ['2018-05-01'],
  },
  {
    name: 'months of which each third is missing',
    times: months(40, 1, () => 1).filter((_, i) => i % 3 !== 0),
    frequency: { step: 'P1M', day_of_month: 1 },
    next: ['2018-04-01'],
  },
  {
    name: 'quarter ends with two of three missing',
    times: months(60, 3, lengthOf).filter((_, i) => [0, 3, 4, 9].includes(i % 10)),
    frequency: { step: 'P3M', day_of_month: 31 },
    next: ['2030-01-31'],
  },
  ...[25, 36, 84].map((hours) => ({
    name: `every ${hours} hours`,
    times: Array.from({ length: 30 }, (_, i) => iso(i * hours)),
    frequency: { kind: 'fixed' as const, step: `PT${hours}H`, closed_weekdays: [], open_times: null },
    next: [iso(30 * hours)],
  })),
  {
    name: 'the hour that clocks repeat',
    times: ['2024-10-27T02:00:00+02:00', '2024-10-27T02:00:00+01:00'],
    zone: 'Europe/Berlin',
    frequency: { step: 'PT1H' },
    next: ['2024-10-27T03:00:00+01:00'],
  },
  {
    name: 'quarter ends',
    times: months(13, 3, () => 1)
      .slice(1)
      .map((first) => day(Date.parse(first) - 86_400_000)),
    frequency: { step: 'P3M', season_lengths: [4], day_of_month: 31 },
    next: ['2018-03-31', '2018-06-30'],
  },
  {
    name: 'years',
    times: ['1999-01-01', '2000-01-01', '2001-01-01', '2002-01-01'],
    frequency: { step: 'P1Y', season_lengths: [] },
    next: ['2003-01-01', '2004-01-01'],
  },
  {
    name: 'hours through the change of the clocks',
    times: clock('2020-03-28', [20, 21, 22, 23]),
    zone: 'Europe/Berlin',
    frequency: { kind: 'fixed', step: 'PT1H', season_lengths: [24, 168], open_times: null },
    next: [
      '2020-03-29T00:00:00+01:00',
      '2020-03-29T01:00:00+01:00',
      '2020-03-29T03:00:00+02:00',
      '2020-03-29T04:00:00+02:00',
    ],
  },
  {
    name: 'hours through the hour that clocks repeat',
    times: clock('2020-10-24', [20, 21, 22, 23]),
    zone: 'Europe/Berlin',
    frequency: { step: 'PT1H' },
    next: [
      '2020-10-25T00:00:00+02:00',
      '2020-10-25T01:00:00+02:00',
      '2020-10-25T02:00:00+02:00',
      '2020-10-25T02:00:00+01:00',
    ],
  },
  {
    name: 'every six hours by the clock',
    times: clock('2020-03-28', [0, 6, 12, 18]),
    zone: 'Europe/Berlin',
    frequency: { step: 'PT6H', season_lengths: [4, 28] },
    next: ['2020-03-29T00:00:00+01:00', '2020-03-29T06:00:00+02:00'],
  },
  {
    name: 'a time of day, daily, through the change of the clocks',
    times: days('2020-03-20', [1], 8).map((date) => `${date}T16:00:00`),
    zone: 'America/New_York',
    frequency: { kind: 'calendar', step: 'P1D' },
    next: ['2020-03-29T16:00:00-04:00'],
  },
  ...[0, 1].map((first) => ({
    name: `every two hours, ${first === 0 ? 'even' : 'odd'}, over the hour that clocks skip`,
    times: clock('2024-03-30', [first + 14, first + 16, first + 18, first + 20, first + 22]),
    zone: 'Europe/Berlin',
    frequency: { step: 'PT2H' },
    next:
      first === 0
        ? [
            ...clock('2024-03-31', [0]).map((time) => `${time}+01:00`),
            ...clock('2024-03-31', [3, 4, 6]).map(summer),
          ]
        : [
            ...clock('2024-03-31', [1]).map((time) => `${time}+01:00`),
            ...clock('2024-03-31', [3, 5, 7]).map(summer),
          ],
  })),
  {
    name: 'every two hours, of which the last one is after the hour that clocks skip',
    times: [...clock('2024-03-30', [16, 18, 20, 22]), ...clock('2024-03-31', [0, 3])],
    zone: 'Europe/Berlin',
    frequency: { step: 'PT2H' },
    next: clock('2024-03-31', [4, 6]).map(summer),
  },
  {
    name: 'half past two each day, over the day without it',
    times: days('2024-03-20', [1], 9).map((date) => `${date}T02:30:00`),
    zone: 'Europe/Berlin',
    frequency: { step: 'P1D' },
    next: ['2024-03-30T02:30:00+01:00', ...['2024-03-31T03:30:00', '2024-04-01T02:30:00'].map(summer)],
  },
  {
    name: 'half past two each day, up to the day without it',
    times: [...days('2024-03-20', [1], 10).map((date) => `${date}T02:30:00`), '2024-03-31T03:30:00'],
    zone: 'Europe/Berlin',
    frequency: { step: 'P1D' },
    next: ['2024-04-01T02:30:00', '2024-04-02T02:30:00'].map(summer),
  },
  {
    name: 'midnight each day, over the one that clocks skip',
    times: days('2024-04-20', [1], 4).map((date) => `${date}T00:00:00`),
    zone: 'Africa/Cairo',
    frequency: { step: 'P1D' },
    next: ['2024-04-25T00:00:00+02:00', '2024-04-26T01:00:00+03:00', '2024-04-27T00:00:00+03:00'],
  },
  {
    name: 'a day of the month at a time that clocks skip',
    times: ['2023-12-31', '2024-01-31', '2024-02-29'].map((date) => `${date}T02:30:00`),
    zone: 'Europe/Berlin',
    frequency: { step: 'P1M' },
    next: ['2024-03-31T03:30:00', '2024-04-30T02:30:00'].map(summer),
  },
  {
    name: 'quarter hours',
    times: Array.from({ length: 300 }, (_, i) => new Date(Date.UTC(2020, 0, 1) + i * 900_000).toISOString()),
    frequency: { kind: 'fixed', step: 'PT15M', season_lengths: [96, 672], open_times: null },
    next: ['2020-01-04T03:00:00Z'],
  },
  {
    name: 'seconds',
    times: Array.from({ length: 100 }, (_, i) => new Date(Date.UTC(2020, 0, 1) + i * 1_000).toISOString()),
    frequency: { kind: 'fixed', step: 'PT1S', season_lengths: [60, 3_600] },
    next: ['2020-01-01T00:01:40Z'],
  },
  {
    name: 'sessions of an exchange',
    times: days('2020-03-02', [1, 1, 1, 1, 3], 24).flatMap((date) =>
      clock(date, [9, 10, 11, 12, 13, 14, 15], '30'),
    ),
    zone: 'America/New_York',
    frequency: {
      kind: 'fixed',
      step: 'PT1H',
      season_lengths: [7, 35],
      closed_weekdays: [6, 7],
      open_times: ['09:30:00', '10:30:00', '11:30:00', '12:30:00', '13:30:00', '14:30:00', '15:30:00'],
    },
    next: ['2020-04-06T09:30:00-04:00', '2020-04-06T10:30:00-04:00'],
  },
  {
    name: 'sessions whose bars are stamped at their end, a millisecond early',
    times: days('2020-03-02', [1], 10).flatMap((date) =>
      clock(date, [9, 10, 11], '59').map((time) => time.replace(/00$/, '59.999')),
    ),
    zone: 'UTC',
    frequency: { step: 'PT1H', open_times: ['09:59:59.999', '10:59:59.999', '11:59:59.999'] },
    next: ['2020-03-13T09:59:59.999+00:00', '2020-03-13T10:59:59.999+00:00'],
  },
  {
    name: 'hours of working days',
    times: days('2020-03-02', [1, 1, 1, 1, 3], 24).flatMap((date) => clock(date, [...Array(24).keys()])),
    zone: 'Europe/Berlin',
    frequency: { kind: 'fixed', closed_weekdays: [6, 7], open_times: null, season_lengths: [24, 120] },
    next: ['2020-04-06T00:00:00+02:00', '2020-04-06T01:00:00+02:00'],
  },
  {
    name: 'integers in steps of ten, with a gap',
    times: [0, 10, 20, 50, 60],
    frequency: { kind: 'index', step: '10', season_lengths: [] },
    next: [70, 80],
  },
  { name: 'a single date', times: ['2020-01-31'], frequency: { step: 'P1D' }, next: ['2020-02-01'] },
];

for (const { name, times, zone = null, frequency, next } of cases) {
  test(`${name}: inferred, and continued`, () => {
    const kind: TimeKind =
      typeof times[0] === 'number' ? 'integer' : times[0].includes('T') ? 'instant' : 'date';
    const parsed = Float64Array.from(times, (time) => parseTime(time, kind, zone));
    const inferred = inferFrequency([parsed], kind, zone);
    expect(inferred).toMatchObject(frequency);
    const header = { time_kind: kind, time_zone: zone, frequency: inferred };
    const following = [...nextTimes(header, parsed.at(-1)!, next.length, parsed.at(-2))];
    expect(following.map((time) => formatTime(time, kind, zone))).toEqual(next);
  });
}

test('times from a start have the day of the month of the calendar, or else that of the start', () => {
  const months = (start: string, day_of_month?: number) => {
    const frequency = { ...inferFrequency([], 'date', null, { unit: 'month', count: 1 }), day_of_month };
    const header = { time_kind: 'date' as const, time_zone: null, frequency };
    return [...timesFrom(header, Date.parse(start), 3)].map(day);
  };
  expect(months('2024-01-15')).toEqual(['2024-01-15', '2024-02-15', '2024-03-15']);
  expect(months('2024-01-31')).toEqual(['2024-01-31', '2024-02-29', '2024-03-31']);
  expect(months('2024-01-15', 1)).toEqual(['2024-01-15', '2024-02-01', '2024-03-01']);
  expect(months('2024-01-31', 1)).toEqual(['2024-01-31', '2024-02-01', '2024-03-01']);
  expect(months('2024-02-01', 31)).toEqual(['2024-02-01', '2024-03-31', '2024-04-30']);
});

test('times from a start over the hour that clocks skip come back to the clock of the start', () => {
  const start = parseTime('2024-03-10T00:00:00-05:00', 'instant', null);
  const frequency = inferFrequency([Float64Array.of(start)], 'instant', 'America/New_York', {
    unit: 'ms',
    count: 2 * 3_600_000,
  });
  const header = { time_kind: 'instant' as const, time_zone: 'America/New_York', frequency };
  const clocks = [...timesFrom(header, start, 4)].map((time) =>
    formatTime(time, 'instant', 'America/New_York'),
  );
  expect(clocks.map((time) => String(time).slice(11, 13))).toEqual(['00', '03', '04', '06']);
});

test('a quarter fits one that a weekend moved to the month before', () => {
  const day_of_month = 1;
  const frequency = { ...inferFrequency([], 'date', null, { unit: 'month', count: 3 }), day_of_month };
  const fits = gridFitOf({ time_kind: 'date', time_zone: null, frequency });
  const [moved, next, between] = ['2017-12-29', '2018-04-01', '2018-03-01'].map((time) => Date.parse(time));
  expect([fits(next, moved), fits(between, moved)]).toEqual(['on', 'between']);
});

test('a series over the hour that clocks skip has no warning, and its next rows fit it', async () => {
  const walls = Array.from({ length: 200 }, (_, i) => Date.UTC(2024, 2, 20) + i * 2 * 3_600_000);
  const rows = walls.map((wall, i) => `${new Date(wall).toISOString().slice(0, 19)},${i}\n`);
  const dataset = await readCsv(`time,y\n${rows.join('')}`, { time_zone: 'Europe/Berlin' }, 65_536);
  expect(dataset.warnings.map(({ code }) => code)).not.toContain('frequency_irregular');
  const fits = gridFitOf(dataset.header);
  const skipped = parseTime('2024-03-31T03:00:00+02:00', 'instant', null);
  expect([...dataset.series[0].times].map((time) => fits(time, skipped)).every((fit) => fit === 'on')).toBe(
    true,
  );
});

test('the calendar is that of most series', async () => {
  const weekdays = days('2020-01-06', [1, 1, 1, 1, 3], 60);
  const everyDay = days('2020-01-06', [1], 80);
  const rows = [
    ...['a', 'b', 'c'].flatMap((id) => weekdays.map((date, i) => `${id},${date},${i}`)),
    ...everyDay.map((date, i) => `d,${date},${i}`),
  ];
  const { header } = await readCsv(`id,ds,y\n${rows.join('\n')}`, {}, 65_536);
  expect(header.frequency.closed_weekdays).toEqual([6, 7]);
});

test('a series that is open on a weekday on which most series are closed has a warning with the cause', async () => {
  const closed = days('2024-01-01', [1, 1, 1, 1, 1, 2], 80);
  const open = days('2024-01-01', [1], 90);
  const rowsOf = (id: string, dates: string[]) => dates.map((date, i) => `${id},${date},${i}`);
  const read = (...rows: string[][]) => readCsv(`id,ds,y\n${rows.flat().join('\n')}`, {}, 65_536);
  const most = await read(rowsOf('a', closed), rowsOf('b', closed), rowsOf('c', open));
  expect(most.header.frequency.closed_weekdays).toEqual([7]);
  expect(most.warnings.filter(({ code }) => code === 'frequency_irregular')).toMatchObject([
    {
      series_id: 'c',
      message: expect.stringMatching(/^13 of 91 times are on Sunday, .*a dataset of its own\.$/),
    },
  ]);
  for (const [first, second] of [
    [closed, open],
    [open, closed],
  ]) {
    const { header } = await read(rowsOf('a', first), rowsOf('b', second));
    expect(header.frequency.closed_weekdays).toEqual([]);
  }
});

test('times on a weekday that series have rarely, or that a named calendar leaves out, have a warning with that cause', async () => {
  const weekdays = days('2024-01-01', [1, 1, 1, 1, 3], 400);
  const special = [...weekdays, '2024-06-15'].sort();
  const everyDay = days('2024-01-01', [1], 90);
  const read = async (dates: string[], options = {}) => {
    const rows = ['a', 'b'].flatMap((id) => dates.map((date, i) => `${id},${date},${i}`));
    const { warnings } = await readCsv(`id,ds,y\n${rows.join('\n')}`, options, 65_536);
    return warnings.filter(({ code }) => code === 'frequency_irregular').map(({ message }) => message);
  };
  const rare =
    '1 of 402 times is on Saturday, such as 2024-06-15. Few of the newest weeks have observations on Saturday, so forecasts leave Saturday out.';
  expect(await read(special)).toEqual([rare, rare]);
  const [named] = await read(everyDay, { calendar: 'XNYS' });
  expect(named).toMatch(
    /^26 of 91 times are on Saturday and Sunday, .*\. The calendar XNYS leaves Saturday and Sunday out, .* choose another `calendar` or none\.$/,
  );
});

test('a series that follows no step is accepted with a warning', async () => {
  const dataset = await readCsv(
    'date,y\n2020-01-01,1\n2020-01-04,2\n2020-02-17,3\n2020-02-19,4\n2020-05-05,5\n',
  );
  expect(dataset.warnings).toMatchObject([{ code: 'frequency_irregular', series_id: 'y' }]);
});

test('months of which most are missing are told with the missing ones, and not as events', async () => {
  const held = months(60, 1, () => 1).filter((_, i) => [0, 1, 2, 5, 9].includes(i % 12));
  const { header, warnings } = await readCsv(
    `month,y\n${held.map((month, i) => `${month},${i}\n`).join('')}`,
  );
  expect(header.frequency.step).toBe('P1M');
  expect(warnings[0]).toMatchObject({
    code: 'frequency_irregular',
    message: expect.stringContaining('expected times are missing'),
  });
});
