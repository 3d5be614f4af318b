import { assert } from './assert.ts';
import { createArena, type Floats, type Precision } from './floats.ts';
import type { Kernel } from './kernels/kernel.ts';
import { reference } from './kernels/reference/index.ts';

export type ActivationName = 'silu' | 'gelu';

export interface ActivationOptions {
  /** Computes SiLU; the reference without. */
  kernel?: Kernel;
  precision: Precision;
  name: ActivationName;
  lengthMax: number;
}

export interface Activation {
  /** `x` must stay as it is until `backward`. Gives a view, valid until the next call. */
  forward(x: Floats): Floats;
  /** `dy` of the last `forward`. A view, valid until the next call. */
  backward(dy: Floats): Floats;
}

/** y = f(x), element by element. */
export function activation(options: ActivationOptions): Activation {
  const { kernel = reference, precision, name, lengthMax } = options;
  const forward = name === 'silu' ? kernel.siluForward : geluForward;
  const backward = name === 'silu' ? kernel.siluBackward : geluBackward;
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

const geluRate = Math.sqrt(2 / Math.PI);
const geluCube = 0.044715;

/** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). Source: torch.nn.GELU(approximate='tanh'). */
export function geluForward(y: Floats, x: Floats): void {
  for (let i = 0; i < x.length; i++)
    y[i] = 0.5 * x[i] * (1 + Math.tanh(geluRate * (x[i] + geluCube * x[i] ** 3)));
}
export function geluBackward(dx: Floats, x: Floats, dy: Floats): void {
  for (let i = 0; i < x.length; i++) {
    const t = Math.tanh(geluRate * (x[i] + geluCube * x[i] ** 3));
    const dInner = geluRate * (1 + 3 * geluCube * x[i] ** 2);
    dx[i] = dy[i] * 0.5 * (1 + t + x[i] * (1 - t * t) * dInner);
  }
}
