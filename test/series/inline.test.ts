import { expect, test, vi } from 'vitest';
import {
  datasetInSchema,
  type SeriesIn,
  seriesInSchema,
} from '../../src/contracts/schemas/datasets/dataset.ts';
import { oneShotInSchema } from '../../src/contracts/schemas/forecasts/one-shot.ts';
import { formatTime } from '../../src/contracts/values/time.ts';
import type { AppError } from '../../src/errors.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { readInline } from '../../src/series/json/inline.ts';
import { countLoopTurns } from '../sharing/loop-turns.ts';
import { soonMs } from '../support/soon.ts';
import { readCsv } from './reading.ts';

const reader = createSeriesReader();
const inputs = (...series: object[]): SeriesIn[] => series.map((one) => seriesInSchema.parse(one));

const weekdays = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2020, 0, 6 + i)))
  .filter((day) => day.getUTCDay() % 6 !== 0)
  .map((day) => day.toISOString().slice(0, 10));
const { header } = await readCsv(
  `date,close,volume\n${weekdays.map((day, i) => `${day},${i},1`).join('\n')}`,
);

test('times of the kind of the dataset, sorted; covariates that lack are missing', async () => {
  const {
    series: [series],
  } = await reader.inline(inputs({ id: 'a', times: ['2021-01-05', '2021-01-04'], values: [2, 1] }), header);
  if ('problem' in series) throw new Error(series.problem.detail);
  expect([...series.values]).toEqual([1, 2]);
  expect([...series.covariates.volume]).toEqual([Number.NaN, Number.NaN]);
});

test('a start is followed by the open days of the dataset', async () => {
  const {
    series: [series],
  } = await reader.inline(inputs({ start: '2021-01-08', values: [1, 2, 3] }), header);
  if ('problem' in series) throw new Error(series.problem.detail);
  expect([...series.times].map((time) => formatTime(time, 'date', null))).toEqual([
    '2021-01-08',
    '2021-01-11',
    '2021-01-12',
  ]);
});

test('the closed days of a dataset are read once for all series of a call', async () => {
  const closed = Array.from({ length: 400 }, (_, i) =>
    new Date(Date.UTC(2020, 0, 1 + 2 * i)).toISOString().slice(0, 10),
  );
  const closing = { ...header, frequency: { ...header.frequency, closed_days: closed } };
  const parse = vi.spyOn(Date, 'parse');
  const { series: answers } = await reader.inline(
    inputs(...Array.from({ length: 20 }, (_, i) => ({ id: `s${i}`, start: '2020-01-02', values: [1, 2] }))),
    closing,
  );
  const parsed = parse.mock.calls.filter(([text]) => closed.includes(text)).length;
  parse.mockRestore();
  expect(parsed).toBe(closed.length);
  for (const series of answers) {
    if ('problem' in series) throw new Error(series.problem.detail);
    expect(series.times[1]).toBe(Date.UTC(2020, 0, 6)); // the 4th and 5th are a weekend, the 3rd is listed
  }
});

test('each series is refused on its own, with its path and what would be accepted', async () => {
  const { series: answers } = await reader.inline(
    inputs(
      { id: 'untimed', values: [1, 2] },
      { id: 'integers', times: [1, 2], values: [1, 2] },
      { id: 'short', times: ['2021-01-04'], values: [1, 2] },
      { id: 'alien', start: '2021-01-04', values: [1], covariates: { 'p/q~': [1] } },
      { id: 'good', start: '2021-01-04', values: [1, 2] },
      { id: 'good', start: '2021-01-04', values: [1, 2] },
      { id: 'empty', start: '2021-01-04', values: [null] },
    ),
    header,
  );
  const problems = answers.map((answer) => ('problem' in answer ? answer.problem : null));
  expect(problems.map((problem) => problem?.code ?? 'accepted')).toEqual([
    'request_invalid',
    'request_invalid',
    'request_invalid',
    'request_invalid',
    'accepted',
    'series_duplicate',
    'series_empty',
  ]);
  expect(problems[0]!.errors).toMatchObject([
    { path: '/series/0', accepted: expect.stringContaining('start') },
  ]);
  expect(problems[1]!.errors).toMatchObject([{ path: '/series/1/times/0' }, { path: '/series/1/times/1' }]);
  expect(problems[3]!.errors).toMatchObject([{ path: '/series/3/covariates/p~1q~0' }]);
});

test('a dataset of integers takes series without times', async () => {
  const { header } = await readCsv('t,y\n0,1\n1,2\n');
  const {
    series: [series],
  } = await reader.inline(inputs({ values: [5, 6, 7] }), header);
  if ('problem' in series) throw new Error(series.problem.detail);
  expect([...series.times]).toEqual([0, 1, 2]);
});

test('a thousand series are read in a moment', async () => {
  const values = Array.from({ length: 500 }, (_, i) => i);
  const many = Array.from({ length: 1_000 }, (_, i) => ({ id: `s${i}`, start: '2010-01-04', values }));
  const start = performance.now();
  expect((await reader.inline(many, header)).series.every((answer) => !('problem' in answer))).toBe(true);
  expect(performance.now() - start).toBeLessThan(soonMs);
});

test('other work goes between many observations', async () => {
  const many = Array.from({ length: 40 }, (_, i) => ({
    ...inputs({ start: '2021-01-08', values: Array.from({ length: 1_000 }, (_, t) => t) })[0],
    id: `S${i}`,
  }));
  let isOtherDone = false;
  setImmediate(() => {
    isOtherDone = true;
  });
  await reader.inline(many, header);
  expect(isOtherDone).toBe(true);
});

test('other work goes between many series, and the unknown covariates of each are counted but not all described', async () => {
  const names = Array.from({ length: 400 }, (_, i) => `k${i}`);
  const covariates = Object.fromEntries(names.map((name) => [name, [1, 2]]));
  const many = Array.from({ length: 1_000 }, (_, i) => ({ id: `s${i}`, values: [1], covariates }));
  const written = vi.spyOn(JSON, 'stringify');
  const turnsUntilNow = countLoopTurns();
  const known = Array.from({ length: 64 }, (_, i) => `c${i}`);
  const {
    series: [first, ...others],
  } = await reader.inline(many, { ...header, covariates: known });
  const turns = turnsUntilNow();
  const texts = written.mock.calls.length;
  written.mockRestore();
  expect(turns).toBeGreaterThanOrEqual(9);
  // Quotes are written for the accepted names once, and for the names of faults that are kept.
  expect(texts).toBeLessThan(100);
  expect(others).toHaveLength(999);
  if (!('problem' in first)) throw new Error('the series was read');
  expect(first.problem.detail).toContain('There are 800 faults; the first 20 are listed.');
  const { series: unknown } = await reader.inline(
    [{ id: 'a', values: [1, 2], covariates: { ...covariates, c3: [1, 2] } }],
    { ...header, covariates: known },
  );
  if (!('problem' in unknown[0])) throw new Error('the series was read');
  expect(unknown[0].problem.detail).toContain('There are 400 faults; the first 20 are listed.');
  expect(unknown[0].problem.errors?.[19]).toEqual({
    path: '/series/0/covariates/k19',
    message: 'the dataset has no covariate "k19"',
    accepted: `one of ${known
      .slice(0, 10)
      .map((name) => `"${name}"`)
      .join(', ')} and 54 more`,
  });
});

test('reading ends after the faults that are listed: all times may have the wrong kind', async () => {
  const integers = Array.from({ length: 1_000 }, (_, i) => i);
  let lastRead = 0;
  const times = new Proxy(integers, {
    get(list, name) {
      const at = typeof name === 'string' ? Number(name) : Number.NaN;
      if (at > lastRead) lastRead = at;
      return Reflect.get(list, name);
    },
  });
  const series = { id: 'a', times, values: integers };
  const {
    series: [refused],
  } = await readInline([series], header);
  if (!('problem' in refused)) throw new Error('the series was read');
  expect(refused.problem.detail).toContain('There are at least 21 faults; the first 20 are listed.');
  expect(lastRead).toBe(20);

  const mixed = { ...series, times: ['2024-01-01', ...integers.slice(1)] };
  const upload = datasetInSchema.parse({ series: [mixed, { ...mixed, id: 'b' }] });
  expect(() => reader.json(upload)).toThrow('There are at least 21 faults; the first 20 are listed.');
});

test('more than 64 KB of series are read in a thread, with the same answers and warnings', async () => {
  let threads = 0;
  const onWorker = () => {
    threads++;
  };
  process.on('worker', onWorker);
  const own = createSeriesReader(); // its threads have not started
  const dates = (count: number, from = Date.UTC(2021, 0, 4)) =>
    Array.from({ length: count }, (_, i) => new Date(from + i * 86_400_000).toISOString().slice(0, 10));
  const small = inputs(
    { id: 'bad', times: [1, 2], values: [1, 2] },
    { id: 'a', times: dates(4).reverse(), values: [1, null, 3, -0], static: { shop: 'x' } },

    { id: 'worse', values: [1] },
    { id: 'b', times: dates(3), values: [5, 5, 5], covariates: { volume: [1, null, 3] } },
  );
  small.push({ id: 'new', start: '2021-01-08', values: [] });
  const long = 6_000;
  const spy = vi.spyOn(Date, 'UTC');
  const big = inputs({ id: 'long', times: dates(long), values: dates(long).map((_, i) => i) });
  const options = { allowsEmpty: true, warnsOf: { until: Date.UTC(2021, 0, 6) } } as const;
  const alone = await own.inline(small, header, options);
  expect([threads, alone.series.filter((one) => 'problem' in one).length]).toEqual([0, 2]);
  spy.mockClear();
  const together = await own.inline([...small, ...big], header, options);
  expect([threads, spy.mock.calls.length]).toEqual([1, 0]); // the main thread has read no time
  spy.mockRestore();
  process.off('worker', onWorker);
  expect(together.series.slice(0, -1)).toEqual(alone.series);
  const last = together.series.at(-1)!;
  if ('problem' in last) throw new Error(last.problem.detail);
  expect([last.times.length, last.times[long - 1], last.values[long - 1]]).toEqual([
    long,
    Date.UTC(2021, 0, 3 + long),
    long - 1,
  ]);
  expect(alone.warnings.map(({ code }) => code)).toContain('series_constant');
  expect(together.warnings).toEqual(expect.arrayContaining(alone.warnings));
});

test('a large call with a model gives the bytes of its series, and their number if they are too many', async () => {
  const own = createSeriesReader();
  const oneShot = (count: number) => {
    const times = Array.from({ length: count }, (_, i) => i);
    const text = JSON.stringify({ model: 'm', horizon: 2, series: [{ id: 'a', times, values: times }] });
    return own.jsonText.oneShot(new Uint8Array(Buffer.from(text)));
  };
  const count = 30_000;
  const { inline } = await oneShot(count);
  if (inline === null || !('parts' in inline)) throw new Error('the series were parsed');
  expect(inline.points).toBe(count);
  const { header: counted } = await readCsv('t,y\n0,1\n1,2\n');
  const {
    series: [read],
  } = await own.inline(inline, counted);
  if ('problem' in read) throw new Error(read.problem.detail);
  expect([read.id, read.times.length, read.values[count - 1]]).toEqual(['a', count, count - 1]);
  expect((await oneShot(1_000_001)).inline).toEqual({ parts: [], points: 1_000_001 });
});

test('a table for a model is not written as text: its times go to a thread as numbers', async () => {
  const own = createSeriesReader(); // its threads have not started
  let threads = 0;
  const onWorker = () => {
    threads++;
  };
  process.on('worker', onWorker);
  const day = 86_400_000;
  const tableOf = (kind: 'date' | 'integer', ...lists: Float64Array[]) => ({
    header: { ...header, time_kind: kind, covariates: ['Volume', 'other'] },
    columns: new Map([['volume', 'Volume']]),
    series: lists.map((times, i) => ({
      ...{ id: `s${i}`, times, values: times.map((_, t) => t), static: { shop: i } },
      covariates: { Volume: times.map(() => i), other: times.map(() => 9) },
    })),
  });
  const days = (count: number) => Float64Array.from({ length: count }, (_, i) => i * day);
  const [short, long] = [days(50), days(10_000)];
  const written = vi.spyOn(Date.prototype, 'toISOString');
  for (const [lists, threadsAfter] of [
    [[short, short], 0],
    [[short, long, long], 1],
  ] as const) {
    const instants = {
      ...header,
      time_kind: 'instant',
      time_zone: 'Asia/Tokyo',
      covariates: ['volume', 'x'],
    };
    const daily = { ...header.frequency, closed_weekdays: [], closed_days: [] };
    const known = { ...instants, frequency: daily } as typeof header;
    const { series } = await own.inline(tableOf('date', ...lists), known);
    expect(threads).toBe(threadsAfter);
    for (const [i, one] of series.entries()) {
      if ('problem' in one) throw new Error(one.problem.detail);
      const midnights = lists[i].map((time) => time - 9 * 3_600_000);
      expect([one.id, one.static, one.times[1]]).toEqual([`s${i}`, { shop: i }, midnights[1]]);
      expect(one.times.every((time, t) => time === midnights[t])).toBe(true);
      expect([one.values[1], one.covariates.volume[1], one.covariates.x[1]]).toEqual([1, i, Number.NaN]);
    }
    const { series: others } = await own.inline(tableOf('integer', ...lists), known);
    for (const one of others)
      expect('problem' in one && one.problem.detail).toBe(
        'the table has integers, but the data of the model have date-times; accepted is date-times.',
      );
  }
  expect(written.mock.calls.length).toBeLessThan(10);
  written.mockRestore();
  process.off('worker', onWorker);
});

function faultsOf(work: () => void) {
  try {
    work();
  } catch (error) {
    return (error as AppError).details.faults;
  }
}

test.each([
  ['D', 'Etc/UTC', null],
  ['24h', 'UTC', null],
  ['P1D', null, null],
  ['auto', null, null],
  ['B', null, null],
  ['W', null, '/series/0/freq'],
  ['1', null, '/series/0/freq'],
  ['auto', 'Europe/Berlin', '/time_zone'],
  ['auto', 'No/Where', '/time_zone'],
])(
  'a call for a model may state the step %s and the zone %s: refused at %s',
  async (freq, time_zone, path) => {
    const body = { model: 'm', horizon: 2, time_zone, series: [{ values: [1], start: '2021-01-08', freq }] };
    const { stated } = reader.oneShot(oneShotInSchema.parse(body));
    const check = () => reader.requireStatedTimes(stated!, { ...header, time_kind: 'instant' });
    if (path === null) check();
    else expect(faultsOf(check)).toMatchObject([{ path }]);
  },
);

test('business days are not those of a model of all days; other names of a zone are the zone', () => {
  const daily = { ...header, time_kind: 'instant' as const, time_zone: 'Asia/Calcutta' };
  const frequency = { ...header.frequency, closed_weekdays: [] };
  const stated = { frequency: 'P1D', path: '/frequency', timeZone: 'Asia/Kolkata' };
  reader.requireStatedTimes(stated, { ...daily, frequency });
  const business = { ...stated, closedWeekdays: [6, 7] };
  expect(faultsOf(() => reader.requireStatedTimes(business, { ...daily, frequency }))).toMatchObject([
    { path: '/frequency' },
  ]);
});

test('warnings of the series of a call name no option of uploads', async () => {
  const messages = async (times: string[]) => {
    const series = inputs({ id: 'a', times, values: times.map((_, i) => i) });
    const { warnings } = await reader.inline(series, header, { warnsOf: 'all' });
    return warnings.map(({ message }) => message).join(' ');
  };
  const uneven = weekdays.map((day, i) => (i % 2 === 0 ? day : `2022-${day.slice(5)}`)).sort();
  expect(await messages(uneven)).toContain('Send rows with the step P1D, or upload the series');
  expect(await messages(uneven)).not.toContain('resample');
  expect(await messages([...weekdays, '2040-01-03'])).toContain('correct the rows and send them again');
});
