import { parentPort } from 'node:worker_threads';
import { selectKernel } from '../../src/engine/index.ts';
import { randomNetwork } from './network.ts';

/** Gradients after 50 passes of the fastest kernel. kernels.test.ts runs this in several threads at the same time. */
export function gradientsAfterPasses(): Float32Array {
  const sizes = { steps: 20, batch: 9, inputSize: 3, hiddenSize: 40, layers: 2 };
  const { network, parameters, x, dOutput } = randomNetwork(selectKernel(), 'float32', 'lstm', sizes);
  for (let pass = 0; pass < 50; pass++) {
    network.forward(x, { steps: 20, batch: 9, training: true });
    network.backward({ dOutput });
  }
  return Float32Array.from(parameters.gradients);
}

parentPort?.postMessage(gradientsAfterPasses());
