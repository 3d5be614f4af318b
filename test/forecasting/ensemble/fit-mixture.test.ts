import { expect, test } from 'vitest';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import { createRng } from '../../../src/engine/index.ts';
import {
  fitMixture,
  type MixtureWindow,
  withCandidates,
} from '../../../src/forecasting/ensemble/fit-mixture.ts';
import { knownLosses } from '../../../src/forecasting/ensemble/known-losses.ts';
import { weightsFor } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import type { ResolvedSpec, SeriesKind } from '../../../src/forecasting/families/index.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import { forecastTask, run, seriesOf, specOf, succeeded } from '../support.ts';

const horizon = 3;
const spec = { ...specOf({ quantiles: [0.1, 0.5, 0.9], horizon }), family: 'short' } as ResolvedSpec;
const candidates = ['theta', 'instant'] as const;

/** Windows of a series, in which the network, Theta and the instant forecast err by so much. */
function windowsOf(
  id: string,
  kind: SeriesKind,
  errors: readonly number[],
  count: number,
  seed: number,
): MixtureWindow[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, (_, w) => {
    const actual = Float64Array.from({ length: horizon }, () => 50 + rng.normal());
    const around = (error: number) =>
      Float64Array.from(
        Array.from(actual).flatMap((y) => {
          const point = y + error * rng.normal();
          return [point - 1, point, point + 1];
        }),
      );
    return {
      ...{
        id,
        kind,
        actual,
        unit: 1,
        zeroShares: null,
        asleep: [],
        origin: 100 + horizon * w,
        block: `${id} ${w}`,
      },
      quantiles: errors.map(around),
    };
  });
}

test('each kind of series has the weights of its own windows; a kind that was not seen has the mean of all', () => {
  const windows = Array.from({ length: 60 }, (_, i) =>
    i % 2 === 0
      ? windowsOf(`a${i}`, 'seasonal', [1, 6, 6], 2, i)
      : windowsOf(`b${i}`, 'walk', [6, 1, 6], 2, i),
  ).flat();
  const counts = { separate: 120, trained: 1e6 };
  const { kinds, overall } = fitMixture({ spec, candidates, windows, early: [], counts });
  expect(kinds.seasonal!.network).toBeGreaterThan(0.8);
  expect(kinds.walk!.theta).toBeGreaterThan(0.8);
  expect(kinds.level).toBeUndefined();
  expect(overall.network).toBeGreaterThan(0.4);
  expect(overall.theta).toBeGreaterThan(0.4);
  expect(Object.values(overall).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
});

test('series have weights of their own where they are better in windows that these were not fitted to', () => {
  const panel = (errorsOf: (i: number, w: number) => number[]) =>
    Array.from({ length: 40 }, (_, i) =>
      [0, 1, 2, 3].flatMap((w) =>
        windowsOf(`s${i}`, 'level', errorsOf(i, w), 1, 10 * i + w).map((window) => ({
          ...window,
          origin: 100 + horizon * w,
        })),
      ),
    ).flat();
  const counts = { separate: 160, trained: 1e6 };
  const weightsOfSeries = (windows: MixtureWindow[]) =>
    fitMixture({ spec, candidates, windows, early: [], counts }).series;
  const constant = weightsOfSeries(panel((i) => (i % 2 === 0 ? [1, 9, 4] : [4, 9, 1])));
  expect(Object.keys(constant)).toHaveLength(40);
  expect(constant.s0.network).toBeGreaterThan(2 * constant.s1.network);
  expect(constant.s1.instant).toBeGreaterThan(2 * constant.s0.instant);
  // What was better before is no better in the last window.
  const changing = weightsOfSeries(panel((_, w) => (w % 2 === 0 ? [1, 9, 4] : [4, 9, 1])));
  expect(changing).toEqual({});
});

test('a specialist is weighed by the series that it is for, and leaves the others to the other members', () => {
  const names = ['theta', 'logistic'] as const;
  const growing = (i: number) => i % 4 === 0;
  // In other series it errs a lot, which is no evidence against it.
  const windows = Array.from({ length: 60 }, (_, i) =>
    windowsOf(`s${i}`, 'level', growing(i) ? [4, 4, 0.5] : [1, 1, 30], 2, i).map((window) => ({
      ...window,
      asleep: growing(i) ? [] : [2],
    })),
  ).flat();
  const counts = { separate: 120, trained: 1e6 };
  const mixture = fitMixture({ spec, candidates: names, windows, early: [], counts });
  const awake = weightsFor(mixture, { id: 'new', kind: 'level', asleep: [] });
  expect(awake.logistic).toBeGreaterThan(0.8);
  const others = weightsFor(mixture, { id: 'new', kind: 'level', asleep: ['logistic'] });
  expect(others.logistic).toBeUndefined();
  expect(others.network + (others.theta ?? 0)).toBeCloseTo(1, 6);
  expect(others.network / (others.theta ?? 1)).toBeCloseTo(awake.network / (awake.theta ?? 1), 6);
  // Where it is the worse one, it has no weight.
  const worse = windows.map((window) => ({
    ...window,
    quantiles: [window.quantiles[2], window.quantiles[2], window.quantiles[0]],
  }));
  const without = fitMixture({ spec, candidates: names, windows: worse, early: [], counts });
  expect(weightsFor(without, { id: 'new', kind: 'level', asleep: [] }).logistic ?? 0).toBeLessThan(0.15);
});

test('mixtures that share the losses of their windows have the weights that each of them has alone', () => {
  const kinds = ['seasonal', 'walk', 'level'] as const;
  const windows = Array.from({ length: 45 }, (_, i) =>
    windowsOf(`s${i}`, kinds[i % 3], [2, 1 + (i % 4), 3 - (i % 3)], 3, i),
  ).flat();
  const early = windowsOf('s0', 'seasonal', [1, 2, 3], 2, 99);
  const some = windows.filter((_, w) => w % 3 < 2);
  const counts = { separate: 90, trained: 1e4 };
  for (const before of [[], early]) {
    const all = { spec, candidates, windows, early: before, counts };
    const few = {
      ...{ spec, counts, early: withCandidates(before, candidates, ['instant']) },
      candidates: ['instant'] as const,
      windows: withCandidates(some, candidates, ['instant']),
    };
    const known = knownLosses([...before, ...windows]);
    expect(fitMixture({ ...few, known })).toEqual(fitMixture(few));
    expect(fitMixture({ ...all, known })).toEqual(fitMixture(all));
    expect(fitMixture({ ...few, known })).toEqual(fitMixture(few));
  }
});

test('without windows, a specialist has its prior share', () => {
  const names = ['theta', 'logistic'] as const;
  const counts = { separate: 0, trained: 1e6 };
  const { overall } = fitMixture({ spec, candidates: names, windows: [], early: [], counts });
  expect(overall.logistic).toBeCloseTo(0.5, 2);
});

test('a single series is weighed by its early windows, and the network by those that it did not learn from', () => {
  const windows = windowsOf('one', 'level', [2, 2, 2], 2, 1);
  const early = windowsOf('one', 'level', [0, 1, 5], 12, 2);
  const counts = { separate: 2, trained: 100 };
  const without = fitMixture({ spec, candidates, windows, early: [], counts }).overall;
  const { overall, series } = fitMixture({ spec, candidates, windows, early, counts });
  expect(series.one).toEqual(overall);
  expect(overall.theta).toBeGreaterThan(0.6);
  expect(without.theta ?? 0).toBeLessThan(0.3);
  expect(overall.network).toBeLessThan(0.3); // its early errors of 0 count nothing
});

test('in a panel of rare and of smooth demand, the fans and sample paths of rare demand keep its zeros', async () => {
  const rng = createRng(5);
  const days = 150;
  const rare = Array.from({ length: 12 }, (_, i) =>
    seriesOf(
      Array.from({ length: days }, () => (rng.uniform() < 0.25 ? 1 + rng.int(4) : 0)),
      `rare ${i}`,
    ),
  );
  const smooth = Array.from({ length: 12 }, (_, i) =>
    seriesOf(
      Array.from({ length: days }, (_, t) => 80 + 12 * (t % 7) + 5 * rng.normal()),
      `smooth ${i}`,
    ),
  );
  const series = [...rare, ...smooth];
  const trained = succeeded(
    await run({ spec: specOf({ horizon: 7, season_length: 7, steps: 60, members: 1 }), series }),
  );
  const answers = (await forecast(
    forecastTask(trained, series, { quantiles: [0.1, 0.5, 0.9], samples: 200, seed: 3 }),
  )) as SeriesForecast[];
  const zerosOf = (part: readonly SeriesForecast[]) => {
    const values = part.flatMap(({ samples }) => samples!.flat());
    return values.filter((value) => value === 0).length / values.length;
  };
  expect(zerosOf(answers.slice(0, 12))).toBeGreaterThan(0.65);
  expect(zerosOf(answers.slice(0, 12))).toBeLessThan(0.85);
  expect(zerosOf(answers.slice(12))).toBe(0);
  const medians = answers.slice(0, 12).flatMap(({ median }) => median);
  expect(medians.filter((value) => value === 0).length / medians.length).toBeGreaterThan(0.8);
  for (const { quantiles } of answers.slice(0, 12))
    expect(quantiles['0.9'].every((value) => value > 0)).toBe(true);
});
