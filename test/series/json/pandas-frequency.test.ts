import { expect, test } from 'vitest';
import { oneShotInSchema } from '../../../src/contracts/schemas/index.ts';
import { createSeriesReader } from '../../../src/series/index.ts';
import { refusal, timesOf } from '../reading.ts';

const read = (body: object) =>
  createSeriesReader().oneShot(oneShotInSchema.parse({ horizon: 1, ...body })).data!;
const one = (freq: string, start: string, length = 3) =>
  read({ series: [{ start, freq, values: Array.from({ length }, (_, i) => i) }] });

test('`B` is Monday to Friday, however few observations there are, and however the forecast states it', () => {
  const made = [
    one('B', '2024-01-05', 3),
    one('1b', '2024-01-05', 3),
    read({
      frequency: 'B',
      series: [{ times: ['2024-01-05', '2024-01-08', '2024-01-09'], values: [1, 2, 3] }],
    }),
  ];
  for (const dataset of made) {
    expect(timesOf(dataset)).toEqual(['2024-01-05', '2024-01-08', '2024-01-09']);
    expect(dataset.header.frequency).toMatchObject({
      ...{ step: 'P1D', closed_weekdays: [6, 7], season_lengths: [5] },
    });
  }
  expect(timesOf(one('B', '2024-01-06', 2))).toEqual(['2024-01-08', '2024-01-09']); // from a Saturday
  const series = [{ start: '2024-01-05T23:30:00', freq: 'B', values: [1, 2] }];
  expect(timesOf(read({ time_zone: 'America/New_York', series }))).toEqual([
    '2024-01-05T23:30:00-05:00',
    '2024-01-08T23:30:00-05:00',
  ]);
});

test('times on a weekend are no business days', async () => {
  const series = [{ times: ['2024-01-05', '2024-01-06'], freq: 'B', values: [1, 2] }];
  expect(await refusal(() => read({ series }))).toMatchObject({
    errors: [{ path: '/series/0/times/1', message: expect.stringContaining('weekend') }],
  });
});

test.each([
  ['ms', '2024-01-01T00:00:00.001Z'],
  ['250ms', '2024-01-01T00:00:00.250Z'],
  ['L', '2024-01-01T00:00:00.001Z'],
  ['MS', '2024-02-01T00:00:00Z'],
  ['M', '2024-02-01T00:00:00Z'],
  ['ME', '2024-02-01T00:00:00Z'],
  ['QS-JAN', '2024-04-01T00:00:00Z'],
  ['A', '2025-01-01T00:00:00Z'],
  ['W-SUN', '2024-01-08T00:00:00Z'],
  ['D', '2024-01-02T00:00:00Z'],
  ['H', '2024-01-01T01:00:00Z'],
  ['h', '2024-01-01T01:00:00Z'],
  ['15min', '2024-01-01T00:15:00Z'],
  ['T', '2024-01-01T00:01:00Z'],
  ['s', '2024-01-01T00:00:01Z'],
  ['S', '2024-01-01T00:00:01Z'],
  ['PT6H', '2024-01-01T06:00:00Z'],
])('the step of %s is that of pandas', (freq, second) => {
  expect(timesOf(one(freq, '2024-01-01T00:00:00Z', 2))[1]).toBe(second);
});

test.each(['m', 'Ms', '2B', 'B-MON', 'BM', 'C', 'bh', 'us', 'D-MON', 'W-JAN', 'constructor', 'daily'])(
  '%s is refused with the list of those that are known',
  async (freq) => {
    expect(await refusal(() => one(freq, '2024-01-01'))).toMatchObject({
      code: 'request_invalid',
      errors: [{ path: '/series/0/freq', accepted: expect.stringMatching(/ISO 8601.*`D`, `B`.*`ms`/) }],
    });
  },
);
