import { writeXlsx } from 'hucre/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lostName } from '../../../src/contracts/values/index.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { workbookOf } from '../../support/files/workbook.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const send = (payload: Buffer | string, query: Record<string, string> = {}, path = '/v1/datasets') =>
  service.app.inject({
    ...{ method: 'POST', url: path, query, payload },
    headers: { 'content-type': typeof payload === 'string' ? 'text/csv' : 'application/octet-stream' },
  });

type Cells = (string | number)[][];

/** Ten days of two series. The last columns have the names. */
function rows(...names: string[]): Cells {
  const days = Array.from({ length: 10 }, (_, i) => `2024-01-${10 + i}`);
  const ofSeries = (id: string) =>
    days.map((day, i) => [
      id,
      day,
      i % 7,
      ...names.map((name) => (name.startsWith('static.') ? 'north' : i % 3)),
    ]);
  return [['unique_id', 'ds', 'y', ...names], ...ofSeries('a'), ...ofSeries('b')];
}

const csv = (cells: Cells) => cells.map((row) => row.join(',')).join('\n');
const formats: Record<string, (cells: Cells) => Promise<Buffer | string> | Buffer | string> = {
  csv,
  xlsx: async (cells) => Buffer.from(await writeXlsx({ sheets: [{ name: 'one', rows: cells as never }] })),
  parquet: ([header, ...cells]) =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: header.map((name, c) => ({
          name: String(name),
          data: cells.map((row) => row[c]),
          type: typeof cells[0][c] === 'number' ? ('DOUBLE' as const) : ('STRING' as const),
        })),
      }),
    ),
};

describe.each(Object.keys(formats))('in %s', (format) => {
  const write = formats[format];

  test.each([lostName, `static.${lostName}`])(
    'a column %s is refused with the remedy, because answers would lose it',
    async (name) => {
      const body = await write(rows('temp', name));
      for (const query of [
        {},
        { dry_run: 'true' },
        { target: 'y', covariates: name.startsWith('static.') ? 'temp' : name },
      ])
        expect((await send(body, query as Record<string, string>)).json()).toMatchObject({
          ...{ status: 422, code: 'request_invalid' },
          errors: [
            { line: 1, message: expect.stringContaining(name), accepted: expect.stringContaining('rename') },
          ],
        });
      const left = await send(body, { exclude: name });
      expect([left.statusCode, left.json().covariates]).toEqual([201, ['temp']]);
    },
  );

  test('names that only resemble it are kept', async () => {
    const names = ['__PROTO__', 'constructor', 'static.constructor'];
    const created = (await send(await write(rows(...names)))).json();
    expect(created.covariates).toEqual(['__PROTO__', 'constructor']);
    const { data } = (await service.app.inject(`/v1/datasets/${created.id}/series`)).json();
    expect(data[0].static).toEqual({ constructor: 'north' });
  });
});

test('a target and a column of a wide table with the name are refused too', async () => {
  const days = Array.from({ length: 10 }, (_, i) => `2024-01-${10 + i},${i},${i}`).join('\n');
  for (const query of [{ target: lostName }, { layout: 'wide' }] as Record<string, string>[])
    expect((await send(`ds,${lostName},x\n${days}\n`, query)).json()).toMatchObject({
      code: 'request_invalid',
    });
  expect((await send(csv(rows('temp')).replaceAll('\na,', `\n${lostName},`))).statusCode).toBe(201); // a series may have the id
});

test('rows that are added may not have the name either', async () => {
  const { id } = (await send(csv(rows('temp')))).json();
  const added = `unique_id,ds,y,temp,static.${lostName}\na,2024-01-20,1,1,north\n`;
  const answer = await send(added, {}, `/v1/datasets/${id}/observations`);
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'request_invalid']);
});

test('a parameter and a field of a form with the name are unknown', async () => {
  const table = csv(rows('temp'));
  const inQuery = await send(table, {}, `/v1/datasets?${lostName}=1`);
  expect([inQuery.statusCode, inQuery.json().code]).toEqual([422, 'request_invalid']);
  const part = (disposition: string, value: string) =>
    `--b\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`;
  const inForm = await service.app.inject({
    ...{
      method: 'POST',
      url: '/v1/datasets',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    },
    payload: `${part(`name="${lostName}"`, '1')}${part('name="file"; filename="a.csv"', table)}--b--\r\n`,
  });
  expect([inForm.statusCode, inForm.json().code]).toEqual([422, 'request_invalid']);
});

const sheetOf = (cells: Cells) => {
  const cellOf = (cell: string | number, c: number, r: number) =>
    `<c r="${String.fromCharCode(65 + c)}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  const rowOf = (row: Cells[number], r: number) =>
    `<row r="${r + 1}">${row.map((cell, c) => cellOf(cell, c, r)).join('')}</row>`;
  return workbookOf(cells.map(rowOf).join(''));
};

test('texts that cannot be stored are refused with their place, in a dry run as well', async () => {
  const withNames = (id: string, attribute: string, column: string): Cells =>
    rows(column, 'static.region').map((row, r) =>
      r === 0 ? row : [`${id}${row[0]}`, ...row.slice(1, -1), attribute],
    );
  const places = (text: string): [Cells, line: number, column: string][] => [
    [withNames(text, 'north', 'temp'), 2, 'unique_id'],
    [withNames('', text, 'temp'), 2, 'static.region'],
    [withNames('', 'north', text), 1, 'column 4'],
  ];
  const utf16 = (cells: Cells) => Buffer.from(`\ufeff${csv(cells)}`, 'utf16le');
  const bodies = [
    ...[...places('x_xD800_y'), ...places('x&#xD800;y')].map((at) => ({ at, body: sheetOf(at[0]) })),
    ...places('x_x0000_y').map((at) => ({ at, body: sheetOf(at[0]) })),
    ...places('x\0y').map((at) => ({ at, body: utf16(at[0]) })),
    ...(await Promise.all(
      places('x\0y').map(async (at) => ({ at, body: (await formats.parquet(at[0])) as Buffer })),
    )),
  ];
  for (const { at, body } of bodies)
    for (const query of [{}, { dry_run: 'true' }]) {
      const answer = await send(body, query as Record<string, string>);
      expect(answer.statusCode, answer.body).toBe(422);
      const [first] = answer.json().errors;
      expect(first.line).toBe(at[1]);
      expect(`${first.message} ${first.accepted}`).toContain(at[2]);
      expect(first.message).toContain('cannot be stored');
    }
});
