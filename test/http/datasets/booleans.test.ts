/** Columns of words: yes and no are read as 1 and 0, other texts are left out with a remedy. */
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const post = (url: string, payload: string | Buffer, type = 'text/csv') =>
  service.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

/** Ten days with a column of words. */
const table = (words: readonly string[], header = 'date,sales,promo') =>
  `${header}\n${words.map((word, i) => `2024-01-${String(i + 1).padStart(2, '0')},${100 + i},${word}\n`).join('')}`;
const ten = (yes: string, no: string) => Array.from({ length: 10 }, (_, i) => (i % 4 === 0 ? yes : no));

async function read(csv: string | Buffer, query: Record<string, string> = {}, type = 'text/csv') {
  const answer = await post(`/v1/datasets?${new URLSearchParams({ ...query, dry_run: 'true' })}`, csv, type);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

test.each([
  ['true', 'false'],
  ['TRUE', 'FALSE'],
  ['yes', 'no'],
  ['Y', 'N'],
  ['t', 'f'],
  ['ja', 'nein'],
  ['WAHR', 'FALSCH'],
  ['oui', 'non'],
  ['sí', 'no'],
  ['да', 'нет'],
  ['はい', 'いいえ'],
  ['예', '아니오'],
  ['on', 'off'],
])('%s and %s are 1 and 0', async (yes, no) => {
  const { preview, reading, covariates } = await read(table(ten(yes, no)));
  expect(covariates).toEqual(['promo']);
  expect(preview[0].values.slice(0, 2)).toEqual([100, 101]);
  expect(preview[0].covariates.promo).toEqual([1, 0, 0, 0, 1]);
  expect(reading).toMatchObject({ target: 'sales', covariates: ['promo'], booleans: ['promo'] });
});

test('empty cells stay missing, and 0 and 1 may stand between the words', async () => {
  const { preview } = await read(table(['yes', '', '0', 'no', '1', 'no', 'no', 'no', 'no', 'no']));
  expect(preview[0].covariates.promo).toEqual([1, null, 0, 0, 1]);
});

test('workbooks have booleans of their own', async () => {
  const rows = ten('1', '0').map((cell, i) => [
    `2024-01-${String(i + 1).padStart(2, '0')}`,
    100 + i,
    cell === '1',
  ]);
  const file = await writeXlsx({ sheets: [{ name: 'Sales', rows: [['date', 'sales', 'promo'], ...rows] }] });
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const { preview, reading } = await read(Buffer.from(file), {}, type);
  expect(reading.booleans).toEqual(['promo']);
  expect(preview[0].covariates.promo).toEqual([1, 0, 0, 0, 1]);
});

test('a column of words is no series of a wide table, and is told', async () => {
  const csv = `date,north,south,holiday\n${ten('yes', 'no')
    .map((word, i) => `2024-01-${10 + i},${i},${2 * i},${word}\n`)
    .join('')}`;
  for (const query of [{}, { layout: 'wide' }] as Record<string, string>[]) {
    const { preview, warnings, reading } = await read(csv, query);
    expect(preview.map(({ id }: { id: string }) => id)).toEqual(['north', 'south']);
    expect(reading.booleans).toBeUndefined();
    const ignored = warnings.find(({ code }: { code: string }) => code === 'columns_ignored');
    expect(ignored.message).toContain('"holiday"');
  }
  // Each series of a long table has its own.
  const long = ['A', 'B'].map((id) =>
    ten('yes', 'no')
      .map((word, i) => `${id},2024-01-${10 + i},${i},${word}\n`)
      .join(''),
  );
  const { series_count, covariates } = await read(`sku,date,sales,promo\n${long.join('')}`);
  expect([series_count, covariates]).toEqual([2, ['promo']]);
});

test('words are the target only if the caller says so', async () => {
  const csv = `date,up\n${ten('true', 'false')
    .map((word, i) => `2024-01-${10 + i},${word}\n`)
    .join('')}`;
  const refused = await post('/v1/datasets', csv);
  expect(refused.json()).toMatchObject({ code: 'value_column_missing' });
  expect(refused.json().detail).toContain('target=up');
  const { preview } = await read(csv, { target: 'up' });
  expect(preview[0].values.slice(0, 2)).toEqual([1, 0]);
});

test('other texts are left out with the remedy, wherever they begin', async () => {
  const late = [...Array.from({ length: 1_200 }, (_, i) => (i % 3 === 0 ? 'yes' : 'no')), 'perhaps'];
  const rows = late.map(
    (word, i) => `${new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10)},${i},${word}\n`,
  );
  for (const csv of [table(ten('sunny', 'rainy')), `date,sales,promo\n${rows.join('')}`]) {
    const { covariates, warnings, reading } = await read(csv);
    expect(covariates).toEqual([]);
    expect(reading.booleans).toBeUndefined();
    const ignored = warnings.find(({ code }: { code: string }) => code === 'columns_ignored');
    expect(ignored.message).toContain('"promo"');
    expect(ignored.message).toContain('one column of 0 and 1 for each of its values');
  }
  const named = await post('/v1/datasets?covariates=promo', table(ten('sunny', 'rainy')));
  expect(named.json().detail).toContain('"sunny" is not a number');
  // One letter, and one word that may be the code of a country, mean much else.
  expect((await read(table(ten('no', 'no')))).covariates).toEqual([]);
  expect((await read(table(ten('S', 'N')))).covariates).toEqual([]);
  expect((await read(table(ten('n', 'n')))).covariates).toEqual([]);
});

test('a column of words with the name of a target is asked for', async () => {
  const rows = (cells: (word: string, i: number) => string) => ten('yes', 'no').map(cells).join('');
  const day = (i: number) => `2024-01-${10 + i}`;
  for (const [csv, other] of [
    [`date,store,y,temp\n${rows((word, i) => `${day(i)},A,${word},${i}\n`)}`, 'target=temp'],
    [`date,target,temp\n${rows((word, i) => `${day(i)},${word},${i}\n`)}`, 'target=temp'],
    [`date,value,a,b\n${rows((word, i) => `${day(i)},${word},${i},${2 * i}\n`)}`, 'layout=wide'],
  ]) {
    const answer = await post('/v1/datasets?dry_run=true', csv);
    expect(answer.json()).toMatchObject({ code: 'reading_ambiguous' });
    expect(answer.json().errors[0].accepted).toContain(other);
  }
  const csv = `date,y,temp\n${rows((word, i) => `${day(i)},${word},${i}\n`)}`;
  expect((await read(csv, { target: 'y' })).preview[0].values.slice(0, 2)).toEqual([1, 0]);
  expect((await read(csv, { target: 'temp' })).covariates).toEqual(['y']);
  const both = `date,target,y\n${rows((word, i) => `${day(i)},${word},${i}\n`)}`;
  expect((await read(both)).reading.target).toBe('y');
});

test('words may be fewer than 0 and 1', async () => {
  for (const words of [
    ['0', '1', 'yes', '0', '1', 'yes', '0', '1', 'yes', '0'],
    ['0', '1', '1', '0', '1', 'no', '0', '1', 'yes', '0'],
    ['0.0', '1.0', 'yes', '0', '1', 'yes', '0', '1', 'yes', '0'],
  ]) {
    const { covariates, preview, reading } = await read(table(words));
    expect(covariates).toEqual(['promo']);
    expect(preview[0].covariates.promo.slice(0, 2)).toEqual([0, 1]);
    expect(reading.booleans).toEqual(['promo']);
  }
  // A single letter beside numbers may mean much else.
  const letter = await post('/v1/datasets', table(['0', '1', 'n', '0', '1', 'n', '0', '1', 'n', '0']));
  expect(letter.statusCode).toBe(422);
  const { id } = (await post('/v1/datasets', table(ten('yes', 'no')))).json();
  const added = await post(
    `/v1/datasets/${id}/observations`,
    'date,sales,promo\n2024-01-11,120,1\n2024-01-12,120,yes\n',
  );
  expect(added.json()).toMatchObject({ added: 2, warnings: [] });
});

/** Days with the words, of which each stands so many times in turn. */
const long = (...turns: [word: string, times: number][]) =>
  `date,y,promo\n${turns
    .flatMap(([word, times]) => Array.from({ length: times }, () => word))
    .map((word, i) => `${new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10)},${i},${word}\n`)
    .join('')}`;

test('the order of the rows does not decide whether a column has words', async () => {
  for (const first of [5, 999, 1_000, 1_100])
    expect((await read(long(['no', first], ['yes', 100]))).covariates, `${first}`).toEqual(['promo']);
  for (const turns of [
    [['no', 1_100]],
    [
      ['ja', 1_000],
      ['perhaps', 100],
    ],
    [
      ['n', 1_000],
      ['s', 100],
    ],
  ] as const) {
    const { covariates, warnings } = await read(
      long(...turns.map(([word, times]): [string, number] => [word, times])),
    );
    expect(covariates).toEqual([]);
    expect(warnings.map(({ code }: { code: string }) => code)).toContain('columns_ignored');
  }
  const named = { target: 'y', covariates: 'promo' };
  for (const csv of [long(['no', 1_000], ['yes', 100]), long(['no', 1_100])])
    expect((await read(csv, named)).reading.booleans).toEqual(['promo']);
});

test('numbers are no words, wherever they begin', async () => {
  const late = long(['true', 500], ['false', 550], ['7', 50]);
  const { covariates, warnings } = await read(late);
  expect(covariates).toEqual([]);
  expect(warnings.map(({ code }: { code: string }) => code)).toContain('columns_ignored');
  const named = await post('/v1/datasets?target=y&covariates=promo', late);
  expect(named.statusCode).toBe(422);
  expect(named.json().errors[0]).toMatchObject({ line: 1_052 });
  expect(named.json().errors[0].message).toContain('"7" is neither yes nor no');
  // A number that means a missing value stays one.
  expect((await read(late, { missing: '7' })).covariates).toEqual(['promo']);
  const { id } = (await post('/v1/datasets', table(ten('yes', 'no')))).json();
  const added = await post(`/v1/datasets/${id}/observations`, 'date,sales,promo\n2024-01-11,120,7\n');
  expect(added.json().warnings.map(({ code }: { code: string }) => code)).toContain('columns_missing');
});

test('later rows and rows of the future are read in the same way', async () => {
  const made = await post('/v1/datasets', table(ten('y', 'n')));
  const { id } = made.json();
  const url = `/v1/datasets/${id}/observations`;
  // One letter is enough where the column is known.
  const added = await post(url, 'date,sales,promo\n2024-01-11,120,y\n');
  expect(added.json()).toMatchObject({ added: 1, warnings: [] });
  const numbers = await post(url, 'date,sales,promo\n2024-01-12,120,1\n');
  expect(numbers.json()).toMatchObject({ added: 1 });
  const { covariates } = (await service.app.inject(`/v1/datasets/${id}/series/series`)).json();
  expect(covariates.promo.slice(-3)).toEqual([0, 1, 1]);
  const wrong = await post(url, 'date,sales,promo\n2024-01-13,120,perhaps\n');
  expect(wrong.statusCode).toBe(200);
  expect(wrong.json().warnings.map(({ code }: { code: string }) => code)).toContain('columns_missing');
});

test('a word in place of a number is no number', async () => {
  const { id } = (await post('/v1/datasets', table(ten('y', 'n')))).json();
  const none = await post(
    `/v1/datasets/${id}/observations`,
    'date,sales,promo\n2024-01-11,no,y\n2024-01-12,off,y\n',
  );
  expect(none.statusCode).toBe(422);
});

test('a dataset that has ignored such a column still ignores it', async () => {
  const csv = table(ten('yes', 'no'));
  const made = await post('/v1/datasets?exclude=promo', csv);
  const added = await post(
    `/v1/datasets/${made.json().id}/observations`,
    'date,sales,promo\n2024-01-11,120,yes\n',
  );
  expect(added.json()).toMatchObject({ added: 1 });
});
