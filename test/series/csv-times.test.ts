import { expect, test } from 'vitest';
import { compileFormat } from '../../src/series/times/strptime.ts';
import { readCsv, refusal, timesOf, warningCodes } from './reading.ts';

/** A table with these times. */
function table(times: string[], header = 'date;y'): string {
  return `${header}\n${times.map((time, i) => `${time};${i}`).join('\n')}\n`;
}

const threeDays = ['2000-01-03', '2000-01-04', '2000-01-14'];

const dateForms: [string, string[]][] = [
  ['ISO dates', threeDays],
  ['dates with slashes, year first', ['2000/1/3', '2000/1/4', '2000/1/14']],
  ['US dates', ['1/3/2000', '1/4/2000', '1/14/2000']],
  ['US dates with two digits of the year', ['1/3/00', '1/4/00', '1/14/00']],
  ['German dates', ['3.1.2000', '4.1.2000', '14.1.2000']],
  ['dates with the day first', ['3/1/2000', '04/01/2000', '14/01/2000']],
  ['compact dates', ['20000103', '20000104', '20000114']],
  ['month names', ['Jan 3, 2000', 'January 4 2000', 'Jan. 14, 2000']],
  ['day and month name', ['3 Jan 2000', '04-Jan-2000', '14-Jan-00']],
  ['midnights without an offset', ['2000-01-03 00:00:00', '2000-01-04 00:00:00', '2000-01-14 00:00:00']],
  [
    "midnights of the exchange's clock",
    ['2000-01-03 00:00:00-05:00', '2000-01-04 00:00:00-05:00', '2000-01-14 00:00:00-04:00'],
  ],
  ['epoch seconds at midnight', ['946857600', '946944000', '947808000']],
  ['epoch milliseconds at midnight', ['946857600000', '946944000000', '947808000000']],
];

for (const [name, times] of dateForms) {
  test(`${name} are dates`, async () => {
    const dataset = await readCsv(table(times));
    expect(dataset.header.time_kind).toBe('date');
    expect(timesOf(dataset)).toEqual(threeDays);
  });
}

const periodForms: [string, string[], string[]][] = [
  ['months', ['2000-01', '2000-02'], ['2000-01-01', '2000-02-01']],
  ['months without a separator', ['200001', '200002'], ['2000-01-01', '2000-02-01']],
  ['months by name', ['Jan 2000', 'Feb-00'], ['2000-01-01', '2000-02-01']],
  ['quarters', ['2000Q1', '2000-Q2'], ['2000-01-01', '2000-04-01']],
  ['quarters in Swedish', ['2000K1', '2000K2'], ['2000-01-01', '2000-04-01']],
  ['quarters, year last', ['Q3 2000', 'Q4 2000'], ['2000-07-01', '2000-10-01']],
  ['ISO weeks', ['2020-W53', '2021-W01'], ['2020-12-28', '2021-01-04']],
  ['ISO weeks of the year 50', ['0050-W05', '0050-W06'], ['0050-01-31', '0050-02-07']],
  ['years', ['1999', '2000'], ['1999-01-01', '2000-01-01']],
];

for (const [name, times, dates] of periodForms) {
  test(`${name} are dates of their first day`, async () => {
    expect(timesOf(await readCsv(table(times)))).toEqual(dates);
  });
}

test('date-times with offset are instants', async () => {
  const dataset = await readCsv(table(['2020-04-20T09:30:00-04:00', '2020-04-20T14:00:00Z']));
  expect(dataset.header).toMatchObject({ time_kind: 'instant', time_zone: null });
  expect(timesOf(dataset)).toEqual(['2020-04-20T13:30:00Z', '2020-04-20T14:00:00Z']);
});

test('date-times without offset are of the time zone that is named, or UTC', async () => {
  const text = table(['2020-04-20 09:30', '2020-04-20 10:30']);
  expect(timesOf(await readCsv(text))).toEqual(['2020-04-20T09:30:00Z', '2020-04-20T10:30:00Z']);
  const zoned = await readCsv(text, { time_zone: 'america/new_york' });
  expect(zoned.header.time_zone).toBe('America/New_York');
  expect(timesOf(zoned)).toEqual(['2020-04-20T09:30:00-04:00', '2020-04-20T10:30:00-04:00']);
});

test('US date-times with AM and PM', async () => {
  expect(timesOf(await readCsv(table(['4/20/2020 12:30 AM', '4/20/2020 1:05:30 PM'])))).toEqual([
    '2020-04-20T00:30:00Z',
    '2020-04-20T13:05:30Z',
  ]);
});

test('the hour that clocks repeat in autumn is read twice, up and down', async () => {
  const times = ['2020-11-01 00:00', '2020-11-01 01:00', '2020-11-01 01:00', '2020-11-01 02:00'];
  const expected = ['-04:00', '-04:00', '-05:00', '-05:00'];
  for (const order of [times, times.toReversed()]) {
    const dataset = await readCsv(table(order), { time_zone: 'America/New_York' });
    expect(timesOf(dataset).map((time) => String(time).slice(-6))).toEqual(expected);
  }
});

test('repeated hours in the order of local time are refused: nothing tells their passes apart', async () => {
  const quarters = ['02:00', '02:15', '02:30', '02:45'];
  const clocks = ['01:45', ...quarters.flatMap((clock) => [clock, clock]), '03:00'];
  const times = clocks.map((clock) => `2024-10-27 ${clock}`);
  for (const order of [times, times.toReversed()]) {
    const refused = await refusal(() => readCsv(table(order), { time_zone: 'Europe/Berlin' }));
    expect(refused).toMatchObject({
      code: 'time_duplicate',
      detail: expect.stringContaining('times with offsets'),
    });
  }
});

test('epoch seconds within a day are instants', async () => {
  expect(timesOf(await readCsv(table(['1587375000', '1587378600'], 'timestamp;y')))).toEqual([
    '2020-04-20T09:30:00Z',
    '2020-04-20T10:30:00Z',
  ]);
});

test('an index without a name, as pandas writes it, counts', async () => {
  const dataset = await readCsv(table(['0', '1', '2'], ';y'));
  expect(dataset.header).toMatchObject({ time_kind: 'integer', frequency: { kind: 'index', step: '1' } });
});

test('a column of dates without a telling name is found by its content', async () => {
  expect(timesOf(await readCsv('y;when we measured\n5;2000-01-03\n6;2000-01-04\n'))).toEqual([
    '2000-01-03',
    '2000-01-04',
  ]);
});

test('one row with a day after the 12th settles the order of all rows before it', async () => {
  const days = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2021, 2, 1 + i)));
  const written = days.map((day) => `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`);
  const dataset = await readCsv(table(written));
  expect(timesOf(dataset)).toEqual(days.map((day) => day.toISOString().slice(0, 10)));
  expect(warningCodes(dataset)).toEqual([]);
});

test('where neither a row nor the steps show the order, the table is refused with both readings', async () => {
  const text = table(['1/2/2020', '3/4/2020']);
  const problem = await refusal(() => readCsv(text));
  expect(problem).toMatchObject({ code: 'reading_ambiguous', errors: [{ line: 2, path: '?time_format' }] });
  expect(problem.detail).toContain('is 2020-01-02 or 2020-02-01');
  expect(timesOf(await readCsv(text, { time_format: '%m/%d/%Y' }))).toEqual(['2020-01-02', '2020-03-04']);
  expect(timesOf(await readCsv(text, { time_format: '%d/%m/%Y' }))).toEqual(['2020-02-01', '2020-04-03']);
});

test('dates with points are read day first where nothing else decides, with a warning', async () => {
  const points = await readCsv(table(['1.2.2020', '3.4.2020']));
  expect(timesOf(points)).toEqual(['2020-02-01', '2020-04-03']);
  expect(points.warnings[0]).toMatchObject({ code: 'date_order_assumed', line: 2 });
});

test('where only one order gives even steps it is taken, with the same warning', async () => {
  const months = Array.from({ length: 24 }, (_, i) => `01/${(i % 12) + 1}/${2020 + Math.floor(i / 12)}`);
  const dataset = await readCsv(table(months));
  expect(dataset.header.frequency.step).toBe('P1M');
  expect(warningCodes(dataset)).toContain('date_order_assumed');
});

test('date_order decides, and a row against it is refused', async () => {
  const text = table(['1/2/2020', '3/4/2020']);
  expect(timesOf(await readCsv(text, { date_order: 'dmy' }))).toEqual(['2020-02-01', '2020-04-03']);
  expect(timesOf(await readCsv(table(['20/1/02', '20/3/04']), { date_order: 'ymd' }))).toEqual([
    '2020-01-02',
    '2020-03-04',
  ]);
  const problem = await refusal(() => readCsv(table(['1/2/2020', '1/20/2020']), { date_order: 'dmy' }));
  expect(problem.errors).toMatchObject([{ line: 3 }]);
});

test('rows that contradict each other in the order of day and month are refused', async () => {
  const problem = await refusal(() => readCsv(table(['1/20/2020', '2/1/2020', '20/2/2020'])));
  expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 4 }] });
  expect(problem.errors![0].message).toContain('line 2');
});

test('a date that the calendar does not have is refused', async () => {
  const problem = await refusal(() => readCsv(table(['2020-02-28', '2020-02-30', '2020-03-01'])));
  expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 3 }] });
});

test('times with and without an offset do not mix', async () => {
  const problem = await refusal(() => readCsv(table(['2020-04-20T09:30:00-04:00', '2020-04-20T10:30:00'])));
  expect(problem.detail).toContain('no offset');
});

test('the offsets of all rows count, also behind the sample', async () => {
  const meters = Array.from({ length: 1_000 }, (_, i) => `m${i}`);
  const rowsAt = (hour: number, suffix: string) =>
    meters.map((id) => `${id},2024-06-01T0${hour}:00:00${suffix},${hour}\n`).join('');
  const read = (...suffixes: string[]) =>
    readCsv(`meter,ts,kwh\n${suffixes.map((suffix, hour) => rowsAt(hour, suffix)).join('')}`, {}, 65_536);
  const parsed = await read('+05:00', '+05:00');
  expect(timesOf(parsed, 999)).toEqual(['2024-05-31T19:00:00Z', '2024-05-31T20:00:00Z']);
  expect(warningCodes(parsed)).toContain('time_zone_unknown');
  for (const [first, later] of [
    ['', '+05:00'],
    ['', 'Z'],
    ['+05:00', ''],
  ]) {
    const problem = await refusal(() => read(first, later));
    expect(problem.code).toBe('cell_invalid');
    expect(problem.errors![0]).toMatchObject({
      line: 1_002,
      accepted: 'an offset from UTC in all times of the column, or in none',
    });
  }
});

test('midnights with several offsets are the days of a zone, or instants among other times', async () => {
  const midnights = ['2020-10-24 00:00:00+02:00', '2020-10-25 00:00:00+02:00', '2020-10-26 00:00:00+01:00'];
  expect(timesOf(await readCsv(table(midnights)))).toEqual(['2020-10-24', '2020-10-25', '2020-10-26']);
  expect(timesOf(await readCsv(table([...midnights, '2020-10-26 12:00:00+01:00'])))).toEqual([
    ...['2020-10-23T22:00:00Z', '2020-10-24T22:00:00Z', '2020-10-25T23:00:00Z', '2020-10-26T11:00:00Z'],
  ]);
  const offsets = Array.from({ length: 32 }, (_, i) => `+0${i % 8}:${10 + Math.floor(i / 8)}`);
  const many = offsets.map((offset, i) => `2020-${i < 16 ? '01' : '02'}-${10 + (i % 16)}T00:00${offset}`);
  expect((await refusal(() => readCsv(table(many)))).detail).toContain('more than 31 different offsets');
});

test('an unknown time zone is refused', async () => {
  const problem = await refusal(() => readCsv(table(threeDays), { time_zone: 'Mars/Olympus' }));
  expect(problem).toMatchObject({ code: 'request_invalid', errors: [{ path: '?time_zone' }] });
});

test.each([
  ['blanks', `%Y${' '.repeat(20)}%m`, `2020${' '.repeat(58)}x`],
  ['numbers without anything between them', '%m%d%j%H%M%S%f%U%W%V%G%Y', `${'1'.repeat(62)}x`],
  ['words', '%b%a%Y%I%p', `${'mon'.repeat(20)}x`],
])(
  'a text that fits a format in many ways until its last letter is read at once: %s',
  async (_, format, cell) => {
    const text = `time,y\n${[1, 2, 3].map((y) => `${cell},${y}`).join('\n')}\n`;
    // Trying all ways takes longer than any limit of a test.
    const problem = await refusal(() => readCsv(text, { time_column: 'time', time_format: format }));
    expect(problem.errors).toMatchObject([{ line: 2 }, { line: 3 }, { line: 4 }]);
  },
);

test('names in a format may have one letter, a hyphen, and accents as characters of their own', () => {
  for (const [format, cell] of [
    ['%Y-%m-%d(%a)', '2024-01-01(월)'],
    ['%Y-%m-%d(%a)', '2024-01-01(月)'],
    ['%A, %d/%m/%Y', 'segunda-feira, 01/01/2024'],
    ['%a-%d-%b-%Y', 'Mon-01-Jan-2024'],
    ['%d %B %Y', '1 一月 2024'],
  ])
    expect(compileFormat(format, '').read(cell)?.wall, cell).toBe(Date.UTC(2024, 0, 1));
  const [february, saturday] = ['février', 'sábado'].map((name) => name.normalize('NFD'));
  expect(compileFormat('%A %d %B %Y', '').read(`${saturday} 3 ${february} 2024`)?.wall).toBe(
    Date.UTC(2024, 1, 3),
  );
  for (const cell of ['M, 01/01/2024', 'feira-, 01/01/2024'])
    expect(compileFormat('%a, %d/%m/%Y', '').read(cell)).toBeNull();
});

test('blanks in a format stand for one or more', async () => {
  const text = table(['2020  3 Jan', '2020 4\tFeb']);
  for (const time_format of ['%Y %d %b', '%Y   %e  %B'])
    expect(timesOf(await readCsv(text, { time_format }))).toEqual(['2020-01-03', '2020-02-04']);
});

test('a part of a format takes fewer digits where the next one needs them', async () => {
  const text = table(['112020', '1222020']);
  expect(timesOf(await readCsv(text, { time_format: '%d%m%Y' }))).toEqual(['2020-01-01', '2020-02-12']);
});

test('a repeated time with an offset is no hour that clocks repeat', async () => {
  const times = [0, 1, 2, 2, 3].map((hour) => `2024-03-31T0${hour}:00:00`);
  const detailOf = async (suffix: string) =>
    (await refusal(() => readCsv(`date,value\n${times.map((time) => `${time}${suffix},1\n`).join('')}`)))
      .detail;
  expect(await detailOf('')).toContain('the times have neither a zone nor offsets');
  for (const suffix of ['Z', '+00:00']) expect(await detailOf(suffix)).toContain('twice, first on line 4');
});

test('date_order and time_format with different orders are refused', async () => {
  const table = 'date,value\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n';
  const options = { date_order: 'dmy', time_format: '%m/%d/%Y' };
  const problem = await refusal(() => readCsv(table, options));
  expect(problem).toMatchObject({ code: 'request_invalid', errors: [{ path: '?date_order' }] });
  const alike = await readCsv(table, { ...options, time_format: '%d/%m/%Y' });
  expect(timesOf(alike)).toEqual(['2024-02-01', '2024-02-02', '2024-02-03']);
});

test.each([
  ['Dec 26 - Jan 01 2023', 'Jan 02 - Jan 08 2023', 'Jan 09 - Jan 15 2023'],
  ['26 Dec – 1 Jan 2023', '2 Jan – 8 Jan 2023', '9 Jan – 15 Jan 2023'],
  ['26. Dezember - 1. Januar 2023', '2. Januar - 8. Januar 2023', '9. Januar - 15. Januar 2023'],
  ['26.12. - 01.01.2023', '02.01. - 08.01.2023', '09.01. - 15.01.2023'],
  ['26.12.-01.01.2023', '02.01.-08.01.2023', '09.01.-15.01.2023'],
])('the start of a period has the year of its end: %s', async (...cells) => {
  const parsed = await readCsv(`Week,y\n${cells.map((cell, i) => `${cell},${i}\n`).join('')}`);
  expect(timesOf(parsed)).toEqual(['2022-12-26', '2023-01-02', '2023-01-09']);
  expect(parsed.header.frequency.step).toBe('P1W');
});

test('periods of days without a year are no months', async () => {
  const weeks = (year: string) => `Week,y\nJan 02 - Jan 08${year},1\nJan 09 - Jan 15${year},2\n`;
  expect((await refusal(() => readCsv(weeks('')))).detail).toContain('"Jan 02 - Jan 08" is not a time');
  for (const year of ['', ' 2023'])
    expect((await refusal(() => readCsv(weeks(year), { time_format: '%b %y' }))).code).toBe('cell_invalid');
  const quarters = 'Quarter,y\nJul 22 - Sep 22,1\nOct 22 - Dec 22,2\nJan 23 - Mar 23,3\n';
  expect(timesOf(await readCsv(quarters))).toEqual(['2022-07-01', '2022-10-01', '2023-01-01']);
});

/** Rows of three days, with four hours each. */
const hourly = (header: string, row: (day: number, hour: number) => string) =>
  [header, ...[10, 11, 13].flatMap((day) => [0, 1, 2, 3].map((hour) => row(day, hour)))]
    .map((line) => `${line}\n`)
    .join('');
const secondHour = (minutes: string) => `2024-01-10T01:${minutes}:00Z`;

test('dates at midnight beside a time of day are dates', async () => {
  for (const table of [
    hourly('Date,Time,y', (day, hour) => `2024-01-${day} 00:00:00,0${hour}:00,1`),
    hourly('Date,Time,y', (day, hour) => `1/${day}/2024 12:00:00 AM,${hour}:00:00,1`),
    hourly('Date,hour,y', (day, hour) => `2024-01-${day}T00:00:00.000Z,${hour},1`),
  ])
    expect(timesOf(await readCsv(table)).slice(1, 2)).toEqual([secondHour('00')]);
  const stated = hourly('Date,Time,y', (day, hour) => `2024-01-${day} 00:00:00,0${hour}:00,1`);
  expect(timesOf(await readCsv(stated, { time_columns: 'Date,Time' }))[1]).toBe(secondHour('00'));
  // The first rows may be all at midnight by chance: an hour beside whole times is no part of them.
  const meters = Array.from({ length: 1_000 }, (_, i) => `m${i}`);
  const rows = [0, 1].flatMap((hour) => meters.map((meter) => `2024-01-10 0${hour}:00,${hour},${meter},1\n`));
  const whole = await readCsv(`date,hour,meter,y\n${rows.join('')}`, {}, 65_536);
  expect(timesOf(whole)).toEqual(['2024-01-10T00:00:00Z', secondHour('00')]);
});

test('clocks with a point in a column of their own are times, and hours with decimals are not', async () => {
  const clocks = (clock: (hour: number) => string) =>
    hourly('Datum;Uhrzeit;Wert', (day, hour) => `${day}.01.2024;${clock(hour)};5,5`);
  for (const clock of [(hour: number) => `${hour}.30 Uhr`, (hour: number) => `0${hour}.30`]) {
    const dataset = await readCsv(clocks(clock));
    expect([timesOf(dataset)[1], dataset.series[0].values[1]]).toEqual([secondHour('30'), 5.5]);
  }
  expect((await refusal(() => readCsv(clocks((hour) => (hour / 2).toFixed(2))))).code).toBe('cell_invalid');
});

test('whole times beside their dates are the times, if a series has several rows of a date', async () => {
  for (const name of ['timestamp', 'datetime']) {
    const table = hourly(`date,${name},y`, (day, hour) => `${day}/01/2024,${day}/01/2024 0${hour}:30,1`);
    expect(timesOf(await readCsv(table))[1]).toBe(secondHour('30'));
  }
  const panel = hourly(
    'date,store,timestamp,y',
    (day, n) => `2024-01-${day},s${n},2024-01-${day} 0${n}:12,1`,
  );
  expect(timesOf(await readCsv(panel))).toEqual(['2024-01-10', '2024-01-11', '2024-01-13']);
});

test('years of two digits beside months, and hours such as 2B, are refused by name', async () => {
  const years = await refusal(() => readCsv('year,month,y\n22,1,1\n22,2,1\n23,1,1\n23,2,1\n'));
  expect(years.detail).toContain('the years in "year" have two digits, such as "22"');
  const hours = hourly(
    'date,hour,y',
    (day, hour) => `2024-01-${day},${day === 11 && hour === 3 ? '2B' : hour},1`,
  );
  expect((await refusal(() => readCsv(hours))).detail).toContain(
    '"2B" is not an hour, as the other cells are',
  );
});

test('a refusal says that the encoding of the text was assumed', async () => {
  // "янв" in Windows-1251.
  const months = Buffer.from('date;y\n5 \xff\xed\xe2 2024;1\n6 \xff\xed\xe2 2024;2\n', 'latin1');
  expect((await refusal(() => readCsv(months))).detail).toContain(
    'was read as Windows-1252: line 2 has "5 ÿíâ 2024"',
  );
});

test('a row without a value in the hour that clocks skip is left out', async () => {
  const zone = { time_zone: 'Europe/Berlin' };
  const hours = ['00', '01', '02', '03', '04'];
  const rows = hours.map((hour) => `2024-03-31 ${hour}:00`);
  for (const empty of ['', '-']) {
    const lines = rows.map((time, i) => `${time},${i === 2 ? empty : i}`);
    const expected = [0, 1, 3, 4];
    const text = (lines: string[]) => `ts,v\n${lines.join('\n')}\n`;
    for (const ordered of [lines, lines.toReversed()]) {
      const { series } = await readCsv(text(ordered), zone);
      expect([...series[0].values]).toEqual(expected);
    }
    const long = ['A', 'B'].flatMap((id) => lines.map((line) => `${line},${id}`));
    const { series } = await readCsv(`ts,v,store\n${long.join('\n')}\n`, zone);
    expect(series.map(({ values }) => [...values])).toEqual([expected, expected]);
  }
  const filled = rows.map((time, i) => `${time},${i}`);
  expect(await refusal(() => readCsv(`ts,v\n${filled.join('\n')}\n`, zone))).toMatchObject({
    code: 'time_duplicate',
    detail: expect.stringContaining('Line 4'),
  });
});

test('a table of 24 hours across the columns can have the day of a clock change', async () => {
  const hours = Array.from({ length: 24 }, (_, i) => i);
  const days = ['2024-03-30', '2024-03-31', '2024-04-01'];
  const text = `Date,${hours}\n${days.map((day) => `${day},${hours.map((hour) => (day.endsWith('-31') && hour === 2 ? '' : hour))}`).join('\n')}\n`;
  const dataset = await readCsv(text, { time_zone: 'Europe/Berlin', layout: 'periods' });
  expect(dataset.series[0].values).toHaveLength(71);
  expect(warningCodes(dataset)).toEqual([]);
});

test('a minute and a second beside a date and an hour are parts of the time', async () => {
  const dataset = await readCsv(
    'date,hour,minute,y\n2024-01-01,0,0,1\n2024-01-01,0,30,2\n2024-01-01,1,0,3\n',
  );
  expect(timesOf(dataset)).toEqual(['2024-01-01T00:00:00Z', '2024-01-01T00:30:00Z', '2024-01-01T01:00:00Z']);
  const seconds = await readCsv('date,hour,minute,second,y\n2024-01-01,0,0,0,1\n2024-01-01,0,0,30,2\n');
  expect(timesOf(seconds)[1]).toBe('2024-01-01T00:00:30Z');
});

test('offsets are read in the notations of ISO 8601, Go and JavaScript', async () => {
  for (const written of [
    ['20240101T090000+0100', '20240101T100000.000+01'],
    ['2024-01-01 09:00:00.123 +0100 CET', '2024-01-01 10:00:00 +0100 CET'],
    [
      'Mon Jan 01 2024 09:00:00 GMT+0100 (CET)',
      'Mon Jan 01 2024 10:00:00 GMT+0100 (Central European Standard Time)',
    ],
    ['2024-01-01T08Z', '2024-01-01T10+01'],
  ]) {
    const times = timesOf(await readCsv(table(written)));
    expect(times.map((time) => String(time).slice(0, 19))).toEqual([
      '2024-01-01T08:00:00',
      '2024-01-01T09:00:00',
    ]);
  }
  expect(timesOf(await readCsv(table(['2024-01-01T08', '2024-01-01T09'])))).toEqual([
    '2024-01-01T08:00:00Z',
    '2024-01-01T09:00:00Z',
  ]);
  // The day of the week has to be that of the date.
  const other = await refusal(() => readCsv(table(['Tue Jan 01 2024 09:00:00 GMT+0100 (CET)'])));
  expect(other.code).toBe('cell_invalid');
});

test('an hour behind a day is no offset, and months with a point are refused with their format', async () => {
  const hours = await refusal(() => readCsv('time,y\n2024-01-01-05,1\n2024-01-01-06,2\n'));
  expect(hours).toMatchObject({ code: 'cell_invalid', detail: expect.stringContaining('2024-01-01-05') });
  const months = await refusal(() => readCsv('date,y\n2024.01,1\n2024.02,2\n'));
  expect(months.detail).toContain('time_format=%Y.%m');
});

const monthsOf = (separator: string, months: number[]) => months.map((month) => `2024${separator}${month}`);

test('years with a number are months if one is above 4, or if the name of the column says so', async () => {
  const year = Array.from({ length: 12 }, (_, i) => i + 1);
  const expected = year.map((month) => `2024-${String(month).padStart(2, '0')}-01`);
  for (const header of ['date;y', '年月;y', 'Month;y'])
    for (const separator of '/-')
      expect(timesOf(await readCsv(table(monthsOf(separator, year), header)))).toEqual(expected);
  expect(timesOf(await readCsv(table(monthsOf('/', [1, 2, 3]), 'month;y')))).toEqual(expected.slice(0, 3));
  const open = table(monthsOf('/', [1, 2, 3, 4]));
  for (const text of [open, `${open}Total;10\n`])
    expect(await refusal(() => readCsv(text))).toMatchObject({
      code: 'reading_ambiguous',
      detail: expect.stringContaining('time_format=%Y/%m'),
    });
  expect(timesOf(await readCsv(open, { time_format: '%Y/%m' }))).toEqual(expected.slice(0, 4));
  // Years that end in the next one, and quarters by the name of their column.
  const seasons = await refusal(() => readCsv(table(['2014/5', '2015/6', '2016/7', '2017/8'])));
  expect(seasons.detail).toContain('"2014/5" is the year from 2014 to 2015');
  const quarters = await refusal(() => readCsv(table(monthsOf('/', [1, 2, 3, 4]), 'quarter;y')));
  expect(quarters.detail).toContain('the name of the column says quarters');
});

test('dates of three numbers may have an offset from UTC', async () => {
  const dataset = await readCsv(
    table(['12/31/2024 11:00:00 PM +01:00', '1/1/2025 12:00:00 AM +01:00', '1/1/2025 1:00:00 AM +01:00']),
  );
  expect(timesOf(dataset)).toEqual(['2024-12-31T22:00:00Z', '2024-12-31T23:00:00Z', '2025-01-01T00:00:00Z']);
  expect(dataset.reading).toMatchObject({ time_format: '%m/%d/%Y %I:%M:%S %p %z', offsets: true });
  expect(warningCodes(dataset)).toContain('time_zone_unknown');
  const again = await readCsv(table(['1/1/2025 2:00:00 AM +01:00', '1/1/2025 3:00:00 AM +01:00']), {
    time_format: dataset.reading?.time_format,
  });
  expect(timesOf(again)).toEqual(['2025-01-01T01:00:00Z', '2025-01-01T02:00:00Z']);
  const autumn = await readCsv(
    table(['27.10.2024 02:00 +02:00', '27.10.2024 02:00 +01:00', '27.10.2024 03:00 +01:00']),
    { time_zone: 'Europe/Berlin' },
  );
  expect(timesOf(autumn)).toEqual([
    '2024-10-27T02:00:00+02:00',
    '2024-10-27T02:00:00+01:00',
    '2024-10-27T03:00:00+01:00',
  ]);
  const midnights = ['29.03.2024 00:00 +01:00', '30.03.2024 00:00 +01:00', '31.03.2024 00:00 +01:00'];
  expect(timesOf(await readCsv(table([...midnights, '01.04.2024 00:00 +02:00'])))).toEqual([
    ...['2024-03-29', '2024-03-30', '2024-03-31', '2024-04-01'],
  ]);
  const mixed = await refusal(() => readCsv(table(['27.10.2024 02:00 +02:00', '27.10.2024 03:00'])));
  expect(mixed.detail).toContain('the time has no offset from UTC, but that on line 2 has one');
});

test('invisible characters in times are left out, and digits in full width and in Arabic are read', async () => {
  const days = ['2024-01-01', '2024-01-02', '2024-01-03'];
  for (const times of [
    ['\u200e1\u200e/\u200e1\u200e/\u200e2024', '\u200e1\u200e/\u200e2\u200e/\u200e2024', '1/3/2024\u200b'],
    ['\u200b2024-01-01', '2024-01-02\ufeff', '2024-\u206001-03'],
    ['２０２４-０１-０１', '２０２４／０１／０２', '２０２４年１月３日'],
    ['٢٠٢٤-٠١-٠١', '٢٠٢٤-٠١-٠٢', '۲۰۲۴-۰۱-۰۳'],
  ])
    expect(
      timesOf(await readCsv(table(times), { date_order: times[0].includes('/') ? 'mdy' : 'auto' })),
    ).toEqual(days);
  const years = 'Year\u200b,Month,y\n2024\u200b,1,5\n2024\u200b,\u200e2,6\n';
  expect(timesOf(await readCsv(years))).toEqual(['2024-01-01', '2024-02-01']);
  const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
  const across = `Year,${numbers.map((month) => `M${month}`)}\n\u200e2024,${numbers}\n`;
  expect((await readCsv(across)).series.map(({ values }) => values.length)).toEqual([12]);
});

test('a column that mixes two notations is refused with both', async () => {
  const days = Array.from({ length: 20 }, (_, i) => String(i + 1).padStart(2, '0'));
  const iso = (day: string) => `2024-01-${day}`;
  const german = (day: string) => `${day}.01.2024`;
  const faultOf = async (first: typeof iso, second: typeof iso, at: number, options = {}) => {
    const rows = days.map((day, i) => `${i < at ? first(day) : second(day)},${i}\n`);
    const { errors } = await refusal(() => readCsv(`date,y\n${rows.join('')}`, options));
    return `${errors![0].message}; ${errors![0].accepted}`;
  };
  expect(await faultOf(german, iso, 15)).toContain(
    '"2024-01-16" is a time in another notation than "01.01.2024"',
  );
  expect(await faultOf(iso, german, 15)).toContain(
    '"16.01.2024" is a time in another notation than "2024-01-01"',
  );
  expect(await faultOf(iso, german, 5)).toContain(
    '"2024-01-01" is a time in another notation than most rows have',
  );
  expect(await faultOf(iso, german, 20, { time_format: '%d.%m.%Y' })).toContain('than %d.%m.%Y');
});

test('counts of Windows and .NET are refused, and nanoseconds of the same size are read if they are full hours', async () => {
  const tableOf = (first: bigint, step: bigint) =>
    `timestamp,y\n${[0n, 1n, 2n, 3n].map((i) => `${first + i * step},${i}.5\n`).join('')}`;
  for (const [first, date] of [
    [133_485_408_000_000_000n, '2024-01-01'],
    [638_396_640_000_000_000n, '2024-01-01'],
  ] as const) {
    const table = tableOf(first, 864_000_000_000n);
    const refused = await refusal(() => readCsv(table));
    expect(refused.code, refused.detail).toBe('reading_ambiguous');
    expect(refused.errors![0].message).toContain(date);
    expect(refused.errors![0].alternatives).toEqual([{ option: 'time_format', value: 'unix_ns' }]);
    expect((await readCsv(table, { time_format: 'unix_ns' })).series).toHaveLength(1);
  }
  expect(timesOf(await readCsv(tableOf(631_152_000_000_000_000n, 86_400_000_000_000n)))[0]).toBe(
    '1990-01-01',
  );
  const hourly = await readCsv(tableOf(631_155_600_000_000_000n, 3_600_000_000_000n));
  expect(timesOf(hourly)[1]).toBe('1990-01-01T02:00:00Z');
});

test('seconds since 1970 that may be seconds since 1904 have a warning', async () => {
  const table = (first: number, unit: number) =>
    `timestamp,y\n${[0, 1, 2, 3].map((i) => `${(first + i * 3_600) * unit},${i}.5\n`).join('')}`;
  for (const [unit, time_format] of [
    [1, 'unix_s'],
    [1_000, 'unix_ms'],
  ] as const) {
    const told = await readCsv(table(3_786_912_000, unit));
    expect(told.warnings[0]).toMatchObject({ code: 'times_distant', line: 2 });
    expect(told.warnings[0].message).toContain('Counted since 1904 it is 2024-01-01.');
    expect(warningCodes(await readCsv(table(3_786_912_000, unit), { time_format }))).toEqual([]);
    expect(warningCodes(await readCsv(table(1_704_067_200, unit)))).toEqual([]);
  }
});

test('serial numbers that may be modified Julian dates have a warning, and other Julian dates are no values', async () => {
  const table = (first: number) => `date_mjd,y\n${[0, 1, 2, 3].map((i) => `${first + i},${i}.5\n`).join('')}`;
  const told = await readCsv(table(60_310));
  expect(told.warnings[0]).toMatchObject({ code: 'times_distant', line: 2 });
  expect(told.warnings[0].message).toContain('As a modified Julian date it is 2024-01-01.');
  expect(warningCodes(await readCsv(table(60_310), { time_format: 'excel' }))).toEqual([]);
  expect(warningCodes(await readCsv(table(45_292)))).toEqual([]);

  const yearly = (name: string, value: (i: number) => number | string) =>
    readCsv(
      `Year,Month,${name},ppm\n${Array.from({ length: 12 }, (_, i) => `2015,${i + 1},${value(i)},${400 + (i % 5)}.5\n`).join('')}`,
    );
  for (const [name, value] of [
    ['decimal date', (i: number) => 2015 + i / 12],
    ['MJD', (i: number) => 57_023 + 30 * i],
    ['JD', (i: number) => 2_457_023.5 + 30 * i],
  ] as const) {
    const { series, warnings } = await yearly(name, value);
    expect([series.length, warnings[0].code], name).toEqual([1, 'columns_ignored']);
  }
  expect((await yearly('MJD', (i) => (i === 4 ? '' : 57_023 + 30 * i))).series).toHaveLength(1);
  // Prices of JD.com in two currencies.
  for (const price of [30, 31_000]) expect((await yearly('JD', (i) => price + i)).series).toHaveLength(2);
  const single = await readCsv(`date,mjd,ppm\n2024-01-01,57023,1\n2024-01-02,57024,2\n`);
  expect(single.series).toHaveLength(2);
});

test('a date that only another calendar has is refused with a word about calendars', async () => {
  const days = ['27/02/2567', '28/02/2567', '29/02/2567'].map((day, i) => `${day},${i}\n`).join('');
  expect((await refusal(() => readCsv(`date,y\n${days}`))).errors![0].accepted).toContain('Buddhist');
  const gregorian = days.replaceAll('2567', '2023');
  expect((await refusal(() => readCsv(`date,y\n${gregorian}`))).errors![0].accepted).not.toContain(
    'calendar',
  );
});
