import type { Kernel } from '../kernels/contract/kernel.ts';
import { reference } from '../kernels/reference/index.ts';
import { assert } from '../primitives/assert.ts';
import { createArena, type Floats, type Precision } from '../primitives/floats.ts';

export type ActivationName = 'silu';

export interface ActivationOptions {
  /** Kernel that computes the activation; default: the reference. */
  kernel?: Kernel;
  precision: Precision;
  name: ActivationName;
  lengthMax: number;
}

export interface Activation {
  /** Keeps a reference to `x`: do not change it before `backward`. Returns a view, valid until the next call. */
  forward(x: Floats): Floats;
  /** `dy`: gradient of the last output. Returns dx, a view that is valid until the next call. */
  backward(dy: Floats): Floats;
}

/** An element-wise activation, y = f(x), for arrays of up to `lengthMax` elements. */
export function activation(options: ActivationOptions): Activation {
  const { kernel = reference, precision, name, lengthMax } = options;
  const { forward, backward } = {
    silu: { forward: kernel.siluForward, backward: kernel.siluBackward },
  }[name];
  const { views } = createArena(precision, { y: lengthMax, dx: lengthMax }, kernel.allocate);
  let { y, dx } = views;
  let x: Floats | undefined;

  return {
    forward(input) {
      assert(input.length <= lengthMax);
      if (y.length !== input.length) {
        y = views.y.subarray(0, input.length);
        dx = views.dx.subarray(0, input.length);
      }
      x = input;
      forward(y, x);
      return y;
    },
    backward(dy) {
      assert(x !== undefined && dy.length === x.length);
      backward(dx, x, dy);
      return dx;
    },
  };
}
