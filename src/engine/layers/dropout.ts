import { exact } from '../kernels/exact.ts';
import { multiply as multiplyAny } from '../kernels/reference/exact/draws.ts';
import { assert } from '../primitives/assert.ts';
import { createArena, type Floats, type Precision } from '../primitives/floats.ts';
import type { Rng } from '../random/rng.ts';

export interface DropoutOptions {
  precision: Precision;
  /** Probability that an activation is set to zero in training, in [0, 1). */
  rate: number;
  lengthMax: number;
  rng: Rng;
}

export interface Dropout {
  /** In training at a rate above 0, draws a mask and returns a view that is valid until the next call. Otherwise
   *  returns `x` itself. */
  forward(x: Floats, training: boolean): Floats;
  /** Applies the mask of the last `forward` to `dy`. Returns a view that is valid until the next call, or `dy` itself
   *  if that forward drew no mask. */
  backward(dy: Floats): Floats;
}

/** Inverted dropout over a flat array: kept activations are multiplied by 1 / (1 - rate), so that inference needs no
 *  scaling. Source: torch.nn.Dropout. */
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

/** Fills `mask`: each element is 0 with probability `rate`, else 1 / (1 - rate). */
export function drawMask(mask: Floats, rate: number, rng: Rng): void {
  rng.choose(mask, rate, 0, 1 / (1 - rate));
}

/** y = x * factor, element by element; `y` may be `x`. */
export function multiply(y: Floats, x: Floats, factor: Floats): void {
  if (y instanceof Float32Array && x instanceof Float32Array && factor instanceof Float32Array)
    exact.multiply(y, x, factor);
  else multiplyAny(y, x, factor);
}
