/** Calendars whose periods are of two lengths have no step of the service: the warning names the
 *  calendar and a remedy. */
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

test.for([
  [
    'the 1st, 11th and 21st',
    (m: number) => [1, 11, 21].map((day) => Date.UTC(2022, m, day)),
    '1, 11 and 21',
    36,
  ],
  [
    'the 10th, 20th and last',
    (m: number) => [Date.UTC(2022, m, 10), Date.UTC(2022, m, 20), Date.UTC(2022, m + 1, 0)],
    ...(['10, 20 and the last', 36] as const),
  ],
  [
    'every fifth day',
    (m: number) => [1, 6, 11, 16, 21, 26].map((day) => Date.UTC(2022, m, day)),
    ...(['1, 6, 11, 16, 21 and 26', 72] as const),
  ],
] as const)('on the same days of each month: %s', async ([, days, named, season]) => {
  const all = inMonths((m) => [...days(m)]);
  for (const times of [all, all.filter((_, i) => i !== 20)]) {
    const [message] = await irregular(times);
    expect(message).toContain(`days of a month: ${named}.`);
    expect(message).toContain(`\`season_lengths\` to ${season}`);
  }
});

test.for([
  [8, 46],
  [16, 23],
])('%d days that begin again on 1 January', async ([step, season]) => {
  const years = [2022, 2023, 2024].flatMap((year) =>
    Array.from({ length: season }, (_, i) => Date.UTC(year, 0, 1) + step * i * dayMs),
  );
  for (const times of [years, years.filter((_, i) => i !== 5)]) {
    const [message] = await irregular(times);
    expect(message).toContain(`begin again on 1 January of each year, with a step of ${step} days`);
    expect(message).toContain(`\`season_lengths\` to ${season}`);
  }
  const even = years.map((_, i) => Date.UTC(2022, 0, 1) + step * i * dayMs);
  expect(await irregular(even)).toEqual([]);
  expect(await irregular(even.slice(0, 20).filter((_, i) => i !== 5))).toEqual([]);
});

const weekdayFrom = (time: number, direction: 1 | -1): number =>
  [0, 6].includes(new Date(time).getUTCDay()) ? weekdayFrom(time + direction * dayMs, direction) : time;

test.for([
  ['closes of an exchange', (m: number) => weekdayFrom(Date.UTC(2023, m + 1, 0), -1), [[14, -1]]],
  ['first weekdays', (m: number) => weekdayFrom(Date.UTC(2023, m, 1), 1), [[18, 1]]],
] as const)('one time in each month, on one of several days, is monthly: %s', async ([, day, moves]) => {
  const moved = new Map<number, number>(moves);
  const times = Array.from({ length: 24 }, (_, m) => day(m) + (moved.get(m) ?? 0) * dayMs);
  expect(await irregular(times)).toEqual([]);
});

test('orders at any time are told as before', async () => {
  let time = Date.UTC(2021, 0, 2);
  const orders = Array.from({ length: 42 }, (_, i) => (time += [1, 5, 2, 9, 3, 14][(i * 7) % 6] * dayMs));
  expect((await irregular(orders))[0]).toContain('If each row is an event, such as an order');
});
