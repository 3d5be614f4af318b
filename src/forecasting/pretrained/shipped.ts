/** The network that ships with the service. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EngineError, type Kernel, selectKernel } from '../../engine/index.ts';
import { batchMax, createPretrainedForecaster, type PretrainedForecaster, rowsMax } from './forecast.ts';
import type { PretrainedNetwork } from './network.ts';
import { decodePretrained } from './weights-file.ts';

const file = new URL('../../../weights/instant.safetensors', import.meta.url);
/** SHA-256 of the weights; weights/MODEL_CARD.md says how they were made. */
export const weightsSha256 = 'e2c34eaca5384d61ed1a7cad17297ee3f1ebd283e6e5b860c0a8ff403c7dd513';

const built = new Map<string | undefined, PretrainedForecaster>();

/** Forecaster with the shipped weights; built at the first call in a thread.
 *  @param kernel name of a kernel; default: the fastest one of this machine
 *  @throws EngineError if the file is not the one that the code was released with */
export function instantForecaster(kernel?: string): PretrainedForecaster {
  let forecaster = built.get(kernel);
  if (forecaster === undefined) {
    const options = { kernel: selectKernel(kernel), batchMax, rowsMax };
    const network = decodePretrained(readWeights(), options);
    network.freeze();
    forecaster = createPretrainedForecaster(network);
    built.set(kernel, forecaster);
  }
  return forecaster;
}

/** The shipped network with gradients of its inputs, for batches of up to `rowsMax` series of one step.
 *  @throws EngineError if the file is not the one that the code was released with */
export function instantGradients(kernel: Kernel, rowsMax: number): PretrainedNetwork {
  return decodePretrained(readWeights(), { kernel, batchMax: rowsMax, rowsMax, inputGradients: true });
}

function readWeights(): Uint8Array {
  const bytes = readFileSync(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== weightsSha256)
    throw new EngineError(
      `weights/instant.safetensors has the SHA-256 ${digest}; expected is ${weightsSha256}.`,
    );
  return bytes;
}
