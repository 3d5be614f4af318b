/** Tables that are easily misread: each is read right, told, or refused with the remedy. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

type Query = Record<string, string>;

const sent = (body: string | Buffer, query: Query, contentType: string) =>
  service.app.inject({
    method: 'POST',
    url: `/v1/datasets?${new URLSearchParams({ ...query, dry_run: 'true' })}`,
    headers: { 'content-type': contentType },
    payload: body,
  });
const read = async (body: string | Buffer, query: Query = {}, contentType = 'text/csv') => {
  const answer = await sent(body, query, contentType);
  expect(answer.statusCode, answer.body).toBe(200);
  const dataset = answer.json();
  const codes = dataset.warnings.map(({ code }: { code: string }) => code) as string[];
  const [{ id, times, values }] = dataset.preview;
  return { dataset, codes, id, times, values } as {
    dataset: { preview: { id: string }[]; reading: Record<string, unknown>; warnings: { message: string }[] };
    codes: string[];
    id: string;
    times: (string | number)[];
    values: (number | null)[];
  };
};
const refused = async (body: string | Buffer, query: Query = {}, contentType = 'text/csv') => {
  const answer = await sent(body, query, contentType);
  expect(answer.statusCode, answer.body).toBe(422);
  return answer.json() as { code: string; detail: string };
};
const daily = (cells: (string | number)[], head = 'date;y') =>
  `${head}\n${cells.map((cell, i) => `2024-01-${String(i + 1).padStart(2, '0')}${head.includes(';') ? ';' : ','}${cell}`).join('\n')}\n`;
/** A table of one column of times and a column of numbers. */
const timed = (head: string, times: (string | number)[]) =>
  `${head};y\n${times.map((time, i) => `${time};${10 + i}`).join('\n')}\n`;

test('a fraction with three decimals has no thousands', async () => {
  const fractions = ['0,125', '0,250', '-0,375', '0,500'];
  expect((await read(daily(fractions))).values).toEqual([0.125, 0.25, -0.375, 0.5]);
  expect((await read(daily(fractions.map((cell) => `"${cell}"`), 'date,y'))).values[0]).toBe(0.125);
  expect((await read(daily(['0.125', '0.250', '0.375']))).values).toEqual([0.125, 0.25, 0.375]);
  expect((await refused(daily(['1,125', '2,250']))).code).toBe('reading_ambiguous');
});

test('a dash in place of the cents is no sign', async () => {
  expect((await read(daily(['5,-', '7,50', '€ 8,-']))).values).toEqual([5, 7.5, 8]);
  expect((await read(daily(['5.-', '7.--', '1200.-']))).values).toEqual([5, 7, 1200]);
  expect((await read(daily(['5,5-', '7-', '8,-']))).values).toEqual([-5.5, -7, 8]);
});
