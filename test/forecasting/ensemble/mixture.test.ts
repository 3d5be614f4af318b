import { expect, test } from 'vitest';
import type { ModelSpec } from '../../../src/contracts/schemas/models/model.ts';
import { selectKernel } from '../../../src/engine/index.ts';
import { evenFactors } from '../../../src/forecasting/ensemble/calibration.ts';
import { createEnsemble } from '../../../src/forecasting/ensemble/ensemble.ts';
import { buildMember } from '../../../src/forecasting/ensemble/member.ts';
import { mixed } from '../../../src/forecasting/ensemble/mixture.ts';
import { forAll, networkOnly } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import { decodeParts } from '../../../src/forecasting/ensemble/weights-file.ts';
import { memberSpecs, tailPoints } from '../../../src/forecasting/families/index.ts';
import { historiesOf, observedCount } from '../../../src/forecasting/history/target.ts';
import { methods } from '../../../src/forecasting/methods/index.ts';
import { contextLength } from '../../../src/forecasting/pretrained/index.ts';
import { meanScores } from '../../../src/forecasting/statistics/quantiles.ts';
import { header, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const values = seasonalSeries(240, 12, 2).map((value) => value + 1_000);

/** Members of which two read windows alike and one does not, for series of which none fills a batch. */
async function trainedParts(settings: Partial<ModelSpec> = {}) {
  const common = { steps: 8, family: 'seasonal', season_length: 12, members: 3 } as const;
  const spec = specOf({ ...common, transform: 'identity', ...settings });
  const trained = succeeded(await run({ series: [seriesOf(values)], spec }));
  return decodeParts(trained.weights.bytes, ['members'], selectKernel(), 4);
}

test('networks with the same inputs give the forecasts of each network alone, for any batch size', async () => {
  const { members, ...parts } = await trainedParts();
  expect(new Set(members.map(({ layout }) => layout.context)).size).toBe(2);
  const [series] = historiesOf([seriesOf(values)], specOf(), header);
  const windows = Array.from({ length: 7 }, (_, i) => ({ series, origin: 234 + i }));
  const common = { ...parts, ensembleWeights: networkOnly, calibration: evenFactors([1, 1]) };
  const together = createEnsemble({ ...common, members, batchMax: 4 }).forecast(windows);
  const alone = members.map((member) =>
    createEnsemble({ ...common, members: [member], batchMax: 1 }).forecast(windows),
  );
  for (let w = 0; w < windows.length; w++)
    for (const score of [-1.2815515655446004, 0]) {
      const mean = alone.reduce((sum, fans) => sum + fans[w]!.quantileAt(3, score), 0) / members.length;
      expect(together[w]!.quantileAt(3, score)).toBeCloseTo(mean, 9);
    }
});

for (const [name, bounds] of Object.entries({
  'as it is': null,
  'cut by a bound': { lower: 1_045, upper: null, integer: false },
  'in whole numbers': { lower: null, upper: null, integer: true },
}))
  test(`the mean of a fan ${name} is that of its quantiles`, async () => {
    const { members, spec, ...parts } = await trainedParts();
    const model = createEnsemble({
      ...parts,
      calibration: parts.calibration.members,
      ...{ members, spec: { ...spec, bounds }, ensembleWeights: networkOnly, batchMax: 4 },
    });
    const [series] = historiesOf([seriesOf(values)], specOf(), header);
    const [fan] = model.forecast([{ series, origin: 240 }]);
    for (const [h, mean] of fan!.mean(spec.horizon).entries()) {
      const sum = meanScores.reduce((total, score) => total + fan!.quantileAt(h, score), 0);
      expect(mean).toBeCloseTo(sum / meanScores.length, 8);
      expect(fan!.path(0.7, spec.horizon)[h]).toBe(fan!.quantileAt(h, 0.7));
    }
  });

test('a model whose weight is all on the instant forecast gives that forecast, and reads what it reads', async () => {
  const parts = await trainedParts({ context_length: 48 });
  const model = createEnsemble({
    ...parts,
    ensembleWeights: forAll({ instant: 1 }),
    calibration: evenFactors([1, 1]),
    batchMax: 4,
  });
  expect(model.tail).toBe(contextLength(12));
  expect(tailPoints({ ...parts.spec, shares: { instant: 1 } })).toBe(contextLength(12));
  expect(tailPoints({ ...parts.spec, shares: { network: 1 } })).toBeLessThan(contextLength(12));
  const longer = Float64Array.from(seasonalSeries(600, 12, 2), (value) => value + 1_000);
  const { horizon, quantiles: levels } = parts.spec;
  const [{ quantiles }] = methods.instant.forecastAll!([longer], { horizon, season: 12, levels });
  const fanOf = (read: Float64Array, steps?: number) => {
    const [series] = historiesOf([seriesOf(read)], specOf(), header);
    return model.forecast([{ series, origin: read.length }], steps)[0]!;
  };
  const [whole, tail, first] = [fanOf(longer), fanOf(longer.subarray(-model.tail)), fanOf(longer, 1)];
  for (let h = 0; h < horizon; h++) {
    expect(whole.quantileAt(h, 0)).toBeCloseTo(quantiles[h * levels.length + levels.indexOf(0.5)], 3);
    expect(tail.quantileAt(h, 1)).toBe(whole.quantileAt(h, 1));
  }
  expect(first.quantileAt(0, 1)).toBeCloseTo(whole.quantileAt(0, 1), 3);
});

test('a window that meets the needs of all networks and methods has a forecast', async () => {
  const trained = await trainedParts({ steps: 1, members: 1 });
  for (const { family, base } of [
    { family: 'seasonal', base: 'seasonal_naive' },
    { family: 'short', base: 'theta' },
  ] as const) {
    const spec = { ...trained.spec, family, base, context_length: 300, members: 4 };
    const members = memberSpecs(spec).map((member) =>
      buildMember(member, { kernel: selectKernel(), batchMax: 4, use: 'forecasts' }, () => {}),
    );
    const { needs, forecast } = createEnsemble({
      ...{ ...trained, spec, members, calibration: evenFactors([1, 1]), batchMax: 4 },
      ensembleWeights: forAll({ network: 0.5, instant: 0.5 }),
    });
    // The instant forecast reads less than the networks.
    expect(contextLength(12)).toBeLessThan(members[0].layout.tail);
    const all = seasonalSeries(500, 12, 2);
    const gaps = [0, 50, 140, 160, 190, 195, 250, 290, 400, 440, 500];
    const met = gaps.filter((gap) => {
      const held = all.map((value, t) => (t >= 500 - gap ? Number.NaN : value));
      const [series] = historiesOf([seriesOf(held)], specOf(), header);
      const isMet = needs(500).every(
        ({ steps, observed }) => observedCount(series.raw.subarray(-steps)) >= observed,
      );
      if (isMet) expect(forecast([{ series, origin: 500 }])[0], `${family}, ${gap} missing`).not.toBeNull();
      return isMet;
    });
    expect(met).toContain(50);
    expect(met).not.toContain(250);
  }
});

test('quantiles of rare demands ascend, also if a network forecasts negative values', () => {
  const levels = [0.1, 0.5, 0.9, 0.95];
  const rareDemand = { id: 's', kind: 'level', length: 100, zeroLimit: 0.5, asleep: [] } as const;
  const { quantiles } = mixed(
    {
      ...{
        usable: [true, true],
        isLog: [false, false],
        series: [rareDemand, { ...rareDemand, zeroLimit: 0 }],
      },
      network: Float64Array.from([-4, -3, -2, 5, -4, -3, -2, 5]),
      statistical: { tsb: Float64Array.from([0, 0, 1, 2, 0, 0, 1, 2]) },
    },
    forAll({ network: 0.5, tsb: 0.5 }),
    levels,
  );
  expect(Array.from(quantiles)).toEqual([0, 0, 0, 3.5, -2, -1.5, -0.5, 3.5]);
});
