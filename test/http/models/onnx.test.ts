import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRng, selectKernel } from '../../../src/engine/index.ts';
import { decodeParts } from '../../../src/forecasting/ensemble/weights-file.ts';
import { createBatch } from '../../../src/forecasting/families/batch.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';

ort.env.wasm.numThreads = 1;

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
  service.startWorker();
});
afterAll(() => service.stop());

/** The same days with a column beside the target. */
const promotedCsv = () =>
  dailyCsv(120)
    .trim()
    .split('\n')
    .map((row, t) => (t === 0 ? 'date,close,promotion' : `${row},${t % 3 === 0 ? 1 : 0}`))
    .join('\n');

for (const [family, covariates] of [
  ['prices', undefined],
  ['seasonal', undefined],
  ['short', undefined],
  ['prices', { future: ['promotion'] }],
  ['seasonal', { future: ['promotion'] }],
] as const)
  test(`${family}${covariates ? ' with covariates' : ''}: the ONNX file of a model computes what its weights file does`, async () => {
    const model = await service.trained(covariates ? promotedCsv() : dailyCsv(120), {
      horizon: 5,
      family,
      covariates,
      cell: 'lstm',
      hidden_size: 6,
      layers: 2,
      steps: 5,
      members: 2,
    });
    const file = await service.app.inject(`/v1/models/${model.id}/onnx`);
    expect(file.statusCode).toBe(200);
    const weights = (await service.app.inject(`/v1/models/${model.id}/weights`)).rawPayload;
    const session = await ort.InferenceSession.create(file.rawPayload, { executionProviders: ['wasm'] });
    const { members } = decodeParts(weights, ['members'], selectKernel('reference'), 3);
    expect(members).toHaveLength(2);

    const rng = createRng(3);
    const batches = members.map(({ layout }) => {
      const batch = createBatch(layout, 3);
      for (const inputs of [batch.inputs, batch.stepInputs])
        for (let i = 0; i < inputs.length; i++) inputs[i] = rng.normal();
      return batch;
    });
    const feeds: Record<string, ort.Tensor> = {};
    for (const [n, { layout }] of members.entries()) {
      const { inputs, stepInputs } = batches[n];
      feeds[`members.${n}.x`] = new ort.Tensor('float32', inputs, [layout.steps, 3, layout.inputSize]);
      const shape = [3, layout.horizon, layout.stepInputs];
      if (layout.stepInputs > 0)
        feeds[`members.${n}.step_inputs`] = new ort.Tensor('float32', stepInputs, shape);
    }
    const results = await session.run(feeds);
    for (const [n, { network, layout }] of members.entries()) {
      const y = results[`members.${n}.y`];
      expect(y.dims).toEqual([3, layout.horizon, layout.quantiles]);
      for (const [i, value] of network.forward(batches[n], false).entries())
        expect(y.data[i]).toBeCloseTo(value, 4);
    }
    await session.release();
  });
