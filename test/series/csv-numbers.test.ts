import { expect, test } from 'vitest';
import { readNumber } from '../../src/series/columns/numbers.ts';
import { readCsv, refusal } from './reading.ts';

const points: [string, number][] = [
  ['1234.5', 1234.5],
  ['1,234.5', 1234.5],
  ['1,234,567', 1234567],
  ["1'234.5", 1234.5],
  ['1 234.5', 1234.5],
  ['-1.5e-3', -0.0015],
  ['+2.', 2],
  ['.5', 0.5],
  ['−7', -7],
  ['$1,234.50', 1234.5],
  ['-$5', -5],
  ['12 €', 12],
  ['0', 0],
  ['(1,234.50)', -1234.5],
  ['5 %', 5],
  ['EUR 12.5', 12.5],
  ['R$ 3', 3],
  ['12-', -12],
  ['12,34,567.5', 1234567.5],
];

for (const [cell, value] of points) {
  test(`${JSON.stringify(cell)} is ${value} where the point separates decimals`, () => {
    expect(readNumber(cell, 'point')).toBe(value);
  });
}

for (const [cell, value] of [
  ['1.234,5', 1234.5],
  ['1,5', 1.5],
  ['1.234', 1234],
  ['1 234,5', 1234.5],
  ['-3', -3],
] as [string, number][]) {
  test(`${JSON.stringify(cell)} is ${value} where the comma separates decimals`, () => {
    expect(readNumber(cell, 'comma')).toBe(value);
  });
}

test('cells such as NA and null are missing values', () => {
  for (const cell of ['', '  ', 'NaN', 'NA', 'n/a', 'null', 'None', '-', '.', '#N/A']) {
    expect(readNumber(cell, 'point')).toBeNaN();
  }
});

test('texts that only look like numbers are not numbers', () => {
  for (const cell of [
    'abc',
    '1.2.3',
    '1,23',
    '12,34.5',
    '0x1F',
    '0b1',
    '1_000',
    '1,234.5,6',
    '1e',
    '--5',
    '1 2',
  ]) {
    expect(readNumber(cell, 'point')).toBeNull();
  }
  for (const cell of ['1.5', '1,234,5', '1.23,4']) expect(readNumber(cell, 'comma')).toBeNull();
});

test('a table in European notation is read correctly', async () => {
  const dataset = await readCsv('Datum;Wert;Menge\n03.01.2000;1.455,22;12,5\n14.01.2000;999,00;13\n');
  expect(dataset.series.map(({ values }) => [...values])).toEqual([
    [1455.22, 999],
    [12.5, 13],
  ]);
});

test('Infinity, and a number too large to hold, are refused', async () => {
  for (const cell of ['Infinity', '-inf', '1e999', '∞']) {
    const problem = await refusal(() => readCsv(`date,y\n2020-01-01,1\n2020-01-02,${cell}\n`));
    expect(problem).toMatchObject({ code: 'cell_invalid', errors: [{ line: 3 }] });
    expect(problem.detail).toContain('not a finite number');
  }
});
