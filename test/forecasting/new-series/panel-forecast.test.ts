import { describe, expect, test } from 'vitest';
import { madeUpShops, type Panel } from '../../../bench/new-series/panels.ts';
import type { PanelSeries, SeriesTask } from '../../../src/contracts/ports/index.ts';
import type { DatasetHeader } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { createPanelForecaster } from '../../../src/forecasting/new-series/index.ts';
import { createForecastFew } from '../../../src/forecasting/serving/few-observations.ts';

const levels = [0.025, 0.1, 0.5, 0.9, 0.975];
const Q = levels.length;
const K = 12;
const header = {
  ...{ time_kind: 'integer', time_zone: null },
  frequency: { step: '1', season_lengths: [12], closed_weekdays: [] },
} as unknown as DatasetHeader;

/** Series that begin at `from` and end before `end`. */
function panelSeries(
  values: ArrayLike<number>,
  attributes: PanelSeries['static'] = {},
  from = 0,
): PanelSeries {
  const all = Float64Array.from(values);
  const times = Float64Array.from(all, (_, t) => from + t);
  const headLength = Math.min(all.length, 3 * (K + 3));
  return {
    static: attributes,
    head: { times: times.subarray(0, headLength), values: all.subarray(0, headLength) },
    tail: { times, values: all },
  };
}

const newSeries = (values: number[], end: number, attributes: PanelSeries['static'] = {}) => ({
  static: attributes,
  times: Float64Array.from(values, (_, i) => end - values.length + i),
  values: Float64Array.from(values),
  ahead: Float64Array.from({ length: K }, (_, h) => end + h),
});

/** Means over panels: the errors of one panel depend on each other. */
function meanScore(panels: readonly Panel[], n: number): ReturnType<typeof scored> {
  const scores = panels.map((panel) => scored(panel, n));
  const mean = (of: 'coverage' | 'error') => scores.reduce((sum, one) => sum + one[of], 0) / scores.length;
  return { coverage: mean('coverage'), error: mean('error') };
}

/** Coverage of the 80 % interval, and mean absolute error over that of the median of the panel. */
function scored({ series }: Panel, n: number): { coverage: number; error: number } {
  const [hidden, rest] = [series.slice(0, 100), series.slice(100)];
  const end = series[0].values.length - K;
  const forecast = createPanelForecaster(
    rest.map(({ static: attributes, values }) => panelSeries(values.subarray(0, end), attributes)),
    header,
    12,
    levels,
  );
  const known = rest.flatMap(({ values }) => Array.from(values.subarray(0, end))).sort((a, b) => a - b);
  const median = known[known.length >> 1];
  let [inside, error, plain, count] = [0, 0, 0, 0];
  for (const one of hidden) {
    const observed = Array.from(one.values.subarray(end - n, end));
    const { quantiles } = forecast(newSeries(observed, end, one.static))!;
    for (let h = 0; h < K; h++) {
      const y = one.values[end + h];
      if (y >= quantiles[h * Q + 1] && y <= quantiles[h * Q + 3]) inside++;
      error += Math.abs(Math.log(y / quantiles[h * Q + 2]));
      plain += Math.abs(Math.log(y / median));
      count++;
    }
  }
  return { coverage: inside / count, error: error / plain };
}

describe('a series of a panel whose history is hidden', () => {
  const panels = [1, 2, 3, 4, 5, 6].map((seed) => madeUpShops(seed, 280));

  test('without observations: its attributes give level and season, and the fan holds its values', () => {
    const { coverage, error } = meanScore(panels, 0);
    expect(coverage).toBeGreaterThan(0.7);
    expect(coverage).toBeLessThan(0.92);
    expect(error).toBeLessThan(0.35);
  });

  test('with two observations the error is far smaller, and the fan narrower but honest', () => {
    const { coverage, error } = meanScore(panels, 2);
    expect(coverage).toBeGreaterThan(0.7);
    expect(coverage).toBeLessThan(0.92);
    expect(error).toBeLessThan(0.15);
  });

  test('attributes that say something are named, others are not', () => {
    const panel = panels[0].series.map(({ static: attributes, values }) => panelSeries(values, attributes));
    const forecast = createPanelForecaster(panel, header, 12, levels);
    const { basis } = forecast(newSeries([], 72, { format: 'kiosk', region: 'coast', colour: 'red', x: 1 }))!;
    expect(basis.attributes).toContain('format');
    expect(basis.attributes).not.toContain('colour');
    expect(basis.attributes).not.toContain('x');
    const { quantiles } = forecast(newSeries([], 72, { format: 'hall', region: 'coast' }))!;
    const kiosk = forecast(newSeries([], 72, { format: 'kiosk', region: 'coast' }))!.quantiles;
    expect(quantiles[2] / kiosk[2]).toBeGreaterThan(20);
  });
});

describe('a new series whose attribute few others have', () => {
  const rng = createRng(11);
  const flat = (level: number, attributes: PanelSeries['static'], from = 0) =>
    panelSeries(
      Float64Array.from({ length: 60 }, () => level * (1 + 0.02 * rng.normal())),
      attributes,
      from,
    );
  const small = [9, 10, 11].map((level) => flat(level, { size: 'small', rooms: 1 }));
  const large = Array.from({ length: 17 }, (_, i) => flat(990 + i, { size: 'large', rooms: 4 }));
  const panel = [...small, ...large];
  const forecast = createPanelForecaster(panel, header, 1, levels);
  const ofAttributes = (attributes: PanelSeries['static']) => forecast(newSeries([], 60, attributes))!;

  test.each<PanelSeries['static']>([{ size: 'small' }, { rooms: 1 }])(
    'is forecast from these alone: %o',
    (attributes) => {
      const { quantiles, basis } = ofAttributes(attributes);
      expect(basis).toMatchObject({ series: 3, attributes: Object.keys(attributes), unmatched: [] });
      expect(Math.abs(quantiles[2] - 10)).toBeLessThan(2);
    },
  );

  test.each<[PanelSeries['static'], object]>([
    [{ size: 'Small' }, { name: 'size', value: 'Small', near: 'small' }],
    [{ size: 'medium' }, { name: 'size', value: 'medium', near: null }],
    [{ sice: 'small' }, { name: 'sice', value: null, near: 'size' }],
    [{ rooms: '4' }, { name: 'rooms', value: '4', near: 4 }],
    [{ rooms: 40 }, { name: 'rooms', value: 40, near: null }],
  ])('is not said to be like the others where none has it: %o', (attributes, unmatched) => {
    const { quantiles, basis } = ofAttributes(attributes);
    expect(basis).toMatchObject({ series: 20, attributes: [], unmatched: [unmatched] });
    expect(quantiles).toEqual(ofAttributes({}).quantiles);
  });

  test('does not name an attribute that only some of the chosen series share', () => {
    const two = createPanelForecaster([...small.slice(1), ...large], header, 1, levels);
    const { basis } = two(newSeries([], 60, { size: 'small' }))!;
    expect(basis).toMatchObject({ series: 19, attributes: [], unmatched: [] });
  });

  test('is forecast from others too if these have no values at its times', () => {
    const short = small.map((one) => ({
      ...one,
      tail: { times: one.tail.times.subarray(0, 4), values: one.tail.values.subarray(0, 4) },
    }));
    const { basis } = createPanelForecaster(
      [...short, ...large],
      header,
      1,
      levels,
    )(newSeries([], 60, { size: 'small' }))!;
    expect(basis.series).toBeGreaterThan(3);
    expect(basis.attributes).toEqual([]);
  });

  test('its own number of a product is nothing that others should have', () => {
    const own = panel.map((one, i) => ({ ...one, static: { sku: `P-${i}` } }));
    const { basis } = createPanelForecaster(own, header, 1, levels)(newSeries([], 60, { sku: 'P-99' }))!;
    expect(basis.unmatched).toEqual([]);
  });
});

describe('launches', () => {
  const rng = createRng(5);
  /** A level that grows, with first values at `first` of it that reach it after twelve steps. */
  const launched = (first: number, growth: number, from: number) =>
    panelSeries(
      Float64Array.from({ length: 60 - from }, (_, age) => {
        const share = age < K ? first : 1;
        return 100 * share * Math.exp(growth * (from + age) + 0.05 * rng.normal());
      }),
      {},
      from,
    );
  const starts = Array.from({ length: 20 }, (_, i) => (i === 0 ? 0 : 1 + (i % 10)));

  test('first values of a new series are lower where those of others were', () => {
    const panel = starts.map((from) => launched(0.3, 0, from));
    const { quantiles, basis } = createPanelForecaster(panel, header, 1, levels)(newSeries([], 60))!;
    expect(basis.isLaunch).toBe(true);
    expect(quantiles[2]).toBeGreaterThan(20);
    expect(quantiles[2]).toBeLessThan(45);
  });

  test('a series without an observation is no launch, and hides none', () => {
    const panel = starts.map((from) => launched(0.3, 0, from));
    const unopened = { ...panel[1], head: { times: new Float64Array(0), values: new Float64Array(0) } };
    const forecast = createPanelForecaster([...panel, unopened], header, 1, levels);
    const { quantiles, basis } = forecast(newSeries([], 60))!;
    expect(basis.isLaunch).toBe(true);
    expect(quantiles[2]).toBeGreaterThan(20);
    expect(quantiles[2]).toBeLessThan(45);
  });

  test('the age of a new series whose observations have gaps counts', () => {
    const panel = starts.map((from) => launched(0.3, 0, from));
    const forecast = createPanelForecaster(panel, header, 1, levels);
    const observed = { static: {}, times: Float64Array.of(10, 58), values: Float64Array.of(30, 100) };
    const { quantiles, basis } = forecast({ ...observed, ahead: newSeries([], 60).ahead })!;
    expect(basis.isLaunch).toBe(true);
    expect(quantiles[2]).toBeGreaterThan(85);
    expect(quantiles[2]).toBeLessThan(115);
  });

  test('closed days count in ages', () => {
    const closedEvery = 3;
    const open = (time: number) => time % closedEvery !== 0;
    const panel = starts.map((from) => {
      const { tail } = launched(0.3, 0, from);
      const kept = { times: tail.times.filter(open), values: tail.values.filter((_, i) => open(from + i)) };
      return { static: {}, head: kept, tail: kept };
    });
    const forecast = createPanelForecaster(panel, header, 1, levels);
    const ahead = Float64Array.from({ length: 18 }, (_, h) => 60 + h).filter(open);
    const { quantiles } = forecast({ ...newSeries([], 60), ahead })!;
    const medianAt = (h: number) => quantiles[h * Q + 2];
    expect(medianAt(6)).toBeLessThan(45);
    expect(medianAt(10)).toBeGreaterThan(75);
  });

  test.each([
    ['one', [0]],
    ['two', [0, 0]],
    ['four, with a gap,', [0, Number.NaN, 0, 0, 0]],
  ])('%s zeros before the first sales of a panel change nothing', (_, unsold) => {
    const levelsOf = starts.map((from) => ({ from, level: 60 + 80 * rng.uniform() }));
    const sold = levelsOf.map(({ from, level }, i) => ({
      from,
      values: Array.from({ length: 90 - from }, (_, age) =>
        i === 7 && age === 50 ? 0 : level * (0.9 + 0.2 * rng.uniform()),
      ),
    }));
    const later = sold.map(({ from, values }, i) =>
      i === 0 ? panelSeries(values, {}, from) : panelSeries([...unsold, ...values], {}, from - unsold.length),
    );
    const forecast = createPanelForecaster(later, header, 1, levels);
    const expected = createPanelForecaster(
      sold.map(({ from, values }) => panelSeries(values, {}, from)),
      header,
      1,
      levels,
    );
    for (const values of [[], [100], [0, 100]]) {
      const { quantiles, basis } = forecast(newSeries(values, 90))!;
      expect(basis.isLaunch).toBe(false);
      expect(quantiles).toEqual(expected(newSeries(values, 90))!.quantiles);
    }
  });

  test.each([
    ['one zero', 1, 24],
    ['two zeros', 2, 8],
    ['three zeros', 3, 8],
  ])('%s before first sales change nothing where others of the panel are rarely sold', (_, zeros, rare) => {
    const ownRng = createRng(1);
    const sold = (length: number) => Array.from({ length }, () => 100 * (0.9 + 0.2 * ownRng.uniform()));
    const late = Array.from({ length: 12 }, (_, i) => ({ from: 12 + i, values: sold(78 - i) }));
    const others = Array.from({ length: 28 }, (_, i) =>
      panelSeries(i < rare ? Array.from({ length: 90 }, () => (ownRng.uniform() < 0.75 ? 0 : 5)) : sold(90)),
    );
    const unsold = new Array(zeros).fill(0);
    const panel = [
      ...late.map(({ from, values }) => panelSeries([...unsold, ...values], {}, from - zeros)),
      ...others,
    ];
    const expected = [...late.map(({ from, values }) => panelSeries(values, {}, from)), ...others];
    for (const values of [[], [100]]) {
      const { quantiles, basis } = createPanelForecaster(panel, header, 1, levels)(newSeries(values, 90))!;
      expect(basis.isLaunch).toBe(false);
      const { quantiles: without } = createPanelForecaster(
        expected,
        header,
        1,
        levels,
      )(newSeries(values, 90))!;
      expect(quantiles).toEqual(without);
    }
  });

  test('a launch is found behind zeros, also of a table in which all series begin at once', () => {
    const panel = starts.map((from) => {
      const { tail } = launched(0.3, 0, from);
      return panelSeries([...new Array(from).fill(0), ...tail.values]);
    });
    const { quantiles, basis } = createPanelForecaster(panel, header, 1, levels)(newSeries([], 60))!;
    expect(basis.isLaunch).toBe(true);
    expect(quantiles[2]).toBeGreaterThan(20);
    expect(quantiles[2]).toBeLessThan(45);
  });

  test('first zeros of rare demands count', () => {
    const panel = starts.map((from) =>
      panelSeries(
        Array.from({ length: 60 - from }, () => (rng.uniform() < 0.8 ? 0 : 5)),
        {},
        from,
      ),
    );
    const { basis } = createPanelForecaster(panel, header, 1, levels)(newSeries([], 60))!;
    expect(basis.isLaunch).toBe(false);
  });

  test('first zeros of a few of many rare demands are chance', () => {
    const ownRng = createRng(1);
    const panel = Array.from({ length: 400 }, () => {
      const chance = 0.25 * (0.5 + ownRng.uniform());
      const { tail } = panelSeries(Array.from({ length: 150 }, () => (ownRng.uniform() < chance ? 1 : 0)));
      return { static: {}, head: tail, tail };
    });
    const ahead = Float64Array.from({ length: 28 }, (_, h) => 150 + h);
    const forecast = createPanelForecaster(panel, header, 1, levels);
    expect(forecast({ ...newSeries([], 150), ahead })!.basis.isLaunch).toBe(false);
  });

  test('growth is no launch', () => {
    const panel = starts.map((from) => launched(1, 0.03, from));
    const { quantiles, basis } = createPanelForecaster(panel, header, 1, levels)(newSeries([], 60))!;
    expect(basis.isLaunch).toBe(false);
    expect(quantiles[2]).toBeGreaterThan(300);
  });
});

describe('steps that a series lacks', () => {
  const weekly = [5, 10, 20, 30, 40, 50, 100]; // Sunday to Saturday
  const dates = {
    ...header,
    time_kind: 'date',
    frequency: { ...header.frequency, step: 'P1D', closures: [] },
  };
  const day = (date: string, after = 0) => Date.parse(date) + after * 86_400_000;
  const panelWithout = (date: string) =>
    Array.from({ length: 12 }, (_, i) => {
      const times = Float64Array.from({ length: 70 }, (_, t) => day('2024-11-04', t - 70)).filter(
        (time) => time !== day(date),
      );
      const values = times.map((time) => weekly[new Date(time).getUTCDay()] * (1 + i / 50));
      return { static: {}, head: { times, values }, tail: { times, values } };
    });

  test.each([
    ['a closed day', ['2024-11-01']],
    ['a day that is missing', []],
  ])('%s keeps the weekdays of the days after it', (_, closed_days) => {
    const days = { ...dates, frequency: { ...dates.frequency, closed_days } } as DatasetHeader;
    const panel = panelWithout('2024-11-01');
    const ahead = Float64Array.from({ length: 7 }, (_, h) => day('2024-11-04', h));
    const none = new Float64Array(0);
    const task = { header: days, panel, horizon: 7 } as unknown as SeriesTask;
    const spec = { target: 'y', calendar: null, bounds: null, lower_bound: 0, transform: 'identity' };
    const forecastFew = createForecastFew(task, { spec, season: 7 } as never);
    const { fan } = forecastFew({ static: {} } as never, { times: none, raw: none } as never, ahead)!;
    const medians = fan.path(0, 7);
    for (const [h, time] of ahead.entries())
      expect(medians[h] / weekly[new Date(time).getUTCDay()]).toBeCloseTo(1.11, 1);
  });

  test('a season whose days were closed at the steps that are forecast is passed over', () => {
    const forecast = createPanelForecaster(
      panelWithout('2024-10-28'),
      dates as unknown as DatasetHeader,
      7,
      levels,
    );
    const monday = { static: {}, times: new Float64Array(0), values: new Float64Array(0) };
    const { quantiles } = forecast({ ...monday, ahead: Float64Array.of(day('2024-11-04')) })!;
    expect(quantiles[2]).toBeCloseTo(11.1, 1);
  });

  test('a gap that is too long to count leaves the values after it', () => {
    const panel = [0, 1, 2].map(() => {
      const all = panelSeries(new Float64Array(60).fill(3));
      const times = all.tail.times.map((t) => (t < 20 ? t : 50_000 + t));
      return { ...all, tail: { ...all.tail, times } };
    });
    const forecast = createPanelForecaster(panel, header, 12, levels)(newSeries([], 50_060));
    expect(forecast?.basis.series).toBe(3);
  });
});

test.each([0, 0.02])(
  'first zeros are not the level of a new series where zeros are rare (share %d)',
  (share) => {
    const rng = createRng(7);
    const panel = Array.from({ length: 8 }, (_, i) =>
      panelSeries(
        Float64Array.from({ length: 100 }, () => (rng.uniform() < share ? 0 : 50 + i + 3 * rng.normal())),
      ),
    );
    const forecast = createPanelForecaster(panel, header, 1, levels);
    const { quantiles: without } = forecast(newSeries([], 100))!;
    for (const zeros of [[0], [0, 0, 0]]) {
      const { quantiles, basis } = forecast(newSeries(zeros, 100))!;
      expect(quantiles).toEqual(without);
      expect(basis.isMoved).toBe(false);
    }
    const { quantiles, basis } = forecast(newSeries([0, 0, 20], 100))!;
    expect(quantiles).toEqual(forecast(newSeries([20], 100))!.quantiles);
    expect(basis.isMoved).toBe(true);
  },
);

test('a new series below zero is moved by a difference, also where the panel is positive', () => {
  const rng = createRng(8);
  const panel = Array.from({ length: 8 }, (_, i) =>
    panelSeries(Float64Array.from({ length: 100 }, () => 50 + 10 * i + rng.normal())),
  );
  const { quantiles } = createPanelForecaster(panel, header, 1, levels)(newSeries([-5, -4], 100))!;
  for (const k of levels.keys()) expect(Math.abs(quantiles[k] + 4.5)).toBeLessThan(6);
});

test.each([1, 2, 3])(
  'a zero among the values of a new series is no end of its demand where others have none (seed %d)',
  (seed) => {
    const rng = createRng(seed);
    // Half of the series have a value at the time of the zero alone.
    const panel = Array.from({ length: 12 }, (_, i) =>
      panelSeries(
        Float64Array.from({ length: 50 }, (_, t) =>
          (t + i) % 2 === 0 ? Number.NaN : ((t + 4) % 12 < 6 ? 5 + i : 17 - i) + 0.1 * rng.normal(),
        ),
      ),
    );
    const forecast = createPanelForecaster(panel, header, 12, levels);
    for (const values of [
      [3, 0],
      [3, 0, 3],
      [3, 0, 0],
    ]) {
      const { quantiles } = forecast(newSeries(values, 50))!;
      for (let h = 0; h < K; h++) expect(quantiles[h * Q + 2]).toBeGreaterThan(5);
    }
  },
);

test('zeros, negative values and missing ones give finite, ordered quantiles', () => {
  const rng = createRng(3);
  const panels: Record<string, (t: number, i: number) => number> = {
    'rare demands': (t, i) => ((t * 7 + i) % 5 === 0 ? 1 + (i % 3) : 0),
    zeros: () => 0,
    temperatures: (t, i) => 10 * Math.sin(t / 2) + i - 8 + rng.normal(),
    'half of them missing': (t, i) => ((t + i) % 2 === 0 ? Number.NaN : 5 + i + rng.normal()),
    tiny: (_, i) => 1e-30 * (1 + i),
    huge: (_, i) => 1e30 * (1 + i),
  };
  for (const [name, valueAt] of Object.entries(panels)) {
    const panel = Array.from({ length: 12 }, (_, i) =>
      panelSeries(Float64Array.from({ length: 50 }, (_, t) => valueAt(t, i))),
    );
    const forecast = createPanelForecaster(panel, header, 12, levels);
    for (const values of [[], [0], [3], [-3], [1e6, 0, 2]]) {
      const { quantiles } = forecast(newSeries(values, 50))!;
      expect(quantiles.every(Number.isFinite), name).toBe(true);
      for (let at = 1; at < quantiles.length; at++)
        if (at % Q > 0) expect(quantiles[at], name).toBeGreaterThanOrEqual(quantiles[at - 1]);
    }
  }
});

test('two series are no panel, nor are series that end long before', () => {
  const series = (from: number) => panelSeries(new Float64Array(40).fill(3), {}, from);
  expect(createPanelForecaster([series(0), series(1)], header, 12, levels)(newSeries([], 40))).toBeNull();
  expect(createPanelForecaster([], header, 12, levels)(newSeries([1], 40))).toBeNull();
});

test('series that ended long before are read at the same phase of the season', () => {
  const season = 7;
  const rng = createRng(9);
  const shop = (from: number, end: number) =>
    panelSeries(
      Float64Array.from(
        { length: end - from },
        (_, i) => ((from + i) % season === 0 ? 100 : 10) + rng.normal(),
      ),
      {},
      from,
    );
  const closed = [0, 3, 5].map((from) => shop(from, 100));
  for (const [begin, length] of [
    [230, 60],
    [60_000, 60],
  ]) {
    const end = begin + length;
    const forecast = createPanelForecaster(
      [...closed, ...[0, 1, 2].map((late) => shop(begin + late, end))],
      header,
      season,
      levels,
    );
    const { quantiles, basis } = forecast(newSeries([], end))!;
    expect(basis.series).toBe(begin === 230 ? 6 : 3); // the others are too long ago to count the steps
    for (let h = 0; h < K; h++)
      for (const k of [1, 2, 3])
        expect(Math.abs(quantiles[h * Q + k] - ((end + h) % season === 0 ? 100 : 10))).toBeLessThan(9);
  }
});

test.for(['2024-03-09T17:00Z', '2024-03-12T04:00Z', '2024-11-02T16:00Z', '2024-11-05T05:00Z'])(
  'hours of a new series after %s have the level of the hour, also over a clock change',
  (end) => {
    const hours = {
      ...{ time_kind: 'instant', time_zone: 'America/New_York' },
      frequency: {
        ...{ kind: 'calendar', step: 'PT1H', season_lengths: [24, 168] },
        ...{ closed_weekdays: [], closures: [], open_times: null },
      },
    } as unknown as DatasetHeader;
    const timesOf = (first: number, count: number) =>
      Float64Array.from({ length: count }, (_, i) => Date.parse(end) + (first + i) * 3_600_000);
    const clock = new Intl.DateTimeFormat('en', {
      timeZone: 'America/New_York',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    const levelAt = (time: number) => {
      const hour = Number(clock.format(time));
      return hour >= 8 && hour < 20 ? 100 : 10;
    };
    const panel = Array.from({ length: 6 }, (_, i) => {
      const times = timesOf(-335, 336);
      const values = times.map((time) => (1 + i / 10) * levelAt(time));
      const head = { times: times.subarray(0, 60), values: values.subarray(0, 60) };
      return { static: {}, head, tail: { times, values } };
    });
    const times = timesOf(-2, 3);
    const ahead = timesOf(1, 36);
    const forecast = createPanelForecaster(panel, hours, 24, levels);
    const { quantiles } = forecast({ static: {}, times, values: times.map(levelAt), ahead })!;
    for (const [h, time] of ahead.entries()) {
      expect(quantiles[h * Q + 2]).toBeGreaterThan(0.8 * levelAt(time));
      expect(quantiles[h * Q + 2]).toBeLessThan(1.2 * levelAt(time));
    }
  },
);

test('a series whose last time is in an earlier quarter of a repeated hour than its first one is read', () => {
  const quarters = {
    ...{ time_kind: 'instant', time_zone: 'America/New_York' },
    frequency: {
      ...{ kind: 'calendar', step: 'PT15M', season_lengths: [96] },
      ...{ closed_weekdays: [], closures: [], open_times: null },
    },
  } as unknown as DatasetHeader;
  const quartersFrom = (first: string, count: number) =>
    Float64Array.from({ length: count }, (_, i) => Date.parse(first) + i * 900_000);
  const flat = (times: Float64Array) => {
    const part = { times, values: times.map((_, t) => 10 + (t % 2) / 10) };
    return { static: {}, head: part, tail: part };
  };
  const whole = quartersFrom('2024-10-31T12:00Z', 288);
  const short = quartersFrom('2024-11-03T05:45Z', 2); // 01:45 in summer, then 01:00 in winter
  const forecast = createPanelForecaster([whole, whole, whole, short].map(flat), quarters, 96, levels);
  const ahead = quartersFrom('2024-11-03T06:15Z', K);
  const { quantiles } = forecast({ static: {}, times: short, values: Float64Array.of(10, 10), ahead })!;
  for (const value of quantiles) expect(Math.abs(value - 10)).toBeLessThan(1);
});
