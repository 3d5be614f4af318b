import { describe, expect, test } from 'vitest';
import type { InstantTask } from '../../../src/contracts/ports/index.ts';
import type { InstantExplanation } from '../../../src/contracts/schemas/attribution/instant-explanation.ts';
import { createRng, selectKernel } from '../../../src/engine/index.ts';
import { explainedRowsMax, explainNetwork } from '../../../src/forecasting/attribution/instant-gradients.ts';
import {
  createPretrainedNetwork,
  instantForecaster,
  leastTrainedHorizon,
  levels,
} from '../../../src/forecasting/pretrained/index.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { header, ofSeason, randomWalk, seasonalSeries, seriesOf } from '../support.ts';

type NetworkPart = Extract<InstantExplanation['parts'][number], { method: 'network' }>;

const networksOf = ({ parts }: InstantExplanation) =>
  parts.filter((part): part is NetworkPart => part.method === 'network');
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const cold = (values: number[]) => values.map((value) => value - 200);

describe('the network', () => {
  const histories: [name: string, values: number[], season: number, isLog: boolean][] = [
    ['a season', seasonalSeries(200, 12, 2), 12, true],
    ['a season of negative values', cold(seasonalSeries(200, 12, 2)), 12, false],
    ['two seasons', seasonalSeries(24 * 20, 24, 2), 24, true],
    ['no season', randomWalk(150), 1, true],
    ['less than a season', seasonalSeries(9, 12, 2), 12, true],
    ['two values', [5, 7], 1, true],
    ['one value', [5], 1, true],
    ['missing values', randomWalk(90).map((value, t) => (t % 3 === 0 ? value : Number.NaN)), 4, true],
  ];

  for (const [name, values, season, isLog] of histories)
    test(`${name}: the weights, paths and contributions make the forecast`, () => {
      const history = Float64Array.from(values);
      const horizon = 14;
      const explained = explainNetwork(history, { season, horizon });
      const { members, weightedMean, median, baseline, contributions, context } = explained;
      const task = { season, horizon: Math.max(horizon, leastTrainedHorizon(season)), steps: horizon };
      const [{ quantiles, weights }] = instantForecaster().forecast([history], task);
      expect(context.isLog).toBe(isLog);
      const size = Math.max(...values.filter((value) => !Number.isNaN(value)).map(Math.abs));
      for (let h = 0; h < horizon; h++) {
        const read = (value: number) => (isLog ? Math.log(value) : value);
        const forecast = quantiles[h * levels.length + levels.indexOf(0.5)];
        expect(Math.abs(read(median[h]) - forecast)).toBeLessThan(1e-5 * size);
        expect(sum(members.map((member) => member.weights[h]))).toBeCloseTo(1, 5);
        for (const [i, member] of members.entries())
          expect(Math.abs(member.weights[h] - weights[h * members.length + i])).toBeLessThan(1e-4);
        const mean = sum(members.map((member) => member.weights[h] * read(member.path[h])));
        expect(Math.abs(read(weightedMean[h]) - mean)).toBeLessThan(1e-5 * size);
        const total = baseline[h] + sum(contributions.map((one) => one.values[h]));
        expect(Math.abs(total - median[h])).toBeLessThan(1e-4 * size);
      }
    });

  test('if it changes abruptly on the path, the sources are switched on one after the other', () => {
    const kernel = selectKernel();
    const shape = { cell: 'gru', hidden: 8, backtestHidden: 8, width: 8 } as const;
    const rows = { batchMax: explainedRowsMax, rowsMax: explainedRowsMax };
    const network = createPretrainedNetwork({ kernel, shape, ...rows, inputGradients: true });
    const rng = createRng(1);
    const { values } = network.parameters;
    // Steep slopes: gradients alone do not explain such a network.
    for (let i = 0; i < values.length; i++) values[i] = 3 * rng.normal();
    const history = Float64Array.from(seasonalSeries(200, 12, 2));
    const { median, baseline, contributions } = explainNetwork(history, { season: 12, horizon: 5 }, network);
    for (const [h, value] of median.entries())
      expect(baseline[h] + sum(contributions.map((one) => one.values[h]))).toBeCloseTo(value, 2);
  });

  test('a value counts where it is', () => {
    const values = new Float64Array(60).fill(10);
    values[59 - 20] = 11; // 21 steps before the end of the history
    values[59 - 5] = 9.5;
    const { contributions } = explainNetwork(values, { season: 1, horizon: 3 });
    const lags = contributions.filter(({ source }) => source === 'lag');
    expect(lags.map(({ lag }) => lag)).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
    const largest = (some: typeof lags) =>
      some.reduce((a, b) => (Math.abs(b.values[2]) > Math.abs(a.values[2]) ? b : a)).lag;
    // The last sixteen are read twice, and the last one sets the level.
    expect(largest(lags.slice(1, 16))).toBe(6);
    expect(largest(lags.slice(16))).toBe(21);
  });

  test('a season counts where it is', () => {
    const values = Float64Array.from({ length: 80 }, (_, t) => 10 + (Math.floor((79 - t) / 4) === 7 ? 1 : 0));
    const { contributions } = explainNetwork(values, { season: 4, horizon: 3 });
    const seasons = contributions.filter(({ source }) => source === 'season');
    expect(seasons.map(({ lag }) => lag)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const largest = seasons.reduce((a, b) => (Math.abs(b.values[2]) > Math.abs(a.values[2]) ? b : a));
    expect(largest.lag).toBe(8);
  });
});

describe('an explanation', () => {
  function explained(values: ArrayLike<number>, settings: Partial<InstantTask> = {}) {
    const task: InstantTask = {
      header,
      series: [seriesOf(values)],
      spec: { target: 'y', covariates: null, calendar: null, bounds: null },
      decision: null,
      horizon: 6,
      quantiles: [0.5],
      levels: [80],
      ...{ samples: 0, seed: 1, fittedSteps: 0, explain: true },
      ...settings,
    };
    const [answer] = forecastInstantly(task).answers;
    if ('problem' in answer) throw new Error(JSON.stringify(answer.problem));
    return { median: answer.median, explanation: answer.explanation! };
  }

  function requireSum(median: number[], { forecast, parts, covariates }: InstantExplanation): void {
    expect(sum(parts.map(({ share }) => share))).toBeCloseTo(1, 12);
    const scale = Math.max(...median.map(Math.abs), Number.MIN_VALUE);
    for (const [h, value] of median.entries()) {
      expect(Math.abs(forecast[h] - value) / scale).toBeLessThan(1e-5);
      const total = sum(parts.map((part) => part.share * part.median[h])) + (covariates?.[h] ?? 0);
      expect(Math.abs(total - value) / scale).toBeLessThan(1e-5);
    }
  }

  test('of a series with a season names the last values and seasons with their times', () => {
    const { median, explanation } = explained(seasonalSeries(240, 12, 0.5));
    requireSum(median, explanation);
    const [part] = networksOf(explanation);
    expect(explanation.parts).toHaveLength(1);
    expect(part).toMatchObject({
      share: 1,
      season_length: 12,
      second_season_length: null,
      mean: 'geometric',
    });
    expect(part.correction[2]).toBeCloseTo(part.median[2] - part.weighted_mean[2], 10);
    const placeOf = (source: string, lag: number) =>
      part.contributions.find((one) => one.source === source && one.lag === lag)!.time;
    expect([placeOf('lag', 1), placeOf('lag', 16), placeOf('season', 1), placeOf('season', 3)]).toEqual([
      ...[239, 224],
      ...[239, 215],
    ]);
    const heaviest = part.members.toSorted((a, b) => sum(b.weights) - sum(a.weights))[0];
    expect(explanation.summary).toMatch(new RegExp(`^Mostly ${heaviest.name} \\(\\d+ %\\)`));
  });

  test('of prices is the last value', () => {
    const values = randomWalk(400);
    const { median, explanation } = explained(values);
    requireSum(median, explanation);
    expect(explanation.parts).toEqual([
      { method: 'last_value', share: 1, median: new Array(6).fill(values.at(-1)) },
    ]);
    expect(explanation.summary).toMatch(/^The values move like prices/);
  });

  test('after missing values is about the steps of the answer', () => {
    const values = [...seasonalSeries(120, 12, 1), ...new Array(5).fill(Number.NaN)];
    const { median, explanation } = explained(values, { decision: ofSeason(12) });
    expect(median).toHaveLength(6);
    requireSum(median, explanation);
    const [part] = networksOf(explanation);
    expect(part.members[0].path).toHaveLength(6);
    expect(part.contributions[0]).toMatchObject({ source: 'lag', lag: 1, time: 119 });
  });

  test('of a constant is its value', () => {
    const { explanation } = explained(new Array(50).fill(7));
    expect(explanation).toMatchObject({
      forecast: new Array(6).fill(7),
      parts: [{ method: 'last_value', share: 1 }],
    });
  });

  test('of values that are equal at the end is this value', () => {
    const { median, explanation } = explained([5, 9, 6, 8, ...new Array(200).fill(7)], {
      decision: ofSeason(1),
    });
    requireSum(median, explanation);
    expect(explanation.parts.map(({ method }) => method)).toContain('last_value');
    expect(explanation.parts.map(({ method }) => method)).not.toContain('network');
  });

  test('of values of any size is finite', () => {
    for (const factor of [1e-200, 1e-30, 1e30, 1e90]) {
      const { median, explanation } = explained(seasonalSeries(60, 12, 1).map((value) => value * factor));
      requireSum(median, explanation);
      const [{ contributions, baseline }] = networksOf(explanation);
      expect([...baseline, ...contributions.flatMap(({ values }) => values)].every(Number.isFinite)).toBe(
        true,
      );
    }
  });

  test('of values far from zero has their level in medians, paths and the baseline', () => {
    const level = 2 ** 40;
    const { median, explanation } = explained(seasonalSeries(60, 12, 1).map((value) => level + value));
    const [part] = networksOf(explanation);
    for (const [h, value] of median.entries()) {
      expect(Math.abs(explanation.forecast[h] - value)).toBeLessThan(0.1);
      const total = part.baseline[h] + sum(part.contributions.map(({ values }) => values[h]));
      expect(Math.abs(total - part.median[h])).toBeLessThan(0.1);
      expect(Math.abs(part.weighted_mean[h] + part.correction[h] - part.median[h])).toBeLessThan(0.1);
      for (const { path } of part.members) expect(Math.abs(path[h] - value)).toBeLessThan(50);
    }
  });

  test('counts the effects of known covariates apart', () => {
    const promotion = (t: number) => (t % 9 === 4 ? 1 : 0);
    for (const marred of [
      (value: number, t: number) => value + 30 * promotion(t),
      (value: number, t: number) => value * (1 + 0.5 * promotion(t)),
      (value: number, t: number) => value + 30 * promotion(t) - 200,
    ]) {
      const values = seasonalSeries(90, 12, 1).map(marred);
      const column = Float64Array.from(values, (_, t) => promotion(t));
      const series = { ...seriesOf(values), covariates: { promotion: column } };
      const covariates = { past: [], future: ['promotion'], static: [], time_features: [] };
      const given = Float64Array.from({ length: 6 }, (_, h) => promotion(90 + h));
      const { median, explanation } = explained(values, {
        header: { ...header, covariates: ['promotion'] },
        series: [series],
        spec: { target: 'y', covariates, calendar: null, bounds: null },
        future: [{ given: [{ times: null, covariates: { promotion: given } }], stored: [] }],
      });
      requireSum(median, explanation);
      expect(given[4]).toBe(1);
      expect(explanation.covariates![4] - explanation.covariates![3]).toBeGreaterThan(15);
    }
  });
});
