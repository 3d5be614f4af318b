import { expect, test } from 'vitest';
import { csvFileOf, csvOf } from '../../../dashboard/src/parts/text/csv.ts';
import { csvCell, unmarkedText } from '../../../src/contracts/values/index.ts';

test('CSV files of a page mark the same formulas as those of the API', () => {
  const formulas = ['=1+1', ' =1+1', '＝1+1', "'=1", '\t=1', '\ra', '@a', '-a', '－1', '+a,"b"', '-0x10'];
  const others = [
    'shop',
    "it's",
    "'quoted'",
    '-5',
    ' +1.5e3 ',
    'a=1',
    'a;b=1',
    'a;-5;+1',
    '2024-01-01',
    'a\nb',
    '',
  ];
  const behind = ['a;=1+1', 'a\t@x', 'a; -b', 'a;"=1', "a;'=1", 'a\n=1', ';;+a', 'a;-5;=b', '=a;=b'];
  for (const text of [...formulas, ...others, ...behind])
    expect(csvOf([[text]])).toBe(`${csvCell(text, 'mark')}\n`);
  for (const text of [...formulas, ...others, ...behind]) {
    const quoted = /^"(.*)"$/s.exec(csvCell(text, 'mark'));
    expect(unmarkedText(quoted?.[1].replaceAll('""', '"') ?? csvCell(text, 'mark'))).toBe(text);
  }
  for (const text of formulas) expect(csvOf([[text]])).toMatch(/^"?'/);
  for (const text of behind) expect(csvOf([[text]])).toMatch(/[;\t\n]["\s]*'+[=+@-]/);
  expect(csvOf([['time', 'value'], [-5]])).toBe('time,value\n-5,\n');
});

test('a file with letters beyond ASCII has a byte order mark, for Excel', async () => {
  const bytes = async (rows: unknown[][]) => Buffer.from(await csvFileOf(rows).arrayBuffer()).toString();
  expect(
    await bytes([
      ['시각', 'value'],
      ['2024-01-01', 5],
    ]),
  ).toBe('\uFEFF시각,value\n2024-01-01,5\n');
  expect(await bytes([['time'], [1.5]])).toBe('time\n1.5\n');
});
