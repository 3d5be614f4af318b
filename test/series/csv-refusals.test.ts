import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { tableOptionsSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { limits } from '../../src/contracts/values/limits.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { soonMs } from '../support/soon.ts';
import { readCsv, refusal } from './reading.ts';

test('an empty or blank body is refused', async () => {
  for (const body of ['', '\ufeff', ' \r\n\n'])
    expect((await refusal(() => readCsv(body))).code).toBe('body_empty');
});

test('a header without rows is refused', async () => {
  for (const body of ['date,close', 'date,close\n', 'date,close\n,5\n']) {
    expect(['series_empty', 'time_column_missing']).toContain((await refusal(() => readCsv(body))).code);
  }
});

test('binary data are refused with the line of the NUL byte', async () => {
  const problem = await refusal(() => readCsv(Buffer.from('date,y\n2020-01-01,1\n\0\x01\x02')));
  expect(problem).toMatchObject({ code: 'csv_invalid', errors: [{ line: 3 }] });
});

test('a picture is refused', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  expect((await refusal(() => readCsv(png))).code).toBe('format_unsupported');
});

test('prose, JSON and HTML are not tables, and the problem says what they look like', async () => {
  for (const [body, looks] of [
    ['Hello world.\nThis is a letter.\n', 'only one column'],
    ['{"name": "x", "series": []}', 'JSON'],
    ['<!doctype html><html lang="en"></html>', 'HTML'],
  ]) {
    const problem = await refusal(() => readCsv(body));
    expect(problem.code).toBe('csv_invalid');
    expect(problem.detail).toContain(looks);
  }
});

test('an unclosed quote is refused with the first line of its row', async () => {
  const problem = await refusal(() => readCsv('id,ds,y\na,1,1\n"b,2,2\nc,3,3\n'));
  expect(problem).toMatchObject({ code: 'csv_invalid', errors: [{ line: 3 }] });
});

test('a quote in the middle of a cell is refused', async () => {
  const problem = await refusal(() => readCsv('id,ds,y\na,1,1\n"b"x,2,2\n'));
  expect(problem).toMatchObject({ code: 'csv_invalid', errors: [{ line: 3 }] });
});

test('rows that are shorter or longer than the header are refused by line', async () => {
  const problem = await refusal(() => readCsv('date,a,b\n2020-01-01,1\n2020-01-02,1,2\n2020-01-03,1,2,3\n'));
  expect(problem).toMatchObject({ code: 'csv_invalid', errors: [{ line: 2 }, { line: 4 }] });
  expect(problem.detail).toContain('2 cells, but the header has 3');
});

test('a table without a header is refused with its first line', async () => {
  const problem = await refusal(() => readCsv('2020-01-01,1.5\n2020-01-02,2.5\n'));
  expect(problem.code).toBe('time_column_missing');
  expect(problem.detail).toContain('"2020-01-01", "1.5"');
});

test('a table without a time column is refused', async () => {
  const problem = await refusal(() => readCsv('a,b\n1.5,2\n2.5,3\n'));
  expect(problem.code).toBe('time_column_missing');
  expect(problem.errors![0].accepted).toContain('time_column');
});

test('a table without a numeric column is refused', async () => {
  const problem = await refusal(() => readCsv('date,mood\n2020-01-01,good\n2020-01-02,bad\n'));
  expect(problem.code).toBe('value_column_missing');
  expect(problem.detail).toContain('"mood"');
});

test('a long table with several numeric columns and no named target is refused', async () => {
  const problem = await refusal(() => readCsv('id,date,a,b\nx,2020-01-01,1,2\nx,2020-01-02,3,4\n'));
  expect(problem).toMatchObject({ code: 'value_column_missing', errors: [{ path: '?target' }] });
});

test('an unknown column is refused with the nearest name', async () => {
  const text = 'date,close,volume\n2020-01-01,1,2\n';
  for (const [parameter, name, nearest] of [
    ['target', 'clsoe', 'close'],
    ['time_column', 'dates', 'date'],
    ['id_column', 'vol', 'volume'],
    ['covariates', 'volum', 'volume'],
  ]) {
    const problem = await refusal(() => readCsv(text, { [parameter]: name }));
    expect(problem).toMatchObject({ code: 'column_unknown', errors: [{ path: `?${parameter}` }] });
    expect(problem.errors![0].accepted).toContain(`nearest is "${nearest}"`);
  }
});

test('the long layout without an id column is refused', async () => {
  const problem = await refusal(() => readCsv('date,y\n2020-01-01,1\n', { layout: 'long' }));
  expect(problem.code).toBe('column_unknown');
});

test('duplicate column names are refused, ignoring case', async () => {
  const problem = await refusal(() => readCsv('date,Close,close\n2020-01-01,1,2\n'));
  expect(problem).toMatchObject({ code: 'column_duplicate', errors: [{ line: 1 }] });
});

test('two tables side by side are refused, each with its own dates', async () => {
  const date = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  const hour = (i: number) => new Date(Date.UTC(2024, 0, 1, i)).toISOString().slice(0, 16);
  const month = (i: number, at: number) => new Date(Date.UTC(2024, i, at)).toISOString().slice(0, 10);
  const table = (header: string, row: (i: number) => string) =>
    `${header}\n${Array.from({ length: 20 }, (_, i) => `${row(i)}\n`).join('')}`;
  const moved = (i: number) => `${date(i)},${i}.5,${date(i + 31)},${i % 7}.5`;
  for (const [header, first, second] of [
    ['date,north,date_2,south', 'date', 'date_2'],
    ['date,north,date.1,south', 'date', 'date.1'],
    ['date,north,Datum,south', 'date', 'Datum'],
    ['Datum,north,date,south', 'Datum', 'date'],
    ['date,north,date south,south', 'date', 'date south'],
    ['Date 2023,Sales 2023,Date 2024,Sales 2024', 'Date 2023', 'Date 2024'],
  ]) {
    const { code, errors } = await refusal(() => readCsv(table(header, moved)));
    expect(code, header).toBe('csv_invalid');
    const exclude = `${second},${header.split(',')[3]}`;
    expect(errors![0], header).toMatchObject({
      message: `two tables stand side by side: the columns behind "${second}" have times of their own, which differ from those of "${first}"`,
      accepted: expect.stringContaining('with a column of ids'),
      alternatives: [{ option: 'exclude', value: exclude }, { option: 'time_column' }],
    });
    const [, { option, value }] = errors![0].alternatives!;
    for (const remedy of [{ exclude }, { [option]: value }])
      expect((await readCsv(table(header, moved), remedy)).series[0].times, header).toHaveLength(20);
  }
  const shorter = (i: number) => (i < 12 ? moved(i) : `${date(i)},${i}.5,,`);
  expect(
    (
      await refusal(() =>
        readCsv(table('date,north,,date_2,south', (i) => shorter(i).replace('.5,', '.5,,'))),
      )
    ).code,
  ).toBe('csv_invalid');
  const twice = await refusal(() => readCsv(table('date,north,date,south', moved)));
  expect(twice.errors![0].message).toContain('side by side');
  expect(twice.errors![0].accepted).toContain('one table below the other');
  for (const [header, row] of [
    ['date,north,date_2,south', (i: number) => `${date(i)},${i}.5,${date(i)},${i % 7}.5`],
    ['order_date,amount,ship_date,freight', moved],
    ['order_date,ship_date,amount,freight', (i: number) => `${date(i)},${date(i + 2)},${i}.5,${i % 7}`],
    ['valid_from,valid_to,price', (i: number) => `${date(i)},${date(i + 1)},${i}.5`],
    ['date,amount,updated_at,fee', moved],
    ['week_start,target,date,sales', (i: number) => `${date(i - (i % 7))},${i % 3},${date(i)},${i}.5`],
    ['week,sales,week_end,returns', (i: number) => `${date(7 * i)},${i}.5,${date(7 * i + 6)},${i % 7}`],
    ['week,sales,week_2,returns', (i: number) => `${date(7 * i)},${i}.5,${date(7 * i + 6)},${i % 7}`],
    ['month,sales,month_2,returns', (i: number) => `${month(i, 1)},${i}.5,${month(i + 1, 0)},${i % 7}`],
    ['time,load,time_utc,temp', (i: number) => `${hour(i + 9)},${i}.5,${hour(i + 8)},${i % 7}`],
  ] as const)
    expect((await readCsv(table(header, row))).series[0].times, header).toHaveLength(20);
});

test('cells that are not numbers are refused by line, also after cells with line breaks, and further ones are counted', async () => {
  const rows = ['"a\r\nb",1,5', ...Array.from({ length: 60 }, (_, i) => `c,${i},${i < 30 ? i : 'x'}`)];
  const problem = await refusal(() => readCsv(`id,t,y\r\n${rows.join('\r\n')}\r\n`, {}, 7));
  expect(problem.code).toBe('cell_invalid');
  expect(problem.errors).toHaveLength(limits.faultsMax);
  expect(problem.errors![0]).toMatchObject({ line: 34, message: '"x" is not a number (column "y")' });
  expect(problem.detail).toContain('There are 30 faults; the first 20 are listed.');
});

test('a row without a series id is refused', async () => {
  const problem = await refusal(() => readCsv('id,t,y\na,1,1\n ,2,2\n'));
  expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 3 }] });
});

test('a duplicate time is refused with its series and both lines', async () => {
  const problem = await refusal(() =>
    readCsv('id,ds,y\na,2020-01-02,1\nb,2020-01-01,1\na,2020-01-01,1\na,2020-01-02,1\n'),
  );
  expect(problem).toMatchObject({ code: 'time_duplicate', errors: [{ line: 5, series_id: 'a' }] });
  expect(problem.detail).toMatch(/"a" has the time 2020-01-02 twice, first on line 2/);
});

test('a series without any value is refused', async () => {
  const problem = await refusal(() => readCsv('id,t,y\na,1,1\nb,1,\nb,2,NA\n'));
  expect(problem).toMatchObject({ code: 'series_empty', errors: [{ series_id: 'b' }] });
});

test('more series than the limit are refused', async () => {
  const rows = Array.from({ length: limits.seriesPerDatasetMax + 1 }, (_, i) => `s${i},1,1`);
  const problem = await refusal(() => readCsv(`unique_id,t,y\n${rows.join('\n')}`, {}, 65_536));
  expect(problem).toMatchObject({
    code: 'series_too_many',
    errors: [{ line: limits.seriesPerDatasetMax + 2 }],
  });
});

test('more covariates than the limit are refused', async () => {
  const names = Array.from({ length: limits.covariatesMax + 1 }, (_, i) => `c${i}`);
  const text = `date,close,${names}\n2020-01-01,1,${names.map(() => 1)}\n`;
  expect((await refusal(() => readCsv(text))).errors).toMatchObject([{ path: '?covariates' }]);
});

test('a cell of a million blanks is refused at once', async () => {
  const blanks = ' '.repeat(1_000_000);
  for (const cells of [`2020-01-02 10:00${blanks}x,1`, `2020-01-02,1${blanks}x`]) {
    const start = performance.now();
    const problem = await refusal(() => readCsv(`date,y\n2020-01-01,1\n${cells}\n`, {}, 65_536));
    expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 3 }] });
    expect(performance.now() - start).toBeLessThan(soonMs);
  }
});

test('a column name that is too long for a series id is refused', async () => {
  const problem = await refusal(() => readCsv(`date,${'x'.repeat(500)}\n2020-01-01,1\n`));
  expect(problem).toMatchObject({ code: 'csv_invalid', errors: [{ line: 1 }] });
});

test('damaged and unfinished gzip are refused', async () => {
  const whole = gzipSync(`t,y\n${Array.from({ length: 500 }, (_, i) => `${i},${Math.sin(i)}`).join('\n')}`);
  expect((await refusal(() => readCsv(whole.subarray(0, -100)))).code).toBe('body_incomplete');
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 40, 80);
  expect((await refusal(() => readCsv(damaged))).code).toBe('csv_invalid');
});

test('a connection that breaks during the upload is refused', async () => {
  const body = Readable.from(
    (async function* () {
      yield Buffer.from('date,y\n2020-01-01,1\n');
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    })(),
  );
  const problem = await refusal(() => createSeriesReader().table(body, tableOptionsSchema.parse({})));
  expect(problem.code).toBe('body_incomplete');
});

test('a refusal leaves the connection open for the answer', async () => {
  const body = Readable.from([Buffer.from('a,b\n'), Buffer.from('1\n2,3\n'), Buffer.alloc(100_000, 'x')]);
  await refusal(() => createSeriesReader().table(body, tableOptionsSchema.parse({})));
  expect(body.errored).toBeNull();
});

test('a first row of data with a number twice is no header, and a header with a date twice is one', async () => {
  for (const body of [
    '2023.01.02,00:00,101.29,102.29,100.29,101.29,100\n2023.01.02,00:01,101.29,102,100,101,99\n',
    'AAPL,D,2024-01-01,1.5,1.5,7\nAAPL,D,2024-01-02,1.6,1.7,7\n',
  ]) {
    const problem = await refusal(() => readCsv(body));
    expect(problem.code).toBe('time_column_missing');
    expect(problem.detail).toContain('a first line with a name for each column has to be added');
  }
  const wide = 'store,2024-01-01,2024-01-01\na,1,2\nb,3,4\n';
  expect((await refusal(() => readCsv(wide))).code).toBe('column_duplicate');
});

test('the annotations of InfluxDB are left out between its tables, whose columns have to be the same', async () => {
  const tableOf = (number: number, host: string, tag = 'host') =>
    `#group,false,false,false,false,true\n#datatype,string,long,dateTime:RFC3339,double,string\n#default,_result,,,,\n,result,table,_time,_value,${tag}\n${[1, 2, 3].map((day) => `,,${number},2024-01-0${day}T00:00:00Z,${day},${host}\n`).join('')}\n`;
  const dataset = await readCsv(tableOf(0, 'a') + tableOf(1, 'b'), { id_column: 'host' });
  expect(dataset.series.map(({ id }) => id)).toEqual(['a', 'b']);
  const problem = await refusal(() => readCsv(tableOf(0, 'a') + tableOf(1, 'b', 'region')));
  expect(problem.detail).toContain('begin another table, whose header has "region"');
});

test('rows that are longer than the header are the fault where they are most rows', async () => {
  const months = Array.from({ length: 9 }, (_, i) => `2023-0${i + 1};118.${i};A\n`).join('');
  const body = `Libellé;Indice;\nidBank;001763852;\nDernière mise à jour;12/01/2024 08:45;\nPériode;;\n${months}`;
  const problem = await refusal(() => readCsv(body));
  expect(problem).toMatchObject({ code: 'csv_invalid', errors: { length: 9 } });
  expect(problem.detail).toContain('Line 5: the row has 3 cells, but the header has 2 names');
});
