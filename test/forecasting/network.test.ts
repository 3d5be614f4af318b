import { expect, test } from 'vitest';
import { createParameters, createRng, pinball, selectKernel } from '../../src/engine/index.ts';
import { createFan } from '../../src/forecasting/fan.ts';
import { type Layout, layoutOf, type ResolvedSpec } from '../../src/forecasting/layout.ts';
import { createNetwork } from '../../src/forecasting/network.ts';
import { createBatch, writeContext, writeTargets } from '../../src/forecasting/windows.ts';
import { randomWalk, seasonalSeries, specOf } from './support.ts';

function resolvedSpec(settings: Partial<ResolvedSpec>): ResolvedSpec {
  const resolved: ResolvedSpec = {
    ...(specOf({ horizon: 5 }) as ResolvedSpec),
    context_length: 16,
    layers: 2,
    hidden_size: 6,
    dropout: 0,
    steps: 10,
    batch_size: 8,
    learning_rate: 0.01,
    weight_decay: 0,
    validation: { windows: 1, step: 1 },
    transform: 'identity',
    base: 'naive',
    season_length: 1,
    location: 'fixed',
  };
  return { ...resolved, ...settings };
}

const fixedSpec = resolvedSpec({});
const seasonalSpec = resolvedSpec({ base: 'seasonal_naive', season_length: 4, location: 'learnt' });

function baseQuantiles(layout: Layout): Float32Array {
  const { horizon, grid } = layout;
  const rows = Array.from({ length: horizon }, (_, h) => [...grid.scores].map((z) => z * (1 + h / 4)));
  return Float32Array.from(rows.flat());
}

for (const [name, spec] of Object.entries({ fixed: fixedSpec, seasonal: seasonalSpec })) {
  test(`${name}: gradients of the fan match central differences`, () => {
    const layout = layoutOf(spec);
    const parameters = createParameters('float32');
    const fan = createFan(layout, parameters, 3);
    if (layout.lags > 0) parameters.seal();
    fan.setBase(baseQuantiles(layout));
    const rng = createRng(3);
    const random = (length: number) => Float32Array.from({ length }, () => rng.normal());
    const head = random(3 * fan.outputs);
    const lags = random(3 * layout.horizon * layout.lags);
    const dY = random(3 * layout.horizon * layout.quantiles);
    if (layout.lags > 0) parameters.values.set(random(layout.lags));
    const objective = () => fan.forward(head, lags, 3).reduce((sum, y, i) => sum + y * dY[i], 0);

    const checked: [ArrayLike<number> & { [i: number]: number }, ArrayLike<number>][] = [];
    objective();
    checked.push([head, Float32Array.from(fan.backward(dY))]);
    if (layout.lags > 0) checked.push([parameters.values, Float32Array.from(parameters.gradients)]);
    for (const [values, gradient] of checked) {
      const largest = Math.max(...Array.from(gradient, Math.abs));
      for (let i = 0; i < values.length; i++) {
        const kept = values[i];
        values[i] = kept + 1e-2;
        const up = objective();
        values[i] = kept - 1e-2;
        const down = objective();
        values[i] = kept;
        expect(Math.abs((up - down) / 2e-2 - gradient[i]) / largest).toBeLessThan(2e-3);
      }
    }
  });

  test(`${name}: an untrained network gives the base quantiles, a trained one never crosses`, () => {
    const layout = layoutOf(spec);
    const network = createNetwork({ kernel: selectKernel(), spec, layout, batchMax: 2, rng: createRng(1) });
    network.setBase(baseQuantiles(layout));
    const batch = createBatch(layout, 2);
    const values = name === 'fixed' ? randomWalk(300) : seasonalSeries(40, 4, 1);
    for (const b of [0, 1]) writeContext(batch, b, Float64Array.from(values).subarray(b), layout);
    const { horizon, quantiles: Q } = layout;
    const untrained = network.forward(batch, false);
    for (let i = 0; i < 2 * horizon * Q; i++)
      expect(untrained[i]).toBeCloseTo(network.base[i % (horizon * Q)], 5);

    const rng = createRng(5);
    for (const { value } of network.parameters.tensors)
      for (let i = 0; i < value.length; i++) value[i] = 20 * rng.normal();
    const wild = network.forward(batch, false);
    for (let i = 0; i < wild.length; i++) if (i % Q > 0) expect(wild[i]).toBeGreaterThanOrEqual(wild[i - 1]);
  });

  test(`${name}: the pinball loss of one batch falls when the network follows its gradient`, () => {
    const layout = layoutOf(spec);
    const kernel = selectKernel();
    const network = createNetwork({ kernel, spec, layout, batchMax: 4, rng: createRng(1) });
    network.setBase(baseQuantiles(layout));
    const batch = createBatch(layout, 4);
    const values = Float64Array.from(name === 'fixed' ? randomWalk(300) : seasonalSeries(60, 4, 1));
    for (let b = 0; b < 4; b++) {
      const origin = values.length - 8 - b;
      writeContext(batch, b, values.subarray(Math.max(0, origin - layout.tail), origin), layout);
      writeTargets(batch, b, values.subarray(origin, origin + layout.horizon), layout);
    }
    const loss = pinball({ kernel, quantiles: [...layout.grid.levels] });
    const dY = new Float32Array(4 * layout.horizon * layout.quantiles);
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) {
      network.parameters.zeroGradients();
      losses.push(loss(dY, network.forward(batch, true), batch.targets, batch.mask));
      network.backward(dY);
      const { values: weights, gradients } = network.parameters;
      for (let i = 0; i < weights.length; i++) weights[i] -= 0.3 * gradients[i];
    }
    expect(losses.at(-1)).toBeLessThan(losses[0]);
  });
}
