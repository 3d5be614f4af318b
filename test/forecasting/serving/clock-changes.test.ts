import { expect, test } from 'vitest';
import type {
  DatasetHeader,
  Explanation,
  SeriesData,
  SeriesForecast,
} from '../../../src/contracts/schemas/index.ts';
import { formatTime, zoneOffsetMs } from '../../../src/contracts/values/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { findAnomalies, scoreForecast } from '../../../src/forecasting/evaluation/index.ts';
import { historyOf } from '../../../src/forecasting/history/index.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { instantModel } from '../../../src/forecasting/serving/instant.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { rollingBacktest } from '../../../src/forecasting/serving/rolling-backtest.ts';
import { forecast as forecastOfModel } from '../../../src/forecasting/serving/thread.ts';
import { watched } from '../../support/supervision.ts';
import { forecastTask, header as integers, run, specOf, succeeded } from '../support.ts';

const hourMs = 3_600_000;

/** Hours of New York, where clocks changed on 10 March and 3 November 2024. */
const header = {
  ...integers,
  ...{ time_kind: 'instant', time_zone: 'America/New_York', covariates: ['x'] },
  frequency: {
    ...{ kind: 'calendar', step: 'PT1H', season_lengths: [24, 168] },
    ...{ closed_weekdays: [], closures: [], open_times: null },
  },
} as DatasetHeader;

const wallOf = (time: number) => time + zoneOffsetMs(time, 'America/New_York');
const hourOf = (time: number) => new Date(wallOf(time)).getUTCHours();
const levelAt = (time: number) => (hourOf(time) >= 8 && hourOf(time) < 20 ? 100 : 10);

/** A shop that is open from 8 to 20, with a noise of 4 %. */
function seriesUntil(end: string, days: number): SeriesData {
  const rng = createRng(5);
  const last = Date.parse(end);
  const times = Float64Array.from({ length: 24 * days }, (_, i) => last - (24 * days - 1 - i) * hourMs);
  const values = times.map((time) => levelAt(time) * (1 + 0.04 * rng.normal()));
  return { id: 's', times, values, covariates: {}, static: {} };
}

const spec = { target: 'y', covariates: null, calendar: null, bounds: null };
const task = {
  header,
  spec,
  decision: null,
  horizon: 48,
  quantiles: [0.5],
  levels: [80],
  samples: 0,
  seed: 1,
};

interface Answer {
  times: string[];
  median: number[];
  fitted: { times: string[]; values: number[]; median: number[] };
  future_covariates: Record<string, number[]>;
}

const forecast = (series: SeriesData, more: object = {}) =>
  forecastInstantly({ ...task, series: [series], fittedSteps: 0, ...more } as never)
    .answers[0] as unknown as Answer;

/** Mean distance of medians from the level of their hour. */
const errorOf = ({ times, median }: Pick<Answer, 'times' | 'median'>) =>
  median.reduce((sum, value, h) => sum + Math.abs(value - levelAt(Date.parse(times[h]))), 0) / median.length;

test.for([
  ['2024-03-09T17:00Z', 'clocks skip an hour in the horizon'],
  ['2024-03-11T04:00Z', 'clocks skipped an hour in the history'],
  ['2024-11-02T16:00Z', 'clocks repeat an hour in the horizon'],
  ['2024-11-03T05:00Z', 'the history ends within the first pass of an hour'],
  ['2024-11-03T06:00Z', 'the history ends within the second pass of an hour'],
  ['2024-11-04T05:00Z', 'clocks repeated an hour in the history'],
] as const)('an instant forecast from %s, where %s, has the level of each hour', ([end]) => {
  const answer = forecast(seriesUntil(end, 56), { fittedSteps: 30 });
  const first = Date.parse(end) + hourMs;
  expect(answer.times.map((time) => Date.parse(time))).toEqual(
    Array.from({ length: 48 }, (_, h) => first + h * hourMs),
  );
  expect(errorOf(answer)).toBeLessThan(2);
  expect(errorOf(answer.fitted)).toBeLessThan(5);
});

const nextRows = 48;

test.for(['2024-11-03T05:00Z', '2024-11-03T06:00Z', '2024-11-03T07:00Z'])(
  'a forecast after observations until %s begins at the next hour, also where later rows hold a known covariate',
  (end) => {
    const series = seriesUntil(new Date(Date.parse(end) + nextRows * hourMs).toISOString(), 30);
    series.covariates = { x: series.times.map((_, t) => t % 7) };
    series.values.fill(Number.NaN, series.values.length - nextRows);
    const { times, raw } = historyOf(series, spec, header);
    expect(times.at(-1)).toBe(Date.parse(end));
    expect(raw.at(-1)).toBe(series.values.at(-1 - nextRows));
    expect(Date.parse(forecast(series).times[0])).toBe(Date.parse(end) + hourMs);
  },
);

test('an observed second pass of an hour stands for a missing first one', () => {
  const series = seriesUntil('2024-11-06T03:00Z', 28);
  const first = series.times.indexOf(Date.parse('2024-11-03T05:00Z'));
  series.values[first] = Number.NaN;
  const { times, raw } = historyOf(series, spec, header);
  expect(raw[times.indexOf(series.times[first + 1])]).toBe(series.values[first + 1]);
  expect(raw.some(Number.isNaN)).toBe(false);
});

test('a warning says that times which clocks skip move times beyond the horizon of the model', () => {
  const decision = { seasons: [24], arePrices: false, areRareDemands: false, year: null };
  const covariates = { past: [], future: ['x'], static: [], time_features: [] };
  const model = instantModel({ ...spec, covariates } as never, decision, 4);
  const series = seriesUntil('2024-03-10T05:00Z', 14);
  series.covariates = { x: series.times.map((_, t) => t % 7) };
  const times = Float64Array.from({ length: 4 }, (_, h) => series.times.at(-1)! + (h + 1) * hourMs);
  const future = [{ given: [{ times, covariates: { x: times.map(() => 1) } }], stored: [] }];
  const [answer] = forecastSeries(
    { ...task, series: [series], horizon: 4, fittedSteps: 0, future } as never,
    model as never,
    8,
  );
  expect((answer as { warnings: string[] }).warnings).toContain(
    'Times that clocks skip move the last time beyond the horizon of the model: the forecast there is at another phase of the season. Covariates of that time have no effect. A model with a horizon of 5 steps forecasts it.',
  );
});

test('both passes of an hour have the same forecast, and each observation of them a fitted value', () => {
  const { times, median } = forecast(seriesUntil('2024-11-02T16:00Z', 28));
  const [first, second] = [4, 5].map((offset) => times.indexOf(`2024-11-03T01:00:00-0${offset}:00`));
  expect(second).toBe(first + 1);
  expect(median[second]).toBe(median[first]);
  const series = seriesUntil('2024-11-03T12:00Z', 28);
  const { fitted } = forecast(series, { fittedSteps: 12 });
  expect(fitted.times.map((time) => Date.parse(time))).toEqual([...series.times.slice(-12)]);
  expect(fitted.values).toEqual([...series.values.slice(-12)]);
});

test.for(['2024-03-09T17:00Z', '2024-11-02T16:00Z'])(
  'a known covariate has its effect at its hours after %s, and the answer has the given values',
  (end) => {
    const withX: SeriesData = seriesUntil(end, 42);
    const promotion = (time: number) => Number(Math.floor(time / hourMs) % 17 < 3);
    withX.covariates = { x: withX.times.map(promotion) };
    withX.values = withX.values.map((value, t) => value + 50 * withX.covariates.x[t]);
    const times = Float64Array.from({ length: 48 }, (_, h) => Date.parse(end) + (h + 1) * hourMs);
    const known = { times, covariates: { x: times.map(promotion) } };
    const answer = forecast(withX, {
      spec: { ...spec, covariates: { past: [], future: ['x'], static: [], time_features: [] } },
      future: [{ given: [known], stored: [] }],
    });
    expect(answer.future_covariates).toEqual({ x: [...known.covariates.x] });
    const median = answer.median.map((value, h) => value - 50 * known.covariates.x[h]);
    expect(errorOf({ times: answer.times, median })).toBeLessThan(4);
  },
);

test('observations around clock changes are no anomalies, and one of a second pass is', () => {
  const decision = { seasons: [24], arePrices: false, areRareDemands: false, year: null };
  const model = instantModel(spec, decision, 1);
  const found = (series: SeriesData, [from, to]: readonly [string, string]) => {
    const span = { from: Date.parse(from), to: Date.parse(to) };
    const [answer] = findAnomalies(
      { header, series: [series], level: 99.9, ...span } as never,
      model as never,
      128,
    );
    return answer as { tested: number; anomalies: { time: string }[] };
  };
  const spring = found(seriesUntil('2024-03-13T03:00Z', 42), ['2024-03-10T05:00Z', '2024-03-12T04:00Z']);
  expect(spring).toMatchObject({ tested: 48, anomalies: [] });
  const autumn = seriesUntil('2024-11-06T03:00Z', 42);
  const span = ['2024-11-03T04:00Z', '2024-11-05T03:00Z'] as const;
  expect(found(autumn, span)).toMatchObject({ tested: 48, anomalies: [] });
  autumn.values[autumn.times.indexOf(Date.parse('2024-11-03T06:00Z'))] = 40;
  const { tested, anomalies } = found(autumn, span);
  expect(tested).toBe(48);
  expect(anomalies.map(({ time }) => time)).toEqual(['2024-11-03T01:00:00-05:00']);
});

test('a stored forecast is scored at both passes of an hour', () => {
  const { times, median } = forecast(seriesUntil('2024-11-02T16:00Z', 28));
  const forecasts = [{ series_id: 's', times, median, quantiles: {}, intervals: {} }];
  const contents = Buffer.from(JSON.stringify({ forecasts }));
  const series = [seriesUntil('2024-11-06T04:00Z', 28)];
  expect(scoreForecast({ contents, header, series, spec: null }).known_steps).toBe(48);
});

/** The same hours of the clock in UTC, of which the first pass stands for both. */
function onClock(series: SeriesData): SeriesData {
  const values = new Map<number, number>();
  for (const [t, time] of series.times.entries())
    if (!values.has(wallOf(time))) values.set(wallOf(time), series.values[t]);
  return { ...series, times: Float64Array.from(values.keys()), values: Float64Array.from(values.values()) };
}

const utc = { ...header, time_zone: null };

test.for(['2024-03-14T04:00Z', '2024-11-06T05:00Z'])(
  'rows until %s are those of the hours of the clock',
  (end) => {
    const series = seriesUntil(end, 15);
    const { raw, times } = historyOf(series, spec, header);
    expect(raw).toEqual(historyOf(onClock(series), spec, utc).raw);
    expect(times).toHaveLength(raw.length);
    const prices = historyOf(series, { ...spec, family: 'prices' }, header);
    expect(prices.raw).toEqual(series.values);
  },
);

test('a model has the tensors of one that is trained on the same hours of the clock in UTC', async () => {
  const requested = specOf({
    ...{ horizon: 6, context_length: 48, season_length: 24, steps: 3, hidden_size: 4, members: 1 },
    validation: { windows: 10, step: 1 },
  });
  const series = seriesUntil('2024-03-10T16:00Z', 15);
  const trainedOn = async (one: SeriesData, of: DatasetHeader) =>
    succeeded(await run({ header: of, series: [one], spec: requested }));
  const tensorsOf = ({ bytes }: { bytes: Uint8Array }) =>
    bytes.subarray(8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)));
  const trained = await trainedOn(series, header);
  const { weights } = trained;
  expect(tensorsOf(weights)).toEqual(tensorsOf((await trainedOn(onClock(series), utc)).weights));

  const plan = { windows: 100, step: 1, horizon: 6, refit: false };
  const backtest = {
    ...{ weights, requested, checkpoint: null, header, plan, kernel: null },
    series: [series],
  };
  const outcome = await rollingBacktest(backtest, watched({}).supervision);
  if (outcome.status !== 'succeeded') throw new Error(outcome.status);
  const known = new Set([...series.times].map((time) => formatTime(time, 'instant', header.time_zone)));
  const shorter = outcome.windows.filter(({ times }) => times.length === 5);
  expect(shorter).toHaveLength(5);
  for (const { origin, times, actual, median } of outcome.windows) {
    expect([origin, ...times].every((time) => known.has(time))).toBe(true);
    expect([actual.length, median.length]).toEqual([times.length, times.length]);
  }

  const [answer] = await forecastOfModel({ ...forecastTask(trained, [series], { header }), explain: true });
  const { contributions } = (answer as SeriesForecast).explanation as Explanation;
  const lags = contributions.filter(({ source }) => source === 'lag');
  expect(lags).toHaveLength(48);
  expect(lags.every(({ time }) => known.has(time!))).toBe(true);
});
