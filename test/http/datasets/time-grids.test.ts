import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

const create = (payload: object) => service.app.inject({ method: 'POST', url: '/v1/datasets', payload });
const points = async (id: string, series = 'y') =>
  (await service.app.inject(`/v1/datasets/${id}/series/${series}`)).json() as {
    times: string[];
    values: (number | null)[];
  };
const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);
const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
const start = Date.UTC(2024, 2, 1);

/** Whole numbers from -`most` to `most` that look like chance, the same in each run. */
const noise = (i: number, most: number) => Math.round(most * Math.sin(12.9898 * (i + 1) * (i + 3)));

const jittering = [
  { name: 'hourly data that are seconds off', stepMs: 3_600_000, mostMs: 40_000, step: 'PT1H' },
  { name: 'hourly data that are minutes off', stepMs: 3_600_000, mostMs: 400_000, step: 'PT1H' },
  { name: 'quarters of an hour', stepMs: 900_000, mostMs: 50_000, step: 'PT15M' },
  { name: 'every 10 seconds', stepMs: 10_000, mostMs: 1_000, step: 'PT10S' },
  { name: 'hourly data at half past', stepMs: 3_600_000, mostMs: 30_000, step: 'PT1H', phaseMs: 1_800_000 },
];
for (const { name, stepMs, mostMs, step, phaseMs = 0 } of jittering) {
  const times = Array.from(
    { length: 60 },
    (_, i) => start + phaseMs + i * stepMs + noise(i, mostMs / 1_000) * 1_000,
  );
  const csv = `time,y\n${times.map((time, i) => `${iso(time)},${i}`).join('\n')}\n`;

  test(`${name}: the step is told with both remedies, in CSV and JSON`, async () => {
    const series = [{ id: 'y', times: times.map(iso), values: times.map((_, i) => i) }];
    for (const answer of [await upload(service.app, csv), await create({ series })]) {
      expect(answer.json().frequency.step, answer.body).toBe(step);
      expect(codes(answer.json())).toEqual(['times_jittered']);
      expect(answer.json().warnings[0].message).toContain('`snap=true`');
      expect(answer.json().warnings[0].message).toContain(`\`resample=${step}\``);
    }
  });

  test(`${name}: snap moves them to the grid`, async () => {
    const series = [{ id: 'y', times: times.map(iso), values: times.map((_, i) => i) }];
    for (const answer of [
      await upload(service.app, csv, { snap: 'true' }),
      await create({ series, snap: true }),
    ]) {
      expect(codes(answer.json()), answer.body).toEqual(['times_snapped']);
      expect(answer.json().frequency.step).toBe(step);
      const stored = await points(answer.json().id);
      expect(stored.times).toEqual(times.map((_, i) => iso(start + phaseMs + i * stepMs)));
      expect(stored.values).toEqual(times.map((_, i) => i));
    }
  });
}

test('two values at one time of the grid: the last is kept, and the warning counts them', async () => {
  const csv = `time,y\n${[0, 1, 2, 2.02, 3.01, 4, 5.01, 6, 7.01, 8]
    .map((hours, i) => `${iso(start + Math.round(hours * 3_600) * 1_000)},${i}`)
    .join('\n')}\n`;
  const dataset = (await upload(service.app, csv, { snap: 'true' })).json();
  const [warning] = dataset.warnings;
  expect(warning).toMatchObject({
    code: 'times_snapped',
    message: expect.stringContaining('1 observation has the same time as a later one and was merged into it'),
  });
  expect((await points(dataset.id)).values).toEqual([0, 1, 3, 4, 5, 6, 7, 8, 9]);
});

test('days of a zone stay at their clock time when clocks change', async () => {
  const wall = (i: number) => {
    const day = new Date(Date.UTC(2024, 2, 20 + i)).toISOString().slice(0, 10);
    return `${day} 08:0${(i * 7) % 5}`;
  };
  const csv = `time,y\n${Array.from({ length: 20 }, (_, i) => `${wall(i)},${i}`).join('\n')}\n`;
  const answer = await upload(service.app, csv, { snap: 'true', time_zone: 'Europe/Berlin' });
  const { times } = await points(answer.json().id);
  expect([times[0], times[19]]).toEqual(['2024-03-20T08:00:00+01:00', '2024-04-08T08:00:00+02:00']);
});

test('gaps of data with jitter are counted on the grid', async () => {
  const kept = Array.from({ length: 60 }, (_, i) => i).filter((i) => i < 20 || i > 24);
  const csv = `time,y\n${kept.map((i) => `${iso(start + i * 3_600_000 + noise(i, 60) * 1_000)},${i}`).join('\n')}\n`;
  const { warnings } = (await upload(service.app, csv)).json();
  expect(codes({ warnings })).toEqual(['times_jittered', 'gaps']);
  expect(warnings[1].message).toContain('5 expected times');
});

test('even times, a slow clock and times of events are no jitter', async () => {
  const even = (ms: number) => Array.from({ length: 50 }, (_, i) => start + i * ms);
  const slow = Array.from({ length: 200 }, (_, i) => start + i * 3_540_000 + noise(i, 5) * 1_000);
  let at = start;
  const events = Array.from({ length: 100 }, (_, i) => {
    at += 1_000 * (1 + Math.round(3_000 * Math.abs(Math.sin(i * i + 1)) ** 3));
    return at;
  });
  for (const times of [even(3_586_000), even(60_000), slow, events]) {
    const csv = `time,y\n${times.map((time, i) => `${iso(time)},${i}`).join('\n')}\n`;
    const dataset = (await upload(service.app, csv)).json();
    expect(codes(dataset)).not.toContain('times_jittered');
  }
});

test('snap is refused for dates and integers', async () => {
  const dates = await upload(service.app, 'ds,y\n2024-01-01,1\n2024-01-02,2\n', { snap: 'true' });
  expect(dates.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?snap' }] });
  const integers = await create({ snap: true, series: [{ values: [1, 2] }] });
  expect(integers.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/snap' }] });
});

const halfHours = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) => iso(Date.parse(`${from}Z`) + i * 1_800_000).slice(0, 16));

test('times that clocks skip in spring are told with their line, in CSV and JSON', async () => {
  const times = [
    '2024-03-31T00:30',
    '2024-03-31T01:30',
    '2024-03-31T02:30',
    '2024-03-31T04:30',
    '2024-03-31T05:30',
  ];
  const csv = `time,y\n${times.map((time, i) => `${time},${i}`).join('\n')}\n`;
  const dataset = (await upload(service.app, csv, { time_zone: 'Europe/Berlin' })).json();
  expect(dataset.warnings[0]).toMatchObject({
    code: 'times_nonexistent',
    line: 4,
    message: expect.stringContaining('2024-03-31T02:30'),
  });
  const series = [{ id: 'y', times, values: [0, 1, 2, 3, 4] }];
  const json = (await create({ series, time_zone: 'Europe/Berlin' })).json();
  expect(codes(json)).toContain('times_nonexistent');
  const existing = times.map((time) => time.replace('03-31', '03-30'));
  expect(
    codes((await create({ series: [{ ...series[0], times: existing }], time_zone: 'Europe/Berlin' })).json()),
  ).not.toContain('times_nonexistent');
});

test('a repeated hour without a zone is explained with time_zone, and read with it', async () => {
  const times = [...halfHours('2024-10-27T00:00', 6), ...halfHours('2024-10-27T02:00', 6)];
  const csv = `time,y\n${times.map((time, i) => `${time},${i}`).join('\n')}\n`;
  const series = [{ id: 'y', times, values: times.map((_, i) => i) }];
  for (const answer of [await upload(service.app, csv), await create({ series })]) {
    const { code, errors, detail } = answer.json();
    expect(code).toBe('time_duplicate');
    expect(errors).toHaveLength(1);
    expect(detail).toContain('2024-10-27T02:00');
    expect(detail).toContain('time_zone');
  }
  const zoned = [
    await upload(service.app, csv, { time_zone: 'Europe/Berlin' }),
    await create({ series, time_zone: 'Europe/Berlin' }),
  ];
  for (const answer of zoned) {
    const stored = await points(answer.json().id);
    expect(stored.times.slice(4, 7)).toEqual([
      '2024-10-27T02:00:00+02:00',
      '2024-10-27T02:30:00+02:00',
      '2024-10-27T02:00:00+01:00',
    ]);
    expect(stored.values).toEqual(times.map((_, i) => i));
  }
});

test('an append in the second pass of a repeated hour does not overwrite the first one', async () => {
  const hours = Array.from({ length: 27 }, (_, i) =>
    new Date(Date.UTC(2024, 9, 26, i)).toISOString().slice(0, 16),
  );
  const csv = (rows: (string | number)[][]) => `time,y\n${rows.map((row) => row.join(',')).join('\n')}\n`;
  const { id } = (
    await upload(service.app, csv(hours.map((time, i) => [time, i])), { time_zone: 'Europe/Berlin' })
  ).json();
  const append = async (rows: (string | number)[][], asJson = false) => {
    const [times, values] = [rows.map(([time]) => time), rows.map(([, value]) => value)];
    const payload = asJson ? { series: [{ id: 'y', times, values }] } : csv(rows);
    const headers = { 'content-type': asJson ? 'application/json' : 'text/csv' };
    const url = `/v1/datasets/${id}/observations`;
    return (await service.app.inject({ method: 'POST', url, headers, payload })).json();
  };
  const [repeated, next] = ['2024-10-27T02:00', '2024-10-27T03:00'];
  for (const asJson of [false, true]) {
    expect(await append([[repeated, 26]], asJson)).toMatchObject({ added: 0, warnings: [] });
    const refused = await append([[repeated, 99]], asJson);
    expect(refused).toMatchObject({ code: 'time_duplicate', detail: expect.stringContaining(repeated) });
    expect(refused.errors[0]).toMatchObject(asJson ? { path: '/series/0/times/0' } : { line: 2 });
  }
  expect(await append([[`${repeated}+01:00`, 99]])).toMatchObject({ added: 1, replaced: 0 });
  const late: (string | number)[][] = [[repeated, 99]];
  for (const asJson of [false, true])
    expect(await append([...late, [next, 5]], asJson)).toMatchObject({ added: asJson ? 0 : 1 });
  expect((await points(id)).values.slice(-3)).toEqual([26, 99, 5]);
  const both = [
    [repeated, 7],
    [repeated, 8],
  ];
  expect(await append(both)).toMatchObject({ added: 0, replaced: 2 });
  expect((await points(id)).values.slice(-3)).toEqual([7, 8, 5]);
});

test('other repeated times are not explained with clocks', async () => {
  const times = [...halfHours('2024-10-27T00:00', 20), ...halfHours('2024-10-27T00:00', 20)];
  const csv = `time,y\n${times.map((time, i) => `${time},${i}`).join('\n')}\n`;
  const { code, detail } = (await upload(service.app, csv)).json();
  expect(code).toBe('time_duplicate');
  expect(detail).not.toContain('clocks');
});

const ohlcv = `date,open,high,low,close,volume\n${Array.from(
  { length: 15 },
  (_, i) => `2024-01-${String(i + 1).padStart(2, '0')},${10 + i},${20 + i},${i},${15 + i},${100}`,
).join('\n')}\n`;
const firstWeek = async (query: Record<string, string>) => {
  const answer = await upload(service.app, ohlcv, { resample: 'P1W', name: 'p', ...query });
  if (answer.statusCode !== 201) return answer.json();
  const { values, covariates } = (
    await service.app.inject(`/v1/datasets/${answer.json().id}/series/p`)
  ).json();
  return {
    close: values[0],
    ...Object.fromEntries(
      Object.entries(covariates).map(([name, column]) => [name, (column as number[])[0]]),
    ),
  };
};

test('resampled prices: each column has its aggregate by its name, and others can be stated', async () => {
  const byName = { open: 10, high: 26, low: 0, close: 21, volume: 700 };
  expect(await firstWeek({})).toEqual(byName);
  expect(await firstWeek({ aggregate: 'last' })).toEqual({
    open: 16,
    high: 26,
    low: 6,
    close: 21,
    volume: 100,
  });
  expect(await firstWeek({ aggregate: 'volume:mean,Close:median' })).toEqual({
    ...byName,
    volume: 100,
    close: 18,
  });
  expect(await firstWeek({ aggregate: 'first,high:min' })).toEqual({ ...byName, high: 20, close: 15 });
  expect(await firstWeek({ aggregate: 'turnover:sum' })).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '?aggregate', accepted: expect.stringContaining('"volume"') }],
  });
  expect(await firstWeek({ aggregate: 'high:tallest' })).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '?aggregate' }],
  });
});

test('aggregates by column in JSON, and by series in a wide table', async () => {
  const times = Array.from({ length: 14 }, (_, i) => `2024-01-${String(i + 1).padStart(2, '0')}`);
  const series = [{ id: 'y', times, values: times.map((_, i) => i), covariates: { n: times.map(() => 2) } }];
  const { id } = (await create({ series, resample: 'P1W', aggregate: { n: 'sum', value: 'max' } })).json();
  const { values, covariates } = (await service.app.inject(`/v1/datasets/${id}/series/y`)).json();
  expect([values[0], covariates.n[0]]).toEqual([6, 14]);
  const wide = `date,north,south\n${times.map((time, i) => `${time},${i},${i}`).join('\n')}\n`;
  const stored = (
    await upload(service.app, wide, { layout: 'wide', resample: 'P1W', aggregate: 'north:sum' })
  ).json();
  expect((await points(stored.id, 'north')).values[0]).toBe(21);
  expect((await points(stored.id, 'south')).values[0]).toBe(6);
});

test('rows of the future are not missing values; gaps before them are', async () => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => `2024-01-${String(i + 1).padStart(2, '0')},${i === 3 || i > 8 ? '' : i},${i % 2}`,
  );
  const table = (await upload(service.app, `ds,y,promo\n${rows.join('\n')}\n`, { target: 'y' })).json();
  expect(table).toMatchObject({ point_count: 12, missing_count: 1 });
  expect(table.warnings).toMatchObject([
    { code: 'values_missing', message: expect.stringMatching(/^1 of 12/) },
  ]);
  const series = [
    { id: 'y', start: '2024-01-01', values: [1, 2, 3, null, null], covariates: { promo: [0, 1, 0, 1, 0] } },
  ];
  const json = (await create({ series })).json();
  expect(json).toMatchObject({ missing_count: 0, warnings: [] });
  const { data } = (await service.app.inject(`/v1/datasets/${json.id}/series`)).json();
  expect(data[0].missing_count).toBe(0);
  const gap = [{ id: 'y', start: '2024-01-01', values: [1, 2, 3, null, null] }];
  expect((await create({ series: gap })).json()).toMatchObject({ missing_count: 2 });
});

test('inline series with another step than the data of the model are refused', async () => {
  service.startWorker();
  const daily = Array.from(
    { length: 60 },
    (_, i) => `${new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)},${i % 7}`,
  );
  const model = await service.trained(`ds,y\n${daily.join('\n')}\n`, { horizon: 3 });
  const call = async (times: string[]) =>
    (
      await service.app.inject({
        method: 'POST',
        url: `/v1/models/${model.id}/forecasts`,
        payload: { series: [{ id: 'new', times, values: times.map((_, i) => i % 5) }] },
      })
    ).json();
  const days = (count: number, step: number) =>
    Array.from({ length: count }, (_, i) =>
      new Date(Date.UTC(2024, 3, 1 + i * step)).toISOString().slice(0, 10),
    );
  const months = Array.from({ length: 36 }, (_, i) =>
    new Date(Date.UTC(2021, i, 1)).toISOString().slice(0, 10),
  );
  for (const [times, step] of [
    [months, 'P1M'],
    [days(30, 7), 'P1W'],
  ] as const) {
    const answer = await call([...times]);
    expect(answer).toMatchObject({ code: 'all_series_failed' });
    expect(answer.detail).toContain(step);
    expect(answer.detail).toContain('P1D');
  }
  const withGaps = days(40, 1).filter((_, i) => i % 7 < 5 && i !== 11);
  for (const times of [days(30, 1), withGaps])
    expect((await call(times)).forecasts, JSON.stringify(times)).toHaveLength(1);
});

test('an append is snapped as the upload was, and says so', async () => {
  const rows = (from: number, count: number) =>
    Array.from(
      { length: count },
      (_, i) => `${iso(start + (from + i) * 3_600_000 + noise(from + i, 60) * 1_000)},${from + i}`,
    ).join('\n');
  const dataset = (await upload(service.app, `time,y\n${rows(0, 48)}\n`, { snap: 'true' })).json();
  expect(dataset.reading.snap).toBe(true);
  const append = async (payload: string | object, query = '') =>
    (
      await service.app.inject({
        method: 'POST',
        url: `/v1/datasets/${dataset.id}/observations${query}`,
        headers: { 'content-type': typeof payload === 'string' ? 'text/csv' : 'application/json' },
        payload,
      })
    ).json();
  const tried = await append(`time,y\n${rows(48, 3)}\n`, '?dry_run=true');
  expect(tried.reading.snap).toBe(true);
  expect(tried.warnings).toMatchObject([
    {
      code: 'times_snapped',
      message: expect.stringContaining('as those of the upload were. Set snap=false'),
    },
  ]);
  expect(await append(`time,y\n${rows(48, 3)}\n`)).toMatchObject({ added: 3 });
  const json = { times: [iso(start + 51 * 3_600_000 + 40_000)], values: [51] };
  expect(await append({ series: [json] })).toMatchObject({ added: 1, warnings: [{ code: 'times_snapped' }] });
  const { times } = await points(dataset.id);
  expect(times.slice(-4)).toEqual([0, 1, 2, 3].map((i) => iso(Date.parse(times[47]) + (i + 1) * 3_600_000)));
  const between = { times: [iso(start + 52.45 * 3_600_000)], values: [51] };
  const off = await append({ series: [between] }, '?snap=false');
  expect(off).toMatchObject({ code: 'times_off_grid', errors: [{ path: '/series/0/times/0' }] });
  const table = `time,y\n${rows(0, 48)}\n`;
  expect((await upload(service.app, table)).json().reading.snap).toBeUndefined();
  const coarser = await upload(service.app, table, { snap: 'true', resample: 'PT2H' });
  expect(coarser.json().reading?.snap, coarser.body).toBeUndefined();
  expect(coarser.statusCode, coarser.body).toBe(201);
});

test('steps and grids that leave the writable times are refused', async () => {
  const table = (...times: string[]) => `ds,y\n${times.map((time, i) => `${time},${i}`).join('\n')}\n`;
  const dates = table('2024-01-01', '2024-01-02', '2024-01-03');
  const first = table('0001-01-02', '0001-01-03', '0001-01-04');
  const integers = table('10', '20', '30');
  for (const [csv, resample] of [
    [dates, 'P3000Y'],
    [table('1960-01-01', '1960-01-02', '1960-01-03'), 'P2000000D'],
    [dates, 'P99999999D'],
    [first, 'P7Y'],
    [first, 'P10W'],
    [integers, '99999999999999999999999'],
  ]) {
    const answer = await upload(service.app, csv, { resample });
    expect(answer.json(), resample).toMatchObject({
      code: 'request_invalid',
      errors: [{ path: '?resample' }],
    });
  }
  const far = [-9_007_199_254_740_991, -9_007_199_254_740_990, -9_007_199_254_740_989];
  const last = ['21:02', '22:01', '22:58', '23:57'].map((clock) => `9999-12-31T${clock}:00Z`);
  const values = (times: unknown[]) => times.map((_, i) => i);
  for (const [path, payload] of [
    ['/resample', { resample: '1000', series: [{ times: far, values: values(far) }] }],
    ['/resample', { resample: 'P3000Y', series: [{ start: '2024-01-01', values: [1, 2, 3] }] }],
    ['/frequency', { frequency: '9999999999999999999999999', series: [{ values: [1, 2, 3] }] }],
    ['/snap', { snap: true, frequency: 'PT1H', series: [{ times: last, values: values(last) }] }],
  ] as const)
    expect((await create(payload)).json(), path).toMatchObject({
      code: 'request_invalid',
      errors: [{ path }],
    });
  const times = ['20:00', '21:00', '22:00'].map((clock) => `9999-12-31T${clock}:00Z`);
  const { id } = (await create({ series: [{ times, values: values(times) }] })).json();
  const appended = await service.app.inject({
    method: 'POST',
    url: `/v1/datasets/${id}/observations?snap=true`,
    payload: { series: [{ times: ['9999-12-31T23:40:00Z'], values: [1] }] },
  });
  expect(appended.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?snap' }] });
  const whole = await create({
    resample: '9007199254740991',
    series: [{ times: [5_000_000_000_000_001, 5_000_000_000_000_002], values: [1, 2] }],
  });
  expect(whole.statusCode, whole.body).toBe(201);
});
