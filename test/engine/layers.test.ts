import { describe, expect, test } from 'vitest';
import {
  activation,
  createParameters,
  createRng,
  crossEntropy,
  embedding,
  selectKernel,
} from '../../src/engine/index.ts';
import { centralDifferences, dot, relativeError } from './differences.ts';
import { fixture } from './fixtures.ts';
import { randomFloats } from './network.ts';

const differencesMax = 1e-6; // float64 against central differences
const torchMax = 1e-5; // float32 against PyTorch

describe('layers, float64: gradients are the central differences', () => {
  test('silu', () => {
    const rng = createRng(1);
    const layer = activation({ precision: 'float64', name: 'silu', lengthMax: 30 });
    const x = randomFloats('float64', 20, rng).map((value) => 2 * value);
    const dy = randomFloats('float64', 20, rng);
    const loss = () => dot(layer.forward(x), dy);
    loss();
    const dx = layer.backward(dy).slice();
    expect(relativeError(dx, centralDifferences(loss, x))).toBeLessThanOrEqual(differencesMax);
  });

  test('embedding, with a symbol that occurs several times', () => {
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
  test('silu', () => {
    const torch = fixture('layers', 'silu.');
    const layer = activation({ precision: 'float32', name: 'silu', lengthMax: 100 });
    expect(relativeError(layer.forward(torch.floats('x')), torch.floats('y'))).toBeLessThanOrEqual(torchMax);
    expect(relativeError(layer.backward(torch.floats('dy')), torch.floats('dx'))).toBeLessThanOrEqual(
      torchMax,
    );
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
});

describe('losses at the edges', () => {
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

  test('without any target the loss and its gradient are 0; NaN propagates', () => {
    const none = new Uint8Array(2);
    const dLogits = new Float32Array(6).fill(1);
    expect(
      crossEntropy({ kernel: selectKernel('reference'), symbolCount: 3 })(
        dLogits,
        new Float32Array(6),
        new Uint32Array(2),
        none,
      ),
    ).toBe(0);
    expect([...dLogits].every((gradient) => gradient === 0)).toBe(true);
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
