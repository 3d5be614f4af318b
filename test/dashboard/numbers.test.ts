/** Texts of values and distances, and the end of a series, without a browser. */
import { effect } from '@preact/signals';
import { afterAll, expect, test, vi } from 'vitest';
import type { JobEvent, ModelSummary, ValidationForecast } from '../../clients/typescript/src/schema.d.ts';
import { forecast as texts } from '../../dashboard/src/messages/forecast.ts';
import { distanceInWords } from '../../dashboard/src/pages/forecast/distance.ts';
import { partsAt } from '../../dashboard/src/pages/forecast/read-parts.ts';
import type { Source } from '../../dashboard/src/pages/forecast/reading.ts';
import { SeenForecasts } from '../../dashboard/src/pages/train/seen-forecasts.ts';
import { lonePoints } from '../../dashboard/src/parts/charts/lone-points.ts';
import { windowAfter } from '../../dashboard/src/parts/charts/window.ts';
import {
  earlyTime,
  indexUntil,
  observedOf,
  pointsUntil,
  tailFrom,
} from '../../dashboard/src/parts/tails/tail-search.ts';

// The language of the page is read from the browser.
vi.stubGlobal('document', { documentElement: { dataset: {} }, addEventListener: () => {} });
vi.stubGlobal('navigator', { languages: ['en'] });
// These are asked for by the parts of pages, which only a browser draws.
vi.stubGlobal('matchMedia', () => ({ addEventListener: () => {} }));
vi.stubGlobal(
  'MutationObserver',
  class {
    observe = () => {};
  },
);
vi.stubGlobal('location', { origin: 'http://127.0.0.1', href: 'http://127.0.0.1/app/forecast' });
vi.stubGlobal('addEventListener', () => {});
const { comparisonsOf } = await import('../../dashboard/src/pages/forecast/compare.tsx');
const { fanCsvOf } = await import('../../dashboard/src/pages/forecast/files.ts');
const { size, svgOf } = await import('../../dashboard/src/pages/forecast/picture.ts');
const { overlapOf, skillText } = await import('../../dashboard/src/pages/model/evidence.ts');
const { jobSeconds, ticks } = await import('../../dashboard/src/parts/ago.tsx');
const {
  formatCount,
  formatFixed,
  formatMoment,
  formatPercent,
  formatProbability,
  formatStamp,
  formatStored,
  formatTogether,
} = await import('../../dashboard/src/parts/format.ts');
const { distinctNames, namedOptions } = await import('../../dashboard/src/parts/text/distinct-names.ts');
afterAll(() => vi.unstubAllGlobals());

test('values that are shown together have the digits of their differences', () => {
  const together = (values: number[], digits?: number) => values.map(formatTogether(values, digits));
  expect(together([101_325, 101_325.3, 101_325.6, 101_325.9])).toEqual([
    ...['101,325', '101,325.3', '101,325.6', '101,325.9'],
  ]);
  expect(new Set(together([101_325.41, 101_325.32, 101_325.58, 101_325.12, 101_325.77], 4)).size).toBe(5);
  expect(together([1e12, 1e12 + 5])).toEqual(['1E12', '1.000000000005E12']);
  expect(together([1_200_000, 3_400_000])).toEqual(['1,200,000', '3,400,000']);
  expect(together([20.123_456, 31])).toEqual(['20.123', '31']);
  expect(together([1e-9, 2e-9, 1.5e-9])).toEqual(['1E-9', '2E-9', '1.5E-9']);
  expect(together([1.000_01e-9, 1.000_02e-9])).toEqual(['1.00001E-9', '1.00002E-9']);
  expect(together([0, 0.000_05, 0.000_1])).toEqual(['0', '0.00005', '0.0001']);
  expect(together([1e-9, 5, 1_000])).toEqual(['0.000000001', '5', '1,000']);
  expect(together([-0.1, 1.4e-17, 0.1])).toEqual(['-0.1', '0', '0.1']); // ticks with noise
  expect(together([101_325.72])).toEqual(['101,326']);
  expect(formatTogether([])(null)).toBe('–');
});

test('the range of a small skill shows that it crosses zero', () => {
  expect(skillText(0.012, -0.004, 0.028)).toBe('1.2% (-0.4% – 2.8%)');
  expect([skillText(0.012, null, null), skillText(null, null, null)]).toEqual(['1.2%', '–']);
});

test('windows of a backtest that overlap compare one observation several times', () => {
  const overlap = (windows: number, step: number) =>
    overlapOf({ windows, step, horizon: 14, series: 1, points: 14 * windows });
  expect([overlap(20, 4), overlap(3, 1), overlap(20, 14), overlap(1, 1)]).toEqual([4, 3, 1, 1]);
});

test('a job has run from its start until now, and then to its end', () => {
  const started_at = '2026-12-01T10:00:00Z';
  const now = Date.parse('2026-12-01T10:00:42Z');
  expect(jobSeconds({ started_at: null, finished_at: null }, now)).toBeNull();
  expect(jobSeconds({ started_at, finished_at: null }, now)).toBe(42);
  expect(jobSeconds({ started_at, finished_at: '2026-12-01T10:00:07Z' }, now)).toBe(7);
  expect(jobSeconds({ started_at: '2026-12-01T10:01:00Z', finished_at: null }, now)).toBe(0);
});

test('a number that is rounded to zero has no sign', () => {
  expect([formatPercent(-0.001), formatPercent(-0.004, 1), formatFixed(-0.04, 1)]).toEqual([
    ...['0%', '-0.4%', '0.0'],
  ]);
  expect([formatCount(-0.2), formatStored(-0), formatStored(-0.5)]).toEqual(['0', '0', '-0.5']);
});

test('a small probability is not written as zero', () => {
  const shown = [1, 0.2504, 0.001, 0.000_43, 2 ** -20, 2 ** -60, 2 ** -2_000].map(formatProbability);
  expect(shown).toEqual([
    ...['100.0%', '25.0%', '0.1%', '1 in 2,300', '1 in 1,000,000'],
    ...['less than 1 in 1,000,000,000,000', 'less than 1 in 1,000,000,000,000'],
  ]);
});

test('a line of a log has its date', () => {
  expect(formatStamp('2026-11-30T14:05:09')).toBe('2026-11-30 14:05:09');
});

test('items of the same name are told apart by their days, their times or their ids', () => {
  const made = (hour: number, day = 5) => new Date(2026, 0, day, hour).toISOString();
  const named = (name: string, created_at: string, end = '0') => ({
    ...{ id: `mdl_${end.padStart(32, '0')}`, name, created_at },
  });
  const labels = (...items: ReturnType<typeof named>[]) => namedOptions(items).map(({ label }) => label);
  const [parent, retrained] = [named('sales', made(9), 'a'), named('sales', made(9, 6), 'b')];
  expect(labels(retrained, named('rain', made(9)), parent)).toEqual([
    ...['sales · Jan 6, 2026', 'rain', 'sales · Jan 5, 2026'],
  ]);
  expect(labels(parent, named('sales', made(10), 'b'))).toEqual([
    ...[`sales · ${formatMoment(made(9))}`, `sales · ${formatMoment(made(10))}`],
  ]);
  expect(labels(parent, named('sales', made(9), 'b'))).toEqual(['sales · 0000000a', 'sales · 0000000b']);
  // A name that looks like a label stays the only one of its text.
  expect(labels(parent, retrained, named('sales · Jan 5, 2026', made(9), 'c'))[0]).toBe(
    `sales · ${formatMoment(made(9))}`,
  );
  // A list has the chosen item once, also if it was read again.
  expect(distinctNames([parent, { ...parent }])).toEqual(new Map([[parent.id, 'sales']]));
  expect(namedOptions([parent], { ...parent })).toHaveLength(1);
  expect(namedOptions([parent], retrained).map(({ value }) => value)).toEqual([retrained.id, parent.id]);
});

test('lines of compared models have the names that tell the models apart', () => {
  const others = [{ id: 'mdl_1', name: 'sales', horizon: 4 }] as ModelSummary[];
  const source = { model: null, dataset: { frequency: { season_lengths: [] } } } as unknown as Source;
  const names = new Map([['mdl_1', 'sales · Jan 5, 2026']]);
  const found = comparisonsOf(texts.en, others, { source, names, values: [1, 2] });
  expect(found.find(({ name }) => name === 'mdl_1')?.label).toBe('sales · Jan 5, 2026');
});

test('texts of elapsed time change every half minute, and no timer runs without them', () => {
  vi.useFakeTimers();
  let shown = 0;
  const stop = effect(() => {
    ticks.value;
    shown++;
  });
  vi.advanceTimersByTime(90_000);
  expect(shown).toBe(4);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('a stored value has all its digits', () => {
  expect([101_325.72, 0.1, 1e-9, 1_234_567.891, 0].map(formatStored)).toEqual([
    ...['101,325.72', '0.1', '1E-9', '1,234,567.891', '0'],
  ]);
});

test('the window of a chart follows data that are added only if it reached their end', () => {
  const [before, now] = [
    [0, 100],
    [0, 120],
  ] as const;
  expect(windowAfter([0, 100], before, now)).toEqual([0, 120]);
  expect(windowAfter([80, 100], before, now)).toEqual([100, 120]);
  expect(windowAfter([40, 60], before, now)).toEqual([40, 60]);
  expect(windowAfter([40, 60], before, [50, 120])).toEqual([50, 70]);
  expect(windowAfter([40, 90], before, [0, 30])).toEqual([0, 30]);
});

test('validation forecasts stay when their events are gone', () => {
  const forecast = (step: number, earlier: number[]) =>
    ({
      step,
      median: [step],
      lower: [0],
      upper: [9],
      earlier: earlier.map((e) => ({ step: e, median: [e] })),
    }) as unknown as ValidationForecast;
  const event = (sequence: number, of: ValidationForecast | null) =>
    ({ sequence, progress: { forecast: of } }) as JobEvent;
  const seen = new SeenForecasts();
  const events = [event(1, forecast(10, [5])), event(2, null), event(3, forecast(20, []))];
  let reads = 0;
  for (const one of events) {
    const { progress } = one;
    Object.defineProperty(one, 'progress', {
      get: () => {
        reads++;
        return progress;
      },
    });
  }
  const steps = (all: readonly JobEvent[], latest: ValidationForecast | null) =>
    seen.take(all, latest).map(({ step }) => step);
  expect(steps(events.slice(0, 2), null)).toEqual([5, 10]);
  expect(steps(events.slice(1), null)).toEqual([5, 10, 20]);
  expect(steps([], forecast(30, [5]))).toEqual([5, 10, 20, 30]);
  // Each event is read once.
  expect(reads).toBe(3);
});

test('where hours or days are closed, a distance is a number of steps', () => {
  const hourly = { kind: 'fixed', step: 'PT1H', season_lengths: [], closed_weekdays: [], closures: [] };
  const open = { ...hourly, open_times: null } as never as Parameters<typeof distanceInWords>[1];
  const inWords = (change: object) => distanceInWords(texts.en, { ...open, ...change }, 3);
  expect(inWords({})).toBe('In 3 hours');
  expect(inWords({ open_times: ['10:00:00', '11:00:00'] })).toBe('In 3 steps');
  expect(inWords({ closed_weekdays: [6, 7] })).toBe('In 3 steps');
  expect(inWords({ step: 'PT0.1S' })).toBe('In 3 steps');
  expect(inWords({ step: 'PT20M' })).toBe('In 1 hour');
  expect(inWords({ step: 'PT30M' })).toBe('In 90 minutes');
  expect(inWords({ step: 'PT1200S' })).toBe('In 1 hour');
  expect(inWords({ step: 'PT10S' })).toBe('In 30 seconds');
  const daily = { kind: 'calendar', step: 'P1D' };
  const christmas = { closures: [{ rule: 'month_day', month: 12, day: 25, shift: 'none' }] };
  expect(inWords(daily)).toBe('In 3 days');
  expect(inWords({ ...daily, closed_weekdays: [6, 7], ...christmas })).toBe('In 3 business days');
  expect(inWords({ ...daily, closed_weekdays: [7] })).toBe('In 3 open days');
  expect(inWords({ ...daily, ...christmas })).toBe('In 3 steps');
  expect(inWords({ ...daily, closed_days: ['2024-03-01'] })).toBe('In 3 steps');
  expect(inWords({ ...daily, step: 'P2D', closed_weekdays: [7] })).toBe('In 3 steps');
  expect(inWords({ ...daily, step: 'P1W', ...christmas })).toBe('In 3 weeks');
});

test('the tail of a series is found at any distances of its observations', async () => {
  const minutes = Array.from({ length: 60_000 }, (_, i) => 1_000_000 + i);
  const wanted = 1_000;
  for (const all of [minutes, [0, ...minutes], [...minutes, 90_000_000], [0, 5, ...minutes, 1_100_000]]) {
    let calls = 0;
    const read = async (from: number) => {
      calls++;
      const later = all.filter((time) => time >= from);
      return { times: later.slice(0, 4 * wanted), next_cursor: later.length > 4 * wanted ? 'more' : null };
    };
    const [first, last] = [all[0]!, all.at(-1)!];
    const { times } = await tailFrom(read, { first, last, share: wanted / all.length, wanted });
    expect(times.at(-1)).toBe(last);
    expect(times.length).toBeGreaterThanOrEqual(wanted / 2);
    expect(calls).toBeLessThan(all === minutes ? 2 : 25);
  }
});

test('points are those of the column that is forecast, up to its last observed value', () => {
  const points = {
    times: [1, 2, 3, 4, 5],
    values: [1, null, 3, null, null],
    covariates: { load: [10, 20, null, 40, null], holiday: [0, 0, 0, 1, 0] },
  };
  const of = (column: string) => {
    const { times, values } = observedOf(points, column);
    return { times, values };
  };
  expect(of('sales')).toEqual({ times: [1, 2, 3], values: [1, null, 3] });
  expect(of('load')).toEqual({ times: [1, 2, 3, 4], values: [10, 20, null, 40] });
  expect(of('holiday')).toEqual({ times: [1, 2, 3, 4, 5], values: [0, 0, 0, 1, 0] });
  const nothing = { times: [1, 2], values: [null, null], covariates: {} };
  expect(observedOf(nothing, 'sales')).toEqual(nothing);
});

test('a time in the address stands for the last observation up to it, or for none if all are later', () => {
  const times = ['2024-01-01', '2024-01-03'];
  const at = (time: string | null) => indexUntil({ times }, time);
  expect([at(null), at('2024-01-03'), at('2024-01-02'), at('2023-12-31')]).toEqual([1, 1, 0, -1]);
  expect(indexUntil({ times: [5, 6, 7] }, '6')).toBe(1);
});

test('a time before the first observation that was read is used as it stands in the address', () => {
  const times = ['2024-01-01', '2024-01-03'];
  const early = (time: string | null) => earlyTime({ times }, time);
  expect([early(null), early('2024-01-01'), early('2023-12-31')]).toEqual([null, null, '2023-12-31']);
  expect(earlyTime({ times: [5, 6] }, '4')).toBe(4);
  expect(earlyTime({ times: [] }, '4')).toBe(null);
  const points = { times, values: [1, 2] };
  expect(partsAt(points, -1, 60)).toEqual({ history: { times: [], values: [] }, actual: points });
  expect(pointsUntil(points, '2024-01-02')).toEqual({ times: ['2024-01-01'], values: [1] });
  expect(pointsUntil(points, '2023-01-02').times).toEqual([]);
});

test('the file of a forecast has each value at its own time', async () => {
  const days = (...numbers: number[]) => numbers.map((day) => `2024-03-0${day}`);
  const csv = fanCsvOf({
    ...{ series: 'A', by: 'model', history: { times: days(1, 2), values: [5, 6] } },
    fan: {
      ...{ series_id: 'A', warnings: [], method: 'trained', times: days(3, 4, 5), median: [7, 8, 9] },
      intervals: { 80: { lower: [1, 2, 3], upper: [11, 12, 13] } },
    },
    actual: { times: days(4, 6), values: [40, 60] },
    // This model knows that the 4th is closed.
    lines: [{ label: 'other', colour: '--chart-3', times: days(3, 5, 6), values: [70, 90, 100] }],
  });
  expect((await csv.text()).trimEnd().split('\n')).toEqual([
    'series,time,value,median,lower_50,upper_50,lower_80,upper_80,lower_95,upper_95,other',
    ...['A,2024-03-01,5,,,,,,,,', 'A,2024-03-02,6,,,,,,,,'],
    ...['A,2024-03-03,,7,,,1,11,,,70', 'A,2024-03-04,40,8,,,2,12,,,', 'A,2024-03-05,,9,,,3,13,,,90'],
    'A,2024-03-06,60,,,,,,,,100',
  ]);
});

test('the tail of a short series, whose length was a guess, takes two reads', async () => {
  const wanted = 1_000;
  for (const all of [[], [7], [0, 1, 2, 900_000], Array.from({ length: 3_000 }, (_, i) => i)]) {
    const places: number[] = [];
    const read = async (from: number) => {
      places.push(from);
      return { times: all.filter((time) => time >= from), next_cursor: null };
    };
    const { times } = await tailFrom(read, { first: 0, last: 1_000_000, share: 1 / 60, wanted });
    expect(times).toEqual(all);
    expect(places).toHaveLength(2);
  }
});

test('a value between missing ones is a point of its own', () => {
  expect(lonePoints([1, null, 2, null, 3, 4, null, 5])).toEqual([0, 2, 7]);
  expect(lonePoints([1, null, 2, null, 3, 4, null, 5], 1, 6)).toEqual([2]);
  expect(lonePoints([1])).toEqual([0]);
  expect(lonePoints([1, 2])).toEqual([]);
  const svg = svgOf(
    {
      ...{ series: 'A', by: '', lines: [], actual: { times: [], values: [] } },
      history: { times: [1, 2, 3, 4, 5], values: [7, null, 8, null, 9] },
      fan: {
        ...{ series_id: 'A', warnings: [], method: 'instant', times: [6, 7], median: [9, 9] },
        intervals: { 80: { lower: [8, 8], upper: [10, 10] } },
      },
    },
    { title: '', history: '', median: '', actual: '', interval: String },
    { colourOf: String, widthOf: (text) => text.length },
  );
  expect(svg.match(/<circle [^>]*fill="--chart-history"/g)).toHaveLength(3);
});

test('every label of a picture of a forecast stands within the picture, and beside the others', () => {
  const widthOf = (text: string, fontSize: number) => 0.6 * fontSize * [...text].length;
  const found = { series_id: 'store', warnings: [], method: 'instant' };
  const intervals = { 80: { lower: [11.9e9, 11.8e9], upper: [12.5e9, 12.6e9] } };
  const line = (label: string) => ({
    ...{ label, times: ['2024-03-03', '2024-03-04'], values: [12e9, 12.1e9], colour: '--accent' as const },
  });
  const svg = svgOf(
    {
      series: `store ${'7'.repeat(200)} \v & <b>`,
      by: '',
      history: { times: ['2024-03-01', '2024-03-02'], values: [12.1e9, 12.4e9] },
      fan: { ...found, times: ['2024-03-03', '2024-03-04'], median: [12.2e9, 12.3e9], intervals },
      actual: { times: [], values: [] },
      lines: [
        line('last season'),
        line('naive '.repeat(40)),
        ...'abcdefgh'.split('').map((l) => line(`model ${l}`)),
      ],
    } as Parameters<typeof svgOf>[0],
    {
      ...{ title: 'by a model', history: 'history', median: 'median', actual: 'actual' },
      interval: (level) => `${level}% interval`,
    },
    { colourOf: () => 'black', widthOf },
  );
  expect(svg).not.toMatch(/[\v]|<b>/);
  const labels = [
    ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)" font-size="(\d+)"[^>]*>([^<]*)/g),
  ];
  const boxes = labels.map(([, x, y, anchor, fontSize, text]) => {
    const width = widthOf(text.replace(/&#\d+;/g, '&'), Number(fontSize));
    const left = Number(x) - width * { start: 0, middle: 0.5, end: 1 }[anchor as 'start'];
    return { text, y: Number(y), left, right: left + width };
  });
  expect(boxes.map(({ text }) => text)).toContain('12,400,000,000');
  expect(boxes.filter(({ left, right, y }) => left < 0 || right > size.width || y > size.height)).toEqual([]);
  const over = boxes.filter((box) =>
    boxes.some(({ y, left, right }) => y === box.y && left < box.left && right > box.left),
  );
  expect(over).toEqual([]);
  expect(boxes.filter(({ text }) => /interval|model|naive|season/.test(text)).length).toBe(12);
});
