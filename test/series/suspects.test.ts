/** Values that are rarely meant as they are come with a warning; ordinary series with peaks,
 *  zeros and trends do not. */
import { expect, test } from 'vitest';
import { datasetInSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { readCsv } from './reading.ts';

const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const month = (i: number) => new Date(Date.UTC(2020, i, 1)).toISOString().slice(0, 7);
const wave = (i: number) => 100 + 20 * Math.sin((2 * Math.PI * i) / 7) + ((i * 37) % 11);

async function suspicions(values: (number | null)[], timeAt = day) {
  const body = `date,load\n${values.map((value, i) => `${timeAt(i)},${value ?? ''}`).join('\n')}\n`;
  const { warnings } = await readCsv(body);
  return warnings.filter(({ code }) => code === 'values_suspected');
}

const series = (count: number, change: (value: number, i: number) => number | null = (value) => value) =>
  Array.from({ length: count }, (_, i) => change(Math.round(wave(i)), i));

test('a unit that changes', async () => {
  for (const factor of [1000, 0.001]) {
    const found = await suspicions(series(120, (value, i) => (i < 60 ? value : value * factor)));
    expect(found).toEqual([
      expect.objectContaining({
        line: 62,
        message: expect.stringContaining('From 2024-03-01 on, all values'),
      }),
    ]);
  }
});

test('zeros in a gap, and at the end', async () => {
  const gap = await suspicions(series(100, (value, i) => (i >= 40 && i < 50 ? 0 : value)));
  expect(gap).toEqual([
    expect.objectContaining({ line: 42, message: expect.stringContaining('10 values in a row are 0') }),
  ]);
  const end = await suspicions(series(100, (value, i) => (i < 97 ? value : 0)));
  expect(end[0].message).toContain('The last 3 values are 0, from 2024-04-07 to 2024-04-09');
});

test('zeros to the end of a template, however many', async () => {
  for (const [measured, zeros] of [
    [200, 166],
    [60, 30],
    [30, 335],
  ]) {
    const values = series(measured + zeros, (value, i) => (i < measured ? value : 0));
    const told = (await suspicions(values)).map(({ message }) => message);
    expect(told).toEqual([expect.stringContaining(`The last ${zeros} values are 0`)]);
  }
});

test('one or two values of another size', async () => {
  const one = await suspicions(series(100, (value, i) => (i === 40 ? 103_000 : value)));
  expect(one).toEqual([
    expect.objectContaining({ line: 42, message: expect.stringContaining('The value 103000 at 2024-02-10') }),
  ]);
  const two = await suspicions(series(100, (value, i) => (i === 40 || i === 70 ? 98_000 + i : value)));
  expect(two[0].message).toContain('The values 98040 at 2024-02-10 and 98070 at 2024-03-11 are');
});

test('a last day or month that was not over, also before rows of the future', async () => {
  const last = (value: number, i: number) => (i < 47 ? value : 7);
  expect(await suspicions(series(48, last))).toHaveLength(1);
  const [monthly] = await suspicions(series(48, last), month);
  expect(monthly).toMatchObject({
    line: 49,
    message: expect.stringContaining('The last value, 7 at 2023-12-01'),
  });
  const body = series(48, last).map((value, i) => `${day(i)},${value},${i % 2}`);
  const { warnings } = await readCsv(`date,sales,promo\n${body.join('\n')}\n${day(48)},,1\n`);
  expect(warnings.map(({ code }) => code)).toContain('values_suspected');
});

test.for([
  ['peaks', series(200, (value, i) => (i % 50 === 3 ? value * 8 : value))],
  ['closed Sundays', series(200, (value, i) => (i % 7 === 6 ? 0 : value))],
  ['demand with many zeros', series(200, (_, i) => (i % 5 === 0 ? (i % 3) + 1 : 0))],
  ['demand that ends in zeros', series(200, (_, i) => (i < 100 && i % 5 === 0 ? (i % 3) + 1 : 0))],
  ['rain', series(200, (_, i) => (i % 9 < 4 ? 0 : ((i * 37) % 100) / 10))],
  ['growth', series(200, (_, i) => Math.round(1.08 ** i * 10))],
  ['a step up by five', series(200, (value, i) => (i < 100 ? value : 5 * value))],
  ['temperatures', series(200, (value, i) => (i === 50 ? 0 : value - 110))],
  ['a quiet last day', series(200, (value, i) => (i < 199 ? value : Math.round(0.7 * value)))],
  ['few values', [...series(20), 0, 0]],
] as const)('nothing is said about %s', async ([, values]) => {
  expect(await suspicions([...values])).toEqual([]);
});

test('series of JSON have the same warnings', () => {
  const values = series(100, (value, i) => (i >= 40 && i < 50 ? 0 : value));
  const body = datasetInSchema.parse({ series: [{ start: day(0), values }] });
  const { warnings } = createSeriesReader().json(body);
  expect(warnings.map(({ code, message }) => [code, message.includes('or null in JSON')])).toEqual([
    ['values_suspected', true],
  ]);
});
