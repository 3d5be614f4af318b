import type { Floats, Kernel, Parameters, Rng } from '../../engine/index.ts';
import type { Batch, Layout, ResolvedSpec } from '../families/index.ts';

/** From the encoder's last hidden state to quantiles. Adds its parameters when it is made; they are there to be
 *  initialised once sealed. */
export interface Decoder {
  initialise(rng: Rng): void;
  /** Quantiles that an untrained decoder gives. [K, Q] */
  setBase(quantiles: Float32Array): void;
  /** Learnt shares of the covariates' differences to begin with. [skips of the covariates] */
  setEffects(effects: Float32Array): void;
  /** `hidden` [B, H]; gives [B, K, Q], scaled, a view, valid until the next call. */
  forward(hidden: Floats, batch: Batch): Floats;
  /** Adds to the gradients, from dY [B, K, Q] of the last `forward`; gives dHidden [B, H]. */
  backward(dY: Float32Array): Floats;
  /** Gradient of the step inputs [B, K, P] of the last `backward`, where it was asked for. */
  readonly dStepInputs: Floats | null;
}

export interface DecoderOptions {
  kernel: Kernel;
  parameters: Parameters;
  spec: ResolvedSpec;
  layout: Layout;
  batchMax: number;
  inputGradient: boolean;
}
