/** Tables that are easily misread: each is read right, told, or refused with the remedy. */
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

const sent = (body: string | Buffer, query: Query, contentType: string) =>
  service.app.inject({
    method: 'POST',
    url: `/v1/datasets?${new URLSearchParams({ ...query, dry_run: 'true' })}`,
    headers: { 'content-type': contentType },
    payload: body,
  });
const read = async (body: string | Buffer, query: Query = {}, contentType = 'text/csv') => {
  const answer = await sent(body, query, contentType);
  expect(answer.statusCode, answer.body).toBe(200);
  const dataset = answer.json();
  const codes = dataset.warnings.map(({ code }: { code: string }) => code) as string[];
  const [{ id, times, values }] = dataset.preview;
  return { dataset, codes, id, times, values } as {
    dataset: { preview: { id: string }[]; reading: Record<string, unknown>; warnings: { message: string }[] };
    codes: string[];
    id: string;
    times: (string | number)[];
    values: (number | null)[];
  };
};
const refused = async (body: string | Buffer, query: Query = {}, contentType = 'text/csv') => {
  const answer = await sent(body, query, contentType);
  expect(answer.statusCode, answer.body).toBe(422);
  return answer.json() as { code: string; detail: string };
};
const daily = (cells: (string | number)[], head = 'date;y') =>
  `${head}\n${cells.map((cell, i) => `2024-01-${String(i + 1).padStart(2, '0')}${head.includes(';') ? ';' : ','}${cell}`).join('\n')}\n`;
/** A table of one column of times and a column of numbers. */
const timed = (head: string, times: (string | number)[]) =>
  `${head};y\n${times.map((time, i) => `${time};${10 + i}`).join('\n')}\n`;

test('a fraction with three decimals has no thousands', async () => {
  const fractions = ['0,125', '0,250', '-0,375', '0,500'];
  expect((await read(daily(fractions))).values).toEqual([0.125, 0.25, -0.375, 0.5]);
  expect(
    (
      await read(
        daily(
          fractions.map((cell) => `"${cell}"`),
          'date,y',
        ),
      )
    ).values[0],
  ).toBe(0.125);
  expect((await read(daily(['0.125', '0.250', '0.375']))).values).toEqual([0.125, 0.25, 0.375]);
  expect((await refused(daily(['1,125', '2,250']))).code).toBe('reading_ambiguous');
});

test('a dash in place of the cents is no sign', async () => {
  expect((await read(daily(['5,-', '7,50', '€ 8,-']))).values).toEqual([5, 7.5, 8]);
  expect((await read(daily(['5.-', '7.--', '1200.-']))).values).toEqual([5, 7, 1200]);
  expect((await read(daily(['5,5-', '7-', '8,-']))).values).toEqual([-5.5, -7, 8]);
});

test('integers in a column of dates are read in a known notation or refused', async () => {
  for (const [head, first, option] of [
    ['date', 2024001, 'time_format=%Y%j'],
    ['date', 1012024, 'time_format=%d%m%Y'],
    ['date', 739252, 'time_format=integer'],
    ['date', 19723, 'time_format=unix_d to read 2024-01-01'],
    ['date', 20454, 'time_format=excel to read 1955-12-31, time_format=unix_d to read 2026-01-01'],
    ['week', 202413, 'time_format=%G%V'],
    ['quarter', 20241, 'time_format=integer'],
    ['period', 20241, 'time_format=integer'],
  ] as const) {
    const problem = await refused(timed(head, [first, first + 1, first + 2]));
    expect(problem.code).toBe('reading_ambiguous');
    expect(problem.detail).toContain(option);
  }
  const days = timed('date', [20454, 20455, 20456]);
  expect((await read(days, { time_format: 'unix_d' })).times[0]).toBe('2026-01-01');
  expect((await read(days, { time_format: 'excel' })).times[0]).toBe('1955-12-31');
  expect((await read(timed('date', [45292, 45293]))).dataset.reading.time_format).toBe('excel');
  expect((await read(timed('date', [1, 2, 3]))).times).toEqual([1, 2, 3]);
  expect((await read(timed('step', [19723, 19724]))).times).toEqual([19723, 19724]);
  expect((await read(timed('date', [2024001, 2024002]), { time_format: '%Y%j' })).times[1]).toBe(
    '2024-01-02',
  );
});

test('dates that a program wrote as floating-point numbers are dates', async () => {
  expect((await read(timed('date', ['20240101.0', '20240102.0']))).times[1]).toBe('2024-01-02');
  expect((await read(timed('month', ['202401.0', '202402.0']))).times[1]).toBe('2024-02-01');
  expect((await read(timed('year', ['2023.0', '2024.0']))).times[1]).toBe('2024-01-01');
});

test('a month with a number is a month of a year only if the months change', async () => {
  const days = Array.from({ length: 31 }, (_, i) => `Jan-${String(i + 1).padStart(2, '0')}`);
  for (const times of [days, days.map((day) => day.replace('-', ' ')), ['Jan-30', 'Jan-31', 'Feb-01']]) {
    const problem = await refused(timed('date', times));
    expect(problem.code).toBe('reading_ambiguous');
    expect(problem.detail).toContain('a day without a year');
  }
  expect((await refused(timed('date', ['Dec-22', 'Dec-23', 'Dec-24']))).detail).toContain(
    'time_format=%b-%y',
  );
  const years = await read(timed('date', ['Dec-22', 'Dec-23', 'Dec-24']), { time_format: '%b-%y' });
  expect(years.times[2]).toBe('2024-12-01');
  expect((await read(timed('date', ['Nov-23', 'Dec-23', 'Jan-24']))).times[2]).toBe('2024-01-01');
});

test('a year and a number are no month in a column of weeks or quarters', async () => {
  for (const [head, times] of [
    ['week', ['202402', '202403', '202404']],
    ['Kalenderwoche', ['02/2024', '03/2024', '04/2024']],
    ['week', ['2024-02', '2024-03', '2024-04']],
    ['quarter', ['2023-01', '2023-02', '2023-03', '2023-04']],
  ] as const)
    expect((await refused(timed(head, [...times]))).detail).toMatch(/may be a month or a (week|quarter)/);
  const months = await read(timed('week', ['2024-02', '2024-03']), { time_format: '%Y-%m' });
  expect(months.times[1]).toBe('2024-03-01');
  expect((await read(timed('week', ['2024-W02', '2024-W03']))).times[1]).toBe('2024-01-15');
  expect((await refused(timed('week', ['2024-W52', '2024-W53']))).detail).toContain('2024-W53');
  expect((await read(timed('week', ['2020-W52', '2020-W53']))).times[1]).toBe('2020-12-28');
});

test('a column names days or periods, not both', async () => {
  const problem = await refused(timed('date', ['2024-01-30', '2024-01-31', '2024-02']));
  expect(problem.detail).toContain('"2024-02" is a month, but "2024-01-30" on line 2 is a day');
  expect((await read(timed('month', ['2024M1', '2024M2', '2024-03', '2024 Apr']))).times).toEqual([
    ...['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'],
  ]);
});

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const workbook = async (...sheets: { name: string; rows: (string | number | Date | null)[][] }[]) =>
  Buffer.from(await writeXlsx({ sheets }));
const column = (cells: (string | number)[]) =>
  workbook({
    name: 'Data',
    rows: [['date', 'y'], ...cells.map((cell, i) => [new Date(Date.UTC(2024, 0, i + 1)), cell])],
  });

test('numbers that a workbook or Parquet has as text follow the rule of the decimal mark', async () => {
  for (const cells of [
    ['1.234', '2.345'],
    ['1.234', 1234.5],
    [12, '1,234'],
  ]) {
    const problem = await refused(await column(cells), {}, xlsxType);
    expect(problem.code).toBe('reading_ambiguous');
    expect(problem.detail).toContain('is text, and is 1234 or 1.234');
  }
  const mixed = await column(['1.234', 1.234, 1234.5, '5,5']);
  const comma = await read(mixed, { decimal: ',' }, xlsxType);
  expect(comma.values).toEqual([1234, 1.234, 1234.5, 5.5]);
  expect(comma.dataset.reading.decimal).toBe(',');
  expect((await read(await column(['1.234', '1,234', 1.234]), { decimal: '.' }, xlsxType)).values).toEqual([
    ...[1.234, 1234, 1.234],
  ]);
  const parquet = (values: string[]) =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'date', data: values.map((_, i) => `2024-01-0${i + 1}`), type: 'STRING' },
          { name: 'y', data: values, type: 'STRING' },
        ],
      }),
    );
  const parquetType = 'application/vnd.apache.parquet';
  expect((await refused(parquet(['1,234', '2,345']), {}, parquetType)).code).toBe('reading_ambiguous');
  expect((await read(parquet(['1,234', '2,5']), { decimal: ',' }, parquetType)).values).toEqual([1.234, 2.5]);
});

test('an error about the first sheet of a workbook names the others', async () => {
  const body = await workbook(
    { name: 'Info', rows: [['Report of sales']] },
    {
      name: 'Data',
      rows: [
        ['date', 'y'],
        ['2024-01-01', 1],
      ],
    },
  );
  expect((await refused(body, {}, xlsxType)).detail).toContain('Set `sheet` to read another: "Data"');
});

test('a column with another id in each row names rows, not series', async () => {
  const charges = `id,Amount,Created\n${Array.from({ length: 6 }, (_, i) => `txn_${i},${10 + i},2024-01-0${i + 1} 12:30`).join('\n')}\n`;
  expect((await read(charges)).values).toEqual([10, 11, 12, 13, 14]);
  const sold = (row: (i: number) => string) =>
    `id,date,store_nbr,family,sales\n${Array.from({ length: 8 }, (_, i) => row(i)).join('\n')}\n`;
  const { dataset } = await read(
    sold((i) => `${i},2024-01-0${(i % 2) + 1},${i < 4 ? 1 : 2},${i % 4 < 2 ? 'auto' : 'baby'},${i}`),
  );
  expect(dataset.preview.map(({ id }) => id)).toEqual(['1|auto', '1|baby', '2|auto', '2|baby']);
  const panel = await read('id,date,y\na,2024-01-01,1\nb,2024-01-01,2\nc,2024-01-01,3\nd,2024-01-01,4\n');
  expect(panel.dataset.preview).toHaveLength(4);
});

test('a first row instead of a header is refused', async () => {
  for (const csv of ['A,2024-01-01,5\nA,2024-01-02,6\n', 'x;01.01.2024;5,5\nx;02.01.2024;6,5\n'])
    expect((await refused(csv)).detail).toContain('looks like data');
});

test('the time of an export and empty id columns are passed over', async () => {
  const eurostat =
    'LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE,SYMBOL\n01/02/24 23:00,DE,2024-01,5,\n01/02/24 23:00,DE,2024-02,6,\n';
  expect((await read(eurostat)).times).toEqual(['2024-01-01', '2024-02-01']);
  const weeks = 'week,y\n2024-01-01/2024-01-07,5\n2024-01-08/2024-01-14,6\n';
  expect(await read(weeks)).toMatchObject({ times: ['2024-01-01', '2024-01-08'], codes: ['layout_assumed'] });
});

test('a column period is a month or a quarter if its cells say so', async () => {
  const bls = (cells: string[]) =>
    `series_id\tyear\tperiod\tvalue\n${cells.map((cell, i) => `CES1\t2024\t${cell}\t${i}`).join('\n')}\n`;
  expect(await read(bls(['M01', 'M02', 'M03']))).toMatchObject({
    ...{ id: 'CES1', times: ['2024-01-01', '2024-02-01', '2024-03-01'] },
  });
  expect((await read(bls(['Q01', 'Q02', 'Q03']))).times[2]).toBe('2024-07-01');
  expect((await refused(bls(['M01', 'M02', 'M13']))).detail).toContain('"M13" is not a month');
  expect((await refused(bls(['1', '2', '3']))).code).toBe('time_duplicate');
});

test('dates that cannot be read are refused, although row numbers could be steps', async () => {
  expect((await refused('index,date,y\n0,1. Eanáir 2024,5\n1,2. Eanáir 2024,6\n')).detail).toContain(
    '"1. Eanáir 2024"',
  );
});

test('half years beside the months are no further months', async () => {
  const months = 'Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec';
  const csv = `Year,${months},HALF1,HALF2\n2023,1,2,3,4,5,6,7,8,9,10,11,12,21,57\n2024,1,2,3,4,5,6,7,8,9,10,11,12,21,57\n`;
  const { dataset, codes } = await read(csv);
  expect(dataset.reading.layout).toBe('periods');
  expect(codes).toContain('columns_ignored');
});

test('an hour that comes twice needs rows in the order of time', async () => {
  const clock = ['00:00', '01:00', '02:00', '02:00', '03:00', '04:00'];
  const row = (i: number) => `2024-10-27 ${clock[i]},${i}`;
  const berlin = { time_zone: 'Europe/Berlin' };
  for (const order of [
    [0, 1, 2, 3, 4, 5],
    [5, 4, 3, 2, 1, 0],
    [4, 5, 0, 1, 2, 3],
  ]) {
    const { times, values } = await read(`time,y\n${order.map(row).join('\n')}\n`, berlin);
    expect(values).toEqual([0, 1, 2, 3, 4]);
    expect(times.slice(2, 4)).toEqual(['2024-10-27T02:00:00+02:00', '2024-10-27T02:00:00+01:00']);
  }
  const mixed = await refused(`time,y\n${[3, 0, 5, 1, 4, 2].map(row).join('\n')}\n`, berlin);
  expect(mixed.detail).toContain('the rows are not in the order of time');
  const spring = 'time,y\n2024-03-31 01:00,1\n2024-03-31 02:00,2\n2024-03-31 03:00,3\n';
  expect((await refused(spring, berlin)).detail).toContain(
    '2024-03-31T02:00 does not exist in Europe/Berlin',
  );
});

test('a part of a time is not proposed as an id without a word', async () => {
  const hours = ['00 - 01', '01 - 02', '02 - 03'];
  const csv = `date,Hours,y\n${[1, 2].flatMap((day) => hours.map((hour, i) => `2024-01-0${day},${hour},${i}`)).join('\n')}\n`;
  expect((await refused(csv)).detail).toContain('if "Hours" is a part of the time');
});

test('999.9 is a mark of a missing value', async () => {
  const cells = Array.from({ length: 20 }, (_, i) => (i % 10 === 3 ? '999.9' : `${10 + (i % 4)}.5`));
  expect((await read(daily(cells))).codes).toContain('missing_suspected');
});

test('ids that look alike are told', async () => {
  for (const [one, other] of [
    ['Berlin', 'berlin'],
    ['A', 'A\u200b'],
    ['caf\u00e9', 'cafe\u0301'],
    ['007', '7'],
    ['1', '1.0'],
  ]) {
    const csv = `sku,date,qty\n${[one, other].map((id) => `${id},2024-01-01,1\n${id},2024-01-02,2`).join('\n')}\n`;
    const { codes, dataset } = await read(csv);
    expect(codes).toEqual(['ids_similar']);
    expect(dataset.preview).toHaveLength(2);
  }
  const json = JSON.stringify({ series: ['A', 'a '].map((id) => ({ id, values: [1, 2] })) });
  expect((await read(json, {}, 'application/json')).codes).toContain('ids_similar');
  expect((await read('sku,date,qty\nA,2024-01-01,1\nB,2024-01-01,2\n')).codes).toEqual([]);
});

test('integers in JSON count steps, and are told where they look like times', async () => {
  const codesOf = async (times: number[]) =>
    (await read(JSON.stringify({ series: [{ times, values: [1, 2] }] }), {}, 'application/json')).codes;
  for (const times of [
    [1704067200, 1704070800],
    [20240101, 20240102],
    [2023, 2024],
    [45292, 45293],
    [202401, 202402],
  ])
    expect(await codesOf(times)).toContain('times_counted');
  expect(await codesOf([0, 1])).toEqual([]);
});

test('dates of which a spreadsheet has turned a part are refused', async () => {
  const days = Array.from({ length: 20 }, (_, i) => i + 1);
  const turned = days.map((day) => (day > 12 ? `${day}/1/2024` : `1/${day}/2024`));
  const problem = await refused(timed('date', turned));
  expect(problem.code).toBe('reading_ambiguous');
  expect(problem.detail).toContain('A spreadsheet may have read a part');
  expect(
    (
      await read(
        timed(
          'date',
          days.map((day) => `${day}/1/2024`),
        ),
      )
    ).times[1],
  ).toBe('2024-01-02');
  expect((await read(timed('date', turned), { time_format: '%d/%m/%Y' })).codes).toContain('times_sorted');
});

test('many rows without a time are refused', async () => {
  const merged = `date,region,y\n${Array.from({ length: 5 }, (_, i) => `2024-01-0${i + 1},N,${i}\n,S,${i}`).join('\n')}\n`;
  expect((await refused(merged)).detail).toContain('5 rows have values, but no time');
  const one = await read(
    `date,y\n${Array.from({ length: 8 }, (_, i) => `2024-01-0${i + 1},${i}`).join('\n')}\n,5\n`,
  );
  expect(one.codes).toContain('rows_without_time');
});

test('integers in a column without a telling name are dates, steps, or refused', async () => {
  for (const head of ['period', '', 'Index', 't']) {
    expect((await read(timed(head, [202411, 202412, 202501]))).times[2]).toBe('2025-01-01');
    expect((await read(timed(head, [20240131, 20240201]))).times[1]).toBe('2024-02-01');
    expect((await read(timed(head, [0, 1, 2]))).times).toEqual([0, 1, 2]);
    if (head !== 'period')
      expect((await read(timed(head, [30000, 30001, 30002]))).times).toEqual([30000, 30001, 30002]);
    const problem = await refused(timed(head, [2022, 2023, 2024]));
    expect(problem.detail).toContain('time_format=year to read years');
  }
  expect((await refused(timed('year', [23, 24, 25]))).detail).toContain('time_format=%y');
  expect((await read(timed('year', [23, 24, 25]), { time_format: '%y' })).times[0]).toBe('2023-01-01');
  expect((await read(timed('year', [1, 2, 3]))).times).toEqual([1, 2, 3]);
  expect((await read(timed('period', [2022, 2023]), { time_format: 'year' })).times[0]).toBe('2022-01-01');
  expect((await read(timed('step', [2022, 2023]))).times).toEqual([2022, 2023]);
});

test('years of another calendar are told', async () => {
  for (const year of [1403, 2567])
    expect((await read(timed('date', [`${year}-01-01`, `${year}-01-02`]))).codes).toEqual(['times_distant']);
});

test('comments before the header are skipped, however many', async () => {
  const comments = [
    '-----',
    'All web site data',
    'Audience',
    'Start date: 20240101',
    'End date: 20240131',
    'x',
    'y',
    'z',
    '-----',
  ];
  const head = comments.map((text) => `# ${text}\n`).join('');
  for (const body of [
    'date,users\n2024-01-01,1\n2024-01-02,2\n',
    '#date,users\n2024-01-01,1\n2024-01-02,2\n',
  ]) {
    const { dataset, codes, times } = await read(`${head}${body}`);
    expect([codes, times]).toEqual([['lines_skipped'], ['2024-01-01', '2024-01-02']]);
    expect(dataset.warnings[0].message).toContain('Lines 1 to 9 before the header');
  }
});

test('durations beside counted steps are no times', async () => {
  for (const name of ['runtime', 'leadtime', 'downtime', 'update'])
    for (const step of ['index', 't', 'step'])
      for (const [one, other] of [
        ['3.1 s', '4.2 s'],
        ['5 min', '6 min'],
        ['3 days', '4 days'],
        ['1h 30min', '2h 5min'],
      ]) {
        const cells = Array.from({ length: 5 }, (_, i) => `${i + 1},${i % 2 ? one : other},${10 + i}`);
        const { times, values } = await read(`${step},${name},y\n${cells.join('\n')}\n`, { target: 'y' });
        expect(times).toEqual([1, 2, 3, 4, 5]);
        expect(values).toEqual([10, 11, 12, 13, 14]);
      }
  // A date in a notation that is not known is refused; the steps beside it are not taken instead.
  const unread = ['3 frimaire 2024', '4 frimaire 2024', '5 frimaire 2024'];
  const rows = unread.map((date, i) => `${i},${date},${10 + i}`).join('\n');
  expect((await refused(`index,saledate,y\n${rows}\n`)).code).toBe('cell_invalid');
});
