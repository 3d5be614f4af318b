import { beforeAll, describe, expect, test } from 'vitest';
import type { ForecastTask } from '../../../src/contracts/ports/index.ts';
import type { DatasetHeader, SeriesData, SeriesForecast } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { instantModel } from '../../../src/forecasting/serving/instant.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { modelSteps, stepsAhead } from '../../../src/forecasting/serving/series/steps-ahead.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import { nextTimes } from '../../../src/series/index.ts';
import { forecastTask, header as integers, run, specOf, succeeded } from '../support.ts';

const closures = [
  [1, 1],
  [5, 1],
  [10, 3],
  [12, 25],
  [12, 26],
].map(([month, day]) => ({ rule: 'fixed_date', month, day, shift: 'none' }));

/** Monday to Friday, with holidays. */
const header = {
  ...integers,
  time_kind: 'date',
  frequency: {
    ...{ kind: 'calendar', step: 'P1D', season_lengths: [5], closed_weekdays: [6, 7], closures },
    open_times: null,
  },
} as unknown as DatasetHeader;

/** Levels of Sunday to Saturday. */
const levels = [0, 100, 110, 125, 140, 180, 0];
const levelAt = (time: string | number) => levels[new Date(time).getUTCDay()];

/** Days from January 2021 to the last open one before a day; holidays are absent. */
function seriesUntil(day: string): SeriesData {
  const rng = createRng(9);
  const first = Date.UTC(2021, 0, 4);
  const times = nextTimes(header, first, 1_200).filter((time) => time < Date.parse(day));
  return {
    id: 's',
    times,
    values: times.map((time) => levelAt(time) + 2 * rng.normal()),
    covariates: {},
    static: {},
  };
}

const task = { header, quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 8 };

interface Answer {
  times: string[];
  median: number[];
  fitted: { times: string[] };
  explanation: object;
}

/** Largest distance of a median from the level of its weekday. */
const farthest = ({ times, median }: Answer) =>
  Math.max(...median.map((value, h) => Math.abs(value - levelAt(times[h]))));

const spec = { target: 'y', covariates: null, calendar: null, bounds: null };

test.for([
  ['2023-10-23', 'none is closed'],
  ['2023-12-21', 'two are closed in the middle'],
  ['2023-12-23', 'the first ones are closed'],
] as const)('an instant forecast from %s, where %s, has the level of each weekday', ([day]) => {
  const [answer] = forecastInstantly({
    ...{ ...task, spec, decision: null, series: [seriesUntil(day)], horizon: 10 },
    explain: true,
  } as never).answers as unknown as Answer[];
  expect(answer.times).toHaveLength(10);
  for (const closed of ['2023-12-25', '2023-12-26']) expect(answer.times).not.toContain(closed);
  expect(farthest(answer)).toBeLessThan(12);
  expect(answer.fitted.times).toHaveLength(8);
  const { forecast: explained, parts } = answer.explanation as { forecast: number[]; parts: object[] };
  expect(explained).toHaveLength(10);
  for (const [h, value] of explained.entries()) expect(value).toBeCloseTo(answer.median[h], 4);
  expect(parts[0]).toMatchObject({ median: expect.any(Array) });
});

test('explanations of series that end on different days have the length of the horizon', async () => {
  const settings = specOf({ horizon: 5, context_length: 20, season_length: 5, steps: 3, hidden_size: 4 });
  const [early, late] = ['2023-10-23', '2023-12-23'].map((day, i) => ({ ...seriesUntil(day), id: `s${i}` }));
  const outcome = succeeded(await run({ header, series: [early], spec: settings }));
  const answers = await forecast({ ...forecastTask(outcome, [early, late], { header }), explain: true });
  for (const answer of answers as never as Answer[])
    expect(answer.explanation).toMatchObject({ forecast: Array(5).fill(expect.any(Number)) });
});

test('a forecast of one day after a holiday is that of the weekday', () => {
  const series = [seriesUntil('2023-12-24')];
  const [answer] = forecastInstantly({ ...task, spec, decision: null, series, horizon: 1 } as never)
    .answers as unknown as Answer[];
  expect(answer.times).toEqual(['2023-12-27']);
  expect(farthest(answer)).toBeLessThan(12);
});

describe('a trained model', () => {
  let request: ForecastTask;
  beforeAll(async () => {
    const settings = specOf({ horizon: 10, context_length: 20, season_length: 5, steps: 30, hidden_size: 8 });
    const outcome = succeeded(await run({ header, series: [seriesUntil('2023-10-23')], spec: settings }));
    request = forecastTask(outcome, [], { header, fittedSteps: 8 });
  });

  test.for(['2023-10-23', '2023-12-21', '2023-12-23'])(
    'forecasts from %s the level of each weekday',
    async (day) => {
      const [answer] = (await forecast({
        ...request,
        series: [seriesUntil(day)],
        explain: true,
      })) as never as Answer[];
      expect(answer.times).toHaveLength(10);
      expect(farthest(answer)).toBeLessThan(25);
      const { forecast: explained } = answer.explanation as { forecast: number[] };
      expect(explained).toHaveLength(10);
    },
  );
});

describe('steps beyond the horizon of a model', () => {
  const ahead = (day: string, horizon: number) =>
    stepsAhead(seriesUntil(day).times, undefined, horizon, header, { calendar: null });

  test('are those of a season before, or the last one', () => {
    expect(ahead('2023-10-23', 10).steps).toBeNull();
    const christmas = ahead('2023-12-23', 4);
    const { steps, times, stepTimes } = christmas;
    expect(steps).toEqual([2, 3, 4, 6]);
    expect([...times]).toEqual([2, 3, 4, 6].map((step) => stepTimes[step]));
    expect(modelSteps(christmas, { horizon: 8, season: 5 }, [5])).toEqual([2, 3, 4, 6]);
    expect(modelSteps(christmas, { horizon: 6, season: 5 }, [5])).toEqual([2, 3, 4, 1]);
    expect(modelSteps(christmas, { horizon: 4, season: 5 }, [5])).toEqual([2, 3, 3, 1]);
    expect(modelSteps(christmas, { horizon: 4, season: 1 }, [5])).toEqual([2, 3, 3, 3]);
  });

  test('are those of a shorter season before if the model has no season before them', () => {
    const steps = Array.from({ length: 24 }, (_, hour) => 24 + hour);
    const hours = { times: new Float64Array(24), steps, stepTimes: new Float64Array(48) };
    const ofDay = steps.map((step) => step - 24);
    expect(modelSteps(hours, { horizon: 24, season: 168 }, [24, 168])).toEqual(ofDay);
    expect(modelSteps(hours, { horizon: 24, season: 168 }, [168, 8760])).toEqual(Array(24).fill(23));
  });

  test.each([
    [6, 5, 'beyond the horizon of the model: the forecast there is that of a season before.'],
    [4, 5, 'beyond the horizon of the model: the forecast there is at another phase of the season.'],
    [4, 1, 'beyond the horizon of the model: the forecast there is that of the last step of the model.'],
    [8, 5, null],
  ])('give a warning: horizon %d, season %d', (horizon, season, text) => {
    const decision = { seasons: [season], arePrices: false, areRareDemands: false, year: null };
    const model = instantModel({ ...spec, covariates: null }, decision, horizon);
    const series = [seriesUntil('2023-12-23')];
    const [answer] = forecastSeries({ ...task, series, horizon: 4 }, model, 8) as SeriesForecast[];
    const warnings = answer.warnings.filter((warning) => warning.startsWith('Closed days'));
    expect(warnings).toEqual(text === null ? [] : [expect.stringContaining(text)]);
  });
});
