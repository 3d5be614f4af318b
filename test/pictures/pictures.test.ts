import { expect, test } from 'vitest';
import type { LatestForecast } from '../../src/contracts/schemas/forecasts/latest-forecast.ts';
import {
  forecastPicture,
  readingsOf,
  type Shape,
  styleSheet,
  svgText,
} from '../../src/pictures/drawing/index.ts';
import { picture } from '../../src/pictures/picture.ts';
import { bandsOf } from '../../src/pictures/stored-series.ts';

const times = (from: string, count: number) =>
  [...Array(count).keys()].map((i) => new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10));

function forecastOf(change: Partial<LatestForecast> = {}): LatestForecast {
  const median = change.median ?? [101, 102, 103];
  return {
    ...{
      forecast_id: 'fc_1',
      created_at: '2024-01-31T00:00:00.000Z',
      model_id: 'mdl_1',
      model_name: 'Sales',
    },
    ...{ series_id: 'y', series_count: 1, target: 'y', time_kind: 'date' },
    history: { times: times('2024-01-01', 30), values: [...Array(30).keys()].map((i) => 100 + (i % 7)) },
    since: { times: [], values: [] },
    times: times('2024-01-31', median.length),
    median,
    bands: [95, 80, 50].map((level) => ({
      level,
      lower: median.map((value) => value - level / 10),
      upper: median.map((value) => value + level / 10),
    })),
    ...change,
  };
}

const size = { width: 800, height: 400 };
const draw = (forecast: LatestForecast, of = size) => forecastPicture(forecast, of, styleSheet('light'));
const named = (shape: Shape, name: string): Shape[] =>
  [shape, ...shape.children.flatMap((child) => (typeof child === 'string' ? [] : named(child, name)))].filter(
    (part, i) => (i > 0 && part !== shape) || part.attributes.class === name,
  );

test('every coordinate of every picture is a finite number inside of the picture', () => {
  const [none, one] = [
    { times: [], values: [] },
    { times: ['2024-01-30'], values: [5] },
  ];
  const gaps = {
    times: times('2024-01-01', 30),
    values: [...Array(30).keys()].map((i) => (i % 3 === 0 ? null : i)),
  };
  const forecasts = {
    usual: forecastOf(),
    'without a history': forecastOf({ history: none }),
    'one observation': forecastOf({ history: one }),
    'one step': forecastOf({ median: [5] }),
    'one step alone': forecastOf({ median: [5], history: none }),
    'missing values': forecastOf({ history: gaps }),
    'all missing': forecastOf({ history: { ...gaps, values: gaps.values.map(() => null) } }),
    'observed since': forecastOf({ since: { times: times('2024-01-31', 2), values: [null, 104] } }),
    constant: forecastOf({ median: [0, 0], bands: [], history: { ...one, values: [0] } }),
    huge: forecastOf({ median: [1e100, -1e100] }),
    tiny: forecastOf({ median: [1e-300, 2e-300], bands: [] }),
    'without intervals': forecastOf({ bands: [] }),
    integers: forecastOf({
      time_kind: 'integer',
      history: { times: [1, 2], values: [1, 2] },
      times: [3, 4, 5],
    }),
  };
  for (const [name, forecast] of Object.entries(forecasts))
    for (const area of [size, { width: 240, height: 140 }, { width: 2_000, height: 1_200 }]) {
      const svg = svgText(draw(forecast, area));
      expect(svg, name).not.toMatch(/NaN|Infinity|undefined|null/);
      for (const [, key, value] of svg.matchAll(/ (x|x1|x2|cx|y|y1|y2|cy)="([^"]*)"/g)) {
        const bound = key.includes('x') ? area.width : area.height;
        expect(Number(value) >= 0 && Number(value) <= bound, `${name}: ${key}=${value}`).toBe(true);
      }
      for (const { x, y } of readingsOf(forecast, area).all)
        expect(x >= 0 && x <= area.width && y >= 0 && y <= area.height, name).toBe(true);
    }
});

test('a name cannot end its element, nor bring characters that XML does not have', () => {
  const name = `"><script>alert(1)</script>&amp;]]>\u0000\u001b\uffff\ud800 <!-- 'x`;
  const svg = svgText(draw(forecastOf({ model_name: name, series_id: name, series_count: 2 })));
  expect(svg).not.toMatch(/<script|<!--|]]>|&amp;amp;amp;/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uffff]/);
  expect(svg.isWellFormed()).toBe(true);
});

test('the observations since the forecast continue the line, unless a value is missing between them', () => {
  const runs = (since: (number | null)[]) =>
    named(
      draw(forecastOf({ since: { times: times('2024-01-31', since.length), values: since } })),
      'observed',
    ).filter(({ name, attributes }) => name === 'path' && attributes.class === 'observed');
  expect(runs([101, 102])).toHaveLength(2); // with that of the legend
  expect(runs([null, 102, 103])).toHaveLength(3);
});

test('the description tells whether the last observed value is before the forecast', () => {
  const since = { times: times('2024-01-31', 2), values: [104, 105] };
  const described = (history: LatestForecast['history']) =>
    /<desc[^>]*>(.*?) The forecast/.exec(svgText(draw(forecastOf({ history, since }))))?.[1];
  const before = { times: times('2024-01-30', 1), values: [103] };
  expect(described(before)).toBe('The last observed value before the forecast is 103.0 at 30 Jan 2024.');
  for (const history of [
    { times: [], values: [] },
    { times: before.times, values: [null] },
  ])
    expect(described(history)).toBe('The last observed value is 105.0 at 1 Feb 2024.');
});

test('the intervals are those of the forecast and of its quantiles, at most three', () => {
  const values = (q: number) => [q];
  const quantiles = Object.fromEntries(
    [0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9].map((q) => [String(q), values(q)]),
  );
  const interval = { lower: [0], upper: [1] };
  const levels = (intervals: number[], of: object) =>
    bandsOf({
      intervals: Object.fromEntries(intervals.map((level) => [String(level), interval])),
      quantiles: of as Record<string, number[]>,
    }).map(({ level }) => level);
  expect(levels([80, 95], quantiles)).toEqual([95, 80, 50]);
  expect(levels([80, 95], { 0.1: [0], 0.2: [0], 0.3: [0], 0.7: [0], 0.8: [0], 0.9: [0] })).toEqual([
    95, 80, 60,
  ]);
  expect(levels([90], {})).toEqual([90]);
  expect(levels([99, 68], { 0.5: [0], 0.1: [0] })).toEqual([99, 68]);
  expect(bandsOf({ intervals: {}, quantiles })[0]).toEqual({ level: 80, lower: [0.1], upper: [0.9] });
});

test('the readings name what was observed and what was forecast, in the order of time', () => {
  const since = { times: ['2024-01-31'], values: [104] };
  const { all } = readingsOf(forecastOf({ since }), size);
  expect(all).toHaveLength(33);
  expect(all[30]).toMatchObject({
    time: '31 Jan 2024',
    values: ['Observed 104.0', 'Median 101.0', '80 % from 93.0 to 109.0'],
  });
  expect(all.every(({ x }, i) => i === 0 || x > all[i - 1].x)).toBe(true);
});

test('a PNG has Korean letters: two names of the same width are two pictures', async () => {
  const look = { theme: 'light', ...size, scale: 1 } as const;
  const of = async (model_name: string) =>
    Buffer.from(await picture({ forecast: forecastOf({ model_name, series_id: model_name }), ...look }));
  const [one, again, other] = [await of('매출 예측'), await of('매출 예측'), await of('기온 관측')];
  expect(one.equals(again)).toBe(true);
  expect(one.equals(other)).toBe(false);
});
