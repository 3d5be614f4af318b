import { describe, expect, test } from 'vitest';
import { readPasted, startOf } from '../../../dashboard/src/pages/start/pasted.ts';

describe('pasted text', () => {
  test.each([
    ['2024-01-01', 'PT1H', '2024-01-01T00:00'],
    ['2024-01-01 05:00', 'PT1H', '2024-01-01 05:00'],
    ['2024-01-01T05:00', 'PT1H', '2024-01-01T05:00'],
    ['2024-01-01', 'P1D', '2024-01-01'],
  ])('a first time %s with steps of %s is %s', (given, step, start) => {
    expect(startOf(given, step)).toBe(start);
  });

  test.each([
    ['', { kind: 'empty' }],
    ['7', { kind: 'empty' }],
    ['1,2,3', { kind: 'numbers', values: [1, 2, 3] }],
    ['12, 15, 14', { kind: 'numbers', values: [12, 15, 14] }],
    ['1.5\n2.5\nNA\n-3e2', { kind: 'numbers', values: [1.5, 2.5, null, -300] }],
    ['120\n135\n\n150\n', { kind: 'numbers', values: [120, 135, null, 150] }],
    ['\n1\n\n2\n\n3\n\n', { kind: 'numbers', values: [1, 2, 3] }],
    ['1\t\t3', { kind: 'numbers', values: [1, null, 3] }],
    ['12;;14', { kind: 'numbers', values: [12, null, 14] }],
    ['12, , 14', { kind: 'numbers', values: [12, null, 14] }],
    ['1 2 3\n4 5 6', { kind: 'numbers', values: [1, 2, 3, 4, 5, 6] }],
    ['12, 15\n14, 16', { kind: 'numbers', values: [12, 15, 14, 16] }],
    ['1\t2\n3\t4', { kind: 'columns', count: 2 }],
    ['1;2;3\n3;4;5', { kind: 'columns', count: 3 }],
    ['2019\t120\n2020\t135', { kind: 'rows', table: 'time\tvalue\n2019\t120\n2020\t135' }],
    ['2019,120\n2020,135', { kind: 'rows', table: 'time,value\n2019,120\n2020,135' }],
    ['2024-01-31,12.5\n2024-02-29,', { kind: 'rows', table: 'time,value\n2024-01-31,12.5\n2024-02-29,' }],
    ['31.01.2024;1,5\n29.02.2024;2', { kind: 'rows', table: 'time;value\n31.01.2024;1,5\n29.02.2024;2' }],
    ['Q1 2024 10\nQ2 2024 11', { kind: 'rows', table: 'time\tvalue\nQ1 2024\t10\nQ2 2024\t11' }],
    [
      '2024-01-01 12,5\n2024-01-02 13,5',
      { kind: 'rows', table: 'time\tvalue\n2024-01-01\t12,5\n2024-01-02\t13,5' },
    ],
    [
      '2024-01-01 00,5\n2024-01-01 01,6',
      { kind: 'rows', table: 'time,value\n2024-01-01 00,5\n2024-01-01 01,6' },
    ],
    ['Jan 5, 2024\nJan 6, 2024', { kind: 'table' }],
    ['Dec 31, 2023\nJan 1, 2024', { kind: 'table' }],
    [
      '2024-01-01,1999\n2024-01-02,2000',
      { kind: 'rows', table: 'time,value\n2024-01-01,1999\n2024-01-02,2000' },
    ],
    ['1\nN/A\n#N/A\nn/a\n2', { kind: 'numbers', values: [1, null, null, null, 2] }],
    ['1.234,50\n1.300,00\n12,5', { kind: 'numbers', values: [1234.5, 1300, 12.5] }],
    ['$1,234\n-$5\n$1,300.5', { kind: 'numbers', values: [1234, -5, 1300.5] }],
    ['$1,200\n$900', { kind: 'numbers', values: [1200, 900] }],
    ['1.200 €\n1.300 €', { kind: 'unclear_mark', text: '1.200€' }],
    ['1,799 €\n2 €', { kind: 'unclear_mark', text: '1,799€' }],
    ['1.200 €\n99,90 €', { kind: 'numbers', values: [1200, 99.9] }],
    ['1.200 €\n1.200.000 €', { kind: 'numbers', values: [1200, 1_200_000] }],
    ['$1.299\n$1.35', { kind: 'numbers', values: [1.299, 1.35] }],
    ['12,500 %\n3 %', { kind: 'unclear_mark', text: '12,500%' }],
    ['12,500 %\n2,5 %', { kind: 'numbers', values: [12.5, 2.5] }],
    ['4.125 %\n4.250 %', { kind: 'numbers', values: [4.125, 4.25] }],
    ['10%\n12 %\n−5', { kind: 'numbers', values: [10, 12, -5] }],
    ['1\u00A0234\n1\u00A0300', { kind: 'numbers', values: [1234, 1300] }],
    ['Sales\n120\n135', { kind: 'not_number', text: 'Sales' }],
    ['to be\nor not', { kind: 'table' }],
    ['1;2;3', { kind: 'numbers', values: [1, 2, 3] }],
    ['1,5 2,5', { kind: 'unclear', text: '1,5' }],
    ['date,y\n2024-01-01,5', { kind: 'table' }],
    ['12 15 1e999 18', { kind: 'too_large', text: '1e999' }],
    ['12,-1e999,NA', { kind: 'too_large', text: '-1e999' }],
    ['1e308 1e-999', { kind: 'numbers', values: [1e308, 0] }],
  ])('%j', (text, read) => {
    expect(readPasted(text)).toEqual(read);
  });
});
