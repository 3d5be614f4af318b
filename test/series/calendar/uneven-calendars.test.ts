/** Calendars whose periods are of two lengths have no step of the service: the warning names the calendar and a remedy. */
import { expect, test } from 'vitest';
import { readCsv } from '../reading.ts';

const dayMs = 86_400_000;
const written = (time: number) => new Date(time).toISOString().slice(0, 10);

async function irregular(times: number[]) {
  const { warnings } = await readCsv(
    `date,sales\n${times.map((time, i) => `${written(time)},${100 + (i % 7)}`).join('\n')}\n`,
  );
  return warnings.filter(({ code }) => code === 'frequency_irregular').map(({ message }) => message);
}

const inMonths = (days: (month: number) => number[]) => Array.from({ length: 30 }, (_, m) => days(m)).flat();

test.for([
  ['the 15th and the last', (m: number) => [Date.UTC(2022, m, 15), Date.UTC(2022, m + 1, 0)]],
  ['the 1st and the 16th', (m: number) => [Date.UTC(2022, m, 1), Date.UTC(2022, m, 16)]],
] as const)('twice a month: %s', async ([, days]) => {
  const [message] = await irregular(inMonths((m) => [...days(m)]));
  expect(message).toContain('two times in each month');
  expect(message).toContain('`resample=P1M` and `aggregate=sum`');
  expect(message).toContain('`season_lengths` to 24');
  expect(message).not.toContain('an order');
});

test('a retail calendar of 4, 4 and 5 weeks', async () => {
  let time = Date.UTC(2021, 0, 2);
  const ends = Array.from({ length: 42 }, (_, i) => (time += [28, 28, 35][i % 3] * dayMs));
  const [message] = await irregular(ends);
  expect(message).toContain('4 or 5 weeks, as in a retail calendar (4-4-5)');
  expect(message).not.toContain('an order');
});

test('orders at any time are told as before', async () => {
  let time = Date.UTC(2021, 0, 2);
  const orders = Array.from({ length: 42 }, (_, i) => (time += [1, 5, 2, 9, 3, 14][(i * 7) % 6] * dayMs));
  expect((await irregular(orders))[0]).toContain('If each row is an event, such as an order');
});
