import type { Kernel } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import { createArena, type Floats } from '../primitives/floats.ts';
import type { Parameters } from '../primitives/parameters.ts';

/** State of the optimizer, which a checkpoint stores with the parameters: both moments, in the order of
 *  `parameters.values`, and the number of steps done. The arrays change at the next step: copy them. */
export interface AdamWState {
  m: Floats;
  v: Floats;
  step: number;
}

export interface AdamW {
  /** Updates the parameters from `parameters.gradients`, which it does not change. */
  step(learningRate: number): void;
  state(): AdamWState;
  restore(state: AdamWState): void;
}

export interface AdamWOptions {
  kernel: Kernel;
  /** Must be sealed. */
  parameters: Parameters;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  weightDecay?: number;
}

/** Adam with decoupled weight decay on all parameters.
 *  Source: Loshchilov & Hutter (2019), algorithm 2; defaults and order of operations of torch.optim.AdamW. */
export function adamw(options: AdamWOptions): AdamW {
  const { kernel, parameters, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = options;
  assert(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0);
  const { values, gradients } = parameters;
  const { m, v } = createArena(
    parameters.precision,
    { m: values.length, v: values.length },
    kernel.allocate,
  ).views;
  let steps = 0;

  return {
    step(learningRate) {
      steps++;
      kernel.adamw(values, gradients, m, v, steps, learningRate, beta1, beta2, epsilon, weightDecay);
    },
    state: () => ({ m, v, step: steps }),
    restore(state) {
      assert(state.m.length === m.length && state.v.length === v.length);
      assert(Number.isSafeInteger(state.step) && state.step >= 0);
      m.set(state.m);
      v.set(state.v);
      steps = state.step;
    },
  };
}
