import { expect, test } from 'vitest';
import { createBatch } from '../../../src/forecasting/families/batch.ts';
import { layoutOf, type ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { writeContext, writeTargets } from '../../../src/forecasting/families/windows.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { Volatility } from '../../../src/forecasting/statistics/scaling.ts';
import { splitSeries } from '../../../src/forecasting/statistics/split.ts';
import { header, randomWalk, seasonalSeries, seriesOf, specOf } from '../support.ts';

function decide(values: number[], settings = {}): ResolvedSpec {
  return resolveSpec(specOf(settings), historiesOf([seriesOf(values)], { target: 'y' }, header), header).spec;
}

function windowOf(values: Float64Array, origin: number, spec: ResolvedSpec) {
  const layout = layoutOf({ ...spec, base_seasons: [1], season_steps: 1 });
  const batch = createBatch(layout, 1);
  const source = { values, isLog: false };
  const usable = writeContext(batch, 0, source, origin, layout);
  return { usable, batch, layout, source };
}

const kinds = {
  prices: randomWalk(600),
  seasonal: seasonalSeries(600, 12, 1),
  noise: seasonalSeries(600, 5_000, 3),
};

for (const [name, values] of Object.entries(kinds)) {
  test(`${name}: nothing after the origin reaches inputs, base, scale or step inputs`, () => {
    const spec = decide(values);
    const changed = Float64Array.from(values, (value, t) => (t < 400 ? value : 1e6 * (t % 7)));
    const before = windowOf(Float64Array.from(values), 400, spec).batch;
    const after = windowOf(changed, 400, spec).batch;
    expect(after).toEqual(before);
    expect(before.scale[0]).toBeGreaterThan(0);
  });

  test(`${name}: every decision about the spec ignores the backtest tail`, () => {
    const plan = { horizon: 6, windows: 10, step: 2 };
    const { trainEnd } = splitSeries(values.length, plan);
    const changed = values.map((value, t) => (t < trainEnd ? value : -1e6 * (t % 3)));
    const settings = { validation: { windows: plan.windows, step: plan.step } };
    expect(decide(changed, settings)).toEqual(decide(values, settings));
  });

  test(`${name}: a missing value is masked, and a constant context has a small scale`, () => {
    const spec = decide(values);
    const holes = Float64Array.from(values, (value, t) => (t % 5 === 3 ? Number.NaN : value));
    const { usable, batch } = windowOf(holes, 400, spec);
    expect(usable).toBe(true);
    expect(batch.inputs.every(Number.isFinite)).toBe(true);
    expect(batch.base.every(Number.isFinite)).toBe(true);

    const constant = windowOf(new Float64Array(400).fill(7), 400, spec);
    expect(constant.usable).toBe(true);
    expect(constant.batch.inputs.every(Number.isFinite)).toBe(true);
    expect(constant.batch.scale[0]).toBeLessThan(1e-6);
    expect([...constant.batch.base]).toEqual(new Array(6).fill(7));
  });

  test(`${name}: missing targets are masked, and a context without enough observations is refused`, () => {
    const spec = decide(values);
    const { batch, layout } = windowOf(Float64Array.from(values), 400, spec);
    const future = Float64Array.from(values);
    future[401] = Number.NaN;
    writeTargets(batch, 0, { values: future, isLog: false }, 400, 404, layout);
    expect([...batch.mask]).toEqual([1, 0, 1, 1, 0, 0]);
    expect(windowOf(new Float64Array(400).fill(Number.NaN), 400, spec).usable).toBe(false);
  });
}

test('prices keep their median at the last value, noise around a level learns it, a season is found', () => {
  expect(decide(kinds.prices)).toMatchObject({
    family: 'prices',
    base: 'naive',
    location: 'fixed',
    transform: 'log',
    season_length: 1,
  });
  expect(decide(kinds.noise)).toMatchObject({ family: 'short', base: 'theta', location: 'learnt' });
  expect(decide(kinds.seasonal)).toMatchObject({
    family: 'seasonal',
    base: 'seasonal_naive',
    location: 'learnt',
    season_length: 12,
  });
});

test('parts follow each other in time and their targets do not overlap', () => {
  for (const length of [14, 20, 30, 50, 200, 1_000]) {
    const plan = { horizon: 5, windows: 8, step: 2 };
    const { fitEnd, trainEnd, validationOrigins, backtestOrigins } = splitSeries(length, plan);
    expect(backtestOrigins.length).toBeGreaterThan(0);
    expect(backtestOrigins.at(-1)).toBe(length - plan.horizon);
    expect(trainEnd).toBe(backtestOrigins[0]);
    for (const origin of validationOrigins) {
      expect(origin).toBeGreaterThanOrEqual(fitEnd);
      expect(origin + plan.horizon).toBeLessThanOrEqual(trainEnd);
    }
    expect(fitEnd).toBeGreaterThanOrEqual(4 + plan.horizon);
  }
});

test('one jump changes the scale little; many jumps change it', () => {
  const scaleAfter = (jumps: number[]) => {
    const volatility = new Volatility();
    let level = 0;
    const calm = Array.from({ length: 60 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    for (const difference of [...calm, ...jumps]) {
      level += difference;
      volatility.push(level);
    }
    return volatility.scale();
  };
  expect(scaleAfter([1_000])).toBeLessThan(3);
  expect(scaleAfter([1_000, -1_000, 1_000, -1_000, 1_000, -1_000, 1_000, -1_000])).toBeGreaterThan(10);
});

test('positive values that move by multiples are forecast without a logarithm', () => {
  expect(decide(randomWalk(400, 2, 0.8)).transform).toBe('identity');
});

for (const [name, values] of Object.entries(kinds))
  test(`${name}: nothing of the window before is left in a row of the batch`, () => {
    const layout = layoutOf({ ...decide(values), base_seasons: [1], season_steps: 1 });
    const source = { values: Float64Array.from(values), isLog: false };
    const batch = createBatch(layout, 2);
    for (const rows of [batch.inputs, batch.stepInputs, batch.targets, batch.mask, batch.base, batch.unit])
      rows.fill(7);
    for (const b of [0, 1]) expect(writeContext(batch, b, source, 300, layout)).toBe(true);
    const clean = createBatch(layout, 2);
    for (const b of [0, 1]) writeContext(clean, b, source, 300, layout);
    const written = ({ inputs, stepInputs, targets, mask, base, unit }: typeof batch) => ({
      ...{ inputs, stepInputs, targets, mask, base, unit },
    });
    expect(written(batch)).toEqual(written(clean));
    expect(writeContext(batch, 1, source, 1, layout)).toBe(false);
    expect(batch.inputs.some((input, i) => input !== 0 && Math.floor(i / layout.inputSize) % 2 === 1)).toBe(
      false,
    );
  });
