/** The network that ships with the service. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EngineError, type Kernel, selectKernel } from '../../engine/index.ts';
import { batchMax, createForecaster, type PretrainedForecaster, rowsMax } from './forecast.ts';
import { decodePretrained } from './weights-file.ts';

const file = new URL('../../../weights/instant.safetensors', import.meta.url);
/** SHA-256 of the weights; weights/MODEL_CARD.md says how they were made. */
export const weightsSha256 = 'unset';

const built = new Map<string, PretrainedForecaster>();

/** Forecaster with the shipped weights; built at the first call in a thread.
 *  @throws EngineError if the file is not the one that the code was released with */
export function instantForecaster(kernel: Kernel = selectKernel()): PretrainedForecaster {
  let forecaster = built.get(kernel.name);
  if (forecaster === undefined) {
    const network = decodePretrained(readWeights(), { kernel, batchMax, rowsMax });
    network.freeze();
    forecaster = createForecaster(network);
    built.set(kernel.name, forecaster);
  }
  return forecaster;
}

function readWeights(): Uint8Array {
  const bytes = readFileSync(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (weightsSha256 !== 'unset' && digest !== weightsSha256)
    throw new EngineError(
      `weights/instant.safetensors has the SHA-256 ${digest}; expected is ${weightsSha256}.`,
    );
  return bytes;
}
