/** Months and quarters have a season more often than not, also where few of them are there. */
import { expect, test } from 'vitest';
import type { DatasetHeader } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { header, seriesOf, specOf } from '../support.ts';

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
