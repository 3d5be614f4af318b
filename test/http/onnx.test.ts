import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createParameters,
  createRng,
  decodeSafetensors,
  linear,
  recurrent,
  selectKernel,
} from '../../src/engine/index.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';

ort.env.wasm.numThreads = 1;

let it: TestApp;
beforeAll(async () => {
  it = await startApp();
  it.startWorker();
});
afterAll(() => it.stop());

test('the ONNX file of a model computes what its weights file does', async () => {
  const model = await it.trained(dailyCsv(120), {
    horizon: 5,
    cell: 'lstm',
    hidden_size: 6,
    layers: 2,
    steps: 5,
  });
  const file = await it.app.inject(`/v1/models/${model.id}/onnx`);
  expect(file.statusCode).toBe(200);
  const weights = (await it.app.inject(`/v1/models/${model.id}/weights`)).rawPayload;

  const { tensors } = decodeSafetensors(weights);
  const inputSize = tensors.get('members.0.encoder.weight_ih_l0')!.shape[1];
  const outputSize = tensors.get('members.0.head.bias')!.shape[0];
  const [steps, batch, hiddenSize, layers] = [9, 3, 6, 2];
  const kernel = selectKernel('reference');
  const parameters = createParameters('float32');
  const shared = { kernel, parameters };
  const sizes = { cell: 'lstm' as const, inputSize, hiddenSize, layers, batchMax: batch, stepsMax: steps };
  const encoder = recurrent({ ...shared, ...sizes, prefix: 'encoder.' });
  const head = linear({ ...shared, prefix: 'head.', inputSize: hiddenSize, outputSize, rowsMax: batch });
  parameters.seal();
  for (const { name, value } of parameters.tensors)
    value.set(tensors.get(`members.0.${name}`)!.data as Float32Array);

  const rng = createRng(3);
  const x = Float32Array.from({ length: steps * batch * inputSize }, () => rng.normal());
  const { output } = encoder.forward(x, { steps, batch, training: false });
  const ours = head.forward(output.subarray((steps - 1) * batch * hiddenSize));

  const session = await ort.InferenceSession.create(file.rawPayload, { executionProviders: ['wasm'] });
  const { y } = await session.run({ x: new ort.Tensor('float32', x, [steps, batch, inputSize]) });
  expect(y.dims).toEqual([batch, outputSize]);
  for (const [i, value] of ours.entries()) expect(y.data[i]).toBeCloseTo(value, 5);
  await session.release();
});
