import type { Floats, Kernel, Parameters, Rng } from '../../engine/index.ts';
import type { Batch, Layout, ResolvedSpec } from '../families/index.ts';

/** Decoder: from the last hidden state of the encoder to quantiles. It adds its parameters when it is created;
 *  they can be initialised once the parameters are sealed. */
export interface Decoder {
  initialise(rng: Rng): void;
  /** Sets the quantiles of an untrained decoder. [K, Q] */
  setBase(quantiles: Float32Array): void;
  /** Sets the initial weights of the covariates' differences. [skips of the covariates] */
  setEffects(effects: Float32Array): void;
  /** Prepares the weights for serving; they cannot change afterwards. */
  freeze(): void;
  /** Scaled quantiles [B, K, Q] from `hidden` [B, H]. The result is a view, valid until the next call. */
  forward(hidden: Floats, batch: Batch): Floats;
  /** Adds to the gradients of the parameters, from dY [B, K, Q] of the last `forward`. @returns dHidden [B, H] */
  backward(dY: Float32Array): Floats;
  /** Gradient of the step inputs [B, K, P] of the last `backward`; null unless it was requested. */
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
