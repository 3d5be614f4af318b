import type { Member } from '../ensemble/index.ts';
import type { Batch } from '../families/index.ts';
import { explainedValue } from './explained-value.ts';
import { scaledMixing } from './look-back.ts';

/** Gradient of the mean over the horizon of the explained number of each window, with respect to the outputs
 *  [B, K, Q] of one network alone. `network.backward` can follow: the network has read the batch. */
export function meanForecastGradient({ network, layout }: Member, batch: Batch) {
  const { horizon: K, quantiles: Q } = layout;
  const y = network.forward(batch, true);
  const dY = new Float32Array(y.length);
  const mixing = scaledMixing(layout);
  for (let row = 0; row < batch.size * K; row++)
    explainedValue(mixing, [{ y, dY, offset: row * Q, base: 0, unit: 1, isLog: false }], 1 / K);
  return { y, dY };
}
