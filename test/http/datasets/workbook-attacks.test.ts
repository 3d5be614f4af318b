import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';
import { type ZipFile, zipOf } from '../../support/files/zip.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 64 * 1024 * 1024 });
});
afterAll(() => service.stop());

const MiB = 1024 * 1024;
const send = async (payload: Buffer) => {
  const answer = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    headers: { 'content-type': 'application/octet-stream' },
    payload,
  });
  return { status: answer.statusCode, ...answer.json() };
};

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageTypes = 'http://schemas.openxmlformats.org/package/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A workbook of one sheet, from the XML of its rows, its shared strings and other parts. */
function workbookOf(
  rows: string,
  { strings = '', parts = [] as ZipFile[], statedBytes = undefined as number | undefined } = {},
) {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`;
  const override = (part: string, type: string) =>
    `<Override PartName="${part}" ContentType="${sheetType}.${type}+xml"/>`;
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: `${xml}<Types xmlns="${packageTypes}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('/xl/workbook.xml', 'sheet.main')}${override('/xl/worksheets/sheet1.xml', 'worksheet')}${override('/xl/sharedStrings.xml', 'sharedStrings')}</Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${xml}<Relationships xmlns="${packageTypes}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${xml}<Relationships xmlns="${packageTypes}/relationships">${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relation('rId2', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `${xml}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
      ...(statedBytes === undefined ? {} : { statedBytes }),
    },
    { name: 'xl/sharedStrings.xml', content: `${strings || `${xml}<sst xmlns="${main}"/>`}` },
    ...parts,
  ]);
}

const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (ref: string, value: number) => `<c r="${ref}"><v>${value}</v></c>`;
const header = `<row r="1">${text('A1', 'year')}${text('B1', 'y')}</row>`;
const row = (r: number) => `<row r="${r}">${number(`A${r}`, 1_990 + r)}${number(`B${r}`, r)}</row>`;
const dated = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => row(from + i)).join('');

test('a workbook that is written by hand is read', async () => {
  const answer = await send(workbookOf(header + dated(2, 20)));
  expect(answer, JSON.stringify(answer)).toMatchObject({ status: 201, series_count: 1, point_count: 20 });
});

test('a sheet that grows a thousandfold is refused by its stated size', async () => {
  const blank = ' '.repeat(100 * MiB);
  expect(await send(workbookOf(header + blank))).toMatchObject({
    code: 'body_too_large',
    detail: expect.stringContaining('times its compressed size'),
  });
});

test('a sheet and shared strings that state a small size are refused when more comes out', async () => {
  const blank = ' '.repeat(40 * MiB);
  for (const body of [
    workbookOf(header + dated(2, 20) + blank, { statedBytes: 10_000 }),
    workbookOf(header + dated(2, 20), {
      parts: [{ name: 'xl/media/image1.png', content: Buffer.alloc(300 * MiB) }],
    }),
  ]) {
    const answer = await send(body);
    expect(answer.status, answer.detail).toBeGreaterThanOrEqual(400);
    expect(answer.status, answer.detail).toBeLessThan(500);
  }
});

test('millions of empty rows are refused at the most rows that Excel has', async () => {
  const some = await send(workbookOf(header + dated(2, 20) + '<row/>'.repeat(300_000)));
  expect(some, some.detail).toMatchObject({ status: 201, point_count: 20 });
  const many = await send(workbookOf(header + dated(2, 20) + '<row/>'.repeat(3_000_000)));
  expect(many, many.detail).toMatchObject({
    code: 'points_too_many',
    detail: expect.stringContaining('more than 1048576 rows'),
  });
  const far = await send(workbookOf(header + dated(2, 20) + row(3_000_000)));
  expect(far, far.detail).toMatchObject({ status: expect.toSatisfy((status: number) => status >= 400) });
});

test('rows whose numbers are none are refused', async () => {
  for (const number of ['x5', '-3', '2.5', '1e400']) {
    const answer = await send(workbookOf(header + dated(2, 5) + row(7).replace('r="7"', `r="${number}"`)));
    expect([number, answer.status, answer.code]).toEqual([number, 422, 'xlsx_invalid']);
  }
});

test('rows to the last column of Excel are refused at the hundredth, not at the end', async () => {
  // 16,384 cells in each row, of which one is written.
  const rows = Array.from({ length: 3_000 }, (_, i) => `<row r="${i + 2}">${number(`XFD${i + 2}`, 1)}</row>`);
  const wide = await send(workbookOf(header + rows.join('')));
  expect(wide, wide.detail).toMatchObject({
    code: 'csv_invalid',
    detail: expect.stringContaining('There are at least 101 faults'),
  });
});

test('XML entities are not expanded', async () => {
  const entities = ['lol'.repeat(10)];
  for (let i = 1; i < 10; i++) entities.push(`&e${i - 1};`.repeat(10));
  const strings = `<?xml version="1.0"?><!DOCTYPE sst [${entities.map((value, i) => `<!ENTITY e${i} "${value}">`).join('')}]><sst xmlns="${main}"><si><t>&e9;</t></si></sst>`;
  const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c>${text('B1', 'y')}</row>`;
  const answer = await send(workbookOf(rows + dated(2, 5), { strings }));
  expect(JSON.stringify(answer).length).toBeLessThan(10_000);
  expect(answer.status).toBeLessThan(500);
});

test('one long shared string in many cells is refused, and not repeated in the answer', async () => {
  const strings = `${xml}<sst xmlns="${main}"><si><t>${'x'.repeat(2 * MiB)}</t></si></sst>`;
  const cells = Array.from(
    { length: 2_000 },
    (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" t="s"><v>0</v></c>${number(`B${i + 2}`, i)}</row>`,
  );
  const answer = await send(workbookOf(header + cells.join(''), { strings }));
  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer).length).toBeLessThan(20_000);
});
