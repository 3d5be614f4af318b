/** Tables as databases and other programs print them, and bodies that are nearly tables. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const send = (payload: string | Buffer, type = 'text/csv', query = '') =>
  service.app.inject({
    method: 'POST',
    url: `/v1/datasets?dry_run=true${query}`,
    headers: { 'content-type': type },
    payload,
  });

async function read(payload: string | Buffer) {
  const answer = await send(payload);
  expect(answer.statusCode, answer.body).toBe(200);
  const { preview, warnings } = answer.json();
  const codes = warnings.map(({ code }: { code: string }) => code);
  return { ids: preview.map(({ id }: { id: string }) => id), first: preview[0], codes, warnings };
}
async function refused(payload: string, type = 'text/csv') {
  const answer = await send(payload, type);
  expect(answer.statusCode, answer.body).toBe(422);
  return answer.json().detail as string;
}

const days = [1, 2, 3, 4, 5].map((day) => `2024-01-0${day}`);
const rowsOf = (row: (day: string, i: number) => string) => days.map((day, i) => `${row(day, i)}\n`).join('');

test.each([
  [
    'psql',
    `    day     | value \n------------+-------\n${rowsOf((day, i) => ` ${day} |     ${i}`)}(5 rows)\n\n`,
  ],
  [
    'mysql',
    `+------------+-------+\n| day        | value |\n+------------+-------+\n${rowsOf((day, i) => `| ${day} |     ${i} |`)}+------------+-------+\n5 rows in set (0.00 sec)\n`,
  ],
  ['Markdown', `| day | value |\n|:----|------:|\n${rowsOf((day, i) => `| ${day} | ${i} |`)}`],
  ['sqlplus', `day,value\n----------,-----\n${rowsOf((day, i) => `${day},${i}`)}\n5 rows selected.\n`],
])('a table of %s', async (_, text) => {
  const { ids, first, codes } = await read(text);
  expect(ids).toEqual(['value']);
  expect(first.times).toEqual(days);
  expect(first.values).toEqual([0, 1, 2, 3, 4]);
  expect(codes.filter((code: string) => code !== 'lines_skipped')).toEqual([]);
});

test('hyphens are missing values in a row that has a time', async () => {
  const { first } = await read(
    `day,a,b\n${rowsOf((day, i) => (i === 2 ? `${day},---,-` : `${day},${i},${i}`)).replace('---', '--')}`,
  );
  expect(first.values).toEqual([0, 1, null, 3, 4]);
});

test('pandas writes columns without names as numbers', async () => {
  const { ids, first } = await read(`,0,1\n${rowsOf((day, i) => `${day},${i}.5,${7 * i}`)}`);
  expect(ids).toEqual(['0', '1']);
  expect(first.values).toEqual([0.5, 1.5, 2.5, 3.5, 4.5]);
});

test('a table without a header is told for what it is, also if a value comes twice', async () => {
  const klines = rowsOf((_, i) => `${1_704_067_200_000 + 3_600_000 * i},10.0,11.0,9.0,10.0,5`);
  expect(await refused(klines)).toContain('the first line looks like data, not like column names');
});

test('columns of further times and of one id are no covariates, and are told', async () => {
  const klines = `open_time,open,high,low,close,close_time\n${rowsOf((_, i) => `${1_704_067_200_000 + 3_600_000 * i},10,11,9,1${i},${1_704_070_799_999 + 3_600_000 * i}`)}`;
  const { first, warnings } = await read(klines);
  expect(Object.keys(first.covariates)).toEqual(['open', 'high', 'low']);
  expect(warnings.at(0).message).toContain('"close_time"');
  const station = `STATIONS_ID,MESS_DATUM,TT_TU\n${rowsOf((day, i) => `44,${day},${i}.5`)}`;
  const read44 = await read(station);
  expect(read44.ids).toEqual(['TT_TU']);
  expect(read44.warnings.at(0).message).toContain('"STATIONS_ID"');
  const named = await send(klines, 'text/csv', '&target=close&covariates=close_time');
  expect(named.json().covariates).toEqual(['close_time']);
});

test('errors of Excel are missing values in any language', async () => {
  const errors = ['#NV', '#¡DIV/0!', '#ЗНАЧ!', '#N/D', '#DEĞER!'];
  const { first } = await read(
    `day,value,other\n${rowsOf((day, i) => `${day},${errors[i]},${i}`)}2024-01-06,7,7\n`,
  );
  expect(first.values.slice(0, 5)).toEqual([null, null, null, null, null]);
});

test('numbers that Excel has marked as text', async () => {
  const { first } = await read(`day,value\n${rowsOf((day, i) => `${day},'${i}`)}`);
  expect(first.values).toEqual([0, 1, 2, 3, 4]);
});

test('other formats are named, and the remedy fits', async () => {
  expect(await refused("INSERT INTO sales (day,value) VALUES ('2024-01-01',0);\n")).toContain(
    'statements of SQL',
  );
  expect(await refused('COPY public.sales (day, value) FROM stdin;\n2024-01-01\t5\n')).toContain(
    'statements of SQL',
  );
  expect(await refused(`date       value\n${rowsOf((day, i) => `${day}     ${i}`)}`)).toContain(
    'not by blanks',
  );
  expect(await refused(`day,value\n${rowsOf((day, i) => `${day},R ${i}.50`)}`)).toContain(
    '"R 0.50" is not a number (column "value")',
  );
  expect(await refused(`day,close,vol\n${rowsOf((day, i) => `${day},${i},1.${i}M`)}`)).toContain(
    'exclude=vol leaves the column out',
  );
  for (const body of [
    { columns: ['y'], index: days, data: [[1]] },
    { status: 'success', data: {} },
    { '2024-01-01': 5 },
  ])
    expect(await refused(JSON.stringify(body), 'application/json')).toContain('{"series": [{"id": "a"');
});

test('text in another encoding is shown as it was read', async () => {
  const { warnings } = await read(Buffer.from(`day,v\xedno\n${rowsOf((day, i) => `${day},${i}`)}`, 'latin1'));
  expect(warnings[0]).toMatchObject({ code: 'encoding_assumed', line: 1 });
  expect(warnings[0].message).toContain('for example "víno"');
  expect(warnings[0].message).toContain('UTF-8');
});
