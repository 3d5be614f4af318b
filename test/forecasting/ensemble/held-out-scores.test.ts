import { expect, test } from 'vitest';
import { selectKernel } from '../../../src/engine/index.ts';
import type { Fan } from '../../../src/forecasting/ensemble/fan.ts';
import type { FittedModel } from '../../../src/forecasting/ensemble/fitted-model.ts';
import { prepareHeldOutScores } from '../../../src/forecasting/ensemble/held-out-scores.ts';
import { decodeHeldOut } from '../../../src/forecasting/ensemble/weights-file.ts';
import type { ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { historiesOf } from '../../../src/forecasting/history/index.ts';
import { prepareSeries } from '../../../src/forecasting/sampling/index.ts';
import { splitSeries } from '../../../src/forecasting/statistics/index.ts';
import { header, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const points = 400;
const values = [1, 2, 3].map((seed) => seasonalSeries(points, 7, seed));
const { weights } = succeeded(
  await run({
    series: values.map((one) => seriesOf(one)),
    spec: specOf({ steps: 10, horizon: 3, season_length: 7, batch_size: 32, members: 1 }),
  }),
);
const { model } = decodeHeldOut(weights.bytes, selectKernel(), 32);

/** Scores of all windows, and how many windows each forecast was for.
 *  @param changed fans in place of those of the model */
function scoresOf(all: readonly number[][], changed = (fans: (Fan | null)[]) => fans) {
  const spec = model.spec as ResolvedSpec;
  const series = prepareSeries(
    historiesOf(
      all.map((one) => seriesOf(one)),
      spec,
      header,
    ),
    spec,
    (length) => splitSeries(length, { horizon: spec.horizon, ...spec.validation }),
    ({ fitEnd }) => fitEnd,
  );
  const windows = series.flatMap((one) =>
    one.split.validationOrigins.map((origin) => ({ series: one, origin })),
  );
  const asked: number[] = [];
  const counted: FittedModel = {
    ...model,
    forecast(some, steps) {
      asked.push(some.length);
      return changed(model.forecast(some, steps));
    },
  };
  const prepared = prepareHeldOutScores(counted, series);
  return { windows, asked, prepared, scores: prepared.all(prepared.scoresOf)! };
}

test('scores that are computed in parts lie where the fans of all windows have the observations', () => {
  const { windows, asked, prepared, scores } = scoresOf(values);
  expect(prepared.count).toBeGreaterThan(1);
  expect(asked).toHaveLength(prepared.count);
  expect(scores).toHaveLength(windows.length);
  for (const [w, fan] of model.forecast(windows).entries())
    for (const [h, score] of scores[w].entries())
      if (Math.abs(score) < 7.9)
        expect(fan!.quantileAt(h, score)).toBeCloseTo(windows[w].series.raw[windows[w].origin + h], 3);
});

test('a window without a forecast has no scores, and leaves those of the others as they are', () => {
  const late = values[0].map((value, t) => (t < points - 30 ? Number.NaN : value));
  const { windows, scores } = scoresOf([late, ...values]);
  const fans = model.forecast(windows).filter((fan) => fan !== null);
  expect(fans.length).toBeLessThan(windows.length);
  expect(scores).toHaveLength(fans.length);
  const others = scoresOf(values).scores;
  expect(scores.slice(-others.length)).toEqual(others);
});

test('a step at which the fan has no width has no score', () => {
  const flat = (all: (Fan | null)[]) =>
    all.map(
      (fan) =>
        fan && { ...fan, quantileAt: (h: number, score: number) => (h === 1 ? 0 : fan.quantileAt(h, score)) },
    );
  const { scores } = scoresOf(values, flat);
  for (const [w, row] of scoresOf(values).scores.entries())
    expect([...scores[w]]).toEqual([row[0], Number.NaN, row[2]]);
});

test('an order that ends the work ends the scores', () => {
  const { prepared } = scoresOf(values);
  expect(prepared.all((part) => (part === 0 ? prepared.scoresOf(part) : null))).toBeNull();
});
