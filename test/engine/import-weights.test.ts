import { describe, expect, test } from 'vitest';
import {
  availableKernels,
  type CellName,
  cellNames,
  createParameters,
  EngineError,
  encodeSafetensors,
  importWeights,
  type Kernel,
  linear,
  recurrent,
  type StoredTensor,
} from '../../src/engine/index.ts';
import { relativeError } from './differences.ts';
import { fixture, fixtureFile } from './fixtures.ts';

function model(kernel: Kernel, cell: CellName, hiddenSize = 5) {
  const parameters = createParameters('float32');
  const shared = { kernel, parameters };
  const encoder = recurrent({
    ...shared,
    prefix: 'encoder.',
    cell,
    inputSize: 3,
    hiddenSize,
    layers: 2,
    batchMax: 8,
    stepsMax: 20,
  });
  const head = linear({ ...shared, prefix: 'head.', inputSize: hiddenSize, outputSize: 2, rowsMax: 8 });
  parameters.seal();
  return { parameters, encoder, head };
}

for (const kernel of availableKernels())
  for (const cell of cellNames)
    test(`${kernel.name} ${cell}: a model trained and saved by PyTorch answers as it does there`, () => {
      const { parameters, encoder, head } = model(kernel, cell);
      importWeights(fixtureFile(`saved-${cell}`), parameters);
      const torch = fixture(`saved-${cell}-answer`);
      const [steps, batch] = torch.shape('x');
      const { output } = encoder.forward(torch.floats('x'), { steps, batch, training: false });
      expect(relativeError(output, torch.floats('output'))).toBeLessThanOrEqual(1e-5);
      const y = head.forward(output.subarray(-batch * 5));
      expect(relativeError(y, torch.floats('y'))).toBeLessThanOrEqual(1e-5);
    });

describe('weights that do not fit', () => {
  const [kernel] = availableKernels();
  const whole = () => {
    const { parameters } = model(kernel, 'gru');
    for (let i = 0; i < parameters.values.length; i++) parameters.values[i] = i;
    return parameters.tensors.map(({ name, shape, value }): StoredTensor => ({ name, shape, data: value }));
  };
  const refusal = (tensors: StoredTensor[], options = {}) => {
    const { parameters } = model(kernel, 'gru');
    try {
      importWeights(encodeSafetensors(tensors), parameters, options);
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
      expect(
        parameters.values.every((value) => value === 0),
        'nothing is written',
      ).toBe(true);
      return (error as Error).message;
    }
    return undefined;
  };
  const replaced = (name: string, change: Partial<StoredTensor>) =>
    whole().map((tensor) => (tensor.name === name ? { ...tensor, ...change } : tensor));

  test('whole and right ones are taken', () => {
    expect(refusal(whole())).toBeUndefined();
  });

  test('a name that is missing, and one that is not expected', () => {
    const without = whole().filter(({ name }) => name !== 'encoder.bias_hh_l1');
    expect(refusal(without)).toContain('"encoder.bias_hh_l1" is missing');
    const reversed = { name: 'encoder.weight_ih_l0_reverse', shape: [1], data: new Float32Array(1) };
    expect(refusal([...whole(), reversed])).toContain('"encoder.weight_ih_l0_reverse" is not expected');
  });

  test('a shape: the same number of elements is not enough', () => {
    expect(refusal(replaced('encoder.weight_ih_l0', { shape: [3, 15] }))).toContain(
      '"encoder.weight_ih_l0" has shape [3,15] instead of [15,3]',
    );
  });

  test('a type that would lose digits or is none', () => {
    const float64 = { data: new Float64Array(2) };
    expect(refusal(replaced('head.bias', float64))).toContain('"head.bias" holds float64 instead of float32');
    const int32 = { data: new Int32Array(2) };
    expect(refusal(replaced('head.bias', int32))).toContain('"head.bias" holds int32 instead of float32');
  });

  test('a value that is not finite', () => {
    const data = Float32Array.of(1, Number.NEGATIVE_INFINITY);
    expect(refusal(replaced('head.bias', { data }))).toContain('"head.bias" holds -Infinity at element 1');
  });

  test('a file of another model: the first faults, how many more, and the names that are there', () => {
    const renamed = whole().map((tensor) => ({ ...tensor, name: `module.${tensor.name}` }));
    const message = refusal(renamed)!;
    expect(message).toContain('"encoder.weight_ih_l0" is missing');
    expect(message).toContain('and 10 more');
    const other = refusal(renamed, { filePrefix: 'net.' });
    expect(other).toContain('No name in the file starts with "net."; it has module.encoder.');
  });

  test('prefixes: one part of a file into one part of a network', () => {
    const { parameters } = model(kernel, 'gru');
    const stored = whole().map((tensor) => ({ ...tensor, name: `module.${tensor.name}` }));
    importWeights(encodeSafetensors(stored), parameters, {
      filePrefix: 'module.encoder.',
      prefix: 'encoder.',
    });
    expect(parameters.get('encoder.weight_ih_l0').value[7]).toBe(7);
    expect(parameters.get('head.weight').value.every((value) => value === 0)).toBe(true);
    expect(() => importWeights(encodeSafetensors(stored), parameters, { prefix: 'decoder.' })).toThrow(
      'No parameter of the network starts with "decoder."',
    );
  });

  test('float64 parameters take float32 weights as they are', () => {
    const parameters = createParameters('float64');
    parameters.add('w', [2]);
    parameters.seal();
    importWeights(encodeSafetensors([{ name: 'w', shape: [2], data: Float32Array.of(0.1, 2) }]), parameters);
    expect([...parameters.values]).toEqual([Math.fround(0.1), 2]);
  });

  test('what is not a safetensors file at all', () => {
    const { parameters } = model(kernel, 'gru');
    expect(() => importWeights(new TextEncoder().encode('PK pickle'), parameters)).toThrow(EngineError);
  });
});
