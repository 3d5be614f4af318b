/** Times as people write them: weekdays, names of months of further languages, words beside the numbers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const post = (url: string, payload: string) =>
  service.app.inject({ method: 'POST', url, headers: { 'content-type': 'text/csv' }, payload });

const table = (times: readonly string[], header = 'Datum;Wert') =>
  `${header}\n${times.map((time, i) => `"${time}";${100 + i}\n`).join('')}`;

async function read(times: readonly string[]) {
  const answer = await post('/v1/datasets?dry_run=true', table(times));
  expect(answer.statusCode, answer.body).toBe(200);
  const { preview, reading, frequency, warnings } = answer.json();
  return { times: preview[0].times, reading, step: frequency.step, warnings };
}

const days = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];
const months = ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01', '2024-05-01'];
const hours = ['T12', 'T13', 'T14', 'T15', 'T16'].map((hour) => `2024-01-01${hour}:00:00Z`);
const weeks = ['2024-01-06', '2024-01-13', '2024-01-20', '2024-01-27', '2024-02-03'];
const quarters = ['2023-01-01', '2023-04-01', '2023-07-01', '2023-10-01', '2024-01-01'];
const halves = ['2022-01-01', '2022-07-01', '2023-01-01', '2023-07-01', '2024-01-01'];

test.each<[name: string, written: string[], expected: string[]]>([
  [
    'German weekdays',
    ['Mo., 01.01.2024', 'Di., 02.01.2024', 'Mi., 03.01.2024', 'Do 04.01.2024', 'Fr 05.01.2024'],
    days,
  ],
  [
    'weekdays behind',
    ['2024-01-01 (Mon)', '2024-01-02 (Tue)', '2024-01-03 Wed', '2024-01-04, Thu', '2024-01-05'],
    days,
  ],
  [
    'French weekdays',
    ['lun. 01/01/2024', 'mar. 02/01/2024', 'mer. 03/01/2024', 'jeu. 04/01/2024', 'ven. 05/01/2024'],
    days,
  ],
  ['Czech weekdays', ['Po 1.1.2024', 'Út 2.1.2024', 'St 3.1.2024', 'Čt 4.1.2024', 'Pá 5.1.2024'], days],
  [
    'Korean weekdays',
    ['2024-01-01 월', '2024-01-02 화', '2024-01-03 수', '2024-01-04 목', '2024-01-05 금'],
    days,
  ],
  ['Czech months', ['leden 2024', 'únor 2024', 'březen 2024', 'duben 2024', 'květen 2024'], months],
  [
    'Czech dates',
    ['1. ledna 2024', '2. ledna 2024', '3. ledna 2024', '4. ledna 2024', '5. ledna 2024'],
    days,
  ],
  ['Russian months', ['Январь 2024', 'Февраль 2024', 'Март 2024', 'Апрель 2024', 'Май 2024'], months],
  [
    'Russian dates',
    ['1 января 2024 г.', '2 января 2024 г.', '3 января 2024 г.', '4 января 2024 г.', '5 января 2024'],
    days,
  ],
  ['short Russian months', ['янв.2024', 'фев.2024', 'мар.2024', 'апр.2024', 'май.2024'], months],
  ['Turkish months', ['Ocak 2024', 'Şubat 2024', 'MART 2024', 'Nisan 2024', 'Mayıs 2024'], months],
  ['short Turkish months', ['Oca 24', 'Şub 24', 'Mar 24', 'Nis 24', 'May 24'], months],
  [
    'Hungarian dates',
    ['2024. január 1.', '2024. január 2.', '2024. január 3.', '2024. január 4.', '2024. január 5.'],
    days,
  ],
  [
    'numbers of Hungarian dates',
    ['2024.01.01.', '2024.01.02.', '2024.01.03.', '2024.01.04.', '2024.01.05.'],
    days,
  ],
  [
    'Ukrainian months',
    ['січень 2024', 'лютий 2024', 'березень 2024', 'квітень 2024', 'травень 2024'],
    months,
  ],
  [
    'Greek months',
    ['Ιανουάριος 2024', 'Φεβρουάριος 2024', 'Μάρτιος 2024', 'Απρίλιος 2024', 'Μάιος 2024'],
    months,
  ],
  [
    'Japanese eras',
    ['令和6年1月1日', '令和6年1月2日', '令和6年1月3日', '令和6年1月4日', '令和6年1月5日'],
    days,
  ],
  [
    'ordinals',
    ['1st January 2024', '2nd January 2024', '3rd January 2024', '4th January 2024', '5th January 2024'],
    days,
  ],
  ['texts of Excel', ["'2024-01-01", "'2024-01-02", "'2024-01-03", "'2024-01-04", "'2024-01-05"], days],
  [
    'the German clock',
    [
      '01.01.2024, 12:00',
      '01.01.2024, 13:00',
      '01.01.2024 14:00 Uhr',
      '01.01.2024 15 Uhr',
      '01.01.2024 16:00',
    ],
    hours,
  ],
  [
    'the American clock',
    [
      '1/1/2024, 12:00:00 PM',
      '1/1/2024, 1:00:00 PM',
      '1/1/2024, 2:00:00\u202fPM',
      '1/1/2024 3pm',
      '1/1/2024 4 p.m.',
    ],
    hours,
  ],
  [
    'the French clock',
    ['01/01/2024 12h00', '01/01/2024 13h00', '01/01/2024 14h', '01/01/2024 15h00', '01/01/2024 16h00'],
    hours,
  ],
  ['dates of SAS and Oracle', ['01JAN2024', '02JAN2024', '03-JAN-24', '04jan24', '05-Jan-2024'], days],
  [
    'logs',
    [
      '01/Jan/2024:12:00:00 +0000',
      '01/Jan/2024:14:00:00 +0100',
      '01JAN2024:14:00:00Z',
      'Jan 1, 2024 @ 15:00:00.000Z',
      '2024-01-01T16:00Z',
    ],
    hours,
  ],
  [
    'ctime',
    [
      'Mon Jan  1 12:00:00 2024',
      'Mon Jan  1 13:00:00 2024',
      'Mon Jan  1 14:00:00 UTC 2024',
      'Mon Jan  1 15:00:00 2024',
      'Mon Jan  1 16:00:00 2024',
    ],
    hours,
  ],
  [
    'names of zones',
    [12, 13, 14, 15, 16].map((hour) => `2024-01-01T${hour + 1}:00+01:00[Europe/Berlin]`),
    hours,
  ],
  [
    'words for weeks',
    ['W/E 06-Jan-24', 'Week ending 13-Jan-24', 'Week of 20-Jan-24', 'week 27-Jan-24', '03-Feb-24'],
    weeks,
  ],
  ['French quarters', ['T1 2023', '2023-T2', '3T2023', 'T4 2023', 'T1 2024'], quarters],
  [
    'written quarters',
    ['1. Vj. 2023', '2. Quartal 2023', '3 квартал 2023', '4 кв. 2023 г.', '1. çeyrek 2024'],
    quarters,
  ],
  ['half years', ['H1 2022', 'H2 2022', '2023-H1', '2023S2', '2024-S1'], halves],
  ['short half years', ['1H2022', "H2'22", 'H1/23', '2H 2023', "H1'24"], halves],
  ['months before the year', ['Jan2024', 'Feb.2024', 'März2024', 'abr2024', 'May2024'], months],
])('%s', async (_, written, expected) => {
  const { times } = await read(written);
  expect(times).toEqual(expected);
});

test('half years have a step of six months', async () => {
  expect((await read(['H1 2022', 'H2 2022', 'H1 2023', 'H2 2023'])).step).toBe('P6M');
});

test('weekdays prove the order of day and month', async () => {
  // Without the weekdays both orders have steps of a month or a day.
  const { times, warnings } = await read([
    'Thu 01/02/2024',
    'Fri 02/02/2024',
    'Mon 05/02/2024',
    'Tue 06/02/2024',
  ]);
  expect(times).toEqual(['2024-02-01', '2024-02-02', '2024-02-05', '2024-02-06']);
  expect(warnings.filter(({ code }: { code: string }) => code === 'date_order_assumed')).toEqual([]);
});

test('a weekday that is not that of its date is refused', async () => {
  for (const [written, message] of [
    [
      ['Mo, 01.01.2024', 'Mo, 02.01.2024', 'Mi, 03.01.2024'],
      '"Mo, 02.01.2024" has another weekday than its date',
    ],
    [['2024-01-01 Mon', '2024-01-02 Mon', '2024-01-03 Wed'], '"2024-01-02 Mon" is not a time'],
  ] as const) {
    const answer = await post('/v1/datasets?dry_run=true', table(written));
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0]).toMatchObject({ line: 3 });
    expect(answer.json().errors[0].message).toContain(message);
  }
});

test('half years are no weeks, and weeks are no months', async () => {
  const semaine = await post('/v1/datasets?dry_run=true', 'Semaine;Valeur\n2024-S1;5\n2024-S2;6\n');
  expect(semaine.statusCode).toBe(422);
  expect(semaine.json().errors[0].message).toContain('may be a half year or a week');
  const week = await post('/v1/datasets?dry_run=true', 'Week;Units\nWeek 5/2024;5\nWeek 6/2024;6\n');
  expect(week.statusCode).toBe(422);
  const { times } = await read(['Woche 5/2024', 'Woche 6/2024', 'KW 7/2024']);
  expect(times).toEqual(['2024-01-29', '2024-02-05', '2024-02-12']);
});

test('words that are no times stay refused', async () => {
  for (const row of ['Avg 2024', 'Total 2024', 'Summer 2024', 'FY 2024', 'Mean']) {
    const answer = await post('/v1/datasets?dry_run=true', table(['Jan 2024', row, 'Feb 2024', 'Mar 2024']));
    expect(answer.statusCode, row).toBe(422);
  }
});

test('days without a year are no months in any language', async () => {
  for (const written of ['Mär. 0', 'Mar 0', "мар'0", 'Mar-0']) {
    const rows = [1, 2, 3, 4].map((day) => `${written}${day}`);
    const answer = await post('/v1/datasets?dry_run=true', table(rows));
    expect(answer.json(), written).toMatchObject({ code: 'reading_ambiguous' });
  }
  // DATEV writes the day and the month of a voucher.
  const vouchers = 'Belegdatum;Umsatz\n0101;5,5\n0201;6,5\n0301;7,5\n';
  expect((await post('/v1/datasets?dry_run=true', vouchers)).json()).toMatchObject({
    code: 'reading_ambiguous',
  });
});

test('a number right behind a month may be a day or a year', async () => {
  const numbered = (month: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => `${month}${String(from + i).padStart(2, '0')}`);
  const tables = [
    ...[numbered('Jan', 1, 20), numbered('Dec', 1, 10), numbered('May', 10, 29), numbered('ago', 1, 5)],
    ...[numbered('Mär.', 1, 4), numbered('мар.', 1, 4), ['Jan24', 'Feb24', 'Mar24', 'Apr24']],
    [...numbered('Jan', 1, 31), ...numbered('Feb', 1, 28), ...numbered('Mar', 1, 31)],
  ];
  for (const times of tables) {
    const answer = await post('/v1/datasets?dry_run=true', table(times));
    expect(answer.statusCode, times[0]).toBe(422);
    expect(answer.json().errors[0].message).toContain('is a month of a year, or a day without a year');
  }
  const stated = await post('/v1/datasets?dry_run=true&time_format=%25b%25y', table(tables[6]));
  expect(stated.json().preview[0].times).toEqual(months.slice(0, 4));
});

test('an era has no other years than its own', async () => {
  for (const year of ['令和0年', '平成40年', '平成32年', '昭和65年', '昭和00年']) {
    const answer = await post('/v1/datasets?dry_run=true', table([`${year}1月`, `${year}2月`, `${year}3月`]));
    expect(answer.statusCode, year).toBe(422);
  }
  expect((await read(['昭和63年12月', '昭和64年1月', '平成元年2月', '平成1年3月'])).times).toEqual([
    '1988-12-01',
    '1989-01-01',
    '1989-02-01',
    '1989-03-01',
  ]);
  expect((await read(['平成31年4月', '令和元年5月', '令和1年6月'])).times[0]).toBe('2019-04-01');
});

test('times of day are no half years', async () => {
  for (const times of [
    ['1h00', '1h15', '1h30', '1h45'],
    ['1H00', '2H00', '1H15', '2H15'],
    ['1h 22', '2h 22', '1h 23', '2h 23'],
  ]) {
    const answer = await post('/v1/datasets?dry_run=true', table(times, 'time;y'));
    expect(answer.statusCode, times[0]).toBe(422);
  }
});

test.each([
  ['batch', (i: number) => `Mar${10 + i}`],
  ['batch', (i: number) => `Mar${2010 + i}`],
  ['batch', (i: number) => `Led${10 + i}`],
  ['batch', (i: number) => `Led ${10 + i}`],
  ['slot', (i: number) => `1H${10 + i}`],
  ['season', (i: number) => `S1 ${2010 + i}`],
  ['team', (i: number) => `T1 ${2010 + i}`],
  ['hall', (i: number) => `1H${2010 + i}`],
  ['round', (i: number) => `${2010 + i}-H1`],
  ['lot', (i: number) => `${10 + i}Mar20`],
  ['sku', (i: number) => `Set${10 + i}`],
])('labels in a column %s are no times beside dates', async (name, label) => {
  const dates = Array.from({ length: 15 }, (_, i) => `2024-01-${String(i + 1).padStart(2, '0')}`);
  const rows = dates.map((date, i) => `${label(i)},${date},${100 + i}\n`);
  const answer = await post('/v1/datasets?dry_run=true', `${name},when,y\n${rows.join('')}`);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().reading.time_column).toBe('when');
  expect(answer.json().preview[0].times[0]).toBe('2024-01-01');
});

test.each([
  ['id', (i: number) => `Set${String(1 + i).padStart(2, '0')}`],
  ['batch', (i: number) => `Led${10 + i}`],
  ['team', (i: number) => `T1 ${2010 + i}`],
  ['slot', (i: number) => `H${1 + (i % 2)} ${2010 + (i >> 1)}`],
])('labels in a column %s are no times by themselves', async (name, label) => {
  const rows = Array.from({ length: 15 }, (_, i) => `${label(i)},${100 + i}\n`);
  const answer = await post('/v1/datasets?dry_run=true', `${name},y\n${rows.join('')}`);
  expect(answer.json()).toMatchObject({ code: 'time_column_missing' });
});

test('a name of a half year or a quarter makes labels times', async () => {
  for (const [name, label, step] of [
    ['semestre', 'S', 'P6M'],
    ['Halbjahr', 'H', 'P6M'],
  ]) {
    const rows = [0, 1, 2, 3].map((i) => `${label}${1 + (i % 2)} ${2022 + (i >> 1)},${100 + i}\n`);
    const answer = await post('/v1/datasets?dry_run=true', `${name},y\n${rows.join('')}`);
    expect(answer.json().frequency, name).toMatchObject({ step });
  }
  const stated = await post(
    '/v1/datasets?dry_run=true&time_column=slot',
    'slot,y\nH1 2022,5\nH2 2022,6\nH1 2023,7\n',
  );
  expect(stated.json().frequency).toMatchObject({ step: 'P6M' });
});

test('further rows may be written with or without the words', async () => {
  const made = await post('/v1/datasets', table(['Mo., 01.01.2024', 'Di., 02.01.2024', 'Mi., 03.01.2024']));
  const { id } = made.json();
  const added = await post(
    `/v1/datasets/${id}/observations`,
    table(['Do., 04.01.2024', '05.01.2024', 'Samstag, 06.01.2024']),
  );
  expect(added.json()).toMatchObject({ added: 3, replaced: 0 });
  // 7 January is a Sunday.
  const wrong = await post(`/v1/datasets/${id}/observations`, table(['Mo., 07.01.2024']));
  expect(wrong.statusCode).toBe(422);
});
