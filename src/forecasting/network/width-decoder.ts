import { activation, linear } from '../../engine/index.ts';
import type { Decoder, DecoderOptions } from './decoder-types.ts';
import { createQuantileSpread } from './quantile-spread.ts';

/** Decoder of widths around a fixed median: hidden → linear → SiLU → linear → `QuantileSpread`. The last layer
 *  starts at zero, so that an untrained decoder gives the base quantiles. */
export function widthDecoder({ kernel, parameters, spec, layout, batchMax }: DecoderOptions): Decoder {
  const { hidden_size: H, decoder_size: E } = spec;
  const spread = createQuantileSpread(layout, batchMax);
  const shared = { kernel, parameters, rowsMax: batchMax };
  const first = linear({ ...shared, prefix: 'decoder.hidden.', inputSize: H, outputSize: E });
  const bent = activation({ kernel, precision: 'float32', name: 'silu', lengthMax: batchMax * E });
  const last = linear({ ...shared, prefix: 'decoder.out.', inputSize: E, outputSize: spread.outputs });

  return {
    initialise: first.initialise,
    setBase: spread.setBase,
    setEffects() {}, // the median is fixed: covariates have no effect on it
    freeze() {
      first.freeze();
      last.freeze();
    },
    forward: (hidden, { size }) => spread.forward(last.forward(bent.forward(first.forward(hidden))), size),
    backward: (dY) => first.backward(bent.backward(last.backward(spread.backward(dY)))),
    dStepInputs: null, // there are no step inputs
  };
}
