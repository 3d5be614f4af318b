/** Months and quarters have a season more often than not, also where few of them are there. */
import { expect, test } from 'vitest';
import type { DatasetHeader } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import { forecastTask, header, run, seriesOf, specOf, succeeded } from '../support.ts';

const steps = { P1M: 12, P3M: 4 } as const;

/** Sum of the absolute errors of several series, with the season of the calendar and without one. */
function errorsOf(step: keyof typeof steps, length: number, horizon: number, size: number) {
  const season = steps[step];
  const calendar: DatasetHeader = {
    ...header,
    frequency: { ...header.frequency, kind: 'calendar', step, season_lengths: [season] },
  };
  const none = { ...calendar, frequency: { ...calendar.frequency, season_lengths: [] } };
  let [withSeason, without] = [0, 0];
  for (let seed = 1; seed <= 12; seed++) {
    const rng = createRng(seed);
    const shape = Array.from({ length: season }, () => size * rng.normal());
    const values = Float64Array.from(
      { length: length + horizon },
      (_, t) => 200 + shape[t % season] + 6 * rng.normal(),
    );
    const errorWith = (one: DatasetHeader) => {
      const { answers } = forecastInstantly({
        ...{
          header: one,
          series: [seriesOf(values.subarray(0, length), 'a')],
          spec: specOf(),
          decision: null,
        },
        ...{ horizon, quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 0 },
      });
      const [answer] = answers;
      if ('problem' in answer) throw new Error(answer.problem.detail);
      return answer.median.reduce((sum, value, h) => sum + Math.abs(value - values[length + h]), 0);
    };
    withSeason += errorWith(calendar);
    without += errorWith(none);
  }
  return { withSeason, without };
}

test.each([
  ['P1M', 14, 6],
  ['P1M', 18, 6],
  ['P1M', 24, 6],
  ['P3M', 5, 4],
  ['P3M', 8, 4],
] as const)('%s, %i observations: what was seen once is forecast again', (step, length, horizon) => {
  const { withSeason, without } = errorsOf(step, length, horizon, 30);
  expect(withSeason).toBeLessThan(0.75 * without);
});

test.each([
  ['P1M', 18, 6],
  ['P3M', 8, 4],
] as const)('%s, %i observations of noise: little is lost', (step, length, horizon) => {
  const { withSeason, without } = errorsOf(step, length, horizon, 0);
  expect(withSeason).toBeLessThan(1.15 * without);
});

/** Season of a training of several series, and the error of its forecasts. */
async function trainedOn(
  step: keyof typeof steps,
  length: number,
  seasons: number[],
  { size = 30, slope = 0, horizon = 2 } = {},
) {
  const season = steps[step];
  const calendar: DatasetHeader = {
    ...header,
    frequency: { ...header.frequency, kind: 'calendar', step, season_lengths: seasons },
  };
  const histories = Array.from({ length: 8 }, (_, i) => {
    const rng = createRng(i + 1);
    const shape = Array.from({ length: season }, () => size * rng.normal());
    return Float64Array.from(
      { length: length + horizon },
      (_, t) => 200 + slope * t + shape[t % season] + 6 * rng.normal(),
    );
  });
  const series = histories.map((values, i) => seriesOf(values.subarray(0, length), `s${i}`));
  const outcome = succeeded(await run({ spec: specOf({ horizon, steps: 60 }), header: calendar, series }));
  const answers = await forecast(forecastTask(outcome, series, { header: calendar }));
  const error = answers.reduce((sum, answer, i) => {
    if ('problem' in answer) throw new Error(answer.problem.detail);
    return sum + answer.median.reduce((all, value, h) => all + Math.abs(value - histories[i][length + h]), 0);
  }, 0);
  return { season: outcome.spec.season_length, error };
}

test.each([
  ['P1M', 24],
  ['P1M', 29],
  ['P3M', 8],
  ['P3M', 9],
] as const)('%s, %i observations: a training repeats what it has seen twice', async (step, length) => {
  const [withSeason, without] = [
    await trainedOn(step, length, [steps[step]]),
    await trainedOn(step, length, []),
  ];
  expect(withSeason.season).toBe(steps[step]);
  expect(without.season).toBe(1);
  expect(withSeason.error).toBeLessThan(0.75 * without.error);
});

test('a training of lines without a season has none', async () => {
  const lines = { size: 0, slope: 3, horizon: 4 };
  const withCalendar = await trainedOn('P1M', 26, [12], lines);
  const without = await trainedOn('P1M', 26, [], lines);
  expect(withCalendar.season).toBe(1);
  expect(withCalendar.error).toBeLessThan(1.05 * without.error);
});

test('a horizon of a year finds its season in as few months as it can be trained on', async () => {
  expect((await trainedOn('P1M', 28, [12], { horizon: 12 })).season).toBe(12);
});

test('fewer than two seasons are no season for a training', async () => {
  expect((await trainedOn('P1M', 23, [12])).season).toBe(1);
});
