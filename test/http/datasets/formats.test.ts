import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { writeXlsx } from 'hucre/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openForm } from '../../../src/http/routes/datasets/forms.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';
import { workbookOf } from '../../support/files/workbook.ts';
import { zipOf } from '../../support/files/zip.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 64 * 1024 * 1024 });
});
afterAll(() => service.stop());

const csv = 'ds,y\n2024-01-01,1.5\n2024-01-02,2.5\n2024-01-03,4\n';
const expected = { times: ['2024-01-01', '2024-01-02', '2024-01-03'], values: [1.5, 2.5, 4] };
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const parquet = Buffer.from(
  parquetWriteBuffer({
    columnData: [
      { name: 'ds', data: expected.times, type: 'STRING' },
      { name: 'y', data: expected.values, type: 'DOUBLE' },
    ],
  }),
);
const workbook = async (sheets: { name: string; rows: unknown[][]; hidden?: boolean }[]) =>
  Buffer.from(
    await writeXlsx({
      sheets: sheets.map(({ rows, ...sheet }) => ({ ...sheet, rows: rows as never })),
    }),
  );
const dated = (values: (number | null)[]) => [
  ['ds', 'y'],
  ...values.map((value, i) => [new Date(Date.UTC(2024, 0, 1 + i)), value]),
];
const xlsx = await workbook([{ name: 'Sales', rows: dated([1.5, 2.5, 4]) }]);

const send = (
  payload: Buffer | string | Readable,
  type: string | null,
  query: Record<string, string> = {},
  path = '/v1/datasets',
) =>
  service.app.inject({
    method: 'POST',
    url: path,
    query,
    headers: type === null ? {} : { 'content-type': type },
    payload,
  });
const form = (
  parts: { name: string; value: string | Buffer; file?: string; type?: string }[],
  boundary = 'xYx',
) => ({
  type: `multipart/form-data; boundary=${boundary}`,
  body: Buffer.concat([
    ...parts.flatMap(({ name, value, file, type }) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n${type === undefined ? '' : `content-type: ${type}\r\n`}\r\n`,
      ),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]),
});
const stored = async (id: string, series?: string) => {
  const { data } = (await service.app.inject(`/v1/datasets/${id}/series`)).json();
  const url = `/v1/datasets/${id}/series/${encodeURIComponent(series ?? data[0].id)}`;
  const { times, values } = (await service.app.inject(url)).json();
  return { times, values };
};
const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

const bodies: [string, Buffer | string][] = [
  ['CSV', csv],
  ['gzip', gzipSync(csv)],
  ['xlsx', xlsx],
  ['Parquet', parquet],
  ['zip with CSV', zipOf([{ name: 'data/sales.csv', content: csv }])],
  ['zip with xlsx', zipOf([{ name: 'sales.xlsx', content: xlsx }])],
  ['zip with Parquet', zipOf([{ name: 'sales.parquet', content: parquet }])],
  ['CSV in UTF-16 without a byte order mark', Buffer.from(csv, 'utf16le')],
];
const proper: Record<string, string> = {
  CSV: 'text/csv',
  gzip: 'application/gzip',
  xlsx: xlsxType,
  Parquet: 'application/vnd.apache.parquet',
  'zip with CSV': 'application/zip',
};

for (const [name, body] of bodies) {
  test(`${name} is read by its first bytes, whatever the content type says`, async () => {
    for (const type of ['application/octet-stream', null, 'application/x-www-form-urlencoded', 'text/csv']) {
      const answer = await send(body, type);
      expect(answer.statusCode, `${type}: ${answer.body}`).toBe(201);
      expect(await stored(answer.json().id)).toEqual(expected);
      const isText = name.startsWith('CSV') || name === 'gzip';
      expect(codes(answer.json())).toEqual(type === 'text/csv' && !isText ? ['format_differs'] : []);
    }
    if (proper[name] === undefined) return;
    const answer = await send(body, proper[name]);
    expect(answer.statusCode, answer.body).toBe(201);
    expect(await stored(answer.json().id)).toEqual(expected);
    expect(answer.json().warnings).toEqual([]);
  });

  test(`${name} adds observations`, async () => {
    const { id } = (await upload(service.app, 'ds,y\n2023-12-30,9\n2023-12-31,9\n')).json();
    const answer = await send(body, 'application/octet-stream', {}, `/v1/datasets/${id}/observations`);
    expect(answer.json(), answer.body).toMatchObject({ added: 3, replaced: 0 });
  });

  test(`${name} is the file of a form, with options as fields before or behind it`, async () => {
    const file = {
      name: 'upload',
      value: Buffer.from(body),
      file: 'a.bin',
      type: 'application/octet-stream',
    };
    const field = { name: 'name', value: 'from a form' };
    for (const parts of [
      [file, field],
      [field, file],
    ]) {
      const { type, body: payload } = form(parts);
      const answer = await send(payload, type);
      expect(answer.statusCode, answer.body).toBe(201);
      expect(answer.json().name).toBe('from a form');
      expect(await stored(answer.json().id)).toEqual(expected);
    }
  });
}

test('JSON without a content type is read as JSON', async () => {
  const answer = await send(JSON.stringify({ series: [{ values: [1, 2, 3] }] }), 'application/octet-stream');
  expect(answer.json(), answer.body).toMatchObject({ point_count: 3 });
  const faulty = await send(JSON.stringify({ series: [{ values: [1, 'x'] }] }), 'application/octet-stream');
  expect(faulty.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/series/0/values/1' }] });
});

test('a sheet is chosen by its name or its position; the first one is read with a warning', async () => {
  const body = await workbook([
    { name: 'Sales', rows: dated([1, 2, 3]) },
    { name: 'Costs', rows: [[], ['', 'notes below'], ...dated([7, 8, 9])].slice(2) },
  ]);
  const first = (await send(body, xlsxType)).json();
  expect(codes(first)).toEqual(['sheet_chosen']);
  expect(first.warnings[0].message).toContain('"Sales", "Costs"');
  expect((await stored(first.id)).values).toEqual([1, 2, 3]);
  for (const sheet of ['Costs', 'costs', '2']) {
    const chosen = (await send(body, xlsxType, { sheet })).json();
    expect((await stored(chosen.id)).values).toEqual([7, 8, 9]);
    expect(chosen.warnings).toEqual([]);
  }
  expect((await send(body, xlsxType, { sheet: 'Profit' })).json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '?sheet', accepted: expect.stringContaining('"Sales", "Costs"') }],
  });
  expect((await send(csv, 'text/csv', { sheet: 'Sales' })).json().errors[0].path).toBe('?sheet');
});

test('a hidden sheet is read only by its name, and a refusal names the visible one', async () => {
  const settings = { name: 'Settings', hidden: true, rows: dated([100, 200, 300]) };
  const body = await workbook([settings, { name: 'Sales', rows: dated([1, 2, 3]) }]);
  const shown = (await send(body, xlsxType)).json();
  expect((await stored(shown.id)).values).toEqual([1, 2, 3]);
  expect(shown.warnings[0].message).toContain('"Sales", the first one that is not hidden, was read.');
  const chosen = (await send(body, xlsxType, { sheet: 'Settings' })).json();
  expect((await stored(chosen.id)).values).toEqual([100, 200, 300]);
  const faulty = await workbook([settings, { name: 'Notes', rows: [['A workbook of sales']] }]);
  expect((await send(faulty, xlsxType)).json().detail).toContain('The sheet "Notes" was read');
});

test.each([
  ['<v></v>', ''],
  ['<v/>', ' s="1"'],
  ['', ''],
])('formulas without stored values are named: %j', async (value, attributes) => {
  const text = (ref: string, content: string) => `<c r="${ref}" t="inlineStr"><is><t>${content}</t></is></c>`;
  const formula = (ref: string, stored = value) => `<c r="${ref}"${attributes}><f>ROW()*2</f>${stored}</c>`;
  const bookOf = (numbers: (row: number) => string, more = (_: number) => '') =>
    workbookOf(
      [1, 2, 3, 4]
        .map((row) =>
          row === 1
            ? text('A1', 'date') + text('B1', 'sales') + text('C1', 'more')
            : text(`A${row}`, `2024-01-0${row}`) + numbers(row) + more(row),
        )
        .map((cells, i) => `<row r="${i + 1}">${cells}</row>`)
        .join(''),
    );
  const named = expect.stringContaining('formulas without stored values');
  const refused = await send(
    bookOf((row) => formula(`B${row}`)),
    xlsxType,
  );
  expect(refused.json()).toMatchObject({ status: 422, detail: named });
  const partial = await send(
    bookOf(
      (row) => `<c r="B${row}"><v>${row}</v></c>`,
      (row) => formula(`C${row}`),
    ),
    xlsxType,
  );
  expect(partial.json().warnings).toContainEqual(expect.objectContaining({ message: named }));
  const stored = await send(
    bookOf((row) => formula(`B${row}`, `<v>${row}</v>`)),
    xlsxType,
  );
  expect(stored.json()).toMatchObject({ series_count: 1 });
  expect(stored.body).not.toContain('stored values');
});

test('cells of a workbook: date-times, times of day, formulas, empty cells and a table that does not begin at A1', async () => {
  const at = (hour: number, minute: number) => new Date(Date.UTC(2024, 2, 1, hour, minute));
  const body = await workbook([
    {
      name: 'S',
      rows: [
        [],
        [null, 'time', 'value', 'note'],
        [null, at(9, 30), 1.25, 'a'],
        [null, at(9, 45), null],
        [null, at(10, 0), 3],
      ],
    },
  ]);
  const answer = await send(body, xlsxType);
  expect(answer.statusCode, answer.body).toBe(201);
  expect(await stored(answer.json().id)).toEqual({
    times: ['2024-03-01T09:30:00Z', '2024-03-01T09:45:00Z', '2024-03-01T10:00:00Z'],
    values: [1.25, null, 3],
  });
});

test('a fault in a workbook names the row of the sheet', async () => {
  const body = await workbook([
    { name: 'S', rows: [...dated([1, 2]), [new Date(Date.UTC(2024, 0, 3)), 'much']] },
  ]);
  expect((await send(body, xlsxType)).json()).toMatchObject({ code: 'cell_invalid', errors: [{ line: 4 }] });
});

test('an archive with several files is refused with their names; files of desktops do not count', async () => {
  const two = zipOf([
    { name: 'a.csv', content: csv },
    { name: 'b.csv', content: csv },
  ]);
  const refused = (await send(two, 'application/zip')).json();
  expect(refused).toMatchObject({ code: 'zip_invalid' });
  expect(refused.detail).toContain('"a.csv", "b.csv"');
  const mac = zipOf([
    { name: 'a.csv', content: csv },
    { name: '__MACOSX/._a.csv', content: 'x' },
    { name: '.DS_Store', content: 'x' },
  ]);
  expect((await send(mac, 'application/zip')).statusCode).toBe(201);
  for (const body of [zipOf([]), Buffer.from('PK\x03\x04 rubbish'), zipOf([{ name: 'a.zip', content: two }])])
    expect((await send(body, 'application/zip')).json().code).toBe('zip_invalid');
});

test.each([
  ['%PDF-1.7\n%âãÏÓ\n1 0 obj', 'PDF', 'format_unsupported'],
  [Buffer.from('d0cf11e0a1b11ae10000', 'hex'), '.xls', 'format_unsupported'],
  [
    zipOf([
      { name: 'mimetype', content: 'x' },
      { name: 'content.xml', content: 'x' },
    ]),
    '.ods',
    'format_unsupported',
  ],
  ['<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'HTML', 'csv_invalid'],
  ['{"series": [{"values": [1, 2]}]}', 'JSON', 'csv_invalid'],
  ['PAR1 this is not Parquet PAR1', 'Parquet', 'parquet_invalid'],
  [Buffer.from('ds,y\n2024-01-01,\x00\n'), 'NUL', 'csv_invalid'],
])('a body that is something else is told for what it is: %#', async (body, name, code) => {
  const answer = await send(body, 'text/csv');
  expect(answer.json().code, answer.body).toBe(code);
  expect(answer.json().detail).toContain(name);
});

test('a table that is sent as JSON or as a text of symbols is refused with the content type it needs', async () => {
  for (const body of [csv, csv.replaceAll(',', '\t'), xlsx, parquet]) {
    const asJson = await send(body, 'application/json');
    expect(asJson.json()).toMatchObject({
      code: 'body_invalid_json',
      detail: expect.stringContaining('text/csv'),
    });
    const asText = await send(body, 'text/plain');
    expect(asText.json()).toMatchObject({
      code: 'content_type_unsupported',
      detail: expect.stringContaining('text/csv'),
    });
  }
  expect((await send(csv, 'text/plain', { kind: 'symbols' })).json()).toMatchObject({ kind: 'symbols' });
  expect((await send('to be, or not\nto be, that is\n', 'text/plain')).json()).toMatchObject({
    kind: 'symbols',
  });
});

test('one endless line is refused early, as the header and below it', async () => {
  const endless = '12345,'.repeat(2_000_000);
  const header = (await send(endless, 'text/csv')).json();
  expect(header).toMatchObject({ code: 'csv_invalid', errors: [{ line: 1 }] });
  expect(header.detail).toContain('--data-binary');
  const below = (await send(`ds,y\n2024-01-01,1\n${endless}`, 'text/csv')).json();
  expect(below).toMatchObject({ code: 'csv_invalid', errors: [{ line: 3 }] });
  expect(below.detail).toContain('bytes');
});

test('Windows-1252 is told, wherever it begins; a mixture with UTF-8 is refused', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `a,${i},1`).join('\n');
  const late = Buffer.from(`id,t,y\n${rows}\nMünchen,0,5\n`, 'latin1');
  const answer = (await send(late, 'text/csv')).json();
  expect(answer.warnings[0]).toMatchObject({ code: 'encoding_assumed', line: 20_002 });
  expect((await stored(answer.id, 'München')).values).toEqual([5]);
  const mixed = Buffer.concat([Buffer.from('id,t,y\nKöln,0,1\n'), Buffer.from('München,0,5\n', 'latin1')]);
  expect((await send(mixed, 'text/csv')).json()).toMatchObject({
    code: 'csv_invalid',
    errors: [{ line: 3 }],
  });
});

test('forms without a file, with two, or with faulty fields are refused', async () => {
  const file = { name: 'file', value: csv, file: 'a.csv', type: 'text/csv' };
  const refused = async (...parts: Parameters<typeof form>[0]) => {
    const { type, body } = form(parts);
    return (await send(body, type)).json();
  };
  expect(await refused({ name: 'name', value: 'x' })).toMatchObject({ code: 'form_invalid' });
  expect(await refused(file, file)).toMatchObject({ code: 'form_invalid' });
  expect(await refused(file, { name: 'layout', value: 'round' })).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '?layout' }],
  });
  expect(await refused(file, { name: 'colour', value: 'red' })).toMatchObject({ code: 'request_invalid' });
  const { type, body } = form([file, { name: 'name', value: 'x' }]);
  expect((await send(body, type, { name: 'y' })).json()).toMatchObject({ code: 'request_invalid' });
  expect((await send(body.subarray(0, -40), type)).statusCode).toBe(422);
  expect((await send(body, 'multipart/form-data')).json().code).toBe('form_invalid');
});

test('the rest of a form that is refused is neither read nor parsed', async () => {
  const parts = Buffer.from('--b\r\n\r\n\r\n'.repeat(50_000));
  const body = Readable.from(
    (function* () {
      for (let from = 0; from < parts.length; from += 64 * 1024) yield parts.subarray(from, from + 64 * 1024);
    })(),
  );
  const parsed = vi.spyOn(Busboy.prototype, 'write');
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  await expect(openForm({ headers, query: {} } as FastifyRequest, body)).rejects.toMatchObject({
    code: 'form_invalid',
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(body.destroyed).toBe(true);
  expect(parsed.mock.calls.reduce((bytes, [chunk]) => bytes + (chunk as Buffer).length, 0)).toBeLessThan(
    16 * 1024,
  );
  parsed.mockRestore();
});

test('parts of a form without a name count among its fields', async () => {
  const { type, body } = form([{ name: 'file', value: csv, file: 'a.csv', type: 'text/csv' }]);
  const nameless = '--xYx\r\nx-note: a\r\n\r\nb\r\n';
  const some = Buffer.concat([Buffer.from(nameless.repeat(20)), body]);
  expect((await send(some, type)).statusCode).toBe(201);
  const many = Buffer.concat([Buffer.from(nameless.repeat(60)), body]);
  expect((await send(many, type)).json()).toMatchObject({
    code: 'form_invalid',
    detail: expect.stringContaining('more than 50 fields'),
  });
});

test('options behind a large file of a form are refused with the remedy', async () => {
  const note = 'x'.repeat(4_096);
  const rows = Array.from({ length: 5_000 }, (_, i) => `${1_600_000_000 + 60 * i},${i % 50},${note}`);
  const big = `ds,y,note\n${rows.join('\n')}\n`;
  const file = { name: 'file', value: big, file: 'a.csv', type: 'text/csv' };
  const field = { name: 'name', value: 'late' };
  const late = form([file, field]);
  const chunks = Array.from({ length: Math.ceil(late.body.length / 65_536) }, (_, i) =>
    late.body.subarray(i * 65_536, (i + 1) * 65_536),
  );
  const answer = (await send(Readable.from(chunks), late.type)).json();
  expect(answer).toMatchObject({ code: 'form_invalid', detail: expect.stringContaining('before the file') });
  const early = form([field, file]);
  expect((await send(early.body, early.type)).json()).toMatchObject({ name: 'late', point_count: 5_000 });
});

test('symbols in a form: a text and an event log', async () => {
  const kind = { name: 'kind', value: 'symbols' };
  const text = form([kind, { name: 'file', value: 'hello\nworld\n', file: 'a.txt', type: 'text/plain' }]);
  expect((await send(text.body, text.type)).json()).toMatchObject({ kind: 'symbols', series_count: 2 });
  const log = form([
    { name: 'file', value: 'case,event\n1,a\n1,b\n', file: 'log.csv', type: 'text/csv' },
    kind,
  ]);
  expect((await send(log.body, log.type)).json()).toMatchObject({ kind: 'symbols', series_count: 1 });
});

test('an idempotency key of a form covers its fields', async () => {
  const file = { name: 'file', value: csv, file: 'a.csv', type: 'text/csv' };
  const call = async (name: string) => {
    const { type, body } = form([file, { name: 'name', value: name }]);
    const headers = { 'content-type': type, 'idempotency-key': 'one-form' };
    return service.app.inject({ method: 'POST', url: '/v1/datasets', headers, payload: body });
  };
  const first = await call('a');
  expect((await call('a')).json()).toEqual(first.json());
  expect((await call('b')).json().code).toBe('idempotency_key_reused');
});

test('numbers that name something are written as they are in a workbook and in Parquet', async () => {
  const ids = ['1.125', '1.125', '1.2340', '1.2340'];
  const columns = {
    ...{ unique_id: [1.125, 1.125, '1.2340', '1.2340'], 'static.lat': [52.123, 52.123, 7.5, 7.5] },
    'static.code': ['3.1250', '3.1250', '4', '4'],
    ...{ ds: ['2024-01-01', '2024-01-02', '2024-01-01', '2024-01-02'], y: [1.234, 2.345, 3, 4] },
  };
  const names = Object.keys(columns) as (keyof typeof columns)[];
  const sheet = await workbook([
    { name: 'Data', rows: [names, ...ids.map((_, row) => names.map((name) => columns[name][row]))] },
  ]);
  const numeric = { 'static.lat': true, y: true };
  const file = Buffer.from(
    parquetWriteBuffer({
      columnData: names.map((name) => ({
        name,
        data: name === 'unique_id' ? ids : columns[name],
        type: name in numeric ? 'DOUBLE' : 'STRING',
      })),
    }),
  );
  const floats = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'unique_id', data: [1.125, 1.125, 2.5, 2.5], type: 'DOUBLE' },
        { name: 'ds', data: columns.ds, type: 'STRING' },
        { name: 'y', data: columns.y, type: 'DOUBLE' },
      ],
    }),
  );
  const parquetType = 'application/vnd.apache.parquet';
  const seriesOf = async (body: Buffer, type: string) => {
    const answer = await send(body, type);
    expect(answer.statusCode, answer.body).toBe(201);
    const { id } = answer.json();
    const { data } = (await service.app.inject(`/v1/datasets/${id}/series`)).json();
    return { data, values: (await stored(id, data[0].id)).values };
  };
  for (const [body, type] of [
    [sheet, xlsxType],
    [file, parquetType],
  ] as const) {
    const { data, values } = await seriesOf(body, type);
    expect(data.map((one: { id: string }) => one.id)).toEqual(['1.125', '1.2340']);
    expect(data.map((one: { static: object }) => one.static)).toEqual([
      { lat: 52.123, code: '3.1250' },
      { lat: 7.5, code: '4' },
    ]);
    expect(values).toEqual([1.234, 2.345]);
  }
  const { data } = await seriesOf(floats, parquetType);
  expect(data.map((one: { id: string }) => one.id)).toEqual(['1.125', '2.5']);

  const wide = await workbook([
    {
      name: 'Data',
      rows: [
        ['ds', 1.125, '1.2340'],
        ['2024-01-01', 1, 2],
        ['2024-01-02', 3, 4],
      ],
    },
  ]);
  const across = await seriesOf(wide, xlsxType);
  expect(across.data.map((one: { id: string }) => one.id)).toEqual(['1.125', '1.2340']);
});

test('plain serial numbers of a workbook with the date system of 1904 count from 1904', async () => {
  const rows = [['date', 'y'], ...Array.from({ length: 5 }, (_, i) => [45_292 - 1_462 + i, i + 0.5])];
  const read = async (dateSystem: '1900' | '1904') => {
    const body = await writeXlsx({ dateSystem, sheets: [{ name: 'S', rows: rows as never }] });
    const answer = await send(Buffer.from(body), xlsxType, { dry_run: 'true' });
    return answer.json().preview[0].times[0];
  };
  expect([await read('1904'), await read('1900')]).toEqual(['2024-01-01', '2019-12-31']);
});
