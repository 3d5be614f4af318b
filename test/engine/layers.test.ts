import { describe, expect, test } from 'vitest';
import {
  activation,
  createParameters,
  createRng,
  crossEntropy,
  embedding,
  layerNorm,
  selectKernel,
  studentT,
  studentTOf,
  weightAverage,
} from '../../src/engine/index.ts';
import { centralDifferences, dot, relativeError } from './differences.ts';
import { fixture } from './fixtures.ts';
import { randomFloats } from './network.ts';

const differencesMax = 1e-6; // float64 against central differences
const torchMax = 1e-5; // float32 against PyTorch

describe('layers, float64: gradients are the central differences', () => {
  for (const name of ['silu', 'gelu'] as const)
    test(name, () => {
      const rng = createRng(1);
      const layer = activation({ precision: 'float64', name, lengthMax: 30 });
      const x = randomFloats('float64', 20, rng).map((value) => 2 * value);
      const dy = randomFloats('float64', 20, rng);
      const loss = () => dot(layer.forward(x), dy);
      loss();
      const dx = layer.backward(dy).slice();
      expect(relativeError(dx, centralDifferences(loss, x))).toBeLessThanOrEqual(differencesMax);
    });

  test('layer norm', () => {
    const rng = createRng(2);
    const parameters = createParameters('float64');
    const layer = layerNorm({ parameters, prefix: '', size: 5, rowsMax: 7 });
    parameters.seal();
    parameters.values.set(randomFloats('float64', 10, rng));
    const x = randomFloats('float64', 4 * 5, rng);
    const dy = randomFloats('float64', 4 * 5, rng);
    const loss = () => dot(layer.forward(x), dy);
    loss();
    const dx = layer.backward(dy).slice();
    expect(relativeError(dx, centralDifferences(loss, x))).toBeLessThanOrEqual(differencesMax);
    for (const { name, gradient, value } of parameters.tensors)
      expect(relativeError(gradient, centralDifferences(loss, value)), name).toBeLessThanOrEqual(
        differencesMax,
      );
  });

  test('embedding, with a symbol that comes twice', () => {
    const rng = createRng(3);
    const parameters = createParameters('float64');
    const layer = embedding({ parameters, prefix: '', symbolCount: 4, size: 3, rowsMax: 8 });
    parameters.seal();
    layer.initialise(rng);
    const dy = randomFloats('float64', 5 * 3, rng);
    const loss = () => dot(layer.forward(Uint32Array.of(2, 0, 2, 3, 2)), dy);
    loss();
    layer.backward(dy);
    const numeric = centralDifferences(loss, layer.weight.value);
    expect(relativeError(layer.weight.gradient, numeric)).toBeLessThanOrEqual(differencesMax);
  });

  for (const masked of [false, true]) {
    const mask = masked ? Uint8Array.of(0, 1, 1, 0, 1, 1) : undefined;

    test(`Student-t likelihood${masked ? ' with missing targets' : ''}`, () => {
      const rng = createRng(4);
      const theta = randomFloats('float64', 6 * 3, rng).map((value) => 2 * value);
      const y = randomFloats('float64', 6, rng).map((value) => 3 * value);
      const loss = studentT();
      const dTheta = new Float64Array(18);
      const unused = new Float64Array(18);
      loss(dTheta, theta, y, mask);
      const numeric = centralDifferences(() => loss(unused, theta, y, mask), theta);
      expect(relativeError(dTheta, numeric)).toBeLessThanOrEqual(differencesMax);
    });

    test(`cross-entropy${masked ? ' with missing targets' : ''}`, () => {
      const rng = createRng(5);
      const logits = randomFloats('float64', 6 * 4, rng).map((value) => 3 * value);
      const symbols = Uint32Array.of(3, 0, 1, 99 * (masked ? 1 : 0), 2, 0);
      const loss = crossEntropy({ kernel: selectKernel('reference'), symbolCount: 4 });
      const dLogits = new Float64Array(24);
      const unused = new Float64Array(24);
      loss(dLogits, logits, symbols, mask);
      const numeric = centralDifferences(() => loss(unused, logits, symbols, mask), logits);
      expect(relativeError(dLogits, numeric)).toBeLessThanOrEqual(differencesMax);
    });
  }
});

describe('layers, float32: equal to PyTorch', () => {
  for (const name of ['silu', 'gelu'] as const)
    test(name, () => {
      const torch = fixture('layers', `${name}.`);
      const layer = activation({ precision: 'float32', name, lengthMax: 100 });
      expect(relativeError(layer.forward(torch.floats('x')), torch.floats('y'))).toBeLessThanOrEqual(
        torchMax,
      );
      expect(relativeError(layer.backward(torch.floats('dy')), torch.floats('dx'))).toBeLessThanOrEqual(
        torchMax,
      );
    });

  test('layer norm', () => {
    const torch = fixture('layers', 'norm.');
    const [rowsMax, size] = torch.shape('x');
    const parameters = createParameters('float32');
    const layer = layerNorm({ parameters, prefix: '', size, rowsMax });
    parameters.seal();
    for (const { name, value } of parameters.tensors) value.set(torch.floats(name));
    expect(relativeError(layer.forward(torch.floats('x')), torch.floats('y'))).toBeLessThanOrEqual(torchMax);
    expect(relativeError(layer.backward(torch.floats('dy')), torch.floats('dx'))).toBeLessThanOrEqual(
      torchMax,
    );
    for (const { name, gradient } of parameters.tensors)
      expect(relativeError(gradient, torch.floats(`d.${name}`)), name).toBeLessThanOrEqual(torchMax);
  });

  test('embedding', () => {
    const torch = fixture('layers', 'embedding.');
    const [symbolCount, size] = torch.shape('weight');
    const parameters = createParameters('float32');
    const layer = embedding({ parameters, prefix: '', symbolCount, size, rowsMax: 20 });
    parameters.seal();
    layer.weight.value.set(torch.floats('weight'));
    expect(layer.forward(Uint32Array.from(torch.bytes('symbols')))).toEqual(torch.floats('y'));
    layer.backward(torch.floats('dy'));
    expect(relativeError(layer.weight.gradient, torch.floats('d.weight'))).toBeLessThanOrEqual(torchMax);
  });

  test('Student-t likelihood with missing targets', () => {
    const torch = fixture('layers', 'studentT.');
    const dTheta = new Float32Array(torch.floats('theta').length);
    const value = studentT()(dTheta, torch.floats('theta'), torch.floats('y'), torch.bytes('mask'));
    expect(value).toBeCloseTo(torch.floats('loss')[0], 5);
    expect(relativeError(dTheta, torch.floats('dTheta'))).toBeLessThanOrEqual(torchMax);
  });

  test('cross-entropy with missing targets', () => {
    const torch = fixture('layers', 'crossEntropy.');
    const [, symbolCount] = torch.shape('logits');
    const dLogits = new Float32Array(torch.floats('logits').length);
    const symbols = Uint32Array.from(torch.bytes('symbols'));
    const value = crossEntropy({ kernel: selectKernel('reference'), symbolCount })(
      dLogits,
      torch.floats('logits'),
      symbols,
      torch.bytes('mask'),
    );
    expect(value).toBeCloseTo(torch.floats('loss')[0], 5);
    expect(relativeError(dLogits, torch.floats('dLogits'))).toBeLessThanOrEqual(torchMax);
  });

  test('the moving average of the weights', () => {
    const torch = fixture('layers', 'average.');
    const [updates, count] = torch.shape('weights');
    const parameters = createParameters('float32');
    parameters.add('weights', [count]);
    parameters.seal();
    const average = weightAverage({ parameters, decay: 0.9 });
    for (let update = 0; update < updates; update++) {
      const row = (name: string) => torch.floats(name).subarray(update * count, (update + 1) * count);
      parameters.values.set(row('weights'));
      average.update();
      expect(relativeError(average.state().average, row('averages'))).toBeLessThanOrEqual(torchMax);
    }
  });
});

describe('losses at the edges', () => {
  test('a Student-t with very many degrees of freedom is the normal distribution', () => {
    const theta = Float64Array.of(1, 2, 1e12);
    const { location, scale } = studentTOf(theta, 0);
    const y = 1.5;
    const normal = Math.log(scale) + Math.log(2 * Math.PI) / 2 + ((y - location) / scale) ** 2 / 2;
    expect(studentT()(new Float64Array(3), theta, Float64Array.of(y))).toBeCloseTo(normal, 9);
  });

  test('a Student-t with one degree of freedom is the Cauchy distribution', () => {
    const theta = Float64Array.of(0, 0, -1000);
    const { scale } = studentTOf(theta, 0);
    const cauchy = Math.log(Math.PI * scale * (1 + (2 / scale) ** 2));
    expect(studentT({ dofMin: 1 })(new Float64Array(3), theta, Float64Array.of(2))).toBeCloseTo(cauchy, 9);
  });

  test('a target far away pulls with a bounded force', () => {
    const dTheta = new Float32Array(3);
    studentT()(dTheta, Float32Array.of(0, 0, 0), Float32Array.of(1e30));
    expect([...dTheta].every((gradient) => Math.abs(gradient) < 100)).toBe(true);
  });

  test('logits of any size do not overflow', () => {
    const dLogits = new Float32Array(3);
    const value = crossEntropy({ kernel: selectKernel('reference'), symbolCount: 3 })(
      dLogits,
      Float32Array.of(1e30, -1e30, 1e30),
      Uint32Array.of(0),
    );
    expect(value).toBeCloseTo(Math.log(2), 6);
    expect([...dLogits]).toEqual([-0.5, 0, 0.5]);
  });

  test('without any target both are 0, with a zero gradient; NaN comes out', () => {
    const none = new Uint8Array(2);
    const dTheta = new Float32Array(6).fill(1);
    const missing = Float32Array.of(Number.NaN, Number.NaN);
    expect(studentT()(dTheta, new Float32Array(6), missing, none)).toBe(0);
    const dLogits = new Float32Array(6).fill(1);
    expect(
      crossEntropy({ kernel: selectKernel('reference'), symbolCount: 3 })(
        dLogits,
        new Float32Array(6),
        new Uint32Array(2),
        none,
      ),
    ).toBe(0);
    expect([...dTheta, ...dLogits].every((gradient) => gradient === 0)).toBe(true);
    expect(studentT()(dTheta, new Float32Array(6), missing)).toBeNaN();
    const broken = Float32Array.of(0, Number.NaN, 0);
    expect(
      crossEntropy({ kernel: selectKernel('reference'), symbolCount: 3 })(
        new Float32Array(3),
        broken,
        Uint32Array.of(0),
      ),
    ).toBeNaN();
  });
});

describe('the moving average of the weights', () => {
  const make = () => {
    const parameters = createParameters('float32');
    parameters.add('w', [2]);
    parameters.seal();
    return { parameters, average: weightAverage({ parameters, decay: 0.5 }) };
  };

  test('is swapped in for an evaluation and out again', () => {
    const { parameters, average } = make();
    parameters.values.set([1, 2]);
    average.update();
    parameters.values.set([3, 2]);
    average.update();
    average.swap();
    expect([...parameters.values]).toEqual([2, 2]);
    expect(() => average.update()).toThrow('swapped back');
    average.swap();
    expect([...parameters.values]).toEqual([3, 2]);
  });

  test('goes on from a checkpoint as if nothing had happened', () => {
    const [whole, first, second] = [make(), make(), make()];
    const run = ({ parameters, average }: ReturnType<typeof make>, from: number, to: number) => {
      for (let step = from; step < to; step++) {
        parameters.values.set([Math.sin(step), step]);
        average.update();
      }
    };
    run(whole, 0, 9);
    run(first, 0, 4);
    const { average, updates } = first.average.state();
    second.average.restore({ average: average.slice(), updates });
    run(second, 4, 9);
    expect(second.average.state()).toEqual(whole.average.state());
  });
});

test('a layer norm that is not initialised gives zeros', () => {
  const parameters = createParameters('float32');
  const layer = layerNorm({ parameters, prefix: '', size: 2, rowsMax: 1 });
  parameters.seal();
  expect([...layer.forward(Float32Array.of(1, 2))]).toEqual([0, 0]);
  layer.initialise();
  expect(layer.forward(Float32Array.of(1, 3))[1]).toBeCloseTo(1, 4);
});
