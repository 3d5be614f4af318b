import { assert } from './assert.ts';
import { createArena, type Floats, type Precision } from './floats.ts';
import type { Rng } from './rng.ts';

export interface DropoutOptions {
  precision: Precision;
  /** Share of the activations that become zero in training, in [0, 1). */
  rate: number;
  lengthMax: number;
  rng: Rng;
}

export interface Dropout {
  /** Not in training, or at rate 0, it gives `x` itself; else a view, valid until the next call. */
  forward(x: Floats, training: boolean): Floats;
  /** With the mask of the last `forward`. A view, valid until the next call, or `dy` itself. */
  backward(dy: Floats): Floats;
}

/** Inverted dropout over a flat array: kept activations grow by 1 / (1 - rate), so that inference needs none. */
export function dropout({ precision, rate, lengthMax, rng }: DropoutOptions): Dropout {
  assert(rate >= 0 && rate < 1);
  const { views } = createArena(precision, { y: lengthMax, dx: lengthMax, mask: lengthMax });
  let { y, dx, mask } = views;
  let active = false;

  return {
    forward(x, training) {
      active = training && rate > 0;
      if (!active) return x;
      assert(x.length <= lengthMax);
      if (y.length !== x.length) {
        y = views.y.subarray(0, x.length);
        dx = views.dx.subarray(0, x.length);
        mask = views.mask.subarray(0, x.length);
      }
      drawMask(mask, rate, rng);
      multiply(y, x, mask);
      return y;
    },
    backward(dy) {
      if (!active) return dy;
      assert(dy.length === mask.length);
      multiply(dx, dy, mask);
      return dx;
    },
  };
}

/** 0 with probability `rate`, else 1 / (1 - rate). */
export function drawMask(mask: Floats, rate: number, rng: Rng): void {
  rng.choose(mask, rate, 0, 1 / (1 - rate));
}

/** y = x * factor, element by element; may work in place. */
export function multiply(y: Floats, x: Floats, factor: Floats): void {
  for (let i = 0; i < y.length; i++) y[i] = x[i] * factor[i];
}
