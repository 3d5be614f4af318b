import { expect, test } from 'vitest';
import { createRng, pinball, selectKernel } from '../../../src/engine/index.ts';
import { type Batch, createBatch } from '../../../src/forecasting/families/batch.ts';
import { type Layout, layoutOf, type MemberSpec } from '../../../src/forecasting/families/index.ts';
import { writeContext, writeTargets } from '../../../src/forecasting/families/windows.ts';
import { parameterBytes } from '../../../src/forecasting/network/memory-budget.ts';
import { createNetwork } from '../../../src/forecasting/network/network.ts';
import { createQuantileSpread } from '../../../src/forecasting/network/quantile-spread.ts';
import { randomWalk, seasonalSeries, specOf } from '../support.ts';

function memberSpec(settings: Partial<MemberSpec>): MemberSpec {
  const resolved: MemberSpec = {
    ...(specOf({ horizon: 5 }) as MemberSpec),
    context_length: 16,
    members: 1,
    layers: 2,
    hidden_size: 6,
    decoder_size: 7,
    dropout: 0,
    steps: 10,
    batch_size: 8,
    learning_rate: 0.01,
    weight_decay: 0,
    median_weight: 1,
    validation: { windows: 1, step: 1 },
    transform: 'identity',
    family: 'prices',
    base: 'naive',
    season_length: 1,
    location: 'fixed',
    base_seasons: [1],
    season_steps: 1,
  };
  return { ...resolved, ...settings };
}

const specs = {
  prices: memberSpec({}),
  seasonal: memberSpec({ family: 'seasonal', base: 'seasonal_naive', season_length: 4, location: 'learnt' }),
  short: memberSpec({ family: 'short', base: 'theta', season_length: 4, location: 'learnt' }),
};
const values = {
  prices: randomWalk(300),
  seasonal: seasonalSeries(80, 4, 1),
  short: seasonalSeries(80, 4, 1),
};

function baseQuantiles(layout: Layout): Float32Array {
  const { horizon, grid } = layout;
  const rows = Array.from({ length: horizon }, (_, h) => [...grid.scores].map((z) => z * (1 + h / 4)));
  return Float32Array.from(rows.flat());
}

function filled(layout: Layout, name: keyof typeof values, size: number): Batch {
  const batch = createBatch(layout, size);
  const source = { values: Float64Array.from(values[name]), isLog: false };
  for (let b = 0; b < size; b++) {
    const origin = source.values.length - 8 - b;
    expect(writeContext(batch, b, source, origin, layout)).toBe(true);
    writeTargets(batch, b, source, origin, source.values.length, layout);
  }
  return batch;
}

type Numbers = { [i: number]: number; length: number };

/** Compares a gradient with central differences, at most `checksMax` of its elements. */
function expectGradient(
  objective: () => number,
  at: Numbers,
  gradient: ArrayLike<number>,
  tolerance: number,
) {
  const checksMax = 150;
  const largest = Math.max(...Array.from(gradient, Math.abs));
  const stride = Math.max(1, Math.floor(at.length / checksMax));
  for (let i = 0; i < at.length; i += stride) {
    const kept = at[i];
    at[i] = kept + 1e-2;
    const up = objective();
    at[i] = kept - 1e-2;
    const down = objective();
    at[i] = kept;
    expect(Math.abs((up - down) / 2e-2 - gradient[i]) / largest).toBeLessThan(tolerance);
  }
}

test('gradients of the spread match central differences', () => {
  const layout = layoutOf(specs.prices);
  const spread = createQuantileSpread(layout, 3);
  spread.setBase(baseQuantiles(layout));
  const rng = createRng(3);
  const random = (length: number) => Float32Array.from({ length }, () => rng.normal());
  const numbers = random(3 * spread.outputs);
  const dY = random(3 * layout.horizon * layout.quantiles);
  const objective = () => spread.forward(numbers, 3).reduce((sum, y, i) => sum + y * dY[i], 0);
  objective();
  expectGradient(objective, numbers, Float32Array.from(spread.backward(dY)), 2e-3);
});

for (const name of ['prices', 'seasonal', 'short'] as const) {
  const spec = specs[name];
  const layout = layoutOf(spec);

  test(`${name}: gradients of weights, inputs and step inputs match central differences`, () => {
    const kernel = selectKernel('reference');
    const network = createNetwork({
      kernel,
      spec,
      layout,
      batchMax: 3,
      rng: createRng(1),
      inputGradients: true,
    });
    network.setBase(baseQuantiles(layout));
    const rng = createRng(4);
    const { parameters } = network;
    for (let i = 0; i < parameters.values.length; i++) parameters.values[i] = 0.3 * rng.normal();
    const batch = filled(layout, name, 3);
    const dY = Float32Array.from({ length: 3 * layout.horizon * layout.quantiles }, () => rng.normal());
    const objective = () => {
      let sum = 0;
      for (const [i, y] of network.forward(batch, true).entries()) sum += y * dY[i];
      return sum;
    };
    parameters.zeroGradients();
    objective();
    const { dInputs, dStepInputs } = network.backward(dY);
    const [inputs, steps] = [Float32Array.from(dInputs!), Float32Array.from(dStepInputs ?? [])];
    expectGradient(objective, parameters.values, Float32Array.from(parameters.gradients), 5e-3);
    expectGradient(objective, batch.inputs, inputs, 5e-3);
    expect(steps).toHaveLength(batch.stepInputs.length);
    if (steps.length > 0) expectGradient(objective, batch.stepInputs, steps, 5e-3);
  });

  test(`${name}: an untrained network gives the base quantiles`, () => {
    const network = createNetwork({ kernel: selectKernel(), spec, layout, batchMax: 2, rng: createRng(1) });
    network.setBase(baseQuantiles(layout));
    const { horizon, quantiles: Q } = layout;
    const untrained = network.forward(filled(layout, name, 2), false);
    for (let i = 0; i < 2 * horizon * Q; i++)
      expect(untrained[i]).toBeCloseTo(network.base[i % (horizon * Q)], 5);
  });

  test(`${name}: the pinball loss of one batch falls when the network follows its gradient`, () => {
    const kernel = selectKernel();
    const network = createNetwork({ kernel, spec, layout, batchMax: 4, rng: createRng(1) });
    network.setBase(baseQuantiles(layout));
    const batch = filled(layout, name, 4);
    const loss = pinball({ kernel, quantiles: [...layout.grid.levels] });
    const dY = new Float32Array(4 * layout.horizon * layout.quantiles);
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) {
      network.parameters.zeroGradients();
      losses.push(loss(dY, network.forward(batch, true), batch.targets, batch.mask));
      network.backward(dY);
      const { values: weights, gradients } = network.parameters;
      for (let i = 0; i < weights.length; i++) weights[i] -= 0.1 * gradients[i];
    }
    expect(losses.at(-1)).toBeLessThan(losses[0]);
  });
}

test('prices: quantiles do not cross, whatever the weights', () => {
  const layout = layoutOf(specs.prices);
  const kernel = selectKernel();
  const network = createNetwork({ kernel, spec: specs.prices, layout, batchMax: 2, rng: createRng(1) });
  network.setBase(baseQuantiles(layout));
  const rng = createRng(5);
  for (const { value } of network.parameters.tensors)
    for (let i = 0; i < value.length; i++) value[i] = 20 * rng.normal();
  const wild = network.forward(filled(layout, 'prices', 2), false);
  for (let i = 0; i < wild.length; i++)
    if (i % layout.quantiles > 0) expect(wild[i]).toBeGreaterThanOrEqual(wild[i - 1]);
});

test.each(Object.entries(specs))(
  'the parameters of a network of the family %s are counted before it is made',
  (_, spec) => {
    for (const cell of ['rnn', 'gru', 'lstm'] as const) {
      const own = { ...spec, cell, hidden_size: 40, layers: 3 };
      const network = createNetwork({
        ...{
          kernel: selectKernel('reference'),
          spec: own,
          layout: layoutOf(own),
          batchMax: 1,
          rng: createRng(1),
        },
      });
      const bytes = network.parameters.values.byteLength;
      expect(parameterBytes(own)).toBeGreaterThanOrEqual(bytes);
      expect(parameterBytes(own)).toBeLessThan(1.1 * bytes);
    }
  },
);
