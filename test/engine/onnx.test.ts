import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import {
  activation,
  addActivation,
  addEmbedding,
  addLinear,
  addRecurrent,
  availableKernels,
  cellNames,
  createOnnxGraph,
  createParameters,
  createRng,
  embedding,
  type Floats,
  linear,
  recurrent,
} from '../../src/engine/index.ts';
import { relativeError } from './differences.ts';
import { randomFloats } from './network.ts';

ort.env.wasm.numThreads = 1;
const differenceMax = 1e-5;

type Feeds = Record<string, ort.Tensor>;
const floats = (data: Floats, dims: number[]) => new ort.Tensor('float32', data as Float32Array, dims);

/** Runs a file in ONNX Runtime. */
async function run(file: Uint8Array, feeds: Feeds): Promise<Record<string, Float32Array>> {
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

for (const cell of cellNames)
  for (const layers of [1, 2, 3])
    for (const initialState of [false, true])
      test(`${cell}, ${layers} layers, ${initialState ? 'given' : 'zero'} initial state: ONNX Runtime gives the same outputs`, async () => {
        const [kernel] = availableKernels();
        const [steps, batch, inputSize, hiddenSize, outputSize] = [6, 4, 3, 7, 2];
        const rng = createRng(11);
        const parameters = createParameters('float32');
        const sizes = { cell, inputSize, hiddenSize, layers };
        const encoder = recurrent({
          kernel,
          parameters,
          prefix: 'encoder.',
          ...sizes,
          batchMax: batch,
          stepsMax: steps,
        });
        const head = linear({
          kernel,
          parameters,
          prefix: 'head.',
          inputSize: hiddenSize,
          outputSize,
          rowsMax: batch,
        });
        parameters.seal();
        encoder.initialise(rng);
        head.initialise(rng);

        const x = randomFloats('float32', steps * batch * inputSize, rng);
        const states = layers * batch * hiddenSize;
        const initial = {
          h: randomFloats('float32', states, rng),
          ...(cell === 'lstm' ? { c: randomFloats('float32', states, rng) } : {}),
        };
        const ours = encoder.forward(x, {
          steps,
          batch,
          training: false,
          initial: initialState ? initial : undefined,
        });
        const y = head.forward(ours.output.subarray(-batch * hiddenSize));

        const graph = createOnnxGraph(cell);
        const shape = [layers, 'batch', hiddenSize];
        const state = initialState
          ? {
              h: graph.input('h0', shape),
              ...(cell === 'lstm' ? { c: graph.input('c0', shape) } : {}),
            }
          : undefined;
        const input = graph.input('x', ['steps', 'batch', inputSize]);
        const encoded = addRecurrent(graph, input, { parameters, prefix: 'encoder.', ...sizes }, state);
        graph.output('output', encoded.output, ['steps', 'batch', hiddenSize]);
        graph.output('hn', encoded.hn, shape);
        if (encoded.cn !== undefined) graph.output('cn', encoded.cn, shape);
        const lastLayer = graph.constant('last_layer', [], BigInt64Array.of(BigInt(layers - 1)));
        const last = graph.node('Gather', [encoded.hn, lastLayer], { axis: 0 });
        graph.output('y', addLinear(graph, last, { parameters, prefix: 'head.' }), ['batch', outputSize]);
        const file = graph.encode({ scaling: 'none' });

        const feeds: Feeds = { x: floats(x, [steps, batch, inputSize]) };
        if (initialState) feeds.h0 = floats(initial.h, [layers, batch, hiddenSize]);
        if (initialState && initial.c) feeds.c0 = floats(initial.c, [layers, batch, hiddenSize]);
        const actual = await run(file, feeds);
        expect(Object.keys(actual).sort()).toEqual(
          cell === 'lstm' ? ['cn', 'hn', 'output', 'y'] : ['hn', 'output', 'y'],
        );
        for (const [name, expected] of Object.entries({ ...ours, y }))
          expect(relativeError(actual[name], expected), name).toBeLessThanOrEqual(differenceMax);
      });

test('steps and batch are dynamic: one file takes windows of any size', async () => {
  const [kernel] = availableKernels();
  const parameters = createParameters('float32');
  const sizes = { cell: 'gru', inputSize: 2, hiddenSize: 3, layers: 1 } as const;
  const encoder = recurrent({ kernel, parameters, prefix: '', ...sizes, batchMax: 9, stepsMax: 40 });
  parameters.seal();
  encoder.initialise(createRng(1));
  const graph = createOnnxGraph('gru');
  const input = graph.input('x', ['steps', 'batch', 2]);
  const encoded = addRecurrent(graph, input, { parameters, prefix: '', ...sizes });
  graph.output('output', encoded.output, ['steps', 'batch', 3]);
  const file = graph.encode();
  for (const [steps, batch] of [
    [1, 1],
    [40, 9],
  ]) {
    const x = randomFloats('float32', steps * batch * 2, createRng(2));
    const { output } = encoder.forward(x, { steps, batch, training: false });
    const actual = await run(file, { x: floats(x, [steps, batch, 2]) });
    expect(relativeError(actual.output, output)).toBeLessThanOrEqual(differenceMax);
  }
});

describe('the other layers, for a whole model', () => {
  test('embedding and SiLU', async () => {
    const rng = createRng(3);
    const parameters = createParameters('float32');
    const rows = embedding({ parameters, prefix: 'symbols.', symbolCount: 5, size: 8, rowsMax: 6 });
    parameters.seal();
    parameters.values.set(randomFloats('float32', parameters.values.length, rng));
    const silu = activation({ precision: 'float32', name: 'silu', lengthMax: 48 });
    const symbols = [4, 0, 1, 1, 3, 2];
    const ours = silu.forward(rows.forward(Uint32Array.from(symbols)));

    const graph = createOnnxGraph('layers');
    const input = graph.input('symbols', ['rows'], 'int64');
    const embedded = addEmbedding(graph, input, { parameters, prefix: 'symbols.' });
    const y = addActivation(graph, embedded, 'silu');
    graph.output('y', y, ['rows', 8]);
    const feeds = { symbols: new ort.Tensor('int64', BigInt64Array.from(symbols.map(BigInt)), [6]) };
    const actual = await run(graph.encode(), feeds);
    expect(relativeError(actual.y, ours)).toBeLessThanOrEqual(differenceMax);
  });

  test('an unknown value or a name that is taken fails an assertion', () => {
    const graph = createOnnxGraph('wrong');
    expect(() => graph.node('Relu', ['nowhere'])).toThrow('no value nowhere');
    graph.input('x', [1]);
    expect(() => graph.input('x', [1])).toThrow('the name x is taken');
  });
});
