import { expect, test } from 'vitest';
import { datasetInSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { refusal, timesOf, warningCodes } from './reading.ts';

const read = (body: object) => createSeriesReader().json(datasetInSchema.parse(body));

test('values without times count from 0', () => {
  const dataset = read({ series: [{ values: [5, null, 7] }, { id: 'b', values: [1, 2] }] });
  expect(dataset.header).toMatchObject({ time_kind: 'integer', frequency: { kind: 'index', step: '1' } });
  expect(dataset.series.map(({ id }) => id)).toEqual(['series_0', 'b']);
  expect(timesOf(dataset)).toEqual([0, 1, 2]);
  expect([...dataset.series[0].values]).toEqual([5, Number.NaN, 7]);
});

test('blanks at the ends of ids do not count, and an id of blanks is refused', () => {
  const { series } = read({ series: [{ id: ' a\t', values: [1] }] });
  expect(series[0].id).toBe('a');
  expect(datasetInSchema.safeParse({ series: [{ id: ' \uFEFF', values: [1] }] }).success).toBe(false);
});

test('a start is followed by days, or by the step that is stated', () => {
  expect(timesOf(read({ series: [{ start: '2020-02-28', values: [1, 2, 3] }] }))).toEqual([
    '2020-02-28',
    '2020-02-29',
    '2020-03-01',
  ]);
  const monthly = read({ frequency: 'P1M', series: [{ start: '2020-01-31', values: [1, 2, 3] }] });
  expect(timesOf(monthly)).toEqual(['2020-01-31', '2020-02-29', '2020-03-31']);
  const hourly = {
    frequency: 'PT1H',
    time_zone: 'Europe/Berlin',
    series: [{ start: '2020-03-29T01:00', values: [1, 2] }],
  };
  expect(timesOf(read(hourly))).toEqual(['2020-03-29T01:00:00+01:00', '2020-03-29T03:00:00+02:00']);
});

test('times with and without an offset from UTC do not mix', async () => {
  const [plain, zoned] = ['2024-01-01T02:00:00', '2024-01-01T03:00:00+05:00'];
  const values = [1, 2];
  const faultOf = async (body: object) => (await refusal(() => read(body))).errors?.[0];
  for (const time_zone of [null, 'Europe/Berlin'])
    for (const times of [
      [plain, zoned],
      [zoned, plain],
    ]) {
      expect(await faultOf({ time_zone, series: [{ times, values }] })).toMatchObject({
        path: '/series/0/times/1',
        message: expect.stringContaining('offset from UTC'),
      });
    }
  const two = {
    series: [plain, zoned].map((start, i) => ({ id: `${i}`, start, values })),
    frequency: 'PT1H',
  };
  expect(await faultOf(two)).toMatchObject({ path: '/series/1/start' });
  expect(read({ ...two, time_zone: 'Europe/Berlin' }).series).toHaveLength(2);
  expect(timesOf(read({ series: [{ times: [plain, '2024-01-01T03:00:00Z'], values }] }))).toHaveLength(2);
});

test('the hour that clocks repeat in autumn is read twice, up and down, but not mixed', async () => {
  const hours = ['00:00', '01:00', '01:00', '02:00'].map((clock) => `2020-11-01T${clock}`);
  const datasetOf = (times: string[]) =>
    read({ time_zone: 'America/New_York', series: [{ times, values: times.map((_, i) => i) }] });
  expect([...datasetOf(hours).series[0].values]).toEqual([0, 1, 2, 3]);
  expect([...datasetOf(hours.toReversed()).series[0].values]).toEqual([3, 2, 1, 0]);
  const mixed = ['00:45', '01:00', '01:00', '01:30', '01:30', '02:00'].map((clock) => `2020-11-01T${clock}`);
  expect(await refusal(() => datasetOf(mixed))).toMatchObject({
    code: 'time_duplicate',
    errors: [{ path: '/series/0/times' }],
  });
});

test('a start beside series with times follows their calendar', () => {
  const weekdays = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2020, 0, 6 + i)))
    .filter((day) => day.getUTCDay() % 6 !== 0)
    .map((day) => day.toISOString().slice(0, 10));
  const dataset = read({
    series: [
      { times: weekdays, values: weekdays.map((_, i) => i) },
      { start: '2020-01-10', values: [1, 2] },
    ],
  });
  expect(timesOf(dataset, 1)).toEqual(['2020-01-10', '2020-01-13']);
});

for (const [times, start, next] of [
  [['2024-01-05', '2024-01-04', '2024-01-03', '2024-01-02'], '2024-02-01', '2024-02-02'],
  [[5, 4, 3, 2], undefined, 1],
  [[30, 10, 40, 20, 50], undefined, 10],
] as const)
  test(`a series without times follows those of another one in any order: ${times.join(', ')}`, () => {
    const unsorted = { id: 'a', times, values: times.map((_, i) => i) };
    const dataset = read({ series: [unsorted, { id: 'b', start, values: [1, 2, 3] }] });
    expect(timesOf(dataset, 1)[1]).toBe(next);
    expect(warningCodes(dataset)).toContain('times_sorted');
  });

test('a time that comes twice is refused beside a series without times', async () => {
  const twice = { id: 'a', times: ['2024-01-02', '2024-01-02'], values: [1, 2] };
  const series = [twice, { id: 'b', start: '2024-01-01', values: [1, 2, 3] }];
  expect(await refusal(() => read({ series }))).toMatchObject({ code: 'time_duplicate' });
});

test('covariates and attributes are kept; a covariate that a series lacks is missing throughout', () => {
  const dataset = read({
    series: [
      { values: [1, 2], covariates: { x: [3, null] }, static: { sector: 'index' } },
      { values: [1, 2], covariates: { z: [5, 6] } },
    ],
  });
  expect(dataset.header.covariates).toEqual(['x', 'z']);
  expect(dataset.series[0].static).toEqual({ sector: 'index' });
  expect([...dataset.series[0].covariates.x]).toEqual([3, Number.NaN]);
  expect([...dataset.series[1].covariates.x]).toEqual([Number.NaN, Number.NaN]);
});

test('unsorted times are sorted, with a warning', () => {
  const dataset = read({ series: [{ times: ['2020-01-02', '2020-01-01'], values: [2, 1] }] });
  expect([...dataset.series[0].values]).toEqual([1, 2]);
  expect(warningCodes(dataset)).toContain('times_sorted');
});

const refusals: [string, object, string, string][] = [
  [
    'covariates of another length than the values',
    { series: [{ values: [1, 2], covariates: { 'a/b': [1] } }] },
    'request_invalid',
    '/series/0/covariates/a~1b',
  ],
  ...['', ' ', 'value', 'p'.repeat(201)].map((name): [string, object, string, string] => [
    `a covariate named ${JSON.stringify(name)}`,
    { series: [{ values: [1] }, { values: [1], covariates: { [name]: [1] } }] },
    'request_invalid',
    `/series/1/covariates/${name.slice(0, 200)}`,
  ]),
  [
    'times of another length than the values',
    { series: [{ times: [1], values: [1, 2] }] },
    'request_invalid',
    '/series/0/times',
  ],
  [
    'both start and times',
    { series: [{ start: 1, times: [1], values: [1] }] },
    'request_invalid',
    '/series/0/start',
  ],
  [
    'a time that cannot be read',
    { series: [{ times: ['2020-01-01', '2020-13-01'], values: [1, 2] }] },
    'request_invalid',
    '/series/0/times/1',
  ],
  [
    'a start that cannot be read',
    { series: [{ start: '1/2/2020', values: [1, 2] }] },
    'request_invalid',
    '/series/0/start',
  ],
  [
    'two kinds of time',
    { series: [{ start: '2020-01-01', values: [1] }, { values: [1] }] },
    'request_invalid',
    '/series/1',
  ],
  [
    'a date-time as start without a frequency',
    { series: [{ start: '2020-01-01T00:00:00Z', values: [1, 2] }] },
    'request_invalid',
    '/frequency',
  ],
  [
    'a frequency that is no duration',
    { frequency: 'daily', series: [{ start: '2020-01-01', values: [1] }] },
    'request_invalid',
    '/frequency',
  ],
  [
    'hours between dates',
    { frequency: 'PT1H', series: [{ start: '2020-01-01', values: [1] }] },
    'request_invalid',
    '/frequency',
  ],
  [
    'a duration between integers',
    { frequency: 'P1D', series: [{ values: [1] }] },
    'request_invalid',
    '/frequency',
  ],
  [
    'a start whose times run past the year 9999',
    { frequency: 'P100Y', series: [{ start: '9900-01-01', values: [1, 2, 3] }] },
    'request_invalid',
    '/series/0/start',
  ],
  [
    'a step of a million years',
    { frequency: 'P1000000Y', series: [{ start: '2020-01-01', values: [1] }] },
    'request_invalid',
    '/frequency',
  ],
  ['an unknown time zone', { time_zone: 'Mars', series: [{ values: [1] }] }, 'request_invalid', '/time_zone'],
  [
    'a duplicate id',
    {
      series: [
        { id: 'a', values: [1] },
        { id: 'a', values: [1] },
      ],
    },
    'series_duplicate',
    '/series/1/id',
  ],
  [
    'an id that differs in blanks only',
    {
      series: [
        { id: 'a', values: [1] },
        { id: '\uFEFFa ', values: [1] },
      ],
    },
    'series_duplicate',
    '/series/1/id',
  ],
  [
    'a duplicate time',
    { series: [{ times: [3, 4, 3], values: [1, 2, 3] }] },
    'time_duplicate',
    '/series/0/times/2',
  ],
  [
    'periods within a day',
    { series: [{ times: ['2024-01-08 08:00-09:00', '2024-01-08 09:00-10:00'], values: [1, 2] }] },
    'request_invalid',
    '/series/0/times/0',
  ],
];

for (const [name, body, code, path] of refusals) {
  test(`refused: ${name}`, async () => {
    const problem = await refusal(() => read(body));
    expect(problem).toMatchObject({ code, errors: [{ path }] });
    expect(problem.errors![0].accepted).toBeTruthy();
  });
}

test('refused: a series without any value', async () => {
  const problem = await refusal(() => read({ series: [{ id: 'a', values: [null, null] }] }));
  expect(problem).toMatchObject({ code: 'series_empty', errors: [{ series_id: 'a' }] });
});
